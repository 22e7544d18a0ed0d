/*
 * A route is everything there is to know about an endpoint but its two thoughts, prepare and reply. A dialect is how a
 * family of APIs speaks.
 */
#ifndef PREFD_ROUTE_H
#define PREFD_ROUTE_H

#include "auth/access.h"
#include "db/error.h"
#include "db/statements.gen.h"
#include "http/message.h"
#include "json/body.h"
#include "loop/lane.h"

struct request;

struct dialect {
    const char *name;
    const char *headers; /* complete lines that every response carries */

    /* Where a request names the organisation to act in: a query parameter, which goes first, and a header by the name
     * of its FastCGI parameter. NULL: the dialect has no such thing. */
    const char *org_query, *org_header;

    /* Fills the response for an error, in the dialect's words. */
    void (*refuse)(const struct request *request, enum error error, struct http_response *response);
};

struct route {
    const char *name; /* of the operation: in the log, the metrics, the documents */
    enum http_method method;
    const char *path; /* ':name' stands for one part, which becomes a path parameter */
    const struct dialect *dialect;
    enum access access;
    enum error not_a_number[PATH_PARAMETERS_MAX]; /* what a path parameter that is none means; ERROR_NONE: it is text */
    const struct shape *body; /* NULL: a body is not looked at */
    enum lane lane;
    enum statement_id statement;
    enum error absent;   /* what no row of the statement means; ERROR_NONE: there is always one */
    const char *message; /* for reply_message */

    /* Adds the queries. NULL: the statement with the path parameters in their order. A refusal it returns is answered
     * only after the context statement, and whatever was added, had nothing against the request. */
    enum error (*prepare)(struct request *request);

    /* Fills the response from the rows. */
    void (*reply)(struct request *request);

    /* Fills the response for an error in place of the dialect; NULL: the dialect does. */
    void (*refuse)(const struct request *request, enum error error, struct http_response *response);
};

/* The map: src/routes.c. */
extern const struct route routes[];
extern const int route_count;

/* Speaks where no route is found. */
extern const struct dialect *const default_dialect;

/* The route of METHOD and PATH, whose path parameters it puts into PARAMETERS; NULL: none. A final slash is ignored
 * (facts: grafana 1.1). */
const struct route *route_find(enum http_method method, const char *path, struct slice parameters[PATH_PARAMETERS_MAX]);

/* Whether every row is complete; says in the log what is missing. */
bool routes_check(void);

/* Prints the table as JSON. */
void routes_print(void);

#endif
