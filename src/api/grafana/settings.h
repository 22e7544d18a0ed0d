/*
 * What a frontend asks first. Clients read nothing of it but which Grafana they speak to (facts: terraform-provider
 * 12).
 */
#ifndef PREFD_API_GRAFANA_SETTINGS_H
#define PREFD_API_GRAFANA_SETTINGS_H

#include "route.h"

void settings_reply(struct request *request);

#endif
