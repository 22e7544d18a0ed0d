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
    const char *prefix;  /* of the paths that are its own also where there is no route; NULL: what is nobody else's */
    const char *headers; /* complete lines that every response carries */

    /* Where a request names the organisation to act in: a query parameter, which goes first, and a header by the name
     * of its FastCGI parameter. NULL: the dialect has no such thing. */
    const char *org_query, *org_header;

    /* Where a token may be beside Authorization, and a name for Idempotency-Key that its clients know, both as FastCGI
     * parameters. NULL: nowhere, none. */
    const char *token_header, *key_header;

    /* A JSON object of the schemas of its answers by name; 'Message' and 'Refusal' among them are those of routes that
     * name no other. */
    const char *schemas;

    /* The status that an error is answered with. */
    int (*status)(enum error error);
    const char *session_cookie; /* NULL: the dialect has no sessions */

    /* How many requests a credential has for the request's route in 60 seconds; 0: no limit. NULL: never one. */
    int (*budget)(const struct request *request);

    /* Looks at a request before its credential. NULL: nothing is refused so early. */
    enum error (*arrive)(struct request *request);

    /* Reads the body of a route that has a shape, in place of the reader of JSON objects. NULL: that one does. */
    enum error (*read_body)(struct request *request);

    /* Adds to every response. NULL: nothing. */
    void (*decorate)(const struct request *request, struct http_response *response);

    /* Fills the response for an error, in the dialect's words. */
    void (*refuse)(const struct request *request, enum error error, struct http_response *response);
};

/* What a part of the path is. */
enum part_kind {
    PART_TEXT,
    PART_NAME, /* any text but none */
    PART_NUMBER,
    PART_ID,     /* a number or a UID */
    PART_ORG,    /* the organisation the route acts in: entered by enter_org, and no parameter of the statement */
    PART_TEAM,   /* a number or the UID of the team that the access demand is about: entered by enter_team */
    PART_PERSON, /* id or uid of whom the route is about: entered by enter_person, and no parameter of the statement */
    PART_OWNER,  /* whose things the route is about: entered by enter_owner, and no parameter of the statement */
};

struct part {
    enum part_kind kind;
    enum error invalid; /* what a part means that is none of its kind */
};

/* Where the caller's credential is: in what carries one, the first that applies; in the fields user and password of the
 * body; in the cookie of a session only. */
enum credential_place { CREDENTIAL_ANYWHERE, CREDENTIAL_IN_BODY, CREDENTIAL_IN_COOKIE };

/* FROM, when it comes up on this route, means ERROR. */
struct meaning {
    enum error from, error;
};

#define ROUTE_MEANINGS_MAX 6
#define ROUTE_ERRORS_MAX 10

struct route {
    const char *name;        /* of the operation: in the log, the metrics, the documents */
    enum http_method method; /* METHOD_OTHER: every method that no row of this path has */
    const char *path;        /* ':name' stands for one part, a final '*name' for what is left, if any: a parameter */
    const struct dialect *dialect;
    enum access access;
    enum credential_place credential;
    bool unlisted; /* for those who run the site: not in the documents for clients */
    bool changes;  /* a GET that changes something: no link elsewhere may cause it */
    struct part parts[PATH_PARAMETERS_MAX];
    const struct shape *query; /* NULL: a query is not looked at */
    const struct shape *body;  /* NULL: a body is not looked at */
    enum lane lane;
    enum statement_id statement;
    enum statement_id
        prelude;          /* 0, or what is asked in its place, by the path alone, when the request is refused already */
    const char *resource; /* the table whose row it reads or writes: has an entity tag; NULL: it has none */
    enum error absent;    /* what no row of the statement means; ERROR_NONE: there is always one */
    struct meaning meanings[ROUTE_MEANINGS_MAX];
    enum error errors[ROUTE_ERRORS_MAX]; /* what else its statement and functions may end in, for the documents */
    const char *answer, *refusal;        /* schemas, where the dialect's are not it */
    int status;                          /* of success; 0: 200 */
    const char *message;                 /* the answer's; NULL: the answer is the first value of the first row */

    /* Work that would block the loop, run on a thread after a first round trip in which the context let the caller in
     * and, when BEFORE is not 0, that statement ran, which counts a guess at the password that it brings for the work:
     * it takes the guesses of a login, and in how many seconds. What the work makes is bound last. */
    enum statement_id before;
    enum error (*work)(struct request *request);

    /* Adds the queries; NULL: bind_all() does. A refusal it returns is answered only after the context statement, and
     * whatever was added, had nothing against the request. */
    enum error (*prepare)(struct request *request);

    /* Asks PostgreSQL in place of the request's call, and calls ASKED once, maybe at once. NULL: the call is sent. */
    void (*ask)(struct request *request, void (*asked)(struct request *request, enum error error));

    /* Fills the response from the rows; NULL: by MESSAGE. */
    void (*reply)(struct request *request);

    /* Fills the response for an error in place of the dialect; NULL: the dialect does. */
    void (*refuse)(const struct request *request, enum error error, struct http_response *response);
};

/* The map: src/routes.c. */
extern const struct route routes[];
extern const int route_count;

/* All dialects, NULL at the end; the last has no prefix. */
extern const struct dialect *const dialects[];

/* The route of METHOD and PATH, whose path parameters it puts into PARAMETERS; NULL: none. A final slash is ignored
 * (facts: grafana 1.1). */
const struct route *route_find(enum http_method method, const char *path, struct slice parameters[PATH_PARAMETERS_MAX]);

/* The place of ROUTE in the map, and the name of the one at a place; NULL, no route, is the last. */
int route_index(const struct route *route);
const char *route_name(int index);

/* The dialect that answers for PATH where there is no route. */
const struct dialect *route_dialect(const char *path);

/* The names of the methods that the rows of ROUTE's path have, as Allow has them, in MEMORY. */
const char *route_allow(const struct route *route, pool *memory);

/* The row that reads what ROUTE writes at its path, in the same table; NULL: none. */
const struct route *route_reading(const struct route *route);

/* Whether what ROUTE answers is what a GET of the same resource does. */
bool route_shows(const struct route *route);

/* The status of success, and the body that the message makes, in MEMORY. */
int route_status(const struct route *route);
const char *route_message(const struct route *route, pool *memory);

/* Whether the access demand is judged in what the first part of the path names. */
bool route_is_scoped(const struct route *route);

/* What ERROR means on ROUTE, which may be NULL. */
enum error route_meaning(const struct route *route, enum error error);

/* Whether every row is complete; says in the log what is missing. */
bool routes_check(void);

/* Prints the table as JSON. */
void routes_print(void);

#endif
