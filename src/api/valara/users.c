/*
 * What is sent of a person goes to the statement as it was written: PostgreSQL reads JSON itself. Here is what a value
 * may be.
 */
#include "api/valara/users.h"

#include <strings.h>

#include "api/valara/bodies.h"
#include "http/url.h"

#define LIMIT_DEFAULT 50
#define LIMIT_MAX 200

/* Of an agency, but for its owner, who is the organisation's Admin. */
static const char *const given_roles[] = {"photographer", "broker", "agent", "assistant", "viewer", NULL};

/* ---- the list ---- */

static const struct field list_fields[] = {
    {"role", FIELD_STRING, false},
    {"active", FIELD_BOOLEAN, false},
    {"cursor", FIELD_STRING, false},
    {"limit", FIELD_INTEGER, false},
};

const struct shape valara_users_query = SHAPE(list_fields);

/* The parameter, where it is text; NULL: it is not there. */
static const char *parameter(struct request *request, const char *name)
{
    struct slice value;
    if (!url_query_value(request->memory, request->http->query, name, &value))
        return NULL;
    return slice_is_text(value) ? value.text : "";
}

static const char *role_wanted(struct request *request)
{
    const char *role = parameter(request, "role");
    if (role == NULL || strcmp(role, "owner") == 0 || slice_one_of(slice_of(role), given_roles) != NULL)
        return role;
    valara_fault(request, "role", "invalid_value", "must be owner, photographer, broker, agent, assistant or viewer");
    return NULL;
}

static const char *activity_wanted(struct request *request)
{
    const char *active = parameter(request, "active");
    if (active != NULL && strcasecmp(active, "true") != 0 && strcasecmp(active, "false") != 0)
        valara_fault(request, "active", "invalid_value", "must be true or false");
    return active;
}

static int64_t limit_wanted(struct request *request)
{
    const char *text = parameter(request, "limit");
    int64_t limit = LIMIT_DEFAULT;
    if (text != NULL && (!url_positive_number(slice_of(text), &limit) || limit > LIMIT_MAX))
        valara_fault(request, "limit", "invalid_value", "must be a whole number from 1 to 200");
    return limit;
}

enum error valara_users_list_prepare(struct request *request)
{
    struct query query = {.statement = STATEMENT_AGENCY_USERS_LIST};
    query_bind_text(&query, role_wanted(request));
    query_bind_text(&query, activity_wanted(request));
    query_bind_text(&query, parameter(request, "cursor"));
    query_bind_number(&query, request->memory, limit_wanted(request));
    if (valara_body(request)->fault_count > 0)
        return ERROR_FIELDS_INVALID;
    *call_add(&request->call, query.statement) = query;
    return ERROR_NONE;
}

/* ---- one person ---- */

enum { ROLE, NAME, MANAGER_ID };

static const struct field profile_fields[] = {
    [ROLE] = {"role", FIELD_STRING, false},
    [NAME] = {"name", FIELD_STRING, false},
    [MANAGER_ID] = {"manager_id", FIELD_STRING, false},
    {"managerId", FIELD_STRING, false},
};

const struct shape valara_profile_shape = SHAPE(profile_fields);

static const struct field role_fields[] = {
    [ROLE] = {"role", FIELD_STRING, true},
};

const struct shape valara_role_shape = SHAPE(role_fields);

static void check_role(struct request *request)
{
    const struct json_text *role = &valara_body(request)->members[ROLE];
    if (role->kind == JSON_STRING &&
        (role->has_half || slice_one_of(json_unescaped(request->memory, role), given_roles) == NULL))
        valara_fault(request, "role", "invalid_value", "must be photographer, broker, agent, assistant or viewer");
}

/* The members that are there, by the names that the statement knows, COUNT of them at most. */
static const char *changes(struct request *request, int count)
{
    const char *object = "";
    for (int i = 0; i < count; i++) {
        const struct json_text *member = &valara_body(request)->members[i];
        const char *name = profile_fields[i < MANAGER_ID ? i : MANAGER_ID].name;
        if (member->kind != JSON_ABSENT)
            object = pool_printf(request->memory, "%s%s\"%s\":%s", object, *object == '\0' ? "" : ",", name,
                                 member->text.text);
    }
    return pool_printf(request->memory, "{%s}", object);
}

static enum error add_update(struct request *request)
{
    check_role(request);
    if (valara_body(request)->fault_count > 0)
        return ERROR_FIELDS_INVALID;
    struct query *query = call_add(&request->call, STATEMENT_AGENCY_USER_UPDATE);
    query_bind_text(query, changes(request, request->route->body->count));
    return ERROR_NONE;
}

enum error valara_profile_prepare(struct request *request)
{
    return add_update(request);
}

/* There is no role that is none. */
enum error valara_role_prepare(struct request *request)
{
    if (valara_body(request)->members[ROLE].kind != JSON_STRING)
        valara_fault(request, "role", "required", "must be there");
    return add_update(request);
}
