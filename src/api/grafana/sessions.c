/*
 * The secret is made here, goes to the browser, and to PostgreSQL as its hash alone.
 */
#include "api/grafana/sessions.h"

#include <stdlib.h>

#include "request.h"

#define DAY 86400

static const struct field login_fields[] = {
    {"user", FIELD_STRING, true},
    {"password", FIELD_SECRET, true},
};

const struct shape login_shape = SHAPE(login_fields);

static const struct field revoke_fields[] = {
    {"authTokenId", FIELD_INTEGER, false},
};

const struct shape session_revoke_shape = SHAPE(revoke_fields);

static void bind_hash(struct request *request, struct query *query, struct slice secret)
{
    unsigned char *hash = pool_zalloc(request->memory, TOKEN_HASH_SIZE);
    token_hash(hash, secret.text, secret.length);
    query_bind_bytes(query, hash, TOKEN_HASH_SIZE);
}

/* A field that is no text is left out of the list. */
static const char *text_parameter(const struct request *request, const char *name)
{
    const char *text = http_parameter(request->http, name);
    return text != NULL && slice_is_text(slice_of(text)) ? text : "";
}

enum error login_prepare(struct request *request)
{
    struct query *query = call_add(&request->call, STATEMENT_SESSION_OPEN);
    request->session_secret = session_secret(request->memory);
    bind_hash(request, query, slice_of(request->session_secret));
    query_bind_text(query, text_parameter(request, "REMOTE_ADDR"));
    query_bind_text(query, text_parameter(request, "HTTP_USER_AGENT"));
    query_bind_number(query, request->memory, (int64_t)request->config->session_idle_days * DAY);
    query_bind_number(query, request->memory, (int64_t)request->config->session_days * DAY);
    return ERROR_NONE;
}

/* nginx says how the client reached it; only the operator knows of TLS that ends before nginx. */
static bool is_secure(const struct request *request)
{
    return request->config->cookie_secure || strcmp(text_parameter(request, "HTTPS"), "on") == 0 ||
           strcmp(text_parameter(request, "REQUEST_SCHEME"), "https") == 0;
}

static void set_cookie(struct request *request, const char *secret, long seconds)
{
    request->response.fields =
        session_set_cookie(request->memory, GRAFANA_SESSION_COOKIE, secret, seconds, is_secure(request));
}

static long seconds_left(const struct request *request)
{
    return strtol(call_value(&request->call, 0, 0).text, NULL, 10);
}

void login_reply(struct request *request)
{
    set_cookie(request, request->session_secret, seconds_left(request));
    request->response.body = SLICE("{\"message\":\"Logged in\",\"redirectUrl\":\"/\"}");
}

enum error session_rotate_prepare(struct request *request)
{
    struct query *query = call_add(&request->call, STATEMENT_SESSION_ROTATE);
    query_bind_bytes(query, request->credential.token_hash, TOKEN_HASH_SIZE);
    request->session_secret = session_secret(request->memory);
    bind_hash(request, query, slice_of(request->session_secret));
    return ERROR_NONE;
}

/* Another request has just rotated it, and its answer brings the cookie: nothing is left, no cookie is set. */
void session_rotate_reply(struct request *request)
{
    if (call_value(&request->call, 0, 0).length > 0)
        set_cookie(request, request->session_secret, seconds_left(request));
    request->response.body = SLICE("{}");
}

enum error logout_prepare(struct request *request)
{
    struct slice secret = session_cookie(http_parameter(request->http, "HTTP_COOKIE"), GRAFANA_SESSION_COOKIE);
    bind_hash(request, call_add(&request->call, STATEMENT_SESSION_CLOSE), secret);
    return ERROR_NONE;
}

void logout_reply(struct request *request)
{
    set_cookie(request, "", 0);
    request->response.fields = pool_printf(request->memory, "%sLocation: /login\r\n", request->response.fields);
}
