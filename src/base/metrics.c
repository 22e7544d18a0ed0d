/*
 * A slot is one array of numbers: those of the first metric, series by series, then those of the next. Only the slot's
 * worker writes there, so a plain load and store count; readers may see a number before or after.
 */
#include <config.h> /* of configure, not the one beside this file */

#include "base/metrics.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/slots.h"

enum type { COUNTER, GAUGE, HISTOGRAM, INFO };

enum set {
    NONE,
    ROUTE,
    STATUS,
#define LABELS(id, ...) id,
#define METRIC(...)
#include "base/metrics.def"
#undef LABELS
#undef METRIC
    SET__MAX
};

#define TEXT(id, text) text,
#define LABELS(id, label, ...) static const char *const id##_VALUES[] = {__VA_ARGS__};
#define METRIC(...)
#include "base/metrics.def"
#undef LABELS
#undef METRIC

static struct {
    const char *label;
    const char *const *values; /* NULL: as name() says */
    struct metric_names names;
} sets[] = {
    [NONE] = {.names.count = 1},
    [ROUTE] = {.label = "route"},
    [STATUS] = {.label = "status"},
#define LABELS(id, label_, ...)                                                                                        \
    [id] = {.label = (label_), .values = id##_VALUES, .names.count = sizeof id##_VALUES / sizeof id##_VALUES[0]},
#define METRIC(...)
#include "base/metrics.def"
#undef LABELS
#undef METRIC
};

static const struct row {
    const char *name;
    enum type type;
    enum set first, second;
    const char *help;
} rows[] = {
#define LABELS(...)
#define METRIC(id, type_, name_, first_, second_, help_)                                                               \
    {.name = (name_), .type = (type_), .first = (first_), .second = (second_), .help = (help_)},
#include "base/metrics.def"
#undef LABELS
#undef METRIC
};

/* Upper bounds in microseconds. A histogram's numbers are how many times fell into each, how many above all, the sum.
 */
static const uint64_t bounds[] = {250,   500,    1000,   2500,   5000,    10000,   25000,
                                  50000, 100000, 250000, 500000, 1000000, 2500000, 10000000};
#define BOUND_COUNT ((int)(sizeof bounds / sizeof bounds[0]))

struct slot {
    _Atomic uint32_t was_held, runs; /* by a worker, ever; by one that has not ended as it should */
    _Atomic uint64_t numbers[];
};

static struct {
    struct slot *own;
    struct slots *shared; /* NULL: the own one is all there is */
    int first_number[METRIC__MAX];
    int number_count;
    int deaths;
} metrics;

static int series_count(const struct row *row)
{
    return sets[row->first].names.count * sets[row->second].names.count;
}

static int series_size(const struct row *row)
{
    return row->type == HISTOGRAM ? BOUND_COUNT + 2 : 1;
}

static const char *value_of(enum set set, int index)
{
    return sets[set].values == NULL ? sets[set].names.name(index) : sets[set].values[index];
}

static void add(_Atomic uint64_t *number, uint64_t more)
{
    atomic_store_explicit(number, atomic_load_explicit(number, memory_order_relaxed) + more, memory_order_relaxed);
}

static _Atomic uint64_t *number_at(enum metric metric, int offset)
{
    return &metrics.own->numbers[metrics.first_number[metric] + offset];
}

void metric_count(enum metric metric, int series)
{
    if (metrics.own != NULL)
        add(number_at(metric, series), 1);
}

void metric_set(enum metric metric, int series, uint64_t value)
{
    if (metrics.own != NULL)
        atomic_store_explicit(number_at(metric, series), value, memory_order_relaxed);
}

void metric_observe(enum metric metric, int series, uint64_t microseconds)
{
    int bound = 0;
    if (metrics.own == NULL)
        return;
    while (bound < BOUND_COUNT && microseconds > bounds[bound])
        bound++;
    _Atomic uint64_t *numbers = number_at(metric, series * (BOUND_COUNT + 2));
    add(&numbers[bound], 1);
    add(&numbers[BOUND_COUNT + 1], microseconds);
}

/* ---- the slots ---- */

/* Of what the numbers mean: FNV-1a of all names. */
static uint64_t mix(uint64_t hash, const char *text)
{
    for (size_t i = 0; i <= strlen(text); i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
    return hash;
}

static uint64_t layout(void)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (enum metric metric = 0; metric < METRIC__MAX; metric++) {
        const struct row *row = &rows[metric];
        bool is_named = row->first != NONE && row->type != INFO;
        hash = mix(hash, row->name);
        for (int i = 0; is_named && i < sets[row->first].names.count; i++)
            hash = mix(hash, value_of(row->first, i));
        hash ^= (uint64_t)series_count(row) * (uint64_t)series_size(row);
    }
    return hash;
}

/* What was so in the worker before is not so in this one. */
static void forget_gauges(void)
{
    for (enum metric metric = 0; metric < METRIC__MAX; metric++) {
        for (int i = 0; i < series_count(&rows[metric]) && rows[metric].type == GAUGE; i++)
            metric_set(metric, i, 0);
    }
}

static void survey(void *memory, bool taken)
{
    struct slot *slot = memory;
    metrics.deaths += atomic_exchange(&slot->runs, 0) != 0;
    if (taken)
        metrics.own = slot;
}

static void take_slot(const char *file)
{
    size_t size = sizeof *metrics.own + (size_t)metrics.number_count * sizeof metrics.own->numbers[0];
    if (*file != '\0') {
        metrics.shared = slots_open(file, size, layout(), survey);
        if (metrics.shared == NULL)
            log_error("metrics_file %s: %s; /metrics tells of single workers", file, strerror(errno));
    }
    if (metrics.shared == NULL)
        metrics.own = memory_zalloc(size);
}

void metrics_start(const char *file, struct metric_names routes, struct metric_names statuses)
{
    sets[ROUTE].names = routes;
    sets[STATUS].names = statuses;
    for (enum metric metric = 0; metric < METRIC__MAX; metric++) {
        metrics.first_number[metric] = metrics.number_count;
        metrics.number_count += series_count(&rows[metric]) * series_size(&rows[metric]);
    }
    take_slot(file);
    forget_gauges();
    atomic_store(&metrics.own->was_held, 1);
    atomic_store(&metrics.own->runs, 1);
    metric_set(METRIC_WORKERS, 0, 1);
    metric_count(METRIC_WORKER_STARTS, 0);
    add(number_at(METRIC_WORKER_DEATHS, 0), (uint64_t)metrics.deaths);
}

void metrics_end(void)
{
    if (metrics.own != NULL)
        atomic_store(&metrics.own->runs, 0);
}

/* ---- the text ---- */

struct held {
    const struct slot *slots[SLOT_COUNT];
    bool now[SLOT_COUNT];
    int count;
};

static struct held find_held(void)
{
    struct held held = {.slots = {metrics.own}, .now = {true}, .count = 1};
    if (metrics.shared == NULL)
        return held;
    held.count = 0;
    for (int i = 0; i < SLOT_COUNT; i++) {
        const struct slot *slot = slots_at(metrics.shared, i);
        if (atomic_load(&slot->was_held) == 0)
            continue;
        held.slots[held.count] = slot;
        held.now[held.count++] = slots_is_held(metrics.shared, i);
    }
    return held;
}

static uint64_t sum(const struct held *held, enum metric metric, int offset)
{
    uint64_t total = 0;
    for (int i = 0; i < held->count; i++) {
        if (held->now[i] || rows[metric].type != GAUGE)
            total += atomic_load_explicit(&held->slots[i]->numbers[metrics.first_number[metric] + offset],
                                          memory_order_relaxed);
    }
    return total;
}

/* No value of a label has anything in it that would be escaped. */
static void print_name(FILE *out, const struct row *row, int series, const char *suffix, const char *bound)
{
    int seconds = sets[row->second].names.count;
    const char *before = "{";
    fprintf(out, "%s%s", row->name, suffix);
    if (row->first != NONE) {
        fprintf(out, "%s%s=\"%s\"", before, sets[row->first].label, value_of(row->first, series / seconds));
        before = ",";
    }
    if (row->second != NONE) {
        fprintf(out, "%s%s=\"%s\"", before, sets[row->second].label, value_of(row->second, series % seconds));
        before = ",";
    }
    if (bound != NULL) {
        fprintf(out, "%sle=\"%s\"", before, bound);
        before = ",";
    }
    fputs(*before == ',' ? "} " : " ", out);
}

static void print_histogram(FILE *out, const struct held *held, enum metric metric, int series)
{
    const struct row *row = &rows[metric];
    int first = series * (BOUND_COUNT + 2);
    uint64_t count = 0;
    for (int i = 0; i <= BOUND_COUNT; i++) {
        char bound[24] = "+Inf";
        if (i < BOUND_COUNT)
            snprintf(bound, sizeof bound, "%g", (double)bounds[i] / 1e6);
        count += sum(held, metric, first + i);
        print_name(out, row, series, "_bucket", bound);
        fprintf(out, "%" PRIu64 "\n", count);
    }
    print_name(out, row, series, "_sum", NULL);
    fprintf(out, "%.6f\n", (double)sum(held, metric, first + BOUND_COUNT + 1) / 1e6);
    print_name(out, row, series, "_count", NULL);
    fprintf(out, "%" PRIu64 "\n", count);
}

static void print_series(FILE *out, const struct held *held, enum metric metric, int series)
{
    uint64_t value = rows[metric].type == INFO ? 1 : sum(held, metric, series);
    if (value == 0 && metric == METRIC_REQUESTS)
        return;
    print_name(out, &rows[metric], series, "", NULL);
    fprintf(out, "%" PRIu64 "\n", value);
}

void metrics_print(FILE *out)
{
    static const char *const types[] = {
        [COUNTER] = "counter", [GAUGE] = "gauge", [HISTOGRAM] = "histogram", [INFO] = "gauge"};
    struct held held = find_held();
    for (enum metric metric = 0; metric < METRIC__MAX; metric++) {
        const struct row *row = &rows[metric];
        fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", row->name, row->help, row->name, types[row->type]);
        for (int i = 0; i < series_count(row); i++) {
            if (row->type == HISTOGRAM)
                print_histogram(out, &held, metric, i);
            else
                print_series(out, &held, metric, i);
        }
    }
}

static void print_set(FILE *out, enum set set)
{
    if (set == NONE)
        return;
    fprintf(out, "`%s`", sets[set].label);
    for (int i = 0; sets[set].values != NULL && set != RELEASE && i < sets[set].names.count; i++)
        fprintf(out, "%s%s", i == 0 ? " " : ", ", sets[set].values[i]);
}

void metrics_print_manual(FILE *out)
{
    static const char *const types[] = {
        [COUNTER] = "counter", [GAUGE] = "gauge", [HISTOGRAM] = "histogram", [INFO] = "always 1"};
    fputs("| metric | is a | by | what |\n| --- | --- | --- | --- |\n", out);
    for (enum metric metric = 0; metric < METRIC__MAX; metric++) {
        const struct row *row = &rows[metric];
        fprintf(out, "| `%s` | %s | ", row->name, types[row->type]);
        print_set(out, row->first);
        fputs(row->second == NONE ? "" : "; ", out);
        print_set(out, row->second);
        fprintf(out, " | %s |\n", row->help);
    }
}
