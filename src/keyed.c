/*
 * The record is made, and the answer kept, in the transaction that does the work: sql/functions/begin_keyed.sql.
 */
#include "keyed.h"

#include <json-c/json.h>
#include <sodium.h>

#include "precondition.h"

#define KEY_MAX 255

static bool is_visible(struct slice key)
{
    for (size_t i = 0; i < key.length; i++) {
        if (key.text[i] < '!' || key.text[i] > '~')
            return false;
    }
    return key.length >= 1 && key.length <= KEY_MAX;
}

/* The standard field is a quoted string (RFC 9651 3.3.3); what vendors have is bare text. */
static struct slice unquoted(const char *text)
{
    struct slice key = slice_of(text);
    if (key.length >= 2 && key.text[0] == '"' && key.text[key.length - 1] == '"')
        key = (struct slice){.text = key.text + 1, .length = key.length - 2};
    return key;
}

/* The key that a request brings; without text: none. Two keys are one text that is none, whichever way nginx passes
 * them. */
static struct slice given(const struct request *request)
{
    const char *own = request->route->dialect->key_header;
    const char *text = own == NULL ? NULL : http_list(request->http, own);
    if (text != NULL)
        return slice_of(text);
    text = http_list(request->http, "HTTP_IDEMPOTENCY_KEY");
    if (text == NULL)
        return (struct slice){0};
    return unquoted(text);
}

bool keyed_is_offered(const struct route *route)
{
    return route->lane == LANE_WRITE && route->reply == NULL && access_demand(route->access) != NULL;
}

enum error keyed_read(struct request *request)
{
    const struct route *route = request->route;
    if (!keyed_is_offered(route))
        return ERROR_NONE;
    struct slice key = given(request);
    if (key.text == NULL)
        return ERROR_NONE;
    if (!is_visible(key))
        return ERROR_IDEMPOTENCY_KEY_INVALID;
    request->key = pool_copy(request->memory, key.text, key.length);
    return ERROR_NONE;
}

static void add_part(crypto_hash_sha256_state *state, const char *text, size_t length)
{
    crypto_hash_sha256_update(state, (const unsigned char *)&length, sizeof length);
    crypto_hash_sha256_update(state, (const unsigned char *)text, length);
}

enum error keyed_digest(struct request *request)
{
    unsigned char salt[crypto_hash_sha256_BYTES];
    struct slice body = request->http->body;
    crypto_hash_sha256(salt, (const unsigned char *)request->key, strlen(request->key));
    return password_digest(request->body_digest, salt, body.text, body.length) ? ERROR_NONE : ERROR_RESOURCES;
}

/* The record outlives the request, and nothing quick may be kept that a password can be guessed from. */
static void add_body(crypto_hash_sha256_state *state, const struct request *request)
{
    if (request->route->work != NULL)
        add_part(state, (const char *)request->body_digest, sizeof request->body_digest);
    else
        add_part(state, request->http->body.text, request->http->body.length);
}

/* What must be the same for two requests to be one: method, target and every byte of the body. */
static unsigned char *fingerprint(struct request *request)
{
    const struct http_request *http = request->http;
    unsigned char *hash = pool_zalloc(request->memory, crypto_hash_sha256_BYTES);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    add_part(&state, http->method_name, strlen(http->method_name));
    add_part(&state, http->path, strlen(http->path));
    add_part(&state, http->query, strlen(http->query));
    add_body(&state, request);
    crypto_hash_sha256_final(&state, hash);
    return hash;
}

static void begin(struct request *request, int place)
{
    struct call *call = &request->call;
    call_add(call, STATEMENT_BEGIN_KEYED);
    for (int i = call->query_count - 1; i > place; i--)
        call->queries[i] = call->queries[i - 1];
    struct query *query = &call->queries[place];
    *query = (struct query){.statement = STATEMENT_BEGIN_KEYED};
    query_bind_text(query, request->key);
    query_bind_bytes(query, fingerprint(request), crypto_hash_sha256_BYTES);
}

static void end(struct request *request)
{
    const struct route *route = request->route;
    struct query *query = call_add(&request->call, STATEMENT_END_KEYED);
    query_bind_number(query, request->memory, route_status(route));
    query_bind_text(query, route->message == NULL ? NULL : route_message(route, request->memory));
    query_bind_text(query, route->absent == ERROR_NONE ? "true" : "false");
    request->call.trailing = 1;
}

void keyed_wrap(struct request *request, int first)
{
    struct call *call = &request->call;
    if (request->key == NULL || !keyed_is_offered(request->route) || call->query_count == first)
        return;
    begin(request, first);
    call->queries[call->query_count - 1].keep_answer = true;
    end(request);
}

static const char *member(struct json_object *record, const char *name)
{
    return json_object_get_string(json_object_object_get(record, name));
}

void keyed_replay(struct request *request)
{
    struct http_response *response = &request->response;
    struct json_object *record = json_tokener_parse(request->call.detail);
    const char *body = member(record, "body"), *tag = member(record, "tag");
    *response = (struct http_response){.status = json_object_get_int(json_object_object_get(record, "status")),
                                       .content_type = body == NULL ? NULL : "application/json",
                                       .headers = request->route->dialect->headers,
                                       .body = SLICE("")};
    if (body != NULL)
        response->body = slice_of(pool_copy(request->memory, body, strlen(body)));
    if (tag != NULL)
        precondition_tell(request, slice_of(tag));
    response_add(request->memory, response, "X-Idempotent-Replay", "true");
    json_object_put(record);
}
