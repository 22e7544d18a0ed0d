/*
 * Slots of a shared file: who gets one, whose file it is, what else a name may stand for. Each slots_open() is another
 * holder, since locks belong to the open file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/slots.h"

#define SIZE 100
#define LAYOUT 7

static char directory[] = "/tmp/prefd-test-slots-XXXXXX";
static char file[sizeof directory + 8];
static int surveyed, taken_count;

static void survey(void *slot, bool taken)
{
    (void)slot;
    surveyed++;
    taken_count += taken;
}

static struct slots *open_slots(uint64_t layout)
{
    surveyed = taken_count = 0;
    return slots_open(file, SIZE, layout, survey);
}

static void assert_refused(int error)
{
    errno = 0;
    assert_null(open_slots(LAYOUT));
    assert_int_equal(errno, error);
}

static void each_holder_has_a_slot_of_its_own(void **state)
{
    (void)state;
    struct slots *slots = open_slots(LAYOUT);
    assert_non_null(slots);
    assert_int_equal(surveyed, SLOT_COUNT);
    assert_true(slots_is_held(slots, 0));
    assert_false(slots_is_held(slots, 1));
    *(char *)slots_at(slots, 0) = 'x';
    for (int i = 1; i < SLOT_COUNT; i++) {
        slots = open_slots(LAYOUT);
        assert_non_null(slots);
        assert_int_equal(surveyed, SLOT_COUNT - i);
        assert_int_equal(taken_count, 1);
        assert_true(slots_is_held(slots, 0));
    }
    assert_int_equal(*(char *)slots_at(slots, 0), 'x');
    assert_refused(EUSERS);
}

static void a_file_of_another_layout_is_replaced(void **state)
{
    struct stat before, after;
    (void)state;
    assert_non_null(open_slots(LAYOUT));
    assert_int_equal(stat(file, &before), 0);
    assert_non_null(open_slots(LAYOUT + 1));
    assert_int_equal(stat(file, &after), 0);
    assert_int_not_equal(before.st_ino, after.st_ino);
    assert_int_equal(surveyed, SLOT_COUNT);
}

static void what_is_something_else_stays(void **state)
{
    static const char texts[][40] = {"a text that is longer than a head", "\0\0\0\0\0\0\0\0x"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        FILE *out = fopen(file, "w");
        fwrite(texts[i], 1, 16, out);
        assert_int_equal(fclose(out), 0);
        assert_refused(EEXIST);
        assert_int_equal(access(file, F_OK), 0);
    }
    assert_int_equal(unlink(file), 0);
    assert_int_equal(symlink("elsewhere", file), 0);
    assert_refused(ELOOP);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(mkfifo(file, 0600), 0);
    assert_refused(ESPIPE);
}

/* Opens under a limit that leaves room for nothing. */
static void assert_refused_at(int resource, int error)
{
    struct rlimit usual, low;
    assert_int_equal(getrlimit((__rlimit_resource_t)resource, &usual), 0);
    low = (struct rlimit){.rlim_cur = 1, .rlim_max = usual.rlim_max};
    assert_int_equal(setrlimit((__rlimit_resource_t)resource, &low), 0);
    errno = 0;
    const struct slots *slots = open_slots(LAYOUT);
    int found = errno;
    assert_int_equal(setrlimit((__rlimit_resource_t)resource, &usual), 0);
    assert_null(slots);
    assert_int_equal(found, error);
}

static void no_room_is_an_error(void **state)
{
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_refused_at(RLIMIT_FSIZE, EFBIG);
    assert_non_null(open_slots(LAYOUT));
    assert_refused_at(RLIMIT_AS, ENOMEM);
    assert_non_null(open_slots(LAYOUT));
}

static void on_alarm(int number)
{
    (void)number;
}

/* In another process: holds the lock of those who look for a slot, and ends when the file is gone, or another. */
static void hold_and_remove(bool puts_another, int ready)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
    int descriptor = open(file, O_RDWR | O_CREAT, 0600);
    bool good = descriptor >= 0 && fcntl(descriptor, F_OFD_SETLK, &lock) == 0 && write(ready, "x", 1) == 1;
    usleep(100000);
    good = good && unlink(file) == 0 && (!puts_another || close(open(file, O_RDWR | O_CREAT, 0600)) == 0);
    _exit(good ? 0 : 1);
}

static void who_waits_for_a_file_that_is_removed_takes_the_next(void **state)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval soon = {.it_value = {.tv_usec = 50000}};
    (void)state;
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    for (int puts_another = 0; puts_another < 2; puts_another++) {
        int ready[2], status;
        char byte;
        assert_int_equal(pipe(ready), 0);
        pid_t child = fork();
        if (child == 0)
            hold_and_remove(puts_another, ready[1]);
        assert_int_equal(read(ready[0], &byte, 1), 1);
        assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0); /* a signal does not end the wait */
        const struct slots *slots = open_slots(LAYOUT);
        assert_non_null(slots);
        assert_int_equal(surveyed, SLOT_COUNT);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        assert_int_equal(access(file, F_OK), 0);
        assert_int_equal(unlink(file), 0);
        close(ready[0]);
        close(ready[1]);
    }
}

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(directory) == NULL)
        return 1;
    snprintf(file, sizeof file, "%s/slots", directory);
    return 0;
}

static int remove_file(void **state)
{
    (void)state;
    unlink(file);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    return rmdir(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(each_holder_has_a_slot_of_its_own, remove_file),
        cmocka_unit_test_teardown(a_file_of_another_layout_is_replaced, remove_file),
        cmocka_unit_test_teardown(what_is_something_else_stays, remove_file),
        cmocka_unit_test_teardown(no_room_is_an_error, remove_file),
        cmocka_unit_test_teardown(who_waits_for_a_file_that_is_removed_takes_the_next, remove_file),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
