/*
 * A request and its response in the terms of RFC 9110, free of FastCGI.
 */
#ifndef PREFD_HTTP_MESSAGE_H
#define PREFD_HTTP_MESSAGE_H

#include <stdbool.h>

#include "base/pool.h"
#include "base/slice.h"

/* Methods that routes are found by; HEAD is read as GET with head_only set, all others as METHOD_OTHER. */
enum http_method { METHOD_OTHER, METHOD_GET, METHOD_PUT, METHOD_PATCH, METHOD_POST, METHOD_DELETE };

/* Path parameters of one route at the most. */
#define PATH_PARAMETERS_MAX 3

/* What became of the body while it was read; cut: shorter than announced. */
enum http_body_state { BODY_WHOLE, BODY_TOO_LONG, BODY_CUT };

/* Texts belong to the connection and live until it is answered. Absent headers are NULL. */
struct http_request {
    pool *memory;
    enum http_method method;
    bool head_only;
    const char *method_name;
    const char *path;  /* decoded, as nginx passes PATH_INFO; never NULL */
    const char *query; /* not decoded; never NULL */
    const char *authorization;
    const char *id; /* REQUEST_ID, given by nginx; never NULL */
    const char *remote_address;
    struct slice body;
    enum http_body_state body_state;
    char **parameters; /* of FastCGI, 'NAME=value', NULL at the end */
    struct slice path_parameters[PATH_PARAMETERS_MAX];
};

/* HEADERS is a constant block of complete lines of the dialect, FIELDS and MORE_FIELDS are lines of this response, or
 * NULL; the body need not be zero-terminated. */
struct http_response {
    int status;
    const char *content_type; /* NULL: there is no content */
    const char *headers, *fields, *more_fields;
    const char *challenge; /* WWW-Authenticate, or NULL */
    int retry_after;       /* seconds, 0: no such field */
    struct slice body;
};

/* Adds a header field; the value must be one line. */
void response_add(pool *memory, struct http_response *response, const char *name, const char *value);

/* The value of the FastCGI parameter NAME, as HTTP_ACCEPT for a header; NULL when it is absent. */
const char *http_parameter(const struct http_request *request, const char *name);

/* The same of a header whose value is a list: all its lines as one (RFC 9110 5.3), which nginx before 1.23 passes one
 * by one. */
const char *http_list(const struct http_request *request, const char *name);

/* The method named by NAME, and its name. */
enum http_method http_method_of(const char *name);
const char *http_method_name(enum http_method method);

/* The statuses of status.def, in order, and one for all others: the place of STATUS, and the text of a place. */
enum {
#define STATUS(code, reason) HTTP_STATUS_##code,
#include "http/status.def"
#undef STATUS
    HTTP_STATUS_OTHER,
    HTTP_STATUS_COUNT
};
int http_status_index(int status);
const char *http_status_text(int index);

/* The reason phrase of a status that is in status.def; "" for others. */
const char *http_reason(int status);

#endif
