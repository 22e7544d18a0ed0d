/*
 * Checks a login with its password: remembered ones at once, others by the hash in PostgreSQL on the thread pool, if
 * the login and the address have a guess left. The same login and password asked for many times at once is hashed once.
 */
#ifndef PREFD_AUTH_LOGIN_H
#define PREFD_AUTH_LOGIN_H

#include "auth/credential.h"
#include "auth/verified.h"
#include "base/config.h"
#include "db/call.h"
#include "db/error.h"

struct login_waiter {
    /* Called once: ERROR is NONE and IDENTITY is there, or PASSWORD_FAILED, PASSWORD_EMPTY for an empty one (after
     * one time for unknown, wrong, empty and over-long), LOGIN_BLOCKED or LOGIN_PENDING (too many guesses), OVERLOADED,
     * or what the database said. */
    void (*answer)(struct login_waiter *waiter, enum error error);
    void *owner;
    struct identity identity;
    struct trace trace; /* of what the login took; who came later than another has waited for hashing alone */
    uint64_t since;     /* microseconds: when it came to another's login; 0: it began one */
    struct verified_key key;
    struct login_waiter *next;
};

/* Once, before the others. CONFIG is read at every login. */
void login_start(const struct config *config);

/* Checks CREDENTIAL, of kind PASSWORD, whose texts must live until the answer, and answers WAITER, maybe at once.
 * ADDRESS is where the request came from, as nginx wrote it. */
void login_check(struct login_waiter *waiter, const struct credential *credential, const char *address);

/* Forgets that the waiter's password was right: its credential version is old. */
void login_forget(const struct login_waiter *waiter);

#endif
