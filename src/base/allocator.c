/*
 * Replaces the allocating functions of the C library, for the whole worker, by ones that call them and do not return
 * without memory (glibc manual, 3.2.5 Replacing malloc): libraries find these first.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/memory.h"

/* The address sanitizer has functions of its own, which end the process themselves. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_LEFT_TO_SANITIZER 1
#elif defined(__has_feature)
#define IS_LEFT_TO_SANITIZER __has_feature(address_sanitizer)
#else
#define IS_LEFT_TO_SANITIZER 0
#endif
#if !IS_LEFT_TO_SANITIZER

/* Defines NAME of the C library anew: what it returns is GOOD, or memory is out. */
#define REPLACE(type, name, parameters, arguments, good)                                                               \
    type name parameters                                                                                               \
    {                                                                                                                  \
        static __typeof__(name) *next;                                                                                 \
        if (next == NULL)                                                                                              \
            next = dlsym(RTLD_NEXT, #name);                                                                            \
        type taken = next arguments;                                                                                   \
        if (!(good))                                                                                                   \
            memory_out();                                                                                              \
        return taken;                                                                                                  \
    }

REPLACE(void *, malloc, (size_t size), (size), taken != NULL)
REPLACE(void *, calloc, (size_t count, size_t size), (count, size), taken != NULL)
REPLACE(void *, realloc, (void *memory, size_t size), (memory, size), taken != NULL || size == 0)
/* Where libsodium takes what Argon2 needs. Its comparison calls a password wrong when there is none. */
REPLACE(void *, mmap, (void *at, size_t size, int protection, int flags, int descriptor, off_t offset),
        (at, size, protection, flags, descriptor, offset), taken != MAP_FAILED || (flags & MAP_ANONYMOUS) == 0)

#endif
