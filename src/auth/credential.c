/*
 * Schemes match without regard to case (RFC 9110 11.1). The login ends at the first colon; the password may hold any
 * byte (RFC 7617 2).
 */
#include "auth/credential.h"

#include <sodium.h>
#include <strings.h>

#include "auth/session.h"

#define API_KEY_LOGIN "api_key"

struct secret {
    char *bytes;
    size_t length;
};

static void secret_wipe(void *object)
{
    struct secret *secret = object;
    sodium_memzero(secret->bytes, secret->length);
}

/* What follows SCHEME and its spaces; NULL when it is another scheme. */
static const char *after_scheme(const char *authorization, const char *scheme)
{
    size_t length = strlen(scheme);
    if (strncasecmp(authorization, scheme, length) != 0 || strchr(" ", authorization[length]) == NULL)
        return NULL;
    return authorization + length + strspn(authorization + length, " ");
}

static struct credential token(const char *text, size_t length)
{
    struct credential credential = {.kind = length == 0 ? CREDENTIAL_BROKEN : CREDENTIAL_TOKEN};
    token_hash(credential.token_hash, text, length);
    return credential;
}

static struct credential basic(pool *memory, const char *encoded)
{
    size_t room = strlen(encoded) + 1;
    struct secret *secret = pool_zalloc(memory, sizeof *secret);
    secret->bytes = pool_zalloc(memory, room);
    secret->length = room;
    pool_defer(memory, secret_wipe, secret);
    size_t length;
    if (sodium_base642bin((unsigned char *)secret->bytes, room, encoded, strlen(encoded), NULL, &length, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return (struct credential){.kind = CREDENTIAL_BROKEN};
    char *colon = memchr(secret->bytes, ':', length);
    if (colon == NULL)
        return (struct credential){.kind = CREDENTIAL_BROKEN};
    struct credential credential = {
        .kind = CREDENTIAL_PASSWORD,
        .login = {.text = secret->bytes, .length = (size_t)(colon - secret->bytes)},
        .password = {.text = colon + 1, .length = length - (size_t)(colon + 1 - secret->bytes)},
    };
    if (slice_is(credential.login, API_KEY_LOGIN))
        return token(credential.password.text, credential.password.length);
    *colon = '\0';
    return credential;
}

struct credential credential_read(pool *memory, const char *authorization)
{
    const char *rest;
    if (authorization != NULL && (rest = after_scheme(authorization, "Bearer")) != NULL)
        return token(rest, strlen(rest));
    if (authorization != NULL && (rest = after_scheme(authorization, "Basic")) != NULL)
        return basic(memory, rest);
    return (struct credential){.kind = CREDENTIAL_NONE};
}

struct credential credential_of_token(const char *text)
{
    return token(text, strlen(text));
}

struct credential credential_of_session(const char *cookies, const char *name)
{
    struct slice secret = session_cookie(cookies, name);
    struct credential credential = {.kind = secret.length == 0 ? CREDENTIAL_NONE : CREDENTIAL_SESSION};
    token_hash(credential.token_hash, secret.text, secret.length);
    return credential;
}
