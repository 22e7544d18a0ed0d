/*
 * Keeps the worker's connections to PostgreSQL up: opens them, opens those anew that are lost or out of date, and lets
 * none serve before one has found that the schema fits.
 */
#ifndef PREFD_LOOP_UPKEEP_H
#define PREFD_LOOP_UPKEEP_H

#include <uv.h>

#include "base/config.h"
#include "db/connection.h"
#include "loop/lane.h"
#include "loop/watch.h"

/* A place for a connection. */
struct slot {
    enum lane lane;
    struct database *database;
    struct watch watch; /* of the present descriptor */
    uv_timer_t retry;
    uint64_t retry_after;
    bool serves;    /* takes calls */
    bool doubts;    /* whether the schema still fits, so that it judges before it serves */
    bool tried;     /* its first try has ended */
    char said[256]; /* why it is down, as the log has it; empty: it is not */
};

struct upkeep_listener {
    void (*ready)(bool fit);         /* as lanes_open() says */
    void (*lost)(struct call *call); /* for each call that was in flight on a connection that is lost */
};

/* Makes a slot for each connection that CONFIG asks for, and starts to connect. Returns the slots, and their number in
 * COUNT; they live until upkeep_end(). */
struct slot *upkeep_start(const struct config *config, const struct upkeep_listener *listener, int *count);

/* Opens connections anew, each when it has nothing in flight, if CONFIG has changed what they were opened with. */
void upkeep_reload(const struct config *config);

/* Says in the metrics how the connections are. */
void upkeep_measure(void);

/* Closes all connections. No call may be in flight. */
void upkeep_end(void);

/* Whether calls can be sent on it. */
bool slot_is_up(const struct slot *slot);

/* Takes in what has arrived. */
void slot_proceed(struct slot *slot);

/* Sends what is buffered, as far as the socket takes it. */
void slot_flush(struct slot *slot);

/* Gives the connection up for WHY, and what is in flight with it; another one is opened. */
void slot_drop(struct slot *slot, const char *why);

#endif
