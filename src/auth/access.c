/*
 * Columns of access.def.
 */
#include "auth/access.h"

#include <stddef.h>

static const struct {
    const char *name, *demand, *action;
} rows[ACCESS__MAX] = {
#define ACCESS(name_, demand_, action_) [ACCESS_##name_] = {.name = #name_, .demand = (demand_), .action = (action_)},
#include "auth/access.def"
#undef ACCESS
};

#ifdef PREFD_WITHOUT_DEMANDS /* for tests of what the policies hold alone: asks nothing of who is signed in */
const char *access_demand(enum access access)
{
    return rows[access].demand == NULL ? NULL : "signed_in";
}
#else
const char *access_demand(enum access access)
{
    return rows[access].demand;
}
#endif

const char *access_action(enum access access)
{
    return rows[access].action;
}

const char *access_name(enum access access)
{
    return rows[access].name;
}
