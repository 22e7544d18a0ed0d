/*
 * Preferences of the user, of the organisation and of its teams (facts: grafana 3).
 */
#ifndef PREFD_API_GRAFANA_PREFERENCES_H
#define PREFD_API_GRAFANA_PREFERENCES_H

#include "route.h"

/* The body of PUT and PATCH. */
extern const struct shape preferences_shape;

/* The body of POST /api/preferences/set-home-dash. */
extern const struct shape home_dashboard_shape;

/* Prepares the route's statement: PUT sets every key, PATCH those that were sent. Its parameters: keys to set, keys to
 * take away, UID and id of the home dashboard to look up; a path's team. */
enum error preferences_prepare(struct request *request);

/* Shows the document that the statement found, empty where there is no row, with the column home_dashboard_id, the id
 * of the dashboard whose UID is in it, if there is one. */
void preferences_reply(struct request *request);

#endif
