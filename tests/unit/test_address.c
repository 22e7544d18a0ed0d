/*
 * Whom guesses at passwords are counted for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "auth/address.h"

static void one_guesser_has_one_address(void **state)
{
    static const struct {
        const char *remote, *guesser; /* NULL: nobody */
    } cases[] = {
        {"192.0.2.7", "192.0.2.7"},
        {"::ffff:192.0.2.7", "192.0.2.7"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"},
        {"2001:DB8:1:2::1", "2001:db8:1:2::"},
        {"2001:db8:1:3::1", "2001:db8:1:3::"},
        {"::1", "::"},
        {"unix:", NULL},
        {"", NULL},
        {"192.0.2.7, 192.0.2.8", NULL},
    };
    (void)state;
    pool *memory = pool_new("test");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *guesser = address_of_guesser(memory, cases[i].remote);
        if (cases[i].guesser == NULL)
            assert_null(guesser);
        else
            assert_string_equal(guesser, cases[i].guesser);
    }
    pool_free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_guesser_has_one_address)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
