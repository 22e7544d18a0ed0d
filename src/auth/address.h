/*
 * Whom guesses at passwords are counted for, as seen by the network.
 */
#ifndef PREFD_AUTH_ADDRESS_H
#define PREFD_AUTH_ADDRESS_H

#include "base/pool.h"

/* The network of REMOTE, an address as nginx writes it, that one guesser may be taken to have: an IPv4 address, or the
 * first 64 bits of an IPv6 address, of which a subscriber has 2^64. NULL when it is no address: a unix socket. */
const char *address_of_guesser(pool *memory, const char *remote);

#endif
