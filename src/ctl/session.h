/*
 * One run of prefctl: what was asked, and the database it is asked of.
 */
#ifndef PREFD_CTL_SESSION_H
#define PREFD_CTL_SESSION_H

#include "ctl/message.h"
#include "ctl/options.h"
#include "ctl/statements.gen.h"
#include "db/admin.h"

struct session {
    struct arguments arguments;
    struct admin *database;
};

/* The value of an option, NULL when it was not given. */
const char *session_option(const struct session *session, enum option_id option);

/* A switch as a parameter of a statement: "true" or "false". */
const char *session_switch(const struct session *session, enum option_id option);

/*
 * Connects to the database of --database, else PREFD_ADMIN_DATABASE, else libpq's defaults, and takes on the role
 * (NULL: keeps the one that signed in). session_close() in any case.
 */
enum exit_status session_open(struct session *session, const char *role);
void session_close(struct session *session);

/* Takes on a role until the end of the session; NULL: the one that signed in. */
enum exit_status session_act_as(struct session *session, const char *role);

/* Runs a statement of sql/stmt/prefctl with its parameters. What PostgreSQL refuses is said in the operator's words. */
enum exit_status session_call(struct session *session, enum ctl_statement_id statement,
                              const struct admin_value *values);

/* The same for a text of statements without parameters; NAME says in a message where they come from, or is NULL. */
enum exit_status session_execute(struct session *session, const char *sql, const char *name);

#endif
