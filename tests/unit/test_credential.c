/*
 * Authorization headers, the good and the hostile.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sodium.h>

#include "auth/credential.h"

static pool *memory;

static struct credential basic_of(const char *text, size_t length)
{
    char header[512] = "Basic ";
    sodium_bin2base64(header + 6, sizeof header - 6, (const unsigned char *)text, length,
                      sodium_base64_VARIANT_ORIGINAL);
    return credential_read(memory, header);
}

static void what_is_no_credential(void **state)
{
    static const char *const headers[] = {
        "",           "Bearer",    "Bearer ",         "Bearer   ",   "Basic",       "Basic ", "Digest abc", "Basic *",
        "Basic YWJj", "Basic YTp", "Basic YTpi YTpi", "Bearertoken", "Basic YTpi=", "NTLM x", " Bearer x",
    };
    (void)state;
    assert_int_equal(credential_read(memory, NULL).kind, CREDENTIAL_NONE);
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        if (credential_read(memory, headers[i]).kind != CREDENTIAL_NONE)
            fail_msg("taken as a credential: %s", headers[i]);
    }
    assert_int_equal(basic_of("api_key:", 8).kind, CREDENTIAL_NONE);
}

static void a_token_is_hashed_however_it_comes(void **state)
{
    unsigned char hash[TOKEN_HASH_SIZE];
    (void)state;
    token_hash(hash, "glsa_x", 6);
    const struct credential credentials[] = {
        credential_read(memory, "Bearer glsa_x"),
        credential_read(memory, "bEARER   glsa_x"),
        basic_of("api_key:glsa_x", 14),
    };
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(credentials[i].kind, CREDENTIAL_TOKEN);
        assert_memory_equal(credentials[i].token_hash, hash, sizeof hash);
    }
}

static void login_ends_at_the_first_colon_and_the_password_is_any_bytes(void **state)
{
    (void)state;
    struct credential credential = basic_of("ann:a:b\0c\xff", 9);
    assert_int_equal(credential.kind, CREDENTIAL_PASSWORD);
    assert_true(slice_is(credential.login, "ann"));
    assert_int_equal(credential.password.length, 5);
    assert_memory_equal(credential.password.text, "a:b\0c", 5);
    credential = basic_of(":", 1);
    assert_int_equal(credential.kind, CREDENTIAL_PASSWORD);
    assert_int_equal(credential.login.length, 0);
    assert_int_equal(credential.password.length, 0);
}

static int set_up(void **state)
{
    (void)state;
    memory = pool_new("test");
    return sodium_init() < 0;
}

static int tear_down(void **state)
{
    (void)state;
    pool_free(memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_credential),
        cmocka_unit_test(a_token_is_hashed_however_it_comes),
        cmocka_unit_test(login_ends_at_the_first_colon_and_the_password_is_any_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
