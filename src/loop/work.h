/*
 * Work that would block the loop, on libuv's thread pool.
 */
#ifndef PREFD_LOOP_WORK_H
#define PREFD_LOOP_WORK_H

/* How many run at once; before the first work_submit(). */
void work_threads(int threads);

/* Calls RUN(ARGUMENT) on a thread, then DONE(ARGUMENT) on the loop. */
void work_submit(void (*run)(void *argument), void (*done)(void *argument), void *argument);

/* Work submitted and not done. */
int work_pending(void);

#endif
