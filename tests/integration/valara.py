"""Words of Valara's API, each in one place (facts: valara)."""

import re
import uuid

USERS = "/api/v1/users"
DEFAULTS = {"date_time_format": "friendly", "timezone": "UTC", "language": "en-US", "measurement_unit": "imperial",
            "theme": "system"}
REQUEST_ID = re.compile(r"req_[0-7][0-9A-HJKMNP-TV-Z]{25}")


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
