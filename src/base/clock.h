/*
 * Time in microseconds.
 */
#ifndef PREFD_BASE_CLOCK_H
#define PREFD_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Of a clock that only goes forward. */
static inline uint64_t clock_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

#endif
