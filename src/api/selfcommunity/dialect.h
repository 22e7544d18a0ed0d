/*
 * How SelfCommunity's API speaks (facts: selfcommunity 3, 5, 9).
 */
#ifndef PREFD_API_SELFCOMMUNITY_DIALECT_H
#define PREFD_API_SELFCOMMUNITY_DIALECT_H

#include "route.h"

extern const struct dialect selfcommunity;

/* The text of schemas.json. */
extern const char selfcommunity_schemas[];

#endif
