/*
 * Hands work to libuv's pool. The bound on what waits is the caller's, who knows what to answer.
 */
#include "loop/work.h"

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <uv.h>

#include "base/memory.h"
#include "base/metrics.h"

/* How much a thread of the pool gives way to the loop's, and to PostgreSQL (setpriority(2)). */
#define NICE 5

/* How long, in milliseconds, done work waits at most when the loop was not woken for it. */
#define LOOK_INTERVAL 100

struct work {
    uv_work_t request;
    void (*run)(void *argument);
    void (*done)(void *argument);
    void *argument;
};

static int pending;
static uv_timer_t look_again;

static void freed(uv_handle_t *handle)
{
    free(handle);
}

/* libuv does not wake the loop twice for what it has not seen yet: a wake-up that the system did not take (eventfd(2):
 * EAGAIN) would leave all later work waiting, too. Woken by any other handle, it looks at all of them. */
static void on_look_again(uv_timer_t *timer)
{
    (void)timer;
    uv_async_t *other = memory_zalloc(sizeof *other);
    uv_async_init(uv_default_loop(), other, NULL);
    uv_async_send(other);
    uv_close((uv_handle_t *)other, freed);
}

static void look_while_pending(void)
{
    if (look_again.loop == NULL)
        uv_timer_init(uv_default_loop(), &look_again);
    if (pending == 0)
        uv_timer_stop(&look_again);
    else if (!uv_is_active((uv_handle_t *)&look_again))
        uv_timer_start(&look_again, on_look_again, LOOK_INTERVAL, LOOK_INTERVAL);
}

static void count(int change)
{
    pending += change;
    metric_set(METRIC_HASH_QUEUE, 0, (uint64_t)pending);
    look_while_pending();
}

void work_threads(int threads)
{
    char text[16];
    snprintf(text, sizeof text, "%d", threads);
    setenv("UV_THREADPOOL_SIZE", text, 1);
}

/* Half of the processors, the same in all workers. Elsewhere whoever has no hash to wait for finds one that is free at
 * once; beside a hash he would wait for the end of its slice of time, however little that counts for. */
static void keep_to_half(void)
{
    cpu_set_t all, half;
    CPU_ZERO(&half);
    if (sched_getaffinity(0, sizeof all, &all) != 0)
        return;
    int wanted = CPU_COUNT(&all) > 1 ? CPU_COUNT(&all) / 2 : 1;
    for (int processor = CPU_SETSIZE - 1; processor >= 0 && CPU_COUNT(&half) < wanted; processor--) {
        if (CPU_ISSET(processor, &all))
            CPU_SET(processor, &half);
    }
    (void)sched_setaffinity(0, sizeof half, &half);
}

/* A hash is ten milliseconds on a processor, for which those who have none to wait for should not wait. Linux keeps
 * both for each thread; to be refused them costs time alone. */
static void give_way(void)
{
    static _Thread_local bool gives_way;
    if (gives_way)
        return;
    gives_way = true;
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
    keep_to_half();
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
