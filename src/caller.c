/*
 * A header may be there beside a cookie, and a user whom nginx names beside both: the first that applies decides, and a
 * page elsewhere must not be what made a browser send it.
 */
#include "caller.h"

#include "http/origin.h"
#include "methods.h"

/* The parameter REMOTE_USER, which only nginx can set: a client's header of that name is HTTP_REMOTE_USER. What is no
 * text is nobody's name. */
static struct credential remote_user(const struct request *request)
{
    const char *name = request->config->remote_user ? http_parameter(request->http, "REMOTE_USER") : NULL;
    if (name == NULL || *name == '\0')
        return (struct credential){.kind = CREDENTIAL_NONE};
    struct slice login = slice_of(name);
    return (struct credential){.kind = slice_is_text(login) ? CREDENTIAL_REMOTE : CREDENTIAL_BROKEN, .login = login};
}

/* A token in a header of the dialect's own. Beside another credential it is none, unless it is the same. */
static void add_header_token(const struct request *request, struct credential *credential)
{
    const char *name = request->route->dialect->token_header;
    const char *text = name == NULL ? NULL : http_parameter(request->http, name);
    if (text == NULL)
        return;
    struct credential token = credential_of_token(text);
    if (credential->kind == CREDENTIAL_NONE)
        *credential = token;
    else if (credential->kind != token.kind || memcmp(credential->token_hash, token.token_hash, TOKEN_HASH_SIZE) != 0)
        credential->kind = CREDENTIAL_BROKEN;
}

/* The first that applies decides (facts: grafana 1.5). */
static struct credential find_credential(const struct request *request)
{
    const struct route *route = request->route;
    struct credential credential = {.kind = CREDENTIAL_NONE};
    if (access_demand(route->access) == NULL || route->credential == CREDENTIAL_IN_BODY)
        return credential;
    if (route->credential == CREDENTIAL_ANYWHERE) {
        credential = credential_read(request->memory, request->http->authorization);
        add_header_token(request, &credential);
        if (credential.kind == CREDENTIAL_NONE)
            credential = remote_user(request);
    }
    if (credential.kind == CREDENTIAL_NONE && route->dialect->session_cookie != NULL)
        credential =
            credential_of_session(http_parameter(request->http, "HTTP_COOKIE"), route->dialect->session_cookie);
    return credential;
}

/* Whether a page elsewhere may have made a browser send this. A cookie comes along by itself, so what changes something
 * by it needs a proof that it was not so. Otherwise (a login, GETs, a user that nginx knows) a request that does not
 * say where it comes from may be a program's. */
static bool may_be_forged(const struct request *request)
{
    bool is_unsafe = request->http->method != METHOD_GET && !methods_are_asked(request);
    enum credential_kind kind = request->credential.kind;
    if ((!is_unsafe && !request->route->changes) || kind == CREDENTIAL_TOKEN || kind == CREDENTIAL_PASSWORD)
        return false;
    enum origin origin = origin_of(request->http, request->config->cors_origins);
    bool needs_proof = kind == CREDENTIAL_SESSION && is_unsafe;
    return needs_proof ? origin != ORIGIN_OWN : origin == ORIGIN_FOREIGN;
}

static bool lacks_credential(const struct request *request)
{
    return access_demand(request->route->access) != NULL && request->route->credential != CREDENTIAL_IN_BODY &&
           (request->credential.kind == CREDENTIAL_NONE || request->credential.kind == CREDENTIAL_BROKEN);
}

enum error caller_find(struct request *request)
{
    request->credential = find_credential(request);
    if (lacks_credential(request))
        return ERROR_UNAUTHORIZED;
    return may_be_forged(request) ? ERROR_ORIGIN_NOT_ALLOWED : ERROR_NONE;
}
