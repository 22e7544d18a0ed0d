/*
 * A piece of text with its length: bodies, path parts and passwords may contain zero bytes.
 */
#ifndef PREFD_BASE_SLICE_H
#define PREFD_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *text;
    size_t length;
};

#define SLICE(literal) ((struct slice){.text = (literal), .length = sizeof(literal) - 1})

static inline struct slice slice_of(const char *text)
{
    return (struct slice){.text = text, .length = strlen(text)};
}

/* Whether the slice is LITERAL, byte for byte. */
static inline bool slice_is(struct slice s, const char *literal)
{
    return s.length == strlen(literal) && memcmp(s.text, literal, s.length) == 0;
}

#endif
