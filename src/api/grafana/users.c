/*
 * In the order of the parameters of the statements.
 */
#include "api/grafana/users.h"

static const struct field user_fields[] = {
    {"email", FIELD_STRING, false},
    {"name", FIELD_STRING, false},
    {"login", FIELD_STRING, false},
    {"theme", FIELD_STRING, false},
};

const struct shape user_shape = SHAPE(user_fields);

static const struct field create_fields[] = {
    {"name", FIELD_STRING, false},   {"email", FIELD_STRING, false},   {"login", FIELD_STRING, false},
    {"orgId", FIELD_INTEGER, false}, {"password", FIELD_SECRET, true},
};

const struct shape user_create_shape = SHAPE(create_fields);

static const struct field permission_fields[] = {
    {"isGrafanaAdmin", FIELD_BOOLEAN, false},
};

const struct shape user_permissions_shape = SHAPE(permission_fields);

static const struct field lookup_fields[] = {
    {"loginOrEmail", FIELD_STRING, false},
};

const struct shape user_lookup_query = SHAPE(lookup_fields);

static const struct field list_fields[] = {
    {"query", FIELD_STRING, false}, {"sort", FIELD_STRING, false},     {"filters", FIELD_STRINGS, false},
    {"page", FIELD_INTEGER, false}, {"perpage", FIELD_INTEGER, false},
};

const struct shape users_query = SHAPE(list_fields);
