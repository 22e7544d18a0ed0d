/*
 * The options of prefctl: what each is called and what its value must look like. Which command takes which is said
 * in the command's row.
 */
#ifndef PREFD_CTL_OPTIONS_H
#define PREFD_CTL_OPTIONS_H

#include <stdbool.h>

#include "ctl/message.h"

struct command;

enum option_id {
    OPTION_LOGIN,
    OPTION_EMAIL,
    OPTION_NAME,
    OPTION_ORG,
    OPTION_ROLE,
    OPTION_ADMIN,
    OPTION_AGENCY_ROLE,
    OPTION_MANAGER,
    OPTION_TTL,
    OPTION_ID,
    OPTION_SERVER_ADMIN,
    OPTION_SERVICE_ACCOUNT,
    OPTION_PASSWORD_FILE,
    OPTION_DATABASE,
    OPTION_JSON,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_MANUAL,
    OPTION__MAX
};

/* What there is to know about an option wherever it is used. */
struct option_kind {
    const char *name;    /* without the dashes */
    char letter;         /* 0: long form only */
    const char *value;   /* how help calls its value; NULL: it is a switch */
    bool is_number;      /* the value is a whole number from 1 */
    const char *choices; /* the allowed values, parted by "|"; NULL: any text that is not empty */
    const char *help;    /* taken by every command, and then this is its help */
};

extern const struct option_kind option_kinds[OPTION__MAX];

/* Whether the command takes the option; NULL stands for what comes before a command. */
bool option_is_taken(enum option_id option, const struct command *command);

/* The options of a command line: values as they were written, "" for a switch, NULL for what was not given. */
struct arguments {
    const char *values[OPTION__MAX];
};

/*
 * Reads options of the command and of prefctl itself into ARGUMENTS. COMMAND NULL: reads up to the first word that is
 * no option, whose index REST_R receives. Says on standard error what is wrong; nothing is copied.
 */
enum exit_status options_read(struct arguments *arguments, const struct command *command, int argc, char **argv,
                              int *rest_r);

/* Says which option that the command requires is not there. */
enum exit_status options_require(const struct arguments *arguments, const struct command *command);

#endif
