/*
 * Signals, read like any other input.
 */
#ifndef PREFD_LOOP_SIGNALS_H
#define PREFD_LOOP_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

/* From now on calls ON_SIGNAL on the loop with the number of each of the COUNT signals in NUMBERS that the process
 * gets; threads made later do not get them. False, with errno: there is no descriptor for it. Once, before any other
 * thread. */
bool signals_start(const int *numbers, size_t count, void (*on_signal)(int number));

#endif
