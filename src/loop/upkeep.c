/*
 * The slots' life: connect, judge or wait for who judges, serve, mend.
 */
#include "loop/upkeep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"

#define RETRY_FIRST 50
#define CONNECT_LIMIT 3000
#define STATEMENT_TIMEOUT_SHARE 0.8

static struct {
    struct slot *slots;
    int count;
    struct database_settings settings;
    struct upkeep_listener listener;
    bool judged; /* by a connection that serves, or that did while others have */
} upkeep;

static void look_after(struct slot *slot);
static void look_after_waiting(void);
static void renew_outdated(void);
static void on_event(uv_poll_t *poll, int status, int events);

bool slot_is_up(const struct slot *slot)
{
    return slot->serves && slot->watch.poll != NULL && database_state(slot->database) == DATABASE_READY;
}

void slot_proceed(struct slot *slot)
{
    database_proceed(slot->database);
    look_after(slot);
}

void slot_drop(struct slot *slot, const char *why)
{
    watch_end(&slot->watch);
    database_drop(slot->database, why);
    look_after(slot);
}

/* libpq's connect_timeout does not count for connections that are polled. */
static void on_connect_limit(uv_timer_t *timer)
{
    slot_drop(timer->data, "no connection in time");
}

static void on_retry(uv_timer_t *timer)
{
    struct slot *slot = timer->data;
    uv_timer_start(timer, on_connect_limit, CONNECT_LIMIT, 0);
    database_connect(slot->database);
    look_after(slot);
}

static bool any_serves(void)
{
    for (int i = 0; i < upkeep.count; i++) {
        if (upkeep.slots[i].serves)
            return true;
    }
    return false;
}

static bool any_judges(void)
{
    for (int i = 0; i < upkeep.count; i++) {
        if (database_state(upkeep.slots[i].database) == DATABASE_JUDGING)
            return true;
    }
    return false;
}

static bool needs_judge(const struct slot *slot)
{
    return upkeep.settings.prepare && !database_has_judged(slot->database);
}

/* The first one does so for all, as long as any of them serves; one that was outdated, for itself. */
static bool is_to_judge(const struct slot *slot)
{
    return needs_judge(slot) && (slot->doubts || (!upkeep.judged && !any_judges()));
}

/* Connected, and another one judges, or is to. */
static bool waits(const struct slot *slot)
{
    return !slot->serves && database_state(slot->database) == DATABASE_READY;
}

/* Who waits for one that cannot judge is no nearer to serving than that one. */
static void first_try_ended(struct slot *slot, bool fit)
{
    if (slot->tried)
        return;
    slot->tried = true;
    for (int i = 0; i < upkeep.count && fit; i++) {
        if (!upkeep.slots[i].tried && !waits(&upkeep.slots[i]))
            return;
    }
    if (upkeep.listener.ready != NULL)
        upkeep.listener.ready(fit);
    upkeep.listener.ready = NULL;
}

static enum metric_state state_of(const struct slot *slot)
{
    if (!slot->serves)
        return STATE_DOWN;
    return database_in_flight(slot->database) > 0 ? STATE_BUSY : STATE_IDLE;
}

void upkeep_measure(void)
{
    uint64_t counts[LANE__MAX * STATE__MAX] = {0};
    for (int i = 0; i < upkeep.count; i++)
        counts[upkeep.slots[i].lane * STATE__MAX + state_of(&upkeep.slots[i])]++;
    for (int i = 0; i < LANE__MAX * STATE__MAX; i++)
        metric_set(METRIC_POSTGRES_CONNECTIONS, i, counts[i]);
}

static void mend(struct slot *slot)
{
    bool fit = database_state(slot->database) != DATABASE_UNFIT;
    watch_end(&slot->watch);
    slot->serves = false;
    slot->doubts = slot->doubts || database_is_outdated(slot->database);
    upkeep.judged = upkeep.judged && any_serves();
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
        upkeep.listener.lost(call);
    upkeep_measure();
    first_try_ended(slot, fit);
    look_after_waiting();
}

static void greet(struct slot *slot)
{
    if (*slot->said != '\0')
        log_info("PostgreSQL connection up");
    uv_timer_stop(&slot->retry);
    *slot->said = '\0';
    slot->retry_after = 0;
    slot->serves = true;
    slot->doubts = false;
    upkeep.judged = true;
    upkeep_measure();
    first_try_ended(slot, true);
    look_after_waiting();
    renew_outdated();
}

/* A lane of one connection borrows those of the others meanwhile. */
static bool another_is_up(const struct slot *slot)
{
    bool alone = true, borrows = false;
    for (const struct slot *other = upkeep.slots; other < upkeep.slots + upkeep.count; other++) {
        borrows = borrows || (other != slot && slot_is_up(other));
        if (other->lane != slot->lane || other == slot)
            continue;
        if (slot_is_up(other))
            return true;
        alone = false;
    }
    return alone && borrows;
}

/* When nothing is in flight, so that no outcome becomes unknown, and another connection serves the lane meanwhile. */
static void renew_if_outdated(struct slot *slot)
{
    if (database_state(slot->database) != DATABASE_READY || !database_is_outdated(slot->database) ||
        database_in_flight(slot->database) > 0 || !another_is_up(slot))
        return;
    watch_end(&slot->watch);
    database_drop(slot->database, "opened anew");
    mend(slot);
}

static void renew_outdated(void)
{
    for (int i = 0; i < upkeep.count; i++)
        renew_if_outdated(&upkeep.slots[i]);
}

static void judge(struct slot *slot)
{
    uv_timer_start(&slot->retry, on_connect_limit, CONNECT_LIMIT, 0);
    database_judge(slot->database);
    look_after(slot);
}

/* A schema that does not fit serves nobody, so none serves before one has judged it. */
static void on_ready(struct slot *slot)
{
    watch_database(&slot->watch, slot->database, on_event, slot);
    if (slot->serves)
        renew_if_outdated(slot);
    else if (is_to_judge(slot))
        judge(slot);
    else if (upkeep.judged || !needs_judge(slot))
        greet(slot);
    else
        uv_timer_stop(&slot->retry);
}

/* Those that are connected, and wait for another that judges. */
static void look_after_waiting(void)
{
    for (int i = 0; i < upkeep.count; i++) {
        if (waits(&upkeep.slots[i]))
            look_after(&upkeep.slots[i]);
    }
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
        on_ready(slot);
        break;
    case DATABASE_CONNECTING:
    case DATABASE_JUDGING:
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
    slot_proceed(slot);
}

void slot_flush(struct slot *slot)
{
    if (database_state(slot->database) == DATABASE_DOWN || database_state(slot->database) == DATABASE_UNFIT)
        return;
    bool waited = database_wants_write(slot->database);
    database_flush(slot->database);
    watch_end_if_closed(&slot->watch, slot->database);
    if (slot->watch.poll == NULL)
        slot_proceed(slot);
    else if (waited != database_wants_write(slot->database))
        watch_database(&slot->watch, slot->database, on_event, slot);
}

static int statement_timeout(const struct config *config)
{
    return (int)(config->request_timeout * 1000 * STATEMENT_TIMEOUT_SHARE);
}

void upkeep_reload(const struct config *config)
{
    if (upkeep.settings.statement_timeout == statement_timeout(config))
        return;
    upkeep.settings.statement_timeout = statement_timeout(config);
    for (int i = 0; i < upkeep.count; i++)
        database_outdate(upkeep.slots[i].database);
    renew_outdated();
}

static void open_slot(struct slot *slot, enum lane lane)
{
    slot->lane = lane;
    slot->database = database_new(&upkeep.settings);
    uv_timer_init(uv_default_loop(), &slot->retry);
    slot->retry.data = slot;
    uv_timer_start(&slot->retry, on_retry, 0, 0);
}

struct slot *upkeep_start(const struct config *config, const struct upkeep_listener *listener, int *count)
{
    const int counts[] = {[LANE_READ] = config->read_connections,
                          [LANE_WRITE] = config->write_connections,
                          [LANE_SEARCH] = config->search_connections};
    upkeep.listener = *listener;
    upkeep.settings = (struct database_settings){
        .conninfo = config->database,
        .prepare = config->prepare,
        .statement_timeout = statement_timeout(config),
        .quotas = config->quotas,
    };
    for (enum lane lane = 0; lane < LANE__MAX; lane++)
        upkeep.count += counts[lane];
    upkeep.slots = memory_zalloc((size_t)upkeep.count * sizeof *upkeep.slots);
    struct slot *next = upkeep.slots;
    for (enum lane lane = 0; lane < LANE__MAX; lane++) {
        for (int i = 0; i < counts[lane]; i++)
            open_slot(next++, lane);
    }
    *count = upkeep.count;
    return upkeep.slots;
}

void upkeep_end(void)
{
    int count = upkeep.count;
    upkeep.count = 0; /* the turn of the loop that closes the handles must not see them */
    for (int i = 0; i < count; i++) {
        watch_end(&upkeep.slots[i].watch);
        uv_close((uv_handle_t *)&upkeep.slots[i].retry, NULL);
        database_free(upkeep.slots[i].database);
    }
    uv_run(uv_default_loop(), UV_RUN_NOWAIT);
    free(upkeep.slots);
    upkeep.slots = NULL;
}
