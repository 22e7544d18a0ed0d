/*
 * Bodies: what the gate lets through, and which field a key becomes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "json/body.h"

enum { THEME, ID, FLAG, URLS, TAB, DOCUMENT };

static const struct field fields[] = {
    [THEME] = {"theme", FIELD_STRING, false},
    [ID] = {"homeDashboardId", FIELD_INTEGER, false},
    [FLAG] = {"overwrite", FIELD_BOOLEAN, false},
    [URLS] = {"navbar.bookmarkUrls", FIELD_STRINGS, false},
    [TAB] = {"queryHistory.homeTab", FIELD_STRING, false},
    [DOCUMENT] = {"document", FIELD_OBJECT, false},
};

static const struct shape shape = SHAPE(fields);

static const struct field required_fields[] = {{"name", FIELD_STRING, true}};
static const struct shape required_shape = SHAPE(required_fields);

static const struct field other_required_fields[] = {
    {"count", FIELD_INTEGER, true}, {"flag", FIELD_BOOLEAN, true}, {"list", FIELD_STRINGS, true}};
static const struct shape other_required_shape = SHAPE(other_required_fields);

static pool *memory;

static bool read_text(const char *text, size_t length, struct body *body)
{
    /* A copy of the exact length lets the address sanitizer see a read beyond it. */
    return body_read(memory, (struct slice){.text = pool_copy(memory, text, length), .length = length}, &shape, body);
}

static bool reads(const char *text)
{
    struct body body;
    return read_text(text, strlen(text), &body);
}

static void accepts_what_go_accepts(void **state)
{
    static const char *const texts[] = {
        "",
        " \n\t ",
        "null",
        "{}",
        " {} ",
        "{\"theme\":null}",
        "{\"unknown\":[1,{\"a\":1e99}]}",
        "{} trailing",
        "{\"theme\":\"dark\"}{\"theme\":1}",
        "{\"navbar\":null}",
        "{\"navbar\":{\"bookmarkUrls\":[null]}}",
        "{\"navbar\":{}}",
        "{\"navbar\":{\"bookmarkUrls\":null}}",
        "{\"homeDashboardId\":-0}",
        "{\"homeDashboardId\":9223372036854775807}",
        "{\"theme\":\"\\ud83d\\ude00\"}",
        "{\"unknown\":123456789012345678901234567890}",
        "{\"unknown\":\"\\u0000\"}",
        "{\"unknown\\u0000\":1}",
        "{\"theme\":\"a\",\"theme\":\"b\"}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!reads(texts[i]))
            fail_msg("refused: %s", texts[i]);
    }
}

static void refuses_what_is_not_json_or_of_another_type(void **state)
{
    static const char *const texts[] = {
        "{",
        "}",
        "[",
        "{\"theme\"}",
        "{\"theme\":}",
        "{'theme':\"a\"}",
        "{\"theme\":'a'}",
        "{\"theme\":\"a\",}",
        "{theme:\"a\"}",
        "{\"theme\":\"a\nb\"}",
        "{\"theme\":NaN}",
        "{\"unknown\":Infinity}",
        "{\"unknown\":01}",
        "{\"unknown\":1.}",
        "{\"unknown\":.5}",
        "{\"unknown\":+1}",
        "{\"theme\":\"\\x\"}",
        "{\"theme\":\"\\ud800\"}",
        "{\"theme\":\"\\u12\"}",
        "{\"theme\":\"\xc0\xaf\"}",
        "{\"theme\":\"\xff\"}",
        "{\"theme\":\"\xed\xa0\x80\"}",
        "{\"theme\":\"\xf4\x90\x80\x80\"}",
        "\xef\xbb\xbf{}",
        "// x\n{}",

        "tru",
        "nul",
        "[]",
        "\"text\"",
        "1",
        "true",
        "{\"theme\":1}",
        "{\"theme\":{}}",
        "{\"theme\":[]}",
        "{\"theme\":true}",
        "{\"homeDashboardId\":\"1\"}",
        "{\"homeDashboardId\":1.0}",
        "{\"homeDashboardId\":1e2}",
        "{\"homeDashboardId\":9223372036854775808}",
        "{\"homeDashboardId\":-9223372036854775808}",
        "{\"homeDashboardId\":123456789012345678901234567890}",
        "{\"homeDashboardId\":-123456789012345678901234567890}",
        "{\"overwrite\":\"true\"}",
        "{\"overwrite\":1}",
        "{\"navbar\":1}",
        "{\"navbar\":[]}",
        "{\"navbar\":\"\"}",
        "{\"navbar\":{\"bookmarkUrls\":\"a\"}}",
        "{\"navbar\":{\"bookmarkUrls\":[1]}}",
        "{\"document\":[]}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (reads(texts[i]))
            fail_msg("accepted: %s", texts[i]);
    }
}

static void finds_fields_without_regard_to_case_and_the_last_counts(void **state)
{
    struct body body;
    const char text[] =
        "{\"THEME\":\"dark\",\"Navbar\":{\"bookmarkURLS\":[\"/a\",\"/b\"]},\"queryhistory\":{\"homeTab\":\"x\"},"
        "\"homeDashboardId\":-7,\"overwrite\":true,\"theme\":\"light\"}";
    (void)state;
    assert_true(read_text(text, sizeof text - 1, &body));
    assert_true(slice_is(body_string(&body, THEME), "light"));
    assert_int_equal(body_integer(&body, ID), -7);
    assert_true(body_boolean(&body, FLAG));
    assert_true(slice_is(body_json(&body, URLS), "[\"/a\",\"/b\"]"));
    assert_true(slice_is(body_string(&body, TAB), "x"));
    assert_false(body_has(&body, DOCUMENT));
}

static void null_undoes_an_earlier_key(void **state)
{
    struct body body;
    const char text[] = "{\"theme\":\"dark\",\"Theme\":null}";
    (void)state;
    assert_true(read_text(text, sizeof text - 1, &body));
    assert_false(body_has(&body, THEME));
}

static void a_zero_character_is_kept(void **state)
{
    struct body body;
    const char text[] = "{\"theme\":\"dark\\u0000\"}";
    (void)state;
    assert_true(read_text(text, sizeof text - 1, &body));
    assert_int_equal(body_string(&body, THEME).length, 5);
    assert_false(slice_is_whole(body_string(&body, THEME)));
}

static void what_no_field_has_passes(void **state)
{
    static const char *const words[] = {"a", "b", NULL};
    struct body body;
    (void)state;
    assert_true(reads(pool_printf(memory, "{\"theme\\u0020%0300d\":1}", 0)));
    const char *text = pool_printf(memory, "{\"navbar\":{\"bookmarkUrls\":[\"\\u0061\",\"b\"]}}");
    assert_true(read_text(text, strlen(text), &body));
    assert_true(body_strings_are(&body, URLS, words));
    text = pool_printf(memory, "{\"navbar\":{\"bookmarkUrls\":[\"a\",\"\\u0061%0300d\"]}}", 0);
    assert_true(read_text(text, strlen(text), &body));
    assert_false(body_strings_are(&body, URLS, words));
    assert_false(read_text("{\"theme\":\"\\\0\"}", 13, &body));
    assert_int_equal(shape_find(&shape, "document"), DOCUMENT);
    assert_int_equal(shape_find(&shape, "doc"), -1);
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    for (size_t depth = SCAN_DEPTH - 2; depth <= 100000; depth = depth < SCAN_DEPTH ? depth + 1 : depth * 5) {
        char *text = pool_zalloc(memory, depth * 2 + 16);
        size_t used = 5;
        memcpy(text, "{\"a\":", used);
        memset(text + used, '[', depth);
        memset(text + used + depth, ']', depth);
        text[used + 2 * depth] = '}';
        assert_int_equal(reads(text), depth < SCAN_DEPTH);
    }
}

static void required_fields_must_not_be_zero(void **state)
{
    struct body body;
    (void)state;
    assert_false(body_read(memory, SLICE(""), &required_shape, &body));
    assert_false(body_read(memory, SLICE("{\"name\":\"\"}"), &required_shape, &body));
    assert_false(body_read(memory, SLICE("{\"name\":null}"), &required_shape, &body));
    assert_true(body_read(memory, SLICE("{\"name\":\"x\"}"), &required_shape, &body));
    assert_true(body_read(memory, SLICE("{\"count\":-1,\"flag\":true,\"list\":[]}"), &other_required_shape, &body));
    assert_false(body_read(memory, SLICE("{\"count\":-0,\"flag\":true,\"list\":[]}"), &other_required_shape, &body));
    assert_false(body_read(memory, SLICE("{\"count\":1,\"flag\":false,\"list\":[]}"), &other_required_shape, &body));
    assert_false(body_read(memory, SLICE("{\"count\":1,\"flag\":true,\"list\":null}"), &other_required_shape, &body));
}

static void secrets_are_wiped_and_nothing_else(void **state)
{
    static const struct field secret_fields[] = {{"name", FIELD_STRING, false}, {"secret", FIELD_SECRET, false}};
    static const struct field plain_fields[] = {{"name", FIELD_STRING, false}};
    static const struct shape secret_shape = SHAPE(secret_fields), plain_shape = SHAPE(plain_fields);
    static const char zeros[8];
    struct slice text = SLICE("{\"name\":\"ann\",\"secret\":\"hush\"}");
    struct body body = {0};
    (void)state;
    assert_true(body_read(memory, text, &plain_shape, &body));
    body_wipe(&body, &plain_shape);
    assert_true(slice_is(body_string(&body, 0), "ann"));
    assert_true(body_read(memory, text, &secret_shape, &body));
    assert_true(slice_is(body_string(&body, 1), "hush"));
    body_wipe(&body, &secret_shape);
    assert_true(slice_is(body_string(&body, 0), "ann"));
    assert_int_equal(body_string(&body, 1).length, 4);
    assert_memory_equal(body_string(&body, 1).text, zeros, 4);
    body_wipe(&(struct body){0}, &secret_shape);
}

static int set_up(void **state)
{
    (void)state;
    memory = pool_new("test");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pool_free(memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accepts_what_go_accepts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_not_json_or_of_another_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_fields_without_regard_to_case_and_the_last_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(null_undoes_an_earlier_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_zero_character_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_no_field_has_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nesting_is_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(required_fields_must_not_be_zero, set_up, tear_down),
        cmocka_unit_test_setup_teardown(secrets_are_wiped_and_nothing_else, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
