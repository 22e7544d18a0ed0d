/*
 * THE MAP: one row for each endpoint, in the routes.def of its dialect. From it come dispatch, authorisation, body
 * validation, the log's and the documents' names, and what the tests must hit. The first row that fits counts.
 */
#include "route.h"

#include "api/grafana/dashboards.h"
#include "api/grafana/dialect.h"
#include "api/grafana/health.h"
#include "api/grafana/orgs.h"
#include "api/grafana/passwords.h"
#include "api/grafana/preferences.h"
#include "api/grafana/service_accounts.h"
#include "api/grafana/sessions.h"
#include "api/grafana/settings.h"
#include "api/grafana/teams.h"
#include "api/grafana/users.h"
#include "api/oauth/dialect.h"
#include "api/oauth/tokens.h"
#include "api/selfcommunity/bodies.h"
#include "api/selfcommunity/dialect.h"
#include "api/selfcommunity/preferences.h"
#include "api/valara/dialect.h"
#include "api/valara/preferences.h"
#include "api/valara/users.h"
#include "methods.h"
#include "openapi.h"
#include "operator.h"
#include "request.h"

/* What answers every method that a path does not have. */
#define OTHERS .method = METHOD_OTHER, .prepare = methods_prepare, .reply = methods_reply

/* clang-format off */
const struct route routes[] = {
#include "api/grafana/routes.def"
#include "api/oauth/routes.def"
#include "api/selfcommunity/routes.def"
#include "api/valara/routes.def"
#include "operator.def"
};
/* clang-format on */

const int route_count = sizeof routes / sizeof routes[0];

const struct dialect *const dialects[] = {&selfcommunity, &oauth, &valara, &grafana, NULL};
