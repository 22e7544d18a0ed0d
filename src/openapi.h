/*
 * The OpenAPI 3.1 document of the routes: made from the route table, the dialects' tables and their schemas, so that it
 * cannot say anything else than they do.
 */
#ifndef PREFD_OPENAPI_H
#define PREFD_OPENAPI_H

#include "db/error.h"

/* The document as JSON text. Made at the first call, kept until the process ends. NULL, with a word in the log, when a
 * dialect's schemas are no JSON or a row names one that is not there. */
const char *openapi_document(void);

/* The two thoughts of the route that serves it: nothing is asked of PostgreSQL. */
struct request;
enum error openapi_prepare(struct request *request);
void openapi_reply(struct request *request);

#endif
