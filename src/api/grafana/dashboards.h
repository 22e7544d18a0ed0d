/*
 * The register of dashboards, as small as home dashboards need it (facts: grafana 13).
 */
#ifndef PREFD_API_GRAFANA_DASHBOARDS_H
#define PREFD_API_GRAFANA_DASHBOARDS_H

#include "route.h"

/* The body of POST /api/dashboards/db. */
extern const struct shape dashboard_save_shape;

/* Parameters of its statement: the dashboard, whether to overwrite. */
enum error dashboard_save_prepare(struct request *request);

/* A numeric id that no dashboard has is answered otherwise here than elsewhere. */
void dashboard_save_refuse(const struct request *request, enum error error, struct http_response *response);

/* The query of GET /api/search. */
extern const struct shape search_query;

#endif
