/*
 * PostgreSQL's own line of an error names the process and the time, but no request: to say it beforehand would cost
 * every request. So the id follows, when there was an error, on any connection and awaited by nobody.
 */
#include "record.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "loop/lane.h"

#define NOTES_MAX 64 /* on their way: a failing database must not be kept busy by words about it */
#define ID_LENGTH_MAX 64

_Static_assert(LANE_NONE == LANE__MAX, "the lanes of the metrics are those of the loop");

void record_trace(struct request *request, const struct trace *trace)
{
    for (int stage = 0; stage < STAGE__MAX; stage++)
        request->trace.spent[stage] += trace->spent[stage];
    if (trace->backend == 0)
        return;
    request->trace.backend = trace->backend;
    request->trace.statement = trace->statement;
    memcpy(request->trace.sqlstate, trace->sqlstate, sizeof trace->sqlstate);
}

static int failure_of(enum error error)
{
    static const enum error failures[] = {
#define ROW(name, text) ERROR_##name,
        METRIC_FAILURES(ROW)
#undef ROW
    };
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        if (failures[i] == error)
            return (int)i;
    }
    return 0;
}

/* ---- PostgreSQL's log ---- */

struct note {
    pool *memory;
    struct call call;
};

static int notes;

static void noted(struct call *call)
{
    struct note *note = call->owner;
    notes--;
    pool_free(note->memory);
}

/* What nginx gives; anybody else's might forge lines. */
static bool is_plain(const char *id)
{
    size_t length = strspn(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
    return id[length] == '\0' && length > 0 && length <= ID_LENGTH_MAX;
}

static void note_failure(const struct request *request)
{
    const struct trace *trace = &request->trace;
    if (trace->backend == 0 || notes >= NOTES_MAX || !is_plain(request->http->id))
        return;
    pool *memory = pool_new("note");
    struct note *note = pool_zalloc(memory, sizeof *note);
    *note = (struct note){.memory = memory, .call = {.memory = memory, .answer = noted, .owner = note}};
    struct query *query = call_add(&note->call, STATEMENT_NOTE_FAILURE);
    query_bind_text(query, pool_copy(memory, request->http->id, strlen(request->http->id)));
    query_bind_text(query, error_name(request->error));
    query_bind_text(query, trace->statement);
    query_bind_text(query, pool_copy(memory, trace->sqlstate, strlen(trace->sqlstate)));
    query_bind_number(query, memory, trace->backend);
    notes++;
    lane_submit(LANE_READ, &note->call);
}

/* ---- the worker's log ---- */

#define REQUEST_FIELDS 9
#define FAILURE_FIELDS 4

static void log_request(const struct request *request, uint64_t total)
{
    const struct http_request *http = request->http;
    const struct trace *trace = &request->trace;
    const struct log_field fields[REQUEST_FIELDS + FAILURE_FIELDS] = {
        LOG_TEXT("request_id", http->id),
        LOG_TEXT("remote", http->remote_address),
        LOG_TEXT("method", http->method_name),
        LOG_TEXT("route", request->route == NULL ? "" : request->route->name),
        LOG_NUMBER("status", request->response.status),
        LOG_NUMBER("microseconds", (int64_t)total),
        LOG_NUMBER("queue", (int64_t)trace->spent[STAGE_QUEUE]),
        LOG_NUMBER("database", (int64_t)trace->spent[STAGE_DATABASE]),
        LOG_NUMBER("hash", (int64_t)trace->spent[STAGE_HASH]),
        LOG_TEXT("error", error_name(request->error)),
        LOG_TEXT("statement", trace->statement == NULL ? "" : trace->statement),
        LOG_TEXT("sqlstate", trace->sqlstate),
        LOG_NUMBER("backend", trace->backend),
    };
    log_event(LOG_LEVEL_INFO, "request", fields,
              REQUEST_FIELDS + (request->response.status >= 500 ? FAILURE_FIELDS : 0));
}

/* ---- the metrics ---- */

static int lane_of(const struct request *request)
{
    return request->trace.spent[STAGE_QUEUE] + request->trace.spent[STAGE_DATABASE] == 0 ? LANE_NONE
                                                                                         : (int)request->route->lane;
}

static void count_request(const struct request *request, uint64_t total)
{
    metric_count(METRIC_REQUESTS,
                 route_index(request->route) * HTTP_STATUS_COUNT + http_status_index(request->response.status));
    metric_observe(METRIC_REQUEST_SECONDS, lane_of(request), total);
    for (int stage = 0; stage < STAGE__MAX; stage++) {
        if (request->trace.spent[stage] > 0)
            metric_observe(METRIC_STAGE_SECONDS, stage, request->trace.spent[stage]);
    }
}

void record_answer(struct request *request)
{
    uint64_t total = clock_microseconds() - request->started;
    count_request(request, total);
    if (request->response.status >= 500) {
        metric_count(METRIC_FAILURES, failure_of(request->error));
        note_failure(request);
    }
    if (log_wants(LOG_LEVEL_INFO))
        log_request(request, total);
}
