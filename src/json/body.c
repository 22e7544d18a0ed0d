/*
 * Walks the tree that json-c made and puts each known key at its field's place; then the tree goes. The order of keys
 * in the text is kept, so of two that match the same field the last counts.
 */
#include "json/body.h"

#include <stdlib.h>
#include <strings.h>

#include <json-c/json.h>
#include <json-c/json_visit.h>

#include "json/gate.h"

#define USUAL_DEPTH 16

/* What json-c copies each string to before it makes a value of it. Of the size of the text it never moves, so that it
 * can be wiped. */
static void widen(struct printbuf *copied, struct slice text)
{
    if (printbuf_memset(copied, 0, 0, (int)text.length + 1) != 0)
        abort();
}

static struct json_object *parse_to(int depth, struct slice text, bool secret, enum json_tokener_error *error)
{
    struct json_tokener *tokener = json_tokener_new_ex(depth);
    if (tokener == NULL)
        abort();
    if (secret)
        widen(tokener->pb, text);
    struct json_object *tree = json_tokener_parse_ex(tokener, text.text, (int)text.length);
    *error = json_tokener_get_error(tokener);
    if (secret)
        explicit_bzero(tokener->pb->buf, (size_t)tokener->pb->size);
    json_tokener_free(tokener);
    return tree;
}

/* json-c takes, and clears, memory for as deep as a body may be; most are not. */
static struct json_object *parse(struct slice text, bool secret)
{
    enum json_tokener_error error;
    struct json_object *tree = parse_to(USUAL_DEPTH, text, secret, &error);
    if (error == json_tokener_error_depth)
        tree = parse_to(GATE_DEPTH, text, secret, &error);
    return tree;
}

/* json-c cuts integers to what fits; a cut one cannot be told from the largest, so both are refused. */
static bool is_integer(struct json_object *value)
{
    return json_object_is_type(value, json_type_int) && json_object_get_uint64(value) <= INT64_MAX &&
           json_object_get_int64(value) != INT64_MIN;
}

/* A null among them is the empty string, as in Go. */
static bool are_strings(struct json_object *value)
{
    if (!json_object_is_type(value, json_type_array))
        return false;
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        struct json_object *element = json_object_array_get_idx(value, i);
        if (element == NULL)
            json_object_array_put_idx(value, i, json_object_new_string(""));
        else if (!json_object_is_type(element, json_type_string))
            return false;
    }
    return true;
}

static bool fits(struct json_object *value, enum field_type type)
{
    switch (type) {
    case FIELD_STRING:
    case FIELD_SECRET:
        return json_object_is_type(value, json_type_string);
    case FIELD_INTEGER:
        return is_integer(value);
    case FIELD_BOOLEAN:
        return json_object_is_type(value, json_type_boolean);
    case FIELD_STRINGS:
        return are_strings(value);
    case FIELD_OBJECT:
        return json_object_is_type(value, json_type_object);
    case FIELD_ANY:
        return true;
    }
    return false;
}

/* Whether NAME is KEY inside the object PREFIX (of LENGTH bytes with its point). */
static bool is_named(const char *name, const char *prefix, size_t length, const char *key)
{
    return strncmp(name, prefix, length) == 0 && strcasecmp(name + length, key) == 0;
}

static bool read_members(struct json_object *object, const struct shape *shape, const char *prefix,
                         struct json_object **values);

/* KEY may be the object that fields like 'KEY.member' are in. */
static bool read_nested(const char *key, struct json_object *value, const struct shape *shape,
                        struct json_object **values)
{
    size_t length = strlen(key);
    for (int i = 0; i < shape->count; i++) {
        const char *name = shape->fields[i].name;
        if (strncasecmp(name, key, length) != 0 || name[length] != '.')
            continue;
        if (value == NULL)
            return true;
        return json_object_is_type(value, json_type_object) && read_members(value, shape, name, values);
    }
    return true;
}

/* PREFIX up to and with its point names the object. */
static bool read_members(struct json_object *object, const struct shape *shape, const char *prefix,
                         struct json_object **values)
{
    const char *point = strchr(prefix, '.');
    size_t length = point == NULL ? 0 : (size_t)(point - prefix) + 1;
    json_object_object_foreach(object, key, value)
    {
        for (int i = 0; i < shape->count; i++) {
            if (!is_named(shape->fields[i].name, prefix, length, key))
                continue;
            if (value != NULL && !fits(value, shape->fields[i].type))
                return false;
            values[i] = value;
        }
        if (length == 0 && !read_nested(key, value, shape, values))
            return false;
    }
    return true;
}

static bool is_zero(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_string:
        return json_object_get_string_len(value) == 0;
    case json_type_int:
        return json_object_get_int64(value) == 0;
    case json_type_boolean:
        return !json_object_get_boolean(value);
    default:
        return value == NULL;
    }
}

static bool has_required(const struct shape *shape, struct json_object **values)
{
    for (int i = 0; i < shape->count; i++) {
        if (shape->fields[i].required && is_zero(values[i]))
            return false;
    }
    return true;
}

static bool read_tree(struct json_object *tree, const struct shape *shape, struct json_object **values)
{
    return tree != NULL && read_members(tree, shape, "", values);
}

struct kept {
    int count;
    struct json_object *values[];
};

static void kept_free(void *object)
{
    struct kept *kept = object;
    for (int i = 0; i < kept->count; i++)
        json_object_put(kept->values[i]);
}

/* A tree may take 300 times its text, and a request waits for others: of an object only the text is kept. */
static struct json_object *to_keep(struct json_object *value)
{
    if (json_object_is_type(value, json_type_object))
        return json_object_new_string(json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
    return json_object_get(value);
}

static void wipe_string(struct json_object *value)
{
    if (json_object_is_type(value, json_type_string))
        explicit_bzero((char *)json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

/* Of a tree: what a secret was sent in by mistake is no less secret. */
static int wipe_unless_kept(struct json_object *value, int flags, struct json_object *parent, const char *key,
                            size_t *index, void *argument)
{
    const struct kept *kept = argument;
    (void)flags, (void)parent, (void)key, (void)index;
    for (int i = 0; value != NULL && i < kept->count; i++) {
        if (kept->values[i] == value)
            return JSON_C_VISIT_RETURN_SKIP;
    }
    wipe_string(value);
    return JSON_C_VISIT_RETURN_CONTINUE;
}

static bool is_secret(const struct shape *shape)
{
    for (int i = 0; i < shape->count; i++) {
        if (shape->fields[i].type == FIELD_SECRET)
            return true;
    }
    return false;
}

/* Reads TEXT, an object, and keeps of its tree what the shape names. */
static bool read_object(pool *memory, struct slice text, const struct shape *shape, struct kept *kept)
{
    bool secret = is_secret(shape);
    struct json_object *tree = parse(text, secret);
    bool good = read_tree(tree, shape, kept->values);
    for (kept->count = 0; kept->count < shape->count; kept->count++)
        kept->values[kept->count] = to_keep(kept->values[kept->count]);
    pool_defer(memory, kept_free, kept);
    if (secret && tree != NULL)
        json_c_visit(tree, 0, wipe_unless_kept, kept);
    json_object_put(tree);
    return good;
}

bool body_read(pool *memory, struct slice text, const struct shape *shape, struct body *body)
{
    struct slice value;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): they are pointers */
    struct kept *kept = pool_zalloc(memory, sizeof *kept + (size_t)shape->count * sizeof kept->values[0]);
    body->values = kept->values;
    switch (gate_first_value(text, &value)) {
    case GATE_OBJECT:
        if (!read_object(memory, value, shape, kept))
            return false;
        break;
    case GATE_EMPTY:
    case GATE_NULL:
        break;
    default:
        return false;
    }
    return has_required(shape, body->values);
}

bool body_has(const struct body *body, int field)
{
    return body->values[field] != NULL;
}

static struct slice string_of(struct json_object *string)
{
    return (struct slice){
        .text = json_object_get_string(string),
        .length = (size_t)json_object_get_string_len(string),
    };
}

struct slice body_string(const struct body *body, int field)
{
    return string_of(body->values[field]);
}

int64_t body_integer(const struct body *body, int field)
{
    return json_object_get_int64(body->values[field]);
}

bool body_boolean(const struct body *body, int field)
{
    return json_object_get_boolean(body->values[field]);
}

int body_string_count(const struct body *body, int field)
{
    return (int)json_object_array_length(body->values[field]);
}

struct slice body_string_at(const struct body *body, int field, int index)
{
    return string_of(json_object_array_get_idx(body->values[field], (size_t)index));
}

static const char *text_of(pool *memory, struct json_object *value)
{
    struct slice text = {0};
    text.text = json_object_to_json_string_length(value, JSON_C_TO_STRING_PLAIN, &text.length);
    return pool_copy(memory, text.text, text.length);
}

const char *body_json(pool *memory, const struct body *body, int field)
{
    struct json_object *value = body->values[field];
    if (json_object_is_type(value, json_type_string)) /* of an object */
        return pool_copy(memory, string_of(value).text, string_of(value).length);
    return text_of(memory, value);
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
    for (int i = 0; i < count; i++)
        json_object_array_add(array, json_object_new_string_len(strings[i].text, (int)strings[i].length));
    const char *text = text_of(memory, array);
    json_object_put(array);
    return text;
}

void body_wipe(struct body *body, const struct shape *shape)
{
    for (int i = 0; body->values != NULL && i < shape->count; i++) {
        if (shape->fields[i].type == FIELD_SECRET)
            wipe_string(body->values[i]);
    }
}
