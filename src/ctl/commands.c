/*
 * The map of prefctl: every command, in the order in which help and manual show them.
 */
#include "ctl/command.h"

#include <stdbool.h>
#include <string.h>

const struct command *const commands[] = {
    &migrate_command,        &user_create_command,  &user_password_command, &org_create_command,   &agency_role_command,
    &agency_manager_command, &token_create_command, &token_list_command,    &token_revoke_command, NULL,
};

/* Whether the words are those of NAME, one after the other; their number in COUNT_R. */
static bool words_are(char *const *words, const char *name, int *count_r)
{
    for (*count_r = 0; *words != NULL; words++) {
        size_t length = strlen(*words);
        if (strncmp(name, *words, length) != 0 || (name[length] != ' ' && name[length] != '\0'))
            return false;
        (*count_r)++;
        if (name[length] == '\0')
            return true;
        name += length + 1;
    }
    return false;
}

const struct command *command_find(char *const *words, int *word_count_r)
{
    for (size_t i = 0; commands[i] != NULL; i++)
        if (words_are(words, commands[i]->name, word_count_r))
            return commands[i];
    return NULL;
}
