/*
 * Language tags: well-formed by RFC 5646 2.2.9, whatever the registry knows (facts: standards, language tags).
 */
#ifndef PREFD_BASE_LANGUAGE_H
#define PREFD_BASE_LANGUAGE_H

#include <stdbool.h>

#include "base/slice.h"

/* Characters of the longest tag that is taken. */
#define LANGUAGE_TAG_MAX 64

/* Whether TAG is well-formed; if so CASED gets it in its customary case (RFC 5646 2.1.1). */
bool language_tag_read(struct slice tag, char cased[LANGUAGE_TAG_MAX + 1]);

#endif
