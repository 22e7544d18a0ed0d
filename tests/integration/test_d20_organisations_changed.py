"""Organisations made, found, renamed, addressed, deleted: by their Admins and by administrators of the server."""

from urllib.parse import quote

import pytest

from answers import BAD_REQUEST, is_error, refused_403

ORG = "/api/org"
ORGS = "/api/orgs"
TAKEN = {"message": "Organization name taken"}
NO_ORG = {"message": "Organization not found"}
ADDRESS = {"address1": "1 Way", "address2": "Back", "city": "Town", "zipCode": "AB1 2CD", "state": "State", "country": "Land"}
NO_ADDRESS = dict.fromkeys(ADDRESS, "")
ABSENT = 999999999


@pytest.fixture
def chief(site, register):
    """An administrator of the server, a mere Viewer where she acts."""
    account = register.person("Viewer", register.organisation(), server_admin=True)
    return site.client(register.token(account))


@pytest.fixture
def name(request, register):
    return f"{request.node.name} {register.organisation()}"


def says(answer, message):
    assert (answer.status, answer.json()) == (200, {"message": message})


def make(client, name):
    answer = client.post(ORGS, {"name": name})
    assert answer.status == 200, answer.body
    assert answer.json() == {"orgId": answer.json()["orgId"], "message": "Organization created"}
    return answer.json()["orgId"]


def test_made(chief, name):
    """Whoever makes it is its Admin and stays where he was."""
    before = chief.get(ORG).json()["id"]
    org = make(chief, name)
    assert chief.get(f"{ORGS}/{org}").json() == {"id": org, "name": name, "address": NO_ADDRESS}
    assert {"orgId": org, "name": name, "role": "Admin"} in chief.get("/api/user/orgs").json()
    assert chief.get(ORG).json()["id"] == before


def test_made_by_who_has_none(site, register, name):
    account = register.person("Viewer", server_admin=True)
    register.leave(account, account.org)
    client = site.client(register.token(account))
    org = make(client, name)
    assert client.get(ORG).json()["id"] == org
    assert client.get("/api/user").json()["orgId"] == org


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": None}, {"name": 1}, b"", b"{", {"name": "x" * 191}, {"name": "a\0b"}])
def test_not_made(chief, unchanged, body):
    is_error(chief.post(ORGS, body), 400, BAD_REQUEST)


def test_a_name_is_there_once(chief, name):
    org = make(chief, name)
    is_error(chief.post(ORGS, {"name": name}), 409, TAKEN)
    other = make(chief, name.upper())
    is_error(chief.put(f"{ORGS}/{other}", {"name": name}), 400, TAKEN)
    says(chief.put(f"{ORGS}/{org}", {"name": name}), "Organization updated")


def test_only_server_admins(admin, name):
    """An Admin of an organisation neither makes nor lists nor finds by name nor deletes any, be it there or not."""
    refused_403(admin.client.post(ORGS, {"name": name}), "orgs:create")
    refused_403(admin.client.post(ORGS, b"{"), "orgs:create")
    refused_403(admin.client.get(ORGS), "orgs:read")
    refused_403(admin.client.get(f"{ORGS}/name/Main%20Org."), "orgs:read")
    refused_403(admin.client.get(f"{ORGS}/name/nowhere"), "orgs:read")
    for org in (admin.org, 1, ABSENT):
        refused_403(admin.client.delete(f"{ORGS}/{org}"), "orgs:delete")


def test_renamed_by_its_admin(register, admin, name):
    says(admin.client.put(ORG, {"name": name}), "Organization updated")
    assert admin.client.get(ORG).json()["name"] == name
    says(admin.client.put(f"{ORGS}/{admin.org}", {"NAME": name + "!"}), "Organization updated")
    assert admin.client.get(ORG).json()["name"] == name + "!"
    is_error(admin.client.put(ORG, {"name": "Main Org."}), 400, TAKEN)
    is_error(admin.client.put(ORG, {}), 400, BAD_REQUEST)


def test_addressed(admin):
    says(admin.client.put(f"{ORG}/address", ADDRESS), "Address updated")
    assert admin.client.get(ORG).json()["address"] == ADDRESS
    says(admin.client.put(f"{ORGS}/{admin.org}/address", {"zipcode": "X", "city": ""}), "Address updated")
    assert admin.client.get(f"{ORGS}/{admin.org}").json()["address"] == {**ADDRESS, "zipCode": "X"}
    is_error(admin.client.put(f"{ORG}/address", {"city": 1}), 400, BAD_REQUEST)


@pytest.mark.parametrize("role", ["None", "Viewer", "Editor"])
def test_not_changed(site, org, role):
    client = site.enrol(role, org).client
    for path in (ORG, f"{ORGS}/{org}", f"{ORG}/address", f"{ORGS}/{org}/address"):
        refused_403(client.put(path, b"{"), "orgs:write")


def test_foreign_is_as_absent(register, admin, unchanged):
    for org in (1, ABSENT):
        refused_403(admin.client.get(f"{ORGS}/{org}"), "orgs:read")
        refused_403(admin.client.put(f"{ORGS}/{org}", {"name": "Mine"}), "orgs:write")
        refused_403(admin.client.put(f"{ORGS}/{org}/address", ADDRESS), "orgs:write")


@pytest.mark.parametrize("org", ["0", "-1", "x", "1x", "9223372036854775808", "%20", "%ff"])
def test_no_organisation_at_all(chief, unchanged, org):
    refused_403(chief.get(f"{ORGS}/{org}"), "orgs:read")
    refused_403(chief.put(f"{ORGS}/{org}", {"name": "x"}), "orgs:write")
    refused_403(chief.put(f"{ORGS}/{org}/address", {"city": "x"}), "orgs:write")


def test_a_server_admin_changes_any(register, chief, name):
    org = register.organisation()
    says(chief.put(f"{ORGS}/{org}", {"name": name}), "Organization updated")
    says(chief.put(f"{ORGS}/{org}/address", {"city": "There"}), "Address updated")
    assert chief.get(f"{ORGS}/{org}").json() == {"id": org, "name": name, "address": {**NO_ADDRESS, "city": "There"}}


def test_a_server_admin_finds_that_there_is_none(chief):
    is_error(chief.get(f"{ORGS}/{ABSENT}"), 404, NO_ORG)
    is_error(chief.put(f"{ORGS}/{ABSENT}", {"name": "x"}), 404, NO_ORG)
    is_error(chief.put(f"{ORGS}/{ABSENT}/address", {"city": "x"}), 404, NO_ORG)
    is_error(chief.get(f"{ORGS}/name/nowhere"), 404, NO_ORG)
    is_error(chief.get(f"{ORGS}/name/"), 404, NO_ORG)


@pytest.mark.parametrize("special", ["plain", "a b", "a+b", "a&b=c", "a/b", "50% off", "größer", "?#", "x;y", "users"])
def test_found_by_name(chief, name, special):
    """A plus stays a plus; what else a path cannot hold comes percent-encoded."""
    org = make(chief, f"{special} {name}")
    path = quote(f"{special} {name}", safe="+&=;")
    assert chief.get(f"{ORGS}/name/{path}").json() == {"id": org, "name": f"{special} {name}", "address": NO_ADDRESS}


def test_listed(chief, name):
    """Pages begin at 0; the order is that of the ids."""
    made = [{"id": make(chief, f"{name} {number}"), "name": f"{name} {number}"} for number in (3, 1, 2)]
    prefix = quote(name)
    assert chief.get(f"{ORGS}?query={prefix}").json() == made
    assert chief.get(f"{ORGS}?query={prefix}&perpage=2").json() == made[:2]
    assert chief.get(f"{ORGS}?query={prefix}&perpage=2&page=1").json() == made[2:]
    assert chief.get(f"{ORGS}?query={prefix}&perpage=2&page=2").json() == []
    assert chief.get(f"{ORGS}?query={prefix}&perpage=x&page=-1").json() == made
    assert chief.get(f"{ORGS}?name={prefix}%201").json() == [made[1]]
    assert chief.get(f"{ORGS}?name={prefix}").json() == []
    assert chief.get(f"{ORGS}?query={prefix.upper()}").json() == []
    assert {"id": 1, "name": "Main Org."} in chief.get(ORGS).json()


def test_walked_until_an_empty_page(chief):
    seen, page = [], 0
    while batch := chief.get(f"{ORGS}?page={page}&perpage=7").json():
        seen += [org["id"] for org in batch]
        page += 1
    assert seen == sorted(set(seen)) and 1 in seen


def test_deleted(site, register, chief, admin):
    """With everything in it; its people stay."""
    robot = site.client(register.token(register.service_account("Editor", admin.org)))
    visitor = site.enrol("Viewer")
    register.join(visitor.account, admin.org, "Editor")
    says_used = visitor.client.post(f"/api/user/using/{admin.org}")
    assert says_used.status == 200
    assert robot.post("/api/dashboards/db", {"dashboard": {"title": "Theirs"}}).status == 200
    assert admin.client.put("/api/org/preferences", {"theme": "dark"}).status == 200
    says(chief.delete(f"{ORGS}/{admin.org}"), "Organization deleted")
    is_error(chief.get(f"{ORGS}/{admin.org}"), 404, NO_ORG)
    assert robot.get(ORG).status == 401
    assert admin.client.get("/api/user/orgs").json() == []
    assert "orgId" not in admin.client.get("/api/user").json()
    assert visitor.client.get("/api/user").json()["orgId"] == visitor.org
    assert visitor.client.get(ORG).json()["id"] == visitor.org
    for table in register.tables_of_organisations():
        assert register.sql(f"SELECT count(*) FROM prefd.{table} WHERE org_id = %s", admin.org) == [(0,)], table


def test_deleted_once(chief, name):
    org = make(chief, name)
    says(chief.delete(f"{ORGS}/{org}"), "Organization deleted")
    is_error(chief.delete(f"{ORGS}/{org}"), 404, {"message": "Failed to delete organization. ID not found"})


def test_gone_for_who_still_names_it(chief, name):
    """Terraform asks so after it destroyed one."""
    org = make(chief, name)
    says(chief.delete(f"{ORGS}/{org}"), "Organization deleted")
    assert chief.with_headers(X_Grafana_Org_Id=str(org)).get(f"{ORGS}/{org}").status in (403, 404)


def test_the_acting_one_is_not_deleted(chief, name):
    in_use = {"message": "Can not delete org for current user"}
    is_error(chief.delete(f"{ORGS}/{chief.get(ORG).json()['id']}"), 400, in_use)
    org = make(chief, name)
    is_error(chief.with_headers(X_Grafana_Org_Id=str(org)).delete(f"{ORGS}/{org}"), 400, in_use)
    says(chief.delete(f"{ORGS}/{org}"), "Organization deleted")


@pytest.mark.parametrize("org", ["x", "1x", "0", "-1", "9223372036854775808", "%20"])
def test_what_is_no_id_is_not_deleted(chief, unchanged, org):
    refused_403(chief.delete(f"{ORGS}/{org}"), "orgs:delete")


def test_service_accounts_change_their_own(site, register, org, name):
    client = site.client(register.token(register.service_account("Admin", org)))
    says(client.put(ORG, {"name": name}), "Organization updated")
    says(client.put(f"{ORGS}/{org}", {"name": name + "!"}), "Organization updated")
    refused_403(client.put(f"{ORGS}/1", {"name": "Mine"}), "orgs:write")
    refused_403(client.post(ORGS, {"name": name}), "orgs:create")
