/*
 * What a request is called towards support: req_ and a ULID (facts: valara 7.1).
 */
#ifndef PREFD_API_VALARA_REQUEST_ID_H
#define PREFD_API_VALARA_REQUEST_ID_H

#include "request.h"

#define REQUEST_ID_SIZE 31

/* Of one request always the same. */
void request_id(const struct request *request, char id[REQUEST_ID_SIZE]);

#endif
