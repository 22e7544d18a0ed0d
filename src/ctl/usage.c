/*
 * --help.
 */
#include "ctl/usage.h"

#define OPTION_COLUMN 28
#define COMMAND_COLUMN 16

static void print_synopsis_option(FILE *out, const struct option_kind *kind, bool is_required)
{
    fprintf(out, is_required ? " --%s%s%s" : " [--%s%s%s]", kind->name, kind->value != NULL ? " " : "",
            kind->value != NULL ? kind->value : "");
}

static void print_synopsis(FILE *out, const struct command *command)
{
    fputs(command->name, out);
    for (int required = 1; required >= 0; required--)
        for (enum option_id option = 0; option < OPTION__MAX; option++)
            if (command->options[option].help != NULL && command->options[option].is_required == required)
                print_synopsis_option(out, &option_kinds[option], required);
}

static void print_option(FILE *out, const struct option_kind *kind, const char *help)
{
    char left[OPTION_COLUMN];
    int width = snprintf(left, sizeof left, kind->letter != 0 ? "-%3$c, --%1$s %2$s" : "    --%1$s %2$s", kind->name,
                         kind->value != NULL ? kind->value : "", kind->letter);
    fprintf(out, "  %s%*s%s%s%s%s\n", left, OPTION_COLUMN - width, "", help, kind->choices != NULL ? " (" : "",
            kind->choices != NULL ? kind->choices : "", kind->choices != NULL ? ")" : "");
}

static void print_options(FILE *out, const struct command *command)
{
    fputs("\nOptions:\n", out);
    for (enum option_id option = 0; option < OPTION__MAX; option++)
        if (option_kinds[option].help != NULL)
            print_option(out, &option_kinds[option], option_kinds[option].help);
        else if (option_is_taken(option, command))
            print_option(out, &option_kinds[option], command->options[option].help);
}

static void print_commands(FILE *out)
{
    fputs("\nCommands (\"prefctl COMMAND --help\" tells more):\n", out);
    for (size_t i = 0; commands[i] != NULL; i++)
        fprintf(out, "  %-*s%s\n", COMMAND_COLUMN, commands[i]->name, commands[i]->summary);
}

void usage_print(FILE *out, const struct command *command)
{
    if (command == NULL) {
        fputs("Usage: prefctl [OPTION]... COMMAND [OPTION]...\n" PREFCTL_SUMMARY "\n", out);
        print_commands(out);
    } else {
        fputs("Usage: prefctl ", out);
        print_synopsis(out, command);
        fprintf(out, "\n\n%s", command->description);
    }
    print_options(out, command);
}
