/*
 * What routes about organisations and their members are sent (facts: grafana 9).
 */
#ifndef PREFD_API_GRAFANA_ORGS_H
#define PREFD_API_GRAFANA_ORGS_H

#include "json/body.h"

/* queries */
extern const struct shape orgs_list_shape;
extern const struct shape org_users_list_shape;
extern const struct shape org_users_search_shape;

/* bodies */
extern const struct shape org_name_shape;
extern const struct shape org_address_shape;
extern const struct shape org_user_add_shape;
extern const struct shape org_user_update_shape;
extern const struct shape quota_shape;

#endif
