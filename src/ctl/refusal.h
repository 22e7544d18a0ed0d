/*
 * PostgreSQL's refusals in the operator's words.
 */
#ifndef PREFD_CTL_REFUSAL_H
#define PREFD_CTL_REFUSAL_H

#include "db/admin.h"

/* One sentence that names the option at fault where one is; PostgreSQL's own message when nothing better is known. */
const char *refusal_text(const struct admin_error *error);

#endif
