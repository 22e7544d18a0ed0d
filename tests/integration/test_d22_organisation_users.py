"""The people of an organisation: listed, searched, looked up."""

import re

import pytest

from answers import is_error, refused_403

ABSENT = 999999999
KEYS = ["orgId", "userId", "uid", "email", "name", "avatarUrl", "login", "role", "created", "lastSeenAt", "lastSeenAtAge",
        "isDisabled", "authLabels", "isExternallySynced", "isProvisioned"]


@pytest.fixture
def chief(site, register):
    account = register.person("Viewer", register.organisation(), server_admin=True)
    return site.client(register.token(account))


@pytest.fixture(params=["current", "by id"])
def users(request, admin):
    return "/api/org/users" if request.param == "current" else f"/api/orgs/{admin.org}/users"


@pytest.fixture
def crowd(register, admin):
    """Five people whose names, logins and emails each say something else, sorted by login."""
    people = [register.person(role, admin.org) for role in ("None", "Viewer", "Editor", "Admin", "Viewer")]
    for number, person in enumerate(people):
        person.login, person.email = f"{'bdace'[number]}-login{person.id}", f"{'ABCDE'[number].lower()}_mail{person.id}%@example.org"
        register.sql("UPDATE prefd.users SET login = %s, email = %s, name = %s WHERE id = %s",
                     person.login, person.email, f"{'ZYXWV'[number]}ö NAME{person.id}", person.id)
    return sorted(people, key=lambda person: person.login)


def logins(answer):
    assert answer.status == 200, answer.body
    return [user["login"] for user in answer.json()]


def in_order(admin, crowd):
    return sorted([person.login for person in crowd] + [admin.account.login])


def test_an_element(register, admin, users):
    element, = admin.client.get(users).json()
    assert list(element) == KEYS
    account = admin.account
    assert element["avatarUrl"].startswith("/avatar/")
    for time in ("created", "lastSeenAt"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element[time])
    expected = {"orgId": admin.org, "userId": account.id, "uid": account.uid, "email": account.email, "login": account.login,
                "role": "Admin", "lastSeenAtAge": "10 years", "isDisabled": False, "authLabels": [],
                "isExternallySynced": False, "isProvisioned": False}
    assert {key: element[key] for key in expected} == expected


def test_listed_by_login(admin, crowd, users):
    answer = admin.client.get(users)
    assert logins(answer) == in_order(admin, crowd)
    assert {user["userId"]: user["role"] for user in answer.json()}[crowd[0].id] == "Editor"


def test_searched_by_login(admin, crowd, users):
    answer = admin.client.get(f"{users}/search").json()
    assert list(answer) == ["totalCount", "orgUsers", "page", "perPage"]
    assert (answer["totalCount"], answer["page"], answer["perPage"]) == (6, 1, 1000)
    assert answer["orgUsers"] == admin.client.get(users).json()


@pytest.mark.parametrize("size, page, shown, echoed", [
    ("2", "1", slice(0, 2), (2, 1)), ("2", "2", slice(2, 4), (2, 2)), ("4", "2", slice(4, 6), (4, 2)),
    ("2", "4", slice(6, 6), (2, 4)), ("0", "0", slice(0, 6), (1000, 1)), ("-1", "-1", slice(0, 6), (1000, 1)),
    ("x", "y", slice(0, 6), (1000, 1)), ("3", "9223372036854775807", slice(6, 6), (3, 9223372036854775807))])
def test_pages(admin, crowd, users, size, page, shown, echoed):
    """They begin at 1; past the end is an empty one, with the same total."""
    answer = admin.client.get(f"{users}/search?perpage={size}&page={page}").json()
    assert [user["login"] for user in answer["orgUsers"]] == in_order(admin, crowd)[shown]
    assert (answer["totalCount"], answer["perPage"], answer["page"]) == (6, *echoed)


def test_searched_by_text(admin, crowd, users):
    """In the name, the login or the email, anywhere, in any case; what is a wildcard elsewhere is not one here."""
    someone = crowd[2]
    for text in (someone.login, someone.login.upper()[2:], someone.email.replace("%", "%25"), f"NAME{someone.id}",
                 f"%C3%B6%20name{someone.id}", f"%C3%96%20NAME{someone.id}", f"_mail{someone.id}%25"):
        assert logins(admin.client.get(f"{users}?query={text}")) == [someone.login], text
        found = admin.client.get(f"{users}/search?query={text}").json()
        assert (found["totalCount"], [user["login"] for user in found["orgUsers"]]) == (1, [someone.login])
    assert len(logins(admin.client.get(f"{users}?query=-login"))) == 5
    for text in ("%25in", "_ogin", "log%25", "%5Cogin", "nobody%20at%20all"):
        assert logins(admin.client.get(f"{users}?query={text}")) == [], text
        assert admin.client.get(f"{users}/search?query={text}").json()["totalCount"] == 0
    assert logins(admin.client.get(f"{users}?query=")) == in_order(admin, crowd)


def test_limited(admin, crowd, users):
    assert logins(admin.client.get(f"{users}?limit=2")) == in_order(admin, crowd)[:2]
    assert logins(admin.client.get(f"{users}?query=-login&limit=3")) == [person.login for person in crowd[:3]]
    for limit in ("0", "-1", "x"):
        assert len(logins(admin.client.get(f"{users}?limit={limit}"))) == 6


@pytest.mark.parametrize("sort, key, reverse", [
    ("login-asc", "login", False), ("login-desc", "login", True), ("email-asc", "email", False), ("email-desc", "email", True),
    ("name-asc", "name", False), ("name-desc", "name", True), ("name-desc,login-asc", "login", False)])
def test_sorted(admin, crowd, users, sort, key, reverse):
    found = admin.client.get(f"{users}/search?sort={sort}").json()["orgUsers"]
    assert len(found) == 6
    assert [user[key] for user in found] == sorted([user[key] for user in found], reverse=reverse)


def test_sorted_by_age(register, admin, crowd, users):
    register.sql("UPDATE prefd.users SET last_seen_at = now() - interval '1 day' WHERE id = %s", crowd[3].id)
    register.sql("UPDATE prefd.users SET last_seen_at = now() - interval '1 hour' WHERE id = %s", crowd[1].id)
    newest = admin.client.get(f"{users}/search?sort=lastSeenAtAge-desc").json()["orgUsers"]
    assert [user["lastSeenAtAge"] for user in newest[:3]] == ["1 hour", "1 day", "10 years"]
    oldest = admin.client.get(f"{users}/search?sort=lastSeenAtAge-asc").json()["orgUsers"]
    assert [user["lastSeenAtAge"] for user in oldest[-2:]] == ["1 day", "1 hour"]


@pytest.mark.parametrize("sort", ["login", "x", "password_hash-asc", "login-asc;name", "login-asc,", ",", "id-asc", "login%20desc"])
def test_unknown_orders(admin, users, sort):
    is_error(admin.client.get(f"{users}/search?sort={sort}"), 400)


def test_looked_up(admin, crowd):
    answer = admin.client.get("/api/org/users/lookup?query=-login&limit=2")
    assert answer.json() == [{"userId": person.id, "uid": person.uid, "login": person.login,
                              "avatarUrl": answer.json()[number]["avatarUrl"]} for number, person in enumerate(crowd[:2])]
    assert len(admin.client.get("/api/org/users/lookup").json()) == 6


def test_looked_up_by_who_fills_a_team(site, admin, crowd):
    """Who administrates a team chooses its members from them, and sees no more of them; who is only in one does not."""
    leader, member = (site.enrol("Viewer", admin.org) for _ in range(2))
    team = admin.client.post("/api/teams", {"name": "Pilots"}).json()["teamId"]
    admin.client.put(f"/api/teams/{team}/members", {"admins": [leader.account.email], "members": [member.account.email]})
    lookup = "/api/org/users/lookup"
    assert leader.client.get(lookup).json() == admin.client.get(lookup).json()
    assert logins(leader.client.get(f"{lookup}?query=-login&limit=2")) == [person.login for person in crowd[:2]]
    for path in ("/api/org/users", "/api/org/users/search", f"/api/orgs/{admin.org}/users", f"/api/orgs/{admin.org}/users/search"):
        refused_403(leader.client.get(path), "org.users:read")
    refused_403(member.client.get(lookup), "org.users:read")
    admin.client.put(f"/api/teams/{team}/members/{leader.account.id}", {})
    refused_403(leader.client.get(lookup), "org.users:read")


def test_a_team_elsewhere_opens_nothing(site, register, admin):
    elsewhere = site.enrol("Admin")
    elsewhere.client.post("/api/teams", {"name": "Pilots"})
    register.join(elsewhere.account, admin.org, "Viewer")
    assert elsewhere.client.get("/api/org/users/lookup").status == 200
    here = elsewhere.client.with_headers(X_Grafana_Org_Id=str(admin.org))
    refused_403(here.get("/api/org/users/lookup"), "org.users:read")


def test_service_accounts_are_not_listed(register, admin, users):
    robot = register.service_account("Viewer", admin.org)
    assert logins(admin.client.get(users)) == [admin.account.login]
    assert logins(admin.client.get(f"{users}?query={robot.login}")) == []
    assert admin.client.get(f"{users}/search").json()["totalCount"] == 1


def test_a_service_account_lists(site, register, admin):
    client = site.client(register.token(register.service_account("Admin", admin.org)))
    assert logins(client.get("/api/org/users")) == [admin.account.login]
    refused_403(client.get("/api/orgs/1/users"), "org.users:read")


@pytest.mark.parametrize("role", ["None", "Viewer", "Editor"])
def test_not_by_others(site, admin, users, role):
    client = site.enrol(role, admin.org).client
    for path in (users, f"{users}/search", f"{users}/search?sort=x", "/api/org/users/lookup"):
        refused_403(client.get(path), "org.users:read")


def test_foreign_is_as_absent(register, admin):
    for org in (1, ABSENT, 0, "x"):
        refused_403(admin.client.get(f"/api/orgs/{org}/users"), "org.users:read")
        refused_403(admin.client.get(f"/api/orgs/{org}/users/search"), "org.users:read")


def test_nobody_of_another_organisation(register, admin, crowd, users):
    stranger = register.person("Admin", register.organisation())
    assert logins(admin.client.get(f"{users}?query={stranger.login}")) == []
    assert stranger.login not in logins(admin.client.get(users))


def test_a_server_admin_lists_any(chief, admin, crowd):
    """Also one that is not, which has nobody."""
    assert logins(chief.get(f"/api/orgs/{admin.org}/users")) == in_order(admin, crowd)
    assert chief.get(f"/api/orgs/{admin.org}/users/search").json()["totalCount"] == 6
    assert chief.get(f"/api/orgs/{ABSENT}/users").json() == []
    assert chief.get(f"/api/orgs/{ABSENT}/users/search").json() == {"totalCount": 0, "orgUsers": [], "page": 1, "perPage": 1000}
