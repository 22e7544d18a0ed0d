/*
 * Bearer secrets: how they are made, and the only thing that is kept of them. A secret has about 190
 * (service account) or 256 (person) random bits, so one plain SHA-256 is enough to keep it by.
 */
#ifndef PREFD_AUTH_TOKEN_H
#define PREFD_AUTH_TOKEN_H

#include <stddef.h>

/* Bytes of the stored hash. */
#define TOKEN_HASH_SIZE 32

/* Bytes that hold a secret of either kind with its closing NUL. */
#define TOKEN_SECRET_SIZE 50

/* Whose the token is; the prefix shows it, so that a leaked secret can be recognised by a scanner. */
enum token_kind {
    TOKEN_OF_PERSON,          /* prefd_ and 43 of [A-Za-z0-9] */
    TOKEN_OF_SERVICE_ACCOUNT, /* glsa_, 32 of [A-Za-z0-9], _ and 8 hex digits: Grafana's pkg/components/satokengen */
};

/* Writes a new random secret, NUL-terminated. The caller wipes it (sodium_memzero) after use. */
void token_generate(char secret[TOKEN_SECRET_SIZE], enum token_kind kind);

/* SHA-256 of the secret's bytes, prefix and all. Any length; the secret need not be one of ours. */
void token_hash(unsigned char hash[TOKEN_HASH_SIZE], const char *secret, size_t length);

#endif
