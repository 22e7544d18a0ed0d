/*
 * The secret of a browser's session, and the cookie that carries it (RFC 6265).
 */
#ifndef PREFD_AUTH_SESSION_H
#define PREFD_AUTH_SESSION_H

#include <stdbool.h>

#include "base/pool.h"
#include "base/slice.h"

/* A new secret of 256 random bits as hexadecimal text, wiped with MEMORY. */
const char *session_secret(pool *memory);

/* The value of the cookie NAME in COOKIES, a Cookie field; empty when there is none. */
struct slice session_cookie(const char *cookies, const char *name);

/* The Set-Cookie line, with its end, that gives a browser SECRET for so many seconds; no script sees it, and no other
 * site makes the browser send it but by a link. "" and 0 take it away. Wiped with MEMORY. */
const char *session_set_cookie(pool *memory, const char *name, const char *secret, long seconds, bool secure);

#endif
