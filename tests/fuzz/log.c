/*
 * A line of the log: whatever is in its fields, it is one line of JSON that says so (bytes beyond ASCII as characters
 * of the same number).
 */
#include "input.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"
#include "json/scan.h"

#define SHOWN_MAX 1024
#define LINE_SIZE 65536

static int file;

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    char path[32];
    (void)argument_count;
    (void)arguments;
    file = memfd_create("log", 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return log_open(path, LOG_LEVEL_INFO) ? 0 : 1;
}

static void check_text(pool *memory, const struct json_text *shown, const char *text)
{
    struct slice said = json_unescaped(memory, shown);
    const char *at = said.text;
    for (size_t i = 0; i < strnlen(text, SHOWN_MAX); i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x80)
            assert(*at++ == text[i]);
        else
            assert((unsigned char)*at++ == (0xc0 | c >> 6) && (unsigned char)*at++ == (0x80 | (c & 0x3f)));
    }
    assert(at == said.text + said.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"one", "two", "number"};
    pool *memory = pool_new("fuzz");
    char *two = pool_copy(memory, (const char *)data, size), *line = pool_zalloc(memory, LINE_SIZE);
    const char *one = line_next(&two);
    struct log_field fields[] = {LOG_TEXT("one", one), LOG_TEXT("two", two), LOG_NUMBER("number", (int64_t)size)};
    log_event(LOG_LEVEL_WARNING, "fuzz", fields, 3);
    ssize_t length = pread(file, line, LINE_SIZE, 0);
    struct json_text whole, members[3];
    assert(length > 0 && memchr(line, '\n', (size_t)length) == line + length - 1);
    assert(json_scan(memory, (struct slice){.text = line, .length = (size_t)length}, &whole, names, members, 3));
    check_text(memory, &members[0], one);
    check_text(memory, &members[1], two);
    pool_free(memory);
    return ftruncate(file, 0);
}
