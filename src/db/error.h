/*
 * Errors by name, and what PostgreSQL's SQLSTATE and constraint names mean: the table errors.def.
 */
#ifndef PREFD_DB_ERROR_H
#define PREFD_DB_ERROR_H

#include <stdbool.h>

enum error {
#define ERROR(name) ERROR_##name,
#define STATE(name, sqlstate) ERROR_##name,
#define ALSO(name, sqlstate)
#define CONSTRAINT(name, sqlstate, constraint)
#define GUARD(constraint)
#include "db/errors.def"
#undef ERROR
#undef STATE
#undef ALSO
#undef CONSTRAINT
#undef GUARD
    ERROR__MAX
};

/* The error that SQLSTATE (NULL: the connection said nothing) and CONSTRAINT (NULL: none) mean; ERROR_INTERNAL when no
 * row names them. */
enum error error_of_sqlstate(const char *sqlstate, const char *constraint);

/* The row's name, for the log. */
const char *error_name(enum error error);

#endif
