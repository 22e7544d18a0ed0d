/*
 * Lanes: the worker's PostgreSQL connections, grouped by kind of work, so that what is slow never stands in front of
 * what is quick (architecture: measured counts in config.def).
 */
#ifndef PREFD_LOOP_LANE_H
#define PREFD_LOOP_LANE_H

#include <stdbool.h>

#include "base/config.h"
#include "db/call.h"

enum lane { LANE_READ, LANE_WRITE, LANE_SEARCH, LANE__MAX };

/* Opens the lanes; each connection is kept up from now on, with a back-off of at most LANE_RETRY_MAX milliseconds.
 * CONFIG is read again at every call, so that a reload counts. READY is called once when every connection had its first
 * try; fit is false when PostgreSQL was there but its schema does not fit the statements. */
#define LANE_RETRY_MAX 500
void lanes_open(const struct config *config, void (*ready)(bool fit));

/* Opens the connections anew, each when it has nothing in flight, if a reload changed what they were opened with. */
void lanes_reload(void);

/* Closes all connections. No call may be in flight. */
void lanes_close(void);

/* Has a call sent on the least loaded connection of LANE by the next lanes_flush() that finds one with room.
 * CALL->answer is called in any case, at once when the lane is full (ERROR_OVERLOADED) or has no connection
 * (ERROR_UNAVAILABLE), and when half of request_timeout has gone by before it could be sent (ERROR_OVERLOADED). A call
 * that was rolled back by a deadlock, or that only reads and lost its connection, is sent again, three times in all. */
void lane_submit(enum lane lane, struct call *call);

/* Sends what waits, as far as there is room for it. Once a turn of the loop. */
void lanes_flush(void);

/* Whether there is a connection, which all lanes use that have none of their own. */
bool lanes_are_up(void);

/* Says in the metrics how the connections are. */
void lanes_measure(void);

/* Calls in all lanes that wait or are in flight. */
int lanes_in_flight(void);

#endif
