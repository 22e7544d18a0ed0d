/*
 * Names that come from outside: language tags, time zones, and what is trimmed of white space.
 */
#include "input.h"

#include <ctype.h>
#include <strings.h>

#include "base/language.h"
#include "base/timezone.h"

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count;
    (void)arguments;
    return timezones_load("/usr/share/zoneinfo") ? 0 : 1;
}

/* A tag is changed in its case alone, and then no more. */
static void check_language(struct slice text)
{
    char cased[LANGUAGE_TAG_MAX + 1], again[LANGUAGE_TAG_MAX + 1];
    if (!language_tag_read(text, cased))
        return;
    assert(strlen(cased) == text.length && text.length <= LANGUAGE_TAG_MAX);
    assert(strncasecmp(cased, text.text, text.length) == 0);
    assert(language_tag_read(slice_of(cased), again) && strcmp(cased, again) == 0);
}

static void check_timezone(const char *name)
{
    if (!timezone_is_known(name))
        return;
    assert(isalpha((unsigned char)*name) && strstr(name, "..") == NULL);
    for (const char *c = name; *c != '\0'; c++)
        assert(isalnum((unsigned char)*c) || strchr("/_+-", *c) != NULL);
}

static void check_trimmed(struct slice text)
{
    struct slice trimmed = slice_trimmed(text);
    assert(trimmed.text >= text.text && trimmed.text + trimmed.length <= text.text + text.length);
    assert(slice_is_utf8(trimmed) && slice_same(slice_trimmed(trimmed), trimmed));
    assert(slice_characters(trimmed) <= trimmed.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pool *memory = pool_new("fuzz");
    struct slice text = {.text = pool_copy(memory, (const char *)data, size), .length = size};
    check_language(text);
    check_timezone(text.text);
    if (slice_is_utf8(text))
        check_trimmed(text);
    pool_free(memory);
    return 0;
}
