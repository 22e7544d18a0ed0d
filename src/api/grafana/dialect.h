/*
 * How Grafana's API speaks (facts: grafana 1).
 */
#ifndef PREFD_API_GRAFANA_DIALECT_H
#define PREFD_API_GRAFANA_DIALECT_H

#include "route.h"

extern const struct dialect grafana;

/* The text of schemas.json. */
extern const char grafana_schemas[];

/* The version of Grafana whose API is spoken, as clients ask for it. */
#define GRAFANA_VERSION "12.0.0"

#endif
