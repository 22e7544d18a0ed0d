/*
 * Strict JSON (RFC 8259, UTF-8) that stays text: for values that are kept as their writer wrote them, of which no
 * library's tree keeps every digit (facts: standards, JSON).
 */
#ifndef PREFD_JSON_SCAN_H
#define PREFD_JSON_SCAN_H

#include <stdbool.h>

#include "base/pool.h"
#include "base/slice.h"

enum json_kind { JSON_ABSENT, JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* Deepest nesting of arrays and objects that passes. */
#define SCAN_DEPTH 512

struct json_text {
    enum json_kind kind;
    struct slice text;   /* as written, but for the white space between its tokens; zero-terminated */
    int depth;           /* levels of arrays and objects; 0: neither */
    bool has_zero;       /* a string in it holds U+0000 */
    bool has_half;       /* a string in it holds half a surrogate pair */
    bool exceeds_double; /* a number in it, written with a fraction or an exponent, is beyond an IEEE double */
};

/* Reads all of TEXT as one value into WHOLE. If it is an object, each of COUNT MEMBERS gets the value of the last
 * member of that name in NAMES, or is of kind ABSENT. Everything lives in MEMORY. False: it is not JSON, or nested too
 * deep. */
bool json_scan(pool *memory, struct slice text, struct json_text *whole, const char *const *names,
               struct json_text *members, int count);

/* What a string of kind STRING says, in UTF-8; it may hold zero characters, and must not hold half a surrogate pair. */
struct slice json_unescaped(pool *memory, const struct json_text *string);

#endif
