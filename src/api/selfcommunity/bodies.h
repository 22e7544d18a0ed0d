/*
 * Bodies that write a keyed preference (facts: selfcommunity 5, 6).
 */
#ifndef PREFD_API_SELFCOMMUNITY_BODIES_H
#define PREFD_API_SELFCOMMUNITY_BODIES_H

#include "route.h"

/* Of what must say both, and of what changes only what it says. */
extern const struct shape keyed_whole_shape;
extern const struct shape keyed_part_shape;

/* What a body says, each as PostgreSQL takes it; NULL: it does not say. */
struct keyed_fields {
    const char *key, *value;
};

/* Reads the request's body, which must say what the route's shape requires, and leaves its struct keyed_fields for
 * prepare; or, with FIELDS_INVALID, the entries about the fields that are wrong, as JSON. */
enum error keyed_body_read(struct request *request);

#endif
