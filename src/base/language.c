/*
 * The tag is put into its customary case, cut at its hyphens, and its subtags are eaten in the order of the grammar
 * (RFC 5646 2.1).
 */
#include "base/language.h"

#include <ctype.h>
#include <strings.h>

#define SUBTAGS_MAX (LANGUAGE_TAG_MAX / 2 + 1) /* each takes a character and, but the last, a hyphen */
#define SUBTAG_LENGTH_MAX 8

struct subtags {
    struct slice items[SUBTAGS_MAX];
    int count;
    int next; /* not yet eaten */
};

/* Those that the grammar does not cover (RFC 5646 2.1, irregular). */
static const char *const irregular[] = {
    "en-GB-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak",     "i-klingon", "i-lux",     "i-mingo",
    "i-navajo",  "i-pwn", "i-tao", "i-tay",     "i-tsu",      "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE",
};

static bool is_irregular(const char *tag)
{
    for (size_t i = 0; i < sizeof irregular / sizeof irregular[0]; i++) {
        if (strcasecmp(tag, irregular[i]) == 0)
            return true;
    }
    return false;
}

/* Whether all of TEXT, of MIN to MAX characters, is of the class. */
static bool is_all(struct slice text, int (*class)(int), size_t min, size_t max)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!class((unsigned char)text.text[i]))
            return false;
    }
    return text.length >= min && text.length <= max;
}

static bool is_same(struct slice a, struct slice b)
{
    return a.length == b.length && strncasecmp(a.text, b.text, a.length) == 0;
}

static bool is_x(struct slice subtag)
{
    return subtag.length == 1 && tolower((unsigned char)subtag.text[0]) == 'x';
}

static bool cut(const char *tag, struct subtags *subtags)
{
    *subtags = (struct subtags){0};
    for (;;) {
        struct slice subtag = {.text = tag, .length = strcspn(tag, "-")};
        if (!is_all(subtag, isalnum, 1, SUBTAG_LENGTH_MAX))
            return false;
        subtags->items[subtags->count++] = subtag;
        tag += subtag.length;
        if (*tag++ == '\0')
            return true;
    }
}

/* The subtag that is next; an empty one behind the last. */
static struct slice next(const struct subtags *subtags)
{
    return subtags->next < subtags->count ? subtags->items[subtags->next] : SLICE("");
}

/* Eats a subtag if it is all of the class and this long. */
static bool eat(struct subtags *subtags, int (*class)(int), size_t min, size_t max)
{
    bool fits = is_all(next(subtags), class, min, max);
    subtags->next += fits;
    return fits;
}

static bool eat_language(struct subtags *subtags)
{
    bool is_short = eat(subtags, isalpha, 2, 3);
    for (int i = 0; is_short && i < 3 && eat(subtags, isalpha, 3, 3); i++)
        ;
    return is_short || eat(subtags, isalpha, 4, SUBTAG_LENGTH_MAX);
}

static bool is_variant(struct slice subtag)
{
    return subtag.length >= 5 || (subtag.length == 4 && isdigit((unsigned char)subtag.text[0]));
}

/* Whether the next subtag is the same as one of those from FIRST on, every one or those of one character. */
static bool is_repeated(const struct subtags *subtags, int first)
{
    for (int i = first; i < subtags->next; i++) {
        if (is_same(subtags->items[i], next(subtags)))
            return true;
    }
    return false;
}

static bool eat_variants(struct subtags *subtags)
{
    for (int first = subtags->next; is_variant(next(subtags)); subtags->next++) {
        if (is_repeated(subtags, first))
            return false;
    }
    return true;
}

/* A singleton is as long as nothing else in an extension may be, so it can be repeated by a singleton only. */
static bool eat_extensions(struct subtags *subtags)
{
    for (int first = subtags->next; next(subtags).length == 1 && !is_x(next(subtags));) {
        if (is_repeated(subtags, first))
            return false;
        subtags->next++;
        if (!eat(subtags, isalnum, 2, SUBTAG_LENGTH_MAX))
            return false;
        while (eat(subtags, isalnum, 2, SUBTAG_LENGTH_MAX))
            ;
    }
    return true;
}

/* Behind x all is free, but there must be something. */
static bool eat_private(struct subtags *subtags)
{
    if (is_x(next(subtags)) && subtags->next + 1 < subtags->count)
        subtags->next = subtags->count;
    return subtags->next == subtags->count;
}

static bool is_langtag(struct subtags *subtags)
{
    if (!eat_language(subtags))
        return false;
    eat(subtags, isalpha, 4, 4);
    if (!eat(subtags, isalpha, 2, 2))
        eat(subtags, isdigit, 3, 3);
    return eat_variants(subtags) && eat_extensions(subtags) && eat_private(subtags);
}

/* All lower, but two letters upper and four in title case when they are neither first nor behind a singleton. */
static void put_case(struct subtags *subtags, char *cased)
{
    bool singleton = false;
    for (int i = 0; i < subtags->count; i++) {
        size_t length = subtags->items[i].length;
        char *text = cased + (subtags->items[i].text - cased);
        bool raised = i > 0 && !singleton && (length == 2 || length == 4);
        for (size_t j = 0; j < length; j++) {
            bool upper = raised && (j == 0 || length == 2);
            text[j] = (char)(upper ? toupper((unsigned char)text[j]) : tolower((unsigned char)text[j]));
        }
        singleton = singleton || length == 1;
    }
}

bool language_tag_read(struct slice tag, char cased[LANGUAGE_TAG_MAX + 1])
{
    struct subtags subtags;
    if (tag.length == 0 || tag.length > LANGUAGE_TAG_MAX || !slice_is_whole(tag))
        return false;
    memcpy(cased, tag.text, tag.length);
    cased[tag.length] = '\0';
    if (!cut(cased, &subtags))
        return false;
    bool is_private = is_x(subtags.items[0]);
    if (!is_irregular(cased) && !(is_private ? eat_private(&subtags) : is_langtag(&subtags)))
        return false;
    put_case(&subtags, cased);
    return true;
}
