/*
 * One event is one line, whatever a client put into it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/log.h"

static char path[] = "/tmp/prefd-test-log-XXXXXX";
static char text[1 << 20];

static const char *written(void)
{
    log_flush();
    FILE *file = fopen(path, "r");
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void hostile_texts_are_escaped(void **state)
{
    (void)state;
    log_event(
        LOG_LEVEL_INFO, "request",
        (struct log_field[]){LOG_TEXT("path", "a\"\\\n\r\x01\x7f\xff{\"level\":\"error\"}"), LOG_NUMBER("status", -5)},
        2);
    const char *line = written();
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
    assert_non_null(strstr(line, "\"path\":\"a\\u0022\\u005c\\u000a\\u000d\\u0001\\u007f\\u00ff{\\u0022level"));
    assert_non_null(strstr(line, "\"status\":-5}\n"));
}

static void long_texts_are_cut_and_many_lines_fit(void **state)
{
    static char big[100000];
    (void)state;
    memset(big, '\n', sizeof big - 1);
    for (int i = 0; i < 20; i++)
        log_event(LOG_LEVEL_INFO, "event",
                  (struct log_field[]){LOG_TEXT("a", big), LOG_TEXT("b", big), LOG_TEXT("c", big)}, 3);
    int lines = 0;
    for (const char *c = written(); *c != '\0'; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 20);
}

static void a_level_is_a_threshold(void **state)
{
    (void)state;
    assert_true(log_open(path, LOG_LEVEL_WARNING));
    log_info("not written");
    log_warning("written %d", 1);
    assert_null(strstr(written(), "not written"));
    assert_non_null(strstr(text, "written 1"));
}

static void a_file_that_cannot_be_opened_keeps_the_log_where_it_was(void **state)
{
    (void)state;
    assert_false(log_open("/nonexistent/log", LOG_LEVEL_INFO));
    log_error("still here");
    assert_non_null(strstr(written(), "still here"));
}

static int reader;

/* Makes room for what is to be written. */
static void on_alarm(int number)
{
    static char sink[1 << 16];
    (void)number;
    if (read(reader, sink, sizeof sink) <= 0)
        abort();
}

static void a_signal_costs_no_line(void **state)
{
    struct sigaction action = {.sa_handler = on_alarm}; /* without SA_RESTART */
    struct itimerval soon = {.it_value = {.tv_usec = 50000}};
    char name[64], line[2] = "";
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    int writer = ends[1];
    reader = ends[0];
    snprintf(name, sizeof name, "/proc/self/fd/%d", writer);
    assert_true(log_open(name, LOG_LEVEL_INFO));
    assert_int_equal(fcntl(writer, F_SETFL, O_NONBLOCK), 0);
    while (write(writer, "", 1) == 1)
        ;
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
    log_error("kept");
    assert_true(log_open("", LOG_LEVEL_INFO));
    close(writer);
    while (line[0] != '{' && read(reader, line, 1) == 1)
        ;
    assert_int_equal(line[0], '{');
    close(reader);
}

static void a_reader_who_is_stuck_loses_lines_and_holds_nobody_up(void **state)
{
    char name[64], byte;
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    snprintf(name, sizeof name, "/proc/self/fd/%d", ends[1]);
    assert_true(log_open(name, LOG_LEVEL_INFO));
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    while (write(ends[1], "", 1) == 1)
        ;
    log_error("lost");
    log_error("lost at once");
    assert_true(log_open("", LOG_LEVEL_INFO));
    close(ends[1]);
    while (read(ends[0], &byte, 1) == 1)
        assert_int_equal(byte, '\0');
    close(ends[0]);
}

static int set_up(void **state)
{
    (void)state;
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int descriptor = mkstemp(path);
    if (descriptor < 0 || close(descriptor) != 0)
        return 1;
    return log_open(path, LOG_LEVEL_INFO) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hostile_texts_are_escaped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_texts_are_cut_and_many_lines_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_level_is_a_threshold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_cannot_be_opened_keeps_the_log_where_it_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_signal_costs_no_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reader_who_is_stuck_loses_lines_and_holds_nobody_up, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
