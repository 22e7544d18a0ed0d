/*
 * A tag is compared by what is between its quotes. A weak tag in If-Match is never the same (RFC 9110 13.1.1).
 */
#include "precondition.h"

#include <inttypes.h>

#include <sodium.h>

#include "http/message.h"

#define TAGS_MAX 64

/* Of a resource that is there before it is first written (check_precondition.sql). */
#define TAG_OF_NOTHING "0"

/* A tag of an answer that shows the resource is the version's, a point, and a digest of the body, so that other bytes
 * have another tag: what a representation is made from has more than one version. The version's is what can be
 * expected. */
#define DIGEST_MARK '.'

/* The next tag of a list, or '*'; *REST goes on behind it. What is no tag ends the list. */
static bool next_tag(const char **rest, struct slice *tag, bool *weak)
{
    const char *text = *rest + strspn(*rest, ", \t");
    *weak = strncmp(text, "W/", 2) == 0;
    text += *weak ? 2 : 0;
    if (*text == '*') {
        *tag = (struct slice){.text = text, .length = 1};
        *rest = text + 1;
        return true;
    }
    const char *end = *text == '"' ? strchr(text + 1, '"') : NULL;
    if (end == NULL)
        return false;
    *tag = (struct slice){.text = text + 1, .length = (size_t)(end - text - 1)};
    *rest = end + 1;
    return true;
}

static const char *tags_json(pool *memory, const char *list, bool strong)
{
    struct slice tags[TAGS_MAX];
    int count = 0;
    bool weak;
    while (count < TAGS_MAX && next_tag(&list, &tags[count], &weak)) {
        const char *mark = memchr(tags[count].text, DIGEST_MARK, tags[count].length);
        if (mark != NULL)
            tags[count].length = (size_t)(mark - tags[count].text);
        if (slice_is_text(tags[count]) && !(strong && weak))
            count++;
    }
    return json_strings(memory, tags, count);
}

void precondition_bind(struct request *request)
{
    const char *match = http_parameter(request->http, "HTTP_IF_MATCH");
    const char *none_match = http_parameter(request->http, "HTTP_IF_NONE_MATCH");
    if (request->route->resource == NULL || request->http->method == METHOD_GET ||
        (match == NULL && none_match == NULL))
        return;
    struct query *query = call_add(&request->call, STATEMENT_EXPECT_TAGS);
    query_bind_text(query, request->route->resource);
    query_bind_text(query, match != NULL ? "true" : "false");
    query_bind_text(query, tags_json(request->memory, match != NULL ? match : none_match, match != NULL));
}

static bool names(const char *list, struct slice wanted)
{
    struct slice tag;
    bool weak;
    while (list != NULL && next_tag(&list, &tag, &weak)) {
        if (slice_is(tag, "*") || (tag.length == wanted.length && memcmp(tag.text, wanted.text, tag.length) == 0))
            return true;
    }
    return false;
}

/* Nobody gains by two bodies of one digest, so its key is no secret; every worker has the same. */
static const char *with_digest(pool *memory, struct slice version, struct slice body)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    uint64_t digest;
    crypto_shorthash((unsigned char *)&digest, (const unsigned char *)body.text, body.length, key);
    return pool_printf(memory, "%s%c%016" PRIx64, version.text, DIGEST_MARK, digest);
}

const char *precondition_tell(struct request *request, struct slice version)
{
    struct http_response *response = &request->response;
    bool shown = request->route->answer != NULL;
    const char *tag = shown ? with_digest(request->memory, version, response->body) : version.text;
    response_add(request->memory, response, "ETag", pool_printf(request->memory, "\"%s\"", tag));
    return tag;
}

void precondition_answer(struct request *request)
{
    struct http_response *response = &request->response;
    struct slice version;
    bool found = call_named_value(&request->call, "tag", &version);
    if (request->route->resource == NULL || (!found && request->http->method != METHOD_GET))
        return;
    if (!found)
        version = SLICE(TAG_OF_NOTHING);
    const char *tag = precondition_tell(request, version);
    if (request->http->method != METHOD_GET ||
        !names(http_parameter(request->http, "HTTP_IF_NONE_MATCH"), slice_of(tag)))
        return;
    response->status = 304;
    response->content_type = NULL;
    response->body = (struct slice){.text = ""};
}

void precondition_refuse(struct request *request)
{
    const struct call *call = &request->call;
    if (call->error == ERROR_PRECONDITION_FAILED && call->detail != NULL)
        response_add(request->memory, &request->response, "ETag", pool_printf(request->memory, "\"%s\"", call->detail));
}
