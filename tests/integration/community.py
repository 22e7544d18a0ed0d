"""SelfCommunity's words for the tests: paths, a client's helpers, and how to tell its errors."""

import re

ME = "/api/v2/user/me/preference/"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def listing(owner):
    return f"/api/v2/user/{owner}/preference/"


def item(owner, id):
    return f"/api/v2/user/{owner}/preference/{id}/"


def make(client, key="layout", value=1, owner="me"):
    """Create a preference and return its body."""
    answer = client.post(listing(owner), {"key": key, "value": value})
    assert answer.status == 201, answer.text
    return answer.json()


def form(client, method, path, body, kind="application/x-www-form-urlencoded"):
    body = body if isinstance(body, bytes) else body.encode()
    return client.request(method, path, body, headers={"Content-Type": kind})


def refused(answer, status, code):
    """One general entry, and nothing else."""
    assert answer.status == status, (answer.status, answer.text)
    assert answer.media_type == "application/json"
    (entry,) = answer.json()["errors"]
    assert set(answer.json()) == {"errors"} and set(entry) == {"message", "code"}
    assert entry["code"] == code and entry["message"]


def invalid(answer, **codes):
    """A 400 with exactly one entry for each of these fields, of exactly this code."""
    assert answer.status == 400, (answer.status, answer.text)
    assert answer.media_type == "application/json"
    assert set(answer.json()) == {"errors"}
    entries = answer.json()["errors"]
    assert all(set(entry) == {"field", "messages"} for entry in entries), entries
    assert all(set(message) == {"message", "code"} for entry in entries for message in entry["messages"])
    assert {entry["field"]: [message["code"] for message in entry["messages"]] for entry in entries} == \
        {field: [code] for field, code in codes.items()}
    assert len(entries) == len(codes)
