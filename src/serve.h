/*
 * The path of a request.
 */
#ifndef PREFD_SERVE_H
#define PREFD_SERVE_H

#include "base/config.h"
#include "http/message.h"

/* Once, before requests come. CONFIG is read at every request, so that a reload counts. */
void serve_start(const struct config *config);

/* Serves one request; answers it by connection_answer(), now or when PostgreSQL has answered. */
void serve(struct http_request *http);

#endif
