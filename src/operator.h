/*
 * What those who run the site ask: whether a worker lives, whether it can serve, and what the pool has counted.
 */
#ifndef PREFD_OPERATOR_H
#define PREFD_OPERATOR_H

#include "route.h"

/* Asks PostgreSQL nothing. */
enum error live_prepare(struct request *request);

/* Whether there is a connection to PostgreSQL and it answers, within READY_LIMIT milliseconds. */
#define READY_LIMIT 800
void ready_ask(struct request *request, void (*asked)(struct request *request, enum error error));

/* All metrics in Prometheus' text format. ERROR_RESOURCES: without memory. */
enum error metrics_prepare(struct request *request);
void metrics_reply(struct request *request);

#endif
