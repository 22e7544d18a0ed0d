/*
 * A statement of sql/stmt: prepared under its own name on a connection that uses it.
 */
#ifndef PREFD_DB_STATEMENT_H
#define PREFD_DB_STATEMENT_H

struct statement {
    const char *name;
    const char *sql;
    int parameter_count;
};

#endif
