/*
 * How Valara's API speaks (facts: valara).
 */
#ifndef PREFD_API_VALARA_DIALECT_H
#define PREFD_API_VALARA_DIALECT_H

#include "route.h"

extern const struct dialect valara;

/* The text of schemas.json. */
extern const char valara_schemas[];

#endif
