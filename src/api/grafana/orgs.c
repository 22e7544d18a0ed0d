/*
 * Fields in the order of the statements' parameters.
 */
#include "api/grafana/orgs.h"

static const struct field list_fields[] = {
    {"perpage", FIELD_INTEGER, false},
    {"page", FIELD_INTEGER, false},
    {"query", FIELD_STRING, false},
    {"name", FIELD_STRING, false},
};

static const struct field users_list_fields[] = {
    {"query", FIELD_STRING, false},
    {"limit", FIELD_INTEGER, false},
};

static const struct field users_search_fields[] = {
    {"query", FIELD_STRING, false},
    {"perpage", FIELD_INTEGER, false},
    {"page", FIELD_INTEGER, false},
    {"sort", FIELD_STRING, false},
};

static const struct field name_fields[] = {
    {"name", FIELD_STRING, true},
};

static const struct field address_fields[] = {
    {"address1", FIELD_STRING, false}, {"address2", FIELD_STRING, false}, {"city", FIELD_STRING, false},
    {"zipCode", FIELD_STRING, false},  {"state", FIELD_STRING, false},    {"country", FIELD_STRING, false},
};

static const struct field user_add_fields[] = {
    {"loginOrEmail", FIELD_STRING, true},
    {"role", FIELD_STRING, true},
};

static const struct field user_update_fields[] = {
    {"role", FIELD_STRING, true},
};

static const struct field quota_fields[] = {
    {"limit", FIELD_INTEGER, false},
};

const struct shape orgs_list_shape = SHAPE(list_fields);
const struct shape org_users_list_shape = SHAPE(users_list_fields);
const struct shape org_users_search_shape = SHAPE(users_search_fields);
const struct shape org_name_shape = SHAPE(name_fields);
const struct shape org_address_shape = SHAPE(address_fields);
const struct shape org_user_add_shape = SHAPE(user_add_fields);
const struct shape org_user_update_shape = SHAPE(user_update_fields);
const struct shape quota_shape = SHAPE(quota_fields);
