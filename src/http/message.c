/*
 * Parameters by name; names of methods and statuses.
 */
#include "http/message.h"

static const char *const method_names[] = {
    [METHOD_OTHER] = "",      [METHOD_GET] = "GET",   [METHOD_PUT] = "PUT",
    [METHOD_PATCH] = "PATCH", [METHOD_POST] = "POST", [METHOD_DELETE] = "DELETE",
};

void response_add(pool *memory, struct http_response *response, const char *name, const char *value)
{
    const char *before = response->fields == NULL ? "" : response->fields;
    response->fields = pool_concat(memory, before, name, ": ", value, "\r\n");
}

static const char *value_of(const char *entry, const char *name)
{
    size_t length = strlen(name);
    return strncmp(entry, name, length) == 0 && entry[length] == '=' ? entry + length + 1 : NULL;
}

const char *http_parameter(const struct http_request *request, const char *name)
{
    for (char **entry = request->parameters; *entry != NULL; entry++) {
        const char *value = value_of(*entry, name);
        if (value != NULL)
            return value;
    }
    return NULL;
}

const char *http_list(const struct http_request *request, const char *name)
{
    const char *list = NULL;
    for (char **entry = request->parameters; *entry != NULL; entry++) {
        const char *value = value_of(*entry, name);
        if (value != NULL)
            list = list == NULL ? value : pool_printf(request->memory, "%s, %s", list, value);
    }
    return list;
}

enum http_method http_method_of(const char *name)
{
    for (enum http_method method = METHOD_GET; method <= METHOD_DELETE; method++) {
        if (strcmp(name, method_names[method]) == 0)
            return method;
    }
    return METHOD_OTHER;
}

const char *http_method_name(enum http_method method)
{
    return method_names[method];
}

static const struct {
    int code;
    const char *text, *reason;
} statuses[] = {
#define STATUS(code_, reason_) {.code = (code_), .text = #code_, .reason = (reason_)},
#include "http/status.def"
#undef STATUS
    [HTTP_STATUS_OTHER] = {.text = "other", .reason = ""},
};

int http_status_index(int status)
{
    int index = 0;
    while (index < HTTP_STATUS_OTHER && statuses[index].code != status)
        index++;
    return index;
}

const char *http_status_text(int index)
{
    return statuses[index].text;
}

const char *http_reason(int status)
{
    return statuses[http_status_index(status)].reason;
}
