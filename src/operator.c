/*
 * A question that PostgreSQL does not answer in time is answered without it, and waited for by nobody. It is not
 * dropped, since others' calls wait on the same connection.
 */
#include "operator.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/metrics.h"
#include "loop/work.h"
#include "request.h"

enum error live_prepare(struct request *request)
{
    (void)request;
    return ERROR_NONE;
}

struct question {
    pool *memory;
    struct call call;
    struct request *request; /* NULL: answered already */
    void (*asked)(struct request *request, enum error error);
    struct later *limit;
};

static void on_answer(struct call *call)
{
    struct question *question = call->owner;
    if (question->request != NULL) {
        work_cancel(question->limit);
        question->asked(question->request, call->error);
    }
    pool_free(question->memory);
}

static void on_limit(void *argument)
{
    struct question *question = argument;
    struct request *request = question->request;
    question->request = NULL;
    question->asked(request, ERROR_TIMED_OUT);
}

void ready_ask(struct request *request, void (*asked)(struct request *request, enum error error))
{
    if (!lanes_are_up()) {
        asked(request, ERROR_UNAVAILABLE);
        return;
    }
    pool *memory = pool_new("question");
    struct question *question = pool_zalloc(memory, sizeof *question);
    *question = (struct question){.memory = memory, .request = request, .asked = asked};
    question->call = (struct call){.memory = memory, .answer = on_answer, .owner = question};
    question->limit = work_later(READY_LIMIT, on_limit, question);
    call_add(&question->call, STATEMENT_HEALTH_GET);
    lane_submit(request->route->lane, &question->call);
}

static void text_free(void *text)
{
    free(text);
}

enum error metrics_prepare(struct request *request)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = memory_require(open_memstream(&text, &size));
    metrics_print(out);
    (void)fclose(out); /* of memory: it goes well or ends the worker */
    pool_defer(request->memory, text_free, text);
    request->kept = text;
    return ERROR_NONE;
}

void metrics_reply(struct request *request)
{
    request->response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    request->response.body = slice_of(request->kept);
}
