/*
 * What a request shows to say who it is from (facts: grafana 1.5).
 */
#ifndef PREFD_AUTH_CREDENTIAL_H
#define PREFD_AUTH_CREDENTIAL_H

#include "auth/token.h"
#include "base/pool.h"
#include "base/slice.h"

/* Broken: of a scheme that is read here, but nothing that could be one. Refresh: the secret that renews a token. */
enum credential_kind {
    CREDENTIAL_NONE,
    CREDENTIAL_BROKEN,
    CREDENTIAL_TOKEN,
    CREDENTIAL_PASSWORD,
    CREDENTIAL_REMOTE,
    CREDENTIAL_SESSION,
    CREDENTIAL_REFRESH
};

struct credential {
    enum credential_kind kind;
    unsigned char token_hash[TOKEN_HASH_SIZE];
    struct slice login, password; /* of a remote user the login alone */
};

/* Reads an Authorization header (NULL: absent): 'Bearer TOKEN', 'Basic' of login and password, or 'Basic' of the login
 * api_key and a token. Another scheme is no credential. Login and password are wiped with MEMORY. */
struct credential credential_read(pool *memory, const char *authorization);

/* The token that is all of TEXT. */
struct credential credential_of_token(const char *text);

/* The session whose cookie NAME is in a Cookie header (NULL: absent). */
struct credential credential_of_session(const char *cookies, const char *name);

#endif
