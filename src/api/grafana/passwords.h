/*
 * Setting passwords (facts: grafana 4.2, 7). Any Unicode is a password, an escaped NUL included.
 */
#ifndef PREFD_API_GRAFANA_PASSWORDS_H
#define PREFD_API_GRAFANA_PASSWORDS_H

#include "db/error.h"
#include "json/body.h"

struct request;

/* The bodies of the two routes that only set a password: somebody's, by an administrator; one's own, with the old one.
 */
extern const struct shape password_reset_shape;
extern const struct shape password_change_shape;

/* Work of a route whose body has the secret 'password': hashes it. */
enum error password_set_work(struct request *request);

/* Work of a route with password_change_shape, before which ran a statement with the present hash as its only value:
 * compares, then hashes the new one. */
enum error password_change_work(struct request *request);

#endif
