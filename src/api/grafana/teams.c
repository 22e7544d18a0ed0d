/*
 * Shapes of the teams' routes: parameters of their statements, in that order.
 */
#include "api/grafana/teams.h"

static const struct field query_fields[] = {
    {"query", FIELD_STRING, false},    {"name", FIELD_STRING, false},  {"teamId", FIELD_STRINGS, false},
    {"perpage", FIELD_INTEGER, false}, {"page", FIELD_INTEGER, false}, {"sort", FIELD_STRING, false},
};
const struct shape teams_query = SHAPE(query_fields);

static const struct field team_fields[] = {
    {"name", FIELD_STRING, true},
    {"email", FIELD_STRING, false},
};
const struct shape team_shape = SHAPE(team_fields);

static const struct field member_fields[] = {{"userId", FIELD_INTEGER, true}};
const struct shape team_member_shape = SHAPE(member_fields);

static const struct field permission_fields[] = {{"permission", FIELD_INTEGER, false}};
const struct shape team_permission_shape = SHAPE(permission_fields);

static const struct field members_fields[] = {
    {"members", FIELD_STRINGS, false},
    {"admins", FIELD_STRINGS, false},
};
const struct shape team_members_shape = SHAPE(members_fields);
