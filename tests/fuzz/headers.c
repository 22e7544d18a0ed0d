/*
 * Media types, origins, and the addresses of site and client. Lines are FastCGI parameters, then an address.
 */
#include "input.h"

#include <arpa/inet.h>
#include <ctype.h>

#include "auth/address.h"
#include "http/cors.h"
#include "http/media.h"
#include "http/origin.h"
#include "http/site.h"

#define LISTED "https://app.example.org, http://localhost:3000"

static void check_media(const struct http_request *request)
{
    const char *accept = http_list(request, "HTTP_ACCEPT"), *type = http_parameter(request, "CONTENT_TYPE");
    bool accepted = media_json_accepted(accept);
    if (accept != NULL && type != NULL && strchr(accept, ';') == NULL)
        assert(media_json_accepted(pool_printf(request->memory, "%s, application/json", accept)));
    if (type != NULL && media_is(type, "application/json"))
        assert(strpbrk(type, "Jj") != NULL);
    assert(accepted || accept != NULL);
}

/* Nothing but a listed origin is ever told to a browser. */
static void check_origin(const struct http_request *request)
{
    const char *origin = origin_listed(request, LISTED), *fields = cors_fields(request, LISTED);
    if (origin != NULL) {
        assert(strlen(origin) > 0 && strcasestr(LISTED, origin) != NULL);
        assert(origin_of(request, LISTED) == ORIGIN_OWN);
    }
    assert((strstr(fields, "Access-Control-Allow-Origin: ") != NULL) == (origin != NULL));
    assert(!cors_asks(request, LISTED) || origin != NULL);
    assert(origin_listed(request, "") == NULL && *cors_fields(request, "") == '\0');
}

static void check_site(const struct http_request *request)
{
    const char *site = site_address(request), *authority = strstr(site, "://");
    assert(strncmp(site, "http", 4) == 0 && authority != NULL && authority[3] != '\0');
    for (const char *c = authority + 3; *c != '\0'; c++)
        assert(isalnum((unsigned char)*c) || strchr("-._~:[]", *c) != NULL);
}

/* The network of a network is itself. */
static void check_address(pool *memory, const char *remote)
{
    const char *network = address_of_guesser(memory, remote);
    if (network != NULL)
        assert(strlen(network) < INET6_ADDRSTRLEN && strcmp(address_of_guesser(memory, network), network) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pool *memory = pool_new("fuzz");
    char *rest = pool_copy(memory, (const char *)data, size);
    struct http_request request = {.memory = memory, .method_name = "OPTIONS"};
    request.parameters = parameters_next(memory, &rest);
    check_media(&request);
    check_origin(&request);
    check_site(&request);
    check_address(memory, line_next(&rest));
    pool_free(memory);
    return 0;
}
