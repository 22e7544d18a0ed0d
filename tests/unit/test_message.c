/*
 * A request's parameters, and where a browser says that it comes from.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/origin.h"
#include "http/site.h"

static void parameters_have_their_whole_name(void **state)
{
    const char *parameters[] = {"HTTP_LIST_OF=x", "HTTP_LIST=a", "HTTP_LISTS=y", "HTTP_LIST=b", NULL};
    const struct http_request request = {.memory = pool_new("test"), .parameters = (char **)parameters};
    (void)state;
    assert_string_equal(http_parameter(&request, "HTTP_LIST"), "a");
    assert_string_equal(http_list(&request, "HTTP_LIST"), "a, b");
    assert_null(http_parameter(&request, "HTTP_LI"));
    assert_null(http_list(&request, "HTTP_NONE"));
    pool_free(request.memory);
}

static void what_is_no_status_has_no_reason(void **state)
{
    (void)state;
    assert_string_equal(http_reason(404), "Not Found");
    assert_string_equal(http_status_text(http_status_index(404)), "404");
    assert_string_equal(http_reason(299), "");
    assert_string_equal(http_status_text(http_status_index(299)), "other");
}

static enum origin origin_with(const char *one, const char *two)
{
    const char *parameters[] = {one, two, NULL};
    const struct http_request request = {.parameters = (char **)parameters};
    return origin_of(&request, "https://one.example, https://two.example");
}

static void origins_are_own_foreign_or_unknown(void **state)
{
    static const struct {
        const char *one, *two;
        enum origin origin;
    } cases[] = {
        {"HTTP_HOST=a.example", "HTTP_ORIGIN=https://a.example", ORIGIN_OWN},
        {"HTTP_HOST=a.example", "HTTP_ORIGIN=https://A.example", ORIGIN_OWN},
        {"HTTP_HOST=a.example", "HTTP_ORIGIN=https://b.example", ORIGIN_FOREIGN},
        {"HTTP_HOST=a.example", "HTTP_ORIGIN=https://a.example:8080", ORIGIN_FOREIGN},
        {"HTTP_HOST=a.example", "HTTP_ORIGIN=null", ORIGIN_FOREIGN},
        {"HTTP_HOST=a.example", "HTTP_ORIGIN=https://two.example", ORIGIN_OWN},
        {"HTTP_HOST=a.example", "HTTP_REFERER=https://a.example/page?x", ORIGIN_OWN},
        {"HTTP_REFERER=", "HTTP_ORIGIN=https://a.example", ORIGIN_FOREIGN},
        {"HTTP_REFERER=", "HTTP_ORIGIN=", ORIGIN_UNKNOWN},
        {"HTTP_SEC_FETCH_SITE=", "HTTP_X=", ORIGIN_UNKNOWN},
        {"HTTP_SEC_FETCH_SITE=none", "HTTP_ORIGIN=https://b.example", ORIGIN_OWN},
        {"HTTP_SEC_FETCH_SITE=same-origin", "HTTP_X=", ORIGIN_OWN},
        {"HTTP_SEC_FETCH_SITE=cross-site", "HTTP_X=", ORIGIN_FOREIGN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (origin_with(cases[i].one, cases[i].two) != cases[i].origin)
            fail_msg("%s %s", cases[i].one, cases[i].two);
    }
}

static void the_site_is_named_by_scheme_and_host(void **state)
{
    static const struct {
        const char *one, *two;
        const char *address;
    } cases[] = {
        {"HTTP_HOST=a.example:8080", "X=", "http://a.example:8080"},
        {"HTTP_HOST=a b", "HTTPS=on", "https://localhost"},
        {"HTTP_HOST=", "HTTPS=off", "http://localhost"},
        {"HTTP_X_FORWARDED_PROTO=HTTPS", "HTTPS=off", "https://localhost"},
        {"HTTP_X_FORWARDED_PROTO=http", "HTTPS=on", "http://localhost"},
        {"HTTP_X_FORWARDED_PROTO=gopher", "HTTP_HOST=[::1]", "http://[::1]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *parameters[] = {cases[i].one, cases[i].two, NULL};
        const struct http_request request = {.memory = pool_new("test"), .parameters = (char **)parameters};
        assert_string_equal(site_address(&request), cases[i].address);
        pool_free(request.memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_have_their_whole_name),
        cmocka_unit_test(what_is_no_status_has_no_reason),
        cmocka_unit_test(origins_are_own_foreign_or_unknown),
        cmocka_unit_test(the_site_is_named_by_scheme_and_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
