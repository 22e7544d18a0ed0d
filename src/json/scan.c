/*
 * By recursive descent over the text, writing it out again without white space. What is said about a value is collected
 * while it is read.
 */
#include "json/scan.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#include <unistr.h>

struct scan {
    const char *at, *end;
    char *out;              /* zeroed memory, as long as the text */
    int depth;              /* where it is */
    struct json_text found; /* in the value that is read; what is found in a member is found in its object as well */
};

static bool read_value(struct scan *s);

static void skip_space(struct scan *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\r' || *s->at == '\n'))
        s->at++;
}

static bool is_next(const struct scan *s, char c)
{
    return s->at < s->end && *s->at == c;
}

static bool take(struct scan *s, char c)
{
    if (!is_next(s, c))
        return false;
    *s->out++ = *s->at++;
    return true;
}

/* A word ends where its letters do. */
static bool take_word(struct scan *s, const char *word)
{
    while (*word != '\0' && take(s, *word))
        word++;
    return *word == '\0' && (s->at == s->end || !isalpha((unsigned char)*s->at));
}

static bool take_digits(struct scan *s)
{
    const char *begin = s->at;
    while (s->at < s->end && isdigit((unsigned char)*s->at))
        *s->out++ = *s->at++;
    return s->at > begin;
}

/* The four digits of an escape; -1: they are none. */
static int hexadecimal(const char *digits, const char *end)
{
    int code = 0;
    for (int i = 0; i < 4; i++) {
        if (digits + i >= end || !isxdigit((unsigned char)digits[i]))
            return -1;
        int digit = tolower((unsigned char)digits[i]);
        code = code * 16 + (isdigit(digit) ? digit - '0' : digit - 'a' + 10);
    }
    return code;
}

static bool is_high(int code)
{
    return code >= 0xD800 && code <= 0xDBFF;
}

static bool is_low(int code)
{
    return code >= 0xDC00 && code <= 0xDFFF;
}

/* The code of an escape whose u is at U, both halves of a pair as one; -1: it is none. *LENGTH: from the u on. */
static int escaped_code(const char *u, const char *end, int *length)
{
    int code = hexadecimal(u + 1, end);
    *length = 5;
    if (!is_high(code) || end - u < 7 || u[5] != '\\' || u[6] != 'u')
        return code;
    int low = hexadecimal(u + 7, end);
    if (!is_low(low))
        return code;
    *length = 11;
    return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

static bool read_escape(struct scan *s)
{
    int length = 1;
    if (s->at == s->end)
        return false;
    if (*s->at == 'u') {
        int code = escaped_code(s->at, s->end, &length);
        if (code < 0)
            return false;
        s->found.has_zero = s->found.has_zero || code == 0;
        s->found.has_half = s->found.has_half || is_high(code) || is_low(code);
    } else if (*s->at == '\0' || strchr("\"\\/bfnrt", *s->at) == NULL) {
        return false;
    }
    memcpy(s->out, s->at, (size_t)length);
    s->at += length;
    s->out += length;
    return true;
}

/* Most of what a text consists of. */
static void take_plain(struct scan *s)
{
    const char *at = s->at;
    char *out = s->out;
    while (at < s->end && (unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
        *out++ = *at++;
    s->at = at;
    s->out = out;
}

static bool read_string(struct scan *s)
{
    if (!take(s, '"'))
        return false;
    take_plain(s);
    while (take(s, '\\')) {
        if (!read_escape(s))
            return false;
        take_plain(s);
    }
    return take(s, '"');
}

#define SAFE_DIGITS 300 /* an integer of so many is no larger than a double */

/* A number too small for a double exceeds it as well: written out in full, it is as long as one too large. */
static void judge_number(struct scan *s, const char *number, bool is_integer)
{
    errno = 0;
    double value = strtod(number, NULL);
    if (isinf(value))
        s->found.overflows = true;
    if (!is_integer && errno == ERANGE && (value == 0 || isinf(value)))
        s->found.exceeds_double = true;
}

static bool read_number(struct scan *s)
{
    const char *begin = s->out;
    take(s, '-');
    if (!take(s, '0') && !take_digits(s))
        return false;
    const char *integer_end = s->out;
    if (take(s, '.') && !take_digits(s))
        return false;
    if (take(s, 'e') || take(s, 'E')) {
        if (!take(s, '+'))
            take(s, '-');
        if (!take_digits(s))
            return false;
    }
    if (s->out > integer_end || integer_end - begin > SAFE_DIGITS)
        judge_number(s, begin, s->out == integer_end);
    return true;
}

static bool enter(struct scan *s)
{
    if (++s->depth > s->found.depth)
        s->found.depth = s->depth;
    return s->depth <= SCAN_DEPTH;
}

/* From the opening bracket to the CLOSING one, each element by READ. */
static bool read_list(struct scan *s, char closing, bool (*read)(struct scan *s))
{
    if (!enter(s))
        return false;
    *s->out++ = *s->at++;
    skip_space(s);
    if (!is_next(s, closing)) {
        do {
            skip_space(s);
            if (!read(s))
                return false;
            skip_space(s);
        } while (take(s, ','));
    }
    s->depth--;
    return take(s, closing);
}

static bool read_name(struct scan *s)
{
    if (!read_string(s))
        return false;
    skip_space(s);
    return take(s, ':');
}

static bool read_member(struct scan *s)
{
    if (!read_name(s))
        return false;
    skip_space(s);
    return read_value(s);
}

static enum json_kind kind_of(const struct scan *s)
{
    switch (s->at < s->end ? *s->at : '\0') {
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_ARRAY;
    case '"':
        return JSON_STRING;
    case 't':
        return JSON_TRUE;
    case 'f':
        return JSON_FALSE;
    case 'n':
        return JSON_NULL;
    default:
        return JSON_NUMBER;
    }
}

static bool read_value(struct scan *s)
{
    switch (kind_of(s)) {
    case JSON_OBJECT:
        return read_list(s, '}', read_member);
    case JSON_ARRAY:
        return read_list(s, ']', read_value);
    case JSON_STRING:
        return read_string(s);
    case JSON_TRUE:
        return take_word(s, "true");
    case JSON_FALSE:
        return take_word(s, "false");
    case JSON_NULL:
        return take_word(s, "null");
    default:
        return read_number(s);
    }
}

/* Reads a value by itself: what was found before does not count. Its text is what was written meanwhile. */
static bool read_apart(struct scan *s, struct json_text *value)
{
    const char *begin = s->out;
    enum json_kind kind = kind_of(s);
    s->found = (struct json_text){.depth = s->depth};
    if (!read_value(s))
        return false;
    *value = s->found;
    value->kind = kind;
    value->depth -= s->depth;
    value->text = (struct slice){.text = begin, .length = (size_t)(s->out - begin)};
    return true;
}

/* Writes what the escape after the backslash before AT stands for; returns where it ends. */
static const char *unescape(const char *at, const char *end, char **out)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (*at != 'u') {
        *(*out)++ = meant[strchr(letters, *at) - letters];
        return at + 1;
    }
    int length, code = escaped_code(at, end, &length);
    *out += u8_uctomb((uint8_t *)*out, (ucs4_t)code, 6);
    return at + length;
}

/* What stands between the quotes of STRING, written to OUT, which has room for all of its text; returns its length. */
static size_t unescape_string(const struct json_text *string, char *out)
{
    const char *at = string->text.text + 1, *end = string->text.text + string->text.length - 1;
    char *begin = out;
    while (at < end) {
        if (*at == '\\')
            at = unescape(at + 1, end, &out);
        else
            *out++ = *at++;
    }
    return (size_t)(out - begin);
}

#define ESCAPED_MAX 256 /* the longest name that is looked for, with all of its characters escaped, is shorter */

/* What a name says, in PLAIN if it has to be written; without text: nothing that is looked for. */
static struct slice name_of(const struct json_text *name, char plain[ESCAPED_MAX])
{
    struct slice inner = {.text = name->text.text + 1, .length = name->text.length - 2};
    if (memchr(inner.text, '\\', inner.length) == NULL)
        return inner;
    if (name->has_half || name->text.length > ESCAPED_MAX)
        return (struct slice){0};
    return (struct slice){.text = plain, .length = unescape_string(name, plain)};
}

bool json_is(const struct json_text *name, const char *word)
{
    char plain[ESCAPED_MAX];
    struct slice said = name_of(name, plain);
    return said.text != NULL && slice_is(said, word);
}

bool json_is_named(const struct json_text *name, const char *word, size_t length)
{
    char plain[ESCAPED_MAX];
    struct slice said = name_of(name, plain);
    return said.text != NULL && said.length == length && strncasecmp(said.text, word, length) == 0;
}

struct json_walk json_walk(const struct json_text *list)
{
    return (struct json_walk){.at = list->text.text + 1, .end = list->text.text + list->text.length};
}

/* Text without white space is written over by itself. It was read before, so it is as it should be. */
bool json_next(struct json_walk *walk, struct json_text *name, struct json_text *value)
{
    struct scan s = {.at = walk->at, .end = walk->end, .out = (char *)walk->at};
    if (is_next(&s, '}') || is_next(&s, ']'))
        return false;
    if (name != NULL) {
        read_apart(&s, name);
        take(&s, ':');
    }
    read_apart(&s, value);
    take(&s, ',');
    walk->at = s.at;
    return true;
}

static void read_members(pool *memory, const struct json_text *object, const char *const *names,
                         struct json_text *members, int count)
{
    struct json_walk walk = json_walk(object);
    struct json_text name, value;
    char plain[ESCAPED_MAX];
    while (json_next(&walk, &name, &value)) {
        struct slice said = name_of(&name, plain);
        for (int i = 0; i < count; i++) {
            if (said.text != NULL && slice_is(said, names[i]))
                members[i] = value;
        }
    }
    for (int i = 0; i < count; i++) {
        if (members[i].kind != JSON_ABSENT)
            members[i].text.text = pool_copy(memory, members[i].text.text, members[i].text.length);
    }
}

bool json_scan_first(struct slice text, char *out, struct json_text *first)
{
    struct scan s = {.at = text.text, .end = text.text + text.length, .out = out};
    *first = (struct json_text){.kind = JSON_ABSENT};
    skip_space(&s);
    return s.at == s.end || (read_apart(&s, first) && slice_is_utf8(first->text));
}

bool json_scan(pool *memory, struct slice text, struct json_text *whole, const char *const *names,
               struct json_text *members, int count)
{
    struct scan s = {.at = text.text, .end = text.text + text.length};
    for (int i = 0; i < count; i++)
        members[i] = (struct json_text){.kind = JSON_ABSENT};
    if (!slice_is_text(text))
        return false;
    s.out = pool_zalloc(memory, text.length + 1);
    skip_space(&s);
    if (!read_apart(&s, whole))
        return false;
    skip_space(&s);
    if (s.at != s.end)
        return false;
    if (whole->kind == JSON_OBJECT)
        read_members(memory, whole, names, members, count);
    return true;
}

struct slice json_unescaped(pool *memory, const struct json_text *string)
{
    char *plain = pool_zalloc(memory, string->text.length);
    return (struct slice){.text = plain, .length = unescape_string(string, plain)};
}
