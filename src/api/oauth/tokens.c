/*
 * The secrets are made here, go to the client, and to PostgreSQL as their hashes alone.
 */
#include "api/oauth/tokens.h"

#include <sodium.h>

#include "http/media.h"
#include "http/url.h"
#include "request.h"

#define ACCESS_SECONDS 36000
#define REFRESH_SECONDS (30L * 86400)

static const struct field grant_fields[] = {
    {"grant_type", FIELD_STRING, true},
    {"username", FIELD_STRING, false},
    {"password", FIELD_SECRET, false},
    {"refresh_token", FIELD_SECRET, false},
};

const struct shape token_grant_shape = SHAPE(grant_fields);

static const struct field revoke_fields[] = {
    {"token", FIELD_SECRET, true},
};

const struct shape token_revoke_shape = SHAPE(revoke_fields);

struct secrets {
    char access[TOKEN_SECRET_SIZE], refresh[TOKEN_SECRET_SIZE];
};

static void wipe_text(void *text)
{
    sodium_memzero(text, strlen(text));
}

static void wipe_form(void *form)
{
    struct slice *text = form;
    sodium_memzero((char *)text->text, text->length);
}

/* A copy of the form, wiped with the request. */
static char *form_copy(struct request *request)
{
    struct slice body = request->http->body;
    char *text = pool_copy(request->memory, body.text, body.length);
    struct slice *form = pool_zalloc(request->memory, sizeof *form);
    *form = (struct slice){.text = text, .length = body.length};
    pool_defer(request->memory, wipe_form, form);
    return text;
}

/* The form's value of NAME; no text when there is none, and the empty one counts as none, as two do (RFC 6749 3.2). */
static struct slice form_value(struct request *request, const char *name)
{
    struct slice key, value, found = {0};
    char *rest = form_copy(request);
    int count = 0;
    while (url_pair_next(&rest, &key, &value)) {
        if (slice_is(key, name)) {
            found = value;
            count++;
        }
    }
    if (count != 1 || found.length == 0)
        found.text = NULL;
    return found;
}

static enum error read_password(struct request *request)
{
    struct slice login = form_value(request, "username"), password = form_value(request, "password");
    if (login.text == NULL || password.text == NULL)
        return ERROR_GRANT_INCOMPLETE;
    request->credential = (struct credential){.kind = CREDENTIAL_PASSWORD, .login = login, .password = password};
    return ERROR_NONE;
}

static enum error read_secret(struct request *request, const char *name, unsigned char *hash)
{
    struct slice secret = form_value(request, name);
    if (secret.text == NULL)
        return ERROR_GRANT_INCOMPLETE;
    token_hash(hash, secret.text, secret.length);
    return ERROR_NONE;
}

static enum error read_refresh(struct request *request)
{
    request->credential.kind = CREDENTIAL_REFRESH;
    return read_secret(request, "refresh_token", request->credential.token_hash);
}

static enum error read_grant(struct request *request)
{
    struct slice type = form_value(request, "grant_type");
    if (type.text == NULL)
        return ERROR_GRANT_INCOMPLETE;
    if (slice_is(type, "password"))
        return read_password(request);
    return slice_is(type, "refresh_token") ? read_refresh(request) : ERROR_GRANT_TYPE_UNKNOWN;
}

enum error token_form_read(struct request *request)
{
    const char *type = http_parameter(request->http, "HTTP_CONTENT_TYPE");
    if (type == NULL || !media_is(type, "application/x-www-form-urlencoded"))
        return ERROR_UNSUPPORTED_MEDIA_TYPE;
    if (!slice_is_whole(request->http->body))
        return ERROR_BAD_REQUEST_DATA;
    if (request->route->body == &token_grant_shape)
        return read_grant(request);
    request->kept = pool_zalloc(request->memory, TOKEN_HASH_SIZE);
    return read_secret(request, "token", request->kept);
}

static void wipe_secrets(void *secrets)
{
    sodium_memzero(secrets, sizeof(struct secrets));
}

static void bind_new_secret(struct request *request, struct query *query, char *secret)
{
    unsigned char *hash = pool_zalloc(request->memory, TOKEN_HASH_SIZE);
    token_generate(secret, TOKEN_OF_PERSON);
    token_hash(hash, secret, strlen(secret));
    query_bind_bytes(query, hash, TOKEN_HASH_SIZE);
}

enum error token_grant_prepare(struct request *request)
{
    struct query *query = call_add(&request->call, STATEMENT_TOKEN_GRANT);
    struct secrets *secrets = pool_zalloc(request->memory, sizeof *secrets);
    pool_defer(request->memory, wipe_secrets, secrets);
    bind_new_secret(request, query, secrets->access);
    bind_new_secret(request, query, secrets->refresh);
    query_bind_number(query, request->memory, ACCESS_SECONDS);
    query_bind_number(query, request->memory, REFRESH_SECONDS);
    request->kept = secrets;
    return ERROR_NONE;
}

void token_grant_reply(struct request *request)
{
    const struct secrets *secrets = request->kept;
    char *body = pool_printf(request->memory,
                             "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,"
                             "\"scope\":\"read write\",\"refresh_token\":\"%s\"}",
                             secrets->access, ACCESS_SECONDS, secrets->refresh);
    pool_defer(request->memory, wipe_text, body);
    request->response.body = slice_of(body);
}

enum error token_revoke_prepare(struct request *request)
{
    struct query *query = call_add(&request->call, STATEMENT_TOKEN_GIVE_BACK);
    query_bind_bytes(query, request->kept, TOKEN_HASH_SIZE);
    return ERROR_NONE;
}

void token_revoke_reply(struct request *request)
{
    request->response.body = SLICE("{}");
}
