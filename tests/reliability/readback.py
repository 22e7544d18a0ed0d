"""Reads through the API what the history says was left of every row that the load has touched."""

from http_client import bearer
from volley import Shot, Volley

_LAST = "SELECT DISTINCT ON (pk) pk, new FROM ledger.history WHERE tbl = %s ORDER BY pk, seq DESC"
_TOGETHER = 16


def _preferences(pk, row, client):
    org, user, team = pk
    path = f"/api/teams/{team}/preferences" if team else "/api/user/preferences" if user else "/api/org/preferences"
    mine = client.actor.org == org and user in (0, client.actor.account.id)
    stored = row and (row["document"].get("homeTab", ""), row["document"].get("language"))
    return mine and (path, lambda answer: (answer["queryHistory"]["homeTab"], answer.get("language")), stored)


def _keyed(pk, row, client):
    org, user, id_ = pk
    mine = (org, user) == (client.actor.org, client.actor.account.id)
    stored = row and (row["key"], row["value"])
    return mine and (f"/api/v2/user/me/preference/{id_}/", lambda answer: (answer["key"], answer["value"]), stored)


def _dashboards(pk, row, client):
    return row and pk[0] == client.actor.org and (
        f"/api/dashboards/uid/{row['uid']}", lambda answer: (answer["dashboard"]["title"], answer["dashboard"]["version"]),
        (row["title"], row["version"]))


def _teams(pk, row, client):
    return pk[0] == client.actor.org and (f"/api/teams/{pk[1]}", lambda answer: answer["name"], row and row["name"])


def _users(pk, row, client):
    if row and row["is_service_account"]:
        return False
    return f"/api/users/{pk[0]}", lambda answer: (answer["name"], answer["isDisabled"]), row and (row["name"], row["is_disabled"])


def _orgs(pk, row, client):
    return f"/api/orgs/{pk[0]}", lambda answer: (answer["name"], answer["address"]["address1"]), row and (row["name"], row["address1"])


# For each table: (key, last row or None, a client) -> (path, how to see it in the answer, what to see), or what is false when
# it is not this client's to read.
READERS = {"preferences": _preferences, "keyed_preferences": _keyed, "dashboards": _dashboards, "teams": _teams, "users": _users,
           "orgs": _orgs}


def _questions(crew, history):
    """(client, path, how to see it, what to see; None: nothing is there)."""
    for table, reader in READERS.items():
        for pk, row in history.sql(_LAST, table):
            found = next(((client, asked) for client in crew.clients for asked in [reader(pk, row, client)] if asked), None)
            if found:
                yield found[0], *found[1]


def misread(crew, history):
    """(how many were read, what was read otherwise)."""
    questions, wrong, volley = list(_questions(crew, history)), [], Volley(crew.site.deployment.port)
    for first in range(0, len(questions), _TOGETHER):
        some = questions[first:first + _TOGETHER]
        answers = volley.send([Shot("GET", path, headers={"Authorization": bearer(client.actor.token.secret)}) for client, path, *_ in some])
        for (_, path, see, wanted), answer in zip(some, answers):
            seen = see(answer.json()) if answer.status == 200 else None
            if seen != wanted or answer.status not in (200, 404):
                wrong.append((path, answer.status, seen, wanted))
    volley.close()
    return len(questions), wrong
