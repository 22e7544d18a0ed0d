/*
 * jansson refuses everything that RFC 8259 refuses; its tree is thrown away. Names that occur twice pass: the last
 * counts (facts: standards, JSON). It is the only file that sees jansson, whose names clash with json-c's.
 */
#include "json/gate.h"

#include <malloc.h>
#include <stdlib.h>

#include <jansson.h>

/* A body may hold a password. */
static void wipe_and_free(void *memory)
{
    if (memory != NULL)
        explicit_bzero(memory, malloc_usable_size(memory));
    free(memory);
}

static enum gate kind_of(const json_t *root)
{
    if (json_is_object(root))
        return GATE_OBJECT;
    return json_is_null(root) ? GATE_NULL : GATE_OTHER;
}

enum gate gate_first_value(struct slice text, struct slice *value)
{
    size_t blank = 0;
    while (blank < text.length && strchr(" \t\r\n", text.text[blank]) != NULL && text.text[blank] != '\0')
        blank++;
    if (blank == text.length)
        return GATE_EMPTY;
    json_error_t error;
    json_set_alloc_funcs(malloc, wipe_and_free);
    size_t flags = JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL;
    json_t *root = json_loadb(text.text, text.length, flags, &error);
    if (root == NULL)
        return GATE_REFUSED;
    enum gate kind = kind_of(root);
    json_decref(root);
    *value = (struct slice){.text = text.text, .length = (size_t)error.position};
    return kind;
}
