/*
 * Decodes one value at a time: requests rarely have more than one parameter that is looked at. A form may have half a
 * million pairs, so these take no memory.
 */
#include "http/url.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Writes what TEXT stands for, which may begin at the same place; returns its length. A percent sign that is not
 * followed by two digits stands for itself. */
static size_t decode_to(char *decoded, const char *text, size_t length)
{
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        int high = text[i] == '%' && i + 2 < length ? hexadecimal(text[i + 1]) : -1;
        int low = high >= 0 ? hexadecimal(text[i + 2]) : -1;
        if (low >= 0) {
            decoded[used++] = (char)(high * 16 + low);
            i += 2;
        } else {
            decoded[used++] = (char)(text[i] == '+' ? ' ' : text[i]);
        }
    }
    return used;
}

static struct slice decode(pool *memory, const char *text, size_t length)
{
    char *decoded = pool_zalloc(memory, length + 1);
    return (struct slice){.text = decoded, .length = decode_to(decoded, text, length)};
}

static struct slice decode_in_place(char *text, size_t length)
{
    size_t used = decode_to(text, text, length);
    text[used] = '\0';
    return (struct slice){.text = text, .length = used};
}

typedef int comparison(const char *, const char *, size_t);

/* Names may be encoded like values; those that are not, nearly all, are compared where they are. */
static bool is_name(pool *memory, const char *text, size_t length, const char *name, comparison *compare)
{
    if (memchr(text, '%', length) != NULL) {
        struct slice decoded = decode(memory, text, length);
        text = decoded.text;
        length = decoded.length;
    }
    return length == strlen(name) && compare(text, name, length) == 0;
}

static bool next(pool *memory, const char **query, const char *name, comparison *compare, struct slice *value)
{
    while (**query != '\0') {
        const char *pair = *query;
        size_t length = strcspn(pair, "&");
        *query += length + (pair[length] == '&');
        const char *equals = memchr(pair, '=', length);
        if (equals != NULL && is_name(memory, pair, (size_t)(equals - pair), name, compare)) {
            *value = decode(memory, equals + 1, (size_t)(pair + length - equals - 1));
            return true;
        }
    }
    return false;
}

bool url_pair_next(char **rest, struct slice *name, struct slice *value)
{
    while (**rest != '\0') {
        char *pair = *rest;
        size_t length = strcspn(pair, "&");
        size_t name_length = strcspn(pair, "=&");
        *rest += length + (pair[length] == '&');
        if (length == 0)
            continue;
        *value = name_length == length ? SLICE("") : decode_in_place(pair + name_length + 1, length - name_length - 1);
        *name = decode_in_place(pair, name_length);
        return true;
    }
    return false;
}

const char *url_encode(pool *memory, struct slice text)
{
    char *encoded = pool_zalloc(memory, text.length * 3 + 1), *end = encoded;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.text[i];
        if (c != '\0' && (isalnum(c) || strchr("-._~", c) != NULL))
            *end++ = (char)c;
        else if (c == ' ')
            *end++ = '+';
        else
            end += snprintf(end, 4, "%%%02X", c);
    }
    return encoded;
}

bool url_query_value(pool *memory, const char *query, const char *name, struct slice *value)
{
    return next(memory, &query, name, strncmp, value);
}

bool url_query_next(pool *memory, const char **query, const char *name, struct slice *value)
{
    return next(memory, query, name, strncasecmp, value);
}

/* The longest number, -9223372036854775808, has 20 characters; longer ones only by leading zeros. */
#define NUMBER_SIZE 32

bool url_number(struct slice text, int64_t *number)
{
    char digits[NUMBER_SIZE], *end;
    if (text.length >= sizeof digits || text.length == 0 || isspace((unsigned char)text.text[0]))
        return false;
    memcpy(digits, text.text, text.length);
    digits[text.length] = '\0';
    errno = 0;
    *number = strtoll(digits, &end, 10);
    return errno == 0 && end == digits + text.length;
}

bool url_positive_number(struct slice text, int64_t *number)
{
    return url_number(text, number) && *number > 0;
}
