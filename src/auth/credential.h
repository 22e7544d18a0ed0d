/*
 * What a request shows to say who it is from (facts: grafana 1.5).
 */
#ifndef PREFD_AUTH_CREDENTIAL_H
#define PREFD_AUTH_CREDENTIAL_H

#include "auth/token.h"
#include "base/pool.h"
#include "base/slice.h"

enum credential_kind { CREDENTIAL_NONE, CREDENTIAL_TOKEN, CREDENTIAL_PASSWORD };

struct credential {
    enum credential_kind kind;
    unsigned char token_hash[TOKEN_HASH_SIZE];
    struct slice login, password;
};

/* Reads an Authorization header (NULL: absent): 'Bearer TOKEN', 'Basic' of login and password, or 'Basic' of the login
 * api_key and a token. Whatever is neither of them is no credential. Login and password are wiped with MEMORY. */
struct credential credential_read(pool *memory, const char *authorization);

#endif
