"""Requests that leave everything as it was, so that each has one right answer: the GETs of the OpenAPI document, and those
that take a password."""

import re

from http_client import basic, bearer
from operations import documented, fill
from volley import Shot

LEFT_OUT = {"logout": "ends a session"}

# What fills the paths of those that have parts, as in operations.OPERATIONS, and the queries that some must have.
_PARTS = {
    "admin_sessions_get": ("me",), "admin_user_quotas_get": ("me",), "dashboard_get": ("DASHBOARD",),
    "org_get_by_name": ("Main Org.",), "org_get_by_id": ("own",), "org_quotas_get_by_id": ("own",),
    "org_users_list_by_id": ("own",), "org_users_search_by_id": ("own",), "service_account_get": ("ROBOT",),
    "service_account_tokens_get": ("ROBOT",), "team_get": ("TEAM",), "team_members_get": ("TEAM",),
    "team_preferences_get": ("TEAM",), "users_get": ("me",), "users_orgs_get": ("me",), "users_teams_get": ("me",),
    "agency_user_get": ("me",), "effective_preferences_get": ("me",), "keyed_preferences_list": ("me",),
    "keyed_preference_get": ("me", "KEYED"),
}
# What is sent at once (8 KiB) has nginx ask again when it fails; of a longer answer a part may be with the client by then.
_SHORT = "?perpage=5"
_QUERIES = {"users_lookup": "?loginOrEmail=admin", "users_list": _SHORT, "users_search": _SHORT}

# Of every answer that shows somebody: what time alone changes.
_PASSING = re.compile(rb'"(lastSeenAt|lastSeenAtAge|seenAt|updatedAt|request_id)":"[^"]*",?')


def _with_password(actor, guest):
    account = actor.account
    headers = {"Authorization": basic(account.login, account.password)}
    change = {"oldPassword": account.password, "newPassword": account.password}
    return {"users_list with a password": Shot("GET", "/api/users" + _SHORT, headers=headers),
            "user_password_change": Shot("PUT", "/api/user/password", change, headers),
            "login": Shot("POST", "/login", {"user": guest.login, "password": guest.password})}


def questions(client):
    """The shots, by name; the client has made what they ask for."""
    headers = {"Authorization": bearer(client.actor.token.secret)}
    shots = {}
    for name, (method, path) in documented().items():
        if method == "GET" and name not in LEFT_OUT:
            assert path.count("{") == len(_PARTS.get(name, ())), f"what fills the path of {name}?"
            shots[name] = Shot("GET", fill(path, client.parts(_PARTS.get(name, ()))) + _QUERIES.get(name, ""), headers=headers)
    return {**shots, **_with_password(client.actor, client.guest)}


def essence(answer):
    """What must be the same each time."""
    return answer.status, _PASSING.sub(b"", answer.body)
