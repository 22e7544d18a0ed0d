/*
 * Authorization and Cookie: what is read is in the text, and what is written is read.
 */
#include "input.h"

#include <sodium.h>

#include "auth/credential.h"
#include "auth/session.h"

#define COOKIE "grafana_session"

/* As if a client had been told TEXT for a login with its password. */
static void check_basic(pool *memory, struct slice text)
{
    size_t room = sodium_base64_ENCODED_LEN(text.length, sodium_base64_VARIANT_ORIGINAL);
    char *encoded = pool_zalloc(memory, room);
    sodium_bin2base64(encoded, room, (const unsigned char *)text.text, text.length, sodium_base64_VARIANT_ORIGINAL);
    struct credential credential = credential_read(memory, pool_printf(memory, "basic  %s", encoded));
    const char *colon = memchr(text.text, ':', text.length);
    if (credential.kind != CREDENTIAL_PASSWORD) {
        assert(colon == NULL || strncmp(text.text, "api_key:", 8) == 0);
        return;
    }
    assert(colon != NULL);
    assert(slice_same(credential.login, (struct slice){.text = text.text, .length = (size_t)(colon - text.text)}));
    assert(memcmp(credential.password.text, colon + 1, credential.password.length) == 0);
    assert(credential.login.length + 1 + credential.password.length == text.length);
}

static void check_header(pool *memory, const char *header)
{
    struct credential credential = credential_read(memory, header);
    if (credential.kind == CREDENTIAL_PASSWORD) {
        assert(slice_is_whole(credential.login) == (strlen(credential.login.text) == credential.login.length));
        assert(credential.password.text[credential.password.length] == '\0');
    }
}

static void check_cookie(const char *cookies)
{
    struct slice secret = session_cookie(cookies, COOKIE);
    assert(memchr(secret.text, ';', secret.length) == NULL);
    assert((secret.length > 0) == (credential_of_session(cookies, COOKIE).kind == CREDENTIAL_SESSION));
    assert(secret.length == 0 || strncmp(secret.text - sizeof COOKIE, COOKIE "=", sizeof COOKIE) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pool *memory = pool_new("fuzz");
    struct slice text = {.text = pool_copy(memory, (const char *)data, size), .length = size};
    check_basic(memory, text);
    check_header(memory, text.text);
    check_cookie(text.text);
    pool_free(memory);
    return 0;
}
