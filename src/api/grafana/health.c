/*
 * Each question asks PostgreSQL: a cached answer would be green when it is already gone.
 */
#include "config.h"

#include "api/grafana/health.h"

#include "api/grafana/dialect.h"
#include "request.h"

static void fill(const struct request *request, const char *database, struct http_response *response)
{
    response->content_type = "application/json; charset=UTF-8";
    response->body = slice_of(pool_printf(request->memory,
                                          "{\n  \"database\": \"%s\",\n  \"version\": \"" GRAFANA_VERSION
                                          "\",\n  \"commit\": \"prefd-%s\"\n}",
                                          database, PACKAGE_VERSION));
}

void health_reply(struct request *request)
{
    fill(request, "ok", &request->response);
}

void healthz_reply(struct request *request)
{
    request->response.content_type = "text/plain; charset=utf-8";
    request->response.body = SLICE("Ok");
}

void health_refuse(const struct request *request, enum error error, struct http_response *response)
{
    grafana.refuse(request, error, response);
    if (response->status == 503)
        fill(request, "failing", response);
}
