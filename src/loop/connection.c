/*
 * Waits for nginx's connections. libfcgi reads with blocking calls, so a descriptor is read only when poll says so, and
 * uv_poll_init(), which makes descriptors non-blocking, is undone.
 */
#include "loop/connection.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

#include <uv.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "base/pool.h"
#include "http/fcgi.h"
#include "loop/loop.h"

struct connection {
    uv_poll_t poll;
    struct fcgi_connection *fcgi;
    loop_handler *handler;
    struct http_request request;
    int events; /* what poll waits for */
    bool busy;  /* a request is under way */
    bool gone;  /* nginx hung up meanwhile */
};

static int count;
static int answers;
static size_t body_limit;

static void on_event(uv_poll_t *poll, int status, int events);

static void count_change(int change)
{
    count += change;
    metric_set(METRIC_CONNECTIONS, 0, (uint64_t)count);
}

void connection_set_body_limit(size_t bytes)
{
    body_limit = bytes;
}

int connection_count(void)
{
    return count;
}

int connection_answers(void)
{
    return answers;
}

static void on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

/* Each uv_poll_start() costs system calls, also when nothing changes. */
static void wait_for(struct connection *connection, int events)
{
    if (connection->events == events)
        return;
    connection->events = events;
    if (events == 0)
        uv_poll_stop(&connection->poll);
    else
        uv_poll_start(&connection->poll, events, on_event);
}

static void end(struct connection *connection)
{
    wait_for(connection, 0);
    fcgi_close(connection->fcgi);
    count_change(-1);
    uv_close((uv_handle_t *)&connection->poll, on_closed);
}

static void read_request(struct connection *connection)
{
    struct http_request *request = &connection->request;
    *request = (struct http_request){.memory = pool_new("request")};
    connection->busy = true;
    if (!fcgi_read(connection->fcgi, body_limit, request)) {
        pool_free(request->memory);
        end(connection);
        return;
    }
    connection->handler(request);
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    struct connection *connection = poll->data;
    bool hung_up = status < 0 || (events & UV_DISCONNECT) != 0;
    if (!connection->busy && hung_up) {
        end(connection);
    } else if (!connection->busy) {
        read_request(connection);
    } else {
        /* nginx sends nothing while it waits for an answer; do not be woken again for whatever this is. */
        connection->gone = hung_up;
        wait_for(connection, hung_up ? 0 : UV_DISCONNECT);
    }
}

void connection_open(int descriptor, loop_handler *handler)
{
    struct connection *connection = memory_zalloc(sizeof *connection);
    connection->handler = handler;
    connection->poll.data = connection;
    if (uv_poll_init(uv_default_loop(), &connection->poll, descriptor) != 0) {
        log_error("a connection cannot be watched");
        abort();
    }
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
    connection->fcgi = fcgi_open(descriptor);
    count_change(+1);
    wait_for(connection, UV_READABLE | UV_DISCONNECT);
}

static struct connection *connection_of(struct http_request *request)
{
    return (struct connection *)(void *)((char *)request - offsetof(struct connection, request));
}

void connection_answer(struct http_request *request, const struct http_response *response)
{
    struct connection *connection = connection_of(request);
    bool keep = !connection->gone && fcgi_write(connection->fcgi, request->head_only, response);
    pool_free(request->memory);
    answers += answers < INT_MAX;
    connection->busy = false;
    if (keep && !loop_closes())
        wait_for(connection, UV_READABLE | UV_DISCONNECT);
    else
        end(connection);
}
