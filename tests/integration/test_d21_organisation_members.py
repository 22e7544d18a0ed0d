"""The members of an organisation: added, given another role, removed; by its Admins, and by administrators of the server
in any organisation. The same routes for the current organisation and for one by its id."""

import threading

import pytest

from answers import BAD_REQUEST, is_error, refused_403
from together import at_once

ABSENT = 999999999
ROLES = ["None", "Viewer", "Editor", "Admin"]
NO_USER = {"message": "User not found"}
NO_ADMIN_LEFT = {"message": "Cannot change role so that there is no organization admin left"}
LAST_ADMIN = {"message": "Cannot remove last organization admin"}
REMOVED = "User removed from organization"


@pytest.fixture
def chief(site, register):
    account = register.person("Viewer", register.organisation(), server_admin=True)
    return site.client(register.token(account))


@pytest.fixture
def person(register):
    """Somebody with an organisation of her own."""
    return register.person("Viewer", register.organisation())


@pytest.fixture(params=["current", "by id"])
def users(request, admin):
    return "/api/org/users" if request.param == "current" else f"/api/orgs/{admin.org}/users"


def role_of(register, org, account):
    rows = register.sql("SELECT role FROM prefd.org_members WHERE org_id = %s AND user_id = %s", org, account.id)
    return rows[0][0] if rows else None


def current_org(register, account):
    rows = register.sql("SELECT org_id FROM prefd.users WHERE id = %s", account.id)
    return rows[0][0] if rows else "no account"


def says(answer, message):
    assert (answer.status, answer.json()) == (200, {"message": message})


@pytest.mark.parametrize("role", ROLES)
def test_added_and_changed_and_removed(register, admin, person, users, role):
    answer = admin.client.post(users, {"loginOrEmail": person.login, "role": role})
    assert (answer.status, answer.json()) == (200, {"message": "User added to organization", "userId": person.id})
    assert role_of(register, admin.org, person) == role
    for other in ROLES:
        says(admin.client.patch(f"{users}/{person.id}", {"role": other}), "Organization user updated")
        assert role_of(register, admin.org, person) == other
    says(admin.client.delete(f"{users}/{person.id}"), REMOVED)
    assert role_of(register, admin.org, person) is None
    assert current_org(register, person) == person.org


def test_by_email_in_any_case(admin, person, users):
    answer = admin.client.post(users, {"LoginOrEmail": person.email.upper(), "Role": "Viewer"})
    assert (answer.status, answer.json()["userId"]) == (200, person.id)


def test_by_uid(register, admin, person, users):
    register.join(person, admin.org, "Viewer")
    says(admin.client.patch(f"{users}/{person.uid}", {"role": "Editor"}), "Organization user updated")
    says(admin.client.delete(f"{users}/{person.uid}"), REMOVED)
    assert role_of(register, admin.org, person) is None


def test_a_member_already(register, admin, person, users):
    register.join(person, admin.org, "Viewer")
    is_error(admin.client.post(users, {"loginOrEmail": person.login, "role": "Admin"}), 409,
             {"message": "User is already member of this organization", "userId": person.id})
    assert role_of(register, admin.org, person) == "Viewer"


@pytest.mark.parametrize("role", ["viewer", "ADMIN", "Owner", "Grafana Admin", " Viewer"])
def test_unknown_roles(admin, viewer, person, users, unchanged, role):
    wrong = {"message": "Invalid role specified"}
    is_error(admin.client.post(users, {"loginOrEmail": person.login, "role": role}), 400, wrong)
    is_error(admin.client.post(users, {"loginOrEmail": "nobody", "role": role}), 400, wrong)
    is_error(admin.client.patch(f"{users}/{viewer.account.id}", {"role": role}), 400, wrong)


@pytest.mark.parametrize("body", [{}, {"loginOrEmail": "x"}, {"role": "Viewer"}, {"loginOrEmail": "", "role": "Viewer"},
                                  {"loginOrEmail": 1, "role": "Viewer"}, b"", b"{"])
def test_bad_bodies(admin, viewer, users, unchanged, body):
    is_error(admin.client.post(users, body), 400, BAD_REQUEST)


@pytest.mark.parametrize("body", [{}, {"role": ""}, {"role": 1}, b"", b"{"])
def test_bad_bodies_of_changes(admin, viewer, users, unchanged, body):
    is_error(admin.client.patch(f"{users}/{viewer.account.id}", body), 400, BAD_REQUEST)


@pytest.mark.parametrize("user", ["x", "1x", "9223372036854775808", "%20", "%ff"])
def test_not_an_id(admin, users, unchanged, user):
    wrong = {"message": "userId is invalid"}
    is_error(admin.client.patch(f"{users}/{user}", {"role": "Viewer"}), 400, wrong)
    is_error(admin.client.delete(f"{users}/{user}"), 400, wrong)


def test_foreign_is_as_absent(register, admin, person, users, unchanged):
    """Who is no member is as who is not at all."""
    for user in (person.id, person.uid, ABSENT, "5f0c7a34-0000-4000-8000-000000000000"):
        is_error(admin.client.patch(f"{users}/{user}", {"role": "Viewer"}), 404, NO_USER)
        says(admin.client.delete(f"{users}/{user}"), REMOVED)
    is_error(admin.client.post(users, {"loginOrEmail": "nobody at all", "role": "Viewer"}), 404, NO_USER)


def test_service_accounts_are_no_users(register, admin, users):
    own, foreign = register.service_account("Viewer", admin.org), register.service_account("Viewer")
    before = register.fingerprint()
    for robot in (own, foreign):
        is_error(admin.client.post(users, {"loginOrEmail": robot.login, "role": "Viewer"}), 404, NO_USER)
        is_error(admin.client.patch(f"{users}/{robot.id}", {"role": "Admin"}), 404, NO_USER)
    is_error(admin.client.delete(f"{users}/{own.id}"), 404, NO_USER)
    says(admin.client.delete(f"{users}/{foreign.id}"), REMOVED)
    assert register.fingerprint() == before


def test_a_service_account_manages_its_organisation(site, register, org, person):
    client = site.client(register.token(register.service_account("Admin", org)))
    assert client.post("/api/org/users", {"loginOrEmail": person.login, "role": "Admin"}).status == 200
    is_error(client.patch(f"/api/orgs/{org}/users/{person.id}", {"role": "Viewer"}), 400, NO_ADMIN_LEFT)
    refused_403(client.post("/api/orgs/1/users", {"loginOrEmail": person.login, "role": "Admin"}), "org.users:add")


@pytest.mark.parametrize("role", ["None", "Viewer", "Editor"])
def test_not_by_others(site, admin, viewer, users, role):
    client = site.enrol(role, admin.org).client
    refused_403(client.post(users, b"{"), "org.users:add")
    refused_403(client.patch(f"{users}/{viewer.account.id}", b"{"), "org.users:write")
    refused_403(client.delete(f"{users}/{viewer.account.id}"), "org.users:remove")


def test_not_in_other_organisations(site, register, admin, unchanged):
    for org in (1, ABSENT, 0, -1, "x"):
        users = f"/api/orgs/{org}/users"
        refused_403(admin.client.post(users, {"loginOrEmail": admin.account.login, "role": "Admin"}), "org.users:add")
        refused_403(admin.client.patch(f"{users}/1", {"role": "Viewer"}), "org.users:write")
        refused_403(admin.client.delete(f"{users}/1"), "org.users:remove")


def test_the_last_admin(register, admin, users):
    me = f"{users}/{admin.account.id}"
    for role in ("Editor", "Viewer", "None"):
        is_error(admin.client.patch(me, {"role": role}), 400, NO_ADMIN_LEFT)
    says(admin.client.patch(me, {"role": "Admin"}), "Organization user updated")
    is_error(admin.client.delete(me), 400, LAST_ADMIN)
    register.service_account("Admin", admin.org)
    is_error(admin.client.delete(me), 400, LAST_ADMIN)
    register.join(register.person("Viewer"), admin.org, "Admin")
    says(admin.client.delete(f"/api/orgs/{admin.org}/users/{admin.account.id}"), REMOVED)


@pytest.mark.parametrize("how", ["changed", "removed", "both"])
def test_admins_that_go_at_once(site, register, chief, how):
    """However many try, one is left."""
    org = register.organisation()
    for _ in range(3):
        admins = [register.person("Admin", org) for _ in range(4)]

        def go(number):
            path = f"/api/orgs/{org}/users/{admins[number].id}"
            if how == "changed" or (how == "both" and number % 2):
                return chief.patch(path, {"role": "Viewer"}).status
            return chief.delete(path).status

        assert sorted(at_once(len(admins), go)) == [200] * 3 + [400]
        assert register.sql("SELECT count(*) FROM prefd.org_members WHERE org_id = %s AND role = 'Admin'", org) == [(1,)]
        register.sql("DELETE FROM prefd.org_members WHERE org_id = %s", org)


def test_added_at_once(register, chief, person):
    """Added once; the others are told who it is."""
    org, answers = register.organisation(), []
    body = {"loginOrEmail": person.login, "role": "Viewer"}
    threads = [threading.Thread(target=lambda: answers.append(chief.post(f"/api/orgs/{org}/users", body))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [200] + [409] * 5
    assert all(answer.json()["userId"] == person.id for answer in answers)


def test_a_new_member_without_an_organisation_gets_this_one(site, register, admin, users):
    homeless = register.person("Viewer")
    register.leave(homeless, homeless.org)
    assert admin.client.post(users, {"loginOrEmail": homeless.login, "role": "Viewer"}).status == 200
    assert current_org(register, homeless) == admin.org
    assert site.client(account=homeless).get("/api/org").json()["id"] == admin.org


def test_who_is_removed_falls_back(site, register, admin, person, users):
    register.join(person, admin.org, "Viewer")
    client = site.client(account=person)
    assert client.post(f"/api/user/using/{admin.org}").status == 200
    says(admin.client.delete(f"{users}/{person.id}"), REMOVED)
    assert current_org(register, person) == person.org
    assert client.get("/api/org").json()["id"] == person.org


def test_removed_from_the_last_organisation(site, register, admin, viewer, editor):
    """By the current organisation's route the account goes along; by the other it stays."""
    says(admin.client.delete(f"/api/orgs/{admin.org}/users/{editor.account.id}"), REMOVED)
    assert current_org(register, editor.account) is None
    says(admin.client.delete(f"/api/org/users/{viewer.account.id}"), "User deleted")
    assert current_org(register, viewer.account) == "no account"
    assert viewer.client.get("/api/user").status == 401


def test_server_admins_are_not_deleted_so(register, admin):
    chief = register.person("Viewer", admin.org, server_admin=True)
    says(admin.client.delete(f"/api/org/users/{chief.id}"), REMOVED)
    assert current_org(register, chief) is None


def test_a_server_admin_manages_any(register, chief, admin, person):
    """Also one she is no member of; she gives every role."""
    users = f"/api/orgs/{admin.org}/users"
    assert chief.post(users, {"loginOrEmail": person.login, "role": "Admin"}).status == 200
    says(chief.patch(f"{users}/{person.id}", {"role": "Editor"}), "Organization user updated")
    says(chief.delete(f"{users}/{person.id}"), REMOVED)
    is_error(chief.delete(f"{users}/{admin.account.id}"), 400, LAST_ADMIN)


def test_a_server_admin_and_no_organisation(chief, person, unchanged):
    users = f"/api/orgs/{ABSENT}/users"
    is_error(chief.post(users, {"loginOrEmail": person.login, "role": "Admin"}), 404, {"message": "Organization not found"})
    is_error(chief.patch(f"{users}/{person.id}", {"role": "Editor"}), 404, NO_USER)
    says(chief.delete(f"{users}/{person.id}"), REMOVED)


def test_a_server_admin_who_is_a_viewer_here(register, chief, person):
    """What a server admin may in any organisation she may in her own."""
    assert chief.post("/api/org/users", {"loginOrEmail": person.login, "role": "Admin"}).status == 200
    says(chief.patch(f"/api/org/users/{person.id}", {"role": "Admin"}), "Organization user updated")
