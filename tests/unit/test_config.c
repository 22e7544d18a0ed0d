/*
 * Configuration: defaults, file, environment, what is refused, what a reload brings in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"

static char path[] = "/tmp/prefd-test-config-XXXXXX";
static char message[CONFIG_MESSAGE_SIZE];

static const char *file_with(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static void file_goes_before_defaults_and_environment_before_file(void **state)
{
    struct config config;
    (void)state;
    setenv("PREFD_WRITE_CONNECTIONS", "3", 1);
    const char *file =
        file_with("; comment\n[prefd]\nread_connections = 5\nwrite_connections = 4\nprepare = no\nlog_level = debug\n");
    assert_true(config_load(&config, file, message));
    unsetenv("PREFD_WRITE_CONNECTIONS");
    assert_int_equal(config.read_connections, 5);
    assert_int_equal(config.write_connections, 3);
    assert_false(config.prepare);
    assert_int_equal(config.log_level, 3);
    assert_int_equal(config.body_limit, 1048576);
    assert_string_equal(config.zoneinfo, "/usr/share/zoneinfo");
    config_free(&config);
}

#define TEN "0123456789"
#define A_HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static void a_value_goes_on_in_the_next_line(void **state)
{
    struct config config;
    (void)state;
    assert_true(config_load(
        &config,
        file_with("[prefd]\ndatabase = host=" A_HUNDRED "\n  dbname=" A_HUNDRED "\n\tuser=x\nqueue_limit = 7\n"),
        message));
    assert_string_equal(config.database, "host=" A_HUNDRED " dbname=" A_HUNDRED " user=x");
    assert_int_equal(config.queue_limit, 7);
    config_free(&config);
    assert_true(config_load(&config, file_with("[prefd]\nlog_file =\n  /log\n"), message));
    assert_string_equal(config.log_file, "/log");
    config_free(&config);
    assert_true(config_load(&config, file_with("[prefd]\n;" A_HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN "1234567\n"),
                            message));
    config_free(&config);
}

static void a_switch_has_three_words_for_each_position(void **state)
{
    static const struct {
        const char *text;
        bool prepare;
    } cases[] = {
        {"[prefd]\nprepare = Yes", true}, {"[prefd]\nprepare = true", true},   {"[prefd]\nprepare = ON", true},
        {"[prefd]\nprepare = no", false}, {"[prefd]\nprepare = FALSE", false}, {"[prefd]\nprepare = off", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config config;
        assert_true(config_load(&config, file_with(cases[i].text), message));
        assert_int_equal(config.prepare, cases[i].prepare);
        config_free(&config);
    }
}

static void a_refusal_names_line_key_and_allowed_values(void **state)
{
    static const struct {
        const char *text, *named[3];
    } cases[] = {
        {"[prefd]\nread_connections = 0\n", {"line 2", "read_connections", "1 to 64 connections"}},
        {"[prefd]\n\nbody_limit = 12x\n", {"line 3", "body_limit", "bytes"}},
        {"[prefd]\nread_connections = 65\n", {"line 2", "read_connections", "1 to 64 connections"}},
        {"[prefd]\nread_connections = 99999999999999999999\n", {"line 2", "read_connections", "1 to 64 connections"}},
        {"[prefd]\nread_connections =\n", {"line 2", "read_connections", "1 to 64 connections"}},
        {"[prefd]\n  log_file = x\n  queue_limit = 7\n", {"line 2", "begins with a space", "go on"}},
        {"[prefd]\nread_connections = 6\n  4\n", {"line 3", "read_connections", "1 to 64 connections"}},
        {"[prefd]\nprepare = perhaps\n", {"prepare", "'perhaps'", "yes or no"}},
        {"[prefd]\nlog_level = loud\n", {"log_level", "'loud'", "error, warning, info, debug"}},
        {"[prefd]\nno_such = 1\n", {"line 2", "no_such", "no such key"}},
        {"[other]\nprepare = yes\n", {"line 2", "[other]", "no such key"}},
        {"[prefd]\nprepare\n", {"line 2", "key = value", ""}},
        {"[prefd]\nprepare = no ; " A_HUNDRED A_HUNDRED "\n", {"line 2", "longer than 198 octets", "goes on"}},
        {"[prefd]\n; " A_HUNDRED A_HUNDRED "\nprepare = no\n", {"line 2", "longer than 198 octets", "goes on"}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config config;
        assert_false(config_load(&config, file_with(cases[i].text), message));
        for (int j = 0; j < 3; j++) {
            if (strstr(message, cases[i].named[j]) == NULL)
                fail_msg("'%s' is not in: %s", cases[i].named[j], message);
        }
    }
}

static void the_environment_is_checked_too(void **state)
{
    struct config config;
    (void)state;
    setenv("PREFD_QUEUE_LIMIT", "many", 1);
    assert_false(config_load(&config, NULL, message));
    unsetenv("PREFD_QUEUE_LIMIT");
    assert_non_null(strstr(message, "PREFD_QUEUE_LIMIT"));
}

static void a_missing_file_is_an_error(void **state)
{
    struct config config;
    (void)state;
    assert_false(config_load(&config, "/nonexistent/prefd.conf", message));
    assert_non_null(strstr(message, "/nonexistent/prefd.conf"));
}

static void a_file_that_breaks_off_is_an_error(void **state)
{
    struct config config;
    (void)state;
    assert_false(config_load(&config, "/usr", message)); /* a directory opens, and gives an error for its first line */
    assert_string_equal(message, "/usr: cannot be read");
}

static void a_reload_brings_in_what_it_may(void **state)
{
    struct config config;
    (void)state;
    assert_true(config_load(&config, file_with("[prefd]\n"), message));
    file_with("[prefd]\nqueue_limit = 7\nread_connections = 9\n");
    assert_true(config_reload(&config, path, message));
    assert_int_equal(config.queue_limit, 7);
    assert_int_equal(config.read_connections, 2);
    file_with("[prefd]\nqueue_limit = 8\nbody_limit = no\n");
    assert_false(config_reload(&config, path, message));
    assert_int_equal(config.queue_limit, 7);
    config_free(&config);
    assert_true(config_load(&config, file_with("[prefd]\ndatabase = host=" A_HUNDRED ",\n  " A_HUNDRED ",\n  third user=x\n"),
                            message));
    assert_string_equal(config.database, "host=" A_HUNDRED "," A_HUNDRED ",third user=x");
    config_free(&config);
}

static void a_reload_cuts_no_text(void **state)
{
    struct config config;
    char text[2048] = "[prefd]\ncors_origins = https://first.example\n";
    (void)state;
    for (int i = 0; i < 30; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "  https://the-%d-of-many.example.com\n", i);
    assert_true(config_load(&config, file_with("[prefd]\n"), message));
    file_with(text);
    assert_true(config_reload(&config, path, message));
    assert_true(strlen(config.cors_origins) > 1000);
    assert_non_null(strstr(config.cors_origins, "https://the-29-of-many.example.com"));
    config_free(&config);
}

static void the_sample_is_a_valid_configuration(void **state)
{
    struct config config;
    FILE *file = fopen(path, "w");
    (void)state;
    config_print_sample(file);
    fclose(file);
    assert_true(config_load(&config, path, message));
    config_free(&config);
}

static int set_up(void **state)
{
    (void)state;
    int descriptor = mkstemp(path);
    return descriptor < 0 ? 1 : close(descriptor);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_goes_before_defaults_and_environment_before_file),
        cmocka_unit_test(a_value_goes_on_in_the_next_line),
        cmocka_unit_test(a_switch_has_three_words_for_each_position),
        cmocka_unit_test(a_refusal_names_line_key_and_allowed_values),
        cmocka_unit_test(the_environment_is_checked_too),
        cmocka_unit_test(a_missing_file_is_an_error),
        cmocka_unit_test(a_file_that_breaks_off_is_an_error),
        cmocka_unit_test(a_reload_brings_in_what_it_may),
        cmocka_unit_test(a_reload_cuts_no_text),
        cmocka_unit_test(the_sample_is_a_valid_configuration),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
