/*
 * The value is all that a cookie says; its attributes say to the browser where it belongs.
 */
#include "auth/session.h"

#include <string.h>

#include <sodium.h>

#define SECRET_BYTES 32

static void text_wipe(void *text)
{
    sodium_memzero(text, strlen(text));
}

const char *session_secret(pool *memory)
{
    unsigned char bytes[SECRET_BYTES];
    char *secret = pool_zalloc(memory, 2 * SECRET_BYTES + 1);
    pool_defer(memory, text_wipe, secret);
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(secret, 2 * SECRET_BYTES + 1, bytes, sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
    return secret;
}

struct slice session_cookie(const char *cookies, const char *name)
{
    size_t length = strlen(name);
    for (const char *pair = cookies; pair != NULL && *pair != '\0'; pair += strspn(pair, "; \t")) {
        size_t end = strcspn(pair, ";");
        if (strncmp(pair, name, length) == 0 && pair[length] == '=')
            return (struct slice){.text = pair + length + 1, .length = end - length - 1};
        pair += end;
    }
    return SLICE("");
}

const char *session_set_cookie(pool *memory, const char *name, const char *secret, long seconds, bool secure)
{
    char *line = pool_printf(memory, "Set-Cookie: %s=%s; Path=/; Max-Age=%ld; HttpOnly; SameSite=Lax%s\r\n", name,
                             secret, seconds, secure ? "; Secure" : "");
    pool_defer(memory, text_wipe, line);
    return line;
}
