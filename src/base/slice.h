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

/* Whether both have the same bytes. */
static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

/* Whether there is no zero byte in it, so that it is whole as a C string. */
static inline bool slice_is_whole(struct slice s)
{
    return memchr(s.text, '\0', s.length) == NULL;
}

/* Whether it is UTF-8. */
bool slice_is_utf8(struct slice s);

/* Whether PostgreSQL can take it as text: UTF-8 without a zero byte. */
bool slice_is_text(struct slice s);

/* Of UTF-8: what is left without Unicode's white space around it, and how many code points it has. */
struct slice slice_trimmed(struct slice s);
size_t slice_characters(struct slice s);

/* Whether the slice is LITERAL, byte for byte. */
static inline bool slice_is(struct slice s, const char *literal)
{
    return slice_equal(s, slice_of(literal));
}

/* The one of NAMES, which end with NULL, that the slice is; NULL: it is none of them. */
const char *slice_one_of(struct slice s, const char *const *names);

#endif
