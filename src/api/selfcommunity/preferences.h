/*
 * Preferences under keys of the client's own (facts: selfcommunity 4, 8).
 */
#ifndef PREFD_API_SELFCOMMUNITY_PREFERENCES_H
#define PREFD_API_SELFCOMMUNITY_PREFERENCES_H

#include "route.h"

/* What the list understands; for the documents, since it reads names as they are written. */
extern const struct shape keyed_preferences_query;

enum error keyed_preferences_list_prepare(struct request *request);
void keyed_preferences_list_reply(struct request *request);

/* Of POST, PUT and PATCH: what keyed_body_read() left. */
enum error keyed_preference_write_prepare(struct request *request);

/* The path of the owner's list, with its final slash. */
const char *keyed_preferences_path(const struct request *request);

#endif
