/*
 * Access tokens for a login with its password, new ones for what renews them, and their end (facts: selfcommunity 3).
 * There is no register of clients: a client id or secret is not looked at.
 */
#ifndef PREFD_API_OAUTH_TOKENS_H
#define PREFD_API_OAUTH_TOKENS_H

#include "route.h"

extern const struct shape token_grant_shape;
extern const struct shape token_revoke_shape;

/* Reads the form: the credential in it, or the token to revoke. */
enum error token_form_read(struct request *request);

enum error token_grant_prepare(struct request *request);
void token_grant_reply(struct request *request);

/* The answer to an unknown token is no other (RFC 7009 2.2). */
enum error token_revoke_prepare(struct request *request);
void token_revoke_reply(struct request *request);

#endif
