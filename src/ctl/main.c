/*
 * prefctl: finds the command, connects, runs it, and ends with its status.
 */
#include <stdio.h>

#include <sodium.h>

#include "config.h"

#include "ctl/command.h"
#include "ctl/report.h"
#include "ctl/usage.h"

/* --help, --version and --manual come before anything that is missing or wrong. */
static bool print_information(const struct arguments *arguments, const struct command *command)
{
    if (arguments->values[OPTION_HELP] != NULL)
        usage_print(stdout, command);
    else if (arguments->values[OPTION_VERSION] != NULL)
        puts("prefctl " PACKAGE_VERSION);
    else if (arguments->values[OPTION_MANUAL] != NULL)
        manual_print(stdout);
    else
        return false;
    return true;
}

/* WORD is where a command should begin, or NULL. */
static enum exit_status misused_command(const char *word)
{
    char names[256] = "";
    size_t length = 0;
    for (size_t i = 0; commands[i] != NULL && length < sizeof names; i++)
        length += (size_t)snprintf(names + length, sizeof names - length, "%s%s", i > 0 ? ", " : "", commands[i]->name);
    if (word == NULL)
        return misused("no command given; the commands are %s", names);
    return misused("\"%s\" begins no command; the commands are %s", word, names);
}

static enum exit_status run(struct session *session, const struct command *command)
{
    enum exit_status status = options_require(&session->arguments, command);
    if (status != STATUS_DONE)
        return status;
    status = session_open(session, command->database_role);
    if (status == STATUS_DONE)
        status = command->run(session);
    session_close(session);
    return status;
}

/* Reads what follows the command's words and runs it. */
static enum exit_status read_and_run(struct session *session, const struct command *command, int argc, char **argv)
{
    int rest;
    enum exit_status status = options_read(&session->arguments, command, argc, argv, &rest);
    if (status != STATUS_DONE)
        return status;
    if (rest < argc)
        return misused("%s takes no \"%s\"", command->name, argv[rest]);
    if (print_information(&session->arguments, command))
        return report_end();
    return run(session, command);
}

int main(int argc, char **argv)
{
    struct session session = {0};
    int rest, words;
    if (sodium_init() < 0)
        return refused("libsodium does not start");
    enum exit_status status = options_read(&session.arguments, NULL, argc, argv, &rest);
    if (status != STATUS_DONE)
        return status;
    if (print_information(&session.arguments, NULL))
        return report_end();
    const struct command *command = command_find(argv + rest, &words);
    if (command == NULL)
        return misused_command(argv[rest]);
    return read_and_run(&session, command, argc - rest - words + 1, argv + rest + words - 1);
}
