/*
 * Preferences of the user and of the organisation (facts: grafana 3).
 */
#ifndef PREFD_API_GRAFANA_PREFERENCES_H
#define PREFD_API_GRAFANA_PREFERENCES_H

#include "route.h"

/* The body of PUT and PATCH. */
extern const struct shape preferences_shape;

/* Prepares the route's statement: PUT sets every key, PATCH those that were sent. Its parameters: keys to set, keys to
 * take away, UID and id of the home dashboard to look up. */
enum error preferences_prepare(struct request *request);

#endif
