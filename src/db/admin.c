/*
 * The only file of prefctl that knows libpq.
 */
#include "db/admin.h"

#include <assert.h>
#include <stdlib.h>

#include <libpq-fe.h>

#define PARAMETERS_MAX 16

/* Types of PostgreSQL's catalogue, whose numbers never change (pg_type.dat). */
enum { TYPE_BOOL = 16, TYPE_INT8 = 20, TYPE_INT4 = 23 };

struct admin {
    PGconn *connection;
    PGresult *result;
};

bool admin_has_password(const char *conninfo)
{
    bool found = false;
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    for (const PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++)
        found = found || (option->dispchar[0] == '*' && option->val != NULL);
    PQconninfoFree(options);
    return found;
}

struct admin *admin_open(const char *conninfo)
{
    const char *const keywords[] = {"dbname", "fallback_application_name", "client_encoding", NULL};
    const char *const values[] = {conninfo, "prefctl", "UTF8", NULL};
    struct admin *admin = calloc(1, sizeof *admin);
    if (admin != NULL)
        admin->connection = PQconnectdbParams(keywords, values, true);
    return admin;
}

void admin_close(struct admin *admin)
{
    if (admin == NULL)
        return;
    PQclear(admin->result);
    PQfinish(admin->connection);
    free(admin);
}

bool admin_is_connected(const struct admin *admin)
{
    return PQstatus(admin->connection) == CONNECTION_OK;
}

/* The old result goes only now: the parameters of this statement may have been its texts. */
static bool keep_result(struct admin *admin, PGresult *result)
{
    PQclear(admin->result);
    admin->result = result;
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

bool admin_call(struct admin *admin, const struct statement *statement, const struct admin_value *values)
{
    const char *texts[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];
    assert(statement->parameter_count <= PARAMETERS_MAX);
    for (int i = 0; i < statement->parameter_count; i++) {
        texts[i] = values[i].bytes;
        lengths[i] = (int)values[i].length;
        formats[i] = values[i].length > 0;
    }
    return keep_result(admin, PQexecParams(admin->connection, statement->sql, statement->parameter_count, NULL, texts,
                                           lengths, formats, 0));
}

bool admin_execute(struct admin *admin, const char *sql)
{
    return keep_result(admin, PQexec(admin->connection, sql));
}

static const char *text_or_empty(const char *text)
{
    return text != NULL ? text : "";
}

struct admin_error admin_error(const struct admin *admin)
{
    const char *message = PQresultErrorField(admin->result, PG_DIAG_MESSAGE_PRIMARY);
    return (struct admin_error){
        .sqlstate = text_or_empty(PQresultErrorField(admin->result, PG_DIAG_SQLSTATE)),
        .constraint = text_or_empty(PQresultErrorField(admin->result, PG_DIAG_CONSTRAINT_NAME)),
        .message = message != NULL ? message : PQerrorMessage(admin->connection),
    };
}

size_t admin_rows(const struct admin *admin)
{
    return (size_t)PQntuples(admin->result);
}

size_t admin_columns(const struct admin *admin)
{
    return (size_t)PQnfields(admin->result);
}

const char *admin_column_name(const struct admin *admin, size_t column)
{
    return PQfname(admin->result, (int)column);
}

enum admin_type admin_column_type(const struct admin *admin, size_t column)
{
    switch (PQftype(admin->result, (int)column)) {
    case TYPE_BOOL:
        return ADMIN_TYPE_BOOLEAN;
    case TYPE_INT8:
    case TYPE_INT4:
        return ADMIN_TYPE_NUMBER;
    default:
        return ADMIN_TYPE_TEXT;
    }
}

const char *admin_text(const struct admin *admin, size_t row, size_t column)
{
    if (PQgetisnull(admin->result, (int)row, (int)column))
        return NULL;
    return PQgetvalue(admin->result, (int)row, (int)column);
}
