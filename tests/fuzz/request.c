/*
 * Whole requests, as far as PostgreSQL: lines of FastCGI parameters up to an empty one, then the body. The path is
 * percent-encoded, as nginx gets it. Of the loop and of logins there is only what is needed to see what they are given.
 */
#include "input.h"

#include <sodium.h>

#include "auth/login.h"
#include "base/timezone.h"
#include "db/statement.h"
#include "http/url.h"
#include "json/scan.h"
#include "loop/connection.h"
#include "loop/lane.h"
#include "loop/work.h"
#include "request.h"
#include "serve.h"

static struct config config;
static int answers;

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    char message[CONFIG_MESSAGE_SIZE];
    (void)argument_count;
    (void)arguments;
    if (sodium_init() < 0 || !config_load(&config, NULL, message) || !timezones_load(config.zoneinfo))
        return 1;
    config.valara_reads_per_minute = config.valara_writes_per_minute = config.valara_lists_per_minute = 0;
    config.remote_user = true;
    config.log_level = 0;
    serve_start(&config);
    return 0;
}

void login_start(const struct config *config_)
{
    (void)config_;
}

void login_forget(const struct login_waiter *waiter)
{
    (void)waiter;
}

void login_check(struct login_waiter *waiter, const struct credential *credential, const char *address)
{
    assert(credential->kind == CREDENTIAL_PASSWORD && address != NULL);
    assert(credential->login.text[credential->login.length] == '\0');
    assert(credential->password.text[credential->password.length] == '\0');
    waiter->identity = (struct identity){.user_id = 1, .credential_version = 1};
    waiter->answer(waiter, ERROR_NONE);
}

int work_pending(void)
{
    return 0;
}

/* A hash costs what a thousand requests do; as if the new one was there, and the old one, where it is compared. */
void work_submit(void (*run)(void *argument), void (*done)(void *argument), void *argument)
{
    struct request *request = argument;
    (void)run;
    if (shape_find(request->route->body, "oldPassword") >= 0)
        request->compared_hash = "";
    done(argument);
}

/* So nobody asks PostgreSQL and has not the time to wait for it. */
bool lanes_are_up(void)
{
    return false;
}

struct later *work_later(int milliseconds, void (*run)(void *argument), void *argument)
{
    (void)milliseconds, (void)run, (void)argument;
    abort();
}

void work_cancel(struct later *later)
{
    (void)later;
    abort();
}

/* Every statement gets as many values as it takes. */
static void check_query(const struct query *query)
{
    assert(query->count == statements[query->statement].parameter_count);
    for (int i = 0; i < query->count; i++) {
        if (query->formats[i] == 0 && query->values[i] != NULL)
            assert(strlen(query->values[i]) < 100000);
    }
}

/* A request that was refused here is told so; to another, as if PostgreSQL was not there. */
void lane_submit(enum lane lane, struct call *call)
{
    const struct request *request = call->owner;
    assert(lane < LANE__MAX && call->query_count > 0 && call->query_count <= CALL_QUERIES_MAX);
    for (int i = 0; i < call->query_count; i++)
        check_query(&call->queries[i]);
    bool works = request->route->work != NULL && !request->worked;
    call->error = request->refusal != ERROR_NONE || works ? ERROR_NONE : ERROR_UNAVAILABLE;
    call->answer(call);
}

/* Fields are complete lines, which nothing in a request can end sooner. */
static void check_fields(const char *fields)
{
    for (; fields != NULL && *fields != '\0'; fields += 2) {
        size_t name = strspn(fields, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");
        assert(name > 0 && strncmp(fields + name, ": ", 2) == 0);
        fields += strcspn(fields, "\r\n");
        assert(strncmp(fields, "\r\n", 2) == 0);
    }
}

void connection_answer(struct http_request *http, const struct http_response *response)
{
    struct json_text body;
    assert(http_reason(response->status)[0] != '\0');
    check_fields(response->headers);
    check_fields(response->fields);
    check_fields(response->more_fields);
    if (response->content_type != NULL && strcmp(response->content_type, "application/json") == 0)
        assert(json_scan(http->memory, response->body, &body, NULL, NULL, 0));
    answers++;
}

static const char *parameter(const struct http_request *http, const char *name)
{
    const char *value = http_parameter(http, name);
    return value == NULL ? "" : value;
}

static void read_request(struct http_request *http, struct slice input)
{
    char *rest = pool_copy(http->memory, input.text, input.length);
    const char *end = rest + input.length;
    http->parameters = parameters_next(http->memory, &rest);
    struct slice path = {.text = ""}, none;
    char *encoded = pool_printf(http->memory, "%s", parameter(http, "PATH_INFO"));
    url_pair_next(&encoded, &path, &none);
    http->path = path.text;
    http->query = parameter(http, "QUERY_STRING");
    http->id = parameter(http, "REQUEST_ID");
    http->remote_address = parameter(http, "REMOTE_ADDR");
    http->authorization = http_parameter(http, "HTTP_AUTHORIZATION");
    http->method_name = parameter(http, "REQUEST_METHOD");
    http->method = http_method_of(http->method_name);
    http->body = (struct slice){.text = rest, .length = (size_t)(end - rest)};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http_request http = {.memory = pool_new("fuzz")};
    read_request(&http, (struct slice){.text = (const char *)data, .length = size});
    answers = 0;
    serve(&http);
    assert(answers == 1);
    pool_free(http.memory);
    return 0;
}
