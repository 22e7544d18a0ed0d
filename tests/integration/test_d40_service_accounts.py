"""Service accounts: who makes, finds, changes and deletes them, and what all that answers."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from answers import is_error, refused_403

ACCOUNTS = "/api/serviceaccounts"
SEARCH = "/api/serviceaccounts/search"
BAD_DATA = {"message": "Bad request data"}
ID_INVALID = {"message": "Service Account ID is invalid"}
PROFILE = {"id", "uid", "name", "login", "orgId", "isDisabled", "isExternal", "role", "tokens", "avatarUrl",
           "createdAt", "updatedAt", "teams", "requiredBy"}
LISTED = PROFILE - {"createdAt", "updatedAt", "teams", "requiredBy"}
NOWHERE = [0, -1, 999999999, 9223372036854775807, "11111111-2222-3333-4444-555555555555"]
NO_NUMBER = ["x", "1x", "1.0", "0x1", "9223372036854775808", "%20", "-", "%ff", "1111-2222"]


def refusal(status, message_id, message):
    return {"statusCode": status, "messageId": f"serviceaccounts.{message_id}", "message": message, "traceID": ""}


NOT_FOUND = refusal(404, "ErrNotFound", "service account not found")
EXISTS = refusal(400, "ErrAlreadyExists", "service account already exists")
ROLE_UNKNOWN = refusal(400, "ErrInvalidRoleSpecified", "invalid role specified")


def create(client, name="robot", **keys):
    answer = client.post(ACCOUNTS, {"name": name, **keys})
    assert answer.status == 201, answer.body
    assert answer.media_type == "application/json"
    return answer.json()


def path_of(account):
    return f"{ACCOUNTS}/{account['id']}"


def search(client, query=""):
    answer = client.get(f"{SEARCH}?{query}")
    assert answer.status == 200, answer.body
    return answer.json()


def names(found):
    return [account["name"] for account in found["serviceAccounts"]]


@pytest.fixture
def foreign(site):
    """A service account of another organisation."""
    return create(site.enrol("Admin").client, "foreign")


def test_create(admin):
    made = create(admin.client, "CI Robot")
    assert set(made) >= LISTED
    login = f"sa-{admin.org}-ci-robot"
    assert {key: made[key] for key in ("name", "login", "orgId", "isDisabled", "isExternal", "role", "tokens")} == {
        "name": "CI Robot", "login": login, "orgId": admin.org, "isDisabled": False, "isExternal": False,
        "role": "Viewer", "tokens": 0}
    assert made["avatarUrl"] == "/avatar/" + hashlib.md5(login.encode()).hexdigest()
    assert admin.client.get(path_of(made)).json() == made


def test_create_with_all(admin):
    made = create(admin.client, role="Editor", isDisabled=True)
    assert (made["role"], made["isDisabled"]) == ("Editor", True)


@pytest.mark.parametrize("role", ["None", "Viewer", "Editor", "Admin"])
def test_roles(admin, role):
    assert create(admin.client, role=role, isDisabled=False)["role"] == role


@pytest.mark.parametrize("role", ["", "Owner", "admin", "Grafana Admin"])
def test_unknown_role(admin, unchanged, role):
    is_error(admin.client.post(ACCOUNTS, {"name": "x", "role": role}), 400, ROLE_UNKNOWN)


def test_trailing_slash(admin):
    assert admin.client.post(ACCOUNTS + "/", {"name": "by Python"}).status == 201


def test_name_taken(admin, site):
    create(admin.client, "Robot")
    is_error(admin.client.post(ACCOUNTS, {"name": "Robot"}), 400, EXISTS)
    is_error(admin.client.post(ACCOUNTS, {"name": "robot"}), 400, EXISTS)
    create(site.enrol("Admin").client, "Robot")


@pytest.mark.parametrize("body", [None, b"", b"{", b"[]", {}, {"name": ""}, {"name": None}, {"name": 1},
                                  {"name": "x", "role": 1}, {"name": "x", "isDisabled": "no"},
                                  b'{"name":"x\\u0000y"}', {"name": "x" * 256}])
def test_bad_data(admin, unchanged, body):
    is_error(admin.client.post(ACCOUNTS, body), 400, BAD_DATA)


@pytest.mark.parametrize("name", ["x" * 255, "ä" * 255, "Größe", "名前", "a/b?c#d", "'; --", "  ", '"\\'])
def test_names(admin, name):
    made = create(admin.client, name)
    assert made["name"] == name
    assert admin.client.get(path_of(made)).json()["name"] == name
    assert len(made["login"]) <= 190


def test_profile(admin):
    made = create(admin.client)
    profile = admin.client.get(path_of(made)).json()
    assert set(profile) == PROFILE
    assert profile["teams"] == []
    for key in ("createdAt", "updatedAt"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", profile[key])


def test_by_uid(admin):
    made = create(admin.client)
    by_uid = f"{ACCOUNTS}/{made['uid']}"
    assert admin.client.get(by_uid).json() == made
    assert admin.client.patch(by_uid, {"role": "Editor"}).status == 200
    assert admin.client.get(by_uid + "/tokens").json() == []
    assert admin.client.delete(by_uid).status == 200
    is_error(admin.client.get(path_of(made)), 404, NOT_FOUND)


@pytest.mark.parametrize("account", NOWHERE)
def test_unknown(admin, unchanged, account):
    path = f"{ACCOUNTS}/{account}"
    is_error(admin.client.get(path), 404, NOT_FOUND)
    is_error(admin.client.patch(path, {"name": "x"}), 404, NOT_FOUND)
    is_error(admin.client.delete(path), 404, NOT_FOUND)
    is_error(admin.client.post(path + "/tokens", {"name": "x"}), 404, NOT_FOUND)


def test_foreign_is_as_absent(admin, foreign, unchanged):
    for path in (path_of(foreign), f"{ACCOUNTS}/{foreign['uid']}"):
        is_error(admin.client.get(path), 404, NOT_FOUND)
        is_error(admin.client.patch(path, {"name": "x", "role": "Admin", "isDisabled": True}), 404, NOT_FOUND)
        is_error(admin.client.delete(path), 404, NOT_FOUND)
        is_error(admin.client.post(path + "/tokens", {"name": "x"}), 404, NOT_FOUND)
        assert admin.client.get(path + "/tokens").json() == []
    assert names(search(admin.client)) == []


def test_a_person_is_none(admin, viewer, unchanged):
    path = f"{ACCOUNTS}/{viewer.account.id}"
    is_error(admin.client.get(path), 404, NOT_FOUND)
    is_error(admin.client.patch(path, {"name": "x", "isDisabled": True}), 404, NOT_FOUND)
    is_error(admin.client.delete(path), 404, NOT_FOUND)
    is_error(admin.client.post(path + "/tokens", {"name": "x"}), 404, NOT_FOUND)
    assert admin.client.get(path + "/tokens").json() == []


@pytest.mark.parametrize("account", NO_NUMBER)
def test_no_number(admin, unchanged, account):
    path = f"{ACCOUNTS}/{account}"
    for method in ("GET", "DELETE"):
        is_error(admin.client.request(method, path), 400, ID_INVALID)
    is_error(admin.client.patch(path, {}), 400, ID_INVALID)
    is_error(admin.client.get(path + "/tokens"), 400, ID_INVALID)
    is_error(admin.client.post(path + "/tokens", {"name": "x"}), 400, ID_INVALID)
    is_error(admin.client.delete(path + "/tokens/1"), 400, ID_INVALID)


def test_update(admin):
    made = create(admin.client, "before", role="Viewer", isDisabled=True)
    answer = admin.client.patch(path_of(made), {"name": "after", "role": "Editor", "isDisabled": False})
    assert answer.status == 200
    body = answer.json()
    assert set(body) == {"message", "id", "name", "serviceaccount"}
    assert (body["message"], body["id"], body["name"]) == ("Service account updated", made["id"], "after")
    assert set(body["serviceaccount"]) == PROFILE
    assert body["serviceaccount"] == admin.client.get(path_of(made)).json()
    assert (body["serviceaccount"]["role"], body["serviceaccount"]["isDisabled"]) == ("Editor", False)


@pytest.mark.parametrize("body", [{}, None, b"", {"name": ""}, {"role": None}])
def test_update_of_nothing(admin, body):
    made = create(admin.client, "stays", role="Editor")
    answer = admin.client.patch(path_of(made), body)
    assert answer.status == 200, answer.body
    profile = answer.json()["serviceaccount"]
    assert (profile["name"], profile["role"], profile["isDisabled"]) == ("stays", "Editor", False)


def test_update_refused(admin):
    create(admin.client, "other")
    made = create(admin.client, "mine")
    is_error(admin.client.patch(path_of(made), {"name": "Other"}), 400, EXISTS)
    is_error(admin.client.patch(path_of(made), {"role": "Owner"}), 400, ROLE_UNKNOWN)
    is_error(admin.client.patch(path_of(made), {"role": ""}), 400, ROLE_UNKNOWN)
    for body in (b"{", {"name": 1}, {"isDisabled": "true"}, {"name": "x" * 256}, b'{"name":"\\u0000"}'):
        is_error(admin.client.patch(path_of(made), body), 400, BAD_DATA)
    assert admin.client.get(path_of(made)).json() == made


def test_a_name_given_up_is_free(admin):
    made = create(admin.client, "first")
    assert admin.client.patch(path_of(made), {"name": "second"}).status == 200
    create(admin.client, "first")
    is_error(admin.client.post(ACCOUNTS, {"name": "second"}), 400, EXISTS)


def test_delete(admin):
    made = create(admin.client)
    answer = admin.client.delete(path_of(made))
    assert (answer.status, answer.json()) == (200, {"message": "Service account deleted"})
    is_error(admin.client.get(path_of(made)), 404, NOT_FOUND)
    is_error(admin.client.delete(path_of(made)), 404, NOT_FOUND)
    assert create(admin.client)["id"] != made["id"]


@pytest.mark.parametrize("role", ["None", "Viewer", "Editor"])
@pytest.mark.parametrize("server_admin", [False, True])
def test_admins_only(site, register, admin, role, server_admin):
    """Who is not Admin is refused before anything is looked at, body or number."""
    made = create(admin.client)
    client = site.client(register.token(register.person(role, admin.org, server_admin)))
    before = register.fingerprint()
    refused_403(client.get(SEARCH), "serviceaccounts:read")
    refused_403(client.post(ACCOUNTS, b"{"), "serviceaccounts:create")
    refused_403(client.post(ACCOUNTS, {"name": "x", "role": "Viewer"}), "serviceaccounts:create")
    for account in (made["id"], "x", 0):
        path = f"{ACCOUNTS}/{account}"
        refused_403(client.get(path), "serviceaccounts:read")
        refused_403(client.patch(path, {"role": "Admin"}), "serviceaccounts:write")
        refused_403(client.delete(path), "serviceaccounts:delete")
        refused_403(client.get(path + "/tokens"), "serviceaccounts:read")
        refused_403(client.post(path + "/tokens", {"name": "x"}), "serviceaccounts:write")
        refused_403(client.delete(path + "/tokens/x"), "serviceaccounts:write")
    assert register.fingerprint() == before


def test_organisation_by_header(register, admin):
    elsewhere = register.organisation()
    register.join(admin.account, elsewhere, "Admin")
    client = admin.client.with_headers(X_Grafana_Org_Id=str(elsewhere))
    made = create(client)
    assert made["orgId"] == elsewhere
    assert names(search(client)) == ["robot"]
    assert names(search(admin.client)) == []
    is_error(admin.client.get(path_of(made)), 404, NOT_FOUND)


def test_search(admin):
    for name in ("Zebra", "ant", "Bee 100%"):
        create(admin.client, name)
    found = search(admin.client)
    assert set(found) == {"totalCount", "serviceAccounts", "page", "perPage"}
    assert (found["totalCount"], found["page"], found["perPage"]) == (3, 1, 1000)
    assert names(found) == ["ant", "Bee 100%", "Zebra"]
    assert all(set(account) == LISTED for account in found["serviceAccounts"])
    assert found["serviceAccounts"][0]["orgId"] == admin.org


def test_search_finds_no_persons(admin, viewer):
    assert search(admin.client) == {"totalCount": 0, "serviceAccounts": [], "page": 1, "perPage": 1000}


@pytest.mark.parametrize("query, expected", [
    ("query=e", ["Bee", "Zebra"]), ("query=EB", ["Zebra"]), ("query=%25", []), ("query=_", []),
    ("query=", ["ant", "Bee", "Zebra"]), ("query=nothing", []), ("query=%00", None), ("QUERY=ant", ["ant"])])
def test_search_by_part(admin, query, expected):
    for name in ("Zebra", "ant", "Bee"):
        create(admin.client, name)
    if expected is None:
        is_error(admin.client.get(f"{SEARCH}?{query}"), 400, BAD_DATA)
    else:
        found = search(admin.client, query)
        assert (names(found), found["totalCount"]) == (expected, len(expected))


@pytest.mark.parametrize("query, page, size, expected", [
    ("perpage=2", 1, 2, ["a", "b"]), ("perpage=2&page=0", 1, 2, ["a", "b"]), ("perpage=2&page=2", 2, 2, ["c"]),
    ("perpage=2&page=3", 3, 2, []), ("page=2", 2, 1000, []), ("perpage=0&page=-1", 1, 1000, ["a", "b", "c"]),
    ("perpage=x&page=y", 1, 1000, ["a", "b", "c"]),
    ("perpage=9223372036854775807&page=9223372036854775807", 2 ** 63 - 1, 2 ** 63 - 1, [])])
def test_search_by_page(admin, query, page, size, expected):
    for name in "cab":
        create(admin.client, name)
    found = search(admin.client, query)
    assert (names(found), found["totalCount"], found["page"], found["perPage"]) == (expected, 3, page, size)


@pytest.mark.parametrize("query", ["disabled=true", "Disabled=true", "disabled=1", "disabled=True", "disabled=TRUE", "disabled=t",
                                   "disabled=T", "disabled=true&expiredTokens=true"])
def test_search_disabled(admin, query):
    create(admin.client, "on")
    create(admin.client, "off", isDisabled=True)
    assert names(search(admin.client, query)) == ["off"]
    for word in ("false", "False", "f", "tRUE", "yes", ""):
        assert names(search(admin.client, "disabled=" + word)) == ["off", "on"], word


def test_search_expired_tokens(admin, register):
    create(admin.client, "without")
    for name in ("expired", "lasting"):
        path = path_of(create(admin.client, name))
        assert admin.client.post(path + "/tokens", {"name": name, "secondsToLive": 3600}).status == 200
    register.sql("UPDATE prefd.tokens SET expires_at = now() - interval '1 second' WHERE name = 'expired'")
    assert names(search(admin.client, "expiredTokens=true")) == ["expired"]


def test_sixty_at_once(admin):
    """Terraform's test of parallel creation."""
    wanted = sorted(f"robot {number:02}" for number in range(60))
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda name: create(admin.client, name), wanted))
    assert len({account["id"] for account in made}) == 60
    found = search(admin.client)
    assert (found["totalCount"], names(found)) == (60, wanted)
    for account in made:
        assert search(admin.client, f"query={account['name'].replace(' ', '%20')}")["totalCount"] == 1


def test_same_name_at_once(admin):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: admin.client.post(ACCOUNTS, {"name": "one"}), range(10)))
    assert sorted(answer.status for answer in answers) == [201] + 9 * [400]
    assert all(answer.json() == EXISTS for answer in answers if answer.status == 400)
    assert search(admin.client)["totalCount"] == 1


def test_same_new_name_at_once(admin):
    made = [create(admin.client, f"robot {number}") for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda account: admin.client.patch(path_of(account), {"name": "one"}), made))
    assert sorted(answer.status for answer in answers) == [200] + 9 * [400]
    assert all(answer.json() == EXISTS for answer in answers if answer.status == 400)


def test_terraform(site, register):
    """grafana_service_account by Basic with the organisation's header: create, read, update, read, delete, read."""
    owner = register.person("Admin", register.organisation())
    client = site.client(account=owner, org=owner.org)
    made = create(client, "sa-terraform", role="Viewer")
    read = client.get(path_of(made)).json()
    assert (read["id"], read["orgId"], read["name"], read["role"], read["isDisabled"]) == (
        made["id"], owner.org, "sa-terraform", "Viewer", False)
    body = b'{"isDisabled":false,"name":"sa-terraform","role":"Editor"}\n'
    assert client.patch(path_of(made), body).status == 200
    assert client.get(path_of(made)).json()["role"] == "Editor"
    pages = [search(client, f"page={page}")["serviceAccounts"] for page in (0, 1, 2)]
    assert [len(page) for page in pages] == [1, 1, 0]
    assert client.delete(path_of(made)).status == 200
    assert client.get(path_of(made)).status == 404
    assert client.delete(path_of(made)).status == 404


def test_a_name_that_makes_a_persons_login(register, admin):
    """Nobody else may have the login that a name makes."""
    register.prefctl.json("user", "create", "--login", f"sa-{admin.org}-taken", stdin="a long password\n")
    is_error(admin.client.post(ACCOUNTS, {"name": "Taken"}), 400, EXISTS)
    made = create(admin.client, "free")
    is_error(admin.client.patch(path_of(made), {"name": "taken"}), 400, EXISTS)
