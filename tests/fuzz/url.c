/*
 * What a URL holds: queries and forms, numbers, and the path by which a route is found.
 */
#include "input.h"

#include <inttypes.h>
#include <stdio.h>

#include "http/url.h"
#include "route.h"

static void check_query(pool *memory, const char *query)
{
    struct slice value, again;
    const char *rest = query;
    while (url_query_next(memory, &rest, "name", &value)) {
        assert(rest > query && value.length < (size_t)(rest - query));
        const char *encoded = pool_printf(memory, "name=%s", url_encode(memory, value));
        assert(url_query_value(memory, encoded, "name", &again) && slice_same(value, again));
    }
}

/* A pair that is written again is read again. */
static void check_form(pool *memory, struct slice text)
{
    char *rest = pool_copy(memory, text.text, text.length);
    struct slice name, value, name_again, value_again;
    while (url_pair_next(&rest, &name, &value)) {
        assert(name.text[name.length] == '\0' && value.text[value.length] == '\0');
        char *again = pool_printf(memory, "%s=%s", url_encode(memory, name), url_encode(memory, value));
        assert(url_pair_next(&again, &name_again, &value_again) && *again == '\0');
        assert(slice_same(name, name_again) && slice_same(value, value_again));
    }
}

static void check_number(struct slice text)
{
    int64_t number, again;
    char digits[24];
    if (!url_number(text, &number))
        return;
    snprintf(digits, sizeof digits, "%" PRId64, number);
    assert(url_number(slice_of(digits), &again) && again == number);
    assert(url_positive_number(text, &again) == (number > 0));
}

/* A parameter is a piece of the path, and no other part of it. */
static void check_path(pool *memory, const char *path)
{
    for (enum http_method method = METHOD_OTHER; method <= METHOD_DELETE; method++) {
        struct slice parameters[PATH_PARAMETERS_MAX] = {{0}};
        const struct route *route = route_find(method, path, parameters);
        const char *at = path;
        for (int i = 0; i < PATH_PARAMETERS_MAX && parameters[i].text != NULL; i++) {
            assert(route != NULL && parameters[i].text >= at);
            at = parameters[i].text + parameters[i].length;
        }
        assert(at <= path + strlen(path));
        if (route != NULL)
            assert(strstr(route_allow(route, memory), "OPTIONS") != NULL);
    }
    assert(route_dialect(path) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pool *memory = pool_new("fuzz");
    struct slice text = {.text = pool_copy(memory, (const char *)data, size), .length = size};
    check_query(memory, text.text);
    check_form(memory, text);
    check_number(text);
    check_path(memory, text.text);
    pool_free(memory);
    return 0;
}
