/*
 * Whether the service and its database are there (facts: grafana 14).
 */
#ifndef PREFD_API_GRAFANA_HEALTH_H
#define PREFD_API_GRAFANA_HEALTH_H

#include "route.h"

void health_reply(struct request *request);
void healthz_reply(struct request *request);
void health_refuse(const struct request *request, enum error error, struct http_response *response);

#endif
