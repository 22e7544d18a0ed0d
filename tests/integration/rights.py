"""Who may do what, from the facts alone (grafana.md 1.4, 1.6, 2 and the 'who' columns of 3 to 14), never from the
route table that it is held against: an operation that has no line here fails the tests."""

import re
from dataclasses import dataclass, field

# method, path, who may, the action that a refusal names. Path parameters have no names here.
# One line is narrower than the facts: /api/org/users/lookup is not for the administrators of teams (9.2).
_TABLE = """
GET    /api/health                            everybody
GET    /api/openapi.json                      everybody
POST   /login                                 everybody
GET    /logout                                everybody
GET    /api/login/ping                        signed_in
GET    /api/frontend/settings                 signed_in

GET    /api/user/preferences                  signed_in
PUT    /api/user/preferences                  member
PATCH  /api/user/preferences                  member
GET    /api/org/preferences                   admin                   orgs.preferences:read
PUT    /api/org/preferences                   admin                   orgs.preferences:write
PATCH  /api/org/preferences                   admin                   orgs.preferences:write
GET    /api/teams/{}/preferences              team_member             teams:read
PUT    /api/teams/{}/preferences              team_admin              teams:write
POST   /api/preferences/set-home-dash         member

GET    /api/user                              person
PUT    /api/user                              person
GET    /api/user/orgs                         person
GET    /api/user/teams                        person
GET    /api/user/quotas                       person
POST   /api/user/using/{}                     person
PUT    /api/user/password                     person
PUT    /api/user/helpflags/{}                 person
GET    /api/user/helpflags/clear              person
GET    /api/user/auth-tokens                  person
POST   /api/user/auth-tokens/rotate           session
POST   /api/user/revoke-auth-token            person

GET    /api/user/stars                        signed_in
POST   /api/user/stars/dashboard/{}           member
DELETE /api/user/stars/dashboard/{}           member
POST   /api/user/stars/dashboard/uid/{}       member
DELETE /api/user/stars/dashboard/uid/{}       member

GET    /api/users                             server_admin            users:read
GET    /api/users/search                      server_admin            users:read
GET    /api/users/lookup                      server_admin            users:read
GET    /api/users/{}                          server_admin            users:read
PUT    /api/users/{}                          server_admin            users:write
GET    /api/users/{}/orgs                     server_admin            users:read
GET    /api/users/{}/teams                    server_admin            users:read
POST   /api/users/{}/using/{}                 server_admin            users:write

POST   /api/admin/users                       server_admin            users:create
DELETE /api/admin/users/{}                    server_admin            users:delete
PUT    /api/admin/users/{}/password           server_admin            users.password:write
PUT    /api/admin/users/{}/permissions        server_admin            users.permissions:write
POST   /api/admin/users/{}/disable            server_admin            users:disable
POST   /api/admin/users/{}/enable             server_admin            users:enable
POST   /api/admin/users/{}/logout             server_admin            users:logout
GET    /api/admin/users/{}/auth-tokens        server_admin            users.authtoken:read
POST   /api/admin/users/{}/revoke-auth-token  server_admin            users.authtoken:write
GET    /api/admin/users/{}/quotas             server_admin            users.quotas:read
PUT    /api/admin/users/{}/quotas/{}          server_admin            users.quotas:write

GET    /api/org                               viewer_or_server_admin  orgs:read
PUT    /api/org                               admin_or_server_admin   orgs:write
PUT    /api/org/address                       admin_or_server_admin   orgs:write
GET    /api/org/quotas                        viewer_or_server_admin  orgs.quotas:read
GET    /api/org/users                         admin_or_server_admin   org.users:read
GET    /api/org/users/search                  admin_or_server_admin   org.users:read
GET    /api/org/users/lookup                  admin_of_any_kind       org.users:read
POST   /api/org/users                         admin_or_server_admin   org.users:add
PATCH  /api/org/users/{}                      admin_or_server_admin   org.users:write
DELETE /api/org/users/{}                      admin_or_server_admin   org.users:remove

GET    /api/orgs                              server_admin            orgs:read
POST   /api/orgs                              server_admin            orgs:create
GET    /api/orgs/name/{}                      server_admin            orgs:read
GET    /api/orgs/{}                           viewer_or_server_admin  orgs:read
PUT    /api/orgs/{}                           admin_or_server_admin   orgs:write
PUT    /api/orgs/{}/address                   admin_or_server_admin   orgs:write
DELETE /api/orgs/{}                           server_admin            orgs:delete
GET    /api/orgs/{}/users                     admin_or_server_admin   org.users:read
GET    /api/orgs/{}/users/search              admin_or_server_admin   org.users:read
POST   /api/orgs/{}/users                     admin_or_server_admin   org.users:add
PATCH  /api/orgs/{}/users/{}                  admin_or_server_admin   org.users:write
DELETE /api/orgs/{}/users/{}                  admin_or_server_admin   org.users:remove
GET    /api/orgs/{}/quotas                    viewer_or_server_admin  orgs.quotas:read
PUT    /api/orgs/{}/quotas/{}                 server_admin            orgs.quotas:write

POST   /api/teams                             admin                   teams:create
GET    /api/teams/search                      member                  teams:read
GET    /api/teams/{}                          team_member             teams:read
PUT    /api/teams/{}                          team_admin              teams:write
DELETE /api/teams/{}                          team_admin              teams:delete
GET    /api/teams/{}/members                  team_admin              teams.permissions:read
POST   /api/teams/{}/members                  team_admin              teams.permissions:write
PUT    /api/teams/{}/members                  team_admin              teams.permissions:write
PUT    /api/teams/{}/members/{}               team_admin              teams.permissions:write
DELETE /api/teams/{}/members/{}               team_admin              teams.permissions:write

GET    /api/serviceaccounts/search            admin                   serviceaccounts:read
POST   /api/serviceaccounts                   admin                   serviceaccounts:create
GET    /api/serviceaccounts/{}                admin                   serviceaccounts:read
PATCH  /api/serviceaccounts/{}                admin                   serviceaccounts:write
DELETE /api/serviceaccounts/{}                admin                   serviceaccounts:delete
GET    /api/serviceaccounts/{}/tokens         admin                   serviceaccounts:read
POST   /api/serviceaccounts/{}/tokens         admin                   serviceaccounts:write
DELETE /api/serviceaccounts/{}/tokens/{}      admin                   serviceaccounts:write

POST   /api/dashboards/db                     editor                  dashboards:write
GET    /api/dashboards/uid/{}                 viewer                  dashboards:read
DELETE /api/dashboards/uid/{}                 editor                  dashboards:delete
GET    /api/dashboards/home                   signed_in
GET    /api/dashboards/tags                   viewer                  dashboards:read
GET    /api/search                            viewer                  dashboards:read
GET    /api/search/sorting                    signed_in
"""

# Paths whose first parameter is the organisation acted in, wherever the caller acts otherwise (facts: grafana 2).
_NAMES_ORG = re.compile(r"/api/orgs/{}(/.*)?")

ALLOWED = "allowed"
NOBODY = "401 auth.unauthorized"
OTHER_ORG = "401 api-key.organization-mismatch"
USERS_ONLY = "403 Endpoint only available for users"
NO_ORG = "403 Permission denied"

_ROLES = ("None", "Viewer", "Editor", "Admin")


@dataclass
class Caller:
    """Somebody as the facts see them. roles: in each organisation they are members of, the current one first.
    bound: the one organisation that the token acts in. team: permission in the team of the first organisation."""

    name: str
    headers: dict
    roles: dict = field(default_factory=dict)
    is_person: bool = True
    is_server_admin: bool = False
    bound: int = None
    team: int = None
    has_session: bool = False

    @property
    def current_org(self):
        return self.bound or next(iter(self.roles), None)


@dataclass(frozen=True)
class Right:
    who: str
    action: str
    names_org: bool


def _read():
    for line in _TABLE.split("\n"):
        method, path, who, *action = line.split() or ["", "", ""]
        if method:
            yield (method, path), Right(who, "".join(action), bool(_NAMES_ORG.fullmatch(path)))


RIGHTS = dict(_read())


def right_of(method, path):
    """The line of an operation, its path as in the OpenAPI document; None: the facts do not know it."""
    return RIGHTS.get((method, re.sub(r"{\w+}", "{}", path)))


def _at_least(role, wanted):
    return role is not None and _ROLES.index(role) >= _ROLES.index(wanted)


def _may(who, caller, org, role):
    """org: the organisation acted in, None for none."""
    is_server_admin = caller.is_server_admin and not caller.bound
    if who in ("viewer", "editor", "admin"):
        return _at_least(role, who.capitalize())
    if who in ("viewer_or_server_admin", "admin_or_server_admin"):
        wanted = who.partition("_")[0].capitalize()
        return org is not None and (is_server_admin or _at_least(role, wanted))
    if who == "admin_of_any_kind":
        return any(_may(kind, caller, org, role) for kind in ("admin_or_server_admin", "team_admin"))
    if who == "server_admin":
        return is_server_admin
    assert who in ("team_member", "team_admin"), who
    held = caller.team if org is not None and org == next(iter(caller.roles)) else None
    return role == "Admin" or (held is not None and held >= (4 if who == "team_admin" else 0))


def expected(right, caller, wanted_org=None, path_org=None):
    """How a request must end that names these organisations beside its path and in it: ALLOWED, or the refusal.
    Where a team is named it is that of the caller's first organisation."""
    if right.who == "everybody":
        return ALLOWED
    if not caller.headers or (right.who == "session" and not caller.has_session):
        return NOBODY
    if caller.bound and wanted_org not in (None, caller.bound):
        return OTHER_ORG
    org = wanted_org if wanted_org in caller.roles else caller.current_org if wanted_org is None else None
    if right.names_org:
        org = path_org
        if caller.bound not in (None, path_org):
            org = None
        elif path_org not in caller.roles and not caller.is_server_admin:
            org = None
    role = caller.roles.get(org)
    if right.who in ("signed_in", "session"):
        return ALLOWED
    if right.who == "person":
        return ALLOWED if caller.is_person else USERS_ONLY
    if right.who == "member":
        return ALLOWED if role else NO_ORG
    return ALLOWED if _may(right.who, caller, org, role) else f"403 {right.action}"


def outcome(response):
    """What expected() calls an answer."""
    body = response.json() if response.media_type == "application/json" and response.body else {}
    if response.status == 401 and "messageId" in body:
        return f"401 {body['messageId']}"
    if response.status == 403 and set(body) == {"accessErrorId", "message", "title"}:
        assert re.fullmatch(r"ACE\d{10}", body["accessErrorId"]) and body["title"] == "Access denied"
        needed = "You'll need additional permissions to perform this action. Permissions needed: "
        assert body["message"].startswith(needed), body
        return f"403 {body['message'].removeprefix(needed)}"
    if response.status == 403 and body in ({"message": text.removeprefix("403 ")} for text in (USERS_ONLY, NO_ORG)):
        return f"403 {body['message']}"
    assert response.status < 500, (response.status, response.body)
    return ALLOWED
