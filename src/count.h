/*
 * Budgets of requests (dialect.budget), kept over all workers. A request is counted by a call of its own before all
 * else, so that it counts whatever then becomes of it.
 */
#ifndef PREFD_COUNT_H
#define PREFD_COUNT_H

#include "request.h"

/* Asks the dialect for the budget of a request that has a credential. */
void count_start(struct request *request);

/* Whether the request has yet to be counted. */
bool count_is_due(const struct request *request);

/* Adds the statement that counts it, behind the context statement. */
void count_bind(struct request *request);

/* Reads what the statement said. ERROR_RATE_LIMITED: there was nothing left. */
enum error count_read(struct request *request);

#endif
