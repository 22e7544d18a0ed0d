/*
 * Makes the first account by the same statement as `prefctl user create`.
 */
#include "ctl/first_boot.h"

#include <stdbool.h>
#include <stdlib.h>

#include "ctl/secret.h"

#define ADMIN_LOGIN "admin"

/* From the environment, or made up. */
static enum exit_status choose_password(struct secret *secret, bool *is_generated_r)
{
    const char *file = getenv("PREFD_ADMIN_PASSWORD_FILE");
    enum exit_status status = secret_take_variable(secret, "PREFD_ADMIN_PASSWORD");
    if (status == STATUS_DONE && secret->length == 0 && file != NULL && *file != '\0')
        status = secret_read(secret, file);
    *is_generated_r = status == STATUS_DONE && secret->length == 0;
    if (*is_generated_r)
        secret_generate(secret);
    return status;
}

static enum exit_status create_admin(struct session *session, const char *hash)
{
    enum exit_status status = session_call(session, CTL_STATEMENT_MAIN_ORG_ENSURE, NULL);
    if (status != STATUS_DONE)
        return status;
    return session_call(session, CTL_STATEMENT_USER_CREATE,
                        (struct admin_value[]){
                            ADMIN_TEXT(ADMIN_LOGIN),
                            ADMIN_TEXT(ADMIN_LOGIN "@localhost"),
                            ADMIN_TEXT(NULL),
                            ADMIN_TEXT(admin_text(session->database, 0, 0)),
                            ADMIN_TEXT("Admin"),
                            ADMIN_TEXT("true"),
                            ADMIN_TEXT("false"),
                            ADMIN_TEXT(hash),
                        });
}

static struct json_object *describe(const struct secret *secret, bool is_generated)
{
    struct json_object *admin = json_object_new_object();
    json_object_object_add(admin, "login", json_object_new_string(ADMIN_LOGIN));
    if (is_generated)
        json_object_object_add(admin, "password", json_object_new_string_len(secret->bytes, (int)secret->length));
    return admin;
}

enum exit_status first_boot(struct session *session, struct json_object **admin_r)
{
    struct secret secret;
    char hash[PASSWORD_HASH_SIZE];
    bool is_generated;
    *admin_r = NULL;
    enum exit_status status = session_call(session, CTL_STATEMENT_USER_ANY, NULL);
    if (status != STATUS_DONE || admin_rows(session->database) > 0)
        return status;
    status = choose_password(&secret, &is_generated);
    if (status == STATUS_DONE)
        status = secret_hash(&secret, hash);
    if (status == STATUS_DONE)
        status = create_admin(session, hash);
    if (status == STATUS_DONE)
        *admin_r = describe(&secret, is_generated);
    secret_wipe(&secret);
    return status;
}
