"""People as a server admin sees and changes them, and as they change themselves."""

import threading

import pytest

from answers import BAD_REQUEST, USERS_ONLY, is_error, refused_401, refused_403, unauthorized
from http_client import basic

USERS = "/api/users"
ADMIN = "/api/admin/users"
NO_USER = {"message": "user not found"}
NO_UID = {"message": "User not found"}
BAD_ID = {"message": "id is invalid"}
TAKEN = {"message": "Update would result in user login conflict"}
LAST = {"message": "cannot remove last grafana admin"}
NAMELESS = {"statusCode": 400, "messageId": "user.empty-username-and-email",
            "message": "Need to specify either username or email", "traceID": ""}
TOO_SHORT = {"statusCode": 400, "messageId": "password-policy-too-short", "message": "New password is too short",
             "traceID": ""}
WRONG_OLD = {"statusCode": 400, "messageId": "user.password-missmatch", "message": "Invalid old password", "traceID": ""}


@pytest.fixture
def root(site, register, org):
    """A server admin, a mere Viewer in her organisation."""
    return site.client(account=register.person("Viewer", org, server_admin=True))


@pytest.fixture
def name():
    """A login that nobody has."""
    name.count += 1
    return f"made{name.count}"


name.count = 0


def says(answer, message):
    assert (answer.status, answer.json()) == (200, {"message": message}), answer.body
    assert answer.media_type == "application/json"


def create(client, **body):
    return client.post(ADMIN, {"password": "correct horse", **body})


def created(client, **body):
    answer = create(client, **body)
    assert answer.status == 200, answer.body
    content = answer.json()
    assert set(content) == {"id", "uid", "message"} and content["message"] == "User created"
    return content["id"]


def signs_in(site, login, password):
    return site.deployment.client(Authorization=basic(login, password)).get("/api/user").status == 200


# creating

def test_create(site, root, name):
    user = created(root, name="Ada", login=name, email=f"{name}@example.org")
    profile = root.get(f"{USERS}/{user}").json()
    assert {key: profile[key] for key in ("id", "name", "login", "email", "theme", "isGrafanaAdmin", "isDisabled")} == {
        "id": user, "name": "Ada", "login": name, "email": f"{name}@example.org", "theme": "", "isGrafanaAdmin": False,
        "isDisabled": False}
    assert profile["orgId"] == 1
    assert root.get(f"{USERS}/{user}/orgs").json() == [{"orgId": 1, "name": "Main Org.", "role": "Viewer"}]
    assert signs_in(site, name, "correct horse") and signs_in(site, f"{name}@example.org".upper(), "correct horse")


@pytest.mark.parametrize("given", ["login", "email"])
def test_one_name_does_for_both(root, name, given):
    profile = root.get(f"{USERS}/{created(root, **{given: f'  {name.upper()}@Example.ORG '})}").json()
    assert profile["login"] == profile["email"] == f"{name}@example.org"
    assert profile["name"] == ""


def test_create_in_an_organisation(register, root, name):
    org = register.organisation()
    user = created(root, login=name, orgId=org)
    assert root.get(f"{USERS}/{user}").json()["orgId"] == org
    assert [entry["orgId"] for entry in root.get(f"{USERS}/{user}/orgs").json()] == [org]


def test_create_in_no_organisation(root, name, unchanged):
    is_error(create(root, login=name, orgId=999999), 400, {"message": "organization not found"})


def test_keys_in_any_case(root, name):
    answer = root.post(ADMIN, {"LOGIN": name, "PassWord": "correct horse", "Name": "Ada"})
    assert answer.status == 200
    assert root.get(f"{USERS}/{answer.json()['id']}").json()["name"] == "Ada"


@pytest.mark.parametrize("body, expected", [
    ({"login": "x"}, BAD_REQUEST), ({"login": "x", "password": ""}, BAD_REQUEST), (b"", BAD_REQUEST),
    ({"login": "x", "password": 5}, BAD_REQUEST), ({"login": "a\0b", "password": "abcd"}, BAD_REQUEST),
    ({"login": "x" * 191, "password": "abcd"}, BAD_REQUEST), ({"login": "x", "password": "abc"}, TOO_SHORT),
    ({"password": "abcd"}, NAMELESS), ({"login": "  ", "email": "", "password": "abcd"}, NAMELESS)])
def test_create_refused(root, body, expected, unchanged):
    is_error(root.post(ADMIN, body), 400, expected)


@pytest.mark.parametrize("password", ["abcd", "\0\0\0\0", "pass\0word", "\u00fcml\u00e4ut \U0001f642",
                                      "\ufffd\u0001\u007f\ufffd\"\\\n:", "x" * 500])
def test_any_password(site, root, name, password):
    created(root, login=name, password=password)
    assert signs_in(site, name, password)
    assert not signs_in(site, name, password[:-1])
    if "\0" in password:
        assert not signs_in(site, name, password.partition("\0")[0])


def test_names_of_others_are_taken(root, name, viewer):
    """A login is nobody else's email, either, in whatever case; the answer repeats the names as they were sent."""
    account = viewer.account
    for login, email in ((account.login.upper(), f"{name}@example.org"), (name, account.email.upper()),
                         (account.email, f"{name}@example.org"), (name, account.login), (f" {account.login} ", "")):
        is_error(create(root, login=login, email=email), 412,
                 {"message": f"User with email '{email}' or username '{login}' already exists"})
    is_error(create(root, email=account.email), 412,
             {"message": f"User with email '{account.email}' or username '' already exists"})


def test_many_at_once_want_one_name(register, root, name):
    """One login and one email, from both sides at once: exactly one account gets the name."""
    bodies = [{"login": f"{name}-{i}", "email": name} if i % 2 else {"login": name, "email": f"{name}-{i}"}
              for i in range(12)]
    answers = []
    threads = [threading.Thread(target=lambda body=body: answers.append(create(root, **body).status)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [412] * 11
    assert register.sql("SELECT count(*) FROM prefd.users WHERE %s IN (login, email)", name) == [(1,)]


# reading

def test_get_by_id_and_uid(root, viewer):
    account = viewer.account
    by_id, by_uid = root.get(f"{USERS}/{account.id}"), root.get(f"{USERS}/{account.uid}")
    assert by_id.status == 200 and by_id.json() == by_uid.json()
    assert set(by_id.json()) == set(viewer.client.get("/api/user").json())
    assert by_id.json() == viewer.client.get("/api/user").json()


@pytest.mark.parametrize("wanted", ["x", "1.0", "9223372036854775808", "%ff", "1%20"])
@pytest.mark.parametrize("method, path", [
    ("GET", USERS + "/{}"), ("PUT", USERS + "/{}"), ("GET", USERS + "/{}/orgs"), ("POST", USERS + "/{}/using/1"),
    ("DELETE", ADMIN + "/{}"), ("PUT", ADMIN + "/{}/permissions"), ("POST", ADMIN + "/{}/disable"),
    ("POST", ADMIN + "/{}/enable"), ("PUT", ADMIN + "/{}/password")])
def test_no_id(root, wanted, method, path):
    is_error(root.request(method, path.format(wanted), {"login": "x", "password": "abcd"}), 400, BAD_ID)


@pytest.mark.parametrize("wanted", ["0", "-1", "999999999"])
def test_nobody(root, wanted, unchanged):
    for method, path in (("GET", f"{USERS}/{wanted}"), ("PUT", f"{USERS}/{wanted}"), ("DELETE", f"{ADMIN}/{wanted}"),
                         ("PUT", f"{ADMIN}/{wanted}/permissions"), ("PUT", f"{ADMIN}/{wanted}/password"),
                         ("POST", f"{ADMIN}/{wanted}/disable"), ("POST", f"{ADMIN}/{wanted}/enable")):
        is_error(root.request(method, path, {"login": "nobody", "password": "abcd"}), 404, NO_USER)
    assert root.get(f"{USERS}/{wanted}/orgs").json() == []
    is_error(root.post(f"{USERS}/{wanted}/using/1"), 401, {"message": "Not a valid organization"})


@pytest.mark.parametrize("method, path", [
    ("GET", USERS + "/{}"), ("PUT", USERS + "/{}"), ("GET", USERS + "/{}/orgs"), ("GET", USERS + "/{}/teams"),
    ("POST", USERS + "/{}/using/1"), ("DELETE", ADMIN + "/{}"), ("PUT", ADMIN + "/{}/permissions"),
    ("PUT", ADMIN + "/{}/password"), ("POST", ADMIN + "/{}/disable"), ("POST", ADMIN + "/{}/enable"),
    ("POST", ADMIN + "/{}/logout"), ("GET", ADMIN + "/{}/auth-tokens"), ("POST", ADMIN + "/{}/revoke-auth-token")])
def test_unknown_uid(root, method, path, unchanged):
    """It is refused alike on every path, before the path's own words (facts: grafana 1.1)."""
    wanted = "00000000-0000-0000-0000-000000000000"
    is_error(root.request(method, path.format(wanted), {"login": "nobody", "password": "abcd"}), 404, NO_UID)


def test_service_accounts_are_nobody(register, root):
    account = register.service_account("Admin")
    for wanted, refusal in ((account.id, NO_USER), (account.uid, NO_UID)):
        is_error(root.get(f"{USERS}/{wanted}"), 404, refusal)
        is_error(root.delete(f"{ADMIN}/{wanted}"), 404, refusal)
    is_error(root.get(f"{USERS}/lookup?loginOrEmail={account.login}"), 404, NO_USER)


def test_lookup(root, viewer):
    account = viewer.account
    for wanted in (account.login, account.email, account.login.upper(), account.email.upper().replace("@", "%40")):
        assert root.get(f"{USERS}/lookup?loginOrEmail={wanted}").json()["id"] == account.id
    for query in ("", "?loginOrEmail=", "?loginOrEmail=nobody", "?loginOrEmail=%25", "?other=x"):
        is_error(root.get(f"{USERS}/lookup{query}"), 404, NO_USER)


def test_lookup_shows_what_the_id_shows(root, viewer):
    """But for the labels (facts: grafana 4)."""
    shown = root.get(f"{USERS}/{viewer.account.id}").json()
    assert shown["authLabels"] == []
    assert root.get(f"{USERS}/lookup?loginOrEmail={viewer.account.login}").json() == {**shown, "authLabels": None}


def test_organisations_of_somebody(register, root, viewer):
    other = register.organisation()
    register.join(viewer.account, other, "Editor")
    listed = root.get(f"{USERS}/{viewer.account.id}/orgs").json()
    assert listed == viewer.client.get("/api/user/orgs").json()
    assert {entry["orgId"]: entry["role"] for entry in listed} == {viewer.org: "Viewer", other: "Editor"}


def test_move_somebody(register, root, viewer):
    other = register.organisation()
    user = viewer.account.id
    is_error(root.post(f"{USERS}/{user}/using/{other}"), 401, {"message": "Not a valid organization"})
    register.join(viewer.account, other, "Editor")
    says(root.post(f"{USERS}/{user}/using/{other}"), "Active organization changed")
    assert viewer.client.get("/api/user").json()["orgId"] == other
    is_error(root.post(f"{USERS}/{user}/using/x"), 400, {"message": "orgId is invalid"})


# changing

@pytest.fixture(params=["self", "admin"])
def change(request, root, viewer):
    """PUT of a person's names, by herself or by a server admin."""
    if request.param == "self":
        return lambda body: viewer.client.put("/api/user", body)
    return lambda body: root.put(f"{USERS}/{viewer.account.id}", body)


def names(root, viewer):
    profile = root.get(f"{USERS}/{viewer.account.id}").json()
    return tuple(profile[key] for key in ("login", "email", "name", "theme"))


def test_update(root, viewer, change, name):
    says(change({"login": f" {name.upper()} ", "email": f"{name}@Example.ORG", "name": " Ada L. ", "theme": "light"}),
         "User updated")
    assert names(root, viewer) == (name, f"{name}@example.org", "Ada L.", "light")


def test_update_keeps_what_is_empty(root, viewer, change, name):
    old = names(root, viewer)
    says(change({"login": name, "name": "", "email": None}), "User updated")
    assert names(root, viewer) == (name, *old[1:])


def test_update_without_a_login(root, viewer, change, name):
    """The email becomes it."""
    says(change({"email": f"{name}@example.org"}), "User updated")
    assert names(root, viewer)[:2] == (f"{name}@example.org", f"{name}@example.org")


def test_update_in_place(viewer, root, change):
    """Saying what is so is no conflict with oneself."""
    login, email, *_ = names(root, viewer)
    says(change({"login": login, "email": email}), "User updated")
    says(change({"login": email, "email": login}), "User updated")


@pytest.mark.parametrize("body, expected", [
    ({}, NAMELESS), (b"", NAMELESS), ({"name": "x", "theme": "dark"}, NAMELESS), ({"login": "  "}, NAMELESS),
    (b"{", BAD_REQUEST), ({"login": 5}, BAD_REQUEST), ({"login": "x" * 191}, BAD_REQUEST),
    ({"login": "x", "name": "\u00e4" * 256}, BAD_REQUEST), ({"login": "x", "theme": "t" * 191}, BAD_REQUEST),
    ({"login": "a\0"}, BAD_REQUEST)])
def test_update_refused(change, body, expected, unchanged):
    is_error(change(body), 400, expected)


def test_update_to_names_of_others(register, change, editor, unchanged):
    account = editor.account
    for body in ({"login": account.login}, {"login": account.email.upper()}, {"login": "free", "email": account.email},
                 {"login": "free", "email": account.login.upper()}):
        is_error(change(body), 409, TAKEN)


def test_server_admin_flag_is_not_a_name(root, viewer):
    login = viewer.account.login
    says(viewer.client.put("/api/user", {"login": login, "isGrafanaAdmin": True, "orgId": 1}), "User updated")
    assert root.get(f"{USERS}/{viewer.account.id}").json()["isGrafanaAdmin"] is False


def test_help_flags(viewer):
    for flag, expected in ((4, 4), (1, 5), (4, 5)):
        answer = viewer.client.put(f"/api/user/helpflags/{flag}")
        assert (answer.status, answer.json()) == (200, {"message": "Help flag set", "helpFlags1": expected})
    is_error(viewer.client.put("/api/user/helpflags/x"), 400, BAD_ID)
    assert viewer.client.get("/api/user/helpflags/clear").json() == {"message": "Help flag set", "helpFlags1": 0}
    assert viewer.client.put("/api/user/helpflags/2").json()["helpFlags1"] == 2


# passwords

def test_change_password(site, viewer):
    account = viewer.account
    client = site.client(account=account)
    assert client.get("/api/user").status == 200
    is_error(client.put("/api/user/password", {"oldPassword": "wrong", "newPassword": "next one"}), 400, WRONG_OLD)
    is_error(client.put("/api/user/password", {"newPassword": "next one"}), 400, WRONG_OLD)
    is_error(client.put("/api/user/password", {"oldPassword": account.password, "newPassword": "abc"}), 400, TOO_SHORT)
    says(client.put("/api/user/password", {"oldPassword": account.password, "newPassword": "n\0\u00e4x", "confirmNew": "?"}),
         "User password changed")
    refused_401(client.get("/api/user"), unauthorized("password-auth.failed", "Invalid username or password"))
    assert signs_in(site, account.login, "n\0\u00e4x") and not signs_in(site, account.login, "n")


def test_change_password_with_a_token(site, viewer):
    account = viewer.account
    says(viewer.client.put("/api/user/password", {"oldPassword": account.password, "newPassword": "next one"}),
         "User password changed")
    assert signs_in(site, account.login, "next one")


def test_reset_password(site, root, viewer):
    account = viewer.account
    old = site.client(account=account)
    assert old.get("/api/user").status == 200
    path = f"{ADMIN}/{account.id}/password"
    is_error(root.put(path, {}), 400, BAD_REQUEST)
    is_error(root.put(path, {"password": ""}), 400, BAD_REQUEST)
    is_error(root.put(path, {"password": "abc"}), 400, TOO_SHORT)
    assert old.get("/api/user").status == 200
    says(root.put(path, {"password": "\ufffd\0\ufffd\u0007"}), "User password updated")
    assert old.get("/api/user").status == 401
    assert signs_in(site, account.email, "\ufffd\0\ufffd\u0007")


# server admins, disabling, deleting

def test_permissions(root, viewer):
    path = f"{ADMIN}/{viewer.account.id}/permissions"
    refused_403(viewer.client.get(USERS + "/1"), "users:read")
    for body in ({"isGrafanaAdmin": True}, {"isGrafanaAdmin": True}):
        says(root.put(path, body), "User permissions updated")
        assert viewer.client.get(f"{USERS}/1").status == 200
    for body in ({}, b"", {"isGrafanaAdmin": False}):
        says(root.put(path, body), "User permissions updated")
        refused_403(viewer.client.get(USERS + "/1"), "users:read")
    is_error(root.put(path, {"isGrafanaAdmin": "yes"}), 400, BAD_REQUEST)


def test_the_last_server_admin(own_site):
    site = own_site()
    account = site.register.person(server_admin=True)
    site.register.sql("UPDATE prefd.users SET is_server_admin = false WHERE id <> %s", account.id)
    client = site.client(account=account)
    for answer in (client.put(f"{ADMIN}/{account.id}/permissions", {}), client.delete(f"{ADMIN}/{account.id}")):
        is_error(answer, 400, LAST)
    # Two who remove each other at the same moment: one stays.
    other = site.register.person(server_admin=True)
    clients = [(client, other.id), (site.client(account=other), account.id)]
    for them, _ in clients:
        assert them.get(f"{USERS}/{account.id}").status == 200
    statuses = []
    threads = [threading.Thread(target=lambda them=them, user=user: statuses.append(
        them.delete(f"{ADMIN}/{user}").status)) for them, user in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(200) == 1
    assert site.register.sql("SELECT count(*) FROM prefd.users WHERE is_server_admin") == [(1,)]


def test_disable(site, root, viewer):
    client = site.client(account=viewer.account)
    assert client.get("/api/user").status == 200
    for _ in range(2):
        says(root.post(f"{ADMIN}/{viewer.account.id}/disable"), "User disabled")
    for them in (client, viewer.client):
        refused_401(them.get("/api/user"), unauthorized("identity.disabled"))
    assert root.get(f"{USERS}/{viewer.account.uid}").json()["isDisabled"] is True
    for _ in range(2):
        says(root.post(f"{ADMIN}/{viewer.account.uid}/enable"), "User enabled")
    assert client.get("/api/user").status == viewer.client.get("/api/user").status == 200


def test_delete(register, root, editor):
    """What belonged to her is gone; what she made for her organisation is not."""
    account = editor.account
    editor.client.put("/api/user/preferences", {"theme": "dark"})
    assert editor.client.post("/api/dashboards/db", {"dashboard": {"title": "Hers"}}).status == 200
    says(root.delete(f"{ADMIN}/{account.id}"), "User deleted")
    is_error(root.delete(f"{ADMIN}/{account.id}"), 404, NO_USER)
    assert editor.client.get("/api/user").status == 401
    for table, column in (("org_members", "user_id"), ("tokens", "user_id"), ("preferences", "user_id"), ("users", "id")):
        assert register.sql(f"SELECT count(*) FROM prefd.{table} WHERE {column} = %s", account.id) == [(0,)], table
    assert register.sql("SELECT count(*) FROM prefd.dashboards WHERE org_id = %s", account.org) == [(1,)]
    assert create(root, login=account.login, email=account.email).status == 200


# who may

ROUTES = [("GET", "/api/users", "users:read"), ("GET", "/api/users/search", "users:read"),
          ("GET", "/api/users/{}", "users:read"), ("PUT", "/api/users/{}", "users:write"),
          ("GET", "/api/users/{}/orgs", "users:read"), ("GET", "/api/users/lookup?loginOrEmail=admin", "users:read"),
          ("POST", "/api/users/{}/using/1", "users:write"), ("POST", "/api/admin/users", "users:create"),
          ("DELETE", "/api/admin/users/{}", "users:delete"),
          ("PUT", "/api/admin/users/{}/password", "users.password:write"),
          ("PUT", "/api/admin/users/{}/permissions", "users.permissions:write"),
          ("POST", "/api/admin/users/{}/disable", "users:disable"),
          ("POST", "/api/admin/users/{}/enable", "users:enable")]


@pytest.mark.parametrize("method, path, action", ROUTES)
def test_only_server_admins(site, register, admin, method, path, action, unchanged):
    """An Admin of an organisation is none; neither is her own account an exception, nor broken JSON told before that."""
    for user in (admin.account.id, 1, 999999, "x"):
        refused_403(admin.client.request(method, path.format(user), b"{"), action)
    is_error(site.client().request(method, path.format(1)), 401)


def test_a_robot_has_no_profile(site, register):
    client = site.client(register.token(register.service_account("Admin")))
    for method, path in (("PUT", "/api/user"), ("PUT", "/api/user/password"), ("PUT", "/api/user/helpflags/1"),
                         ("GET", "/api/user/helpflags/clear")):
        is_error(client.request(method, path, {"login": "x", "oldPassword": "", "newPassword": "abcd"}), 403, USERS_ONLY)
