/*
 * libunistring says what UTF-8 is.
 */
#include "base/slice.h"

#include <unistr.h>

bool slice_is_text(struct slice s)
{
    return slice_is_whole(s) && u8_check((const uint8_t *)s.text, s.length) == NULL;
}
