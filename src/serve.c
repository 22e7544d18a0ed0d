/*
 * THE PATH of a request, forward only: find the route, read the credential, read the body, prepare the queries,
 * identify, submit; then, when PostgreSQL has answered, reply and finish. A route with work that would block the loop
 * goes through prepare, identify and submit twice, the work between; so does one that is counted, before all else,
 * and a write that expects the bytes of a representation.
 *
 * The order of refusals is that of the facts (grafana 1.4): authentication, permission, body, lookups. Permission is
 * judged by PostgreSQL, so what is wrong with a body is kept as the request's refusal until the context statement let
 * the caller in. Refused or served, it is one round trip.
 */
#include "serve.h"

#include <time.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "bind.h"
#include "caller.h"
#include "count.h"
#include "db/proof.h"
#include "http/cors.h"
#include "http/url.h"
#include "keyed.h"
#include "loop/connection.h"
#include "loop/work.h"
#include "precondition.h"
#include "record.h"
#include "request.h"

static const struct config *config;

static void identify(struct request *request);
static void prepare(struct request *request);

void serve_start(const struct config *config_)
{
    config = config_;
    login_start(config_);
}

static uint64_t unix_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static const struct dialect *dialect_of(const struct request *request)
{
    return request->route == NULL ? route_dialect(request->http->path) : request->route->dialect;
}

/* The last step: answer, log, and the request's memory ends. */
static void finish(struct request *request)
{
    struct http_request *http = request->http;
    if (dialect_of(request)->decorate != NULL)
        dialect_of(request)->decorate(request, &request->response);
    record_answer(request);
    if (request->route != NULL && request->route->body != NULL)
        body_wipe(&request->body, request->route->body);
    if (http->body.length > 0) /* of whatever route: a secret may be sent to a wrong one */
        explicit_bzero((char *)http->body.text, http->body.length);
    request->response.more_fields = cors_fields(http, config->cors_origins);
    connection_answer(http, &request->response);
}

static void refuse(struct request *request, enum error error)
{
    if (request->look.write != NULL)
        precondition_looked(request, false);
    const struct dialect *dialect = dialect_of(request);
    request->response = (struct http_response){.content_type = "application/json", .headers = dialect->headers};
    error = route_meaning(request->route, error);
    request->error = error;
    if (request->route != NULL && request->route->refuse != NULL)
        request->route->refuse(request, error, &request->response);
    else
        dialect->refuse(request, error, &request->response);
    precondition_refuse(request);
    if (request->response.status == 405)
        response_add(request->memory, &request->response, "Allow", route_allow(request->route, request->memory));
    finish(request);
}

static void reply_again(struct request *request)
{
    keyed_replay(request);
    finish(request);
}

/* Makes the response of what PostgreSQL brought; false: it brought nothing, and the route says what that means. */
static bool respond(struct request *request)
{
    const struct route *route = request->route;
    if (route->absent != ERROR_NONE && call_row_count(&request->call) == 0)
        return false;
    request->response = (struct http_response){
        .status = route_status(route), .content_type = "application/json", .headers = route->dialect->headers};
    if (route->reply != NULL)
        route->reply(request);
    else if (route->message != NULL)
        request->response.body = slice_of(route_message(route, request->memory));
    else
        request->response.body = call_value(&request->call, 0, 0);
    return true;
}

static void reply(struct request *request)
{
    if (!respond(request)) {
        refuse(request, request->route->absent);
        return;
    }
    precondition_answer(request);
    finish(request);
}

/* A password that was right a while ago may be so no longer: it is checked anew, once. */
static bool log_in_again(struct request *request)
{
    if (request->call.error != ERROR_CREDENTIAL_OUTDATED || request->credential.kind != CREDENTIAL_PASSWORD ||
        request->logged_in_again)
        return false;
    request->logged_in_again = true;
    login_forget(&request->login);
    identify(request);
    return true;
}

static void work(void *argument)
{
    struct request *request = argument;
    request->work_refusal = request->route->work(request);
    if (request->work_refusal == ERROR_NONE && request->key != NULL)
        request->work_refusal = keyed_digest(request);
}

static void work_done(void *argument)
{
    struct request *request = argument;
    request->worked = true;
    request->trace.spent[STAGE_HASH] += clock_microseconds() - request->hash_since;
    request->refusal = request->work_refusal;
    prepare(request);
}

static bool work_is_due(const struct request *request)
{
    return request->route->work != NULL && !request->worked && request->refusal == ERROR_NONE;
}

static void begin_work(struct request *request)
{
    if (work_pending() >= request->config->password_hash_queue) {
        metric_count(METRIC_HASH_REFUSED, 0);
        refuse(request, ERROR_OVERLOADED);
        return;
    }
    request->hash_since = clock_microseconds();
    work_submit(work, work_done, request);
}

/* A prelude that brings no row has not found what the request is about, which goes before what is wrong with it. */
static bool is_absent(const struct request *request)
{
    return request->route->prelude != 0 && request->route->absent != ERROR_NONE && call_row_count(&request->call) == 0;
}

static void counted(struct request *request)
{
    enum error error = count_read(request);
    if (error != ERROR_NONE)
        refuse(request, error);
    else
        prepare(request);
}

/* Whatever is against reading, the write says itself. What could not be read cannot be what was expected. */
static void looked(struct request *request)
{
    enum error error = request->call.error;
    if (log_in_again(request))
        return;
    if (error != ERROR_NONE && request->route->dialect->status(error) >= 500) {
        refuse(request, error);
        return;
    }
    bool good = request->call.error == ERROR_NONE && request->refusal == ERROR_NONE;
    precondition_looked(request, good && respond(request));
    request->refusal = ERROR_NONE;
    prepare(request);
}

static void answered(struct call *call)
{
    struct request *request = call->owner;
    record_trace(request, &call->trace);
    call->trace = (struct trace){0};
    if (call->error == ERROR_NONE && count_is_due(request))
        counted(request);
    else if (request->look.write != NULL)
        looked(request);
    else if (call->error == ERROR_NONE && work_is_due(request))
        begin_work(request);
    else if (call->error == ERROR_ANSWERED_BEFORE)
        reply_again(request);
    else if (call->error == ERROR_NONE && request->refusal == ERROR_NONE)
        reply(request);
    else if (call->error == ERROR_NONE)
        refuse(request, is_absent(request) ? request->route->absent : request->refusal);
    else if (!log_in_again(request))
        refuse(request, call->error);
}

static void asked(struct request *request, enum error error)
{
    if (error == ERROR_NONE)
        reply(request);
    else
        refuse(request, error);
}

static void submit(struct request *request)
{
    request->call.attempts = 0;
    if (request->route->ask != NULL) {
        request->route->ask(request, asked);
        return;
    }
    if (request->call.query_count == 0) { /* the worker knows the answer itself */
        answered(&request->call);
        return;
    }
    bool counts = work_is_due(request) && request->route->before != 0;
    bool reads = request->refusal != ERROR_NONE || (work_is_due(request) && !counts);
    lane_submit(count_is_due(request) ? LANE_WRITE : reads ? LANE_READ : request->route->lane, &request->call);
}

/* Binds what all context statements take after the credential: the wanted organisation and the route's demand. */
static void bind_demand(struct request *request, struct query *context)
{
    if (request->wanted_org > 0)
        query_bind_number(context, request->memory, request->wanted_org);
    else
        query_bind_text(context, NULL);
    query_bind_text(context, route_is_scoped(request->route) ? "scoped" : access_demand(request->route->access));
}

static void logged_in(struct login_waiter *waiter, enum error error)
{
    struct request *request = waiter->owner;
    struct query *context = &request->call.queries[0];
    record_trace(request, &waiter->trace);
    if (error != ERROR_NONE) {
        refuse(request, error);
        return;
    }
    *context =
        (struct query){.statement = request->route->credential == CREDENTIAL_IN_BODY ? STATEMENT_AUTHENTICATE_LOGIN
                                                                                     : STATEMENT_AUTHENTICATE_USER};
    query_bind_number(context, request->memory, waiter->identity.user_id);
    query_bind_number(context, request->memory, waiter->identity.credential_version);
    bind_demand(request, context);
    submit(request);
}

static void identify_remote(struct request *request, struct query *context)
{
    *context = (struct query){.statement = STATEMENT_AUTHENTICATE_REMOTE};
    query_bind_text(context, request->credential.login.text);
    query_bind_text(context, config->remote_user_create ? "true" : "false");
    bind_demand(request, context);
    proof_bind(context, request->memory, pool_printf(request->memory, "remote %s", request->credential.login.text));
    submit(request);
}

/* Whether a credential is a secret that PostgreSQL knows the hash of, and the context statement that takes it. */
static bool is_secret(enum credential_kind kind, enum statement_id *statement)
{
    static const struct {
        enum credential_kind kind;
        enum statement_id statement;
    } secrets[] = {
        {CREDENTIAL_TOKEN, STATEMENT_AUTHENTICATE_TOKEN},
        {CREDENTIAL_SESSION, STATEMENT_AUTHENTICATE_SESSION},
        {CREDENTIAL_REFRESH, STATEMENT_AUTHENTICATE_REFRESH},
    };
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        if (secrets[i].kind == kind) {
            *statement = secrets[i].statement;
            return true;
        }
    }
    return false;
}

static void identify(struct request *request)
{
    struct query *context = &request->call.queries[0];
    request->login = (struct login_waiter){.answer = logged_in, .owner = request};
    if (request->credential.kind == CREDENTIAL_PASSWORD) {
        login_check(&request->login, &request->credential, request->http->remote_address);
    } else if (is_secret(request->credential.kind, &context->statement)) {
        query_bind_bytes(context, request->credential.token_hash, TOKEN_HASH_SIZE);
        bind_demand(request, context);
        submit(request);
    } else if (request->credential.kind == CREDENTIAL_REMOTE) {
        identify_remote(request, context);
    } else {
        submit(request);
    }
}

/* The first round trip of a route with work: the context, and what the work wants to read. What is wrong with the path
 * is not worth the work. */
static enum error prepare_work(struct request *request)
{
    struct query parts = {0};
    if (request->route->before != 0) {
        struct query *before = call_add(&request->call, request->route->before);
        query_bind_number(before, request->memory, config->login_attempts);
        query_bind_number(before, request->memory, config->login_attempts_seconds);
    }
    return bind_parts(request, &parts);
}

static enum error prepare_statement(struct request *request)
{
    if (work_is_due(request))
        return prepare_work(request);
    precondition_bind(request);
    int first = request->call.query_count;
    enum error error = request->route->prepare == NULL ? bind_all(request) : request->route->prepare(request);
    if (error == ERROR_NONE)
        keyed_wrap(request, first);
    return error;
}

/* What is wrong with the path, too, is said by the refusal that is there already. */
static void prepare_prelude(struct request *request)
{
    struct query query = {.statement = request->route->prelude};
    if (query.statement == 0 || bind_parts(request, &query) != ERROR_NONE)
        return;
    precondition_bind(request);
    *call_add(&request->call, query.statement) = query;
}

/* The old password was right, whatever is wrong with the new one. */
static void return_guess(struct request *request)
{
    if (request->guesser == NULL)
        return;
    struct query *query = call_add(&request->call, STATEMENT_RETURN_ATTEMPT);
    query_bind_text(query, request->guesser);
    query_bind_text(query, NULL); /* addresses are not counted there */
}

static void prepare_answer(struct request *request)
{
    enum error scope;
    if (request->refusal == ERROR_NONE)
        request->refusal = keyed_read(request);
    if ((scope = bind_scope(request)) != ERROR_NONE)
        request->refusal = scope;
    else if (request->refusal == ERROR_NONE)
        request->refusal = prepare_statement(request);
    else {
        prepare_prelude(request);
        return_guess(request);
    }
    request->call.writes =
        request->route->lane == LANE_WRITE && request->refusal == ERROR_NONE && !work_is_due(request);
}

static void prepare(struct request *request)
{
    request->call = (struct call){.memory = request->memory, .answer = answered, .owner = request};
    if (!count_is_due(request) && request->refusal == ERROR_NONE)
        precondition_look(request);
    if (access_demand(request->route->access) != NULL)
        call_add(&request->call, STATEMENT_AUTHENTICATE_TOKEN); /* the context statement; identify() fills it in */
    if (count_is_due(request))
        count_bind(request); /* the lane is told that this only reads: another try is worth a count */
    else
        prepare_answer(request);
    identify(request);
}

/* Who shows a broken body shows no credential. A dialect that reads bodies its own way finds the login itself. */
static void read_login(struct request *request)
{
    const struct shape *shape = request->route->body;
    if (request->refusal != ERROR_NONE) {
        refuse(request, request->refusal);
        return;
    }
    if (request->route->dialect->read_body == NULL)
        request->credential = (struct credential){
            .kind = CREDENTIAL_PASSWORD,
            .login = body_string(&request->body, shape_find(shape, "user")),
            .password = body_string(&request->body, shape_find(shape, "password")),
        };
    prepare(request);
}

static enum error read_fields(struct request *request, const struct shape *shape)
{
    if (request->route->dialect->read_body != NULL)
        return request->route->dialect->read_body(request);
    bool good = body_read(request->memory, request->http->body, shape, &request->body);
    return good ? ERROR_NONE : ERROR_BAD_REQUEST_DATA;
}

static void read_body(struct request *request)
{
    const struct shape *shape = request->route->body;
    if (request->http->body_state == BODY_TOO_LONG)
        request->refusal = ERROR_BODY_TOO_LARGE;
    else if (request->http->body_state == BODY_CUT)
        request->refusal = ERROR_BAD_REQUEST_DATA;
    else if (shape != NULL)
        request->refusal = read_fields(request, shape);
    if (request->route->credential == CREDENTIAL_IN_BODY)
        read_login(request);
    else
        prepare(request);
}

static bool org_in_query(struct request *request, const char *name)
{
    struct slice text;
    return name != NULL && url_query_value(request->memory, request->http->query, name, &text) &&
           url_positive_number(text, &request->wanted_org);
}

static bool org_in_header(struct request *request, const char *name)
{
    const char *text = name == NULL ? NULL : http_parameter(request->http, name);
    return text != NULL && url_positive_number(slice_of(text), &request->wanted_org);
}

/* What is not a number above zero is ignored (facts: grafana 1.6). */
static void read_wanted_org(struct request *request)
{
    const struct dialect *dialect = request->route->dialect;
    if (!org_in_query(request, dialect->org_query) && !org_in_header(request, dialect->org_header))
        request->wanted_org = 0;
}

static void read_credential(struct request *request)
{
    enum error error = caller_find(request);
    if (error != ERROR_NONE) {
        refuse(request, error);
    } else {
        read_wanted_org(request);
        count_start(request);
        read_body(request);
    }
}

static void answer_cors(struct request *request)
{
    request->response = cors_answer();
    finish(request);
}

void serve(struct http_request *http)
{
    struct request *request = pool_alloc(http->memory, sizeof *request);
    *request = (struct request){.http = http,
                                .memory = http->memory,
                                .config = config,
                                .started = clock_microseconds(),
                                .arrived = unix_milliseconds()};
    request->route = route_find(http->method, http->path, http->path_parameters);
    enum error refusal = ERROR_NONE;
    if (request->route == NULL)
        refusal = ERROR_ROUTE_NOT_FOUND;
    else if (request->route->dialect->arrive != NULL)
        refusal = request->route->dialect->arrive(request);
    if (cors_asks(http, config->cors_origins))
        answer_cors(request);
    else if (refusal != ERROR_NONE)
        refuse(request, refusal);
    else
        read_credential(request);
}
