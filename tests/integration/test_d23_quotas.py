"""Quotas: off unless configured; then shown, set, and kept, also when many come at once."""

import pytest

from answers import is_error, refused_403
from together import at_once

DISABLED = {"statusCode": 403, "messageId": "quota.disabled", "message": "Quotas not enabled", "traceID": ""}
REACHED = {"message": "Quota reached"}
SET = {"message": "Organization quota updated"}
ABSENT = 999999999


def chief_of(site):
    account = site.register.person("Viewer", site.register.organisation(), server_admin=True)
    return site.client(site.register.token(account))


@pytest.fixture
def limited(own_site):
    return own_site(settings={"quotas": "yes"})


def statuses_at_once(count, ask):
    """The sorted statuses of COUNT requests sent at the same time; ask gets the number of each."""
    return sorted(answer.status for answer in at_once(count, ask))


def test_off(site, register, admin, viewer):
    chief = chief_of(site)
    for client, path in ((viewer.client, "/api/org/quotas"), (viewer.client, f"/api/orgs/{admin.org}/quotas"),
                         (viewer.client, "/api/user/quotas"), (chief, f"/api/orgs/{admin.org}/quotas"),
                         (chief, f"/api/admin/users/{viewer.account.id}/quotas")):
        is_error(client.get(path), 403, DISABLED)
    is_error(chief.put(f"/api/orgs/{admin.org}/quotas/org_user", {"limit": 1}), 403, DISABLED)
    is_error(chief.put(f"/api/admin/users/{viewer.account.id}/quotas/org_user", {"limit": 1}), 403, DISABLED)


def test_who_may(site, admin):
    nobody = site.enrol("None", admin.org).client
    refused_403(nobody.get("/api/org/quotas"), "orgs.quotas:read")
    refused_403(admin.client.get("/api/orgs/1/quotas"), "orgs.quotas:read")
    refused_403(admin.client.put(f"/api/orgs/{admin.org}/quotas/org_user", {"limit": 1}), "orgs.quotas:write")
    refused_403(admin.client.get(f"/api/admin/users/{admin.account.id}/quotas"), "users.quotas:read")
    refused_403(admin.client.put(f"/api/admin/users/{admin.account.id}/quotas/org_user", {"limit": 1}), "users.quotas:write")


def test_on(limited):
    """Shown, set and kept, in one site since it takes one of its own."""
    register, chief = limited.register, chief_of(limited)
    admin = limited.enrol("Admin")
    org, users = admin.org, "/api/org/users"
    assert admin.client.get("/api/org/quotas").json() == [
        {"org_id": org, "target": "api_key", "limit": 10, "used": 0},
        {"org_id": org, "target": "dashboard", "limit": 100, "used": 0},
        {"org_id": org, "target": "data_source", "limit": 10, "used": 0},
        {"org_id": org, "target": "org_user", "limit": 10, "used": 1}]
    assert admin.client.get("/api/user/quotas").json() == [
        {"user_id": admin.account.id, "target": "org_user", "limit": 10, "used": 1}]
    quotas = f"/api/orgs/{org}/quotas"
    answer = chief.put(f"{quotas}/org_user", {"limit": 3})
    assert (answer.status, answer.json()) == (200, SET)
    assert chief.get(quotas).json()[3] == {"org_id": org, "target": "org_user", "limit": 3, "used": 1}

    # members, eight at once for two places
    people = [register.person("Viewer", register.organisation()) for _ in range(8)]
    add = lambda number: admin.client.post(users, {"loginOrEmail": people[number].login, "role": "Viewer"})
    assert statuses_at_once(8, add) == [200] * 2 + [403] * 6
    assert chief.get(quotas).json()[3]["used"] == 3
    statuses = [add(number).status for number in range(8)]
    assert sorted(statuses) == [403] * 6 + [409] * 2
    is_error(add(statuses.index(403)), 403, REACHED)
    assert chief.put(f"{quotas}/org_user", {"limit": -1}).status == 200
    assert add(statuses.index(403)).status == 200

    # dashboards, none allowed, then two for six at once
    assert chief.put(f"{quotas}/dashboard", {}).status == 200
    save = lambda number: admin.client.post("/api/dashboards/db", {"dashboard": {"title": f"D {number}", "uid": f"d{number}"}})
    is_error(save(0), 403, REACHED)
    assert chief.put(f"{quotas}/dashboard", {"limit": 2}).status == 200
    assert statuses_at_once(6, save) == [200] * 2 + [403] * 4

    # organisations of a user
    busy = people[0]
    answer = chief.put(f"/api/admin/users/{busy.id}/quotas/org_user", {"limit": 3})
    assert (answer.status, answer.json()) == (200, SET)
    orgs = [register.organisation() for _ in range(5)]
    before = chief.get(f"/api/admin/users/{busy.id}/quotas").json()[0]["used"]
    join = lambda number: chief.post(f"/api/orgs/{orgs[number]}/users", {"loginOrEmail": busy.login, "role": "Viewer"})
    assert statuses_at_once(5, join) == [200] * (3 - before) + [403] * (2 + before)
    assert chief.get(f"/api/admin/users/{busy.id}/quotas").json() == [
        {"user_id": busy.id, "target": "org_user", "limit": 3, "used": 3}]

    # tokens of service accounts
    assert chief.put(f"{quotas}/api_key", {"limit": 2}).status == 200
    robot = admin.client.post("/api/serviceaccounts", {"name": "robot", "role": "Viewer"}).json()["id"]
    make = lambda number: admin.client.post(f"/api/serviceaccounts/{robot}/tokens", {"name": f"t {number}"})
    assert statuses_at_once(5, make) == [200] * 2 + [403] * 3

    # data sources: there are none, but operators limit them with the others
    assert chief.put(f"{quotas}/data_source", {"limit": 0}).json() == SET
    assert chief.get(quotas).json()[2] == {"org_id": org, "target": "data_source", "limit": 0, "used": 0}

    # what is not there
    for target in ("data_sources", "org_users", "x", "%20"):
        is_error(chief.put(f"{quotas}/{target}", {"limit": 1}), 404)
        is_error(chief.put(f"/api/admin/users/{busy.id}/quotas/{target}", {"limit": 1}), 404)
    is_error(chief.put(f"/api/orgs/{ABSENT}/quotas/org_user", {"limit": 1}), 404, {"message": "Organization not found"})
    is_error(chief.get(f"/api/admin/users/{ABSENT}/quotas"), 404)
    is_error(chief.put(f"/api/admin/users/{ABSENT}/quotas/org_user", {"limit": 1}), 404)
    is_error(chief.get("/api/admin/users/x/quotas"), 400)
    is_error(chief.put(f"{quotas}/org_user", {"limit": "1"}), 400)
    is_error(chief.put(f"{quotas}/org_user", {"limit": -2}), 400)
