/*
 * Calls in a row: those that wait, and those that are in flight on a connection. A call is in one row at a time.
 */
#ifndef PREFD_DB_CALLS_H
#define PREFD_DB_CALLS_H

#include "db/call.h"

/* Zeroed, it is empty. */
struct calls {
    struct call *first, *last;
    int count;
};

void calls_append(struct calls *calls, struct call *call);
void calls_prepend(struct calls *calls, struct call *call);

/* Removes the first and returns it; NULL: there is none. */
struct call *calls_take(struct calls *calls);

#endif
