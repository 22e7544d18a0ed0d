"""Every operation that changes something, from the OpenAPI document, and how a client of the ledger sends it: what goes into
its path, and a body with the token that its effect is known by. Those that are left out are listed with the reason."""

import random
import re
from dataclasses import dataclass
from typing import Callable
from urllib.parse import quote

import conformance
from patience import wait_until

TOKEN = re.compile(r"lg[0-9a-f]{6}")

# Whose answer, or whose only effect, is a secret or the end of one: most take no idempotency key (docs/api.md).
LEFT_OUT = {
    "login": "opens a session, and every login opens one more",
    "user_session_rotate": "replaces a secret that only its answer tells",
    "user_session_revoke": "ends what only a login makes",
    "admin_session_revoke": "ends what only a login makes",
    "token_grant": "hands out a secret, and every grant one more",
    "token_revoke": "ends what only a grant makes",
    "user_password_change": "an Argon2 hash for each of three steps; admin_user_password is the same write",
}


@dataclass(frozen=True)
class Operation:
    """How one is sent. path: what fills it, each the name of a kind of thing, of somebody, or a value. body: (client, token) ->
    body or None. makes: (kind, (answer's JSON, parts of the path) -> the thing). ends: the thing that the last part names is
    gone then."""

    path: tuple = ()
    body: Callable = lambda client, token: None
    makes: tuple = None
    ends: bool = False
    weight: float = 1.0
    keyed: str = "mostly"  # whether a key is sent: always, mostly, never
    shows: bool = True  # whether the token is stored by what it does


def _home_tab(client, token):
    return {"theme": random.choice(["dark", "light"]), "queryHistory": {"homeTab": token}}


def _name(client, token):
    return {"name": f"Name {token}"}


def _dashboard(client, token):
    return {"dashboard": {"uid": token.replace("lg", "uid-"), "title": f"Title {token}"}}  # preferences will name the uid


def _own_profile(client, token):
    return {"name": f"Name {token}", "login": client.actor.account.login, "email": client.actor.account.email}


def _address(client, token):
    return {"address1": f"Street {token}", "city": "Bonn"}


def _address_by_id(client, token):
    return {"address1": f"Street {token}"}


def _role(client, token):
    return {"role": random.choice(["Viewer", "Editor", "Admin"])}


def _add_person(client, token):
    return {"loginOrEmail": client.mates[0].login, "role": "Viewer"}


def _members(client, token):
    return {"members": [mate.email for mate in random.sample(client.mates, random.randint(0, 2))], "admins": []}


def _quota(client, token):
    return {"limit": 100000 + int(token[2:], 16)}


def _id(answer, parts):
    return answer["id"]


# A path's part in capitals is a thing that the client has made; 'own' its organisation, 'me' itself, 'mate' a member beside it.
OPERATIONS = {
    "user_preferences_replace": Operation(body=_home_tab, weight=8),
    "user_preferences_patch": Operation(body=_home_tab, weight=8),
    "effective_preferences_patch": Operation(("me",), lambda client, token: {"language": f"x-{token}"}, weight=6, keyed="always"),
    "agency_user_patch": Operation(("mate",), _name, keyed="always"),
    "agency_user_role": Operation(("mate",), lambda client, token: {"role": random.choice(["broker", "agent", "photographer"])}, shows=False,
                                  keyed="always"),
    "org_preferences_replace": Operation(body=_home_tab, weight=4),
    "org_preferences_patch": Operation(body=_home_tab, weight=4),
    "home_dashboard_set": Operation(body=lambda client, token: {"homeDashboardUID": client.some("DASHBOARD")}, shows=False,
                                    keyed="always"),
    "user_update": Operation(body=_own_profile),
    "user_help_flag_set": Operation((7,), shows=False, keyed="always"),
    "user_using": Operation(("own",), shows=False, keyed="always"),
    "star_by_uid": Operation(("DASHBOARD",), shows=False, keyed="always"),
    "unstar_by_uid": Operation(("DASHBOARD",), shows=False, keyed="always"),
    "star_by_id": Operation(("DASHBOARD_ID",), shows=False, keyed="always", weight=0.5),
    "unstar_by_id": Operation(("DASHBOARD_ID",), shows=False, keyed="always", weight=0.5),
    "users_update": Operation(("PERSON",), lambda client, token: {
        "name": f"Name {token}", "login": f"p{token}", "email": f"{token}@example.org"}),
    "users_using": Operation(("mate", "own"), shows=False, keyed="always"),
    "admin_user_create": Operation(body=lambda client, token: {
        "name": f"Name {token}", "login": f"p{token}", "email": f"{token}@example.org", "password": f"long password {token}"},
        makes=("PERSON", _id), keyed="always", weight=0.4),
    "admin_user_delete": Operation(("PERSON",), ends=True, shows=False, keyed="always", weight=0.3),
    "admin_user_password": Operation(("PERSON",), lambda client, token: {"password": f"long password {token}"}, shows=False,
                                     keyed="always", weight=0.3),
    "admin_user_permissions": Operation(("PERSON",), lambda client, token: {"isGrafanaAdmin": random.random() < 0.5}, shows=False,
                                        keyed="always"),
    "admin_user_disable": Operation(("PERSON",), shows=False, keyed="always"),
    "admin_user_enable": Operation(("PERSON",), shows=False, keyed="always"),
    "admin_logout": Operation(("PERSON",), shows=False, keyed="always"),
    "admin_user_quota_set": Operation(("PERSON", "org_user"), _quota, shows=False, keyed="always"),
    "org_update": Operation(body=_name),
    "org_address_update": Operation(body=_address),
    "org_user_add": Operation(body=lambda client, token: {"loginOrEmail": client.guest.login, "role": "Viewer"}, shows=False, keyed="always"),
    "org_user_update": Operation(("guest",), _role, shows=False, keyed="always"),
    "org_user_remove": Operation(("guest",), shows=False, keyed="always", weight=0.5),
    "org_quota_set": Operation(("own", "dashboard"), _quota, shows=False, keyed="always"),
    "org_create": Operation(body=_name, makes=("ORG", lambda answer, parts: answer["orgId"]), keyed="always"),
    "org_update_by_id": Operation(("ORG",), _name),
    "org_delete": Operation(("ORG",), ends=True, shows=False, keyed="always", weight=0.5),
    "org_address_update_by_id": Operation(("ORG",), _address_by_id),
    "org_user_add_by_id": Operation(("ORG",), _add_person, shows=False, keyed="always"),
    "org_user_update_by_id": Operation(("ORG", "mate"), _role, shows=False, keyed="always"),
    "org_user_remove_by_id": Operation(("ORG", "mate"), shows=False, keyed="always", weight=0.5),
    "team_create": Operation(body=lambda client, token: {"name": f"Team {token}"}, makes=("TEAM", lambda answer, parts: answer["teamId"])),
    "team_update": Operation(("TEAM",), lambda client, token: {"name": f"Team {token}"}),
    "team_delete": Operation(("TEAM",), ends=True, shows=False, keyed="always", weight=0.5),
    "team_member_add": Operation(("TEAM",), lambda client, token: {"userId": client.mates[0].id}, shows=False, keyed="always"),
    "team_members_replace": Operation(("TEAM",), _members, shows=False, keyed="always"),
    "team_member_update": Operation(("TEAM", "mate"), lambda client, token: {"permission": random.choice([0, 4])}, shows=False, keyed="always"),
    "team_member_remove": Operation(("TEAM", "mate"), shows=False, keyed="always", weight=0.5),
    "team_preferences_replace": Operation(("TEAM",), _home_tab, weight=2),
    "dashboard_save": Operation(body=_dashboard, makes=("DASHBOARD", lambda answer, parts: answer["uid"]), weight=3),
    "dashboard_delete": Operation(("DASHBOARD",), ends=True, shows=False, keyed="always"),
    "service_account_create": Operation(body=lambda client, token: {"name": f"robot {token}", "role": "Viewer"}, makes=("ROBOT", _id)),
    "service_account_update": Operation(("ROBOT",), lambda client, token: {"name": f"robot {token}"}),
    "service_account_delete": Operation(("ROBOT",), ends=True, shows=False, keyed="always", weight=0.5),
    "service_account_token_create": Operation(("ROBOT",), lambda client, token: {"name": f"token {token}"},
                                              makes=("ROBOT_TOKEN", lambda answer, parts: (*parts, answer["id"])), keyed="never"),
    "service_account_token_delete": Operation(("ROBOT_TOKEN",), ends=True, shows=False, keyed="always", weight=0.5),
    "keyed_preference_create": Operation(("me",), lambda client, token: {"key": token, "value": {"list": [1.50, token]}},
                                         makes=("KEYED", _id), weight=3),
    "keyed_preference_replace": Operation(("me", "KEYED"), lambda client, token: {"key": token, "value": token}, weight=3),
    "keyed_preference_patch": Operation(("me", "KEYED"), lambda client, token: {"value": [token]}, weight=3),
    "keyed_preference_delete": Operation(("me", "KEYED"), ends=True, shows=False, keyed="always"),
}


# What must have been done for another to change something.
FIRST = {"star_by_uid": "unstar_by_uid", "unstar_by_uid": "star_by_uid", "star_by_id": "unstar_by_id", "unstar_by_id": "star_by_id",
         "org_user_add": "org_user_remove", "org_user_update": "org_user_add", "org_user_remove": "org_user_add",
         "org_user_add_by_id": "org_user_remove_by_id", "org_user_update_by_id": "org_user_add_by_id",
         "org_user_remove_by_id": "org_user_add_by_id", "team_member_add": "team_member_remove",
         "team_member_update": "team_member_add", "team_member_remove": "team_member_add"}
MAKERS = {operation.makes[0]: name for name, operation in OPERATIONS.items() if operation.makes}


def make_ready(client, name):
    """What an operation is about, made anew, and what must have been before it."""
    kinds = [part for part in OPERATIONS[name].path if isinstance(part, str) and part.isupper()]
    for kind in kinds + (["DASHBOARD"] if name == "home_dashboard_set" else []):
        kind = {"DASHBOARD_ID": "DASHBOARD"}.get(kind, kind)
        for thing in (kind, "DASHBOARD_ID") if kind == "DASHBOARD" else (kind,):
            client.things[thing] = []
        make_ready(client, MAKERS[kind])
        made = wait_until(lambda: client.act(MAKERS[kind]), 10, f"an answer to {MAKERS[kind]}")  # without a key some get none
        assert made.status < 300
    if name in FIRST:
        client.act(FIRST[name])


def documented():
    """(method, path) of every operation of the document, by its id."""
    return {operation["operationId"]: (method.upper(), path) for path, operations in conformance.document()["paths"].items()
            for method, operation in operations.items()}


def changing():
    """The names of those that are no GET."""
    return {name for name, (method, _) in documented().items() if method != "GET"}


def fill(path, values):
    values = iter(values)
    return re.sub(r"{\w+}", lambda _: quote(str(next(values)), safe=""), path)
