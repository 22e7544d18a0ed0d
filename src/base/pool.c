/*
 * Pools are talloc contexts. Requests get a talloc pool, one block from which small pieces are cut, so that an
 * ordinary request costs one malloc.
 */
#include "base/pool.h"

#include <stdarg.h>
#include <string.h>

#include <talloc.h>

#include "base/memory.h"

#define POOL_BLOCK 8192

struct deferred {
    void (*end)(void *object);
    void *object;
};

pool *pool_new(const char *name)
{
    pool *p = memory_require(talloc_pool(NULL, POOL_BLOCK));
    talloc_set_name_const(p, name);
    return p;
}

void pool_free(pool *p)
{
    if (p != NULL)
        talloc_free(p);
}

void *pool_zalloc(pool *p, size_t size)
{
    return memory_require(talloc_zero_size(p, size));
}

char *pool_copy(pool *p, const char *bytes, size_t length)
{
    char *copy = memory_require(talloc_size(p, length + 1));
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *pool_printf(pool *p, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(p, format, arguments);
    va_end(arguments);
    return memory_require(text);
}

static int deferred_run(struct deferred *deferred)
{
    deferred->end(deferred->object);
    return 0;
}

void pool_defer(pool *p, void (*end)(void *object), void *object)
{
    struct deferred *deferred = memory_require(talloc(p, struct deferred));
    *deferred = (struct deferred){.end = end, .object = object};
    talloc_set_destructor(deferred, deferred_run);
}

size_t pool_size(const pool *p)
{
    return talloc_total_size(p);
}
