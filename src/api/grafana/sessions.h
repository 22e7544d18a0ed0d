/*
 * Sessions of browsers (facts: grafana 1.5, 8): POST /login opens one and GET /logout ends it.
 */
#ifndef PREFD_API_GRAFANA_SESSIONS_H
#define PREFD_API_GRAFANA_SESSIONS_H

#include "route.h"

#define GRAFANA_SESSION_COOKIE "grafana_session"

extern const struct shape login_shape;
extern const struct shape session_revoke_shape;

enum error login_prepare(struct request *request);
void login_reply(struct request *request);

/* A new secret for the session in use. */
enum error session_rotate_prepare(struct request *request);
void session_rotate_reply(struct request *request);

enum error logout_prepare(struct request *request);
void logout_reply(struct request *request);

#endif
