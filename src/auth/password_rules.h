/*
 * What a password must be to be set. One that is already set has only to be right.
 */
#ifndef PREFD_AUTH_PASSWORD_RULES_H
#define PREFD_AUTH_PASSWORD_RULES_H

#include <stdbool.h>

#include "base/slice.h"
#include "db/error.h"

/* From then on a password must have CHARACTERS code points, and be no line of LIST, a file that is read now; an empty
 * name stands for none. False when LIST cannot be read or is no text; errno says why. To be called once, before there
 * are threads. */
bool password_rules_load(int characters, const char *list);

/* ERROR_NONE, ERROR_PASSWORD_TOO_SHORT, or ERROR_PASSWORD_REFUSED for a line of the list, in whatever case its ASCII
 * letters are (NIST SP 800-63B, 5.1.1.2; ASVS 5.0, 6.2.4). Any thread may call it. */
enum error password_rules_judge(struct slice password);

/* Forgets the list. */
void password_rules_free(void);

#endif
