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
    static const char *const headers[] = {"", "Digest abc", "Bearertoken", "NTLM x", " Bearer x", "Negotiate YTpi"};
    (void)state;
    assert_int_equal(credential_read(memory, NULL).kind, CREDENTIAL_NONE);
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        if (credential_read(memory, headers[i]).kind != CREDENTIAL_NONE)
            fail_msg("taken as a credential: %s", headers[i]);
    }
}

static void what_is_a_broken_one(void **state)
{
    static const char *const headers[] = {
        "Bearer",  "Bearer ",    "Bearer   ", "Basic",           "Basic ",
        "Basic *", "Basic YWJj", "Basic YTp", "Basic YTpi YTpi", "Basic YTpi=",
    };
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        if (credential_read(memory, headers[i]).kind != CREDENTIAL_BROKEN)
            fail_msg("not taken as a broken credential: %s", headers[i]);
    }
    assert_int_equal(basic_of("api_key:", 8).kind, CREDENTIAL_BROKEN);
}

static void a_session_is_one_cookie_among_others(void **state)
{
    static const struct {
        const char *cookies, *secret; /* NULL: none */
    } cases[] = {
        {NULL, NULL},       {"", NULL},         {"s", NULL},
        {"s=", NULL},       {"s=a", "a"},       {"x=1; s=a; y=2", "a"},
        {"x=1;s=a;y", "a"}, {"xs=b; s=a", "a"}, {"s=a; s=b", "a"},
        {"S=a", NULL},      {"x=s=a", NULL},    {";; s=a=b ", "a=b "},
        {"s; s=a", "a"},
    };
    unsigned char hash[TOKEN_HASH_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct credential credential = credential_of_session(cases[i].cookies, "s");
        if (credential.kind != (cases[i].secret == NULL ? CREDENTIAL_NONE : CREDENTIAL_SESSION))
            fail_msg("%s", cases[i].cookies);
        if (cases[i].secret == NULL)
            continue;
        token_hash(hash, cases[i].secret, strlen(cases[i].secret));
        assert_memory_equal(credential.token_hash, hash, sizeof hash);
    }
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
        cmocka_unit_test(what_is_a_broken_one),
        cmocka_unit_test(a_session_is_one_cookie_among_others),
        cmocka_unit_test(a_token_is_hashed_however_it_comes),
        cmocka_unit_test(login_ends_at_the_first_colon_and_the_password_is_any_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
