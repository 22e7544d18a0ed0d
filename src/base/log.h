/*
 * The log: one JSON object a line, so that no field a client sets can forge an event. Lines are gathered and written
 * once per turn of the loop; warnings and errors at once. Nobody is waited for: lines that a full disk, or a pipe or
 * socket whose reader has not read for a tenth of a second, does not take are dropped and counted.
 */
#ifndef PREFD_BASE_LOG_H
#define PREFD_BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* One member of a line: a text, or a number when TEXT is NULL. HEAD is what stands before it. */
struct log_field {
    struct slice head;
    const char *text;
    int64_t number;
};

/* KEY is a literal. */
#define LOG_HEAD(key)                                                                                                  \
    {                                                                                                                  \
        .text = ",\"" key "\":", .length = sizeof(",\"" key "\":") - 1                                                 \
    }
#define LOG_TEXT(key, value)                                                                                           \
    {                                                                                                                  \
        .head = LOG_HEAD(key), .text = (value)                                                                         \
    }
#define LOG_NUMBER(key, value)                                                                                         \
    {                                                                                                                  \
        .head = LOG_HEAD(key), .number = (value)                                                                       \
    }

/* Opens FILE for appending, "" for standard error; again to re-open it. False when it cannot be opened: the
 * log then stays where it was. */
bool log_open(const char *file, enum log_level level);

/* Whether lines of LEVEL are written. */
bool log_wants(enum log_level level);

/* Writes {"time":…,"level":…,"pid":…,"event":EVENT, FIELDS…}; bytes that are no printable UTF-8 are escaped. */
void log_event(enum log_level level, const char *event, const struct log_field *fields, unsigned count);

/* printf as the event's "message"; no secret may be passed. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes what was gathered. A log that cannot be written is dropped: it must never stop the service. */
void log_flush(void);

#endif
