/*
 * One request on its way through serve.c, and what its route's two functions may do with it.
 */
#ifndef PREFD_REQUEST_H
#define PREFD_REQUEST_H

#include "auth/credential.h"
#include "auth/login.h"
#include "auth/password.h"
#include "auth/password_rules.h"
#include "auth/session.h"
#include "base/config.h"
#include "db/call.h"
#include "http/message.h"
#include "json/body.h"
#include "route.h"

/* What the request's credential has left of its budget. */
struct request_count {
    int budget; /* 0: none is kept */
    bool counted;
    int64_t remaining; /* below zero: there was none left */
    int64_t reset;     /* Unix seconds */
    int retry_after;   /* seconds */
};

/* At what a write is about, before it is done: precondition.h. */
struct look {
    const struct route *write; /* the request's own route, while another reads for it; NULL: none does */
    bool done;
    const char *tag; /* that a GET has now; NULL: it is not known */
};

struct request {
    struct http_request *http;
    pool *memory; /* the request's: everything below lives as long */
    const struct config *config;
    const struct route *route; /* NULL: none was found */
    struct credential credential;
    int64_t wanted_org; /* 0: none */
    struct body body;
    enum error refusal; /* answered when PostgreSQL has nothing against the request */
    struct call call;
    enum error work_refusal;
    bool worked;
    const char *key;           /* for idempotency; NULL: none */
    const char *compared_hash; /* the present one, that the old password matched; NULL: none was asked for */
    const char *guesser;       /* whose guess, which was right, is to be given back; NULL: nobody's */
    char password_hash[PASSWORD_HASH_SIZE];          /* made by the work of a route that sets a password */
    unsigned char body_digest[PASSWORD_DIGEST_SIZE]; /* of the body of such a route, when there is a key */
    struct login_waiter login;
    bool logged_in_again;
    struct look look;
    const char *session_secret; /* the new one, of a route that makes one */
    struct http_response response;
    void *kept; /* what the route's prepare leaves for its reply */
    struct request_count count;
    enum error error;    /* that it was refused with; ERROR_NONE: it was not */
    struct trace trace;  /* of all its calls, and what they waited for */
    uint64_t hash_since; /* microseconds: when its work was begun */
    uint64_t started;    /* microseconds */
    uint64_t arrived;    /* Unix milliseconds */
};

#endif
