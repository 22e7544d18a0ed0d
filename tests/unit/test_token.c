/*
 * What a bearer secret must hold: the form of its kind, Grafana's own checksum, characters drawn evenly,
 * and a hash that is plain SHA-256 over every byte.
 */
#include "auth/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* The stated checksum, by the table-free definition over bits, independent of the code under test. */
static uint32_t crc_of(const char *text, size_t length)
{
    uint64_t remainder = 0;
    for (size_t bit = 0; bit < length * 8 + 32; bit++) {
        uint64_t in = bit < length * 8 ? (uint64_t)((unsigned char)text[bit / 8] >> (bit % 8) & 1) : 0;
        remainder = remainder << 1 | (in ^ (bit < 32));
        if (remainder >> 32)
            remainder ^= 0x104C11DB7u;
    }
    uint32_t reflected = 0;
    for (int bit = 0; bit < 32; bit++)
        reflected |= (uint32_t)(remainder >> bit & 1) << (31 - bit);
    return ~reflected;
}

static uint32_t printed_checksum(const char *digits)
{
    uint32_t printed = (uint32_t)strtoul(digits, NULL, 16);
    return printed << 24 | (printed << 8 & 0xFF0000) | (printed >> 8 & 0xFF00) | printed >> 24;
}

/* The token of Grafana's own satokengen tests. */
static void checksum_is_read_as_grafana_prints_it(void **state)
{
    (void)state;
    static const char token[] = "glsa_yscW25imSKJIuav8zF37RZmnbiDvB05G_fcaaf58a";
    assert_int_equal(crc_of(token, 37), printed_checksum(token + 38));
}

static void person_has_prefix_and_43_characters(void **state)
{
    (void)state;
    char secret[TOKEN_SECRET_SIZE];
    token_generate(secret, TOKEN_OF_PERSON);
    assert_int_equal(strlen(secret), 6 + 43);
    assert_memory_equal(secret, "prefd_", 6);
    assert_int_equal(strspn(secret + 6, ALPHABET), 43);
}

static void service_account_has_grafanas_form(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        char secret[TOKEN_SECRET_SIZE];
        token_generate(secret, TOKEN_OF_SERVICE_ACCOUNT);
        assert_int_equal(strlen(secret), 5 + 32 + 1 + 8);
        assert_memory_equal(secret, "glsa_", 5);
        assert_int_equal(strspn(secret + 5, ALPHABET), 32);
        assert_int_equal(secret[37], '_');
        assert_int_equal(strspn(secret + 38, "0123456789abcdef"), 8);
        assert_int_equal(printed_checksum(secret + 38), crc_of(secret, 37));
    }
}

static void secrets_differ(void **state)
{
    (void)state;
    char first[TOKEN_SECRET_SIZE], second[TOKEN_SECRET_SIZE];
    token_generate(first, TOKEN_OF_PERSON);
    token_generate(second, TOKEN_OF_PERSON);
    assert_string_not_equal(first, second);
}

/*
 * 62 does not divide 256: with `byte % 62` the first 8 characters would come 25% more often. 5000 x 43
 * draws put 3468 on each, standard deviation 58; 400 is out of reach of chance and half of that bias.
 */
static void characters_are_drawn_evenly(void **state)
{
    (void)state;
    int drawn[256] = {0};
    for (int i = 0; i < 5000; i++) {
        char secret[TOKEN_SECRET_SIZE];
        token_generate(secret, TOKEN_OF_PERSON);
        for (const char *c = secret + 6; *c; c++)
            drawn[(unsigned char)*c]++;
    }
    for (const char *c = ALPHABET; *c; c++)
        assert_in_range(drawn[(unsigned char)*c], 3468 - 400, 3468 + 400);
}

static void assert_hash(const char *secret, size_t length, const char *expected)
{
    unsigned char hash[TOKEN_HASH_SIZE];
    char digits[TOKEN_HASH_SIZE * 2 + 1];
    token_hash(hash, secret, length);
    for (size_t i = 0; i < TOKEN_HASH_SIZE; i++)
        snprintf(digits + 2 * i, 3, "%02x", hash[i]);
    assert_string_equal(digits, expected);
}

/* The first two are FIPS 180-4's own examples; the last counts a NUL in the middle. */
static void hash_is_sha_256(void **state)
{
    (void)state;
    assert_hash("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_hash("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_hash("a\0b", 3, "59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checksum_is_read_as_grafana_prints_it), cmocka_unit_test(person_has_prefix_and_43_characters),
        cmocka_unit_test(service_account_has_grafanas_form),     cmocka_unit_test(secrets_differ),
        cmocka_unit_test(characters_are_drawn_evenly),           cmocka_unit_test(hash_is_sha_256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
