/*
 * One line a message. Control characters, which names and libpq's own texts may contain, become spaces.
 */
#include "ctl/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_SIZE 1024

static void keep_on_one_line(char *text)
{
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == '\x7f')
            *c = ' ';
    for (size_t length = strlen(text); length > 0 && text[length - 1] == ' '; length--)
        text[length - 1] = '\0';
}

__attribute__((format(printf, 1, 0))) static void say(const char *format, va_list arguments)
{
    char text[MESSAGE_SIZE];
    vsnprintf(text, sizeof text, format, arguments);
    keep_on_one_line(text);
    fprintf(stderr, "prefctl: %s\n", text);
}

#define DEFINE_MESSAGE(name, status)                                                                                   \
    enum exit_status name(const char *format, ...)                                                                     \
    {                                                                                                                  \
        va_list arguments;                                                                                             \
        va_start(arguments, format);                                                                                   \
        say(format, arguments);                                                                                        \
        va_end(arguments);                                                                                             \
        return status;                                                                                                 \
    }

DEFINE_MESSAGE(refused, STATUS_REFUSED)
DEFINE_MESSAGE(misused, STATUS_MISUSED)
DEFINE_MESSAGE(unreachable, STATUS_UNREACHABLE)

void progress(const char *format, ...)
{
    va_list arguments;
    if (!isatty(STDERR_FILENO))
        return;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
}
