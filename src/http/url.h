/*
 * The query of a URL, as application/x-www-form-urlencoded.
 */
#ifndef PREFD_HTTP_URL_H
#define PREFD_HTTP_URL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"
#include "base/slice.h"

/* The first value of NAME in QUERY, decoded into MEMORY; false when it is absent. A value may hold any byte. */
bool url_query_value(pool *memory, const char *query, const char *name, struct slice *value);

/* The same for the next value of NAME in any case (published clients spell as they like: facts, grafana 16); *QUERY
 * goes on behind the one found. */
bool url_query_next(pool *memory, const char **query, const char *name, struct slice *value);

/* The next pair of REST, a copy of a query or of a form's body: both are decoded where they are, in it; *REST goes on
 * behind them. A name without '=' has the empty value. */
bool url_pair_next(char **rest, struct slice *name, struct slice *value);

/* TEXT as a name or value of a query. */
const char *url_encode(pool *memory, struct slice text);

/* Reads all of TEXT as a decimal 64-bit number, with or without a sign; false for anything else. */
bool url_number(struct slice text, int64_t *number);

/* Reads all of TEXT as a decimal number above zero, with or without a sign; false for anything else. */
bool url_positive_number(struct slice text, int64_t *number);

#endif
