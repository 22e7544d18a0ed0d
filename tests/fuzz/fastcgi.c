/*
 * The records of a connection, as nginx would send them. What libfcgi makes of them is ours to keep within bounds.
 */
#include "input.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/fcgi.h"

#define BODY_LIMIT 1000

const char *__lsan_default_suppressions(void);

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count;
    (void)arguments;
    return fcgi_start() ? 0 : 1;
}

/* libfcgi 2.4.2 forgets 48 bytes of a management record that it does not know or that is broken. nginx sends none, and
 * nothing of ours is allocated there. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfcgi.so\n";
}

/* libfcgi ends the process over a parameter that announces 2 GiB and more, as nginx's never does; here it ends the
 * input. */
static jmp_buf unbearable;
static pool *memory; /* of the request */

void __assert_fail(const char *assertion, const char *file, unsigned line, const char *function)
{
    if (strcmp(file, "fcgiapp.c") == 0)
        longjmp(unbearable, 1);
    fprintf(stderr, "%s:%u: %s: %s\n", file, line, function, assertion);
    abort();
}

static void check_request(const struct http_request *request)
{
    assert(request->path != NULL && request->query != NULL && request->id != NULL && request->remote_address != NULL);
    assert(request->body.length <= BODY_LIMIT && (request->body_state != BODY_TOO_LONG || request->body.length == 0));
    assert(!request->head_only || request->method == METHOD_GET);
    assert(request->method == METHOD_OTHER || request->head_only ||
           strcmp(request->method_name, http_method_name(request->method)) == 0);
    assert(request->body.length == 0 || request->body.text[request->body.length] == '\0');
}

/* One request after the other, until there is no more or the connection is to be closed. */
static void serve(struct fcgi_connection *connection)
{
    for (bool open = true; open;) {
        struct http_request request = {.memory = memory = pool_new("fuzz")};
        open = fcgi_read(connection, BODY_LIMIT, &request);
        if (open) {
            check_request(&request);
            struct http_response response = {.status = 200, .content_type = "text/plain", .body = request.body};
            if (request.body.text == NULL)
                response.body = SLICE("");
            open = fcgi_write(connection, request.head_only, &response);
        }
        pool_free(memory);
        memory = NULL;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return -1;
    if (write(ends[0], data, size) == (ssize_t)size && shutdown(ends[0], SHUT_WR) == 0) {
        struct fcgi_connection *connection = fcgi_open(ends[1]);
        if (setjmp(unbearable) == 0)
            serve(connection);
        if (memory != NULL)
            pool_free(memory);
        memory = NULL;
        fcgi_close(connection);
    }
    close(ends[0]);
    return 0;
}
