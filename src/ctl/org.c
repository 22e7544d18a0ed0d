/*
 * Organisations.
 */
#include "ctl/command.h"
#include "ctl/report.h"

static enum exit_status org_create(struct session *session)
{
    const char *admin = session_option(session, OPTION_ADMIN);
    enum exit_status status =
        session_call(session, CTL_STATEMENT_ORG_CREATE,
                     (struct admin_value[]){ADMIN_TEXT(session_option(session, OPTION_NAME)), ADMIN_TEXT(admin)});
    if (status != STATUS_DONE)
        return status;
    if (admin_rows(session->database) == 0)
        return refused("--admin: there is no person \"%s\"", admin);
    return report_object(session, report_row(session, 0), "id");
}

const struct command org_create_command = {
    .name = "org create",
    .summary = "create an organisation; prints its id",
    .description = "The current organisation of its Admin stays as it is.\n",
    .database_role = "prefd_admin",
    .options = {[OPTION_NAME] = {.help = "name of the organisation", .is_required = true},
                [OPTION_ADMIN] = {.help = "person who becomes its Admin"}},
    .run = org_create,
};
