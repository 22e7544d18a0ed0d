/*
 * The two thoughts of a row for all methods that the other rows of its path do not have.
 */
#ifndef PREFD_METHODS_H
#define PREFD_METHODS_H

#include "request.h"

/* Whether REQUEST is OPTIONS, which changes nothing (RFC 9110 9.2.1). */
bool methods_are_asked(const struct request *request);

/* OPTIONS asks nothing of the route; any other method is not allowed. */
enum error methods_prepare(struct request *request);

/* Answers OPTIONS: no content, and Allow (RFC 9110 9.3.7). */
void methods_reply(struct request *request);

#endif
