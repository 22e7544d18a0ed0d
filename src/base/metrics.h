/*
 * What a pool of workers counts. Each worker writes its own slot of a file that all of them map, without locks; any of
 * them can add all slots up. A slot outlives its worker, and the next worker counts on in it, so that no counter goes
 * back when a worker ends, however it ends.
 */
#ifndef PREFD_BASE_METRICS_H
#define PREFD_BASE_METRICS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* The errors that requests fail with, by the rows of db/errors.def, and what they are called: any other is INTERNAL. */
#define METRIC_FAILURES(ROW)                                                                                           \
    ROW(INTERNAL, "internal")                                                                                          \
    ROW(OVERLOADED, "overloaded")                                                                                      \
    ROW(OUTCOME_UNKNOWN, "outcome_unknown")                                                                            \
    ROW(UNAVAILABLE, "unavailable")                                                                                    \
    ROW(TIMED_OUT, "timed_out")                                                                                        \
    ROW(SHUT_DOWN, "shut_down")                                                                                        \
    ROW(CONFLICT, "conflict")                                                                                          \
    ROW(RESOURCES, "resources")                                                                                        \
    ROW(SCHEMA_CHANGED, "schema_changed")                                                                              \
    ROW(READ_ONLY, "read_only")

enum metric {
#define LABELS(...)
#define METRIC(id, ...) METRIC_##id,
#include "base/metrics.def"
#undef LABELS
#undef METRIC
    METRIC__MAX
};

/* Series, in the order of their LABELS; the lanes are those of loop/lane.h. */
enum metric_state { STATE_IDLE, STATE_BUSY, STATE_DOWN, STATE__MAX };
enum metric_stage { STAGE_QUEUE, STAGE_DATABASE, STAGE_HASH, STAGE__MAX };
enum metric_retry { RETRY_CONFLICT, RETRY_SCHEMA_CHANGED, RETRY_CONNECTION_LOST };
#define LANE_NONE 3

/* The values of a label that are not in metrics.def. */
struct metric_names {
    int count;
    const char *(*name)(int index);
};

/* Takes a slot of FILE, which is made when it is not there; "", or when it cannot be used, of memory of its
 * own: this worker is then the whole pool. Counts this start, and the ends of those who left without metrics_end().
 * Before it nothing is counted. */
void metrics_start(const char *file, struct metric_names routes, struct metric_names statuses);

/* Says that this worker ends as it should. */
void metrics_end(void);

/* Adds one to a series, which is FIRST x values of the second set + SECOND. */
void metric_count(enum metric metric, int series);

/* Says what a GAUGE is in this worker. */
void metric_set(enum metric metric, int series, uint64_t value);

/* Puts a time into a HISTOGRAM. */
void metric_observe(enum metric metric, int series, uint64_t microseconds);

/* Prints all metrics in Prometheus' text format, version 0.0.4; of REQUESTS those series that have counted. */
void metrics_print(FILE *out);

/* Prints the table of docs/operations.md. */
void metrics_print_manual(FILE *out);

#endif
