/*
 * Values that are not valid go to the statement too, which refuses them once it is clear that nothing comes before
 * them: a record under the idempotency key, a precondition (facts: valara 7.3).
 */
#include "api/valara/preferences.h"

#include "api/valara/bodies.h"
#include "base/language.h"
#include "base/timezone.h"

/* The value as it is stored, in MEMORY; NULL: it is none. */
typedef const char *accept_value(pool *memory, struct slice value);

static const char *date_time_format(pool *memory, struct slice value)
{
    (void)memory;
    return slice_one_of(value, (const char *const[]){"friendly", "us", "uk", NULL});
}

static const char *measurement_unit(pool *memory, struct slice value)
{
    (void)memory;
    return slice_one_of(value, (const char *const[]){"imperial", "metric", NULL});
}

static const char *theme(pool *memory, struct slice value)
{
    (void)memory;
    return slice_one_of(value, (const char *const[]){"light", "dark", "system", NULL});
}

static const char *zone(pool *memory, struct slice value)
{
    const char *name = pool_copy(memory, value.text, value.length);
    return slice_is_whole(value) && timezone_is_known(name) ? name : NULL;
}

static const char *language(pool *memory, struct slice value)
{
    char *cased = pool_zalloc(memory, LANGUAGE_TAG_MAX + 1);
    return language_tag_read(value, cased) ? cased : NULL;
}

#define FIELD_COUNT 5

static const struct field fields[FIELD_COUNT] = {
    {"date_time_format", FIELD_STRING, false}, {"timezone", FIELD_STRING, false}, {"language", FIELD_STRING, false},
    {"measurement_unit", FIELD_STRING, false}, {"theme", FIELD_STRING, false},
};

const struct shape valara_preferences_shape = SHAPE(fields);

/* In the order of the fields. No value that is accepted needs escaping. */
static const struct rule {
    const char *key; /* in the document */
    accept_value *accept;
    const char *allowed;
} rules[FIELD_COUNT] = {
    {"dateTimeFormat", date_time_format, "must be friendly, us or uk"},
    {"timezone", zone, "must be the name of an IANA time zone"},
    {"language", language, "must be a well-formed BCP 47 language tag of at most 64 characters"},
    {"measurementUnit", measurement_unit, "must be imperial or metric"},
    {"theme", theme, "must be light, dark or system"},
};

/* The string of field I as it is stored; NULL: it is no value of the field. */
static const char *stored(struct request *request, int i)
{
    const struct json_text *member = &valara_body(request)->members[i];
    return member->has_half ? NULL : rules[i].accept(request->memory, json_unescaped(request->memory, member));
}

void valara_preferences_check(struct request *request)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (valara_body(request)->members[i].kind == JSON_STRING && stored(request, i) == NULL)
            valara_fault(request, fields[i].name, "invalid_value", rules[i].allowed);
    }
}

/* A name and, for an object's member, a value, behind what is there already. */
static void append(pool *memory, const char **list, const char *name, const char *value)
{
    const char *comma = **list == '\0' ? "" : ",";
    *list = value == NULL ? pool_printf(memory, "%s%s\"%s\"", *list, comma, name)
                          : pool_printf(memory, "%s%s\"%s\":\"%s\"", *list, comma, name, value);
}

enum error valara_preferences_prepare(struct request *request)
{
    pool *memory = request->memory;
    const char *set = "", *removed = "", *value;
    valara_preferences_check(request);
    for (int i = 0; i < FIELD_COUNT; i++) {
        enum json_kind kind = valara_body(request)->members[i].kind;
        if (kind == JSON_NULL)
            append(memory, &removed, rules[i].key, NULL);
        else if (kind == JSON_STRING && (value = stored(request, i)) != NULL)
            append(memory, &set, rules[i].key, value);
    }
    struct query *query = call_add(&request->call, STATEMENT_EFFECTIVE_PREFERENCES_PATCH);
    query_bind_text(query, pool_printf(memory, "{%s}", set));
    query_bind_text(query, pool_printf(memory, "[%s]", removed));
    query_bind_text(query, valara_body(request)->fault_count == 0 ? NULL : valara_faults(request));
    return ERROR_NONE;
}
