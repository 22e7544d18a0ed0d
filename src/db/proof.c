#include "db/proof.h"

#include <string.h>

#include <sodium.h>

static unsigned char key[crypto_auth_hmacsha256_KEYBYTES];
static struct proof_pads pads;

void proof_start(void)
{
    randombytes_buf(key, sizeof key);
    memset(pads.inner, 0x36, sizeof pads.inner);
    memset(pads.outer, 0x5c, sizeof pads.outer);
    for (size_t i = 0; i < sizeof key; i++) {
        pads.inner[i] ^= key[i];
        pads.outer[i] ^= key[i];
    }
}

const struct proof_pads *proof_pads(void)
{
    return &pads;
}

void proof_bind(struct query *query, pool *memory, const char *said)
{
    unsigned char *proof = pool_zalloc(memory, crypto_auth_hmacsha256_BYTES);
    crypto_auth_hmacsha256(proof, (const unsigned char *)said, strlen(said), key);
    query_bind_bytes(query, proof, crypto_auth_hmacsha256_BYTES);
}
