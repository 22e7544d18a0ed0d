/*
 * JSON, by all of our readers: what the scanner, the gate and the reader of shapes make of the same text.
 */
#include "input.h"

#include <ctype.h>

#include "json/body.h"
#include "json/gate.h"
#include "json/scan.h"

/* jansson refuses zero characters in names, half surrogate pairs, and what is beyond a double, integers too. */
#define DIGITS_MAX 300

enum { TEXT, NUMBER, SWITCH, LIST, OBJECT, SECRET, ANY, INNER, FIELD_COUNT };

static const struct field fields[] = {
    [TEXT] = {"text", FIELD_STRING, false},      [NUMBER] = {"number", FIELD_INTEGER, false},
    [SWITCH] = {"switch", FIELD_BOOLEAN, false}, [LIST] = {"list", FIELD_STRINGS, false},
    [OBJECT] = {"object", FIELD_OBJECT, false},  [SECRET] = {"secret", FIELD_SECRET, false},
    [ANY] = {"any", FIELD_ANY, false},           [INNER] = {"object.text", FIELD_STRING, false},
};

static const struct shape shape = SHAPE(fields);

static bool has_long_number(struct slice text)
{
    size_t digits = 0;
    for (size_t i = 0; i < text.length && digits <= DIGITS_MAX; i++)
        digits = isdigit((unsigned char)text.text[i]) ? digits + 1 : 0;
    return digits > DIGITS_MAX;
}

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

static bool is_blank(const char *text, const char *end)
{
    while (text < end && strchr(" \t\r\n", *text) != NULL && *text != '\0')
        text++;
    return text == end;
}

/* Two libraries and the scanner agree about what is JSON. */
static void check_agreement(pool *memory, struct slice text, bool scanned, const struct json_text *whole)
{
    struct slice value = {0};
    struct body body;
    enum gate gate = gate_first_value(text, &value);
    bool read = body_read(memory, text, &(struct shape){0}, &body);
    if (scanned && gate == GATE_REFUSED)
        assert(whole->has_half || whole->has_zero || whole->exceeds_double || has_long_number(text));
    if (gate != GATE_OBJECT)
        return;
    assert(value.text == text.text && value.length <= text.length);
    if (is_blank(value.text + value.length, text.text + text.length)) {
        struct json_text within;
        assert(scanned || !read || json_scan(memory, value, &within, NULL, NULL, 0) == scanned);
        assert(read || !scanned || whole->depth > GATE_DEPTH - 1);
    }
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
            assert(json_scan(memory, slice_of(body_json(memory, &body, i)), &part, NULL, NULL, 0));
    }
    for (int i = 0; good && body_has(&body, LIST) && i < body_string_count(&body, LIST); i++)
        assert(slice_is_utf8(body_string_at(&body, LIST, i)));
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
    check_agreement(memory, text, scanned, &whole);
    check_body(memory, text);
    pool_free(memory);
    return 0;
}
