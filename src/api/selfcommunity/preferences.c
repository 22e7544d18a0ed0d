/*
 * PostgreSQL renders the preferences; here are pages and their addresses.
 */
#include "api/selfcommunity/preferences.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/selfcommunity/bodies.h"
#include "bind.h"
#include "http/site.h"
#include "http/url.h"
#include "request.h"

static const struct field list_fields[] = {
    {"search", FIELD_STRING, false},
    {"key", FIELD_STRING, false},
    {"limit", FIELD_INTEGER, false},
    {"offset", FIELD_INTEGER, false},
};

const struct shape keyed_preferences_query = SHAPE(list_fields);

#define LIMIT_DEFAULT 20
#define LIMIT_MAX 100

struct page {
    int64_t limit, offset;
    char *others, *others_end; /* pairs of the query that are neither, each with its '&' */
    const char *search, *key;  /* NULL: any */
};

/* What is no number is OTHERWISE; one that is too large is the largest. */
static int64_t whole_number(struct slice text, int64_t otherwise)
{
    int64_t number;
    for (size_t i = 0; i < text.length; i++) {
        if (!isdigit((unsigned char)text.text[i]))
            return otherwise;
    }
    if (text.length == 0)
        return otherwise;
    return url_number(text, &number) ? number : INT64_MAX;
}

static void append(struct page *page, const char *text)
{
    size_t length = strlen(text);
    memcpy(page->others_end, text, length + 1);
    page->others_end += length;
}

static void keep_pair(pool *memory, struct page *page, struct slice name, struct slice value)
{
    append(page, url_encode(memory, name));
    append(page, "=");
    append(page, url_encode(memory, value));
    append(page, "&");
}

/* What is no text is the key of nothing, as the empty one. */
static const char *key_text(struct slice value)
{
    return slice_is_text(value) ? value.text : "";
}

/* Of a parameter given twice the last counts. */
static struct page *read_page(pool *memory, const char *query)
{
    struct page *page = pool_zalloc(memory, sizeof *page);
    struct slice name, value;
    char *rest = pool_copy(memory, query, strlen(query));
    page->limit = LIMIT_DEFAULT;
    page->others = page->others_end =
        pool_zalloc(memory, strlen(query) * 5 + 1); /* an '=' and an '&' more, all escaped */
    while (url_pair_next(&rest, &name, &value)) {
        if (slice_is(name, "limit")) {
            page->limit = whole_number(value, 0);
        } else if (slice_is(name, "offset")) {
            page->offset = whole_number(value, 0);
        } else {
            keep_pair(memory, page, name, value);
            if (slice_is(name, "search"))
                page->search = key_text(value);
            else if (slice_is(name, "key"))
                page->key = key_text(value);
        }
    }
    if (page->limit == 0)
        page->limit = LIMIT_DEFAULT;
    if (page->limit > LIMIT_MAX)
        page->limit = LIMIT_MAX;
    return page;
}

enum error keyed_preferences_list_prepare(struct request *request)
{
    struct query *query = call_add(&request->call, STATEMENT_KEYED_PREFERENCES_LIST);
    struct page *page = read_page(request->memory, request->http->query);
    query_bind_text(query, page->search);
    query_bind_text(query, page->key);
    query_bind_number(query, request->memory, page->limit);
    query_bind_number(query, request->memory, page->offset);
    request->kept = page;
    return ERROR_NONE;
}

/* The part is 'me' or digits: no other owner was found. */
const char *keyed_preferences_path(const struct request *request)
{
    struct slice owner = request->http->path_parameters[0];
    return pool_printf(request->memory, "/api/v2/user/%.*s/preference/", (int)owner.length, owner.text);
}

/* The address of a page, as a JSON string; without OFFSET where that is 0. */
static const char *page_address(const struct request *request, const struct page *page, int64_t offset)
{
    const char *place = offset > 0 ? pool_printf(request->memory, "&offset=%" PRId64, offset) : "";
    return pool_printf(request->memory, "\"%s%s?%slimit=%" PRId64 "%s\"", site_address(request->http),
                       keyed_preferences_path(request), page->others, page->limit, place);
}

void keyed_preferences_list_reply(struct request *request)
{
    const struct page *page = request->kept;
    const char *count = call_value(&request->call, 0, 0).text;
    bool is_last = page->offset >= strtoll(count, NULL, 10) - page->limit;
    const char *next = is_last ? "null" : page_address(request, page, page->offset + page->limit);
    const char *previous = page->offset == 0 ? "null" : page_address(request, page, page->offset - page->limit);
    request->response.body =
        slice_of(pool_printf(request->memory, "{\"count\":%s,\"next\":%s,\"previous\":%s,\"results\":%s}", count, next,
                             previous, call_value(&request->call, 0, 1).text));
}

enum error keyed_preference_write_prepare(struct request *request)
{
    const struct keyed_fields *fields = request->kept;
    struct query query = {.statement = request->route->statement};
    enum error error = bind_parts(request, &query);
    if (error != ERROR_NONE)
        return error;
    query_bind_text(&query, fields->key);
    query_bind_text(&query, fields->value);
    *call_add(&request->call, query.statement) = query;
    return ERROR_NONE;
}
