/*
 * Grafana's error bodies. All words come from errors.def and access.def, or come as JSON from our functions, so none
 * needs escaping.
 */
#include "api/grafana/dialect.h"

#include <sodium.h>

#include "api/grafana/sessions.h"
#include "request.h"

enum form { PLAIN, ERRUTIL, AUTH, REVOKED, DENIED, STATUS, MEMBERS, WORDED };

struct wording {
    int status;
    enum form form;
    const char *id;
    const char *message;
};

static const struct wording wordings[ERROR__MAX] = {
#define WORDING(error, status_, form_, id_, message_)                                                                  \
    [ERROR_##error] = {.status = (status_), .form = (form_), .id = (id_), .message = (message_)},
#include "api/grafana/errors.def"
#undef WORDING
};

/* Something to tell support, not a secret. */
static unsigned error_number(void)
{
    return randombytes_uniform(1000000000);
}

static const char *body(const struct request *request, const struct wording *w)
{
    pool *memory = request->memory;
    switch (w->form) {
    case ERRUTIL:
        return pool_printf(memory, "{\"statusCode\":%d,\"messageId\":\"%s\",\"message\":\"%s\",\"traceID\":\"\"}",
                           w->status, w->id, w->message);
    case AUTH:
        return pool_printf(
            memory, "{\"extra\":null,\"message\":\"%s\",\"messageId\":\"%s\",\"statusCode\":%d,\"traceID\":\"\"}",
            w->message, w->id, w->status);
    case REVOKED:
        return pool_printf(memory, "{\"message\":\"%s\",\"error\":{\"id\":\"%s\",\"maxConcurrentSessions\":0}}",
                           w->message, w->id);
    case DENIED:
        return pool_printf(memory, "{\"accessErrorId\":\"ACE%010u\",\"message\":\"%s%s\",\"title\":\"Access denied\"}",
                           error_number(), w->message, access_action(request->route->access));
    case STATUS:
        return pool_printf(memory, "{\"status\":\"%s\",\"message\":\"%s\"}", w->id, w->message);
    case MEMBERS:
        if (request->call.detail != NULL)
            return pool_printf(memory, "{\"message\":\"%s\",%s}", w->message, request->call.detail);
        break;
    case WORDED:
        if (request->call.detail != NULL)
            return pool_printf(memory, "{\"message\":%s}", request->call.detail);
        break;
    case PLAIN:
        break;
    }
    return pool_printf(memory, "{\"message\":\"%s\"}", w->message);
}

static int status(enum error error)
{
    return wordings[error].status == 0 ? wordings[ERROR_INTERNAL].status : wordings[error].status;
}

static void refuse(const struct request *request, enum error error, struct http_response *response)
{
    const struct wording *w = &wordings[wordings[error].status == 0 ? ERROR_INTERNAL : error];
    response->status = w->status;
    response->challenge = w->status == 401 ? "Bearer realm=\"prefd\"" : NULL;
    /* Retry-After is a promise that nothing was done. */
    response->retry_after = w->status == 503 && error != ERROR_OUTCOME_UNKNOWN ? 1 : 0;
    response->body = slice_of(body(request, w));
}

const struct dialect grafana = {
    .name = "grafana",
    .headers = "Cache-Control: no-store\r\n"
               "X-Content-Type-Options: nosniff\r\n"
               "X-Frame-Options: deny\r\n"
               "X-XSS-Protection: 1; mode=block\r\n",
    .org_query = "targetOrgId",
    .org_header = "HTTP_X_GRAFANA_ORG_ID",
    .schemas = grafana_schemas,
    .status = status,
    .session_cookie = GRAFANA_SESSION_COOKIE,
    .refuse = refuse,
};
