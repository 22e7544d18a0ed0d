/*
 * The end of a worker that has no memory.
 */
#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/log.h"

_Noreturn void memory_out(void)
{
    static bool said; /* the log itself may have asked */
    if (!said) {
        said = true;
        log_error("out of memory");
    }
    abort();
}

void *memory_require(void *memory)
{
    if (memory == NULL)
        memory_out();
    return memory;
}

void *memory_zalloc(size_t size)
{
    return memory_require(calloc(1, size));
}
