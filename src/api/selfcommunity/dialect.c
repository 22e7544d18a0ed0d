/*
 * Its error bodies. All words come from errors.def, or from bodies.c as JSON, so none needs escaping.
 */
#include "api/selfcommunity/dialect.h"

#include <inttypes.h>
#include <stdlib.h>

#include "api/grafana/sessions.h"
#include "api/selfcommunity/bodies.h"
#include "api/selfcommunity/preferences.h"
#include "http/media.h"
#include "request.h"

struct wording {
    int status;
    const char *field;
    const char *code;
    const char *message;
};

static const struct wording wordings[ERROR__MAX] = {
#define WORDING(error, status_, field_, code_, message_)                                                               \
    [ERROR_##error] = {.status = (status_), .field = (field_), .code = (code_), .message = (message_)},
#include "api/selfcommunity/errors.def"
#undef WORDING
};

static const struct wording *wording_of(enum error error)
{
    return &wordings[wordings[error].status == 0 ? ERROR_INTERNAL : error];
}

static const char *entries(const struct request *request, enum error error)
{
    const struct wording *w = wording_of(error);
    if (error == ERROR_FIELDS_INVALID && request->kept != NULL)
        return request->kept;
    if (w->field != NULL)
        return pool_printf(request->memory, "{\"field\":\"%s\",\"messages\":[{\"message\":\"%s\",\"code\":\"%s\"}]}",
                           w->field, w->message, w->code);
    return pool_printf(request->memory, "{\"message\":\"%s\",\"code\":\"%s\"}", w->message, w->code);
}

static int status(enum error error)
{
    return wording_of(error)->status;
}

/* RFC 6750 3: says whether what was sent is no good, or nothing was. */
static const char *challenge(const struct request *request)
{
    return request->credential.kind == CREDENTIAL_NONE ? "Bearer realm=\"prefd\""
                                                       : "Bearer realm=\"prefd\", error=\"invalid_token\"";
}

/* Retry-After is a promise that nothing was done. */
static int retry_after(const struct request *request, enum error error)
{
    if (error == ERROR_LOGIN_BLOCKED)
        return request->config->login_attempts_seconds;
    int answered = status(error);
    return (answered == 503 && error != ERROR_OUTCOME_UNKNOWN) || answered == 429 ? 1 : 0;
}

static void refuse(const struct request *request, enum error error, struct http_response *response)
{
    if (error == ERROR_UNAUTHORIZED && request->credential.kind == CREDENTIAL_BROKEN)
        error = ERROR_TOKEN_INVALID;
    response->status = status(error);
    response->challenge = response->status == 401 ? challenge(request) : NULL;
    response->retry_after = retry_after(request, error);
    response->body = slice_of(pool_printf(request->memory, "{\"errors\":[%s]}", entries(request, error)));
}

static enum error arrive(struct request *request)
{
    return media_json_accepted(http_list(request->http, "HTTP_ACCEPT")) ? ERROR_NONE : ERROR_NOT_ACCEPTABLE;
}

/* Where what was made is: its id is the first member of the body, also of one that is answered again. */
static void add_location(const struct request *request, struct http_response *response)
{
    const char *id = strchr(response->body.text, ':');
    if (id != NULL)
        response_add(request->memory, response, "Location",
                     pool_printf(request->memory, "%s%" PRId64 "/", keyed_preferences_path(request),
                                 (int64_t)strtoll(id + 1, NULL, 10)));
}

static void decorate(const struct request *request, struct http_response *response)
{
    if (response->status == 201)
        add_location(request, response);
    if (response->status == 204) {
        response->content_type = NULL;
        response->body = SLICE("");
    }
}

const struct dialect selfcommunity = {
    .name = "selfcommunity",
    .prefix = "/api/v2/",
    .headers = "Cache-Control: private, no-cache\r\n"
               "X-Content-Type-Options: nosniff\r\n",
    .schemas = selfcommunity_schemas,
    .status = status,
    .session_cookie = GRAFANA_SESSION_COOKIE, /* there is one kind of session */
    .arrive = arrive,
    .read_body = keyed_body_read,
    .decorate = decorate,
    .refuse = refuse,
};
