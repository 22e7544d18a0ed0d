/*
 * Media types (RFC 9110 8.3.1, 12.5.1).
 */
#ifndef PREFD_HTTP_MEDIA_H
#define PREFD_HTTP_MEDIA_H

#include <stdbool.h>

/* Whether a Content-Type field is of TYPE, whatever its parameters. */
bool media_is(const char *content_type, const char *type);

/* Whether an Accept field admits application/json; NULL and the empty one admit everything. */
bool media_json_accepted(const char *accept);

#endif
