/*
 * Passwords are kept as Argon2id strings in PHC form, at the least cost OWASP's Password Storage Cheat
 * Sheet still recommends (19 MiB, 2 passes, 1 lane): a check takes about 16 ms of one core. The
 * process has called sodium_init() before; without, libsodium takes the portable, slower Argon2.
 */
#ifndef PREFD_AUTH_PASSWORD_H
#define PREFD_AUTH_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a hash with its closing NUL. */
#define PASSWORD_HASH_SIZE 128

/* The fewest characters of a password that may be set: Grafana's rule since 10.4. */
#define PASSWORD_CHARACTERS_MIN 4

/* How many characters (Unicode code points) it has; only setting one asks this. */
size_t password_characters(const char *password, size_t length);

/*
 * Writes the hash of the password, with a fresh salt, as a NUL-terminated string. A password is any
 * bytes, NUL among them, and may be empty; what it must look like is the caller's rule. False when
 * the memory of one hash (19 MiB) cannot be had. Blocks for the whole cost; any thread may call it.
 */
bool password_hash(char hash[PASSWORD_HASH_SIZE], const char *password, size_t length);

/*
 * Whether the password made this hash. The cost is the one written in the hash; a string that is no
 * Argon2id hash matches nothing, at no cost. Without memory nothing matches. Any thread may call it.
 */
bool password_matches(const char *hash, const char *password, size_t length);

/* Whether a new hash would cost more, or less, than this one did. */
bool password_is_outdated(const char *hash);

/* Bytes of a digest and of its salt. */
#define PASSWORD_DIGEST_SIZE 32
#define PASSWORD_SALT_SIZE 16

/*
 * What can be kept of a text with a password in it, to know it again: the same text and salt make the same digest, and
 * guessing costs what it costs from a hash. False without memory. Blocks as password_hash(); any thread may call it.
 */
bool password_digest(unsigned char digest[PASSWORD_DIGEST_SIZE], const unsigned char salt[PASSWORD_SALT_SIZE],
                     const char *text, size_t length);

/*
 * A hash that no password matches and that costs as much to check as a real one: an account that
 * does not exist is checked against it, so that time does not tell who has one. Constant, never freed.
 */
const char *password_decoy(void);

#endif
