/*
 * Read as text, since what is stored is told from what is dropped by null, which the reader of shapes takes for absent.
 * All that is wrong is collected and told together.
 */
#include "api/valara/bodies.h"

#include "api/valara/preferences.h"
#include "http/media.h"
#include "keyed.h"

#define BODY_MAX 65536

static bool is_media_wrong(const struct request *request)
{
    const char *type = http_parameter(request->http, "HTTP_CONTENT_TYPE");
    if (type == NULL || *type == '\0')
        return request->http->body.length > 0;
    return !media_is(type, "application/json") && !media_is(type, "application/merge-patch+json");
}

static enum error check_key(struct request *request)
{
    enum error error = keyed_read(request);
    bool required = request->http->method == METHOD_PATCH && request->config->valara_idempotency_required;
    return error == ERROR_NONE && request->key == NULL && required ? ERROR_IDEMPOTENCY_KEY_MISSING : error;
}

struct valara_body *valara_body(struct request *request)
{
    if (request->kept == NULL)
        request->kept = pool_zalloc(request->memory, sizeof(struct valara_body));
    return request->kept;
}

void valara_fault(struct request *request, const char *field, const char *code, const char *message)
{
    struct valara_body *body = valara_body(request);
    body->faults = pool_printf(request->memory, "%s%s{\"field\":\"%s\",\"message\":\"%s\",\"code\":\"%s\"}",
                               body->fault_count == 0 ? "" : body->faults, body->fault_count == 0 ? "" : ",", field,
                               message, code);
    body->fault_count++;
}

const char *valara_faults(const struct request *request)
{
    const struct valara_body *body = request->kept;
    int count = body == NULL ? 0 : body->fault_count;
    return pool_printf(request->memory, "\"errors\":[%s],\"field_count\":%d", count == 0 ? "" : body->faults, count);
}

static enum error check_types(struct request *request)
{
    const struct shape *shape = request->route->body;
    struct valara_body *body = valara_body(request);
    for (int i = 0; i < shape->count; i++) {
        enum json_kind kind = body->members[i].kind;
        if (kind != JSON_STRING && kind != JSON_NULL && kind != JSON_ABSENT)
            valara_fault(request, shape->fields[i].name, "invalid_type", "must be a string or null");
    }
    if (body->fault_count == 0)
        return ERROR_NONE;
    if (shape == &valara_preferences_shape) /* both kinds of fault are told together */
        valara_preferences_check(request);
    return ERROR_FIELDS_INVALID;
}

/* No body at all is an empty patch: the seed's page says that there is none, and its samples send none. */
static enum error read_members(struct request *request)
{
    const struct shape *shape = request->route->body;
    struct slice text = request->http->body.length == 0 ? SLICE("{}") : request->http->body;
    const char **names = pool_zalloc(request->memory, (size_t)shape->count * sizeof *names);
    struct valara_body *body = valara_body(request);
    struct json_text whole;
    for (int i = 0; i < shape->count; i++)
        names[i] = shape->fields[i].name;
    body->members = pool_zalloc(request->memory, (size_t)shape->count * sizeof *body->members);
    if (!json_scan(request->memory, text, &whole, names, body->members, shape->count) || whole.kind != JSON_OBJECT)
        return ERROR_FIELDS_INVALID;
    return check_types(request);
}

enum error valara_body_read(struct request *request)
{
    if (is_media_wrong(request))
        return ERROR_UNSUPPORTED_MEDIA_TYPE;
    if (request->http->body.length > BODY_MAX)
        return ERROR_BODY_TOO_LARGE;
    enum error error = check_key(request);
    return error == ERROR_NONE ? read_members(request) : error;
}
