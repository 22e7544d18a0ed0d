/*
 * Keeps each lane's connections up and gives each call to the one with the fewest in flight. What no connection is
 * ready to take waits here, where it can be refused with the promise that nothing was done, and is held up by no slow
 * statement.
 */
#include "loop/lane.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <uv.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "db/calls.h"
#include "db/connection.h"
#include "loop/loop.h"
#include "loop/watch.h"
#include "loop/work.h"

#define ATTEMPTS_MAX 3
#define CONFLICT_PAUSE_MAX 50 /* before the second try, twice as long before the third */
#define PIPELINE_MAX 16       /* calls that are on their way on one connection */
#define PIPELINE_AGE_MAX 50   /* of the oldest of them, for others to follow */
#define WAIT_SHARE 2          /* of request_timeout, for a call to be sent at all */
#define RETRY_FIRST 50
#define SWEEP_INTERVAL 100
#define CONNECT_LIMIT 3000
#define STATEMENT_TIMEOUT_SHARE 0.8

struct slot {
    enum lane lane;
    struct database *database;
    struct watch watch; /* of the present descriptor */
    uv_timer_t retry;
    uint64_t retry_after;
    bool tried;     /* its first try has ended */
    char said[256]; /* why it is down, as the log has it; empty: it is not */
};

static struct {
    const struct config *config;
    struct database_settings settings;
    void (*ready)(bool fit);
    struct slot *slots;
    int slot_count;
    int first[LANE__MAX], count[LANE__MAX];
    struct calls waiting[LANE__MAX];
    uv_timer_t sweep;
} lanes;

static void look_after(struct slot *slot);
static void renew_outdated(enum lane lane);
static void on_event(uv_poll_t *poll, int status, int events);

static bool is_worth_another_try(const struct call *call)
{
    return call->attempts < ATTEMPTS_MAX && loop_now() < call->deadline;
}

static enum metric_retry retry_of(enum error error)
{
    if (error == ERROR_CONFLICT)
        return RETRY_CONFLICT;
    return error == ERROR_SCHEMA_CHANGED ? RETRY_SCHEMA_CHANGED : RETRY_CONNECTION_LOST;
}

static void resubmit_or_answer(struct call *call, bool again)
{
    if (again && is_worth_another_try(call)) {
        metric_count(METRIC_RETRIES, retry_of(call->error));
        lane_submit((enum lane)call->lane, call);
    } else {
        call->answer(call);
    }
}

static void resubmit(void *call)
{
    resubmit_or_answer(call, true);
}

/* Those who met once would meet again if they all set out again at once. */
static void on_done(struct call *call)
{
    if (call->error == ERROR_CONFLICT && is_worth_another_try(call))
        work_later((int)randombytes_uniform((uint32_t)(CONFLICT_PAUSE_MAX * call->attempts)), resubmit, call);
    else
        resubmit_or_answer(call, call->error == ERROR_SCHEMA_CHANGED);
}

/* libpq's connect_timeout does not count for connections that are polled. */
static void on_connect_limit(uv_timer_t *timer)
{
    struct slot *slot = timer->data;
    watch_end(&slot->watch);
    database_drop(slot->database, "no connection in time");
    look_after(slot);
}

static void on_retry(uv_timer_t *timer)
{
    struct slot *slot = timer->data;
    uv_timer_start(timer, on_connect_limit, CONNECT_LIMIT, 0);
    database_connect(slot->database);
    look_after(slot);
}

static void first_try_ended(struct slot *slot, bool fit)
{
    if (slot->tried)
        return;
    slot->tried = true;
    for (int i = 0; i < lanes.slot_count && fit; i++) {
        if (!lanes.slots[i].tried)
            return;
    }
    if (lanes.ready != NULL)
        lanes.ready(fit);
    lanes.ready = NULL;
}

static int lane_in_flight(enum lane lane)
{
    int in_flight = 0;
    for (int i = 0; i < lanes.count[lane]; i++)
        in_flight += database_in_flight(lanes.slots[lanes.first[lane] + i].database);
    return in_flight + lanes.waiting[lane].count;
}

static enum metric_state state_of(const struct slot *slot)
{
    if (database_state(slot->database) != DATABASE_READY)
        return STATE_DOWN;
    return database_in_flight(slot->database) > 0 ? STATE_BUSY : STATE_IDLE;
}

void lanes_measure(void)
{
    uint64_t counts[LANE__MAX * STATE__MAX] = {0};
    if (lanes.slot_count == 0) /* closed */
        return;
    for (int i = 0; i < lanes.slot_count; i++)
        counts[lanes.slots[i].lane * STATE__MAX + state_of(&lanes.slots[i])]++;
    for (int i = 0; i < LANE__MAX * STATE__MAX; i++)
        metric_set(METRIC_POSTGRES_CONNECTIONS, i, counts[i]);
    for (enum lane lane = 0; lane < LANE__MAX; lane++)
        metric_set(METRIC_QUEUE_DEPTH, (int)lane, (uint64_t)lane_in_flight(lane));
}

static void mend(struct slot *slot)
{
    bool fit = database_state(slot->database) != DATABASE_UNFIT;
    watch_end(&slot->watch);
    if (!database_is_outdated(slot->database))
        metric_count(METRIC_POSTGRES_FAILURES, 0);
    if (strcmp(slot->said, database_message(slot->database)) != 0)
        log_warning("PostgreSQL connection %s: %s", fit ? "down" : "refused, the schema does not fit",
                    database_message(slot->database));
    snprintf(slot->said, sizeof slot->said, "%s", database_message(slot->database));
    slot->retry_after = slot->retry_after == 0 ? RETRY_FIRST : slot->retry_after * 2;
    if (slot->retry_after > LANE_RETRY_MAX)
        slot->retry_after = LANE_RETRY_MAX;
    uv_timer_start(&slot->retry, on_retry, slot->retry_after, 0);
    for (struct call *call; (call = database_take_lost(slot->database)) != NULL;)
        resubmit_or_answer(call, call->error == ERROR_UNAVAILABLE && !call->writes);
    lanes_measure();
    first_try_ended(slot, fit);
}

static void greet(struct slot *slot)
{
    if (*slot->said != '\0')
        log_info("PostgreSQL connection up");
    uv_timer_stop(&slot->retry);
    *slot->said = '\0';
    slot->retry_after = 0;
    lanes_measure();
    first_try_ended(slot, true);
    renew_outdated(slot->lane);
}

static bool another_is_ready(const struct slot *slot)
{
    for (int i = 0; i < lanes.count[slot->lane]; i++) {
        const struct slot *other = &lanes.slots[lanes.first[slot->lane] + i];
        if (other != slot && database_state(other->database) == DATABASE_READY)
            return true;
    }
    return lanes.count[slot->lane] == 1;
}

/* When nothing is in flight, so that no outcome becomes unknown, and another connection serves the lane meanwhile. */
static void renew_if_outdated(struct slot *slot)
{
    if (database_state(slot->database) != DATABASE_READY || !database_is_outdated(slot->database) ||
        database_in_flight(slot->database) > 0 || !another_is_ready(slot))
        return;
    watch_end(&slot->watch);
    database_drop(slot->database, "opened anew");
    mend(slot);
}

static void renew_outdated(enum lane lane)
{
    for (int i = 0; i < lanes.count[lane]; i++)
        renew_if_outdated(&lanes.slots[lanes.first[lane] + i]);
}

/* Brings what is watched and timed in line with the state of the connection. */
static void look_after(struct slot *slot)
{
    switch (database_state(slot->database)) {
    case DATABASE_DOWN:
    case DATABASE_UNFIT:
        mend(slot);
        break;
    case DATABASE_READY:
        watch_database(&slot->watch, slot->database, on_event, slot);
        if (*slot->said != '\0' || !slot->tried)
            greet(slot);
        renew_if_outdated(slot);
        break;
    case DATABASE_CONNECTING:
        watch_database(&slot->watch, slot->database, on_event, slot);
        break;
    }
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    struct slot *slot = poll->data;
    (void)events;
    if (status < 0)
        watch_stopped(&slot->watch);
    database_proceed(slot->database);
    look_after(slot);
}

static bool is_overdue(const struct slot *slot)
{
    return database_deadline(slot->database) <= loop_now();
}

/* A connection whose oldest call is over its time is stuck: everything behind that call waits too. What has arrived is
 * taken in before it is judged, since the loop itself may have been late. */
static void end_overdue(struct slot *slot)
{
    database_proceed(slot->database);
    if (is_overdue(slot)) {
        watch_end(&slot->watch);
        database_drop(slot->database, "no answer within request_timeout");
    }
    look_after(slot);
}

/* Of two reasons a call is told the one that made it wait again. */
static void refuse_first(struct calls *waiting, enum error error)
{
    struct call *call = calls_take(waiting);
    call->trace.spent[STAGE_QUEUE] += clock_microseconds() - call->since;
    if (call->error == ERROR_NONE)
        call->error = error;
    call->answer(call);
}

static uint64_t request_timeout(void)
{
    return (uint64_t)lanes.config->request_timeout * 1000;
}

/* A call must be sent while there is time for its answer: one that ends on the way takes its connection with it. */
static void refuse_late(struct calls *waiting)
{
    while (waiting->first != NULL && waiting->first->deadline <= loop_now() + request_timeout() / WAIT_SHARE)
        refuse_first(waiting, ERROR_OVERLOADED);
}

int lanes_in_flight(void)
{
    int in_flight = 0;
    for (enum lane lane = 0; lane < LANE__MAX && lanes.slot_count > 0; lane++)
        in_flight += lane_in_flight(lane);
    return in_flight;
}

static void on_sweep(uv_timer_t *timer)
{
    for (int i = 0; i < lanes.slot_count; i++) {
        if (is_overdue(&lanes.slots[i]))
            end_overdue(&lanes.slots[i]);
    }
    for (enum lane lane = 0; lane < LANE__MAX; lane++)
        refuse_late(&lanes.waiting[lane]);
    if (lanes_in_flight() == 0)
        uv_timer_stop(timer);
}

static bool is_up(const struct slot *slot)
{
    return slot->watch.poll != NULL && database_state(slot->database) == DATABASE_READY;
}

static bool any_is_up(int first, int count)
{
    for (int i = first; i < first + count; i++) {
        if (is_up(&lanes.slots[i]))
            return true;
    }
    return false;
}

/* Behind a pooler, one: pgbouncer gives a session away when it says that it is ready, also when a part of the next call
 * has been sent on it already, whose rest then goes to another session, where nobody has said who asks. */
static int pipeline_max(void)
{
    return lanes.settings.prepare ? PIPELINE_MAX : 1;
}

/* A connection that is slow gets no more to hold up. */
static bool has_room(const struct slot *slot)
{
    int in_flight = database_in_flight(slot->database);
    bool quick = in_flight == 0 || loop_now() - database_sent(slot->database) < PIPELINE_AGE_MAX;
    return is_up(slot) && quick && in_flight < pipeline_max();
}

/* An outdated connection is better than none. */
static bool is_better(const struct slot *a, const struct slot *b)
{
    if (b == NULL || database_is_outdated(a->database) != database_is_outdated(b->database))
        return b == NULL || database_is_outdated(b->database);
    return database_in_flight(a->database) < database_in_flight(b->database);
}

/* Where PostgreSQL has given a lane no connection, those of the others must do. */
static struct slot *best_of(enum lane lane)
{
    struct slot *best = NULL;
    bool borrows = !any_is_up(lanes.first[lane], lanes.count[lane]);
    for (int i = 0; i < lanes.slot_count; i++) {
        struct slot *slot = &lanes.slots[i];
        if ((slot->lane == lane || borrows) && has_room(slot) && is_better(slot, best))
            best = slot;
    }
    return best;
}

bool lanes_are_up(void)
{
    return any_is_up(0, lanes.slot_count);
}

static void refuse(struct call *call, enum error error)
{
    call->error = error;
    call->answer(call);
}

static void wait_for_room(struct calls *waiting, struct call *call)
{
    if (call->attempts > 0)
        calls_prepend(waiting, call);
    else
        calls_append(waiting, call);
    if (!uv_is_active((uv_handle_t *)&lanes.sweep))
        uv_timer_start(&lanes.sweep, on_sweep, SWEEP_INTERVAL, SWEEP_INTERVAL);
}

void lane_submit(enum lane lane, struct call *call)
{
    if (call->attempts == 0) {
        call->error = ERROR_NONE;
        call->deadline = loop_now() + request_timeout();
        call->lane = (int)lane;
        call->done = on_done;
    }
    call->since = clock_microseconds();
    if (!any_is_up(0, lanes.slot_count))
        refuse(call, ERROR_UNAVAILABLE);
    else if (lane_in_flight(lane) >= lanes.config->queue_limit)
        refuse(call, ERROR_OVERLOADED);
    else
        wait_for_room(&lanes.waiting[lane], call);
}

/* Sends what waits, as far as there are connections to take it. */
static void send_waiting(enum lane lane)
{
    struct calls *waiting = &lanes.waiting[lane];
    struct slot *slot;
    refuse_late(waiting);
    while (waiting->first != NULL && !any_is_up(0, lanes.slot_count))
        refuse_first(waiting, ERROR_UNAVAILABLE);
    while (waiting->first != NULL && (slot = best_of(lane)) != NULL) {
        struct call *call = calls_take(waiting);
        call->attempts++;
        call->sent = loop_now();
        database_send(slot->database, call);
        watch_end_if_closed(&slot->watch, slot->database);
    }
}

static void flush(struct slot *slot)
{
    bool waited = database_wants_write(slot->database);
    database_flush(slot->database);
    watch_end_if_closed(&slot->watch, slot->database);
    if (slot->watch.poll == NULL) {
        database_proceed(slot->database);
        look_after(slot);
    } else if (waited != database_wants_write(slot->database)) {
        watch_database(&slot->watch, slot->database, on_event, slot);
    }
}

void lanes_flush(void)
{
    for (enum lane lane = 0; lane < LANE__MAX && lanes.slot_count > 0; lane++)
        send_waiting(lane);
    for (int i = 0; i < lanes.slot_count; i++) {
        enum database_state state = database_state(lanes.slots[i].database);
        if (state == DATABASE_READY || state == DATABASE_CONNECTING)
            flush(&lanes.slots[i]);
    }
}

static int statement_timeout(const struct config *config)
{
    return (int)(config->request_timeout * 1000 * STATEMENT_TIMEOUT_SHARE);
}

void lanes_reload(void)
{
    if (lanes.settings.statement_timeout == statement_timeout(lanes.config))
        return;
    lanes.settings.statement_timeout = statement_timeout(lanes.config);
    for (int i = 0; i < lanes.slot_count; i++)
        database_outdate(lanes.slots[i].database);
    for (enum lane lane = 0; lane < LANE__MAX; lane++)
        renew_outdated(lane);
}

static void open_slot(struct slot *slot, enum lane lane)
{
    slot->lane = lane;
    slot->database = database_new(&lanes.settings);
    uv_timer_init(uv_default_loop(), &slot->retry);
    slot->retry.data = slot;
    uv_timer_start(&slot->retry, on_retry, 0, 0);
}

void lanes_open(const struct config *config, void (*ready)(bool fit))
{
    lanes.config = config;
    lanes.ready = ready;
    lanes.settings = (struct database_settings){
        .conninfo = config->database,
        .prepare = config->prepare,
        .statement_timeout = statement_timeout(config),
        .quotas = config->quotas,
    };
    lanes.count[LANE_READ] = config->read_connections;
    lanes.count[LANE_WRITE] = config->write_connections;
    lanes.count[LANE_SEARCH] = config->search_connections;
    for (enum lane lane = 0; lane < LANE__MAX; lane++) {
        lanes.first[lane] = lanes.slot_count;
        lanes.slot_count += lanes.count[lane];
    }
    lanes.slots = memory_zalloc((size_t)lanes.slot_count * sizeof *lanes.slots);
    uv_timer_init(uv_default_loop(), &lanes.sweep);
    for (enum lane lane = 0; lane < LANE__MAX; lane++) {
        for (int i = 0; i < lanes.count[lane]; i++)
            open_slot(&lanes.slots[lanes.first[lane] + i], lane);
    }
}

void lanes_close(void)
{
    int count = lanes.slot_count;
    lanes.slot_count = 0; /* the turn of the loop that closes the handles must not see them */
    for (int i = 0; i < count; i++) {
        watch_end(&lanes.slots[i].watch);
        uv_close((uv_handle_t *)&lanes.slots[i].retry, NULL);
        database_free(lanes.slots[i].database);
    }
    uv_close((uv_handle_t *)&lanes.sweep, NULL);
    uv_run(uv_default_loop(), UV_RUN_NOWAIT);
    free(lanes.slots);
    lanes.slots = NULL;
}
