/*
 * A poll handle is its own memory, since libuv lets go of it later.
 */
#include "loop/watch.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"

static void on_poll_closed(uv_handle_t *handle)
{
    free(handle);
}

void watch_end(struct watch *watch)
{
    if (watch->poll == NULL)
        return;
    uv_poll_stop(watch->poll);
    uv_close((uv_handle_t *)watch->poll, on_poll_closed);
    watch->poll = NULL;
    watch->events = 0;
}

void watch_stopped(struct watch *watch)
{
    watch->events = 0;
}

static uv_poll_t *new_poll(int descriptor, void *owner)
{
    uv_poll_t *poll = memory_zalloc(sizeof *poll);
    if (uv_poll_init(uv_default_loop(), poll, descriptor) != 0) {
        log_error("a PostgreSQL connection cannot be watched");
        abort();
    }
    poll->data = owner;
    return poll;
}

/* While connecting, libpq may close its descriptor and open another under the same number, which libuv cannot see;
 * so it is watched anew. */
void watch_database(struct watch *watch, const struct database *database, uv_poll_cb on_event, void *owner)
{
    int events = UV_READABLE | (database_wants_write(database) ? UV_WRITABLE : 0);
    if (database_state(database) == DATABASE_CONNECTING)
        watch_end(watch);
    if (watch->poll == NULL)
        watch->poll = new_poll(database_descriptor(database), owner);
    if (watch->events != events) /* uv_poll_start() costs system calls, also when nothing changes */
        uv_poll_start(watch->poll, events, on_event);
    watch->events = events;
}
