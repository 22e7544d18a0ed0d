/*
 * Time zone names, from the system's database and from a directory without tzdata.zi.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

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

static void put(const char *directory, const char *name, const char *text, mode_t mode)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static void only_zone_files_are_names(void **state)
{
    static const char *const unknown[] = {"Short", "Text", "Shut", "posix/Zone", "Factory", ""};
    char directory[] = "/tmp/prefd-test-zones-XXXXXX", folder[64];
    (void)state;
    assert_non_null(mkdtemp(directory));
    snprintf(folder, sizeof folder, "%s/posix", directory);
    assert_int_equal(mkdir(folder, 0700), 0);
    put(directory, "Short", "TZ", 0600);
    assert_false(timezones_load(directory));
    put(directory, "Zone", "TZif2", 0600);
    put(directory, "Text", "text", 0600);
    put(directory, "Shut", "text", 0);
    put(directory, "Factory", "TZif2", 0600);
    put(folder, "Zone", "TZif2", 0600);
    assert_true(timezones_load(directory));
    assert_true(timezone_is_known("Zone"));
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        if (timezone_is_known(unknown[i]))
            fail_msg("known: '%s'", unknown[i]);
    }
    snprintf(folder, sizeof folder, "%s/Zone", directory);
    assert_false(timezones_load(folder));
    assert_int_equal(nftw(directory, remove_entry, 4, FTW_DEPTH | FTW_PHYS), 0);
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
        cmocka_unit_test(only_zone_files_are_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
