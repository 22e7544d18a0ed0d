/*
 * No allocation of the worker fails: its own, and those of its libraries, go well or end it with a word in the log
 * (docs/decisions/001-out-of-memory.md). To that end allocator.c replaces malloc() and its kind for the whole process.
 */
#ifndef PREFD_BASE_MEMORY_H
#define PREFD_BASE_MEMORY_H

#include <stddef.h>

/* Logs that memory is out, and aborts. */
_Noreturn void memory_out(void);

/* MEMORY, just taken. Where that is NULL, memory_out(). */
void *memory_require(void *memory) __attribute__((returns_nonnull));

/* SIZE zeroed bytes, for the caller to free(); never NULL. */
void *memory_zalloc(size_t size) __attribute__((returns_nonnull, malloc));

#endif
