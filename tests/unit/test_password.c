/*
 * What a stored password must hold: it matches itself and nothing else, whatever bytes it is made of,
 * on any thread; and the decoy looks and costs like any other hash while matching nothing.
 */
#include "auth/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#define SAMPLE_COUNT (sizeof samples / sizeof *samples)
#define SAMPLE(text)                                                                                                   \
    {                                                                                                                  \
        text, sizeof text - 1                                                                                          \
    }

/* Each stands next to the one it is most easily taken for. */
static const struct sample {
    const char *bytes;
    size_t length;
} samples[] = {
    SAMPLE(""),
    SAMPLE("correct horse"),
    SAMPLE("correct horse "),
    SAMPLE("Correct horse"),
    SAMPLE("correct\0horse"),
    SAMPLE("correct\0Horse"),
    SAMPLE("correct"),
    SAMPLE("correct\0"),
    SAMPLE("\xF0\x9F\x90\xB4 p\xC3\xA4ssword"),
    SAMPLE("\xF0\x9F\x90\xB4 pa\xCC\x88ssword"),
    SAMPLE("\xFF\xFE not UTF-8"),
};

static void each_sample_matches_itself_and_no_neighbour(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        const struct sample *next = &samples[(i + 1) % SAMPLE_COUNT];
        char hash[PASSWORD_HASH_SIZE];
        assert_true(password_hash(hash, samples[i].bytes, samples[i].length));
        assert_true(password_matches(hash, samples[i].bytes, samples[i].length));
        assert_false(password_matches(hash, next->bytes, next->length));
    }
}

static void long_passwords_count_to_the_last_byte(void **state)
{
    (void)state;
    static char password[100000];
    char hash[PASSWORD_HASH_SIZE];
    memset(password, 'x', sizeof password);
    assert_true(password_hash(hash, password, sizeof password));
    assert_true(password_matches(hash, password, sizeof password));
    password[sizeof password - 1] = 'y';
    assert_false(password_matches(hash, password, sizeof password));
}

static void hash_is_salted_and_in_phc_form(void **state)
{
    (void)state;
    static const char parameters[] = "$argon2id$v=19$m=19456,t=2,p=1$";
    char first[PASSWORD_HASH_SIZE], second[PASSWORD_HASH_SIZE];
    assert_true(password_hash(first, "same", 4));
    assert_true(password_hash(second, "same", 4));
    assert_string_not_equal(first, second);
    assert_memory_equal(first, parameters, sizeof parameters - 1);
}

/* The hash is one of the reference implementation's own tests (phc-winner-argon2, src/test.c). */
static void hashes_of_other_costs_still_match(void **state)
{
    (void)state;
    static const char hash[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert_true(password_matches(hash, "password", 8));
    assert_false(password_matches(hash, "Password", 8));
}

static void what_is_no_hash_matches_nothing(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "",
        "password",
        "$argon2id$",
        "$argon2id$v=19$m=19456,t=2,p=1$",
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
        "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        assert_false(password_matches(broken[i], broken[i], strlen(broken[i])));
        assert_false(password_matches(broken[i], "", 0));
    }
}

static void length_counts_characters(void **state)
{
    (void)state;
    assert_int_equal(password_characters("", 0), 0);
    assert_int_equal(password_characters("abc", 3), 3);
    assert_int_equal(password_characters("\0\0\0\0", 4), 4);
    assert_int_equal(password_characters("\xF0\x9F\x90\xB4\xC3\xA4", 6), 2);
}

static void decoy_has_the_form_of_a_hash(void **state)
{
    (void)state;
    char hash[PASSWORD_HASH_SIZE];
    assert_true(password_hash(hash, "any", 3));
    assert_int_equal(strlen(password_decoy()), strlen(hash));
    assert_false(password_matches(password_decoy(), "", 0));
    assert_false(password_matches(password_decoy(), password_decoy(), strlen(password_decoy())));
}

static double milliseconds_of_check(const char *hash)
{
    struct timespec before, after;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    password_matches(hash, "wrong", 5);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    return (double)(after.tv_sec - before.tv_sec) * 1e3 + (double)(after.tv_nsec - before.tv_nsec) / 1e6;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

/* By turns, and the least of each: whatever else the machine does, it does to both. */
static void decoy_costs_as_much_as_a_hash(void **state)
{
    (void)state;
    char hash[PASSWORD_HASH_SIZE];
    double real = 1e9, decoy = 1e9;
    assert_true(password_hash(hash, "right", 5));
    for (int i = 0; i < 8; i++) {
        real = least(real, milliseconds_of_check(hash));
        decoy = least(decoy, milliseconds_of_check(password_decoy()));
    }
    print_message("a check takes %.1f ms, against the decoy %.1f ms\n", real, decoy);
    assert_true(decoy > real * 0.7 && decoy < real * 1.4);
}

static void *hash_and_match(void *wrong_r)
{
    int *wrong = wrong_r;
    for (int i = 0; i < 2; i++) {
        char hash[PASSWORD_HASH_SIZE];
        *wrong += !password_hash(hash, "threads", 7);
        *wrong += !password_matches(hash, "threads", 7);
        *wrong += password_matches(hash, "thread", 6);
    }
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    pthread_t threads[4];
    int wrong[4] = {0};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hash_and_match, &wrong[i]), 0);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(wrong[i], 0);
    }
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sample_matches_itself_and_no_neighbour),
        cmocka_unit_test(long_passwords_count_to_the_last_byte),
        cmocka_unit_test(hash_is_salted_and_in_phc_form),
        cmocka_unit_test(hashes_of_other_costs_still_match),
        cmocka_unit_test(what_is_no_hash_matches_nothing),
        cmocka_unit_test(length_counts_characters),
        cmocka_unit_test(decoy_has_the_form_of_a_hash),
        cmocka_unit_test(decoy_costs_as_much_as_a_hash),
        cmocka_unit_test(threads_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
