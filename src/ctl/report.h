/*
 * The answer of a command on standard output: JSON with --json, else one plain value a line. Columns of a statement
 * are named as the JSON members they become.
 */
#ifndef PREFD_CTL_REPORT_H
#define PREFD_CTL_REPORT_H

#include <json-c/json_object.h>
#include <stddef.h>

#include "ctl/session.h"

/* A row of the last statement as an object, which the caller owns. */
struct json_object *report_row(const struct session *session, size_t row);

/*
 * Prints the object, or without --json its member PLAIN alone (NULL: nothing). Takes the object over, wipes its texts
 * and frees it. Refused when standard output cannot be written.
 */
enum exit_status report_object(const struct session *session, struct json_object *object, const char *plain);

/* Prints all rows of the last statement: an array of objects, or a heading and columns parted by tabs. */
enum exit_status report_rows(const struct session *session);

/* Writes out what was printed. Refused when standard output cannot be written. */
enum exit_status report_end(void);

#endif
