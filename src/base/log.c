/*
 * Gathers lines in one buffer. A long text is cut, a line never is.
 */
#include "base/log.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/metrics.h"

#define TEXT_MAX_BYTES 1024
#define FIELDS_MAX 14
#define LINE_MAX_BYTES (512 + FIELDS_MAX * (128 + TEXT_MAX_BYTES * 6)) /* an escaped byte takes six */

static const char *const level_names[] = {"error", "warning", "info", "debug"};

#define PATIENCE 100 /* milliseconds, for a reader of the log that is late; once, until it reads again */

static struct {
    int descriptor;
    bool has_reader; /* a pipe, a socket: not a file */
    bool read_late;  /* the last line found no room */
    enum log_level level;
    long pid;
    size_t used;
    char buffer[2 * LINE_MAX_BYTES];
} journal = {.descriptor = STDERR_FILENO, .level = LOG_LEVEL_INFO};

static bool is_file(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

bool log_open(const char *file, enum log_level level)
{
    int descriptor = STDERR_FILENO;
    if (*file != '\0') {
        descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
        if (descriptor < 0)
            return false;
    }
    log_flush();
    if (journal.descriptor != STDERR_FILENO)
        close(journal.descriptor);
    journal.descriptor = descriptor;
    journal.has_reader = !is_file(descriptor);
    journal.read_late = false;
    journal.level = level;
    return true;
}

bool log_wants(enum log_level level)
{
    return level <= journal.level;
}

/* Whether the target takes PIPE_BUF bytes at once: a worker that waits for a reader who is stuck serves nobody. */
static bool has_room(void)
{
    struct pollfd room = {.fd = journal.descriptor, .events = POLLOUT};
    int ready;
    do
        ready = journal.has_reader ? poll(&room, 1, journal.read_late ? 0 : PATIENCE) : 1;
    while (ready < 0 && errno == EINTR);
    journal.read_late = ready != 1;
    return !journal.read_late;
}

/* As many whole lines from DONE on as a pipe takes at once; of one that is longer, a part. */
static size_t next_length(size_t done)
{
    const char *lines = journal.buffer + done;
    size_t length = journal.used - done;
    if (length <= PIPE_BUF)
        return length;
    const char *last = memrchr(lines, '\n', PIPE_BUF);
    return last == NULL ? PIPE_BUF : (size_t)(last - lines) + 1;
}

void log_flush(void)
{
    for (size_t done = 0; done < journal.used;) {
        ssize_t n = has_room() ? write(journal.descriptor, journal.buffer + done, next_length(done)) : 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            metric_count(METRIC_LOG_LOSSES, 0);
            break;
        }
        done += (size_t)n;
    }
    journal.used = 0;
}

static void append(const char *bytes, size_t length)
{
    memcpy(journal.buffer + journal.used, bytes, length);
    journal.used += length;
}

#define APPEND(literal) append(literal, sizeof(literal) - 1)

/* Text of our own, of which no more than 64 bytes count. */
static void append_text(const char *text)
{
    append(text, strnlen(text, 64));
}

/* In decimal, with zeros before it up to WIDTH digits. */
static void append_number(int64_t number, int width)
{
    char digits[24], *end = digits + sizeof digits, *at = end;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    while (rest > 0 || end - at < width) {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (number < 0)
        *--at = '-';
    append(at, (size_t)(end - at));
}

static bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Escapes as JSON; bytes above 0x7e are written as \u00XX, since a log must stay readable whatever a client sends. */
static void append_escaped(const char *text)
{
    size_t length = strnlen(text, TEXT_MAX_BYTES), begin = 0;
    append("\"", 1);
    for (size_t i = 0; i < length; i++) {
        char escape[8];
        if (is_plain(text[i]))
            continue;
        append(text + begin, i - begin);
        int escape_length = snprintf(escape, sizeof escape, "\\u%04x", (unsigned char)text[i]);
        append(escape, (size_t)escape_length);
        begin = i + 1;
    }
    append(text + begin, length - begin);
    append("\"", 1);
}

static void append_field(const struct log_field *field)
{
    append(field->head.text, field->head.length);
    if (field->text != NULL)
        append_escaped(field->text);
    else
        append_number(field->number, 1);
}

/* Many lines are of one second. */
static void append_time(void)
{
    static char second[32];
    static time_t shown = -1;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec != shown) {
        struct tm utc;
        gmtime_r(&now.tv_sec, &utc);
        strftime(second, sizeof second, "%Y-%m-%dT%H:%M:%S.", &utc);
        shown = now.tv_sec;
    }
    append_text(second);
    append_number(now.tv_nsec / 1000, 6);
}

static void append_head(enum log_level level, const char *event)
{
    if (journal.pid == 0)
        journal.pid = (long)getpid();
    APPEND("{\"time\":\"");
    append_time();
    APPEND("Z\",\"level\":\"");
    append_text(level_names[level]);
    APPEND("\",\"pid\":");
    append_number(journal.pid, 1);
    APPEND(",\"event\":\"");
    append_text(event);
    append("\"", 1);
}

void log_event(enum log_level level, const char *event, const struct log_field *fields, unsigned count)
{
    assert(count <= FIELDS_MAX);
    if (!log_wants(level))
        return;
    if (journal.used + LINE_MAX_BYTES > sizeof journal.buffer)
        log_flush();
    append_head(level, event);
    for (unsigned i = 0; i < count; i++)
        append_field(&fields[i]);
    append("}\n", 2);
    if (level <= LOG_LEVEL_WARNING)
        log_flush();
}

__attribute__((format(printf, 2, 0))) static void log_message(enum log_level level, const char *format,
                                                              va_list arguments)
{
    char message[TEXT_MAX_BYTES];
    vsnprintf(message, sizeof message, format, arguments);
    log_event(level, "message", (struct log_field[]){LOG_TEXT("message", message)}, 1);
}

#define DEFINE_LOG(name, level)                                                                                        \
    void name(const char *format, ...)                                                                                 \
    {                                                                                                                  \
        va_list arguments;                                                                                             \
        va_start(arguments, format);                                                                                   \
        log_message(level, format, arguments);                                                                         \
        va_end(arguments);                                                                                             \
    }

DEFINE_LOG(log_error, LOG_LEVEL_ERROR)
DEFINE_LOG(log_warning, LOG_LEVEL_WARNING)
DEFINE_LOG(log_info, LOG_LEVEL_INFO)
