/*
 * What the worker alone knows about who is asking, that a password was right or that nginx named the user, it proves to
 * PostgreSQL: by HMAC-SHA256 (RFC 2104) with a key of the process, which each connection is told when it begins and
 * which no statement can read. docs/decisions/005-proofs.md
 */
#ifndef PREFD_DB_PROOF_H
#define PREFD_DB_PROOF_H

#include "base/pool.h"
#include "db/call.h"

#define PROOF_PAD_SIZE 64 /* a block of SHA-256 */

/* The key as PostgreSQL takes it: with both paddings of HMAC. */
struct proof_pads {
    unsigned char inner[PROOF_PAD_SIZE];
    unsigned char outer[PROOF_PAD_SIZE];
};

/* Makes the process's key; once, before the others. */
void proof_start(void);

const struct proof_pads *proof_pads(void);

/* Adds the proof of SAID, in MEMORY, as the next parameter. */
void proof_bind(struct query *query, pool *memory, const char *said);

#endif
