/*
 * PUT and PATCH are one thing: keys to set and keys to take away. PUT takes away every key of this API that it does not
 * set (grafana_keys.sql); keys that other dialects keep in the same row stay.
 */
#include "api/grafana/preferences.h"

#include "base/timezone.h"
#include "bind.h"
#include "request.h"

/* In the order in which they are checked; the home dashboard is looked up after the theme (facts: grafana 3.6). */
enum field_id {
    THEME,
    HOME_DASHBOARD_UID,
    HOME_DASHBOARD_ID,
    TIMEZONE,
    WEEK_START,
    LANGUAGE,
    REGIONAL_FORMAT,
    DATE_STYLE,
    COOKIES,
    BOOKMARK_URLS,
    HOME_TAB,
};

static const struct field fields[] = {
    [THEME] = {"theme", FIELD_STRING, false},
    [HOME_DASHBOARD_UID] = {"homeDashboardUID", FIELD_STRING, false},
    [HOME_DASHBOARD_ID] = {"homeDashboardId", FIELD_INTEGER, false},
    [TIMEZONE] = {"timezone", FIELD_STRING, false},
    [WEEK_START] = {"weekStart", FIELD_STRING, false},
    [LANGUAGE] = {"language", FIELD_STRING, false},
    [REGIONAL_FORMAT] = {"regionalFormat", FIELD_STRING, false},
    [DATE_STYLE] = {"dateStyle", FIELD_STRING, false},
    [COOKIES] = {"cookies", FIELD_STRINGS, false},
    [BOOKMARK_URLS] = {"navbar.bookmarkUrls", FIELD_STRINGS, false},
    [HOME_TAB] = {"queryHistory.homeTab", FIELD_STRING, false},
};

const struct shape preferences_shape = SHAPE(fields);

static const struct field home_fields[] = {
    {"homeDashboardId", FIELD_INTEGER, false},
    {"homeDashboardUID", FIELD_STRING, false},
};

const struct shape home_dashboard_shape = SHAPE(home_fields);

#define KEYS_MAX 32

/* What the request asks of the row. */
struct change {
    struct {
        const char *key;
        struct slice value; /* JSON */
    } set[KEYS_MAX];
    int set_count;
    const char *removed[KEYS_MAX];
    int removed_count;
    const char *home_uid; /* to look up, or NULL */
    int64_t home_id;      /* to look up, or 0 */
};

static bool one_of(struct slice value, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (slice_is(value, *names))
            return true;
    }
    return false;
}

static bool timezone_valid(struct slice value)
{
    static const char *const names[] = {"", "utc", "browser", NULL};
    return one_of(value, names) || (slice_is_whole(value) && timezone_is_known(value.text));
}

static bool cookies_valid(const struct body *body)
{
    static const char *const names[] = {"analytics", "performance", "functional", NULL};
    return body_strings_are(body, COOKIES, names);
}

static enum error check_theme(const struct body *body)
{
    static const char *const themes[] = {"", "light", "dark", "system", NULL};
    return body_has(body, THEME) && !one_of(body_string(body, THEME), themes) ? ERROR_INVALID_THEME : ERROR_NONE;
}

static enum error check_others(const struct body *body)
{
    static const char *const days[] = {"", "sunday", "monday", "saturday", "browser", NULL};
    static const char *const styles[] = {"", "localized", "international", NULL};
    if (body_has(body, TIMEZONE) && !timezone_valid(body_string(body, TIMEZONE)))
        return ERROR_INVALID_TIMEZONE;
    if (body_has(body, WEEK_START) && !one_of(body_string(body, WEEK_START), days))
        return ERROR_INVALID_WEEK_START;
    if (body_has(body, DATE_STYLE) && !one_of(body_string(body, DATE_STYLE), styles))
        return ERROR_INVALID_DATE_STYLE;
    if (body_has(body, COOKIES) && !cookies_valid(body))
        return ERROR_UNKNOWN_COOKIE_TYPE;
    return ERROR_NONE;
}

static void take_away(struct change *change, const char *key)
{
    change->removed[change->removed_count++] = key;
}

static void set(struct change *change, const char *key, struct slice value)
{
    change->set[change->set_count].key = key;
    change->set[change->set_count++].value = value;
}

/* Empty is unset. An empty homeTab in a PATCH changes nothing (facts: grafana 3.5). */
static void change_string(struct change *change, const struct body *body, enum field_id field, const char *key,
                          bool empty_counts)
{
    if (!body_has(body, field))
        return;
    if (body_string(body, field).length > 0)
        set(change, key, body_json(body, field));
    else if (empty_counts)
        take_away(change, key);
}

static void change_strings(struct change *change, const struct body *body, enum field_id field, const char *key,
                           bool empty_is_unset)
{
    if (!body_has(body, field))
        return;
    if (empty_is_unset && slice_is(body_json(body, field), "[]"))
        take_away(change, key);
    else
        set(change, key, body_json(body, field));
}

/* 'home' is the built-in home page, there in every organisation. A UID goes before an id (facts: grafana 3.6). */
static void change_home_uid(struct change *change, const struct body *body, bool check)
{
    struct slice uid = body_string(body, HOME_DASHBOARD_UID);
    take_away(change, "homeDashboardId");
    if (uid.length == 0)
        take_away(change, "homeDashboardUID");
    else if (check && !slice_is(uid, "home"))
        change->home_uid = slice_is_whole(uid) ? uid.text : ""; /* no dashboard has either */
    else
        set(change, "homeDashboardUID", body_json(body, HOME_DASHBOARD_UID));
}

static void change_home_id(struct change *change, const struct body *body, bool check)
{
    int64_t id = body_integer(body, HOME_DASHBOARD_ID);
    take_away(change, "homeDashboardUID");
    if (id == 0 || check)
        take_away(change, "homeDashboardId");
    else
        set(change, "homeDashboardId", body_json(body, HOME_DASHBOARD_ID));
    change->home_id = check ? id : 0;
}

static void change_home(struct change *change, const struct body *body, bool check)
{
    if (body_has(body, HOME_DASHBOARD_UID))
        change_home_uid(change, body, check);
    else if (body_has(body, HOME_DASHBOARD_ID))
        change_home_id(change, body, check);
}

static bool replaces(const struct request *request)
{
    return request->route->method == METHOD_PUT;
}

static void read_change(const struct request *request, struct change *change)
{
    const struct body *body = &request->body;
    bool replace = replaces(request);
    change_string(change, body, THEME, "theme", true);
    change_string(change, body, TIMEZONE, "timezone", true);
    change_string(change, body, WEEK_START, "weekStart", true);
    change_string(change, body, LANGUAGE, "language", true);
    change_string(change, body, REGIONAL_FORMAT, "regionalFormat", true);
    change_string(change, body, DATE_STYLE, "dateStyle", true);
    change_string(change, body, HOME_TAB, "homeTab", replace);
    change_strings(change, body, COOKIES, "cookies", true);
    change_strings(change, body, BOOKMARK_URLS, "bookmarkUrls", false);
    change_home(change, body, request->config->home_dashboard_check);
}

/* The keys are constants of this file and need no quoting. */
static const char *set_object(pool *memory, const struct change *change)
{
    size_t length = sizeof "{}";
    for (int i = 0; i < change->set_count; i++)
        length += strlen(change->set[i].key) + change->set[i].value.length + strlen(",\"\":");
    char *object = pool_zalloc(memory, length), *at = object;
    *at++ = '{';
    for (int i = 0; i < change->set_count; i++) {
        if (i > 0)
            *at++ = ',';
        *at++ = '"';
        at = mempcpy(at, change->set[i].key, strlen(change->set[i].key));
        at = mempcpy(at, "\":", 2);
        at = mempcpy(at, change->set[i].value.text, change->set[i].value.length);
    }
    *at = '}';
    return object;
}

static const char *removed_array(pool *memory, const struct change *change)
{
    const char *array = "{";
    for (int i = 0; i < change->removed_count; i++)
        array = pool_printf(memory, "%s%s%s", array, i == 0 ? "" : ",", change->removed[i]);
    return pool_printf(memory, "%s}", array);
}

static void bind_home(struct request *request, struct query *query, const struct change *change)
{
    query_bind_text(query, change->home_uid);
    if (change->home_id != 0)
        query_bind_number(query, request->memory, change->home_id);
    else
        query_bind_text(query, NULL);
}

enum error preferences_prepare(struct request *request)
{
    struct change change = {0};
    enum error refusal = check_theme(&request->body);
    if (refusal != ERROR_NONE)
        return refusal;
    read_change(request, &change);
    refusal = check_others(&request->body);
    if (refusal == ERROR_NONE) {
        struct query query = {.statement = request->route->statement};
        query_bind_text(&query, set_object(request->memory, &change));
        query_bind_text(&query, replaces(request) ? NULL : removed_array(request->memory, &change));
        bind_home(request, &query, &change);
        refusal = bind_parts(request, &query); /* the team, where it is one's */
        if (refusal == ERROR_NONE)
            *call_add(&request->call, query.statement) = query;
    } else if (change.home_uid != NULL || change.home_id != 0) {
        bind_home(request, call_add(&request->call, STATEMENT_HOME_DASHBOARD_FIND), &change);
    }
    return refusal;
}
