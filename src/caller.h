/*
 * Who sends a request: the credential that it carries.
 */
#ifndef PREFD_CALLER_H
#define PREFD_CALLER_H

#include "request.h"

/* Finds the request's credential. UNAUTHORIZED: the route needs one and there is none that could be one;
 * ORIGIN_NOT_ALLOWED: a page elsewhere may have made a browser send it. */
enum error caller_find(struct request *request);

#endif
