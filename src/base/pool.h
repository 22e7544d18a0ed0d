/*
 * Memory that ends together: a pool per request, one for the process. Everything a request owns hangs on its pool;
 * things of foreign libraries are tied to it by pool_defer(), so that one pool_free() ends the request.
 *
 * No function here returns NULL: running out of memory logs and aborts (docs/decisions/001-out-of-memory.md).
 */
#ifndef PREFD_BASE_POOL_H
#define PREFD_BASE_POOL_H

#include <stddef.h>

typedef void pool;

/* A new pool with no parent; the caller frees it with pool_free(). */
pool *pool_new(const char *name);

/* Ends the pool: runs what was deferred on it and gives back all its memory. */
void pool_free(pool *p);

/* SIZE bytes that live as long as the pool, of any value: for what is filled at once. */
void *pool_alloc(pool *p, size_t size);

/* SIZE zeroed bytes that live as long as the pool. */
void *pool_zalloc(pool *p, size_t size);

/* A zero-terminated copy of LENGTH bytes, which may themselves contain zero bytes. */
char *pool_copy(pool *p, const char *bytes, size_t length);

/* printf into memory of the pool. */
char *pool_printf(pool *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The texts up to NULL, one behind the other: what every answer needs is not worth printf. */
char *pool_concat_list(pool *p, const char *const *texts);
#define pool_concat(p, ...) pool_concat_list((p), (const char *const[]){__VA_ARGS__, NULL})

/* Calls END(OBJECT) when the pool is freed. */
void pool_defer(pool *p, void (*end)(void *object), void *object);

#endif
