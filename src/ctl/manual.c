/*
 * prefctl(1) in the man macros.
 */
#include <string.h>

#include "config.h"

#include "ctl/usage.h"

static const struct row {
    const char *term;
    const char *meaning;
} exit_statuses[] =
    {
        [STATUS_DONE] = {"0", "done"},
        [STATUS_REFUSED] = {"1", "refused or failed; nothing is changed unless the message says so"},
        [STATUS_MISUSED] = {"2", "the command line cannot be understood"},
        [STATUS_UNREACHABLE] = {"3", "the database does not answer"},
},
  environment[] =
      {
          {"PREFD_ADMIN_DATABASE",
           "connection string that is used without --database; libpq's own variables, such as PGHOST "
           "and PGPASSFILE, fill in what it leaves out"},
          {"PREFD_ADMIN_PASSWORD", "password of the first account, for migrate on a new database"},
          {"PREFD_ADMIN_PASSWORD_FILE", "file whose first line is that password"},
},
  examples[] = {
      {"prefctl --database prefd migrate", "creates the schema in database prefd and prints the password of admin"},
      {"prefctl user create --login ann --role Editor --password-file ann.password", "an Editor of organisation 1"},
      {"prefctl user create --login robot --service-account --org 1", "a program"},
      {"prefctl token create --login robot --ttl 86400", "prints a secret good for a day"},
};

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* Text as roff source: no line begins a request, and a hyphen stays one that can be copied. */
static void print_text(FILE *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if (*c == '-' || *c == '\\')
            fputs(*c == '-' ? "\\-" : "\\e", out);
        else if ((*c == '.' || *c == '\'') && (c == text || c[-1] == '\n'))
            fprintf(out, "\\&%c", *c);
        else
            putc(*c, out);
}

static void print_term(FILE *out, const char *term, const char *meaning)
{
    fputs(".TP\n.B ", out);
    print_text(out, term);
    putc('\n', out);
    print_text(out, meaning);
    putc('\n', out);
}

static void print_rows(FILE *out, const char *heading, const struct row *rows, size_t count)
{
    fprintf(out, ".SH %s\n", heading);
    for (size_t i = 0; i < count; i++)
        print_term(out, rows[i].term, rows[i].meaning);
}

static void print_option(FILE *out, const struct option_kind *kind, const char *help)
{
    fputs(".TP\n", out);
    if (kind->letter != 0)
        fprintf(out, "\\fB\\-%c\\fR, ", kind->letter);
    fputs("\\fB\\-\\-", out);
    print_text(out, kind->name);
    fprintf(out, "\\fR \\fI%s\\fR\n", kind->value != NULL ? kind->value : "");
    print_text(out, help);
    if (kind->choices != NULL)
        fprintf(out, " (%s)", kind->choices);
    putc('\n', out);
}

static void print_command(FILE *out, const struct command *command)
{
    fprintf(out, ".SS %s\n", command->name);
    print_text(out, command->summary);
    fputs(".\n", out);
    print_text(out, command->description);
    for (enum option_id option = 0; option < OPTION__MAX; option++)
        if (command->options[option].help != NULL)
            print_option(out, &option_kinds[option], command->options[option].help);
}

static void print_commands(FILE *out)
{
    fputs(".SH COMMANDS\n", out);
    for (size_t i = 0; commands[i] != NULL; i++)
        print_command(out, commands[i]);
}

static void print_options(FILE *out)
{
    fputs(".SH OPTIONS\nThese are taken before and after the command.\n", out);
    for (enum option_id option = 0; option < OPTION__MAX; option++)
        if (option_kinds[option].help != NULL)
            print_option(out, &option_kinds[option], option_kinds[option].help);
}

void manual_print(FILE *out)
{
    fputs(".TH PREFCTL 1 \"\" \"prefd " PACKAGE_VERSION "\"\n.SH NAME\nprefctl \\- " PREFCTL_SUMMARY "\n"
          ".SH SYNOPSIS\n.B prefctl\n[\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIOPTION\\fR]...\n"
          ".SH DESCRIPTION\n"
          "Acts on the database directly, not through the service. Answers go to standard output, as JSON with\n"
          "\\fB\\-\\-json\\fR; messages go to standard error, one line each. Secrets are read from files and standard\n"
          "input, never from arguments.\n",
          out);
    print_commands(out);
    print_options(out);
    print_rows(out, "EXIT STATUS", exit_statuses, COUNT(exit_statuses));
    print_rows(out, "ENVIRONMENT", environment, COUNT(environment));
    print_rows(out, "EXAMPLES", examples, COUNT(examples));
    fputs(".SH SEE ALSO\n.BR prefd (8)\n", out);
}
