/*
 * What a dashboard must be is the business of its table's constraints; here is only what is asked of the save command.
 */
#include "api/grafana/dashboards.h"

#include "api/grafana/dialect.h"
#include "request.h"

#define MESSAGE_MAX 500 /* characters */

enum field_id { DASHBOARD, OVERWRITE, FOLDER_UID, MESSAGE, IS_FOLDER, TITLE, UID, ID, VERSION, DASHBOARD_IS_FOLDER };

static const struct field fields[] = {
    [DASHBOARD] = {"dashboard", FIELD_OBJECT, true},
    [OVERWRITE] = {"overwrite", FIELD_BOOLEAN, false},
    [FOLDER_UID] = {"folderUid", FIELD_STRING, false},
    [MESSAGE] = {"message", FIELD_STRING, false},
    [IS_FOLDER] = {"isFolder", FIELD_BOOLEAN, false},
    [TITLE] = {"dashboard.title", FIELD_STRING, false},
    [UID] = {"dashboard.uid", FIELD_STRING, false},
    [ID] = {"dashboard.id", FIELD_INTEGER, false},
    [VERSION] = {"dashboard.version", FIELD_INTEGER, false},
    [DASHBOARD_IS_FOLDER] = {"dashboard.isFolder", FIELD_BOOLEAN, false},
};

const struct shape dashboard_save_shape = SHAPE(fields);

static const struct field search_fields[] = {
    {"query", FIELD_STRING, false},          {"tag", FIELD_STRINGS, false},
    {"type", FIELD_STRING, false},           {"starred", FIELD_BOOLEAN, false},
    {"dashboardUIDs", FIELD_STRINGS, false}, {"dashboardIds", FIELD_STRINGS, false},
    {"folderUIDs", FIELD_STRINGS, false},    {"limit", FIELD_INTEGER, false},
    {"page", FIELD_INTEGER, false},          {"sort", FIELD_STRING, false},
    {"folderIds", FIELD_STRINGS, false},     {"permission", FIELD_STRING, false},
    {"deleted", FIELD_BOOLEAN, false},       {"dashboardUID", FIELD_STRINGS, false},
};

const struct shape search_query = SHAPE(search_fields);

static bool is_true(const struct body *body, enum field_id field)
{
    return body_has(body, field) && body_boolean(body, field);
}

/* There are no folders but the root, which older clients call general. */
static bool names_folder(const struct body *body)
{
    if (!body_has(body, FOLDER_UID))
        return false;
    struct slice uid = body_string(body, FOLDER_UID);
    return uid.length > 0 && !slice_is(uid, "general");
}

enum error dashboard_save_prepare(struct request *request)
{
    const struct body *body = &request->body;
    if (is_true(body, IS_FOLDER) || is_true(body, DASHBOARD_IS_FOLDER))
        return ERROR_DASHBOARD_IS_FOLDER;
    if (body_has(body, MESSAGE) && slice_characters(body_string(body, MESSAGE)) > MESSAGE_MAX)
        return ERROR_DASHBOARD_MESSAGE_TOO_LONG;
    if (names_folder(body))
        return ERROR_FOLDER_NOT_FOUND;
    struct query *query = call_add(&request->call, request->route->statement);
    query_bind_text(query, body_json(body, DASHBOARD).text);
    query_bind_text(query, is_true(body, OVERWRITE) ? "true" : "false");
    return ERROR_NONE;
}

void dashboard_save_refuse(const struct request *request, enum error error, struct http_response *response)
{
    grafana.refuse(request, error == ERROR_DASHBOARD_NOT_FOUND ? ERROR_DASHBOARD_ID_UNKNOWN : error, response);
}
