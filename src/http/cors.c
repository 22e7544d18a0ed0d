/*
 * Only the exact origin is ever named: with credentials a browser accepts no '*'. What an answer says depends on
 * Origin, so caches must know (Vary), also where nothing is allowed.
 */
#include "http/cors.h"

#include "http/origin.h"

bool cors_asks(const struct http_request *request, const char *listed)
{
    return strcmp(request->method_name, "OPTIONS") == 0 && origin_listed(request, listed) != NULL &&
           http_parameter(request, "HTTP_ACCESS_CONTROL_REQUEST_METHOD") != NULL;
}

struct http_response cors_answer(void)
{
    return (struct http_response){
        .status = 204,
        .headers = "Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE\r\n"
                   "Access-Control-Allow-Headers: Authorization, Content-Type, X-Grafana-Org-Id, Idempotency-Key, "
                   "If-Match, If-None-Match, X-API-Key, X-Idempotency-Key\r\n"
                   "Access-Control-Max-Age: 600\r\n",
    };
}

const char *cors_fields(const struct http_request *request, const char *listed)
{
    const char *origin = origin_listed(request, listed);
    if (*listed == '\0')
        return "";
    if (origin == NULL)
        return "Vary: Origin\r\n";
    return pool_printf(request->memory,
                       "Vary: Origin\r\n"
                       "Access-Control-Allow-Origin: %s\r\n"
                       "Access-Control-Allow-Credentials: true\r\n"
                       "Access-Control-Expose-Headers: ETag, Location, Retry-After, X-Request-Id, X-RateLimit-Limit, "
                       "X-RateLimit-Remaining, X-RateLimit-Reset, X-Rate-Limit-Limit, "
                       "X-Rate-Limit-Remaining, X-Rate-Limit-Reset, X-Idempotent-Replay\r\n",
                       origin);
}
