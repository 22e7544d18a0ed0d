/*
 * Where a browser's request comes from: a page of this site, or of another one that makes the browser send what it
 * holds for this site (cross-site request forgery).
 */
#ifndef PREFD_HTTP_ORIGIN_H
#define PREFD_HTTP_ORIGIN_H

#include "http/message.h"

enum origin { ORIGIN_UNKNOWN, ORIGIN_OWN, ORIGIN_FOREIGN };

/* By Sec-Fetch-Site, which no page can forge, else Origin, else Referer, whose host must be the request's. An origin of
 * LISTED, names between commas and spaces, counts as own. UNKNOWN: the request says nothing, as old browsers and
 * programs. */
enum origin origin_of(const struct http_request *request, const char *listed);

/* The request's Origin field if LISTED has it; NULL: it does not, or there is none. */
const char *origin_listed(const struct http_request *request, const char *listed);

#endif
