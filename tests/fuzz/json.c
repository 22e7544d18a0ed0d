/*
 * JSON: what the scanner, the reader of shapes and jansson, which is none of ours, make of the same text.
 */
#include "input.h"

/* jansson calls its kinds as we do. */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_STRING JANSSON_STRING
#define JSON_TRUE JANSSON_TRUE
#define JSON_FALSE JANSSON_FALSE
#define JSON_NULL JANSSON_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL

#include "json/body.h"
#include "json/scan.h"

enum { TEXT, NUMBER, SWITCH, LIST, OBJECT, SECRET, ANY, INNER, FIELD_COUNT };

static const struct field fields[] = {
    [TEXT] = {"text", FIELD_STRING, false},      [NUMBER] = {"number", FIELD_INTEGER, false},
    [SWITCH] = {"switch", FIELD_BOOLEAN, false}, [LIST] = {"list", FIELD_STRINGS, false},
    [OBJECT] = {"object", FIELD_OBJECT, false},  [SECRET] = {"secret", FIELD_SECRET, false},
    [ANY] = {"any", FIELD_ANY, false},           [INNER] = {"object.text", FIELD_STRING, false},
};

static const struct shape shape = SHAPE(fields);

/* What was written without white space stays as it is. */
static void check_scanned(pool *memory, const struct json_text *whole)
{
    struct json_text again;
    assert(json_scan(memory, whole->text, &again, NULL, NULL, 0));
    assert(slice_same(whole->text, again.text) && whole->kind == again.kind && whole->depth == again.depth);
    assert(whole->depth <= SCAN_DEPTH);
    if (whole->kind == JSON_STRING && !whole->has_half) {
        struct slice said = json_unescaped(memory, whole);
        assert(said.length <= whole->text.length && slice_is_utf8(said));
        assert(whole->has_zero != slice_is_whole(said));
    }
}

/* Whether jansson reads a body that begins with a value we take; what follows that is not looked at. */
static bool jansson_takes(struct slice text)
{
    json_error_t error;
    size_t flags = JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL;
    json_t *root = json_loadb(text.text, text.length, flags, &error);
    bool takes = root != NULL && strchr("{n", text.text[strspn(text.text, " \t\r\n")]) != NULL;
    json_decref(root);
    return takes;
}

/* How deep it may be at most; whether there may be a name with a zero character, which jansson refuses; and a zero octet,
 * which it does not see behind a number. */
static bool may_differ(struct slice text)
{
    size_t opened = 0;
    for (size_t i = 0; i < text.length; i++)
        opened += text.text[i] == '[' || text.text[i] == '{';
    return opened > SCAN_DEPTH || memmem(text.text, text.length, "\\u0000", 6) != NULL || !slice_is_whole(text);
}

static void check_agreement(pool *memory, struct slice text)
{
    struct body body;
    bool blank = text.length == strspn(text.text, " \t\r\n");
    bool read = body_read(memory, text, &(struct shape){0}, &body);
    assert(read == (blank || jansson_takes(text)) || may_differ(text));
}

static void check_body(pool *memory, struct slice text)
{
    struct body body;
    struct json_text part;
    bool good = body_read(memory, text, &shape, &body);
    for (int i = 0; good && i < FIELD_COUNT; i++) {
        if (!body_has(&body, i))
            continue;
        if (i == NUMBER)
            assert(body_integer(&body, i) != INT64_MIN);
        if (fields[i].type == FIELD_STRING || fields[i].type == FIELD_SECRET)
            assert(slice_is_utf8(body_string(&body, i)) &&
                   body_string(&body, i).text[body_string(&body, i).length] == '\0');
        else
            assert(json_scan(memory, body_json(&body, i), &part, NULL, NULL, 0));
    }
    body_wipe(&body, &shape);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"text", "any"};
    pool *memory = pool_new("fuzz");
    struct slice text = {.text = pool_copy(memory, (const char *)data, size), .length = size};
    struct json_text whole, members[2];
    bool scanned = json_scan(memory, text, &whole, names, members, 2);
    if (scanned)
        check_scanned(memory, &whole);
    check_agreement(memory, text);
    check_body(memory, text);
    pool_free(memory);
    return 0;
}
