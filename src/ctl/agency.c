/*
 * Organisations as agencies: the roles of their members there, and who manages whom (facts: valara 4).
 */
#include "ctl/command.h"
#include "ctl/report.h"

/* Both statements take an organisation, a member of it, and what is to become of them. */
static enum exit_status change(struct session *session, enum ctl_statement_id statement, enum option_id option)
{
    const char *org = session_option(session, OPTION_ORG), *login = session_option(session, OPTION_LOGIN);
    enum exit_status status = session_call(
        session, statement,
        (struct admin_value[]){ADMIN_TEXT(org), ADMIN_TEXT(login), ADMIN_TEXT(session_option(session, option))});
    if (status != STATUS_DONE)
        return status;
    if (admin_rows(session->database) == 0)
        return refused("--login: there is no person \"%s\" in organisation %s", login, org == NULL ? "1" : org);
    return report_object(session, report_row(session, 0), NULL);
}

static enum exit_status agency_role(struct session *session)
{
    return change(session, CTL_STATEMENT_AGENCY_ROLE, OPTION_AGENCY_ROLE);
}

static enum exit_status agency_manager(struct session *session)
{
    return change(session, CTL_STATEMENT_AGENCY_MANAGER, OPTION_MANAGER);
}

const struct command agency_role_command = {
    .name = "agency role",
    .summary = "give a member of an agency, which is an organisation, a role there",
    .description = "It says whom Valara's API lets them reach: a broker or a photographer their\n"
                   "team, an owner everybody, all others nobody but themselves. Without\n"
                   "--agency-role an Admin of the organisation is its owner, everybody else a\n"
                   "viewer.\n",
    .database_role = "prefd_admin",
    .options = {[OPTION_LOGIN] = {.help = "whose role", .is_required = true},
                [OPTION_ORG] = {.help = "organisation; default: 1"},
                [OPTION_AGENCY_ROLE] = {.help = "default: what the role in the organisation gives"}},
    .run = agency_role,
};

const struct command agency_manager_command = {
    .name = "agency manager",
    .summary = "say who manages a member of an agency, which is an organisation",
    .description = "A manager's team are those they manage, and theirs, five levels down. A\n"
                   "circle is refused. Without --manager it is nobody.\n",
    .database_role = "prefd_admin",
    .options = {[OPTION_LOGIN] = {.help = "who is managed", .is_required = true},
                [OPTION_ORG] = {.help = "organisation; default: 1"},
                [OPTION_MANAGER] = {.help = "another person of the organisation; default: nobody"}},
    .run = agency_manager,
};
