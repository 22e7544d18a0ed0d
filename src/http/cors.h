/*
 * Pages of other sites that may call the API from a browser (the Fetch standard's CORS protocol).
 */
#ifndef PREFD_HTTP_CORS_H
#define PREFD_HTTP_CORS_H

#include "http/message.h"

/* Whether it is a browser's question, from an origin in LISTED, whether it may send another request. */
bool cors_asks(const struct http_request *request, const char *listed);

/* The answer to that question. */
struct http_response cors_answer(void);

/* The lines, in the request's memory, that each answer has when origins are LISTED; "" when none are. */
const char *cors_fields(const struct http_request *request, const char *listed);

#endif
