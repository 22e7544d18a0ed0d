/*
 * A list that its calls link.
 */
#include "db/calls.h"

#include <stddef.h>

void calls_append(struct calls *calls, struct call *call)
{
    call->next = NULL;
    if (calls->first == NULL)
        calls->first = call;
    else
        calls->last->next = call;
    calls->last = call;
    calls->count++;
}

void calls_prepend(struct calls *calls, struct call *call)
{
    call->next = calls->first;
    if (calls->first == NULL)
        calls->last = call;
    calls->first = call;
    calls->count++;
}

struct call *calls_take(struct calls *calls)
{
    struct call *call = calls->first;
    if (call == NULL)
        return NULL;
    calls->first = call->next;
    calls->count--;
    call->next = NULL;
    return call;
}
