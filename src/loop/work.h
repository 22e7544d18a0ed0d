/*
 * Work that would block the loop, on libuv's thread pool, and work for later.
 */
#ifndef PREFD_LOOP_WORK_H
#define PREFD_LOOP_WORK_H

/* How many run at once; before the first work_submit(). */
void work_threads(int threads);

/* Calls RUN(ARGUMENT) on a thread, then DONE(ARGUMENT) on the loop. */
void work_submit(void (*run)(void *argument), void (*done)(void *argument), void *argument);

/* Calls DONE(ARGUMENT) on the loop in so many milliseconds, unless it is cancelled before. */
struct later;
struct later *work_later(int milliseconds, void (*done)(void *argument), void *argument);
void work_cancel(struct later *later);

/* Work submitted and not done; what waits for its time does not count. */
int work_pending(void);

#endif
