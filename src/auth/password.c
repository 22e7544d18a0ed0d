/*
 * Argon2id by libsodium. The cost stands here once, and the decoy is built from the same two numbers.
 */
#include "auth/password.h"

#include <assert.h>

#include <sodium.h>

#define MEMORY_KIB 19456
#define PASSES 2

#define TEXT_OF(number) #number
#define TEXT(macro) TEXT_OF(macro)

static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_argon2id_STRBYTES, "libsodium writes this many bytes");
static_assert(PASSWORD_SALT_SIZE == crypto_pwhash_argon2id_SALTBYTES, "libsodium reads this many bytes");

/* An all-zero result: nobody knows a password that gives it, and anybody can see that nobody does. */
static const char decoy[] =
    "$argon2id$v=19$m=" TEXT(MEMORY_KIB) ",t=" TEXT(PASSES) ",p=1"
                                                            "$AAAAAAAAAAAAAAAAAAAAAA"
                                                            "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

size_t password_characters(const char *password, size_t length)
{
    size_t characters = 0;
    for (size_t i = 0; i < length; i++)
        characters += ((unsigned char)password[i] & 0xC0) != 0x80; /* all but the later bytes of UTF-8 */
    return characters;
}

bool password_hash(char hash[PASSWORD_HASH_SIZE], const char *password, size_t length)
{
    return crypto_pwhash_argon2id_str(hash, password, length, PASSES, (size_t)MEMORY_KIB * 1024) == 0;
}

bool password_matches(const char *hash, const char *password, size_t length)
{
    return crypto_pwhash_argon2id_str_verify(hash, password, length) == 0;
}

bool password_is_outdated(const char *hash)
{
    return crypto_pwhash_argon2id_str_needs_rehash(hash, PASSES, (size_t)MEMORY_KIB * 1024) != 0;
}

bool password_digest(unsigned char digest[PASSWORD_DIGEST_SIZE], const unsigned char salt[PASSWORD_SALT_SIZE],
                     const char *text, size_t length)
{
    return crypto_pwhash_argon2id(digest, PASSWORD_DIGEST_SIZE, text, length, salt, PASSES, (size_t)MEMORY_KIB * 1024,
                                  crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
}

const char *password_decoy(void)
{
    return decoy;
}
