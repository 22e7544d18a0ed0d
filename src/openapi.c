/*
 * One function for each object of the OpenAPI specification (https://spec.openapis.org/oas/v3.1.0), smallest first.
 */
#include "config.h"

#include "openapi.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/log.h"
#include "http/message.h"
#include "keyed.h"
#include "request.h"

#define STATUS_MAX 600
#define NAME_SIZE 128

static struct json_object *document, *schemas;
static bool complete;

static struct json_object *object(void)
{
    return json_object_new_object();
}

static struct json_object *add(struct json_object *parent, const char *key, struct json_object *child)
{
    json_object_object_add(parent, key, child);
    return child;
}

static void add_text(struct json_object *parent, const char *key, const char *text)
{
    add(parent, key, json_object_new_string(text));
}

static struct json_object *member(struct json_object *parent, const char *key)
{
    struct json_object *found = NULL;
    if (json_object_object_get_ex(parent, key, &found))
        return found;
    return add(parent, key, object());
}

/* ---- schemas ---- */

static struct json_object *reference(const char *name)
{
    char text[NAME_SIZE];
    if (!json_object_object_get_ex(schemas, name, NULL)) {
        log_error("there is no schema %s", name);
        complete = false;
    }
    snprintf(text, sizeof text, "#/components/schemas/%s", name);
    struct json_object *schema = object();
    add_text(schema, "$ref", text);
    return schema;
}

static struct json_object *type_of(enum field_type type, bool nullable)
{
    static const char *const names[] = {
        [FIELD_STRING] = "string",   [FIELD_SECRET] = "string", [FIELD_INTEGER] = "integer",
        [FIELD_BOOLEAN] = "boolean", [FIELD_STRINGS] = "array", [FIELD_OBJECT] = "object",
    };
    struct json_object *schema = object();
    if (type == FIELD_ANY)
        return schema;
    if (nullable) {
        struct json_object *types = add(schema, "type", json_object_new_array());
        json_object_array_add(types, json_object_new_string(names[type]));
        json_object_array_add(types, json_object_new_string("null"));
    } else {
        add_text(schema, "type", names[type]);
    }
    if (type == FIELD_INTEGER)
        add_text(schema, "format", "int64");
    if (type == FIELD_STRINGS)
        add_text(add(schema, "items", object()), "type", "string");
    return schema;
}

static void require(struct json_object *schema, const char *name)
{
    struct json_object *required = NULL;
    if (!json_object_object_get_ex(schema, "required", &required))
        required = add(schema, "required", json_object_new_array());
    json_object_array_add(required, json_object_new_string(name));
}

/* 'outer.inner' is a property of the property outer. */
static void add_field(struct json_object *schema, const struct field *field)
{
    const char *point = strchr(field->name, '.');
    struct json_object *properties = member(schema, "properties");
    if (point != NULL) {
        char outer[NAME_SIZE];
        snprintf(outer, sizeof outer, "%.*s", (int)(point - field->name), field->name);
        struct field inner = {.name = point + 1, .type = field->type, .required = field->required};
        if (!json_object_object_get_ex(properties, outer, NULL))
            add(properties, outer, type_of(FIELD_OBJECT, true));
        add_field(member(properties, outer), &inner);
        return;
    }
    struct json_object *property = add(properties, field->name, type_of(field->type, !field->required));
    if (field->required && (field->type == FIELD_STRING || field->type == FIELD_SECRET))
        add(property, "minLength", json_object_new_int(1));
    if (field->required)
        require(schema, field->name);
}

static struct json_object *shape_schema(const struct shape *shape)
{
    struct json_object *schema = object();
    add_text(schema, "type", "object");
    for (int i = 0; i < shape->count; i++)
        add_field(schema, &shape->fields[i]);
    return schema;
}

/* ---- what a request holds ---- */

static struct json_object *parameter(const char *name, const char *place, struct json_object *schema)
{
    struct json_object *parameter = object();
    add_text(parameter, "name", name);
    add_text(parameter, "in", place);
    add(parameter, "required", json_object_new_boolean(strcmp(place, "path") == 0));
    add(parameter, "schema", schema);
    return parameter;
}

static struct json_object *part_schema(enum part_kind kind)
{
    if (kind == PART_NUMBER || kind == PART_ORG)
        return type_of(FIELD_INTEGER, false);
    return type_of(FIELD_STRING, false);
}

/* PATH with '{name}' for ':name' and '*name'; the names become PARAMETERS. */
static void write_path(const struct route *route, char *path, size_t size, struct json_object *parameters)
{
    const char *pattern = route->path;
    size_t used = 0;
    for (int i = 0; *pattern != '\0'; i++) {
        size_t length = strcspn(pattern, ":*");
        used += (size_t)snprintf(path + used, size - used, "%.*s", (int)length, pattern);
        pattern += length;
        if (*pattern == '\0')
            break;
        char name[NAME_SIZE];
        length = strcspn(++pattern, "/");
        snprintf(name, sizeof name, "%.*s", (int)length, pattern);
        used += (size_t)snprintf(path + used, size - used, "{%s}", name);
        json_object_array_add(parameters, parameter(name, "path", part_schema(route->parts[i].kind)));
        pattern += length;
    }
}

static void add_query(const struct shape *shape, struct json_object *parameters)
{
    for (int i = 0; shape != NULL && i < shape->count; i++)
        json_object_array_add(parameters,
                              parameter(shape->fields[i].name, "query", type_of(shape->fields[i].type, false)));
}

static void add_body(struct json_object *operation, const struct shape *shape)
{
    if (shape == NULL)
        return;
    struct json_object *body = add(operation, "requestBody", object());
    struct json_object *media = add(add(body, "content", object()), "application/json", object());
    add(media, "schema", shape_schema(shape));
}

/* ---- what it may be answered ---- */

static void mark(bool *statuses, const struct route *route, enum error error)
{
    if (error != ERROR_NONE)
        statuses[route->dialect->status(route_meaning(route, error))] = true;
}

/* What every route may be refused with, by the worker or by nginx before it. */
static void mark_common(bool *statuses)
{
    static const int common[] = {400, 413, 414, 431, 500, 502, 503, 504};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        statuses[common[i]] = true;
}

static void mark_refusals(bool *statuses, const struct route *route)
{
    const char *demand = access_demand(route->access);
    mark_common(statuses);
    if (demand != NULL)
        statuses[401] = true;
    if (demand != NULL && strcmp(demand, "signed_in") != 0)
        statuses[403] = true;
    if (route->resource != NULL && route->method != METHOD_GET)
        mark(statuses, route, ERROR_PRECONDITION_FAILED);
    if (keyed_is_offered(route))
        mark(statuses, route, ERROR_IDEMPOTENCY_KEY_CONFLICT);
    if (route->method != METHOD_GET || route->changes)
        mark(statuses, route, ERROR_ORIGIN_NOT_ALLOWED);
    for (int i = 0; i < PATH_PARAMETERS_MAX; i++)
        mark(statuses, route, route->parts[i].invalid);
    mark(statuses, route, route->absent);
    for (int i = 0; i < ROUTE_MEANINGS_MAX; i++)
        mark(statuses, route, route->meanings[i].from);
    for (int i = 0; i < ROUTE_ERRORS_MAX; i++)
        mark(statuses, route, route->errors[i]);
}

static void add_response(struct json_object *responses, int status, const char *schema)
{
    char code[16];
    snprintf(code, sizeof code, "%d", status);
    struct json_object *response = add(responses, code, object());
    add_text(response, "description", http_reason(status));
    if (status > 201 && status < 400) /* these have no content */
        return;
    struct json_object *media = add(add(response, "content", object()), "application/json", object());
    add(media, "schema", reference(schema));
}

/* nginx answers these before it knows which API is asked. */
static bool is_nameless(int status)
{
    return status == 414 || status == 431;
}

static void add_responses(struct json_object *operation, const struct route *route)
{
    bool statuses[STATUS_MAX] = {false};
    struct json_object *responses = add(operation, "responses", object());
    int success = route_status(route);
    add_response(responses, success, route->answer == NULL ? "Message" : route->answer);
    if (route->resource != NULL && route->method == METHOD_GET)
        add_text(add(responses, "304", object()), "description", http_reason(304));
    mark_refusals(statuses, route);
    for (int status = 0; status < STATUS_MAX; status++) {
        if (statuses[status] && status != success)
            add_response(responses, status, route->refusal == NULL || is_nameless(status) ? "Refusal" : route->refusal);
    }
}

/* ---- the document ---- */

static void add_alternative(struct json_object *any, const char *scheme)
{
    struct json_object *alternative = object();
    add(alternative, scheme, json_object_new_array());
    json_object_array_add(any, alternative);
}

/* What a route takes that is not what most do. */
static void add_security(struct json_object *operation, const struct route *route)
{
    static const char *const schemes[] = {"basic", "bearer", "session", "key"};
    bool anywhere = access_demand(route->access) != NULL && route->credential == CREDENTIAL_ANYWHERE;
    if (!anywhere || route->dialect->token_header != NULL) {
        struct json_object *any = add(operation, "security", json_object_new_array());
        if (route->credential == CREDENTIAL_IN_COOKIE)
            add_alternative(any, "session");
        for (size_t i = 0; anywhere && i < sizeof schemes / sizeof schemes[0]; i++)
            add_alternative(any, schemes[i]);
    }
    if (access_action(route->access) != NULL)
        add_text(operation, "x-permission", access_action(route->access));
}

/* The header whose FastCGI parameter is NAME, as it is written: HTTP_X_API_KEY is X-Api-Key. */
static void write_header(const char *name, char header[NAME_SIZE])
{
    snprintf(header, NAME_SIZE, "%s", name + strlen("HTTP_"));
    for (char *c = header; *c != '\0'; c++) {
        if (*c == '_')
            *c = '-';
        else if (c > header && c[-1] != '-')
            *c = (char)tolower((unsigned char)*c);
    }
}

static void add_operation(struct json_object *paths, const struct route *route)
{
    static const char *const verbs[] = {[METHOD_GET] = "get",
                                        [METHOD_PUT] = "put",
                                        [METHOD_PATCH] = "patch",
                                        [METHOD_POST] = "post",
                                        [METHOD_DELETE] = "delete"};
    char path[2 * NAME_SIZE] = "";
    struct json_object *operation = object(), *parameters = json_object_new_array();
    write_path(route, path, sizeof path, parameters);
    add_query(route->query, parameters);
    add_text(operation, "operationId", route->name);
    json_object_array_add(add(operation, "tags", json_object_new_array()),
                          json_object_new_string(route->dialect->name));
    add_security(operation, route);
    add(operation, "parameters", parameters);
    add_body(operation, route->body);
    add_responses(operation, route);
    add(member(paths, path), verbs[route->method], operation);
}

static void add_scheme(struct json_object *all, struct json_object *any, const char *name, const char *scheme)
{
    struct json_object *added = add(all, name, object());
    add_text(added, "type", "http");
    add_text(added, "scheme", scheme);
    add_alternative(any, name);
}

static void add_named(struct json_object *all, const char *name, const char *place, const char *key)
{
    struct json_object *added = add(all, name, object());
    add_text(added, "type", "apiKey");
    add_text(added, "in", place);
    add_text(added, "name", key);
}

/* Every dialect with sessions has the same; a header for tokens is the dialect's own. */
static void add_schemes_of_dialects(struct json_object *all, struct json_object *any)
{
    for (const struct dialect *const *dialect = dialects; *dialect != NULL; dialect++) {
        if ((*dialect)->session_cookie != NULL && !json_object_object_get_ex(all, "session", NULL)) {
            add_named(all, "session", "cookie", (*dialect)->session_cookie);
            add_alternative(any, "session");
        }
        if ((*dialect)->token_header != NULL) {
            char header[NAME_SIZE];
            write_header((*dialect)->token_header, header);
            add_named(all, "key", "header", header);
        }
    }
}

/* The schemas of all dialects share their names. */
static void read_schemas(void)
{
    schemas = object();
    for (const struct dialect *const *dialect = dialects; *dialect != NULL; dialect++) {
        struct json_object *own = json_tokener_parse((*dialect)->schemas);
        if (own == NULL) {
            log_error("the schemas of %s are no JSON", (*dialect)->name);
            complete = false;
            continue;
        }
        json_object_object_foreach(own, name, schema) add(schemas, name, json_object_get(schema));
        json_object_put(own);
    }
}

static void build(void)
{
    complete = true;
    document = object();
    add_text(document, "openapi", "3.1.0");
    struct json_object *information = add(document, "info", object());
    add_text(information, "title", "prefd");
    add_text(information, "version", PACKAGE_VERSION);
    read_schemas();
    struct json_object *components = object(), *any = json_object_new_array(), *paths = object();
    struct json_object *schemes = add(components, "securitySchemes", object());
    add_scheme(schemes, any, "basic", "basic");
    add_scheme(schemes, any, "bearer", "bearer");
    add_schemes_of_dialects(schemes, any);
    for (int i = 0; i < route_count; i++) {
        if (routes[i].method != METHOD_OTHER && !routes[i].unlisted)
            add_operation(paths, &routes[i]);
    }
    add(components, "schemas", schemas);
    add(document, "security", any);
    add(document, "paths", paths);
    add(document, "components", components);
}

/* Only the text is kept: to write it takes 3 ms of a worker, and anybody may ask for it. */
const char *openapi_document(void)
{
    static char *text;
    if (text != NULL)
        return text;
    build();
    if (complete)
        text =
            strdup(json_object_to_json_string_ext(document, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(document);
    return text;
}

enum error openapi_prepare(struct request *request)
{
    (void)request;
    return ERROR_NONE;
}

void openapi_reply(struct request *request)
{
    request->response.body = slice_of(openapi_document());
}
