/*
 * What a request brought, bound to its route's statement.
 */
#ifndef PREFD_BIND_H
#define PREFD_BIND_H

#include "request.h"

/* Adds the statement that enters what the first path part names, when the route has such a part. Returns what is wrong
 * with the part. */
enum error bind_scope(struct request *request);

/* Adds the route's statement with all of these in their order, as text, what is absent as NULL: the parts of the path
 * but an organisation's; the fields of the query, then of the body, in the order of their shapes, but secrets; the hash
 * that the route's work made, and the one it compared. Lists and objects are JSON. Returns what is wrong with a part or
 * a value. */
enum error bind_all(struct request *request);

/* The parts and the query alone, to QUERY. */
enum error bind_parts(struct request *request, struct query *query);
enum error bind_query(struct request *request, struct query *query);

#endif
