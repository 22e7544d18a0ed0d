/*
 * One PostgreSQL connection in pipeline mode with many calls in flight. Never blocks: the owner waits for what
 * database_wants() says and calls database_proceed(). The worker's only file that sees libpq.
 */
#ifndef PREFD_DB_CONNECTION_H
#define PREFD_DB_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "db/call.h"

enum database_state {
    DATABASE_DOWN, /* not connected: database_connect() may be called */
    DATABASE_CONNECTING,
    DATABASE_READY,
    DATABASE_JUDGING, /* READY, but for database_judge() */
    DATABASE_UNFIT,   /* a statement could not be prepared: the schema does not fit; then as DOWN */
};

struct database_settings {
    const char *conninfo;
    bool prepare;
    int statement_timeout; /* milliseconds */
    bool quotas;           /* are to be kept: the triggers ask the connection */
};

struct database;

/* A connection that is down. SETTINGS must outlive it. */
struct database *database_new(const struct database_settings *settings);

/* Closes and frees it; calls in flight must have ended. */
void database_free(struct database *database);

enum database_state database_state(const struct database *database);

/* Why it is down, in libpq's words; for the log only. */
const char *database_message(const struct database *database);

/* Starts to connect: DOWN becomes CONNECTING, or stays DOWN when that failed at once. Each statement is then prepared
 * at its first use. */
void database_connect(struct database *database);

/* Prepares every statement, to see whether the schema fits: READY becomes JUDGING, and that READY again, UNFIT or DOWN.
 * Only when nothing is in flight. */
void database_judge(struct database *database);

/* Whether that went well since it was connected. */
bool database_has_judged(const struct database *database);

/* The descriptor to wait on, -1 when down. It may be another one after each database_proceed() while CONNECTING. */
int database_descriptor(const struct database *database);

/* Whether to wait for it to become writable too. */
bool database_wants_write(const struct database *database);

/* Does what can be done without waiting: connects, sends, takes in results and ends the calls they belong to. When the
 * connection is lost it becomes DOWN, and the calls in flight are given back by database_take_lost(). */
void database_proceed(struct database *database);

/* Sends a call. Only when READY. What the socket does not take at once is left to database_flush(). */
void database_send(struct database *database, struct call *call);

/* Sends what is still buffered as far as the socket takes it. */
void database_flush(struct database *database);

/* Whether its prepared statements or settings are out of date: it should get no more calls, and be dropped when none is
 * in flight. It finds out about statements itself; database_outdate() is for settings. */
bool database_is_outdated(const struct database *database);
void database_outdate(struct database *database);

/* Gives the connection up: DOWN. */
void database_drop(struct database *database, const char *why);

/* After a loss: the next call that was in flight, NULL when there is none left. Its error is ERROR_UNAVAILABLE when it
 * certainly did nothing, ERROR_OUTCOME_UNKNOWN when a write may have been committed. */
struct call *database_take_lost(struct database *database);

/* Calls in flight, the deadline of the oldest (UINT64_MAX: none), and when it was sent (0: none). */
int database_in_flight(const struct database *database);
uint64_t database_deadline(const struct database *database);
uint64_t database_sent(const struct database *database);

#endif
