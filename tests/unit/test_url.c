/*
 * Values of a query, and the numbers in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/url.h"

static void values_are_decoded(void **state)
{
    static const struct {
        const char *query, *value; /* of q; NULL: absent */
    } cases[] = {
        {"", NULL},
        {"q", NULL},
        {"q=", ""},
        {"q=a", "a"},
        {"x=1&q=b&q=c", "b"},
        {"xq=1", NULL},
        {"q=a+b%20c", "a b c"},
        {"q=%41%7a", "Az"},
        {"q=%4", "%4"},
        {"q=%zz%", "%zz%"},
        {"q=%!0%:0%G0%0!", "%!0%:0%G0%0!"},
        {"q=%C3%A4", "\xc3\xa4"},
        {"q=a=b", "a=b"},
        {"&&q=a&", "a"},
        {"Q=a", NULL},
        {"%71=a", "a"},
        {"%51=a", NULL},
        {"%71", NULL},
        {"%=a&q%=b", NULL},
        {"%7=a", NULL},
        {"%00=a", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pool *memory = pool_new("test");
        struct slice value;
        bool found = url_query_value(memory, cases[i].query, "q", &value);
        if (found != (cases[i].value != NULL) || (found && !slice_is(value, cases[i].value)))
            fail_msg("%s", cases[i].query);
        pool_free(memory);
    }
}

static void values_of_one_name_follow_each_other(void **state)
{
    pool *memory = pool_new("test");
    const char *rest = "tag=a&x=1&T%41G=b&tag&tags=c&%74ags=d&tag=";
    struct slice value;
    (void)state;
    assert_true(url_query_next(memory, &rest, "tag", &value) && slice_is(value, "a"));
    assert_true(url_query_next(memory, &rest, "tag", &value) && slice_is(value, "b"));
    assert_true(url_query_next(memory, &rest, "tag", &value) && slice_is(value, ""));
    assert_false(url_query_next(memory, &rest, "tag", &value));
    pool_free(memory);
}

static void a_zero_byte_is_kept(void **state)
{
    pool *memory = pool_new("test");
    struct slice value;
    (void)state;
    assert_true(url_query_value(memory, "q=a%00b", "q", &value));
    assert_int_equal(value.length, 3);
    assert_memory_equal(value.text, "a\0b", 3);
    pool_free(memory);
}

static void only_positive_numbers_are_numbers(void **state)
{
    static const struct {
        const char *text;
        int64_t number; /* 0: none */
    } cases[] = {
        {"1", 1},
        {"007", 7},
        {"9223372036854775807", INT64_MAX},
        {"9223372036854775808", 0},
        {"", 0},
        {"0", 0},
        {"-1", 0},
        {"+1", 1},
        {"+0", 0},
        {"+", 0},
        {" 1", 0},
        {"1 ", 0},
        {"1x", 0},
        {"0x1", 0},
        {"99999999999999999999", 0},
        {"\xb2", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t number;
        bool good = url_positive_number(slice_of(cases[i].text), &number);
        if (good != (cases[i].number > 0) || (good && number != cases[i].number))
            fail_msg("'%s'", cases[i].text);
    }
}

static void numbers_are_64_bits_with_a_sign(void **state)
{
    static const struct {
        const char *text;
        bool good;
        int64_t number;
    } cases[] = {
        {"0", true, 0},
        {"-1", true, -1},
        {"+7", true, 7},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x1", false, 0},
        {"abc", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t number = 0;
        bool good = url_number(slice_of(cases[i].text), &number);
        if (good != cases[i].good || (good && number != cases[i].number))
            fail_msg("'%s'", cases[i].text);
    }
    int64_t number;
    assert_false(url_number((struct slice){.text = "1\0", .length = 2}, &number));
}

static void pairs_come_one_by_one(void **state)
{
    static const struct {
        const char *name, *value, *name_again, *value_again;
    } cases[] = {{"a", "1", "a", "1"},           {"b c", "d&=e", "b+c", "d%26%3De"}, {"flag", "", "flag", ""},
                 {"\xc3\xa9", "", "%C3%A9", ""}, {"a", "2=3", "a", "2%3D3"},         {"", "x", "", "x"}};
    char query[] = "a=1&&b+c=d%26%3de&flag&%c3%a9=&a=2=3&=x&", *rest = query;
    pool *memory = pool_new("test");
    struct slice name, value;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(url_pair_next(&rest, &name, &value));
        assert_true(slice_is(name, cases[i].name) && slice_is(value, cases[i].value));
        assert_string_equal(url_encode(memory, name), cases[i].name_again);
        assert_string_equal(url_encode(memory, value), cases[i].value_again);
    }
    assert_false(url_pair_next(&rest, &name, &value));
    assert_string_equal(url_encode(memory, (struct slice){"\0\"\\<", 4}), "%00%22%5C%3C");
    pool_free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_decoded),
        cmocka_unit_test(values_of_one_name_follow_each_other),
        cmocka_unit_test(a_zero_byte_is_kept),
        cmocka_unit_test(numbers_are_64_bits_with_a_sign),
        cmocka_unit_test(only_positive_numbers_are_numbers),
        cmocka_unit_test(pairs_come_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
