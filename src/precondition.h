/*
 * Entity tags: what a client must know of a resource to change it, and need not be sent again (RFC 9110 8.8, 13.1).
 */
#ifndef PREFD_PRECONDITION_H
#define PREFD_PRECONDITION_H

#include "request.h"

/*
 * A tag of an answer that shows the resource is the version's, a point, and a digest of the body, so that other bytes
 * have another tag: what a representation is made from has more than one version. The statement that writes judges
 * the version, so that of any number of writers one wins each. Whether the bytes are still those that a tag names is
 * looked at before, by the route that reads them: what else they are made from is not what is written, so that it may
 * change meanwhile.
 */

/* When the request names a tag with a digest, and what it writes can be looked at and was not yet, its route is the one
 * that reads, until precondition_looked(). */
void precondition_look(struct request *request);

/* The request is on its own route again. Its response, when FOUND, is what the other one read: its tag is kept. */
void precondition_looked(struct request *request, bool found);

/* Adds the statement that makes the route's statement judge If-Match or If-None-Match, when the request has one and the
 * route changes a resource. If-Match goes first. */
void precondition_bind(struct request *request);

/* Puts the entity tag of a VERSION into the response, whose body is there; returns what is between its quotes. */
const char *precondition_tell(struct request *request, struct slice version);

/* Puts the entity tag of the answered resource, the column 'tag' of the statement's row, into the response; when
 * If-None-Match of a GET names it, there is no more to say than 304. */
void precondition_answer(struct request *request);

/* Tells who expected another version, and is refused, the one that there is. */
void precondition_refuse(struct request *request);

#endif
