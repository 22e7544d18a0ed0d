/*
 * Names of the IANA time zone database that this system has installed (facts: standards, time zones).
 */
#ifndef PREFD_BASE_TIMEZONE_H
#define PREFD_BASE_TIMEZONE_H

#include <stdbool.h>

/* Reads the zone and link names from DIRECTORY/tzdata.zi, or from the directory's files when there is none. False when
 * no name is found, or the file breaks off; the names known before then stay. */
bool timezones_load(const char *directory);

/* Whether NAME is a zone or link, in its exact case. */
bool timezone_is_known(const char *name);

/* Forgets all names. */
void timezones_free(void);

#endif
