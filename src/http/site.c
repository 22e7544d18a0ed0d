/*
 * Who forges X-Forwarded-Proto or Host misleads only themselves: answers that name addresses are private.
 */
#include "http/site.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Each proxy may add what it was reached by; the client's is the first. */
static bool is_first(const char *forwarded, const char *scheme)
{
    size_t length = strlen(scheme);
    return forwarded != NULL && strncasecmp(forwarded, scheme, length) == 0 &&
        strchr(", \t", forwarded[length]) != NULL;
}

static const char *scheme(const struct http_request *request)
{
    const char *forwarded = http_parameter(request, "HTTP_X_FORWARDED_PROTO"),
               *https = http_parameter(request, "HTTPS");
    if (is_first(forwarded, "https"))
        return "https";
    if (is_first(forwarded, "http"))
        return "http";
    return https != NULL && strcasecmp(https, "on") == 0 ? "https" : "http";
}

static bool is_authority(const char *host)
{
    for (const char *c = host; *c != '\0'; c++) {
        if (!isalnum((unsigned char)*c) && strchr("-._~:[]", *c) == NULL)
            return false;
    }
    return *host != '\0';
}

const char *site_address(const struct http_request *request)
{
    const char *host = http_parameter(request, "HTTP_HOST");
    return pool_printf(request->memory, "%s://%s", scheme(request),
                       host != NULL && is_authority(host) ? host : "localhost");
}
