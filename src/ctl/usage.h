/*
 * Help and the manual page, printed from the tables of commands and options.
 */
#ifndef PREFD_CTL_USAGE_H
#define PREFD_CTL_USAGE_H

#include <stdio.h>

#include "ctl/command.h"

/* What prefctl is, in one line. */
#define PREFCTL_SUMMARY "operate prefd's database: schema, accounts, organisations, tokens"

/* Prints the help of a command, of prefctl itself when COMMAND is NULL. */
void usage_print(FILE *out, const struct command *command);

/* Prints prefctl(1) as roff source, to be read by man. */
void manual_print(FILE *out);

#endif
