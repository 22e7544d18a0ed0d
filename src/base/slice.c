/*
 * libunistring says what UTF-8 is.
 */
#include "base/slice.h"

#include <unictype.h>
#include <unistr.h>

bool slice_is_utf8(struct slice s)
{
    return u8_check((const uint8_t *)s.text, s.length) == NULL;
}

bool slice_is_text(struct slice s)
{
    return slice_is_whole(s) && slice_is_utf8(s);
}

struct slice slice_trimmed(struct slice s)
{
    const uint8_t *begin = (const uint8_t *)s.text, *end = begin + s.length;
    ucs4_t c;
    while (begin < end) {
        int length = u8_mbtouc(&c, begin, (size_t)(end - begin));
        if (!uc_is_property_white_space(c))
            break;
        begin += length;
    }
    for (const uint8_t *last; end > begin && (last = u8_prev(&c, end, begin)) != NULL; end = last) {
        if (!uc_is_property_white_space(c))
            break;
    }
    return (struct slice){.text = (const char *)begin, .length = (size_t)(end - begin)};
}

size_t slice_characters(struct slice s)
{
    return u8_mbsnlen((const uint8_t *)s.text, s.length);
}

const char *slice_one_of(struct slice s, const char *const *names)
{
    while (*names != NULL && !slice_is(s, *names))
        names++;
    return *names;
}
