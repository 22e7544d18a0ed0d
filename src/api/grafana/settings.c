/*
 * The context statement let the caller in; there is nothing to read.
 */
#include "config.h"

#include "api/grafana/settings.h"

#include "api/grafana/dialect.h"
#include "request.h"

void settings_reply(struct request *request)
{
    request->response.body = SLICE("{\"buildInfo\":{\"version\":\"" GRAFANA_VERSION
                                   "\",\"commit\":\"prefd-" PACKAGE_VERSION "\",\"env\":\"production\"}}");
}
