/*
 * A secret on its way from a file, standard input, a terminal or the environment to a hash. It lives in one place and
 * is wiped there.
 */
#ifndef PREFD_CTL_SECRET_H
#define PREFD_CTL_SECRET_H

#include <stddef.h>

#include "auth/password.h"
#include "ctl/message.h"

/* The longest secret, in bytes. */
#define SECRET_LENGTH_MAX 4096

struct secret {
    size_t length;
    char bytes[SECRET_LENGTH_MAX + 2]; /* and a line end */
};

/*
 * Reads the first line of FILE, without its line end; NULL: of standard input, after asking when that is a terminal.
 * The bytes are taken as they are, NUL among them. Empty and over-long lines are refused.
 */
enum exit_status secret_read(struct secret *secret, const char *file);

/* Takes the environment variable's value and wipes it there; an empty secret when it is not set. */
enum exit_status secret_take_variable(struct secret *secret, const char *variable);

/* A new random one of printable characters, with 144 random bits. */
void secret_generate(struct secret *secret);

/* Hashes the secret as the password that is to be set. Refused when it is too short or memory is out. */
enum exit_status secret_hash(const struct secret *secret, char hash[PASSWORD_HASH_SIZE]);

/* Forgets the secret. */
void secret_wipe(struct secret *secret);

#endif
