/*
 * What people and administrators send about accounts (facts: grafana 4, 5, 7).
 */
#ifndef PREFD_API_GRAFANA_USERS_H
#define PREFD_API_GRAFANA_USERS_H

#include "json/body.h"

/* Bodies: what an account is called; a new account; whether it administers the server. */
extern const struct shape user_shape;
extern const struct shape user_create_shape;
extern const struct shape user_permissions_shape;

/* Queries: of one account, of lists. */
extern const struct shape user_lookup_query;
extern const struct shape users_query;

#endif
