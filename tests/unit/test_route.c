/*
 * The route table: complete, unambiguous, and found by method and path. Also the tables it leans on: every error has a
 * wording in the dialect.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "db/error.h"
#include "db/statement.h"
#include "request.h"
#include "route.h"

static const struct route *find(enum http_method method, const char *path)
{
    struct slice parameters[PATH_PARAMETERS_MAX] = {0};
    return route_find(method, path, parameters);
}

static void every_row_is_complete(void **state)
{
    (void)state;
    assert_true(routes_check());
}

/* A row that is not found by its own path stands behind one that hides it. */
static void every_row_is_found_by_its_own_path(void **state)
{
    (void)state;
    for (int i = 0; i < route_count; i++)
        assert_ptr_equal(find(routes[i].method, routes[i].path), &routes[i]);
}

static void names_are_unique(void **state)
{
    (void)state;
    for (int i = 0; i < route_count; i++) {
        for (int j = 0; j < i; j++)
            assert_string_not_equal(routes[i].name, routes[j].name);
    }
}

static void paths_match_whole_parts(void **state)
{
    (void)state;
    assert_non_null(find(METHOD_GET, "/api/org/preferences"));
    assert_non_null(find(METHOD_GET, "/api/org/preferences/"));
    assert_null(find(METHOD_GET, "/api/org/preferences//"));
    assert_null(find(METHOD_GET, "/api/org/preferencesx"));
    assert_null(find(METHOD_GET, "/api/org/preference"));
    assert_null(find(METHOD_GET, "/api"));
    assert_null(find(METHOD_GET, "/api/org//preferences"));
    assert_null(find(METHOD_GET, ""));
    assert_null(find(METHOD_GET, "/API/org/preferences"));
    assert_null(find(METHOD_DELETE, "/api/org/preferences"));
    assert_null(find(METHOD_OTHER, "/api/org/preferences"));
    assert_null(find(METHOD_GET, "/api/dashboards/uid/"));
    assert_null(find(METHOD_GET, "/api/dashboards/uid/a/b"));
}

static void a_parameter_is_one_part(void **state)
{
    struct slice parameters[PATH_PARAMETERS_MAX] = {0};
    (void)state;
    assert_non_null(route_find(METHOD_GET, "/api/dashboards/uid/ab-c/", parameters));
    assert_true(slice_is(parameters[0], "ab-c"));
    assert_null(parameters[1].text);
}

/* nginx hands paths over decoded: a name may have brought slashes. */
static void a_rest_is_all_that_is_left(void **state)
{
    struct slice parameters[PATH_PARAMETERS_MAX] = {0};
    (void)state;
    assert_non_null(route_find(METHOD_GET, "/api/orgs/name/a/b c/+/", parameters));
    assert_true(slice_is(parameters[0], "a/b c/+"));
    assert_non_null(route_find(METHOD_GET, "/api/orgs/name/", parameters));
    assert_true(slice_is(parameters[0], "") && parameters[0].text != NULL);
}

static void every_error_is_worded(void **state)
{
    pool *memory = pool_new("test");
    const struct config config = {0};
    struct http_request http = {.id = ""};
    struct request request = {.http = &http, .memory = memory, .route = &routes[0], .config = &config};
    struct request told = request;
    told.call.detail = "\"a\":1";
    told.credential.kind = CREDENTIAL_BROKEN;
    (void)state;
    for (enum error error = ERROR_INTERNAL + 1; error < ERROR__MAX; error++) {
        int status = 500;
        if (error == ERROR_ACCESS_DENIED || error == ERROR_ANSWERED_BEFORE)
            continue; /* needs a route with an action; is no refusal: the integration tests see them */
        for (const struct dialect *const *dialect = dialects; *dialect != NULL; dialect++) {
            struct http_response response = {0};
            (*dialect)->refuse(&told, error, &response);
            (*dialect)->refuse(&request, error, &response);
            assert_int_equal((*dialect)->status(error), response.status);
            if (response.status != 500)
                status = response.status;
        }
        if (status == 500 || http_reason(status)[0] == '\0')
            fail_msg("%s has no wording, or its status no reason phrase", error_name(error));
    }
    pool_free(memory);
}

static void sqlstates_are_errors(void **state)
{
    (void)state;
    assert_int_equal(error_of_sqlstate("PF001", NULL), ERROR_TOKEN_INVALID);
    assert_int_equal(error_of_sqlstate("40P01", NULL), ERROR_CONFLICT);
    assert_int_equal(error_of_sqlstate("57014", NULL), ERROR_TIMED_OUT);
    assert_int_equal(error_of_sqlstate("57P01", NULL), ERROR_SHUT_DOWN);
    assert_int_equal(error_of_sqlstate("22P05", NULL), ERROR_TEXT_NOT_STORABLE);
    assert_int_equal(error_of_sqlstate("23514", "dashboards_title_present"), ERROR_DASHBOARD_TITLE_EMPTY);
    assert_int_equal(error_of_sqlstate("23514", "no_such_constraint"), ERROR_INTERNAL);
    assert_int_equal(error_of_sqlstate("23514", NULL), ERROR_INTERNAL);
    assert_int_equal(error_of_sqlstate("XX000", NULL), ERROR_INTERNAL);
    assert_int_equal(error_of_sqlstate("", NULL), ERROR_INTERNAL);
    assert_int_equal(error_of_sqlstate(NULL, NULL), ERROR_INTERNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_complete),   cmocka_unit_test(every_row_is_found_by_its_own_path),
        cmocka_unit_test(names_are_unique),        cmocka_unit_test(paths_match_whole_parts),
        cmocka_unit_test(a_parameter_is_one_part), cmocka_unit_test(a_rest_is_all_that_is_left),
        cmocka_unit_test(every_error_is_worded),   cmocka_unit_test(sqlstates_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
