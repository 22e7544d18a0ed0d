/*
 * Service accounts and their tokens (facts: grafana 12).
 */
#ifndef PREFD_API_GRAFANA_SERVICE_ACCOUNTS_H
#define PREFD_API_GRAFANA_SERVICE_ACCOUNTS_H

#include "route.h"

/* How these routes speak of what others call otherwise: for their meanings. An account's name makes its login. */
#define SERVICE_ACCOUNT_WORDS                                                                                          \
    {                                                                                                                  \
        {ERROR_BAD_REQUEST_DATA, ERROR_SERVICE_ACCOUNT_DATA_BAD},                                                      \
            {ERROR_TEXT_NOT_STORABLE, ERROR_SERVICE_ACCOUNT_DATA_BAD},                                                 \
            {ERROR_USER_NAME_TAKEN, ERROR_SERVICE_ACCOUNT_EXISTS},                                                     \
    }

/* The query of the search. */
extern const struct shape service_account_search_shape;

/* The bodies of creating and of changing an account, and of creating a token. */
extern const struct shape service_account_create_shape;
extern const struct shape service_account_update_shape;
extern const struct shape service_account_token_shape;

/* Makes a secret, whose hash is the last parameter of the statement and which the answer shows, this once. */
enum error service_account_token_prepare(struct request *request);
void service_account_token_reply(struct request *request);

#endif
