/*
 * prefctl's own connection to PostgreSQL: one, blocking, one statement at a time. The rows of the last statement stay
 * readable until the next one, so that callers have nothing to free.
 */
#ifndef PREFD_DB_ADMIN_H
#define PREFD_DB_ADMIN_H

#include <stdbool.h>
#include <stddef.h>

#include "db/statement.h"

struct admin;

/* A parameter of a statement: text, NULL for null, or bytea when LENGTH is not 0. */
struct admin_value {
    const char *bytes;
    size_t length;
};

#define ADMIN_TEXT(value) ((struct admin_value){.bytes = (value)})
#define ADMIN_BYTES(value, size) ((struct admin_value){.bytes = (const char *)(value), .length = (size)})

/* Why the last statement failed. The texts live until the next one; "" stands for what PostgreSQL did not say. */
struct admin_error {
    const char *sqlstate;
    const char *constraint;
    const char *message;
};

enum admin_type { ADMIN_TYPE_TEXT, ADMIN_TYPE_NUMBER, ADMIN_TYPE_BOOLEAN };

/* Whether the connection string has a password in it, which the process list would show. */
bool admin_has_password(const char *conninfo);

/*
 * Connects; CONNINFO is what psql takes after -d, NULL leaves all to libpq's environment and defaults. NULL only when
 * memory is out; otherwise ask admin_is_connected(). admin_close() ends it; an open transaction is rolled back.
 */
struct admin *admin_open(const char *conninfo);
void admin_close(struct admin *admin);

/* Whether the server was there at the last call. */
bool admin_is_connected(const struct admin *admin);

/* Runs a statement with its parameters, which may be texts of the last result. False: admin_error() says why. */
bool admin_call(struct admin *admin, const struct statement *statement, const struct admin_value *values);

/* Runs a text of any number of statements without parameters. False: admin_error() says why. */
bool admin_execute(struct admin *admin, const char *sql);

struct admin_error admin_error(const struct admin *admin);

/* The rows of the last statement. A text is NULL for null. */
size_t admin_rows(const struct admin *admin);
size_t admin_columns(const struct admin *admin);
const char *admin_column_name(const struct admin *admin, size_t column);
enum admin_type admin_column_type(const struct admin *admin, size_t column);
const char *admin_text(const struct admin *admin, size_t row, size_t column);

#endif
