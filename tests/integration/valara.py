"""Words of Valara's API, each in one place (facts: valara)."""

import re
import uuid

from register import Actor

USERS = "/api/v1/users"
DEFAULTS = {"date_time_format": "friendly", "timezone": "UTC", "language": "en-US", "measurement_unit": "imperial",
            "theme": "system"}
REQUEST_ID = re.compile(r"req_[0-7][0-9A-HJKMNP-TV-Za-f]{25}")  # nginx makes its own of hexadecimal digits


def preferences_of(actor):
    """The path of somebody's preferences."""
    return f"{USERS}/{actor.account.id}/preferences"


def key():
    return {"X-Idempotency-Key": str(uuid.uuid4())}


def patch(client, path, body=None, headers=None):
    """A change with a key of its own, unless the headers have one."""
    return client.patch(path, body, headers={**key(), **(headers or {})})


def refused(response, status, code, fields=None):
    """The whole envelope (7.1); FIELDS: the wrong ones that it names."""
    assert response.status == status, (response.status, response.text)
    assert response.media_type == "application/json"
    error = response.json()["error"]
    assert list(error) == ["code", "message", "hint", "doc_url", "request_id", "details"]
    assert error["code"] == code, response.text
    assert error["message"] and error["doc_url"].endswith("/" + code)
    assert error["hint"] is None or error["hint"]
    assert response.headers.get_all("X-Request-Id") == [error["request_id"]] and REQUEST_ID.fullmatch(error["request_id"])
    found = [entry["field"] for entry in error["details"]["errors"]]
    assert error["details"]["field_count"] == len(set(found))
    if fields is not None:
        assert sorted(found) == sorted(fields)
    assert all(set(entry) == {"field", "message", "code"} for entry in error["details"]["errors"])
    return error


def shown(response):
    assert response.status == 200, (response.status, response.text)
    assert response.media_type == "application/json"
    assert list(response.json()) == list(DEFAULTS)
    return response.json()


def make_agency(site, org):
    """Actors of one agency by name: owner, a line of six below a broker (the third a photographer), and some who manage
    on paper."""
    def enrol(agency_role=None, manager=None, role="Viewer"):
        actor = site.enrol(role, org)
        site.register.sql("UPDATE prefd.org_members SET agency_role = %s, manager_id = %s WHERE org_id = %s AND user_id = %s",
                          agency_role, manager and manager.account.id, org, actor.account.id)
        return actor

    people = {"owner": enrol(role="Admin"), "broker": enrol("broker")}
    above = people["broker"]
    for level in range(1, 7):
        above = people[f"level{level}"] = enrol("photographer" if level == 3 else "agent", above)
    for role in ["assistant", "viewer"]:
        people[role] = enrol(role)
        people[role + "'s"] = enrol(None, people[role])
    return people


def make_platform_role(site, org):
    """An administrator of the server whose home is the organisation."""
    account = site.register.person("Viewer", org, server_admin=True)
    token = site.register.token(account)
    return Actor(account, token, site.client(token))
