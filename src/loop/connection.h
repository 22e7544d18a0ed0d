/*
 * nginx's connections: one request at a time on each, many connections.
 */
#ifndef PREFD_LOOP_CONNECTION_H
#define PREFD_LOOP_CONNECTION_H

#include "http/message.h"
#include "loop/loop.h"

/* Answers a request that the handler was given and frees its memory. A client that has gone is not told. */
void connection_answer(struct http_request *request, const struct http_response *response);

/* Takes over an accepted descriptor. */
void connection_open(int descriptor, loop_handler *handler);

/* Longest request body that is read, from the next request on. */
void connection_set_body_limit(size_t bytes);

/* Connections that are open. */
int connection_count(void);

/* Requests answered so far. */
int connection_answers(void);

#endif
