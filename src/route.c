/*
 * Finds rows of the route table, and prints it.
 */
#include "route.h"

#include <stdio.h>

#include "base/log.h"
#include "db/statement.h"

/* Compares part by part. */
static bool path_fits(const char *pattern, const char *path, struct slice *parameters)
{
    while (*pattern != '\0') {
        if (*pattern == '*') {
            size_t length = strlen(path);
            *parameters = (struct slice){.text = path, .length = length - (length > 0 && path[length - 1] == '/')};
            return true;
        }
        if (*pattern == ':') {
            size_t length = strcspn(path, "/");
            if (length == 0)
                return false;
            *parameters++ = (struct slice){.text = path, .length = length};
            path += length;
            pattern += strcspn(pattern, "/");
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == '\0' || strcmp(path, "/") == 0;
}

static const struct route *find_row(enum http_method method, const char *path, struct slice *parameters)
{
    for (int i = 0; i < route_count; i++) {
        if (routes[i].method != method)
            continue;
        if (path_fits(routes[i].path, path, parameters))
            return &routes[i];
        memset(parameters, 0, PATH_PARAMETERS_MAX * sizeof *parameters);
    }
    return NULL;
}

const struct route *route_find(enum http_method method, const char *path, struct slice parameters[PATH_PARAMETERS_MAX])
{
    const struct route *route = find_row(method, path, parameters);
    return route != NULL ? route : find_row(METHOD_OTHER, path, parameters);
}

int route_index(const struct route *route)
{
    return route == NULL ? route_count : (int)(route - routes);
}

const char *route_name(int index)
{
    return index == route_count ? "none" : routes[index].name;
}

const struct dialect *route_dialect(const char *path)
{
    const struct dialect *const *dialect = dialects;
    while ((*dialect)->prefix != NULL && strncmp(path, (*dialect)->prefix, strlen((*dialect)->prefix)) != 0)
        dialect++;
    return *dialect;
}

/* HEAD comes with GET (RFC 9110 9.3.2), OPTIONS is answered by the row of all other methods. */
const char *route_allow(const struct route *route, pool *memory)
{
    const char *allow = "";
    for (int i = 0; i < route_count; i++) {
        enum http_method method = routes[i].method;
        if (method != METHOD_OTHER && strcmp(routes[i].path, route->path) == 0)
            allow =
                pool_printf(memory, "%s%s, %s", allow, http_method_name(method), method == METHOD_GET ? "HEAD, " : "");
    }
    return pool_printf(memory, "%sOPTIONS", allow);
}

static bool reads(const struct route *row, const char *resource)
{
    return row->method == METHOD_GET && row->resource != NULL && strcmp(row->resource, resource) == 0;
}

const struct route *route_reading(const struct route *route)
{
    for (int i = 0; i < route_count; i++) {
        if (reads(&routes[i], route->resource) && strcmp(routes[i].path, route->path) == 0)
            return &routes[i];
    }
    return NULL;
}

bool route_shows(const struct route *route)
{
    for (int i = 0; i < route_count && route->answer != NULL; i++) {
        if (reads(&routes[i], route->resource) && strcmp(routes[i].answer, route->answer) == 0)
            return true;
    }
    return false;
}

int route_status(const struct route *route)
{
    return route->status == 0 ? 200 : route->status;
}

const char *route_message(const struct route *route, pool *memory)
{
    return pool_printf(memory, "{\"message\":\"%s\"}", route->message);
}

bool route_is_scoped(const struct route *route)
{
    enum part_kind first = route->parts[0].kind;
    return first == PART_ORG || first == PART_TEAM || first == PART_OWNER || first == PART_PERSON;
}

enum error route_meaning(const struct route *route, enum error error)
{
    for (int i = 0; route != NULL && i < ROUTE_MEANINGS_MAX; i++) {
        if (route->meanings[i].from == error && error != ERROR_NONE)
            return route->meanings[i].error;
    }
    return error;
}

static const char *missing_of(const struct route *route)
{
    if (route->access == ACCESS_MISSING)
        return "an access demand";
    if (route->dialect == NULL)
        return "a dialect";
    if (route->message == NULL && route->answer == NULL && !route->unlisted)
        return "a schema of its answer";
    return NULL;
}

bool routes_check(void)
{
    bool complete = true;
    for (int i = 0; i < route_count; i++) {
        const char *missing = missing_of(&routes[i]);
        if (missing != NULL)
            log_error("route %s has not %s", routes[i].name, missing);
        complete = complete && missing == NULL;
    }
    return complete;
}

static void print_shape(const char *name, const struct shape *shape)
{
    static const char *const types[] = {"string", "integer", "boolean", "array of string", "object", "string", "any"};
    printf(",\"%s\":[", name);
    for (int i = 0; shape != NULL && i < shape->count; i++)
        printf("%s{\"name\":\"%s\",\"type\":\"%s\",\"required\":%s}", i == 0 ? "" : ",", shape->fields[i].name,
               types[shape->fields[i].type], shape->fields[i].required ? "true" : "false");
    printf("]");
}

static const char *const lanes[] = {[LANE_READ] = "read", [LANE_WRITE] = "write", [LANE_SEARCH] = "search"};

static void print_route(const struct route *route)
{
    const char *demand = access_demand(route->access), *action = access_action(route->access);
    printf("{\"name\":\"%s\",\"method\":\"%s\",\"path\":\"%s\",\"dialect\":\"%s\"", route->name,
           http_method_name(route->method), route->path, route->dialect->name);
    printf(",\"access\":\"%s\",\"demand\":\"%s\",\"action\":\"%s\"", access_name(route->access),
           demand == NULL ? "" : demand, action == NULL ? "" : action);
    printf(",\"lane\":\"%s\",\"statement\":\"%s\"", lanes[route->lane], statements[route->statement].name);
    print_shape("query", route->query);
    print_shape("body", route->body);
    printf("}");
}

void routes_print(void)
{
    printf("[");
    for (int i = 0; i < route_count; i++) {
        printf(i == 0 ? "\n" : ",\n");
        print_route(&routes[i]);
    }
    printf("\n]\n");
}
