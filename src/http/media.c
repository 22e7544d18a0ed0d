/*
 * The most specific range decides; its weight counts only as zero or not.
 */
#include "http/media.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Where the type ends: at its parameters, the next range, or white space. */
static size_t type_length(const char *text)
{
    return strcspn(text, ";, \t");
}

static bool is_type(const char *text, const char *type)
{
    size_t length = type_length(text);
    return length == strlen(type) && strncasecmp(text, type, length) == 0;
}

bool media_is(const char *content_type, const char *type)
{
    return is_type(content_type + strspn(content_type, " \t"), type);
}

/* How specific RANGE is about JSON; 0: not at all. */
static int specificity(const char *range)
{
    static const char *const ranges[] = {"*/*", "application/*", "application/json"};
    for (int i = 2; i >= 0; i--) {
        if (is_type(range, ranges[i]))
            return i + 1;
    }
    return 0;
}

/* The q among the parameters of RANGE, which ends at END; what is no weight is 1. */
static double weight(const char *range, const char *end)
{
    for (const char *at = memchr(range, ';', (size_t)(end - range)); at != NULL;
         at = memchr(at, ';', (size_t)(end - at))) {
        at++;
        at += strspn(at, " \t");
        if (strncasecmp(at, "q=", 2) == 0)
            return at[2] == '0' ? strtod(at + 2, NULL) : 1;
    }
    return 1;
}

bool media_json_accepted(const char *accept)
{
    bool accepted = false;
    int best = 0;
    if (accept == NULL || accept[strspn(accept, " \t,")] == '\0')
        return true;
    while (*accept != '\0') {
        accept += strspn(accept, " \t,");
        const char *end = accept + strcspn(accept, ",");
        int found = specificity(accept);
        if (found > best) {
            best = found;
            accepted = weight(accept, end) > 0;
        }
        accept = end;
    }
    return accepted;
}
