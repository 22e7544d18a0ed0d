/*
 * By the credential, where there is one that can be told from another of the same user.
 */
#include "count.h"

#include <stdlib.h>

void count_start(struct request *request)
{
    const struct dialect *dialect = request->route->dialect;
    if (dialect->budget != NULL)
        request->count.budget = dialect->budget(request);
}

bool count_is_due(const struct request *request)
{
    return request->count.budget > 0 && !request->count.counted;
}

void count_bind(struct request *request)
{
    const struct credential *credential = &request->credential;
    struct query *query = call_add(&request->call, STATEMENT_COUNT_REQUEST);
    if (credential->kind == CREDENTIAL_TOKEN || credential->kind == CREDENTIAL_SESSION)
        query_bind_bytes(query, credential->token_hash, TOKEN_HASH_SIZE);
    else
        query_bind_text(query, NULL);
    query_bind_text(query, request->route->name);
    query_bind_number(query, request->memory, request->count.budget);
}

static int64_t value(const struct request *request, int column)
{
    return strtoll(call_value(&request->call, 0, column).text, NULL, 10);
}

enum error count_read(struct request *request)
{
    struct request_count *count = &request->count;
    count->counted = true;
    count->remaining = value(request, 0);
    count->reset = value(request, 1);
    count->retry_after = (int)value(request, 2);
    return count->remaining < 0 ? ERROR_RATE_LIMITED : ERROR_NONE;
}
