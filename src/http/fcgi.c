/*
 * What libfcgi does when left alone, and why it is kept from it here:
 * - FCGX_Accept_r() accepts when it has no connection, and blocks there. It is given an accepted descriptor (ipcFd) and
 *   no listening socket (-1), so that after a hang-up its accept fails at once with EBADF.
 * - Closing waits up to two seconds for the peer to close first. An environment variable of its own ends that, and
 *   where the worker decides to close, the descriptor is taken from it and closed here.
 * - FCGX_Finish_r() closes when nginx did not ask to keep the connection; it is told to keep it, and the wish is
 *   reported to the caller.
 * - It takes the signals to stop, for a loop of its own that nobody runs.
 * - What it read, passwords among it, it frees as it is. The parameters are wiped before, and the buffer that they were
 *   read from.
 * tests/integration checks this behaviour against the libfcgi that is installed.
 */
#include "http/fcgi.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/memory.h"

/* A body that is too long is read to its end, so that nginx can be answered, but only so far. */
#define DISCARD_LIMIT (64u << 20)
#define DISCARD_STEP 65536

/* Writing blocks the whole worker until nginx has read what the socket does not hold; the largest answer that there is
 * for everybody, the OpenAPI document, is a little larger than the usual 208 KiB. The kernel may grant less. */
#define SEND_BUFFER (1 << 20)

/* The most that libfcgi takes for a stream: a record. */
#define FCGI_BUFFER_MAX (1 << 16)

#define WIPED_AT_ONCE 1024

struct fcgi_connection {
    FCGX_Request fcgi;
    bool keep;
    bool accepted; /* a request, whose parameters are there until it is answered */
};

/* A signal that comes meanwhile, or before the loop takes it, ends the process: it has nothing in hand yet. */
bool fcgi_start(void)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    bool started = setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "0", 1) == 0 && FCGX_Init() == 0;
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGUSR1, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return started;
}

struct fcgi_connection *fcgi_open(int descriptor)
{
    struct timeval wait = {.tv_sec = FCGI_WAIT_SECONDS};
    int send_buffer = SEND_BUFFER;
    struct fcgi_connection *connection = memory_zalloc(sizeof *connection);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    FCGX_InitRequest(&connection->fcgi, -1, FCGI_FAIL_ACCEPT_ON_INTR);
    connection->fcgi.ipcFd = descriptor;
    connection->fcgi.keepConnection = 1;
    return connection;
}

/* How the data of a stream begin in libfcgi since 1996; its header does not say so. */
struct stream_data {
    unsigned char *buffer;
    int size;
};

/* In pieces that the C library wipes without the processor's string instruction, which is slow to begin. Where the data
 * are no longer so, they do not fit the reader's place, and nothing is touched. */
static void wipe_buffer(const FCGX_Stream *in)
{
    const struct stream_data *data = in->data;
    ptrdiff_t place = in->rdNext - data->buffer;
    if (place < 0 || place > data->size || data->size > FCGI_BUFFER_MAX)
        return;
    for (int at = 0; at < data->size; at += WIPED_AT_ONCE)
        explicit_bzero(data->buffer + at, (size_t)(data->size - at < WIPED_AT_ONCE ? data->size - at : WIPED_AT_ONCE));
}

static void wipe_credential(char **environment)
{
    static const char *const names[] = {"HTTP_AUTHORIZATION=", "HTTP_COOKIE="};
    for (char **entry = environment; *entry != NULL; entry++) {
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            if (strncmp(*entry, names[i], strlen(names[i])) == 0)
                explicit_bzero(*entry, strlen(*entry));
        }
    }
}

static void wipe(const FCGX_Request *fcgi)
{
    wipe_credential(fcgi->envp);
    wipe_buffer(fcgi->in);
}

void fcgi_close(struct fcgi_connection *connection)
{
    int descriptor = connection->fcgi.ipcFd;
    if (connection->accepted)
        wipe(&connection->fcgi);
    connection->fcgi.ipcFd = -1;
    FCGX_Free(&connection->fcgi, 0);
    if (descriptor >= 0)
        close(descriptor);
    free(connection);
}

/* FastCGI parameters that every request is served by, and where each goes. */
static const struct {
    struct slice name;
    size_t offset;
} parameters[] = {
    {SLICE("REQUEST_METHOD"), offsetof(struct http_request, method_name)},
    {SLICE("PATH_INFO"), offsetof(struct http_request, path)},
    {SLICE("QUERY_STRING"), offsetof(struct http_request, query)},
    {SLICE("REQUEST_ID"), offsetof(struct http_request, id)},
    {SLICE("REMOTE_ADDR"), offsetof(struct http_request, remote_address)},
    {SLICE("HTTP_AUTHORIZATION"), offsetof(struct http_request, authorization)},
};

#define PARAMETER_COUNT (sizeof parameters / sizeof parameters[0])

static void read_parameter(struct http_request *request, const char *entry)
{
    struct slice name = {.text = entry, .length = strcspn(entry, "=")};
    for (size_t i = 0; i < PARAMETER_COUNT && entry[name.length] == '='; i++) {
        if (slice_equal(name, parameters[i].name)) {
            *(const char **)(void *)((char *)request + parameters[i].offset) = entry + name.length + 1;
            return;
        }
    }
}

static void read_parameters(struct http_request *request, char **environment)
{
    request->method_name = request->path = request->query = request->id = request->remote_address = "";
    request->parameters = environment;
    for (char **entry = environment; *entry != NULL; entry++)
        read_parameter(request, *entry);
    request->head_only = strcmp(request->method_name, "HEAD") == 0;
    request->method = request->head_only ? METHOD_GET : http_method_of(request->method_name);
}

static bool discard(FCGX_Stream *in)
{
    static char sink[DISCARD_STEP];
    size_t discarded = 0;
    int n;
    while (discarded <= DISCARD_LIMIT && (n = FCGX_GetStr(sink, sizeof sink, in)) > 0)
        discarded += (size_t)n;
    explicit_bzero(sink, discarded < sizeof sink ? discarded : sizeof sink);
    return discarded <= DISCARD_LIMIT && FCGX_GetError(in) == 0;
}

/* The announced length decides how much memory is taken, the bytes that come decide what the body is. */
static bool read_body(struct fcgi_connection *connection, size_t body_limit, struct http_request *request)
{
    FCGX_Stream *in = connection->fcgi.in;
    const char *announced_text = http_parameter(request, "CONTENT_LENGTH");
    unsigned long long announced = announced_text == NULL ? 0 : strtoull(announced_text, NULL, 10);
    if (announced > body_limit) {
        request->body_state = BODY_TOO_LONG;
        return discard(in);
    }
    char *bytes = pool_zalloc(request->memory, (size_t)announced + 1);
    int n = announced > 0 ? FCGX_GetStr(bytes, (int)announced, in) : 0;
    request->body = (struct slice){.text = bytes, .length = (size_t)n};
    request->body_state = (unsigned long long)n == announced ? BODY_WHOLE : BODY_CUT;
    return discard(in);
}

bool fcgi_read(struct fcgi_connection *connection, size_t body_limit, struct http_request *request)
{
    /* Parameters that end too early are no error to FCGX_Accept_r(), but the stream remembers. */
    connection->accepted = FCGX_Accept_r(&connection->fcgi) == 0;
    if (!connection->accepted || FCGX_GetError(connection->fcgi.in) != 0)
        return false;
    connection->keep = connection->fcgi.keepConnection != 0;
    read_parameters(request, connection->fcgi.envp);
    return read_body(connection, body_limit, request);
}

static void put_field(FCGX_Stream *out, const char *name, const char *value)
{
    FCGX_PutS(name, out);
    FCGX_PutS(value, out);
    FCGX_PutS("\r\n", out);
}

static void put_number(FCGX_Stream *out, const char *name, size_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", number);
    put_field(out, name, digits);
}

/* Complete lines, or NULL. */
static void put_lines(FCGX_Stream *out, const char *lines)
{
    if (lines != NULL)
        FCGX_PutS(lines, out);
}

/* libfcgi gathers what it is given, and remembers an error. */
static void put_head(FCGX_Stream *out, const struct http_response *response)
{
    char status[] = {(char)('0' + response->status / 100), (char)('0' + response->status / 10 % 10),
                     (char)('0' + response->status % 10), ' ', '\0'};
    FCGX_PutS("Status: ", out);
    put_field(out, status, http_reason(response->status));
    if (response->content_type != NULL) {
        put_field(out, "Content-Type: ", response->content_type);
        put_number(out, "Content-Length: ", response->body.length);
    }
    put_lines(out, response->headers);
    if (response->challenge != NULL)
        put_field(out, "WWW-Authenticate: ", response->challenge);
    if (response->retry_after > 0)
        put_number(out, "Retry-After: ", (size_t)response->retry_after);
    put_lines(out, response->fields);
    put_lines(out, response->more_fields);
    FCGX_PutS("\r\n", out);
}

bool fcgi_write(struct fcgi_connection *connection, bool head_only, const struct http_response *response)
{
    FCGX_Request *fcgi = &connection->fcgi;
    put_head(fcgi->out, response);
    if (!head_only)
        FCGX_PutStr(response->body.text, (int)response->body.length, fcgi->out);
    fcgi->keepConnection = 1;
    wipe(fcgi);
    connection->accepted = false;
    if (FCGX_GetError(fcgi->out) != 0) /* to finish would send the beginning again, as if the rest followed */
        return false;
    FCGX_Finish_r(fcgi);
    return connection->keep && fcgi->ipcFd >= 0;
}
