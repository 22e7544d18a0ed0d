/*
 * What the accounts may be is the business of the schema; here is how long a token may live, and its secret.
 */
#include "api/grafana/service_accounts.h"

#include <stdint.h>
#include <string.h>

#include <sodium.h>

#include "bind.h"
#include "request.h"

static const struct field search_fields[] = {
    {"query", FIELD_STRING, false}, {"expiredTokens", FIELD_BOOLEAN, false}, {"disabled", FIELD_BOOLEAN, false},
    {"page", FIELD_INTEGER, false}, {"perpage", FIELD_INTEGER, false},
};

const struct shape service_account_search_shape = SHAPE(search_fields);

static const struct field create_fields[] = {
    {"name", FIELD_STRING, true},
    {"role", FIELD_STRING, false},
    {"isDisabled", FIELD_BOOLEAN, false},
};

const struct shape service_account_create_shape = SHAPE(create_fields);

static const struct field update_fields[] = {
    {"name", FIELD_STRING, false},
    {"role", FIELD_STRING, false},
    {"isDisabled", FIELD_BOOLEAN, false},
};

const struct shape service_account_update_shape = SHAPE(update_fields);

enum token_field { TOKEN_NAME, SECONDS_TO_LIVE };

static const struct field token_fields[] = {
    [TOKEN_NAME] = {"name", FIELD_STRING, true},
    [SECONDS_TO_LIVE] = {"secondsToLive", FIELD_INTEGER, false},
};

const struct shape service_account_token_shape = SHAPE(token_fields);

/* Grafana counts a life in nanoseconds of 64 bits. What lives longer would also outlive four-digit years. */
#define SECONDS_MAX (INT64_MAX / 1000000000)

static enum error check_life(int64_t seconds, int most)
{
    if (seconds < 0 || seconds > SECONDS_MAX)
        return ERROR_SERVICE_ACCOUNT_TOKEN_LIFE_INVALID;
    if (most > 0 && seconds == 0)
        return ERROR_SERVICE_ACCOUNT_TOKEN_LIFE_MISSING;
    if (most > 0 && seconds > most)
        return ERROR_SERVICE_ACCOUNT_TOKEN_LIFE_TOO_LONG;
    return ERROR_NONE;
}

static void wipe(void *text)
{
    sodium_memzero(text, strlen(text));
}

enum error service_account_token_prepare(struct request *request)
{
    const struct body *body = &request->body;
    int64_t seconds = body_has(body, SECONDS_TO_LIVE) ? body_integer(body, SECONDS_TO_LIVE) : 0;
    enum error error = check_life(seconds, request->config->token_seconds_max);
    if (error == ERROR_NONE)
        error = bind_all(request);
    if (error != ERROR_NONE)
        return error;
    char *secret = pool_zalloc(request->memory, TOKEN_SECRET_SIZE);
    unsigned char *hash = pool_zalloc(request->memory, TOKEN_HASH_SIZE);
    token_generate(secret, TOKEN_OF_SERVICE_ACCOUNT);
    pool_defer(request->memory, wipe, secret);
    token_hash(hash, secret, strlen(secret));
    query_bind_bytes(&request->call.queries[request->call.query_count - 1], hash, TOKEN_HASH_SIZE);
    request->kept = secret;
    return ERROR_NONE;
}

void service_account_token_reply(struct request *request)
{
    struct slice id = call_value(&request->call, 0, 0), name = call_value(&request->call, 0, 1);
    const char *secret = request->kept;
    char *body = pool_printf(request->memory, "{\"id\":%s,\"name\":%s,\"key\":\"%s\"}", id.text, name.text, secret);
    pool_defer(request->memory, wipe, body);
    request->response.body = slice_of(body);
}
