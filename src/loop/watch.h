/*
 * Waiting for what a connection to PostgreSQL can do next.
 */
#ifndef PREFD_LOOP_WATCH_H
#define PREFD_LOOP_WATCH_H

#include <uv.h>

#include "db/connection.h"

/* Zeroed, it waits for nothing. */
struct watch {
    uv_poll_t *poll; /* NULL: it does not */
    int events;      /* what it waits for */
};

/* Calls ON_EVENT, whose POLL->data is OWNER, when DATABASE can be read, or written if it wants that. To be called again
 * after each database_proceed(). */
void watch_database(struct watch *watch, const struct database *database, uv_poll_cb on_event, void *owner);

/* To be called when ON_EVENT gets an error for its STATUS: libuv has stopped waiting. A peer that is gone may have left
 * something to read before the error, so the next watch_database() waits again. */
void watch_stopped(struct watch *watch);

/* Waits no longer. Must be called before the descriptor is closed. */
void watch_end(struct watch *watch);

/* Sending may find the connection broken, and libpq then closes the descriptor, whose number the next one to be opened
 * gets: to be called after anything was sent, so that it is let go at once. */
static inline void watch_end_if_closed(struct watch *watch, const struct database *database)
{
    if (database_descriptor(database) < 0)
        watch_end(watch);
}

#endif
