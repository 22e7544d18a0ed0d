/*
 * How an OAuth 2.0 token endpoint speaks (RFC 6749 4.3, 5, 6; RFC 7009): forms in, JSON out.
 */
#ifndef PREFD_API_OAUTH_DIALECT_H
#define PREFD_API_OAUTH_DIALECT_H

#include "route.h"

extern const struct dialect oauth;

/* The text of schemas.json. */
extern const char oauth_schemas[];

#endif
