/*
 * Passwords that were found right a short while ago, so that a hash is paid once and not for every request. It saves
 * work, never a check: the context statement compares the credential version on every request.
 */
#ifndef PREFD_AUTH_VERIFIED_H
#define PREFD_AUTH_VERIFIED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* Keyed hash of a login with its password; the key is made anew by each process. */
#define VERIFIED_KEY_SIZE 32
struct verified_key {
    unsigned char bytes[VERIFIED_KEY_SIZE];
};

/* Whose password it is, and the version of the credential that it was compared with. */
struct identity {
    int64_t user_id;
    int64_t credential_version;
};

/* Makes the process's key; once, before the others. */
void verified_start(void);

struct verified_key verified_key(struct slice login, struct slice password);

/* Finds what was remembered and has not expired by NOW (milliseconds). */
bool verified_find(const struct verified_key *key, uint64_t now, struct identity *identity);

/* Remembers until EXPIRES; may push out another. The table is of fixed size. */
void verified_remember(const struct verified_key *key, const struct identity *identity, uint64_t expires);

/* Forgets, because the version turned out to be old. */
void verified_forget(const struct verified_key *key);

#endif
