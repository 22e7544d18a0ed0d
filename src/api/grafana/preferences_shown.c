/*
 * A row's document holds the keys that are set; the answer has those of the documented one always, in its order, then
 * those that newer versions added, only when set (facts: grafana 3.1). The worker makes it and not PostgreSQL, which
 * takes five times as long.
 */
#include "api/grafana/preferences.h"

#include <string.h>

#include "json/scan.h"
#include "request.h"

enum key { HOME_DASHBOARD_ID = 1, COOKIES = 10, KEYS };

/* A key of the document, what stands around its value in the answer, and the value that it has there when it is not
 * set; NULL: then there is only what follows it. */
static const struct shown {
    const char *key, *before, *unset, *after;
} shown[KEYS] = {
    {"theme", "{\"theme\":", "\"\"", ""},
    [HOME_DASHBOARD_ID] = {"homeDashboardId", ",\"homeDashboardId\":", "0", ""},
    {"homeDashboardUID", ",\"homeDashboardUID\":", "\"\"", ""},
    {"timezone", ",\"timezone\":", "\"\"", ""},
    {"weekStart", ",\"weekStart\":", "\"\"", ""},
    {"bookmarkUrls", ",\"navbar\":{\"bookmarkUrls\":", "null", "}"},
    {"homeTab", ",\"queryHistory\":{\"homeTab\":", "\"\"", "}"},
    {"language", ",\"language\":", NULL, ""},
    {"regionalFormat", ",\"regionalFormat\":", NULL, ""},
    {"dateStyle", ",\"dateStyle\":", NULL, ""},
    [COOKIES] = {"cookies", ",\"cookiePreferences\":", NULL, ""},
};

static void read_document(const struct request *request, struct json_text values[KEYS])
{
    const char *names[KEYS];
    struct json_text whole;
    struct slice document;
    for (int i = 0; i < KEYS; i++)
        names[i] = shown[i].key;
    if (!call_named_value(&request->call, "document", &document))
        document = SLICE("{}");
    json_scan(request->memory, document, &whole, names, values, KEYS);
}

static char *append(char *end, struct slice text)
{
    memcpy(end, text.text, text.length);
    return end + text.length;
}

/* An object from each kind, once, to an empty object. */
static struct slice show_cookies(pool *memory, const struct json_text *kinds)
{
    struct json_walk walk = json_walk(kinds);
    struct json_text kind;
    char *text = pool_zalloc(memory, 3 * kinds->text.length), *end = append(text, SLICE("{"));
    while (json_next(&walk, NULL, &kind)) {
        if (memmem(text, (size_t)(end - text), kind.text.text, kind.text.length) != NULL)
            continue;
        end = append(end, end == text + 1 ? SLICE("") : SLICE(","));
        end = append(end, kind.text);
        end = append(end, SLICE(":{}"));
    }
    end = append(end, SLICE("}"));
    return (struct slice){.text = text, .length = (size_t)(end - text)};
}

/* The value of KEY, or what stands for it; a text of NULL: nothing. */
static struct slice value_of(enum key key, const struct json_text *values)
{
    if (values[key].kind != JSON_ABSENT)
        return values[key].text;
    if (shown[key].unset == NULL)
        return (struct slice){.text = NULL};
    return slice_of(shown[key].unset);
}

static struct slice show(pool *memory, const struct json_text *values)
{
    size_t size = sizeof "}";
    for (int i = 0; i < KEYS; i++)
        size += strlen(shown[i].before) + value_of(i, values).length + strlen(shown[i].after);
    char *text = pool_zalloc(memory, size), *end = text;
    for (int i = 0; i < KEYS; i++) {
        struct slice value = value_of(i, values);
        if (value.text == NULL)
            continue;
        end = append(end, slice_of(shown[i].before));
        end = append(end, value);
        end = append(end, slice_of(shown[i].after));
    }
    end = append(end, SLICE("}"));
    return (struct slice){.text = text, .length = (size_t)(end - text)};
}

void preferences_reply(struct request *request)
{
    struct json_text values[KEYS];
    struct slice home_dashboard_id;
    read_document(request, values);
    if (call_named_value(&request->call, "home_dashboard_id", &home_dashboard_id))
        values[HOME_DASHBOARD_ID] = (struct json_text){.kind = JSON_NUMBER, .text = home_dashboard_id};
    if (values[COOKIES].kind != JSON_ABSENT)
        values[COOKIES].text = show_cookies(request->memory, &values[COOKIES]);
    request->response.body = show(request->memory, values);
}
