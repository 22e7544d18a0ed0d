/*
 * The one table from a constraint, or an SQLSTATE, to what the operator reads.
 */
#include "ctl/refusal.h"

#include <string.h>

static const struct refusal {
    const char *cause; /* name of a constraint or an SQLSTATE */
    const char *text;
} refusals[] = {
    {"users_login_key", "--login is taken by another account"},
    {"users_login_length", "--login must have 1 to 190 characters"},
    {"users_email_key", "--email is taken by another account (without --email the login is the email)"},
    {"user_names_pkey", "--login or --email is taken by another account"},
    {"users_email_length", "--email (without it the login) must have 1 to 190 characters"},
    {"users_name_length", "--name must have at most 255 characters"},
    {"users_org_fkey", "--org: there is no such organisation"},
    {"users_service_account_no_password", "--login is a service account: it has tokens and no password"},
    {"orgs_name_key", "--name is taken by another organisation"},
    {"orgs_name_length", "--name must have 1 to 190 characters"},
    {"org_members_manager_fkey", "--manager is nobody of this organisation"},
    {"org_members_manager_other", "--manager must be somebody else"},
    {"PF112", "--manager is managed, over whomever, by --login"},
    {"tokens_user_name_key", "--name is taken by another token of this account"},
    {"tokens_name_length", "--name must have 1 to 190 characters"},
    {"22008", "--ttl is too long"},
    {"22021", "the arguments must be UTF-8"},
    {"22023", "the roles are not there; run prefctl migrate"},
    {"3F000", "the schema is not there; run prefctl migrate"},
    {"42P01", "the schema is not complete; run prefctl migrate"},
};

const char *refusal_text(const struct admin_error *error)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (strcmp(refusals[i].cause, error->constraint) == 0 || strcmp(refusals[i].cause, error->sqlstate) == 0)
            return refusals[i].text;
    return error->message;
}
