/*
 * Allow is made from the rows of the path; a refusal with 405 gets it in serve.c.
 */
#include "methods.h"

bool methods_are_asked(const struct request *request)
{
    return strcmp(request->http->method_name, "OPTIONS") == 0;
}

enum error methods_prepare(struct request *request)
{
    return methods_are_asked(request) ? ERROR_NONE : ERROR_METHOD_NOT_ALLOWED;
}

void methods_reply(struct request *request)
{
    struct http_response *response = &request->response;
    response->status = 204;
    response->content_type = NULL;
    response->body = SLICE("");
    response_add(request->memory, response, "Allow", route_allow(request->route, request->memory));
}
