/*
 * Random secrets for bearer tokens, by libsodium's generator. Characters are drawn without modulo bias.
 * The CRC-32 that ends a service account's token protects against typing errors, not against anybody.
 */
#include "auth/token.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <sodium.h>

#define PERSON_PREFIX "prefd_"
#define PERSON_RANDOM 43
#define SERVICE_PREFIX "glsa_"
#define SERVICE_RANDOM 32
#define CHECKSUM_DIGITS 8

static_assert(sizeof PERSON_PREFIX + PERSON_RANDOM <= TOKEN_SECRET_SIZE, "a person's token fits");
static_assert(sizeof SERVICE_PREFIX + SERVICE_RANDOM + 1 + CHECKSUM_DIGITS <= TOKEN_SECRET_SIZE,
              "a service account's token fits");
static_assert(TOKEN_HASH_SIZE == crypto_hash_sha256_BYTES, "libsodium writes this many bytes");

static char *append(char *end, const char *text)
{
    size_t length = strlen(text);
    memcpy(end, text, length); /* NOLINT(bugprone-not-null-terminated-result): the secret is terminated at its end */
    return end + length;
}

static char *append_random(char *end, size_t count)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (size_t i = 0; i < count; i++)
        *end++ = alphabet[randombytes_uniform(sizeof alphabet - 1)];
    return end;
}

/* CRC-32 of IEEE 802.3, bit by bit: forty bytes are not worth a table. */
static uint32_t checksum(const char *text, size_t length)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length; i++) {
        crc ^= (unsigned char)text[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

/* Grafana prints the four bytes little-endian first. */
static char *append_checksum(char *end, uint32_t crc)
{
    unsigned char bytes[CHECKSUM_DIGITS / 2];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(crc >> (8 * i));
    sodium_bin2hex(end, CHECKSUM_DIGITS + 1, bytes, sizeof bytes);
    return end + CHECKSUM_DIGITS;
}

static void generate_for_person(char *secret)
{
    char *end = append(secret, PERSON_PREFIX);
    *append_random(end, PERSON_RANDOM) = '\0';
}

static void generate_for_service_account(char *secret)
{
    char *end = append(secret, SERVICE_PREFIX);
    end = append_random(end, SERVICE_RANDOM);
    uint32_t crc = checksum(secret, (size_t)(end - secret));
    *end++ = '_';
    append_checksum(end, crc);
}

void token_generate(char secret[TOKEN_SECRET_SIZE], enum token_kind kind)
{
    if (kind == TOKEN_OF_SERVICE_ACCOUNT)
        generate_for_service_account(secret);
    else
        generate_for_person(secret);
}

void token_hash(unsigned char hash[TOKEN_HASH_SIZE], const char *secret, size_t length)
{
    crypto_hash_sha256(hash, (const unsigned char *)secret, length);
}
