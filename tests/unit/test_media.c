/*
 * What a Content-Type is, what an Accept admits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/media.h"

static void types_are_compared_without_their_parameters(void **state)
{
    (void)state;
    assert_true(media_is("application/json", "application/json"));
    assert_true(media_is(" Application/JSON ; charset=utf-8", "application/json"));
    assert_false(media_is("application/jsonx", "application/json"));
    assert_false(media_is("application/merge-patch+json", "application/json"));
    assert_false(media_is("", "application/json"));
    assert_false(media_is("text/plain;application/json", "application/json"));
}

static void json_is_accepted_by(void **state)
{
    static const char *const accepted[] = {
        "",
        " ",
        "*/*",
        "application/*",
        "application/json",
        "APPLICATION/JSON",
        "application/json;charset=utf-8",
        "application/json, text/plain, */*",
        "text/html;q=0.9,application/json;q=0.1",
        "application/json;q=0.001",
        "text/html, */*;q=0.1",
        "application/json ; q=1",
        "*/*;q=0, application/json",
        "application/*;q=0,application/json",
    };
    static const char *const refused[] = {
        "text/html",
        "text/*",
        "application/xml",
        "application/json;q=0",
        "application/json; q=0.000",
        "*/*;q=0",
        "application/json;q=0, */*",
        "application/problem+json",
        "json",
        "application",
        "text/html;application/json",
        ",text/html,",
        "application/jsom",
    };
    (void)state;
    assert_true(media_json_accepted(NULL));
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        if (!media_json_accepted(accepted[i]))
            fail_msg("refused: %s", accepted[i]);
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (media_json_accepted(refused[i]))
            fail_msg("accepted: %s", refused[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_compared_without_their_parameters),
        cmocka_unit_test(json_is_accepted_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
