/*
 * What is asked about teams (facts: grafana 11). Who may and what there is, is the database's business.
 */
#ifndef PREFD_API_GRAFANA_TEAMS_H
#define PREFD_API_GRAFANA_TEAMS_H

#include "json/body.h"

extern const struct shape teams_query;
extern const struct shape team_shape;
extern const struct shape team_member_shape;
extern const struct shape team_permission_shape;
extern const struct shape team_members_shape;

#endif
