/*
 * A ULID is 48 bits of milliseconds and 80 that are random. Those are the first 80 of the id that nginx gave, which is
 * in its log and in ours: who is told a request's id can find its line.
 */
#include "api/valara/request_id.h"

#include <sodium.h>

#define TIME_BYTES 6
#define RANDOM_BYTES 10
#define ULID_LENGTH 26

/* Without nginx, or behind one that gives no id: what no other request of this worker has. */
static void make_up(const struct request *request, unsigned char *bytes)
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)&request->started, sizeof request->started, NULL, 0);
    memcpy(bytes, hash, RANDOM_BYTES);
}

static void fill(const struct request *request, unsigned char bytes[TIME_BYTES + RANDOM_BYTES])
{
    size_t length = 0;
    const char *given = request->http->id;
    for (int i = 0; i < TIME_BYTES; i++)
        bytes[i] = (unsigned char)(request->arrived >> (8 * (TIME_BYTES - 1 - i)));
    if (strlen(given) < 2 * (size_t)RANDOM_BYTES ||
        sodium_hex2bin(bytes + TIME_BYTES, RANDOM_BYTES, given, 2 * (size_t)RANDOM_BYTES, NULL, &length, NULL) != 0 ||
        length != RANDOM_BYTES)
        make_up(request, bytes + TIME_BYTES);
}

/* The character of the five bits that end COUNT times five bits before the last; Crockford's base 32. */
static char digit(const unsigned char *bytes, int count)
{
    unsigned value = 0;
    for (int bit = 4; bit >= 0; bit--) {
        int place = (TIME_BYTES + RANDOM_BYTES) * 8 - 1 - (5 * count + bit); /* from the first bit */
        value = value << 1 | (place < 0 ? 0 : bytes[place / 8] >> (7 - place % 8) & 1u);
    }
    return "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[value];
}

void request_id(const struct request *request, char id[REQUEST_ID_SIZE])
{
    unsigned char bytes[TIME_BYTES + RANDOM_BYTES];
    fill(request, bytes);
    memcpy(id, "req_", 4);
    for (int i = 0; i < ULID_LENGTH; i++)
        id[4 + i] = digit(bytes, ULID_LENGTH - 1 - i);
    id[REQUEST_ID_SIZE - 1] = '\0';
}
