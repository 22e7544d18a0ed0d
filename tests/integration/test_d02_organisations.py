"""The organisations of whoever asks, the current one and how it is changed, and the one acted in."""

import pytest

from answers import USERS_ONLY, is_error, refused_403

ORG = "/api/org"
ORGS = "/api/user/orgs"
NOT_VALID = {"message": "Not a valid organization"}
SWITCHED = b'{"message":"Active organization changed"}'


def name_of(register, org):
    return register.sql("SELECT name FROM prefd.orgs WHERE id = %s", org)[0][0]


def using(client, org):
    return client.post(f"/api/user/using/{org}")


@pytest.fixture
def elsewhere(register, viewer):
    """A second organisation of the viewer, who is Editor there."""
    org = register.organisation()
    register.join(viewer.account, org, "Editor")
    return org


def test_one_organisation(register, viewer):
    answer = viewer.client.get(ORGS)
    assert answer.status == 200
    assert answer.json() == [{"orgId": viewer.org, "name": name_of(register, viewer.org), "role": "Viewer"}]


def test_organisations_are_in_the_order_of_their_names(register, viewer):
    for name in ("Zebra", "alpha", "Mitte"):
        org = register.organisation()
        register.sql("UPDATE prefd.orgs SET name = %s || ' ' || id WHERE id = %s", name, org)
        register.join(viewer.account, org, "None")
    names = [entry["name"] for entry in viewer.client.get(ORGS).json()]
    assert len(names) == 4 and names == sorted(names)


def test_no_organisation(site, register):
    account = register.person("Viewer")
    register.leave(account, account.org)
    assert site.client(account=account).get(ORGS).json() == []


def test_switching(register, viewer, elsewhere):
    """Later requests without an organisation's header act there, with the role there."""
    assert viewer.client.get(ORG).json()["id"] == viewer.org
    answer = using(viewer.client, elsewhere)
    assert (answer.status, answer.body) == (200, SWITCHED)
    assert viewer.client.get("/api/user").json()["orgId"] == elsewhere
    assert viewer.client.get(ORG).json()["id"] == elsewhere
    assert viewer.client.post("/api/dashboards/db", {"dashboard": {"title": "Mine"}}).status == 200
    assert using(viewer.client, viewer.org).status == 200
    assert viewer.client.get(ORG).json()["id"] == viewer.org


@pytest.mark.parametrize("wanted", [0, -1, 999999999, 9223372036854775807])
def test_not_valid(viewer, wanted):
    is_error(using(viewer.client, wanted), 401, NOT_VALID)


def test_foreign_is_as_absent(register, viewer):
    is_error(using(viewer.client, register.organisation()), 401, NOT_VALID)
    assert viewer.client.get("/api/user").json()["orgId"] == viewer.org


@pytest.mark.parametrize("wanted", ["x", "1x", "1.0", "0x1", "9223372036854775808", "%20", "-", "%ff"])
def test_not_a_number(viewer, wanted):
    is_error(using(viewer.client, wanted), 400, {"message": "id is invalid"})


def test_no_number_at_all(viewer):
    is_error(viewer.client.post("/api/user/using/"), 404, {"message": "Not found"})


def test_service_accounts_have_none(site, register):
    account = register.service_account("Admin")
    client = site.client(register.token(account))
    is_error(client.get(ORGS), 403, USERS_ONLY)
    is_error(using(client, 1), 403, USERS_ONLY)


def test_current_organisation(register, viewer):
    answer = viewer.client.get(ORG)
    assert answer.status == 200
    assert answer.json() == {"id": viewer.org, "name": name_of(register, viewer.org), "address": {
        "address1": "", "address2": "", "city": "", "zipCode": "", "state": "", "country": ""}}


def test_current_organisation_takes_a_role(site, register):
    nobody = register.person("None")
    refused_403(site.client(account=nobody).get(ORG), "orgs:read")


def test_organisation_by_header(register, viewer, elsewhere):
    assert viewer.client.with_headers(X_Grafana_Org_Id=str(elsewhere)).get(ORG).json()["id"] == elsewhere
    foreign = viewer.client.with_headers(X_Grafana_Org_Id=str(register.organisation()))
    refused_403(foreign.get(ORG), "orgs:read")
