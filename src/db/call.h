/*
 * A call: what one request asks of PostgreSQL, in one flush and one implicit transaction (statements, then Sync), and
 * what came back. The first statement that fails ends the call; those behind it are skipped by PostgreSQL.
 */
#ifndef PREFD_DB_CALL_H
#define PREFD_DB_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/metrics.h"
#include "base/pool.h"
#include "base/slice.h"
#include "db/error.h"
#include "db/statements.gen.h"

#define CALL_QUERIES_MAX 6
#define CALL_PARAMETERS_MAX 20

/* A statement with its parameters; values must live until the call is done. */
struct query {
    enum statement_id statement;
    int count;
    const char *values[CALL_PARAMETERS_MAX];
    int lengths[CALL_PARAMETERS_MAX];
    int formats[CALL_PARAMETERS_MAX];
    bool keep_answer; /* as JSON, in the setting prefd.answer, for a statement behind it */
};

/* How it went, for those who watch. */
struct trace {
    uint64_t spent[STAGE__MAX]; /* microseconds */
    const char *statement;      /* the one that failed; NULL: PostgreSQL said of none that it did */
    char sqlstate[6];
    int backend; /* the process of PostgreSQL that had it when it failed; 0: none */
};

struct call {
    pool *memory;
    struct query queries[CALL_QUERIES_MAX];
    int query_count;
    int trailing; /* queries behind the one whose rows are wanted */
    bool writes;  /* false: may be sent again when the connection breaks */

    /* Called once, when ERROR and the rows below are there. */
    void (*answer)(struct call *call);
    void *owner;

    enum error error;
    const char *detail; /* what the raiser of an error of our own class added; NULL: nothing */
    void *result;       /* of the wanted query; freed with MEMORY */
    struct trace trace; /* of all tries */

    /* Of the lane and the connection that have the call under way. */
    void (*done)(struct call *call);
    struct call *next;
    int lane;
    int attempts;
    int results_seen;
    unsigned preparing;      /* queries, as bits, that are prepared on the way: the result of that is to come */
    bool undone;             /* rolled back or not begun, for certain */
    uint64_t since;          /* microseconds: when the present stage began */
    uint64_t sent, deadline; /* milliseconds of the loop's clock */
};

/* Adds a query and returns it. */
struct query *call_add(struct call *call, enum statement_id statement);

/* Adds the next parameter. The text must be zero-terminated; NULL is SQL's NULL. */
void query_bind_text(struct query *query, const char *text);

/* The same in binary form, for bytea. */
void query_bind_bytes(struct query *query, const unsigned char *bytes, int length);

/* The same as decimal text in MEMORY. */
void query_bind_number(struct query *query, pool *memory, int64_t number);

/* Rows of the wanted query, and a value of them; valid until the call's memory is freed. NULL values have length 0. */
int call_row_count(const struct call *call);
struct slice call_value(const struct call *call, int row, int column);

/* The value in the first row of the column NAME; false: there is no such row or column, or it is NULL. */
bool call_named_value(const struct call *call, const char *name, struct slice *value);

#endif
