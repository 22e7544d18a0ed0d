/*
 * Pools are talloc contexts. Requests get a talloc pool, one block from which small pieces are cut, and blocks that are
 * done with are kept for the next, so that an ordinary request costs no malloc. Only on the loop's thread.
 */
#include "base/pool.h"

#include <stdarg.h>
#include <string.h>

#include <talloc.h>

#include "base/memory.h"

#define POOL_BLOCK 8192

/* The sanitizer is to see who uses a request's memory after its end. */
#ifdef __SANITIZE_ADDRESS__
#define SPARE_MAX 0
#else
#define SPARE_MAX 32
#endif

static pool *spare[SPARE_MAX + 1];
static int spare_count;

struct deferred {
    void (*end)(void *object);
    void *object;
};

pool *pool_new(const char *name)
{
    pool *p = spare_count > 0 ? spare[--spare_count] : memory_require(talloc_pool(NULL, POOL_BLOCK));
    talloc_set_name_const(p, name);
    return p;
}

void pool_free(pool *p)
{
    if (spare_count < SPARE_MAX) {
        talloc_free_children(p);
        spare[spare_count++] = p;
    } else {
        talloc_free(p);
    }
}

void *pool_alloc(pool *p, size_t size)
{
    return memory_require(talloc_size(p, size));
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

char *pool_concat_list(pool *p, const char *const *texts)
{
    size_t length = 0;
    for (const char *const *text = texts; *text != NULL; text++)
        length += strlen(*text);
    char *all = pool_alloc(p, length + 1), *end = all;
    for (const char *const *text = texts; *text != NULL; text++)
        end = mempcpy(end, *text, strlen(*text));
    *end = '\0';
    return all;
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
