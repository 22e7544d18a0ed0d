/*
 * Idempotency keys: a request that is sent again under its key is answered as it was the first time, and done once
 * (draft-ietf-httpapi-idempotency-key-header; facts: valara 6). For every route that writes, but those whose answer is
 * made here, since it shows a secret that must not be kept.
 */
#ifndef PREFD_KEYED_H
#define PREFD_KEYED_H

#include "request.h"

/* Whether a key counts on ROUTE. */
bool keyed_is_offered(const struct route *route);

/* Reads the key of a request that has one into REQUEST. ERROR_IDEMPOTENCY_KEY_INVALID: it is none. */
enum error keyed_read(struct request *request);

/* Digests the body of a route with work, which has a password in it. On a thread. ERROR_RESOURCES: without memory. */
enum error keyed_digest(struct request *request);

/* Puts the statements that make and keep the record around the route's statement, query FIRST of the call and its last;
 * nothing without a key. */
void keyed_wrap(struct request *request, int first);

/* Fills the response from the record that ended the call. */
void keyed_replay(struct request *request);

#endif
