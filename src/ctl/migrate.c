/*
 * `prefctl migrate`: brings the database to the schema that this prefctl carries, in one transaction, one migration
 * at a time. Files under migrations/ are applied once and never change; all others can be applied again, and are when
 * they changed or when a new migration may have made or altered what they speak about.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>
#include <sodium.h>

#include "ctl/command.h"
#include "ctl/first_boot.h"
#include "ctl/report.h"
#include "ctl/schema.h"

#define ADMIN_ROLE "prefd_admin"

/* What is to be done with one schema file. */
struct step {
    bool is_due;
    char checksum[2 * crypto_hash_sha256_BYTES + 1];
};

static bool is_migration(const char *name)
{
    static const char folder[] = "migrations/";
    return strncmp(name, folder, sizeof folder - 1) == 0;
}

/* All steps are due until the record says otherwise. NULL when memory is out; the caller frees them. */
static struct step *make_steps(void)
{
    struct step *steps = calloc(schema_file_count, sizeof *steps);
    for (size_t i = 0; steps != NULL && i < schema_file_count; i++) {
        unsigned char hash[crypto_hash_sha256_BYTES];
        crypto_hash_sha256(hash, (const unsigned char *)schema_files[i].text, strlen(schema_files[i].text));
        sodium_bin2hex(steps[i].checksum, sizeof steps[i].checksum, hash, sizeof hash);
        steps[i].is_due = true;
    }
    return steps;
}

static size_t file_named(const char *name)
{
    size_t i = 0;
    while (i < schema_file_count && strcmp(schema_files[i].name, name) != 0)
        i++;
    return i;
}

/* Compares one recorded file with ours. One that is no migration and no longer carried is of no concern. */
static enum exit_status compare(struct step *steps, const char *name, const char *checksum)
{
    size_t i = file_named(name);
    if (i == schema_file_count)
        return is_migration(name)
                   ? refused("the database has %s, which this prefctl does not know: use a newer one", name)
                   : STATUS_DONE;
    steps[i].is_due = strcmp(steps[i].checksum, checksum) != 0;
    if (steps[i].is_due && is_migration(name))
        return refused("%s is applied, and was changed afterwards: undo the change and add a new migration", name);
    return STATUS_DONE;
}

static enum exit_status compare_with_record(struct session *session, struct step *steps)
{
    enum exit_status status = session_act_as(session, ADMIN_ROLE);
    if (status == STATUS_DONE)
        status = session_call(session, CTL_STATEMENT_SCHEMA_FILE_LIST, NULL);
    for (size_t row = 0; status == STATUS_DONE && row < admin_rows(session->database); row++)
        status = compare(steps, admin_text(session->database, row, 0), admin_text(session->database, row, 1));
    return status == STATUS_DONE ? session_act_as(session, NULL) : status;
}

static void repeat_after_migrations(struct step *steps)
{
    bool is_any_due = false;
    for (size_t i = 0; i < schema_file_count; i++)
        is_any_due = is_any_due || (steps[i].is_due && is_migration(schema_files[i].name));
    for (size_t i = 0; is_any_due && i < schema_file_count; i++)
        steps[i].is_due = steps[i].is_due || !is_migration(schema_files[i].name);
}

static enum exit_status plan(struct session *session, struct step *steps)
{
    enum exit_status status = session_call(session, CTL_STATEMENT_SCHEMA_LOCK, NULL);
    if (status == STATUS_DONE)
        status = session_call(session, CTL_STATEMENT_SCHEMA_EXISTS, NULL);
    if (status == STATUS_DONE && admin_rows(session->database) > 0)
        status = compare_with_record(session, steps);
    repeat_after_migrations(steps);
    return status;
}

static enum exit_status apply(struct session *session, const struct step *steps, struct json_object *applied)
{
    enum exit_status status = STATUS_DONE;
    for (size_t i = 0; status == STATUS_DONE && i < schema_file_count; i++) {
        if (!steps[i].is_due)
            continue;
        progress("applying %s", schema_files[i].name);
        status = session_execute(session, schema_files[i].text, schema_files[i].name);
        json_object_array_add(applied, json_object_new_string(schema_files[i].name));
    }
    return status;
}

static enum exit_status record(struct session *session, const struct step *steps)
{
    enum exit_status status = session_act_as(session, ADMIN_ROLE);
    for (size_t i = 0; status == STATUS_DONE && i < schema_file_count; i++)
        if (steps[i].is_due)
            status =
                session_call(session, CTL_STATEMENT_SCHEMA_FILE_RECORD,
                             (struct admin_value[]){ADMIN_TEXT(schema_files[i].name), ADMIN_TEXT(steps[i].checksum)});
    return status;
}

/* The transaction: left open, and so undone, when a step does not return STATUS_DONE. */
static enum exit_status bring_up_to_date(struct session *session, struct step *steps, struct json_object *answer)
{
    struct json_object *admin = NULL, *applied = json_object_new_array();
    json_object_object_add(answer, "applied", applied);
    enum exit_status status = session_execute(session, "BEGIN", NULL);
    if (status == STATUS_DONE)
        status = plan(session, steps);
    if (status == STATUS_DONE)
        status = apply(session, steps, applied);
    if (status == STATUS_DONE)
        status = record(session, steps);
    if (status == STATUS_DONE)
        status = first_boot(session, &admin);
    if (admin != NULL)
        json_object_object_add(answer, "admin", admin);
    return status == STATUS_DONE ? session_execute(session, "COMMIT", NULL) : status;
}

static void print_lines(struct json_object *answer)
{
    struct json_object *applied = json_object_object_get(answer, "applied");
    struct json_object *admin = json_object_object_get(answer, "admin"), *password;
    for (size_t i = 0; i < json_object_array_length(applied); i++)
        printf("applied %s\n", json_object_get_string(json_object_array_get_idx(applied, i)));
    if (json_object_array_length(applied) == 0 && admin == NULL)
        puts("nothing to do");
    if (admin == NULL)
        return;
    printf("created user %s\n", json_object_get_string(json_object_object_get(admin, "login")));
    if (json_object_object_get_ex(admin, "password", &password))
        printf("password %s\n", json_object_get_string(password));
}

static enum exit_status migrate(struct session *session)
{
    struct step *steps = make_steps();
    if (steps == NULL)
        return refused("out of memory");
    struct json_object *answer = json_object_new_object();
    enum exit_status status = bring_up_to_date(session, steps, answer);
    free(steps);
    if (status != STATUS_DONE) {
        json_object_put(answer);
        return status;
    }
    if (session_option(session, OPTION_JSON) == NULL)
        print_lines(answer);
    return report_object(session, answer, NULL);
}

const struct command migrate_command = {
    .name = "migrate",
    .summary = "create the schema or bring it up to date; makes the first account",
    .description = "All in one transaction; run again it says that there is nothing to do. When\n"
                   "there is no account at all, user admin is created in organisation 1,\n"
                   "\"Main Org.\", with the password of PREFD_ADMIN_PASSWORD or of the file that\n"
                   "PREFD_ADMIN_PASSWORD_FILE names, else with a random one, printed this once.\n"
                   "Needs a superuser; once one has migrated the cluster, a role with CREATEROLE\n"
                   "and CREATE on the database will do.\n",
    .run = migrate,
};
