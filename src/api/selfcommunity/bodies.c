/*
 * JSON, or a form whose value is JSON; then the rules of the fields, all of them, so that all that is wrong is told at
 * once.
 */
#include "api/selfcommunity/bodies.h"

#include "http/media.h"
#include "http/url.h"
#include "json/scan.h"
#include "request.h"

#define KEY_CHARACTERS_MAX 255
#define VALUE_BYTES_MAX 65536
#define VALUE_DEPTH_MAX 64

enum { KEY, VALUE };

static const struct field whole_fields[] = {
    [KEY] = {"key", FIELD_STRING, true},
    [VALUE] = {"value", FIELD_ANY, true},
};

const struct shape keyed_whole_shape = SHAPE(whole_fields);

static const struct field part_fields[] = {
    [KEY] = {"key", FIELD_STRING, false},
    [VALUE] = {"value", FIELD_ANY, false},
};

const struct shape keyed_part_shape = SHAPE(part_fields);

struct reading {
    pool *memory;
    bool all_required;
    struct keyed_fields *fields;
    char *entries; /* about fields that are wrong; NULL: none is */
};

static void complain(struct reading *r, const char *field, const char *code, const char *message)
{
    r->entries = pool_printf(r->memory, "%s%s{\"field\":\"%s\",\"messages\":[{\"message\":\"%s\",\"code\":\"%s\"}]}",
                             r->entries == NULL ? "" : r->entries, r->entries == NULL ? "" : ",", field, message, code);
}

static void complain_of_absence(struct reading *r, const char *field)
{
    if (r->all_required)
        complain(r, field, "required", "This field is required.");
}

static void complain_of_null(struct reading *r, const char *field)
{
    complain(r, field, "null", "This field may not be null.");
}

static void complain_of_zero(struct reading *r, const char *field)
{
    complain(r, field, "null_characters_not_allowed", "Null characters are not allowed.");
}

/* TEXT is UTF-8. */
static void take_key(struct reading *r, struct slice text)
{
    text = slice_trimmed(text);
    if (text.length == 0)
        complain(r, "key", "blank", "This field may not be blank.");
    else if (!slice_is_whole(text))
        complain_of_zero(r, "key");
    else if (slice_characters(text) > KEY_CHARACTERS_MAX)
        complain(r, "key", "max_length", "Ensure this field has no more than 255 characters.");
    else
        r->fields->key = pool_copy(r->memory, text.text, text.length);
}

static void complain_of_key(struct reading *r)
{
    complain(r, "key", "invalid", "Not a valid string.");
}

/* A number is taken as its text. */
static void read_key(struct reading *r, const struct json_text *key)
{
    switch (key->kind) {
    case JSON_ABSENT:
        complain_of_absence(r, "key");
        break;
    case JSON_NULL:
        complain_of_null(r, "key");
        break;
    case JSON_NUMBER:
        take_key(r, key->text);
        break;
    case JSON_STRING:
        if (key->has_half)
            complain_of_key(r);
        else
            take_key(r, json_unescaped(r->memory, key));
        break;
    default:
        complain_of_key(r);
    }
}

static void complain_of_value(struct reading *r)
{
    complain(r, "value", "invalid", "Value must be valid JSON.");
}

static void read_value(struct reading *r, const struct json_text *value)
{
    if (value->kind == JSON_ABSENT)
        complain_of_absence(r, "value");
    else if (value->kind == JSON_NULL)
        complain_of_null(r, "value");
    else if (value->has_zero)
        complain_of_zero(r, "value");
    else if (value->has_half || value->exceeds_double || value->depth > VALUE_DEPTH_MAX)
        complain_of_value(r);
    else if (value->text.length > VALUE_BYTES_MAX)
        complain(r, "value", "max_length", "Ensure this field has no more than 65536 bytes.");
    else
        r->fields->value = value->text.text;
}

static enum error read_json(struct reading *r, struct slice body)
{
    static const char *const names[] = {[KEY] = "key", [VALUE] = "value"};
    struct json_text whole, members[2];
    if (!json_scan(r->memory, body, &whole, names, members, 2))
        return ERROR_BAD_REQUEST_DATA;
    if (whole.kind == JSON_OBJECT) {
        read_key(r, &members[KEY]);
        read_value(r, &members[VALUE]);
    } else if (whole.kind == JSON_NULL) {
        complain_of_null(r, "non_field_errors");
    } else {
        complain(r, "non_field_errors", "invalid", "Invalid data. Expected a dictionary.");
    }
    return ERROR_NONE;
}

static void read_form_value(struct reading *r, struct slice text)
{
    struct json_text value;
    if (text.text == NULL)
        complain_of_absence(r, "value");
    else if (json_scan(r->memory, text, &value, NULL, NULL, 0))
        read_value(r, &value);
    else
        complain_of_value(r);
}

static void read_form_key(struct reading *r, struct slice text)
{
    if (text.text == NULL)
        complain_of_absence(r, "key");
    else if (slice_is_utf8(text))
        take_key(r, text);
    else
        complain_of_key(r);
}

/* Of a field given twice the last counts. */
static enum error read_form(struct reading *r, struct slice body)
{
    char *rest = pool_copy(r->memory, body.text, body.length);
    struct slice name, text, key = {0}, value = {0};
    if (!slice_is_text(body))
        return ERROR_BAD_REQUEST_DATA;
    while (url_pair_next(&rest, &name, &text)) {
        if (slice_is(name, "key"))
            key = text;
        else if (slice_is(name, "value"))
            value = text;
    }
    read_form_key(r, key);
    read_form_value(r, value);
    return ERROR_NONE;
}

/* The published samples send JSON as a form; no form of ours begins with a brace. */
static bool is_json_all_the_same(struct slice body)
{
    return body.text[strspn(body.text, " \t\r\n")] == '{';
}

static enum error read_by_type(struct reading *r, struct slice body, const char *type)
{
    if (body.length == 0)
        return read_json(r, SLICE("{}"));
    if (type == NULL || *type == '\0' || media_is(type, "application/json"))
        return read_json(r, body);
    if (!media_is(type, "application/x-www-form-urlencoded"))
        return ERROR_UNSUPPORTED_MEDIA_TYPE;
    return is_json_all_the_same(body) ? read_json(r, body) : read_form(r, body);
}

enum error keyed_body_read(struct request *request)
{
    struct reading r = {.memory = request->memory, .all_required = request->route->body == &keyed_whole_shape};
    request->kept = r.fields = pool_zalloc(request->memory, sizeof *r.fields);
    enum error error = read_by_type(&r, request->http->body, http_parameter(request->http, "HTTP_CONTENT_TYPE"));
    if (error != ERROR_NONE || r.entries == NULL)
        return error;
    request->kept = r.entries;
    return ERROR_FIELDS_INVALID;
}
