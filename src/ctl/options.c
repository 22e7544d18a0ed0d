/*
 * Options by getopt_long. Its own messages are replaced by ones that name the option and what is allowed.
 */
#include "ctl/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/command.h"

/* getopt_long returns this plus the enum; letters stay below. */
#define LONG_BASE 256

const struct option_kind option_kinds[OPTION__MAX] = {
    [OPTION_LOGIN] = {.name = "login", .value = "LOGIN"},
    [OPTION_EMAIL] = {.name = "email", .value = "EMAIL"},
    [OPTION_NAME] = {.name = "name", .value = "NAME"},
    [OPTION_ORG] = {.name = "org", .value = "ID", .is_number = true},
    [OPTION_ROLE] = {.name = "role", .value = "ROLE", .choices = "None|Viewer|Editor|Admin"},
    [OPTION_ADMIN] = {.name = "admin", .value = "LOGIN"},
    [OPTION_AGENCY_ROLE] = {.name = "agency-role",
                            .value = "ROLE",
                            .choices = "photographer|broker|agent|assistant|viewer"},
    [OPTION_MANAGER] = {.name = "manager", .value = "LOGIN"},
    [OPTION_TTL] = {.name = "ttl", .value = "SECONDS", .is_number = true},
    [OPTION_ID] = {.name = "id", .value = "ID", .is_number = true},
    [OPTION_SERVER_ADMIN] = {.name = "server-admin"},
    [OPTION_SERVICE_ACCOUNT] = {.name = "service-account"},
    [OPTION_PASSWORD_FILE] = {.name = "password-file", .value = "FILE"},
    [OPTION_DATABASE] = {.name = "database",
                         .letter = 'd',
                         .value = "CONNINFO",
                         .help = "libpq connection string or database name; no password in it"},
    [OPTION_JSON] = {.name = "json", .help = "print the answer as JSON"},
    [OPTION_HELP] = {.name = "help", .letter = 'h', .help = "print help and exit"},
    [OPTION_VERSION] = {.name = "version", .help = "print the version and exit"},
    [OPTION_MANUAL] = {.name = "manual", .help = "print the manual page (roff) and exit"},
};

bool option_is_taken(enum option_id option, const struct command *command)
{
    return option_kinds[option].help != NULL || (command != NULL && command->options[option].help != NULL);
}

/* What getopt_long wants to know about the options taken here. */
struct grammar {
    struct option long_options[OPTION__MAX + 1];
    char letters[2 * OPTION__MAX + 3];
};

static void grammar_add(struct grammar *grammar, size_t row, enum option_id option)
{
    const struct option_kind *kind = &option_kinds[option];
    char *letters = grammar->letters + strlen(grammar->letters);
    grammar->long_options[row] = (struct option){
        .name = kind->name, .has_arg = kind->value ? required_argument : no_argument, .val = LONG_BASE + (int)option};
    if (kind->letter == 0)
        return;
    *letters++ = kind->letter;
    if (kind->value != NULL)
        *letters = ':';
}

/* "+" stops at the first word that is no option, ":" tells a missing value from an unknown option. */
static struct grammar grammar_of(const struct command *command)
{
    struct grammar grammar = {.letters = {command == NULL ? '+' : ':', command == NULL ? ':' : '\0'}};
    size_t rows = 0;
    for (enum option_id option = 0; option < OPTION__MAX; option++)
        if (option_is_taken(option, command))
            grammar_add(&grammar, rows++, option);
    return grammar;
}

/* The option that getopt_long's value VAL stands for, OPTION__MAX when it is none of ours. */
static enum option_id option_of(int val)
{
    if (val >= LONG_BASE)
        return (enum option_id)(val - LONG_BASE);
    enum option_id option = 0;
    while (option < OPTION__MAX && (option_kinds[option].letter == 0 || option_kinds[option].letter != val))
        option++;
    return option;
}

static bool is_whole_number(const char *text)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    return strspn(text, "0123456789") == strlen(text) && number >= 1 && errno == 0;
}

static bool is_choice(const char *text, const char *choices)
{
    size_t length = strlen(text);
    for (const char *choice = choices; choice != NULL; choice = strchr(choice, '|')) {
        choice += *choice == '|';
        if (strcspn(choice, "|") == length && strncmp(choice, text, length) == 0)
            return true;
    }
    return false;
}

static enum exit_status take(struct arguments *arguments, enum option_id option, const char *value)
{
    const struct option_kind *kind = &option_kinds[option];
    if (arguments->values[option] != NULL && kind->value != NULL)
        return misused("--%s is given twice", kind->name);
    if (kind->value != NULL && *value == '\0')
        return misused("--%s must not be empty", kind->name);
    if (kind->is_number && !is_whole_number(value))
        return misused("--%s must be a whole number from 1, not \"%s\"", kind->name, value);
    if (kind->choices != NULL && !is_choice(value, kind->choices))
        return misused("--%s must be one of %s, not \"%s\"", kind->name, kind->choices, value);
    arguments->values[option] = value;
    return STATUS_DONE;
}

/* Without what follows "=", which may be a secret given in the wrong place. */
static enum exit_status unknown(const char *word)
{
    return misused("unknown option %.*s; --help lists the options", (int)strcspn(word, "="), word);
}

/* getopt_long has met something it cannot use: OPTOPT is the option when it knows one. */
static enum exit_status complain(int result, const char *word)
{
    enum option_id option = option_of(optopt);
    if (option < OPTION__MAX && result == ':')
        return misused("--%s needs a value: %s", option_kinds[option].name, option_kinds[option].value);
    if (option < OPTION__MAX)
        return misused("--%s takes no value", option_kinds[option].name);
    if (optopt != 0)
        return unknown((char[]){'-', (char)optopt, '\0'});
    return unknown(word);
}

/* The word that getopt_long has just read an option from. */
static const char *word_read(char **argv)
{
    return optarg == argv[optind - 1] ? argv[optind - 2] : argv[optind - 1];
}

/* getopt_long takes --pass for --password-file: what a longer list of options would break is not begun. */
static bool is_abbreviated(int result, const char *word)
{
    return result >= LONG_BASE && strcspn(word + 2, "=") != strlen(option_kinds[option_of(result)].name);
}

enum exit_status options_read(struct arguments *arguments, const struct command *command, int argc, char **argv,
                              int *rest_r)
{
    struct grammar grammar = grammar_of(command);
    enum exit_status status = STATUS_DONE;
    int result;
    opterr = 0;
    optind = 0; /* glibc: begin anew, also the letters within a word */
    while (status == STATUS_DONE &&
           (result = getopt_long(argc, argv, grammar.letters, grammar.long_options, NULL)) != -1) {
        if (result == '?' || result == ':')
            status = complain(result, argv[optind - 1]);
        else if (is_abbreviated(result, word_read(argv)))
            status = unknown(word_read(argv));
        else
            status = take(arguments, option_of(result), optarg != NULL ? optarg : "");
    }
    *rest_r = optind;
    return status;
}

enum exit_status options_require(const struct arguments *arguments, const struct command *command)
{
    for (enum option_id option = 0; option < OPTION__MAX; option++)
        if (command->options[option].is_required && arguments->values[option] == NULL)
            return misused("%s needs --%s %s", command->name, option_kinds[option].name, option_kinds[option].value);
    return STATUS_DONE;
}
