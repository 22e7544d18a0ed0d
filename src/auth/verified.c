/*
 * A direct-mapped table: one place for each key, the newer takes it.
 */
#include "auth/verified.h"

#include <sodium.h>

#define PLACES 2048

struct place {
    struct verified_key key;
    struct identity identity;
    uint64_t expires;
};

static struct place places[PLACES];
static unsigned char process_key[crypto_generichash_KEYBYTES];

void verified_start(void)
{
    randombytes_buf(process_key, sizeof process_key);
}

struct verified_key verified_key(struct slice login, struct slice password)
{
    struct verified_key key;
    crypto_generichash_state state;
    uint64_t length = login.length; /* so that no two pairs are the same bytes */
    crypto_generichash_init(&state, process_key, sizeof process_key, sizeof key.bytes);
    crypto_generichash_update(&state, (const unsigned char *)&length, sizeof length);
    crypto_generichash_update(&state, (const unsigned char *)login.text, login.length);
    crypto_generichash_update(&state, (const unsigned char *)password.text, password.length);
    crypto_generichash_final(&state, key.bytes, sizeof key.bytes);
    sodium_memzero(&state, sizeof state);
    return key;
}

static struct place *place_of(const struct verified_key *key)
{
    return &places[(key->bytes[0] | key->bytes[1] << 8) % PLACES];
}

bool verified_find(const struct verified_key *key, uint64_t now, struct identity *identity)
{
    const struct place *place = place_of(key);
    if (place->expires <= now || sodium_memcmp(place->key.bytes, key->bytes, sizeof key->bytes) != 0)
        return false;
    *identity = place->identity;
    return true;
}

void verified_remember(const struct verified_key *key, const struct identity *identity, uint64_t expires)
{
    *place_of(key) = (struct place){.key = *key, .identity = *identity, .expires = expires};
}

void verified_forget(const struct verified_key *key)
{
    struct place *place = place_of(key);
    if (sodium_memcmp(place->key.bytes, key->bytes, sizeof key->bytes) == 0)
        place->expires = 0;
}
