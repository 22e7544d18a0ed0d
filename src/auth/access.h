/*
 * The demands of access.def by name. Zero is none of them, so that a route without one cannot start.
 */
#ifndef PREFD_AUTH_ACCESS_H
#define PREFD_AUTH_ACCESS_H

enum access {
    ACCESS_MISSING,
#define ACCESS(name, demand, action) ACCESS_##name,
#include "auth/access.def"
#undef ACCESS
    ACCESS__MAX
};

/* The demand for the context statement; NULL: the route is open to everyone. */
const char *access_demand(enum access access);

/* The action that a refusal names; NULL: none. */
const char *access_action(enum access access);

/* The row's name. */
const char *access_name(enum access access);

#endif
