/*
 * The address by which the client reached this site, for answers that name others.
 */
#ifndef PREFD_HTTP_SITE_H
#define PREFD_HTTP_SITE_H

#include "http/message.h"

/* 'scheme://host[:port]': the scheme as the first of X-Forwarded-Proto says, else as nginx does; the host as the client
 * named it. All of it are characters of an authority: nothing in it needs escaping. */
const char *site_address(const struct http_request *request);

#endif
