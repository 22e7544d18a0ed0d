/*
 * libpq's pipeline gives for each query its results and then NULL, and for each Sync one PGRES_PIPELINE_SYNC. Calls are
 * answered in the order they were sent, so the oldest in flight is always the one that results belong to.
 */
#include "db/connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "db/calls.h"
#include "db/proof.h"
#include "db/statement.h"

/* Of a statement on a connection. What another call asks for may yet fail with it, so meanwhile it is sent whole. */
enum preparation { PREPARATION_NONE, PREPARATION_ASKED, PREPARATION_DONE };

struct database {
    const struct database_settings *settings;
    PGconn *connection;
    int backend; /* the process at its other end */
    enum database_state state;
    unsigned char preparation[STATEMENT__MAX];
    bool judged;     /* the schema fits */
    bool polling;    /* the start-up handshake is not over */
    bool terminated; /* PostgreSQL said that it ends this session */
    bool outdated;
    bool wants_write;
    bool unflushed;
    struct calls in_flight;
    char message[256];
};

struct database *database_new(const struct database_settings *settings)
{
    struct database *database = memory_zalloc(sizeof *database);
    database->settings = settings;
    return database;
}

void database_free(struct database *database)
{
    PQfinish(database->connection);
    free(database);
}

enum database_state database_state(const struct database *database)
{
    return database->state;
}

const char *database_message(const struct database *database)
{
    return database->message;
}

int database_descriptor(const struct database *database)
{
    return database->connection == NULL ? -1 : PQsocket(database->connection);
}

bool database_wants_write(const struct database *database)
{
    return database->wants_write;
}

int database_in_flight(const struct database *database)
{
    return database->in_flight.count;
}

uint64_t database_deadline(const struct database *database)
{
    return database->in_flight.first == NULL ? UINT64_MAX : database->in_flight.first->deadline;
}

uint64_t database_sent(const struct database *database)
{
    return database->in_flight.first == NULL ? 0 : database->in_flight.first->sent;
}

bool database_is_outdated(const struct database *database)
{
    return database->outdated;
}

bool database_has_judged(const struct database *database)
{
    return database->judged;
}

void database_outdate(struct database *database)
{
    database->outdated = true;
}

static void note(struct database *database, const char *why)
{
    snprintf(database->message, sizeof database->message, "%.*s", (int)strcspn(why, "\n"), why);
}

static void close_as(struct database *database, enum database_state state, const char *why)
{
    note(database, why);
    PQfinish(database->connection);
    database->connection = NULL;
    database->state = state;
    database->polling = database->wants_write = database->unflushed = false;
}

void database_drop(struct database *database, const char *why)
{
    close_as(database, DATABASE_DOWN, why);
}

static void lose(struct database *database)
{
    close_as(database, DATABASE_DOWN, PQerrorMessage(database->connection));
}

/* The options of the connection string, or else of the environment, and behind them, so that they count, what a worker
 * gives its sessions. To be freed. */
static char *session_options(const struct database_settings *settings)
{
    PQconninfoOption *given = PQconninfoParse(settings->conninfo, NULL);
    const char *first = getenv("PGOPTIONS");
    for (const PQconninfoOption *option = given; option != NULL && option->keyword != NULL; option++) {
        if (option->val != NULL && strcmp(option->keyword, "options") == 0)
            first = option->val;
    }
    first = first == NULL ? "" : first;
    size_t size = strlen(first) + 96;
    char *all = memory_zalloc(size);
    snprintf(all, size, "%s -c statement_timeout=%d -c prefd.quotas=%s", first, settings->statement_timeout,
             settings->quotas ? "on" : "off");
    PQconninfoFree(given);
    return all;
}

void database_connect(struct database *database)
{
    char *options = session_options(database->settings);
    /* pgbouncer refuses options it does not know, so there the role's own settings must do. */
    const char *keywords[] = {"dbname", "fallback_application_name", "client_encoding", "options", NULL};
    const char *values[] = {database->settings->conninfo, "prefd", "UTF8", database->settings->prepare ? options : NULL,
                            NULL};
    database->connection = PQconnectStartParams(keywords, values, 1);
    free(options);
    database->state = DATABASE_CONNECTING;
    database->polling = database->wants_write = true;
    database->terminated = database->outdated = database->judged = false;
    memset(database->preparation, PREPARATION_NONE, sizeof database->preparation);
    if (database->connection == NULL || PQstatus(database->connection) == CONNECTION_BAD)
        lose(database);
}

/* libpq writes notices to standard error when it is left to itself. */
static void notice_log(void *user, const char *message)
{
    (void)user;
    log_info("PostgreSQL: %.*s", (int)strcspn(message, "\n"), message);
}

static bool send_prepare(struct database *database, enum statement_id statement)
{
    database->preparation[statement] = PREPARATION_ASKED;
    return PQsendPrepare(database->connection, statements[statement].name, statements[statement].sql, 0, NULL);
}

/* Before anything that a request can have a say in. */
static bool send_proof_pads(PGconn *connection)
{
    const struct proof_pads *pads = proof_pads();
    const char *values[] = {(const char *)pads->inner, (const char *)pads->outer};
    static const int lengths[] = {PROOF_PAD_SIZE, PROOF_PAD_SIZE}, formats[] = {1, 1};
    return PQsendQueryParams(connection, statements[STATEMENT_EXPECT_PROOFS].sql, 2, NULL, values, lengths, formats, 0);
}

/* A pooler's sessions are many workers', so they are nobody's own. */
static bool send_beginning(const struct database *database)
{
    return !database->settings->prepare || send_proof_pads(database->connection);
}

static void begin_pipeline(struct database *database)
{
    PGconn *connection = database->connection;
    PQsetNoticeProcessor(connection, notice_log, NULL);
    database->polling = false;
    database->backend = PQbackendPID(connection);
    if (PQsetnonblocking(connection, 1) != 0 || !PQenterPipelineMode(connection) || !send_beginning(database) ||
        !PQpipelineSync(connection)) {
        lose(database);
        return;
    }
    database_flush(database);
}

void database_judge(struct database *database)
{
    bool sent = true;
    database->state = DATABASE_JUDGING;
    for (enum statement_id statement = 0; statement < STATEMENT__MAX && sent; statement++)
        sent = send_prepare(database, statement);
    if (!sent || !PQpipelineSync(database->connection))
        lose(database);
    else
        database->unflushed = true;
}

static void proceed_connecting(struct database *database)
{
    switch (PQconnectPoll(database->connection)) {
    case PGRES_POLLING_READING:
        database->wants_write = false;
        break;
    case PGRES_POLLING_WRITING:
        database->wants_write = true;
        break;
    case PGRES_POLLING_OK:
        begin_pipeline(database);
        break;
    default:
        lose(database);
    }
}

/* Class 42 and 3F: names that do not exist, types that do not fit, rights that are missing. Anything else passes. */
static bool is_unfit(const char *sqlstate)
{
    return sqlstate != NULL && (strncmp(sqlstate, "42", 2) == 0 || strncmp(sqlstate, "3F", 2) == 0);
}

static void end_judging(struct database *database)
{
    database->judged = true;
    memset(database->preparation, PREPARATION_DONE, sizeof database->preparation);
}

/* Of what is no call's: the beginning, and judging. */
static void take_own(struct database *database, PGresult *result)
{
    const char *why = PQresultErrorMessage(result);
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        if (database->state == DATABASE_JUDGING)
            end_judging(database);
        database->state = DATABASE_READY;
    } else if (PQresultStatus(result) == PGRES_FATAL_ERROR && is_unfit(PQresultErrorField(result, PG_DIAG_SQLSTATE))) {
        close_as(database, DATABASE_UNFIT, why);
    } else if (PQresultStatus(result) == PGRES_FATAL_ERROR) {
        close_as(database, DATABASE_DOWN, why);
    }
    PQclear(result);
}

/* What CALL has spent since then was spent on STAGE; the next stage begins. */
static void end_stage(struct call *call, enum metric_stage stage, uint64_t now)
{
    call->trace.spent[stage] += now - call->since;
    call->since = now;
}

/* Takes the oldest call out; the one behind it is waited for no longer. */
static struct call *take_oldest(struct database *database)
{
    struct call *call = calls_take(&database->in_flight);
    uint64_t now = clock_microseconds();
    end_stage(call, STAGE_DATABASE, now);
    if (database->in_flight.first != NULL)
        end_stage(database->in_flight.first, STAGE_QUEUE, now);
    return call;
}

static void end_oldest(struct database *database)
{
    struct call *call = take_oldest(database);
    call->done(call);
}

static void result_free(void *result)
{
    PQclear(result);
}

/* Only our own functions word their details for clients. */
static void take_detail(struct call *call, const char *sqlstate, const char *detail)
{
    bool ours = sqlstate != NULL && strncmp(sqlstate, "PF", 2) == 0;
    call->detail = ours && detail != NULL ? pool_copy(call->memory, detail, strlen(detail)) : NULL;
}

static void take_trace(const struct database *database, struct call *call, const char *sqlstate)
{
    struct trace *trace = &call->trace;
    trace->statement = call->undone ? statements[call->queries[call->results_seen].statement].name : "COMMIT";
    trace->backend = database->backend;
    snprintf(trace->sqlstate, sizeof trace->sqlstate, "%s", sqlstate);
}

/* The first error is the call's; what follows it is only 'aborted'. Before the last result it means that the implicit
 * transaction was rolled back; after it, the commit may or may not have happened. */
static void take_error(struct database *database, struct call *call, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (call->error != ERROR_NONE)
        return;
    call->error = error_of_sqlstate(sqlstate, PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME));
    take_detail(call, sqlstate, PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
    call->undone = call->results_seen < call->query_count;
    take_trace(database, call, sqlstate);
    database->outdated = database->outdated || call->error == ERROR_SCHEMA_CHANGED;
    if (call->undone && (call->error == ERROR_INTERNAL || call->error == ERROR_SCHEMA_CHANGED))
        log_error("statement %s: %s %s", statements[call->queries[call->results_seen].statement].name, sqlstate,
                  PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
}

/* What PostgreSQL says of a statement, or that it shuts down (57P). Other words that end a session may be a pooler's,
 * who does not know what became of the calls, and an error without SQLSTATE is libpq's own: both are a lost connection.
 */
static bool is_postgresql(const PGresult *result)
{
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (severity == NULL || sqlstate == NULL)
        return false;
    return strcmp(severity, "ERROR") == 0 || strncmp(sqlstate, "57P", 3) == 0;
}

static void take_failure(struct database *database, struct call *call, const PGresult *result)
{
    if (!is_postgresql(result))
        return;
    take_error(database, call, result);
    database->terminated = strcmp(PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED), "ERROR") != 0;
}

/* The result of having prepared what comes next in CALL. A rollback does not undo it. */
static void take_prepared(struct database *database, struct call *call, PGresult *result)
{
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    database->preparation[call->queries[call->results_seen].statement] = good ? PREPARATION_DONE : PREPARATION_NONE;
    call->preparing &= ~(1U << call->results_seen);
    if (!good)
        take_failure(database, call, result);
    PQclear(result);
}

static void take_answer(struct database *database, struct call *call, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        take_failure(database, call, result);
    else if (call->results_seen == call->query_count - 1 - call->trailing)
        call->result = result;
    call->results_seen++;
    pool_defer(call->memory, result_free, result);
}

static void take_result(struct database *database, PGresult *result)
{
    struct call *call = database->in_flight.first;
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        end_oldest(database);
    } else if ((call->preparing & 1U << call->results_seen) != 0) {
        take_prepared(database, call, result);
    } else {
        take_answer(database, call, result);
    }
}

/* One NULL stands between two queries; two in a row mean that there is no more to take. */
static void take_results(struct database *database)
{
    int nulls = 0;
    while (nulls < 2 && database->connection != NULL && !PQisBusy(database->connection)) {
        bool own = database->state != DATABASE_READY;
        if (!own && database->in_flight.first == NULL)
            return;
        PGresult *result = PQgetResult(database->connection);
        nulls = result == NULL ? nulls + 1 : 0;
        if (result != NULL && own)
            take_own(database, result);
        else if (result != NULL)
            take_result(database, result);
    }
}

void database_proceed(struct database *database)
{
    if (database->polling) {
        proceed_connecting(database);
        return;
    }
    PQconsumeInput(database->connection);
    take_results(database);
    if (database->wants_write)
        database_flush(database);
    if (database->connection != NULL && PQstatus(database->connection) == CONNECTION_BAD)
        lose(database);
}

/* The statement with one more column, which keeps its row: rare, so it is not prepared. */
static const char *keeping(pool *memory, const char *sql)
{
    size_t length = strlen(sql);
    while (length > 0 && strchr(";\n ", sql[length - 1]) != NULL)
        length--;
    return pool_printf(memory,
                       "WITH answer AS (%.*s) SELECT answer.*, "
                       "pg_catalog.set_config('prefd.answer', pg_catalog.row_to_json(answer)::pg_catalog.text, true) "
                       "FROM answer",
                       (int)length, sql);
}

static bool send_whole(const struct database *database, pool *memory, const struct query *query)
{
    const struct statement *is = &statements[query->statement];
    return PQsendQueryParams(database->connection, query->keep_answer ? keeping(memory, is->sql) : is->sql,
                             query->count, NULL, query->values, query->lengths, query->formats, 0);
}

static bool send_query(struct database *database, struct call *call, int place)
{
    const struct query *query = &call->queries[place];
    enum preparation preparation = database->preparation[query->statement];
    if (!database->settings->prepare || query->keep_answer || preparation == PREPARATION_ASKED)
        return send_whole(database, call->memory, query);
    if (preparation == PREPARATION_NONE) {
        call->preparing |= 1U << place;
        if (!send_prepare(database, query->statement))
            return false;
    }
    return PQsendQueryPrepared(database->connection, statements[query->statement].name, query->count, query->values,
                               query->lengths, query->formats, 0);
}

void database_send(struct database *database, struct call *call)
{
    if (database->in_flight.first == NULL)
        end_stage(call, STAGE_QUEUE, clock_microseconds());
    call->results_seen = 0;
    call->error = ERROR_NONE;
    call->undone = false;
    call->preparing = 0;
    calls_append(&database->in_flight, call);
    bool sent = true;
    for (int i = 0; i < call->query_count && sent; i++)
        sent = send_query(database, call, i);
    database->unflushed = true;
    /* A connection that cannot take a call is broken; database_proceed() will see it. */
    if (!sent || !PQpipelineSync(database->connection))
        log_warning("PostgreSQL connection: %s", PQerrorMessage(database->connection));
}

void database_flush(struct database *database)
{
    if (database->connection == NULL || database->polling || !(database->unflushed || database->wants_write))
        return;
    database->unflushed = false;
    database->wants_write = PQflush(database->connection) > 0;
}

/* PostgreSQL works calls off in order: when it said that it ends the session, none behind the oldest was begun. */
struct call *database_take_lost(struct database *database)
{
    if (database->in_flight.first == NULL)
        return NULL;
    struct call *call = take_oldest(database);
    if (database->in_flight.first != NULL && database->terminated)
        database->in_flight.first->undone = true;
    call->trace.backend = database->backend;
    call->error = call->undone || !call->writes ? ERROR_UNAVAILABLE : ERROR_OUTCOME_UNKNOWN;
    return call;
}
