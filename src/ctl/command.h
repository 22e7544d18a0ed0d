/*
 * What a command of prefctl is. One row gives its dispatch, the parsing of its arguments, its --help and its part of
 * prefctl(1); the row stands at the foot of the file that does the work.
 */
#ifndef PREFD_CTL_COMMAND_H
#define PREFD_CTL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "ctl/options.h"
#include "ctl/session.h"

/* How a command takes an option. */
struct option_use {
    const char *help; /* one line; NULL: the command does not take it */
    bool is_required;
};

struct command {
    const char *name;          /* one or two words */
    const char *summary;       /* one line, no full stop */
    const char *description;   /* lines of at most 76 columns, closed by a line feed */
    const char *database_role; /* role to act in; NULL: the role that signed in */
    struct option_use options[OPTION__MAX];
    enum exit_status (*run)(struct session *session);
};

/* All commands, in the order of the manual; a NULL closes the list. */
extern const struct command *const commands[];

/*
 * The command whose words WORDS (a NULL-terminated argument list) begins with, or NULL. WORD_COUNT_R receives the
 * number of its words.
 */
const struct command *command_find(char *const *words, int *word_count_r);

/* The rows. */
extern const struct command migrate_command;
extern const struct command user_create_command, user_password_command;
extern const struct command org_create_command;
extern const struct command agency_role_command, agency_manager_command;
extern const struct command token_create_command, token_list_command, token_revoke_command;

#endif
