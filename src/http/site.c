/*
 * Who forges X-Forwarded-Proto or Host misleads only themselves: answers that name addresses are private.
 */
#include "http/site.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *scheme(const struct http_request *request)
{
    const char *forwarded = http_parameter(request, "HTTP_X_FORWARDED_PROTO"),
               *https = http_parameter(request, "HTTPS");
    if (forwarded != NULL && strcasecmp(forwarded, "https") == 0)
        return "https";
    if (forwarded != NULL && strcasecmp(forwarded, "http") == 0)
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
