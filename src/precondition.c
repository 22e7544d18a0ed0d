/*
 * A tag is compared by what is between its quotes. A weak tag in If-Match is never the same (RFC 9110 13.1.1).
 */
#include "precondition.h"

#include <sodium.h>

#include "http/message.h"

#define TAGS_MAX 64

/* Of a resource that is there before it is first written (check_precondition.sql). */
#define TAG_OF_NOTHING "0"

/* Between the version and the digest. */
#define DIGEST_MARK "."

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

static struct slice version_of(struct slice tag)
{
    const char *mark = memchr(tag.text, *DIGEST_MARK, tag.length);
    return mark == NULL ? tag : (struct slice){.text = tag.text, .length = (size_t)(mark - tag.text)};
}

static bool has_digest(struct slice tag)
{
    return version_of(tag).length < tag.length;
}

/* Whether the tag is of the present version, but of other bytes. */
static bool is_of_other_bytes(const struct request *request, struct slice tag)
{
    struct slice present = slice_of(request->look.tag == NULL ? "" : request->look.tag);
    return has_digest(tag) && slice_equal(version_of(tag), version_of(present)) && !slice_equal(tag, present);
}

/* The versions that the list names. */
static const char *tags_json(const struct request *request, const char *list, bool strong)
{
    struct slice tags[TAGS_MAX], tag;
    int count = 0;
    bool weak;
    while (count < TAGS_MAX && next_tag(&list, &tag, &weak)) {
        if (slice_is_text(tag) && !(strong && weak) && !is_of_other_bytes(request, tag))
            tags[count++] = version_of(tag);
    }
    return json_strings(request->memory, tags, count);
}

static bool lists_a_digest(const char *list)
{
    struct slice tag;
    bool weak;
    while (list != NULL && next_tag(&list, &tag, &weak)) {
        if (has_digest(tag))
            return true;
    }
    return false;
}

static bool writes_a_resource(const struct route *route)
{
    return route->resource != NULL && route->method != METHOD_GET;
}

void precondition_look(struct request *request)
{
    const struct route *route = request->route;
    if (request->look.done || !writes_a_resource(route) ||
        !(lists_a_digest(http_parameter(request->http, "HTTP_IF_MATCH")) ||
          lists_a_digest(http_parameter(request->http, "HTTP_IF_NONE_MATCH"))))
        return;
    const struct route *reading = route_reading(route);
    request->look.done = true;
    request->look.write = reading == NULL ? NULL : route;
    request->route = reading == NULL ? route : reading;
}

void precondition_bind(struct request *request)
{
    if (!writes_a_resource(request->route))
        return;
    const char *match = http_parameter(request->http, "HTTP_IF_MATCH");
    const char *none_match = http_parameter(request->http, "HTTP_IF_NONE_MATCH");
    if (match == NULL && none_match == NULL)
        return;
    struct query *query = call_add(&request->call, STATEMENT_EXPECT_TAGS);
    query_bind_text(query, request->route->resource);
    query_bind_text(query, match != NULL ? "true" : "false");
    query_bind_text(query, tags_json(request, match != NULL ? match : none_match, match != NULL));
}

static bool names(const char *list, struct slice wanted)
{
    struct slice tag;
    bool weak;
    while (list != NULL && next_tag(&list, &tag, &weak)) {
        if (slice_is(tag, "*") || slice_equal(tag, wanted))
            return true;
    }
    return false;
}

/* Nobody gains by two bodies of one digest, so its key is no secret; every worker has the same. */
static const char *with_digest(pool *memory, struct slice version, struct slice body)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    unsigned char digest[crypto_shorthash_BYTES];
    char hex[2 * sizeof digest + 1];
    crypto_shorthash(digest, (const unsigned char *)body.text, body.length, key);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return pool_concat(memory, version.text, DIGEST_MARK, hex);
}

static const char *tag_of(const struct request *request, struct slice version)
{
    bool shown = request->route->method == METHOD_GET || route_shows(request->route);
    return shown ? with_digest(request->memory, version, request->response.body) : version.text;
}

static void add_tag(struct request *request, const char *tag)
{
    response_add(request->memory, &request->response, "ETag", pool_concat(request->memory, "\"", tag, "\""));
}

const char *precondition_tell(struct request *request, struct slice version)
{
    const char *tag = tag_of(request, version);
    add_tag(request, tag);
    return tag;
}

/* A write that brings none is of something else. */
static bool find_version(const struct request *request, struct slice *version)
{
    *version = SLICE(TAG_OF_NOTHING);
    return call_named_value(&request->call, "tag", version) || request->route->method == METHOD_GET;
}

void precondition_looked(struct request *request, bool found)
{
    struct slice version;
    if (found && find_version(request, &version))
        request->look.tag = tag_of(request, version);
    request->route = request->look.write;
    request->look.write = NULL;
    request->response = (struct http_response){0};
}

void precondition_answer(struct request *request)
{
    struct http_response *response = &request->response;
    struct slice version;
    if (request->route->resource == NULL || !find_version(request, &version))
        return;
    const char *tag = precondition_tell(request, version);
    if (request->route->method != METHOD_GET ||
        !names(http_parameter(request->http, "HTTP_IF_NONE_MATCH"), slice_of(tag)))
        return;
    response->status = 304;
    response->content_type = NULL;
    response->body = (struct slice){.text = ""};
}

void precondition_refuse(struct request *request)
{
    const struct call *call = &request->call;
    if (call->error != ERROR_PRECONDITION_FAILED || call->detail == NULL)
        return;
    const char *tag = call->detail, *seen = request->look.tag;
    if (seen != NULL && slice_equal(version_of(slice_of(seen)), slice_of(tag)))
        tag = seen;
    add_tag(request, tag);
}
