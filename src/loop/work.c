/*
 * Hands work to libuv's pool. The bound on what waits is the caller's, who knows what to answer.
 */
#include "loop/work.h"

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <uv.h>

#include "base/memory.h"
#include "base/metrics.h"

/* How much a thread of the pool gives way to the loop's, and to PostgreSQL (sched_setattr(2)): by its share of a
 * processor, and by asking for a longer slice of it than they do. Linux 6.12 and later lets whoever asks for a shorter
 * one go first, where else a slice that has begun is run to its end. */
#define NICE 5
#define SLICE_NANOSECONDS 100000000

/* sched_setattr(2), first version: glibc 2.36 declares neither, and Linux's own header not beside <sched.h>. */
struct scheduling {
    uint32_t size, policy;              /* cppcheck-suppress unusedStructMember ; Linux reads it */
    uint64_t flags;                     /* cppcheck-suppress unusedStructMember */
    int32_t nice;                       /* cppcheck-suppress unusedStructMember */
    uint32_t priority;                  /* cppcheck-suppress unusedStructMember */
    uint64_t runtime, deadline, period; /* cppcheck-suppress unusedStructMember */
};

struct work {
    uv_work_t request;
    void (*run)(void *argument);
    void (*done)(void *argument);
    void *argument;
};

static int pending;

static void count(int change)
{
    pending += change;
    metric_set(METRIC_HASH_QUEUE, 0, (uint64_t)pending);
}

void work_threads(int threads)
{
    char text[16];
    snprintf(text, sizeof text, "%d", threads);
    setenv("UV_THREADPOOL_SIZE", text, 1);
}

/* A hash is ten milliseconds on a processor, for which those who have none to wait for should not wait. Linux keeps
 * this for each thread; to be refused it costs time alone. */
static void give_way(void)
{
    static _Thread_local bool gives_way;
    struct scheduling wanted = {
        .size = sizeof wanted, .policy = SCHED_OTHER, .nice = NICE, .runtime = SLICE_NANOSECONDS};
    if (!gives_way)
        gives_way = syscall(SYS_sched_setattr, 0, &wanted, 0) == 0;
}

static void run(uv_work_t *request)
{
    struct work *work = request->data;
    give_way();
    work->run(work->argument);
}

static void finish(uv_work_t *request, int status)
{
    struct work *work = request->data;
    (void)status;
    count(-1);
    work->done(work->argument);
    free(work);
}

void work_submit(void (*run_)(void *argument), void (*done)(void *argument), void *argument)
{
    struct work *work = memory_zalloc(sizeof *work);
    *work = (struct work){.request = {.data = work}, .run = run_, .done = done, .argument = argument};
    count(+1);
    uv_queue_work(uv_default_loop(), &work->request, run, finish);
}

struct later {
    uv_timer_t timer;
    void (*done)(void *argument);
    void *argument;
};

static void later_closed(uv_handle_t *timer)
{
    free(timer->data);
}

static void on_later(uv_timer_t *timer)
{
    struct later *later = timer->data;
    uv_close((uv_handle_t *)timer, later_closed);
    later->done(later->argument);
}

struct later *work_later(int milliseconds, void (*done)(void *argument), void *argument)
{
    struct later *later = memory_zalloc(sizeof *later);
    *later = (struct later){.timer = {.data = later}, .done = done, .argument = argument};
    uv_timer_init(uv_default_loop(), &later->timer);
    uv_timer_start(&later->timer, on_later, (uint64_t)milliseconds, 0);
    return later;
}

void work_cancel(struct later *later)
{
    uv_close((uv_handle_t *)&later->timer, later_closed);
}

int work_pending(void)
{
    return pending;
}
