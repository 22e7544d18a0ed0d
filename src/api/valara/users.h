/*
 * People of an agency: the list, the profile, the role (facts: valara 10).
 */
#ifndef PREFD_API_VALARA_USERS_H
#define PREFD_API_VALARA_USERS_H

#include "route.h"

/* Of the list. */
extern const struct shape valara_users_query;

/* Of a profile, all of it optional, and of a role, which must be there. */
extern const struct shape valara_profile_shape, valara_role_shape;

enum error valara_users_list_prepare(struct request *request);
enum error valara_profile_prepare(struct request *request);
enum error valara_role_prepare(struct request *request);

#endif
