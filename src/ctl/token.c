/*
 * Bearer tokens. The secret exists here and on standard output, once; the database gets its hash.
 */
#include <string.h>

#include <json-c/json_object.h>
#include <sodium.h>

#include "auth/token.h"
#include "ctl/command.h"
#include "ctl/report.h"

/* The columns of sql/stmt/prefctl/token_owner.sql. */
enum { OWNER_USER_ID, OWNER_IS_SERVICE_ACCOUNT, OWNER_ORG_ID, OWNER_IS_MEMBER };

static const char *owner(const struct session *session, size_t column)
{
    return admin_text(session->database, 0, column);
}

static bool owner_is(const struct session *session, size_t column)
{
    return *owner(session, column) == 't';
}

/* Leaves the owner of --login as the last result. */
static enum exit_status find_owner(struct session *session)
{
    const char *login = session_option(session, OPTION_LOGIN);
    enum exit_status status =
        session_call(session, CTL_STATEMENT_TOKEN_OWNER,
                     (struct admin_value[]){ADMIN_TEXT(login), ADMIN_TEXT(session_option(session, OPTION_ORG))});
    if (status == STATUS_DONE && admin_rows(session->database) == 0)
        return refused("--login: there is no account \"%s\"", login);
    return status;
}

static enum exit_status check_organisation(const struct session *session)
{
    const char *login = session_option(session, OPTION_LOGIN), *org = owner(session, OWNER_ORG_ID);
    if (org == NULL && owner_is(session, OWNER_IS_SERVICE_ACCOUNT))
        return refused("the service account \"%s\" has no organisation", login);
    if (org != NULL && !owner_is(session, OWNER_IS_MEMBER))
        return refused("--org: \"%s\" is not a member of organisation %s", login, org);
    return STATUS_DONE;
}

static enum exit_status create(struct session *session, const char *secret)
{
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(hash, secret, strlen(secret));
    enum exit_status status = session_call(session, CTL_STATEMENT_TOKEN_CREATE,
                                           (struct admin_value[]){
                                               ADMIN_TEXT(owner(session, OWNER_USER_ID)),
                                               ADMIN_TEXT(owner(session, OWNER_ORG_ID)),
                                               ADMIN_TEXT(session_option(session, OPTION_NAME)),
                                               ADMIN_TEXT(session_option(session, OPTION_TTL)),
                                               ADMIN_BYTES(hash, sizeof hash),
                                           });
    if (status != STATUS_DONE)
        return status;
    struct json_object *answer = report_row(session, 0);
    json_object_object_add(answer, "secret", json_object_new_string(secret));
    return report_object(session, answer, "secret");
}

static enum exit_status token_create(struct session *session)
{
    char secret[TOKEN_SECRET_SIZE];
    enum exit_status status = find_owner(session);
    if (status == STATUS_DONE)
        status = check_organisation(session);
    if (status != STATUS_DONE)
        return status;
    token_generate(secret, owner_is(session, OWNER_IS_SERVICE_ACCOUNT) ? TOKEN_OF_SERVICE_ACCOUNT : TOKEN_OF_PERSON);
    status = create(session, secret);
    sodium_memzero(secret, sizeof secret);
    return status;
}

static enum exit_status token_list(struct session *session)
{
    const char *login = session_option(session, OPTION_LOGIN);
    enum exit_status status = login != NULL ? find_owner(session) : STATUS_DONE;
    if (status == STATUS_DONE)
        status = session_call(session, CTL_STATEMENT_TOKEN_LIST, (struct admin_value[]){ADMIN_TEXT(login)});
    return status == STATUS_DONE ? report_rows(session) : status;
}

static enum exit_status token_revoke(struct session *session)
{
    const char *id = session_option(session, OPTION_ID);
    enum exit_status status = session_call(session, CTL_STATEMENT_TOKEN_REVOKE, (struct admin_value[]){ADMIN_TEXT(id)});
    if (status != STATUS_DONE)
        return status;
    if (admin_rows(session->database) == 0)
        return refused("--id: there is no token %s", id);
    return report_object(session, report_row(session, 0), NULL);
}

const struct command token_create_command = {
    .name = "token create",
    .summary = "create a bearer token; prints its secret, this once",
    .description = "Only a hash of the secret is kept. A person's token acts where the person\n"
                   "does, with --org in that organisation only; a service account's always in\n"
                   "its own.\n",
    .database_role = "prefd_admin",
    .options = {[OPTION_LOGIN] = {.help = "whose token", .is_required = true},
                [OPTION_NAME] = {.help = "name of the token, one of its kind per account; default: made up"},
                [OPTION_ORG] = {.help = "the only organisation it acts in"},
                [OPTION_TTL] = {.help = "seconds it lives; default: until revoked"}},
    .run = token_create,
};

const struct command token_list_command = {
    .name = "token list",
    .summary = "list tokens, without their secrets",
    .description = "Columns parted by tabs under a heading; \"-\" stands for nothing.\n",
    .database_role = "prefd_admin",
    .options = {[OPTION_LOGIN] = {.help = "only the tokens of this account"}},
    .run = token_list,
};

const struct command token_revoke_command = {
    .name = "token revoke",
    .summary = "revoke a token; it is refused from the next request on",
    .description = "Revoking it again changes nothing.\n",
    .database_role = "prefd_admin",
    .options = {[OPTION_ID] = {.help = "id of the token, as token list shows it", .is_required = true}},
    .run = token_revoke,
};
