/*
 * Parameters in, values out.
 */
#include "db/call.h"

#include <assert.h>
#include <inttypes.h>

#include <libpq-fe.h>

struct query *call_add(struct call *call, enum statement_id statement)
{
    assert(call->query_count < CALL_QUERIES_MAX);
    struct query *query = &call->queries[call->query_count++];
    *query = (struct query){.statement = statement};
    return query;
}

static void bind(struct query *query, const char *value, int length, int format)
{
    assert(query->count < CALL_PARAMETERS_MAX);
    query->values[query->count] = value;
    query->lengths[query->count] = length;
    query->formats[query->count] = format;
    query->count++;
}

void query_bind_text(struct query *query, const char *text)
{
    bind(query, text, 0, 0);
}

void query_bind_bytes(struct query *query, const unsigned char *bytes, int length)
{
    bind(query, (const char *)bytes, length, 1);
}

void query_bind_number(struct query *query, pool *memory, int64_t number)
{
    bind(query, pool_printf(memory, "%" PRId64, number), 0, 0);
}

int call_row_count(const struct call *call)
{
    return PQntuples(call->result);
}

struct slice call_value(const struct call *call, int row, int column)
{
    return (struct slice){
        .text = PQgetvalue(call->result, row, column),
        .length = (size_t)PQgetlength(call->result, row, column),
    };
}

bool call_named_value(const struct call *call, const char *name, struct slice *value)
{
    int column = call_row_count(call) > 0 ? PQfnumber(call->result, name) : -1;
    if (column < 0 || PQgetisnull(call->result, 0, column))
        return false;
    *value = call_value(call, 0, column);
    return true;
}
