/*
 * Walks the text of an object and keeps the place of each known key's value; what the last ones say is taken out of it
 * at the end. No tree is made: one takes 300 times its text, and bodies are read before anybody is known to be allowed
 * to send them. json-c only writes.
 */
#include "json/body.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <json-c/json.h>

#include "json/scan.h"

/* ---- what fits a field ---- */

/* The largest and the smallest are what a reader that cuts makes of others, so they are refused as well. */
static bool read_integer(const struct json_text *value, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoll(value->text.text, &end, 10);
    return value->kind == JSON_NUMBER && errno == 0 && end == value->text.text + value->text.length &&
           *number != INT64_MIN;
}

/* A null among them is the empty string, as in Go. */
static bool are_strings(const struct json_text *value)
{
    struct json_walk walk = json_walk(value);
    struct json_text element;
    while (json_next(&walk, NULL, &element)) {
        if (element.kind != JSON_STRING && element.kind != JSON_NULL)
            return false;
    }
    return true;
}

static bool fits(const struct json_text *value, enum field_type type)
{
    int64_t number;
    switch (type) {
    case FIELD_STRING:
    case FIELD_SECRET:
        return value->kind == JSON_STRING;
    case FIELD_INTEGER:
        return read_integer(value, &number);
    case FIELD_BOOLEAN:
        return value->kind == JSON_TRUE || value->kind == JSON_FALSE;
    case FIELD_STRINGS:
        return value->kind == JSON_ARRAY && are_strings(value);
    case FIELD_OBJECT:
        return value->kind == JSON_OBJECT;
    case FIELD_ANY:
        break;
    }
    return true;
}

/* ---- where the fields are ---- */

static bool read_members(const struct json_text *object, const struct shape *shape, const char *prefix,
                         struct body_value *values);

/* NAME may be that of the object that fields like 'name.member' are in. */
static bool read_nested(const struct json_text *name, const struct json_text *value, const struct shape *shape,
                        struct body_value *values)
{
    for (int i = 0; i < shape->count; i++) {
        const char *field = shape->fields[i].name, *point = strchr(field, '.');
        if (point == NULL || !json_is_named(name, field, (size_t)(point - field)))
            continue;
        return value->kind == JSON_NULL || (value->kind == JSON_OBJECT && read_members(value, shape, field, values));
    }
    return true;
}

/* PREFIX up to and with its point, if it has one, names the object. The order of the text is kept, so of two keys that
 * match the same field the last counts. */
static bool read_members(const struct json_text *object, const struct shape *shape, const char *prefix,
                         struct body_value *values)
{
    const char *point = strchr(prefix, '.');
    size_t length = point == NULL ? 0 : (size_t)(point - prefix) + 1;
    struct json_walk walk = json_walk(object);
    struct json_text name, value, absent = {.kind = JSON_ABSENT};
    while (json_next(&walk, &name, &value)) {
        for (int i = 0; i < shape->count; i++) {
            const char *field = shape->fields[i].name;
            if (strncmp(field, prefix, length) != 0 || !json_is_named(&name, field + length, strlen(field + length)))
                continue;
            if (value.kind != JSON_NULL && !fits(&value, shape->fields[i].type))
                return false;
            values[i].written = value.kind == JSON_NULL ? absent : value;
        }
        if (length == 0 && !read_nested(&name, &value, shape, values))
            return false;
    }
    return true;
}

/* ---- what they say ---- */

/* An array of strings without null: none is shorter. */
static struct slice strings_of(pool *memory, const struct json_text *array)
{
    char *out = pool_zalloc(memory, array->text.length + 1), *at = out;
    struct json_walk walk = json_walk(array);
    struct json_text element;
    *at++ = '[';
    while (json_next(&walk, NULL, &element)) {
        struct slice text = element.kind == JSON_NULL ? SLICE("\"\"") : element.text;
        if (at > out + 1)
            *at++ = ',';
        at = mempcpy(at, text.text, text.length);
    }
    *at++ = ']';
    return (struct slice){.text = out, .length = (size_t)(at - out)};
}

/* The text that was read goes; what is kept lives apart from it, and of a secret only what it says. */
static void keep(pool *memory, enum field_type type, struct body_value *value)
{
    struct json_text *written = &value->written;
    if (written->kind == JSON_STRING)
        value->said = json_unescaped(memory, written);
    if (type == FIELD_SECRET)
        written->text = (struct slice){0};
    else if (type == FIELD_STRINGS)
        written->text = strings_of(memory, written);
    else
        written->text.text = pool_copy(memory, written->text.text, written->text.length);
}

static bool is_secret(const struct shape *shape)
{
    for (int i = 0; i < shape->count; i++) {
        if (shape->fields[i].type == FIELD_SECRET)
            return true;
    }
    return false;
}

static bool is_zero(const struct body_value *value)
{
    switch (value->written.kind) {
    case JSON_STRING:
        return value->said.length == 0;
    case JSON_NUMBER:
        return strtoll(value->written.text.text, NULL, 10) == 0;
    case JSON_FALSE:
    case JSON_ABSENT:
        return true;
    default:
        return false;
    }
}

static bool has_required(const struct shape *shape, const struct body_value *values)
{
    for (int i = 0; i < shape->count; i++) {
        if (shape->fields[i].required && is_zero(&values[i]))
            return false;
    }
    return true;
}

/* OUT: memory for what is read. Half of a surrogate pair, and a number that no double holds, are nobody's text. */
static bool read_first(struct slice text, char *out, const struct shape *shape, struct body_value *values)
{
    struct json_text first;
    if (!json_scan_first(text, out, &first) || first.has_half || first.overflows)
        return false;
    if (first.kind == JSON_OBJECT)
        return read_members(&first, shape, "", values);
    return first.kind == JSON_NULL || first.kind == JSON_ABSENT;
}

bool body_read(pool *memory, struct slice text, const struct shape *shape, struct body *body)
{
    char *out = pool_zalloc(memory, text.length + 1);
    body->values = pool_zalloc(memory, (size_t)shape->count * sizeof body->values[0]);
    bool good = read_first(text, out, shape, body->values);
    for (int i = 0; i < shape->count; i++) {
        if (!good)
            body->values[i] = (struct body_value){0};
        else if (body->values[i].written.kind != JSON_ABSENT)
            keep(memory, shape->fields[i].type, &body->values[i]);
    }
    if (is_secret(shape))
        explicit_bzero(out, text.length);
    return good && has_required(shape, body->values);
}

bool body_has(const struct body *body, int field)
{
    return body->values[field].written.kind != JSON_ABSENT;
}

struct slice body_string(const struct body *body, int field)
{
    return body->values[field].said;
}

int64_t body_integer(const struct body *body, int field)
{
    int64_t number = 0;
    read_integer(&body->values[field].written, &number);
    return number;
}

bool body_boolean(const struct body *body, int field)
{
    return body->values[field].written.kind == JSON_TRUE;
}

struct slice body_json(const struct body *body, int field)
{
    return body->values[field].written.text;
}

bool body_strings_are(const struct body *body, int field, const char *const *names)
{
    struct json_walk walk = json_walk(&body->values[field].written);
    struct json_text element;
    while (json_next(&walk, NULL, &element)) {
        const char *const *name = names;
        while (*name != NULL && !json_is(&element, *name))
            name++;
        if (*name == NULL)
            return false;
    }
    return true;
}

int shape_find(const struct shape *shape, const char *name)
{
    for (int i = 0; i < shape->count; i++) {
        if (strcmp(shape->fields[i].name, name) == 0)
            return i;
    }
    return -1;
}

const char *json_strings(pool *memory, const struct slice *strings, int count)
{
    struct json_object *array = json_object_new_array();
    struct slice text = {0};
    for (int i = 0; i < count; i++)
        json_object_array_add(array, json_object_new_string_len(strings[i].text, (int)strings[i].length));
    text.text = json_object_to_json_string_length(array, JSON_C_TO_STRING_PLAIN, &text.length);
    text.text = pool_copy(memory, text.text, text.length);
    json_object_put(array);
    return text.text;
}

void body_wipe(struct body *body, const struct shape *shape)
{
    for (int i = 0; body->values != NULL && i < shape->count; i++) {
        if (shape->fields[i].type == FIELD_SECRET && body_has(body, i))
            explicit_bzero((char *)body->values[i].said.text, body->values[i].said.length);
    }
}
