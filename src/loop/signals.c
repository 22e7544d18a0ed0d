/*
 * signalfd(2). libuv's own handler takes a lock, which it gives back by a write to a pipe: were that refused, the
 * process would wait for ever at its next signal.
 */
#include "loop/signals.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <uv.h>

static uv_poll_t poll;
static int descriptor;
static void (*on_signal)(int number);

static void on_readable(uv_poll_t *handle, int status, int events)
{
    struct signalfd_siginfo received;
    (void)handle;
    (void)status;
    (void)events;
    if (read(descriptor, &received, sizeof received) == (ssize_t)sizeof received)
        on_signal((int)received.ssi_signo);
}

bool signals_start(const int *numbers, size_t count, void (*on_signal_)(int number))
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < count; i++)
        sigaddset(&set, numbers[i]);
    descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor < 0)
        return false;
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    on_signal = on_signal_;
    uv_poll_init(uv_default_loop(), &poll, descriptor);
    uv_poll_start(&poll, UV_READABLE, on_readable);
    return true;
}
