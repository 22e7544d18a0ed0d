/*
 * Language tags: the grammar of RFC 5646 with the examples of its appendix A, and the customary case.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/language.h"

/* Each is its own customary form. */
static void knows_what_is_well_formed(void **state)
{
    static const char *const good[] = {
        "de",
        "fr",
        "ja",
        "i-enochian",
        "zh-Hant",
        "zh-Hans",
        "sr-Cyrl",
        "sr-Latn",
        "zh-cmn-Hans-CN",
        "cmn-Hans-CN",
        "zh-yue-HK",
        "yue-HK",
        "zh-Hans-CN",
        "sr-Latn-RS",
        "sl-rozaj",
        "sl-rozaj-biske",
        "sl-nedis",
        "de-CH-1901",
        "sl-IT-nedis",
        "hy-Latn-IT-arevela",
        "de-DE",
        "en-US",
        "es-419",
        "de-CH-x-phonebk",
        "az-Arab-x-aze-derbend",
        "x-whatever",
        "qaa-Qaaa-QM-x-southern",
        "de-Qaaa",
        "sr-Latn-QM",
        "sr-Qaaa-RS",
        "en-US-u-islamcal",
        "zh-CN-a-myext-x-private",
        "en-a-myext-b-another",
        "art-lojban",
        "en-GB-oed",
        "sgn-BE-FR",
        "i-klingon",
        "zh-min-nan",
        "no-bok",
        "abcd",
        "abcdefgh",
        "en-x-a-a-a",
        "en-x-u-US",
        "de-1996-1994",
        "en-0-ab",
        "x-a",
        "und",
        "zh-aaa-bbb-ccc",
        "de-x-x",
        "en-a-bb-x-a-bb",
        "en-u-ca-gregory",
    };
    char cased[LANGUAGE_TAG_MAX + 1];
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        char customary[LANGUAGE_TAG_MAX + 1];
        if (!language_tag_read(slice_of(good[i]), cased))
            fail_msg("refused: %s", good[i]);
        assert_true(language_tag_read(slice_of(cased), customary));
        assert_string_equal(cased, customary);
    }
}

static void refuses_what_is_not(void **state)
{
    static const char *const bad[] = {
        "",
        "a",
        "d1",
        "1a",
        "de-419-DE",
        "a-DE",
        "ar-a-aaa-b-bbb-a-ccc",
        "en_US",
        "en-",
        "-en",
        "en--US",
        "en US",
        " en",
        "en ",
        "sl-rozaj-rozaj",
        "sl-rozaj-ROZAJ",
        "en-a",
        "en-a-x",
        "en-x",
        "x",
        "x-",
        "en-US-US",
        "abcdefghi",
        "en-abcdefghi",
        "zh-aaa-bbb-ccc-ddd",
        "en-A-bbb-a-ccc",
        "abcd-aaa",
        "en-u",
        "en-12",
        "en-a-b",
        "i-other",
        "sgn-BE-DE",
        "\xc3\xa9n",
        "en\xe2\x80\x91US",
        "e\xcc\x81n",
        "en-US.UTF-8",
        "en-US@x",
        "*",
        "en-*",
        "1996",
        "de-DE-Latn",
    };
    char cased[LANGUAGE_TAG_MAX + 1];
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (language_tag_read(slice_of(bad[i]), cased))
            fail_msg("taken: '%s'", bad[i]);
    }
    assert_false(language_tag_read((struct slice){.text = "en\0US", .length = 5}, cased));
}

static void puts_the_customary_case(void **state)
{
    static const char *const pairs[][2] = {
        {"EN-us", "en-US"},           {"ZH-hANT-tw", "zh-Hant-TW"},     {"MN-cYRL-mn", "mn-Cyrl-MN"},
        {"en-CA-x-CA", "en-CA-x-ca"}, {"SGN-be-fr", "sgn-BE-FR"},       {"AZ-latn-X-LATN", "az-Latn-x-latn"},
        {"en-gb-OED", "en-GB-oed"},   {"DE-a-DE-latn", "de-a-de-latn"}, {"I-KLINGON", "i-klingon"},
        {"X-AB-LATN", "x-ab-latn"},   {"DE-1ABC", "de-1abc"},
    };
    char cased[LANGUAGE_TAG_MAX + 1];
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_true(language_tag_read(slice_of(pairs[i][0]), cased));
        assert_string_equal(cased, pairs[i][1]);
    }
}

static void takes_64_characters(void **state)
{
    char cased[LANGUAGE_TAG_MAX + 1], longest[] = "en-x-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaa1";
    (void)state;
    assert_false(language_tag_read(slice_of(longest), cased));
    longest[LANGUAGE_TAG_MAX] = '\0';
    assert_true(language_tag_read(slice_of(longest), cased));
    assert_string_equal(cased, longest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_is_well_formed),
        cmocka_unit_test(refuses_what_is_not),
        cmocka_unit_test(puts_the_customary_case),
        cmocka_unit_test(takes_64_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
