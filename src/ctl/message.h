/*
 * What prefctl says on standard error, and the status it ends with. The answer of a command goes to standard output
 * by report.h.
 */
#ifndef PREFD_CTL_MESSAGE_H
#define PREFD_CTL_MESSAGE_H

/* The exit status of prefctl, and what its functions return when they have said why. */
enum exit_status {
    STATUS_DONE,
    STATUS_REFUSED,     /* understood and not done */
    STATUS_MISUSED,     /* the command line cannot be understood */
    STATUS_UNREACHABLE, /* no answer from the database */
};

/* Each prints "prefctl: MESSAGE" as one line, whatever the arguments contain, and returns the status of its name. */
enum exit_status refused(const char *format, ...) __attribute__((format(printf, 1, 2)));
enum exit_status misused(const char *format, ...) __attribute__((format(printf, 1, 2)));
enum exit_status unreachable(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints a line, only when somebody watches: standard error is a terminal. */
void progress(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
