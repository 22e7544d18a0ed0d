/*
 * What is kept of a request that has been answered: its line in the log and its place in the metrics. One that failed
 * (5xx) leaves a line in PostgreSQL's log, too, if PostgreSQL had it: then all three logs have its id.
 */
#ifndef PREFD_RECORD_H
#define PREFD_RECORD_H

#include "request.h"

/* Adds what a call of REQUEST took and failed in to what is known of it. */
void record_trace(struct request *request, const struct trace *trace);

/* Of a request whose response is there. */
void record_answer(struct request *request);

#endif
