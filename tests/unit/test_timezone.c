/*
 * Time zone names, from the system's database and from a directory without tzdata.zi.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/timezone.h"

static void knows_zones_and_links_in_their_case(void **state)
{
    static const char *const known[] = {"America/New_York", "Europe/London", "UTC", "Etc/GMT+5",
                                        "America/Argentina/Ushuaia"};
    static const char *const unknown[] = {
        "",          "europe/london", "Factory", "localtime", "posixrules",  "posix/UTC",
        "right/UTC", "Europe",        "Europe/", "../UTC",    "/etc/passwd", "Europe/Atlantis",
        "CEST-2",    "Local",         "UTC ",    "tzdata.zi",
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!timezone_is_known(known[i]))
            fail_msg("not known: %s", known[i]);
    }
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        if (timezone_is_known(unknown[i]))
            fail_msg("known: '%s'", unknown[i]);
    }
}

static void a_directory_without_names_changes_nothing(void **state)
{
    (void)state;
    assert_false(timezones_load("/nonexistent"));
    assert_true(timezone_is_known("Europe/London"));
}

static void a_directory_without_tzdata_zi_is_walked(void **state)
{
    (void)state;
    assert_true(timezones_load("/usr/share/zoneinfo/Europe"));
    assert_true(timezone_is_known("London"));
    assert_false(timezone_is_known("Europe/London"));
}

static int set_up(void **state)
{
    (void)state;
    return timezones_load("/usr/share/zoneinfo") ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    timezones_free();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_zones_and_links_in_their_case),
        cmocka_unit_test(a_directory_without_names_changes_nothing),
        cmocka_unit_test(a_directory_without_tzdata_zi_is_walked),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
