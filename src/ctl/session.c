/*
 * The way to the database and back.
 */
#include "ctl/session.h"

#include <stdlib.h>

#include "ctl/refusal.h"

const char *session_option(const struct session *session, enum option_id option)
{
    return session->arguments.values[option];
}

const char *session_switch(const struct session *session, enum option_id option)
{
    return session_option(session, option) != NULL ? "true" : "false";
}

static enum exit_status explain(const struct session *session, const char *name)
{
    struct admin_error error = admin_error(session->database);
    if (!admin_is_connected(session->database))
        return unreachable("the database does not answer: %s", error.message);
    if (name != NULL)
        return refused("%s: %s", name, error.message);
    return refused("%s", refusal_text(&error));
}

enum exit_status session_call(struct session *session, enum ctl_statement_id statement,
                              const struct admin_value *values)
{
    if (admin_call(session->database, &ctl_statements[statement], values))
        return STATUS_DONE;
    return explain(session, NULL);
}

enum exit_status session_execute(struct session *session, const char *sql, const char *name)
{
    return admin_execute(session->database, sql) ? STATUS_DONE : explain(session, name);
}

enum exit_status session_act_as(struct session *session, const char *role)
{
    return session_call(session, CTL_STATEMENT_SESSION_BEGIN,
                        (struct admin_value[]){ADMIN_TEXT(role != NULL ? role : "none")});
}

enum exit_status session_open(struct session *session, const char *role)
{
    const char *conninfo = session_option(session, OPTION_DATABASE);
    if (conninfo != NULL && admin_has_password(conninfo))
        return misused("--database must not contain a password, the process list would show it; "
                       "use PGPASSFILE, PGPASSWORD or PREFD_ADMIN_DATABASE");
    session->database = admin_open(conninfo != NULL ? conninfo : getenv("PREFD_ADMIN_DATABASE"));
    if (session->database == NULL)
        return refused("out of memory");
    return admin_is_connected(session->database) ? session_act_as(session, role) : explain(session, NULL);
}

void session_close(struct session *session)
{
    admin_close(session->database);
    session->database = NULL;
}
