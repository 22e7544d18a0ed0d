/*
 * One way from every kind of input to a parameter, so that a route needs no code to pass on what it was sent.
 */
#include "bind.h"

#include <ctype.h>

#include "http/url.h"

#define UID_LENGTH 36 /* of a UUID */
#define LIST_MAX 1000

static bool is_uid(struct slice text)
{
    if (text.length != UID_LENGTH)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text.text[i] != '-' : !isxdigit((unsigned char)text.text[i]))
            return false;
    }
    return true;
}

/* Of opaque ids, decimal ones among them (facts: valara 2). */
#define PERSON_LENGTH_MAX 64

static bool is_person(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!isalnum((unsigned char)text.text[i]) && text.text[i] != '-' && text.text[i] != '_')
            return false;
    }
    return text.length <= PERSON_LENGTH_MAX;
}

static bool part_fits(enum part_kind kind, struct slice part)
{
    int64_t number;
    if (kind == PART_TEXT)
        return true;
    if (kind == PART_NAME)
        return part.length > 0;
    if (kind == PART_PERSON)
        return is_person(part);
    if (kind == PART_OWNER)
        return slice_is_text(part);
    return url_number(part, &number) || (kind != PART_NUMBER && kind != PART_ORG && is_uid(part));
}

static struct slice part_at(const struct request *request, int i)
{
    return i < PATH_PARAMETERS_MAX ? request->http->path_parameters[i] : (struct slice){0};
}

static const char *copy(struct request *request, struct slice text)
{
    return pool_copy(request->memory, text.text, text.length);
}

static enum statement_id entrance(enum part_kind kind)
{
    switch (kind) {
    case PART_TEAM:
        return STATEMENT_ENTER_TEAM;
    case PART_PERSON:
        return STATEMENT_ENTER_PERSON;
    case PART_OWNER:
        return STATEMENT_ENTER_OWNER;
    default:
        return STATEMENT_ENTER_ORG;
    }
}

/* What names no organisation is none that the caller may act in (facts: grafana 2). What names no team is said to those
 * who may enter any: to others it is a team that is not theirs (facts: grafana 1.4). */
enum error bind_scope(struct request *request)
{
    const struct route *route = request->route;
    enum part_kind kind = route->parts[0].kind;
    struct slice part = part_at(request, 0);
    int64_t number;
    if (!route_is_scoped(route))
        return ERROR_NONE;
    bool fits = part_fits(kind, part) && (kind != PART_ORG || url_positive_number(part, &number));
    if (!fits && kind != PART_TEAM)
        return route->parts[0].invalid;
    struct query *query = call_add(&request->call, entrance(kind));
    query_bind_text(query, fits ? copy(request, part) : NULL);
    query_bind_text(query, access_demand(route->access));
    return ERROR_NONE;
}

/* What is no text is the name of nothing. */
enum error bind_parts(struct request *request, struct query *query)
{
    const struct route *route = request->route;
    for (int i = 0; part_at(request, i).text != NULL; i++) {
        if (i == 0 && route_is_scoped(route) && route->parts[i].kind != PART_TEAM)
            continue;
        if (!part_fits(route->parts[i].kind, part_at(request, i)))
            return route->parts[i].invalid;
        if (!slice_is_text(part_at(request, i)))
            return route->absent == ERROR_NONE ? ERROR_BAD_REQUEST_DATA : route->absent;
        query_bind_text(query, copy(request, part_at(request, i)));
    }
    return ERROR_NONE;
}

static bool bind_query_list(struct request *request, struct query *query, const char *name)
{
    struct slice values[LIST_MAX];
    int count = 0;
    const char *rest = request->http->query;
    while (count < LIST_MAX && url_query_next(request->memory, &rest, name, &values[count])) {
        if (!slice_is_text(values[count++]))
            return false;
    }
    query_bind_text(query, count == 0 ? NULL : json_strings(request->memory, values, count));
    return true;
}

/* Go's strconv.ParseBool, by which Grafana reads what it was sent; Python's clients write True. */
static bool is_true(struct slice value)
{
    return slice_one_of(value, (const char *const[]){"1", "t", "T", "true", "TRUE", "True", NULL}) != NULL;
}

/* Numbers that do not parse count as 0 (facts: grafana 1.1). */
static void bind_query_value(struct request *request, struct query *query, enum field_type type, struct slice value)
{
    int64_t number;
    if (type == FIELD_INTEGER)
        query_bind_number(query, request->memory, url_number(value, &number) ? number : 0);
    else if (type == FIELD_BOOLEAN)
        query_bind_text(query, is_true(value) ? "true" : "false");
    else
        query_bind_text(query, value.text);
}

enum error bind_query(struct request *request, struct query *query)
{
    const struct shape *shape = request->route->query;
    for (int i = 0; shape != NULL && i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const char *rest = request->http->query;
        struct slice value;
        if (field->type == FIELD_STRINGS) {
            if (!bind_query_list(request, query, field->name))
                return ERROR_BAD_REQUEST_DATA;
        } else if (!url_query_next(request->memory, &rest, field->name, &value)) {
            query_bind_text(query, NULL);
        } else if (!slice_is_text(value)) {
            return ERROR_BAD_REQUEST_DATA;
        } else {
            bind_query_value(request, query, field->type, value);
        }
    }
    return ERROR_NONE;
}

static enum error bind_field(struct request *request, struct query *query, int field)
{
    const struct body *body = &request->body;
    enum field_type type = request->route->body->fields[field].type;
    if (type == FIELD_SECRET)
        return ERROR_NONE;
    if (!body_has(body, field)) {
        query_bind_text(query, NULL);
        return ERROR_NONE;
    }
    if (type == FIELD_STRING && !slice_is_whole(body_string(body, field)))
        return ERROR_BAD_REQUEST_DATA;
    query_bind_text(query, type == FIELD_STRING ? body_string(body, field).text : body_json(body, field).text);
    return ERROR_NONE;
}

static enum error bind_body(struct request *request, struct query *query)
{
    const struct shape *shape = request->route->body;
    enum error error = ERROR_NONE;
    for (int i = 0; shape != NULL && i < shape->count && error == ERROR_NONE; i++)
        error = bind_field(request, query, i);
    return error;
}

enum error bind_all(struct request *request)
{
    struct query query = {.statement = request->route->statement};
    enum error error = bind_parts(request, &query);
    if (error == ERROR_NONE)
        error = bind_query(request, &query);
    if (error == ERROR_NONE)
        error = bind_body(request, &query);
    if (error != ERROR_NONE)
        return error;
    if (request->route->work != NULL)
        query_bind_text(&query, request->password_hash);
    if (request->compared_hash != NULL)
        query_bind_text(&query, request->compared_hash);
    *call_add(&request->call, query.statement) = query;
    return ERROR_NONE;
}
