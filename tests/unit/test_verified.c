/*
 * The memory of verified passwords.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sodium.h>

#include "auth/verified.h"

static const struct identity ann = {.user_id = 7, .credential_version = 3};

static void remembers_until_it_expires(void **state)
{
    struct verified_key key = verified_key(SLICE("ann"), SLICE("secret"));
    struct identity found;
    (void)state;
    assert_false(verified_find(&key, 0, &found));
    verified_remember(&key, &ann, 1000);
    assert_true(verified_find(&key, 999, &found));
    assert_int_equal(found.user_id, 7);
    assert_int_equal(found.credential_version, 3);
    assert_false(verified_find(&key, 1000, &found));
}

static void forgets_when_told(void **state)
{
    struct verified_key key = verified_key(SLICE("bea"), SLICE("secret"));
    struct identity found;
    (void)state;
    verified_remember(&key, &ann, 1000);
    verified_forget(&key);
    assert_false(verified_find(&key, 1, &found));
}

static void no_two_pairs_have_one_key(void **state)
{
    struct verified_key a = verified_key(SLICE("ab"), SLICE("c")), b = verified_key(SLICE("a"), SLICE("bc"));
    (void)state;
    assert_memory_not_equal(a.bytes, b.bytes, sizeof a.bytes);
}

static void another_process_has_another_key(void **state)
{
    struct verified_key before = verified_key(SLICE("ann"), SLICE("secret"));
    (void)state;
    verified_start();
    struct verified_key after = verified_key(SLICE("ann"), SLICE("secret"));
    assert_memory_not_equal(before.bytes, after.bytes, sizeof before.bytes);
}

static int set_up(void **state)
{
    (void)state;
    if (sodium_init() < 0)
        return 1;
    verified_start();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remembers_until_it_expires),
        cmocka_unit_test(forgets_when_told),
        cmocka_unit_test(no_two_pairs_have_one_key),
        cmocka_unit_test(another_process_has_another_key),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
