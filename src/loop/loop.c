/*
 * Starts, runs and drains the loop. Once per turn, just before waiting, what the turn produced is sent: statements to
 * PostgreSQL, lines to the log.
 */
#include "loop/loop.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <uv.h>

#include "base/log.h"
#include "base/metrics.h"
#include "loop/connection.h"
#include "loop/lane.h"
#include "loop/signals.h"
#include "loop/work.h"

#define ACCEPT_PAUSE 100
#define WARM_UP 1000
#define WARM_UP_PAUSE 5
#define WARM_UP_CONNECTIONS 2
#define MEASURE_INTERVAL 2000

static struct {
    struct loop_settings settings;
    uv_prepare_t before_wait;
    uv_poll_t listener;
    uv_timer_t drain_limit;
    uv_timer_t accept_again;
    uv_timer_t measure;
    int descriptor;
    uint64_t listening_since;
    bool listening;
    bool draining;
    uint64_t close_from;
    int drain_seconds;
    int exit;
} loop;

bool loop_closes(void)
{
    return loop.draining && loop_now() >= loop.close_from;
}

uint64_t loop_now(void)
{
    return uv_now(uv_default_loop());
}

int loop_exit_status(void)
{
    return loop.exit;
}

void loop_set_drain(int seconds)
{
    loop.drain_seconds = seconds;
}

void loop_stop(int exit)
{
    loop.exit = exit;
    uv_stop(uv_default_loop());
}

static void on_drain_limit(uv_timer_t *timer)
{
    (void)timer;
    log_warning("drained too long: %d connections cut", connection_count());
    loop_stop(0);
}

static void drain(void)
{
    if (loop.draining)
        return;
    loop.draining = true;
    log_info("draining");
    if (loop.listening)
        uv_poll_stop(&loop.listener);
    uint64_t limit = (uint64_t)loop.drain_seconds * 1000;
    loop.close_from = loop_now() + limit / 2;
    uv_timer_start(&loop.drain_limit, on_drain_limit, limit, 0);
}

static void on_signal(int number)
{
    if (number == SIGHUP)
        loop.settings.hang_up();
    else
        drain();
}

static void on_before_wait(uv_prepare_t *handle)
{
    (void)handle;
    lanes_flush();
    log_flush();
    if (loop.draining && connection_count() == 0 && lanes_in_flight() == 0 && work_pending() == 0)
        loop_stop(0);
}

static void on_connection(uv_poll_t *poll, int status, int events);

static void on_accept_again(uv_timer_t *timer)
{
    (void)timer;
    if (!loop.draining)
        uv_poll_start(&loop.listener, UV_READABLE, on_connection);
}

/* The socket stays readable, so look away for a while. */
static void pause_accepting(uint64_t milliseconds)
{
    uv_poll_stop(&loop.listener);
    uv_timer_start(&loop.accept_again, on_accept_again, milliseconds, 0);
}

/* A request that kills its worker takes along what that has in hand, and both then wait for the next worker. So a new
 * one takes few at first, and one more for each that it has answered. */
static bool has_enough_for_now(void)
{
    return loop_now() < loop.listening_since + WARM_UP &&
           connection_count() >= WARM_UP_CONNECTIONS + connection_answers();
}

/* One connection a turn: workers that share the socket then get even shares. */
static void on_connection(uv_poll_t *poll, int status, int events)
{
    (void)poll;
    (void)events;
    if (has_enough_for_now()) {
        pause_accepting(WARM_UP_PAUSE);
        return;
    }
    int descriptor = status < 0 ? -1 : accept4(loop.descriptor, NULL, NULL, SOCK_CLOEXEC);
    if (descriptor >= 0) {
        connection_open(descriptor, loop.settings.handler);
    } else if (status < 0 || (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)) {
        metric_count(METRIC_ACCEPT_FAILURES, 0);
        log_warning("accept: %s", status < 0 ? uv_strerror(status) : strerror(errno));
        pause_accepting(ACCEPT_PAUSE); /* descriptors or memory are short */
    }
}

/* What would be dear to keep up at every change. */
static void on_measure(uv_timer_t *timer)
{
    struct rusage usage;
    (void)timer;
    lanes_measure();
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        metric_set(METRIC_MEMORY, 0, (uint64_t)usage.ru_maxrss * 1024);
}

bool loop_start(const struct loop_settings *settings)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGUSR1, SIGHUP};
    uv_loop_t *uv = uv_default_loop();
    loop.settings = *settings;
    (void)signal(SIGPIPE, SIG_IGN); /* fails for what is no signal alone */
    if (!signals_start(numbers, sizeof numbers / sizeof numbers[0], on_signal))
        return false;
    uv_timer_init(uv, &loop.drain_limit);
    uv_timer_init(uv, &loop.accept_again);
    uv_timer_init(uv, &loop.measure);
    uv_timer_start(&loop.measure, on_measure, 0, MEASURE_INTERVAL);
    uv_prepare_init(uv, &loop.before_wait);
    uv_prepare_start(&loop.before_wait, on_before_wait);
    return true;
}

void loop_listen(int descriptor)
{
    loop.descriptor = descriptor;
    loop.listening_since = loop_now();
    loop.listening = !loop.draining;
    uv_poll_init(uv_default_loop(), &loop.listener, descriptor);
    if (loop.listening)
        uv_poll_start(&loop.listener, UV_READABLE, on_connection);
}

void loop_run(void)
{
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

static void close_handle(uv_handle_t *handle, void *unused)
{
    (void)unused;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void loop_end(void)
{
    uv_walk(uv_default_loop(), close_handle, NULL);
    uv_run(uv_default_loop(), UV_RUN_NOWAIT);
    uv_loop_close(uv_default_loop());
}
