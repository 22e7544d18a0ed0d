/*
 * Accounts: persons, who sign in with a password, and service accounts, which have tokens only.
 */
#include "ctl/command.h"
#include "ctl/report.h"
#include "ctl/secret.h"

/* Reads and hashes the password that --password-file or standard input holds. */
static enum exit_status read_new_password(const struct session *session, char hash[PASSWORD_HASH_SIZE])
{
    struct secret secret;
    enum exit_status status = secret_read(&secret, session_option(session, OPTION_PASSWORD_FILE));
    if (status == STATUS_DONE)
        status = secret_hash(&secret, hash);
    secret_wipe(&secret);
    return status;
}

static enum exit_status create(struct session *session, const char *hash)
{
    enum exit_status status = session_call(session, CTL_STATEMENT_USER_CREATE,
                                           (struct admin_value[]){
                                               ADMIN_TEXT(session_option(session, OPTION_LOGIN)),
                                               ADMIN_TEXT(session_option(session, OPTION_EMAIL)),
                                               ADMIN_TEXT(session_option(session, OPTION_NAME)),
                                               ADMIN_TEXT(session_option(session, OPTION_ORG)),
                                               ADMIN_TEXT(session_option(session, OPTION_ROLE)),
                                               ADMIN_TEXT(session_switch(session, OPTION_SERVER_ADMIN)),
                                               ADMIN_TEXT(session_switch(session, OPTION_SERVICE_ACCOUNT)),
                                               ADMIN_TEXT(hash),
                                           });
    if (status != STATUS_DONE)
        return status;
    return report_object(session, report_row(session, 0), "id");
}

static enum exit_status create_service_account(struct session *session)
{
    if (session_option(session, OPTION_ORG) == NULL)
        return misused("--service-account needs --org ID");
    if (session_option(session, OPTION_PASSWORD_FILE) != NULL)
        return misused("--service-account takes no --password-file: it has tokens and no password");
    if (session_option(session, OPTION_SERVER_ADMIN) != NULL)
        return misused("--service-account cannot be --server-admin");
    return create(session, NULL);
}

static enum exit_status user_create(struct session *session)
{
    char hash[PASSWORD_HASH_SIZE];
    if (session_option(session, OPTION_SERVICE_ACCOUNT) != NULL)
        return create_service_account(session);
    enum exit_status status = read_new_password(session, hash);
    return status == STATUS_DONE ? create(session, hash) : status;
}

static enum exit_status user_password(struct session *session)
{
    const char *login = session_option(session, OPTION_LOGIN);
    char hash[PASSWORD_HASH_SIZE];
    enum exit_status status = read_new_password(session, hash);
    if (status == STATUS_DONE)
        status = session_call(session, CTL_STATEMENT_USER_PASSWORD,
                              (struct admin_value[]){ADMIN_TEXT(login), ADMIN_TEXT(hash)});
    if (status != STATUS_DONE)
        return status;
    if (admin_rows(session->database) == 0)
        return refused("--login: there is no account \"%s\"", login);
    return report_object(session, report_row(session, 0), NULL);
}

const struct command user_create_command = {
    .name = "user create",
    .summary = "create a person or a service account in an organisation; prints its id",
    .description = "A person's password is the first line of --password-file or of standard input,\n"
                   "at least 4 characters. A service account has no password; make it a token\n"
                   "with token create. The organisation becomes the account's current one.\n",
    .database_role = "prefd_admin",
    .options = {[OPTION_LOGIN] = {.help = "name to sign in with, kept in lower case", .is_required = true},
                [OPTION_EMAIL] = {.help = "also good to sign in with; default: the login"},
                [OPTION_NAME] = {.help = "name shown to others"},
                [OPTION_ORG] = {.help = "organisation; default: 1; a service account needs it"},
                [OPTION_ROLE] = {.help = "role in the organisation; default: Viewer"},
                [OPTION_SERVER_ADMIN] = {.help = "may administer every organisation"},
                [OPTION_SERVICE_ACCOUNT] = {.help = "a program, not a person"},
                [OPTION_PASSWORD_FILE] = {.help = "read the password from the file"}},
    .run = user_create,
};

const struct command user_password_command = {
    .name = "user password",
    .summary = "set a person's password",
    .description = "The password is the first line of --password-file or of standard input, at\n"
                   "least 4 characters. The old one is refused from the next request on.\n",
    .database_role = "prefd_admin",
    .options = {[OPTION_LOGIN] = {.help = "whose password", .is_required = true},
                [OPTION_PASSWORD_FILE] = {.help = "read the password from the file"}},
    .run = user_password,
};
