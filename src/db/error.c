/*
 * Looks errors up; rows are few and errors rare, so in order.
 */
#include "db/error.h"

#include <stddef.h>
#include <string.h>

struct row {
    enum error error;
    const char *sqlstate;
    const char *constraint;
};

static const struct row rows[] = {
#define ERROR(name)
#define STATE(name, sqlstate_) {.error = ERROR_##name, .sqlstate = (sqlstate_)},
#define ALSO(name, sqlstate_) {.error = ERROR_##name, .sqlstate = (sqlstate_)},
#define CONSTRAINT(name, sqlstate_, constraint_)                                                                       \
    {.error = ERROR_##name, .sqlstate = (sqlstate_), .constraint = (constraint_)},
#define GUARD(constraint)
#include "db/errors.def"
#undef ERROR
#undef STATE
#undef ALSO
#undef CONSTRAINT
#undef GUARD
};

static const char *const names[] = {
#define ERROR(name) #name,
#define STATE(name, sqlstate) #name,
#define ALSO(name, sqlstate)
#define CONSTRAINT(name, sqlstate, constraint)
#define GUARD(constraint)
#include "db/errors.def"
#undef ERROR
#undef STATE
#undef ALSO
#undef CONSTRAINT
#undef GUARD
};

static bool sqlstate_fits(const char *pattern, const char *sqlstate)
{
    for (size_t i = 0; pattern[i] != '\0'; i++) {
        if (pattern[i] != '*' && pattern[i] != sqlstate[i])
            return false;
    }
    return true;
}

enum error error_of_sqlstate(const char *sqlstate, const char *constraint)
{
    if (sqlstate == NULL || strlen(sqlstate) != 5)
        return ERROR_INTERNAL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        bool constraint_fits =
            row->constraint == NULL || (constraint != NULL && strcmp(row->constraint, constraint) == 0);
        if (constraint_fits && sqlstate_fits(row->sqlstate, sqlstate))
            return row->error;
    }
    return ERROR_INTERNAL;
}

const char *error_name(enum error error)
{
    return names[error];
}
