/*
 * An IPv4 address inside an IPv6 one (::ffff:192.0.2.1) is the IPv4 address; else all of IPv4 would be one guesser.
 */
#include "auth/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define MAPPED_PREFIX 12
#define NETWORK_BYTES 8

static const char *text_of(pool *memory, int family, const void *address)
{
    char text[INET6_ADDRSTRLEN];
    if (inet_ntop(family, address, text, sizeof text) == NULL)
        return NULL;
    return pool_copy(memory, text, strlen(text));
}

const char *address_of_guesser(pool *memory, const char *remote)
{
    struct in6_addr address;
    if (inet_pton(AF_INET, remote, &address) == 1)
        return text_of(memory, AF_INET, &address);
    if (inet_pton(AF_INET6, remote, &address) != 1)
        return NULL;
    if (IN6_IS_ADDR_V4MAPPED(&address))
        return text_of(memory, AF_INET, &address.s6_addr[MAPPED_PREFIX]);
    memset(&address.s6_addr[NETWORK_BYTES], 0, sizeof address - NETWORK_BYTES);
    return text_of(memory, AF_INET6, &address);
}
