/*
 * Bodies of Valara's API: JSON merge patches whose fields are strings (facts: valara 5).
 */
#ifndef PREFD_API_VALARA_BODIES_H
#define PREFD_API_VALARA_BODIES_H

#include "json/scan.h"
#include "request.h"

/* What a body is that passed: the members of the shape's fields, each a string, null or absent; kept by the request. */
struct valara_body {
    struct json_text *members;
    const char *faults; /* entries of details.errors, apart by commas */
    int fault_count;
};

/* Reads the body of a request. What is wrong: the type or size of the body, the idempotency key, then what is in it. */
enum error valara_body_read(struct request *request);

/* The body that was read; of a request without one: empty. */
struct valara_body *valara_body(struct request *request);

/* Adds a fault, of the body or of the query; the texts need no escaping. */
void valara_fault(struct request *request, const char *field, const char *code, const char *message);

/* The faults as members of an object: errors and field_count. */
const char *valara_faults(const struct request *request);

#endif
