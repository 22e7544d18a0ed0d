/*
 * Gives each call to the connection of its lane with the fewest in flight (upkeep.h has them). What no connection is
 * ready to take waits here, where it can be refused with the promise that nothing was done, and is held up by no slow
 * statement.
 */
#include "loop/lane.h"

#include <sodium.h>
#include <uv.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "db/calls.h"
#include "db/connection.h"
#include "loop/loop.h"
#include "loop/upkeep.h"
#include "loop/work.h"

#define ATTEMPTS_MAX 3
#define CONFLICT_PAUSE_MAX 50 /* before the second try, twice as long before the third */
#define PIPELINE_MAX 16       /* calls that are on their way on one connection */
#define PIPELINE_AGE_MAX 50   /* of the oldest of them, for others to follow */
#define WAIT_SHARE 2          /* of request_timeout, for a call to be sent at all */
#define SWEEP_INTERVAL 100

static struct {
    const struct config *config;
    struct slot *slots; /* of all lanes */
    int slot_count;
    struct calls waiting[LANE__MAX];
    uv_timer_t sweep;
} lanes;

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

static int lane_in_flight(enum lane lane)
{
    int in_flight = 0;
    for (int i = 0; i < lanes.slot_count; i++) {
        if (lanes.slots[i].lane == lane)
            in_flight += database_in_flight(lanes.slots[i].database);
    }
    return in_flight + lanes.waiting[lane].count;
}

void lanes_measure(void)
{
    if (lanes.slot_count == 0) /* closed */
        return;
    upkeep_measure();
    for (enum lane lane = 0; lane < LANE__MAX; lane++)
        metric_set(METRIC_QUEUE_DEPTH, (int)lane, (uint64_t)lane_in_flight(lane));
}

static bool is_overdue(const struct slot *slot)
{
    return database_deadline(slot->database) <= loop_now();
}

/* A connection whose oldest call is over its time is stuck: everything behind that call waits too. What has arrived is
 * taken in before it is judged, since the loop itself may have been late. */
static void end_overdue(struct slot *slot)
{
    slot_proceed(slot);
    if (is_overdue(slot))
        slot_drop(slot, "no answer within request_timeout");
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

static bool is_up(enum lane lane)
{
    for (int i = 0; i < lanes.slot_count; i++) {
        if (lanes.slots[i].lane == lane && slot_is_up(&lanes.slots[i]))
            return true;
    }
    return false;
}

bool lanes_are_up(void)
{
    return is_up(LANE_READ) || is_up(LANE_WRITE) || is_up(LANE_SEARCH);
}

/* Behind a pooler, one: pgbouncer gives a session away when it says that it is ready, also when a part of the next call
 * has been sent on it already, whose rest then goes to another session, where nobody has said who asks. */
static int pipeline_max(void)
{
    return lanes.config->prepare ? PIPELINE_MAX : 1;
}

/* A connection that is slow gets no more to hold up. */
static bool has_room(const struct slot *slot)
{
    int in_flight = database_in_flight(slot->database);
    bool quick = in_flight == 0 || loop_now() - database_sent(slot->database) < PIPELINE_AGE_MAX;
    return slot_is_up(slot) && quick && in_flight < pipeline_max();
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
    bool borrows = !is_up(lane);
    for (int i = 0; i < lanes.slot_count; i++) {
        struct slot *slot = &lanes.slots[i];
        if ((slot->lane == lane || borrows) && has_room(slot) && is_better(slot, best))
            best = slot;
    }
    return best;
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
    if (!lanes_are_up())
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
    while (waiting->first != NULL && !lanes_are_up())
        refuse_first(waiting, ERROR_UNAVAILABLE);
    while (waiting->first != NULL && (slot = best_of(lane)) != NULL) {
        struct call *call = calls_take(waiting);
        call->attempts++;
        call->sent = loop_now();
        database_send(slot->database, call);
        watch_end_if_closed(&slot->watch, slot->database);
    }
}

void lanes_flush(void)
{
    for (enum lane lane = 0; lane < LANE__MAX && lanes.slot_count > 0; lane++)
        send_waiting(lane);
    for (int i = 0; i < lanes.slot_count; i++)
        slot_flush(&lanes.slots[i]);
}

/* What only read is worth another try. */
static void on_lost(struct call *call)
{
    resubmit_or_answer(call, call->error == ERROR_UNAVAILABLE && !call->writes);
}

void lanes_reload(void)
{
    upkeep_reload(lanes.config);
}

void lanes_open(const struct config *config, void (*ready)(bool fit))
{
    lanes.config = config;
    uv_timer_init(uv_default_loop(), &lanes.sweep);
    lanes.slots = upkeep_start(config, &(struct upkeep_listener){.ready = ready, .lost = on_lost}, &lanes.slot_count);
}

void lanes_close(void)
{
    lanes.slot_count = 0; /* the turn of the loop that closes the handles must not see them */
    uv_close((uv_handle_t *)&lanes.sweep, NULL);
    upkeep_end();
}
