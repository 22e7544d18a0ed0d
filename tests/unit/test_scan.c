/*
 * JSON that stays text: what is JSON, what is kept of it, what is found in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "json/scan.h"

static const char *const names[] = {"key", "value"};

struct scanned {
    bool good;
    struct json_text whole, key, value;
};

/* A copy of the exact length lets the address sanitizer see a read beyond it. */
static struct scanned scan_bytes(pool *memory, const char *text, size_t length)
{
    struct scanned result = {0};
    struct json_text members[2];
    char *copy = malloc(length + 1);
    memcpy(copy, text, length);
    copy = realloc(copy, length == 0 ? 1 : length);
    result.good = json_scan(memory, (struct slice){.text = copy, .length = length}, &result.whole, names, members, 2);
    free(copy);
    result.key = members[0];
    result.value = members[1];
    return result;
}

static struct scanned scan(pool *memory, const char *text)
{
    return scan_bytes(memory, text, strlen(text));
}

static const char *const accepted[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "12",
    "-1.5",
    "1e5",
    "1E+5",
    "1.0e-7",
    "123456789012345678901234567890",
    "\"\"",
    "\"a\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\\u00e9\\uD83D\\ude00\"",
    "\"\xc3\xa9\x7f\"",
    "[]",
    "{}",
    " [ 1 , [ ] , { } ] ",
    "\t{ \"a\" : { \"b\" : [ true ] } , \"a\" : 1 }\r\n",
    "\"\\ud800\"",
    "\"\\u0000\"",
};

static void what_is_json_passes(void **state)
{
    pool *memory = pool_new("test");
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        if (!scan(memory, accepted[i]).good)
            fail_msg("%s", accepted[i]);
    }
    pool_free(memory);
}

static const char *const refused[] = {
    "",
    " ",
    "nul",
    "nulL",
    "True",
    "NaN",
    "Infinity",
    "-Infinity",
    "-",
    "+1",
    "01",
    "-01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "0x1",
    "1 2",
    "'a'",
    "\"",
    "\"a",
    "\"\\",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\u\xc3\xa9\"",
    "\"\n\"",
    "\"\x01\"",
    "\"\xff\"",
    "\"\xc0\x80\"",
    "\"\xed\xa0\x80\"",
    "\xef\xbb\xbf{}",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 1]",
    "[1}",
    "{",
    "}",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{a:1}",
    "{1:1}",
    "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1]",
    "{} {}",
    "truex",
    "{}x",
    "// c\n1",
    "/* c */ 1",
    "\f1",
    "\xc2\xa0"
    "1",
    "tru",
    "\"\\u123",
};

static void what_is_not_is_refused(void **state)
{
    pool *memory = pool_new("test");
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (scan(memory, refused[i]).good)
            fail_msg("%s", refused[i]);
    }
    assert_false(scan_bytes(memory, "\"a\0b\"", 5).good);
    assert_false(scan_bytes(memory, "1\0", 2).good);
    pool_free(memory);
}

static void every_cut_of_a_text_is_refused(void **state)
{
    static const char text[] = "{\"key\":[1.5e+3,true,null,false,\"\\ud83d\\ude00\\n\"],\"value\":{\"\":-0}}";
    pool *memory = pool_new("test");
    (void)state;
    for (size_t length = 0; length < sizeof text - 1; length++)
        assert_false(scan_bytes(memory, text, length).good);
    assert_true(scan(memory, text).good);
    pool_free(memory);
}

static void members_are_kept_as_written(void **state)
{
    pool *memory = pool_new("test");
    struct scanned s =
        scan(memory,
             " { \"value\" : 1 , \"x\" : 7, \"v\\u0061lue\" : [ 1.50 , 12345678901234567890123, -0 , \" a b \" ] } ");
    (void)state;
    assert_true(s.good);
    assert_int_equal(s.whole.kind, JSON_OBJECT);
    assert_int_equal(s.key.kind, JSON_ABSENT);
    assert_int_equal(s.value.kind, JSON_ARRAY);
    assert_string_equal(s.value.text.text, "[1.50,12345678901234567890123,-0,\" a b \"]");
    s = scan(memory, "{\"key\":\"\",\"inner\":{\"key\":1},\"\\ud800\":2,\"KEY\":3}");
    assert_int_equal(s.key.kind, JSON_STRING);
    assert_string_equal(s.key.text.text, "\"\"");
    s = scan(memory, pool_printf(memory, "{\"key\\u0020%0300d\":1,\"key\":2}", 0));
    assert_string_equal(s.key.text.text, "2");
    s = scan(memory, "[{\"key\":1}]");
    assert_int_equal(s.key.kind, JSON_ABSENT);
    assert_int_equal(scan(memory, "null").whole.kind, JSON_NULL);
    pool_free(memory);
}

static void a_member_is_judged_by_itself(void **state)
{
    static const struct {
        const char *value;
        bool has_zero, has_half, exceeds_double;
        int depth;
    } cases[] = {
        {"1", false, false, false, 0},
        {"\"\\u0000\"", true, false, false, 0},
        {"\"\\\\u0000\"", false, false, false, 0},
        {"{\"\\u0000\":1}", true, false, false, 1},
        {"\"\\ud83d\\ude00\"", false, false, false, 0},
        {"\"\\ude00\\ud83d\"", false, true, false, 0},
        {"\"\\ud83d\\u0041\"", false, true, false, 0},
        {"\"\\ud83d\\n00411\"", false, true, false, 0},
        {"[\"\\ud83d\"]", false, true, false, 1},
        {"\"\\\\ud83d\"", false, false, false, 0},
        {"1e308", false, false, false, 0},
        {"1e309", false, false, true, 0},
        {"-1e309", false, false, true, 0},
        {"1.5e999999999999999999", false, false, true, 0},
        {"5e-324", false, false, false, 0},
        {"1e-400", false, false, true, 0},
        {"0e999", false, false, false, 0},
        {"[[1e309]]", false, false, true, 2},
        {"{\"a\":[{}],\"b\":[]}", false, false, false, 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pool *memory = pool_new("test");
        const char *text =
            pool_printf(memory, "{\"a\":[[[[\"\\u0000\\ud800\",1e999]]]],\"value\":%s,\"z\":[[[[1e999,\"\\u0000\"]]]]}",
                        cases[i].value);
        struct json_text value = scan(memory, text).value;
        if (value.has_zero != cases[i].has_zero || value.has_half != cases[i].has_half ||
            value.exceeds_double != cases[i].exceeds_double || value.depth != cases[i].depth)
            fail_msg("%s", cases[i].value);
        pool_free(memory);
    }
}

static void integers_have_any_size(void **state)
{
    pool *memory = pool_new("test");
    char *digits = pool_zalloc(memory, 60001);
    (void)state;
    memset(digits, '9', 60000);
    struct json_text value = scan(memory, pool_printf(memory, "{\"value\":%s}", digits)).value;
    assert_string_equal(value.text.text, digits);
    assert_false(value.exceeds_double);
    pool_free(memory);
}

static char *nested(pool *memory, int depth)
{
    char *text = pool_zalloc(memory, (size_t)depth * 2 + 1);
    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    return text;
}

static void nesting_ends(void **state)
{
    pool *memory = pool_new("test");
    (void)state;
    assert_int_equal(scan(memory, nested(memory, SCAN_DEPTH)).whole.depth, SCAN_DEPTH);
    assert_false(scan(memory, nested(memory, SCAN_DEPTH + 1)).good);
    assert_false(scan(memory, nested(memory, 500000)).good);
    pool_free(memory);
}

static void strings_say_what_they_mean(void **state)
{
    static const struct {
        const char *string;
        struct slice says;
    } cases[] = {
        {"\"\"", {"", 0}},
        {"\"abc\"", {"abc", 3}},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", {"\"\\/\b\f\n\r\t", 8}},
        {"\"a\\u0000b\"", {"a\0b", 3}},
        {"\"\\u00E9\\u20ac\\uD83D\\uDE00\xc3\xa9\"", {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc3\xa9", 11}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pool *memory = pool_new("test");
        struct scanned s = scan(memory, cases[i].string);
        struct slice says = json_unescaped(memory, &s.whole);
        if (says.length != cases[i].says.length || memcmp(says.text, cases[i].says.text, says.length) != 0)
            fail_msg("%s", cases[i].string);
        pool_free(memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_json_passes),
        cmocka_unit_test(what_is_not_is_refused),
        cmocka_unit_test(every_cut_of_a_text_is_refused),
        cmocka_unit_test(members_are_kept_as_written),
        cmocka_unit_test(a_member_is_judged_by_itself),
        cmocka_unit_test(integers_have_any_size),
        cmocka_unit_test(nesting_ends),
        cmocka_unit_test(strings_say_what_they_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
