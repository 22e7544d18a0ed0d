/*
 * FastCGI connections by libfcgi, but without its accept loop: the caller accepts, waits until there is something to
 * read, and hands the descriptor over. The only file that sees fcgiapp.h.
 */
#ifndef PREFD_HTTP_FCGI_H
#define PREFD_HTTP_FCGI_H

#include <stdbool.h>

#include "http/message.h"

struct fcgi_connection;

/* Once per process, before anything else here. False when libfcgi cannot be used. */
bool fcgi_start(void);

/* Takes over the connected DESCRIPTOR, which must be blocking: libfcgi cannot read otherwise. Reads and writes on it
 * end after FCGI_WAIT_SECONDS without progress. */
#define FCGI_WAIT_SECONDS 2
struct fcgi_connection *fcgi_open(int descriptor);

/* Reads the next request into REQUEST, with at most BODY_LIMIT bytes of body. To be called when the descriptor is
 * readable and no request is under way. False when the peer hung up or broke the protocol: only fcgi_close() may
 * follow. */
bool fcgi_read(struct fcgi_connection *connection, size_t body_limit, struct http_request *request);

/* Sends the response of the request that was read and ends that request: what it pointed to is gone. False when the
 * connection must now be closed, by nginx's wish or because it broke. */
bool fcgi_write(struct fcgi_connection *connection, bool head_only, const struct http_response *response);

/* Closes the descriptor and frees the connection, in whatever state it is. */
void fcgi_close(struct fcgi_connection *connection);

#endif
