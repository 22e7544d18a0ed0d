/*
 * Its error bodies. All words come from errors.def, so none needs escaping.
 */
#include "api/oauth/dialect.h"

#include "api/oauth/tokens.h"
#include "request.h"

struct wording {
    int status;
    const char *code;
    const char *message;
};

static const struct wording wordings[ERROR__MAX] = {
#define WORDING(error, status_, code_, message_)                                                                       \
    [ERROR_##error] = {.status = (status_), .code = (code_), .message = (message_)},
#include "api/oauth/errors.def"
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

/* Retry-After is a promise that nothing was done. */
static int retry_after(const struct request *request, enum error error)
{
    if (error == ERROR_LOGIN_BLOCKED)
        return request->config->login_attempts_seconds;
    return error == ERROR_LOGIN_PENDING || (status(error) == 503 && error != ERROR_OUTCOME_UNKNOWN) ? 1 : 0;
}

static void refuse(const struct request *request, enum error error, struct http_response *response)
{
    const struct wording *w = wording_of(error);
    response->status = w->status;
    response->retry_after = retry_after(request, error);
    response->body =
        slice_of(pool_printf(request->memory, "{\"error\":\"%s\",\"error_description\":\"%s\"}", w->code, w->message));
}

const struct dialect oauth = {
    .name = "oauth",
    .prefix = "/oauth/",
    .headers = "Cache-Control: no-store\r\n"
               "Pragma: no-cache\r\n"
               "X-Content-Type-Options: nosniff\r\n",
    .schemas = oauth_schemas,
    .status = status,
    .read_body = token_form_read,
    .refuse = refuse,
};
