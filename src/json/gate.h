/*
 * The strict gate in front of json-c, which lets through what RFC 8259 does not allow (facts: standards, JSON).
 */
#ifndef PREFD_JSON_GATE_H
#define PREFD_JSON_GATE_H

#include <stdbool.h>

#include "base/slice.h"

/* What the first JSON value of a text is. */
enum gate { GATE_EMPTY, GATE_NULL, GATE_OBJECT, GATE_OTHER, GATE_REFUSED };

/* Deepest nesting of objects and arrays that passes. */
#define GATE_DEPTH 512

/* Reads the first JSON value of TEXT strictly by RFC 8259, in UTF-8, and says what it is; what follows it is not looked
 * at, as in Go's decoder. For an object VALUE is its text. GATE_EMPTY: nothing but white space. */
enum gate gate_first_value(struct slice text, struct slice *value);

#endif
