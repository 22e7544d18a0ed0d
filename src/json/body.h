/*
 * Request bodies by the table of their fields, with the rules of Go's decoder: keys match without regard to case,
 * unknown keys and null count as absent, a wrong type refuses the body (facts: grafana 1.1).
 */
#ifndef PREFD_JSON_BODY_H
#define PREFD_JSON_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "base/slice.h"
#include "json/scan.h"

/* A secret is a string that goes to no statement; ANY is whatever JSON can say, but null. */
enum field_type { FIELD_STRING, FIELD_INTEGER, FIELD_BOOLEAN, FIELD_STRINGS, FIELD_OBJECT, FIELD_SECRET, FIELD_ANY };

/* A key, 'object.key' for one inside an object. A required field must be there and not be zero (Go's binding). */
struct field {
    const char *name;
    enum field_type type;
    bool required;
};

struct shape {
    const struct field *fields;
    int count;
};

#define SHAPE(rows)                                                                                                    \
    {                                                                                                                  \
        .fields = (rows), .count = sizeof(rows) / sizeof((rows)[0])                                                    \
    }

/* A value as it was written, without the white space between its tokens, and what it says if it is a string. */
struct body_value {
    struct json_text written; /* kind ABSENT: it is not there; of a secret without its text */
    struct slice said;
};

/* Values in the order of the shape's fields. */
struct body {
    struct body_value *values;
};

/* Reads TEXT into BODY, whose values live as long as MEMORY. False when it is not JSON, not of this shape, or lacks a
 * required field. */
bool body_read(pool *memory, struct slice text, const struct shape *shape, struct body *body);

/* Whether the field is there, and its value; a string's text is zero-terminated and may
 * hold zero characters, which PostgreSQL refuses to store. */
bool body_has(const struct body *body, int field);
struct slice body_string(const struct body *body, int field);
int64_t body_integer(const struct body *body, int field);
bool body_boolean(const struct body *body, int field);

/* Whether each of the strings of the field, of type STRINGS, is one of NAMES, which end with NULL. */
bool body_strings_are(const struct body *body, int field, const char *const *names);

/* Overwrites the secrets in BODY, which may be one that was not read. If SHAPE has any, reading has left nothing else
 * that it made of the text. */
void body_wipe(struct body *body, const struct shape *shape);

/* The field, which is no secret, as it was written, zero-terminated; null in an array of strings is "". */
struct slice body_json(const struct body *body, int field);

/* The place of the field NAME in SHAPE; -1: it has none. */
int shape_find(const struct shape *shape, const char *name);

/* An array of strings as JSON text in MEMORY; each must be UTF-8. */
const char *json_strings(pool *memory, const struct slice *strings, int count);

#endif
