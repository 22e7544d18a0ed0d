/*
 * If-Match and If-None-Match, and the key of a request that may be sent again. Lines are FastCGI parameters.
 */
#include "input.h"

#include <libpq-fe.h>

#include "json/scan.h"
#include "keyed.h"
#include "precondition.h"

#define TAGS_MAX 64
#define KEY_MAX 255

static const struct dialect dialect = {.key_header = "HTTP_X_IDEMPOTENCY_KEY"};
static const struct route put = {.dialect = &dialect,
                                 .method = METHOD_PUT,
                                 .resource = "preferences",
                                 .lane = LANE_WRITE,
                                 .access = ACCESS_SIGNED_IN};
static const struct route get = {.method = METHOD_GET, .resource = "preferences", .answer = "Preferences"};

/* What PostgreSQL gets is a list of texts, and not a long one. */
static void check_expected(struct request *request)
{
    request->route = &put;
    request->http->method = METHOD_PUT;
    precondition_bind(request);
    if (request->call.query_count == 0)
        return;
    struct json_text list;
    const struct query *query = &request->call.queries[0];
    struct slice text = slice_of(query->values[2]);
    assert(query->count == 3 && json_scan(request->memory, text, &list, NULL, NULL, 0));
    assert(list.kind == JSON_ARRAY && list.depth == 1 && !list.has_zero);
}

static void check_key(struct request *request)
{
    enum error error = keyed_read(request);
    assert(error == ERROR_NONE || error == ERROR_IDEMPOTENCY_KEY_INVALID);
    if (request->key == NULL)
        return;
    assert(error == ERROR_NONE && request->key[0] != '\0' && strlen(request->key) <= KEY_MAX);
    for (const char *c = request->key; *c != '\0'; c++)
        assert(*c > ' ' && *c < '\x7f');
}

static PGresult *row_of(const char *tag)
{
    PGresAttDesc column = {.name = (char *)"tag"};
    PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    if (PQsetResultAttrs(result, 1, &column) == 0 || PQsetvalue(result, 0, 0, (char *)tag, (int)strlen(tag)) == 0)
        return NULL;
    return result;
}

/* Who shows the tag of an answer need not be sent it again, whatever else they show. */
static void check_answer(struct request *request, const char *shown)
{
    static const char *const before[] = {"", "W/", "\"a\", \"b.c\" ,, "};
    char *parameters[] = {NULL, NULL};
    request->route = &get;
    request->http->method = METHOD_GET;
    request->http->parameters = parameters;
    request->call.result = row_of("7");
    request->response = (struct http_response){.status = 200, .body = slice_of(shown)};
    precondition_answer(request);
    assert(request->response.status == 200 && strncmp(request->response.fields, "ETag: \"7.", 9) == 0);
    size_t length = strlen("ETag: ");
    char *tag = pool_copy(request->memory, request->response.fields + length,
                          strlen(request->response.fields) - length - strlen("\r\n"));
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        parameters[0] = pool_printf(request->memory, "HTTP_IF_NONE_MATCH=%s%s%s", before[i], tag, i > 0 ? shown : "");
        request->response = (struct http_response){.status = 200, .body = slice_of(shown)};
        precondition_answer(request);
        assert(request->response.status == 304 && request->response.body.length == 0);
    }
    PQclear(request->call.result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pool *memory = pool_new("fuzz");
    char *rest = pool_copy(memory, (const char *)data, size);
    struct http_request http = {.memory = memory, .query = "", .path = "", .method_name = ""};
    struct request request = {.memory = memory, .http = &http};
    http.parameters = parameters_next(memory, &rest);
    check_expected(&request);
    check_key(&request);
    check_answer(&request, line_next(&rest));
    pool_free(memory);
    return 0;
}
