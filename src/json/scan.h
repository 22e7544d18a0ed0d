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
    bool overflows;      /* a number in it, however written, is larger than any IEEE double */
};

/* Reads all of TEXT as one value into WHOLE. If it is an object, each of COUNT MEMBERS gets the value of the last
 * member of that name in NAMES, or is of kind ABSENT. Everything lives in MEMORY. False: it is not JSON, or nested too
 * deep. */
bool json_scan(pool *memory, struct slice text, struct json_text *whole, const char *const *names,
               struct json_text *members, int count);

/* Reads the first value of TEXT, whatever follows it, and writes it to OUT, zeroed memory of one byte more than TEXT
 * has. FIRST is of kind ABSENT when there is nothing but white space. False: it begins with no value in UTF-8, or one
 * nested too deep. */
bool json_scan_first(struct slice text, char *out, struct json_text *first);

/* Goes over the members of an object, or the elements of an array, that was read: json_next() gives the next one, and
 * the name of a member unless NAME is NULL; false: there is none. Their text is a part of the whole's. */
struct json_walk {
    const char *at, *end;
};
struct json_walk json_walk(const struct json_text *list);
bool json_next(struct json_walk *walk, struct json_text *name, struct json_text *value);

/* Whether a string says WORD; and whether a name does, of LENGTH bytes, without regard to the case of ASCII. Words are
 * of less than 40 characters. */
bool json_is(const struct json_text *string, const char *word);
bool json_is_named(const struct json_text *name, const char *word, size_t length);

/* What a string of kind STRING says, in UTF-8; it may hold zero characters, and must not hold half a surrogate pair. */
struct slice json_unescaped(pool *memory, const struct json_text *string);

#endif
