/*
 * The worker's one thread waits here. Only this folder sees libuv.
 */
#ifndef PREFD_LOOP_LOOP_H
#define PREFD_LOOP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "http/message.h"

/* Called for each request that was read. It must answer, now or later, by connection_answer(). */
typedef void loop_handler(struct http_request *request);

struct loop_settings {
    loop_handler *handler;
    void (*hang_up)(void); /* on SIGHUP */
};

/* Makes the loop, which takes the signals: SIGTERM, SIGINT and SIGUSR1 (FastCGI's own) drain, SIGHUP calls hang_up.
 * False, with errno: they cannot be watched. */
bool loop_start(const struct loop_settings *settings);

/* Starts to accept on DESCRIPTOR, a listening socket that other workers may share. */
void loop_listen(int descriptor);

/* Longest time in seconds that a drain may take, from the next drain on. */
void loop_set_drain(int seconds);

/* Runs until the worker is drained or stopped. */
void loop_run(void);

/* Ends loop_run() without draining; EXIT becomes loop_exit_status(), which is 0 after a drain. */
void loop_stop(int exit);
int loop_exit_status(void);

/* Frees what the loop holds, once it has run and nothing is under way. */
void loop_end(void);

/* Whether answers close their connections now: in the second half of a drain. In the first half that is left to nginx,
 * which can close a kept connection without a race against its own next request (docs/decisions/003-draining.md). */
bool loop_closes(void);

/* Milliseconds of a clock that only goes forward, as of this turn of the loop. */
uint64_t loop_now(void);

#endif
