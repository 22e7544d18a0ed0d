/*
 * Origin and Host leave out the port that the scheme implies, both alike, so they are compared as they stand. The
 * scheme is not compared: a worker behind TLS that ends elsewhere does not know its own.
 */
#include "http/origin.h"

#include <strings.h>

#define SEPARATORS ", \t"

const char *origin_listed(const struct http_request *request, const char *listed)
{
    const char *origin = http_parameter(request, "HTTP_ORIGIN");
    if (origin == NULL || *origin == '\0')
        return NULL;
    for (const char *name = listed + strspn(listed, SEPARATORS); *name != '\0'; name += strspn(name, SEPARATORS)) {
        size_t length = strcspn(name, SEPARATORS);
        if (strlen(origin) == length && strncasecmp(origin, name, length) == 0)
            return origin;
        name += length;
    }
    return NULL;
}

/* 'scheme://host[:port]' and what may follow. "null", a page that has no origin, has no host either. */
static enum origin compare_host(const struct http_request *request, const char *url)
{
    const char *host = http_parameter(request, "HTTP_HOST"), *authority = strstr(url, "://");
    if (host == NULL || authority == NULL)
        return ORIGIN_FOREIGN;
    authority += strlen("://");
    size_t length = strcspn(authority, "/?#");
    return strlen(host) == length && strncasecmp(host, authority, length) == 0 ? ORIGIN_OWN : ORIGIN_FOREIGN;
}

enum origin origin_of(const struct http_request *request, const char *listed)
{
    const char *site = http_parameter(request, "HTTP_SEC_FETCH_SITE");
    const char *origin = http_parameter(request, "HTTP_ORIGIN"), *referer = http_parameter(request, "HTTP_REFERER");
    if (origin_listed(request, listed) != NULL)
        return ORIGIN_OWN;
    if (site != NULL && *site != '\0')
        return strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0 ? ORIGIN_OWN : ORIGIN_FOREIGN;
    if (origin != NULL && *origin != '\0')
        return compare_host(request, origin);
    if (referer != NULL && *referer != '\0')
        return compare_host(request, referer);
    return ORIGIN_UNKNOWN;
}
