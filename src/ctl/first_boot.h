/*
 * The first account of a new database: user `admin` in organisation `Main Org.`, both with the id 1.
 */
#ifndef PREFD_CTL_FIRST_BOOT_H
#define PREFD_CTL_FIRST_BOOT_H

#include <json-c/json_object.h>

#include "ctl/session.h"

/*
 * When there is no account at all, creates the first one, with the password of PREFD_ADMIN_PASSWORD or of the file
 * that PREFD_ADMIN_PASSWORD_FILE names, else a random one. ADMIN_R receives {"login"} or {"login","password"} (only a
 * random one), which the caller owns, or NULL when there was nothing to do. Runs within the caller's transaction.
 */
enum exit_status first_boot(struct session *session, struct json_object **admin_r);

#endif
