/*
 * Valara's envelope. All words come from errors.def, or from our own code as JSON, so none needs escaping.
 */
#include "api/valara/dialect.h"

#include <inttypes.h>

#include "api/grafana/sessions.h"
#include "api/valara/bodies.h"
#include "api/valara/request_id.h"
#include "request.h"

#define DOCUMENTS "https://docs.valara.cloud/errors/"

struct wording {
    int status;
    const char *code;
    const char *message;
    const char *hint;
};

static const struct wording wordings[ERROR__MAX] = {
#define WORDING(error, status_, code_, message_, hint_)                                                                \
    [ERROR_##error] = {.status = (status_), .code = (code_), .message = (message_), .hint = (hint_)},
#include "api/valara/errors.def"
#undef WORDING
};

static const struct wording *wording_of(enum error error)
{
    return &wordings[wordings[error].status == 0 ? ERROR_INTERNAL : error];
}

static int status(enum error error)
{
    return wording_of(error)->status;
}

static const char *details(const struct request *request, enum error error)
{
    if (error == ERROR_VALUES_INVALID && request->call.detail != NULL)
        return request->call.detail;
    if (error == ERROR_FIELDS_INVALID)
        return valara_faults(request);
    return "\"errors\":[],\"field_count\":0";
}

static const char *envelope(const struct request *request, enum error error)
{
    const struct wording *w = wording_of(error);
    char id[REQUEST_ID_SIZE];
    request_id(request, id);
    const char *hint = w->hint == NULL ? "null" : pool_printf(request->memory, "\"%s\"", w->hint);
    return pool_printf(request->memory,
                       "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"hint\":%s,\"doc_url\":\"" DOCUMENTS
                       "%s\",\"request_id\":\"%s\",\"details\":{%s}}}",
                       w->code, w->message, hint, w->code, id, details(request, error));
}

/* Retry-After is a promise that nothing was done. */
static int retry_after(const struct request *request, enum error error)
{
    if (error == ERROR_RATE_LIMITED)
        return request->count.retry_after;
    return error == ERROR_IDEMPOTENCY_KEY_IN_PROGRESS || (status(error) == 503 && error != ERROR_OUTCOME_UNKNOWN);
}

/* What was sent and cannot be a key is a bad one, not none. */
static void refuse(const struct request *request, enum error error, struct http_response *response)
{
    if (error == ERROR_UNAUTHORIZED && request->credential.kind == CREDENTIAL_BROKEN)
        error = ERROR_TOKEN_INVALID;
    response->status = status(error);
    response->challenge = response->status == 401 ? "Bearer realm=\"prefd\"" : NULL;
    response->retry_after = retry_after(request, error);
    response->body = slice_of(envelope(request, error));
    if (error == ERROR_UNSUPPORTED_MEDIA_TYPE)
        response_add(request->memory, response, "Accept-Patch", "application/json, application/merge-patch+json");
}

static void add_number(const struct request *request, struct http_response *response, const char *name, int64_t number)
{
    response_add(request->memory, response, name, pool_printf(request->memory, "%" PRId64, number));
}

static void decorate(const struct request *request, struct http_response *response)
{
    const struct request_count *count = &request->count;
    char id[REQUEST_ID_SIZE];
    request_id(request, id);
    response_add(request->memory, response, "X-Request-Id", id);
    if (!count->counted)
        return;
    add_number(request, response, "X-Rate-Limit-Limit", count->budget);
    add_number(request, response, "X-Rate-Limit-Remaining", count->remaining < 0 ? 0 : count->remaining);
    add_number(request, response, "X-Rate-Limit-Reset", count->reset);
}

/* Facts: valara 8. */
static int budget(const struct request *request)
{
    if (request->route->method == METHOD_OTHER)
        return 0;
    switch (request->route->lane) {
    case LANE_WRITE:
        return request->config->valara_writes_per_minute;
    case LANE_SEARCH:
        return request->config->valara_lists_per_minute;
    default:
        return request->config->valara_reads_per_minute;
    }
}

const struct dialect valara = {
    .name = "valara",
    .prefix = "/api/v1/",
    .headers = "Cache-Control: private, no-cache\r\n"
               "X-Content-Type-Options: nosniff\r\n",
    .token_header = "HTTP_X_API_KEY",
    .key_header = "HTTP_X_IDEMPOTENCY_KEY",
    .schemas = valara_schemas,
    .status = status,
    .session_cookie = GRAFANA_SESSION_COOKIE, /* there is one kind of session */
    .budget = budget,
    .read_body = valara_body_read,
    .decorate = decorate,
    .refuse = refuse,
};
