/*
 * THE MAP: one row for each endpoint. From it come dispatch, authorisation, body validation, the log's and the
 * documents' names, and what the tests must hit. The first row that fits counts.
 */
#include "route.h"

#include "api/grafana/dashboards.h"
#include "api/grafana/dialect.h"
#include "api/grafana/health.h"
#include "api/grafana/orgs.h"
#include "api/grafana/preferences.h"
#include "api/grafana/settings.h"
#include "openapi.h"
#include "request.h"

/* clang-format off */
const struct route routes[] = {
    {.name = "user_preferences_get", .method = METHOD_GET, .path = "/api/user/preferences", .dialect = &grafana,
     .access = ACCESS_SIGNED_IN, .lane = LANE_READ, .statement = STATEMENT_USER_PREFERENCES_GET,
     .answer = "Preferences"},
    {.name = "user_preferences_replace", .method = METHOD_PUT, .path = "/api/user/preferences", .dialect = &grafana,
     .access = ACCESS_MEMBER, .body = &preferences_shape, .lane = LANE_WRITE,
     .statement = STATEMENT_USER_PREFERENCES_WRITE, .prepare = preferences_prepare,
     .message = "Preferences updated", .errors = {ERROR_DASHBOARD_NOT_FOUND}},
    {.name = "user_preferences_patch", .method = METHOD_PATCH, .path = "/api/user/preferences", .dialect = &grafana,
     .access = ACCESS_MEMBER, .body = &preferences_shape, .lane = LANE_WRITE,
     .statement = STATEMENT_USER_PREFERENCES_WRITE, .prepare = preferences_prepare,
     .message = "Preferences updated", .errors = {ERROR_DASHBOARD_NOT_FOUND}},

    {.name = "org_preferences_get", .method = METHOD_GET, .path = "/api/org/preferences", .dialect = &grafana,
     .access = ACCESS_ORG_PREFERENCES_READ, .lane = LANE_READ, .statement = STATEMENT_ORG_PREFERENCES_GET,
     .answer = "Preferences"},
    {.name = "org_preferences_replace", .method = METHOD_PUT, .path = "/api/org/preferences", .dialect = &grafana,
     .access = ACCESS_ORG_PREFERENCES_WRITE, .body = &preferences_shape, .lane = LANE_WRITE,
     .statement = STATEMENT_ORG_PREFERENCES_WRITE, .prepare = preferences_prepare,
     .message = "Preferences updated", .errors = {ERROR_DASHBOARD_NOT_FOUND}},
    {.name = "org_preferences_patch", .method = METHOD_PATCH, .path = "/api/org/preferences", .dialect = &grafana,
     .access = ACCESS_ORG_PREFERENCES_WRITE, .body = &preferences_shape, .lane = LANE_WRITE,
     .statement = STATEMENT_ORG_PREFERENCES_WRITE, .prepare = preferences_prepare,
     .message = "Preferences updated", .errors = {ERROR_DASHBOARD_NOT_FOUND}},

    {.name = "user_get", .method = METHOD_GET, .path = "/api/user", .dialect = &grafana, .access = ACCESS_PERSON,
     .lane = LANE_READ, .statement = STATEMENT_USER_GET, .absent = ERROR_USER_NOT_FOUND, .answer = "UserProfile"},

    {.name = "user_orgs_get", .method = METHOD_GET, .path = "/api/user/orgs", .dialect = &grafana,
     .access = ACCESS_PERSON, .lane = LANE_READ, .statement = STATEMENT_USER_ORGS_GET, .answer = "UserOrgs"},
    {.name = "user_using", .method = METHOD_POST, .path = "/api/user/using/:id", .dialect = &grafana,
     .access = ACCESS_PERSON, .parts = {{PART_NUMBER, ERROR_ID_INVALID}}, .lane = LANE_WRITE,
     .statement = STATEMENT_USER_USING, .message = "Active organization changed", .errors = {ERROR_ORG_NOT_VALID}},

    {.name = "org_get", .method = METHOD_GET, .path = "/api/org", .dialect = &grafana, .access = ACCESS_ORGS_READ,
     .lane = LANE_READ, .statement = STATEMENT_ORG_GET, .absent = ERROR_ORG_NOT_FOUND, .answer = "Org"},
    {.name = "org_update", .method = METHOD_PUT, .path = "/api/org", .dialect = &grafana, .access = ACCESS_ORGS_WRITE,
     .body = &org_name_shape, .lane = LANE_WRITE, .statement = STATEMENT_ORG_UPDATE, .absent = ERROR_ORG_NOT_FOUND,
     .meanings = {{ERROR_ORG_NAME_TAKEN, ERROR_ORG_NAME_TAKEN_BY_ANOTHER}}, .message = "Organization updated"},
    {.name = "org_address_update", .method = METHOD_PUT, .path = "/api/org/address", .dialect = &grafana,
     .access = ACCESS_ORGS_WRITE, .body = &org_address_shape, .lane = LANE_WRITE,
     .statement = STATEMENT_ORG_ADDRESS_UPDATE, .absent = ERROR_ORG_NOT_FOUND, .message = "Address updated"},
    {.name = "org_user_add", .method = METHOD_POST, .path = "/api/org/users", .dialect = &grafana,
     .access = ACCESS_ORG_USERS_ADD, .body = &org_user_add_shape, .lane = LANE_WRITE,
     .statement = STATEMENT_ORG_USER_ADD,
     .answer = "OrgUserAdded", .errors = {ERROR_ORG_USER_NOT_FOUND, ERROR_ORG_USER_EXISTS}},
    {.name = "org_user_update", .method = METHOD_PATCH, .path = "/api/org/users/:userId", .dialect = &grafana,
     .access = ACCESS_ORG_USERS_WRITE, .parts = {{PART_ID, ERROR_USER_ID_INVALID}}, .body = &org_user_update_shape,
     .lane = LANE_WRITE, .statement = STATEMENT_ORG_USER_UPDATE, .message = "Organization user updated",
     .errors = {ERROR_ORG_USER_NOT_FOUND}},
    {.name = "org_user_remove", .method = METHOD_DELETE, .path = "/api/org/users/:userId", .dialect = &grafana,
     .access = ACCESS_ORG_USERS_REMOVE, .parts = {{PART_ID, ERROR_USER_ID_INVALID}}, .lane = LANE_WRITE,
     .statement = STATEMENT_ORG_USER_REMOVE_OR_DELETE, .answer = "Message", .errors = {ERROR_ORG_USER_NOT_FOUND}},

    {.name = "orgs_list", .method = METHOD_GET, .path = "/api/orgs", .dialect = &grafana,
     .access = ACCESS_ORGS_READ_ANY, .query = &orgs_list_shape, .lane = LANE_SEARCH, .statement = STATEMENT_ORGS_LIST,
     .answer = "Orgs"},
    {.name = "org_create", .method = METHOD_POST, .path = "/api/orgs", .dialect = &grafana,
     .access = ACCESS_ORGS_CREATE, .body = &org_name_shape, .lane = LANE_WRITE, .statement = STATEMENT_ORG_CREATE,
     .answer = "OrgCreated", .errors = {ERROR_ORG_NAME_TAKEN}},
    {.name = "org_get_by_name", .method = METHOD_GET, .path = "/api/orgs/name/*name", .dialect = &grafana,
     .access = ACCESS_ORGS_READ_ANY, .lane = LANE_READ, .statement = STATEMENT_ORG_GET_BY_NAME,
     .absent = ERROR_ORG_NOT_FOUND, .answer = "Org"},
    {.name = "org_get_by_id", .method = METHOD_GET, .path = "/api/orgs/:orgId", .dialect = &grafana,
     .access = ACCESS_ORGS_READ, .parts = {{PART_ORG, ERROR_ACCESS_DENIED}}, .lane = LANE_READ,
     .statement = STATEMENT_ORG_GET, .absent = ERROR_ORG_NOT_FOUND, .answer = "Org"},
    {.name = "org_update_by_id", .method = METHOD_PUT, .path = "/api/orgs/:orgId", .dialect = &grafana,
     .access = ACCESS_ORGS_WRITE, .parts = {{PART_ORG, ERROR_ACCESS_DENIED}}, .body = &org_name_shape,
     .lane = LANE_WRITE, .statement = STATEMENT_ORG_UPDATE, .absent = ERROR_ORG_NOT_FOUND,
     .meanings = {{ERROR_ORG_NAME_TAKEN, ERROR_ORG_NAME_TAKEN_BY_ANOTHER}}, .message = "Organization updated"},
    {.name = "org_address_update_by_id", .method = METHOD_PUT, .path = "/api/orgs/:orgId/address", .dialect = &grafana,
     .access = ACCESS_ORGS_WRITE, .parts = {{PART_ORG, ERROR_ACCESS_DENIED}}, .body = &org_address_shape,
     .lane = LANE_WRITE, .statement = STATEMENT_ORG_ADDRESS_UPDATE, .absent = ERROR_ORG_NOT_FOUND,
     .message = "Address updated"},
    {.name = "org_delete", .method = METHOD_DELETE, .path = "/api/orgs/:orgId", .dialect = &grafana,
     .access = ACCESS_ORGS_DELETE, .parts = {{PART_NUMBER, ERROR_ACCESS_DENIED}}, .lane = LANE_WRITE,
     .statement = STATEMENT_ORG_DELETE, .absent = ERROR_ORG_TO_DELETE_NOT_FOUND, .message = "Organization deleted"},
    {.name = "org_user_add_by_id", .method = METHOD_POST, .path = "/api/orgs/:orgId/users", .dialect = &grafana,
     .access = ACCESS_ORG_USERS_ADD, .parts = {{PART_ORG, ERROR_ACCESS_DENIED}}, .body = &org_user_add_shape,
     .lane = LANE_WRITE, .statement = STATEMENT_ORG_USER_ADD,
     .answer = "OrgUserAdded", .errors = {ERROR_ORG_USER_NOT_FOUND, ERROR_ORG_USER_EXISTS}},
    {.name = "org_user_update_by_id", .method = METHOD_PATCH, .path = "/api/orgs/:orgId/users/:userId",
     .dialect = &grafana, .access = ACCESS_ORG_USERS_WRITE,
     .parts = {{PART_ORG, ERROR_ACCESS_DENIED}, {PART_ID, ERROR_USER_ID_INVALID}}, .body = &org_user_update_shape,
     .lane = LANE_WRITE, .statement = STATEMENT_ORG_USER_UPDATE, .message = "Organization user updated",
     .errors = {ERROR_ORG_USER_NOT_FOUND}},
    {.name = "org_user_remove_by_id", .method = METHOD_DELETE, .path = "/api/orgs/:orgId/users/:userId",
     .dialect = &grafana, .access = ACCESS_ORG_USERS_REMOVE,
     .parts = {{PART_ORG, ERROR_ACCESS_DENIED}, {PART_ID, ERROR_USER_ID_INVALID}}, .lane = LANE_WRITE,
     .statement = STATEMENT_ORG_USER_REMOVE, .message = "User removed from organization",
     .errors = {ERROR_ORG_USER_NOT_FOUND}},

    {.name = "dashboard_save", .method = METHOD_POST, .path = "/api/dashboards/db", .dialect = &grafana,
     .access = ACCESS_DASHBOARDS_WRITE, .body = &dashboard_save_shape, .lane = LANE_WRITE,
     .statement = STATEMENT_DASHBOARD_SAVE, .prepare = dashboard_save_prepare,
     .refuse = dashboard_save_refuse, .answer = "DashboardSaved",
     .errors = {ERROR_DASHBOARD_NOT_FOUND, ERROR_DASHBOARD_VERSION_MISMATCH}},
    {.name = "dashboard_get", .method = METHOD_GET, .path = "/api/dashboards/uid/:uid", .dialect = &grafana,
     .access = ACCESS_DASHBOARDS_READ, .lane = LANE_READ, .statement = STATEMENT_DASHBOARD_GET,
     .absent = ERROR_DASHBOARD_NOT_FOUND, .answer = "Dashboard"},
    {.name = "dashboard_delete", .method = METHOD_DELETE, .path = "/api/dashboards/uid/:uid", .dialect = &grafana,
     .access = ACCESS_DASHBOARDS_DELETE, .lane = LANE_WRITE, .statement = STATEMENT_DASHBOARD_DELETE,
     .absent = ERROR_DASHBOARD_NOT_FOUND, .answer = "DashboardDeleted"},
    {.name = "dashboards_home", .method = METHOD_GET, .path = "/api/dashboards/home", .dialect = &grafana,
     .access = ACCESS_SIGNED_IN, .lane = LANE_READ, .statement = STATEMENT_DASHBOARDS_HOME, .answer = "HomeDashboard"},

    {.name = "health_get", .method = METHOD_GET, .path = "/api/health", .dialect = &grafana, .access = ACCESS_PUBLIC,
     .lane = LANE_READ, .statement = STATEMENT_HEALTH_GET, .reply = health_reply, .refuse = health_refuse,
     .answer = "Health", .refusal = "HealthRefusal"},
    {.name = "settings_get", .method = METHOD_GET, .path = "/api/frontend/settings", .dialect = &grafana,
     .access = ACCESS_SIGNED_IN, .lane = LANE_READ, .statement = STATEMENT_HEALTH_GET, .reply = settings_reply,
     .answer = "Settings"},
    {.name = "openapi_get", .method = METHOD_GET, .path = "/api/openapi.json", .dialect = &grafana,
     .access = ACCESS_PUBLIC, .prepare = openapi_prepare, .reply = openapi_reply, .answer = "OpenApi"},
};
/* clang-format on */

const int route_count = sizeof routes / sizeof routes[0];

const struct dialect *const default_dialect = &grafana;
