"""Tokens of service accounts: their making, their life and end, and what they open."""

import re
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from answers import (HOME, ORG, UNKNOWN_KEY, USER, USERS_ONLY, is_error, is_updated, make_dashboard, refused_401,
                     refused_403, unauthorized)
from http_client import basic, bearer
from patience import pause, stretched
from test_d40_service_accounts import ACCOUNTS, BAD_DATA, NO_NUMBER, NOT_FOUND, create, path_of, refusal

TOKEN_NOT_FOUND = refusal(404, "ErrTokenNotFound", "service account token not found")
TOKEN_EXISTS = refusal(400, "ErrTokenAlreadyExists",
                       "service account token with given name already exists in the organization")
LIFE_INVALID = refusal(400, "ErrInvalidInput", "invalid SecondsToLive value")
LIFE_MISSING = {"message": "Number of seconds before expiration should be set"}
LIFE_TOO_LONG = {"message": "Number of seconds before expiration is greater than the global limit"}
DELETED = {"message": "Service account token deleted"}
DISABLED = unauthorized("identity.disabled")
KEYS = {"id", "name", "created", "lastUsedAt", "expiration", "secondsUntilExpiration", "hasExpired", "isRevoked"}


@pytest.fixture
def robot(admin):
    """The path of a Viewer's tokens."""
    return path_of(create(admin.client)) + "/tokens"


def make(client, tokens, name="token", **keys):
    answer = client.post(tokens, {"name": name, **keys})
    assert answer.status == 200, answer.body
    assert answer.media_type == "application/json"
    return answer.json()


def listed(client, tokens):
    answer = client.get(tokens)
    assert answer.status == 200, answer.body
    return answer.json()


def using(site, token, **headers):
    return site.deployment.client(Authorization=bearer(token["key"]), **headers)


def moment(text):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_create(admin, robot, register):
    made = make(admin.client, robot, "deploy")
    assert set(made) == {"id", "name", "key"}
    assert made["name"] == "deploy" and isinstance(made["id"], int) and 0 < made["id"] < 2 ** 31
    assert re.fullmatch(r"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}", made["key"])
    checksum = zlib.crc32(made["key"][:37].encode()).to_bytes(4, "little").hex()
    assert made["key"][38:] == checksum
    assert make(admin.client, robot, "other")["key"] != made["key"]
    stored = register.sql("SELECT to_jsonb(t)::text FROM prefd.tokens t WHERE id = %s", made["id"])[0][0]
    assert made["key"] not in stored and made["key"][5:37] not in stored


def test_list(admin, robot):
    assert listed(admin.client, robot) == []
    made = [make(admin.client, robot, name) for name in ("b", "a")]
    tokens = listed(admin.client, robot)
    assert [(token["id"], token["name"]) for token in tokens] == [(token["id"], token["name"]) for token in made]
    for token in tokens:
        assert set(token) == KEYS
        moment(token["created"])
        assert {key: token[key] for key in KEYS - {"id", "name", "created"}} == {
            "lastUsedAt": None, "expiration": None, "secondsUntilExpiration": 0, "hasExpired": False,
            "isRevoked": False}
    assert admin.client.get(robot.removesuffix("/tokens")).json()["tokens"] == 2
    assert admin.client.get(ACCOUNTS + "/search").json()["serviceAccounts"][0]["tokens"] == 2


@pytest.mark.parametrize("life", [1, 3600, 604799, 604801, 9223372036])
def test_life(admin, robot, life):
    make(admin.client, robot, secondsToLive=life)
    first = listed(admin.client, robot)[0]
    assert moment(first["expiration"]) - moment(first["created"]) == timedelta(seconds=life)
    if life > 604800:
        assert first["secondsUntilExpiration"] == 0
    else:
        assert life - 60 < first["secondsUntilExpiration"] <= life
    time.sleep(1.1)
    again = listed(admin.client, robot)[0]
    assert (again["expiration"], again["created"]) == (first["expiration"], first["created"])
    assert again["hasExpired"] == (life == 1)
    assert life != 1 or again["secondsUntilExpiration"] == 0


def test_last_use(admin, robot, site, register):
    token = make(admin.client, robot)
    age = lambda minutes: register.sql("UPDATE prefd.tokens SET seen_at = now() - %s * interval '1 minute' WHERE id = %s "
                                       "RETURNING prefd.rfc3339(seen_at)", minutes, token["id"])[0][0]
    used = lambda: listed(admin.client, robot)[0]["lastUsedAt"]
    assert used() is None
    assert using(site, token).get(USER).status == 200
    assert timedelta(0) <= datetime.now(timezone.utc) - moment(used()) < timedelta(minutes=1)
    recent = age(4)
    assert using(site, token).get(USER).status == 200
    assert used() == recent  # kept to five minutes, so that it costs next to nothing
    older = age(6)
    assert using(site, token).put(USER, {"theme": "dark"}).status == 200
    assert used() > older


def test_for_ever(admin, robot):
    make(admin.client, robot, secondsToLive=0)
    assert listed(admin.client, robot)[0]["expiration"] is None


@pytest.mark.parametrize("life", [-1, -9223372036854775807, 9223372037, 9223372036854775807])
def test_impossible_life(admin, robot, unchanged, life):
    is_error(admin.client.post(robot, {"name": "x", "secondsToLive": life}), 400, LIFE_INVALID)


def test_expired(admin, robot, site):
    token = make(admin.client, robot, secondsToLive=int(stretched(2)))
    assert using(site, token).get(USER).status == 200
    pause(2.1)
    refused_401(using(site, token).get(USER), unauthorized("api-key.expired", "Expired API key"))


@pytest.mark.parametrize("body", [None, b"", b"{", b"[]", {}, {"name": ""}, {"name": None}, {"name": 1},
                                  {"name": "x", "secondsToLive": "1"}, {"name": "x", "secondsToLive": 1.5},
                                  b'{"name":"\\u0000"}', {"name": "x" * 191}])
def test_bad_data(admin, robot, unchanged, body):
    is_error(admin.client.post(robot, body), 400, BAD_DATA)


@pytest.mark.parametrize("name", ["x" * 190, "ä" * 190, '"\\\n', "名前", "'; --"])
def test_names(admin, robot, name):
    assert make(admin.client, robot, name)["name"] == name
    assert listed(admin.client, robot)[0]["name"] == name


def test_name_taken(admin, robot):
    token = make(admin.client, robot, "one")
    is_error(admin.client.post(robot, {"name": "one"}), 400, TOKEN_EXISTS)
    assert admin.client.delete(f"{robot}/{token['id']}").status == 200
    make(admin.client, robot, "one")


def test_same_name_at_once(admin, robot):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: admin.client.post(robot, {"name": "one"}), range(10)))
    assert sorted(answer.status for answer in answers) == [200] + 9 * [400]
    assert len(listed(admin.client, robot)) == 1


def test_delete(admin, robot, site):
    kept, token = make(admin.client, robot, "kept"), make(admin.client, robot)
    assert using(site, token).get(USER).status == 200
    answer = admin.client.delete(f"{robot}/{token['id']}")
    assert (answer.status, answer.json()) == (200, DELETED)
    refused_401(using(site, token).get(USER), UNKNOWN_KEY)
    assert [left["id"] for left in listed(admin.client, robot)] == [kept["id"]]
    assert using(site, kept).get(USER).status == 200
    is_error(admin.client.delete(f"{robot}/{token['id']}"), 404, TOKEN_NOT_FOUND)


@pytest.mark.parametrize("token", [0, -1, 999999999, 9223372036854775807])
def test_delete_unknown(admin, robot, unchanged, token):
    is_error(admin.client.delete(f"{robot}/{token}"), 404, TOKEN_NOT_FOUND)


@pytest.mark.parametrize("token", [*NO_NUMBER, "11111111-2222-3333-4444-555555555555"])
def test_delete_no_number(admin, robot, unchanged, token):
    is_error(admin.client.delete(f"{robot}/{token}"), 400, {"message": "Token ID is invalid"})


def test_delete_only_by_its_account(admin, robot, site, register):
    token = make(admin.client, robot)
    other = path_of(create(admin.client, "other"))
    stranger = site.enrol("Admin")
    before = register.fingerprint()
    is_error(admin.client.delete(f"{other}/tokens/{token['id']}"), 404, TOKEN_NOT_FOUND)
    is_error(stranger.client.delete(f"{robot}/{token['id']}"), 404, TOKEN_NOT_FOUND)
    assert register.fingerprint() == before


def test_a_persons_token_is_not_deleted(admin, viewer, robot, unchanged):
    for tokens in (robot, f"{ACCOUNTS}/{viewer.account.id}/tokens"):
        is_error(admin.client.delete(f"{tokens}/{viewer.token.id}"), 404, TOKEN_NOT_FOUND)


def test_deleted_account(admin, robot, site):
    """Its tokens end with it; their list is empty, not absent, which Terraform's rotating token needs."""
    token = make(admin.client, robot)
    assert admin.client.delete(robot.removesuffix("/tokens")).status == 200
    refused_401(using(site, token).get(USER), UNKNOWN_KEY)
    assert listed(admin.client, robot) == []
    is_error(admin.client.post(robot, {"name": "x"}), 404, NOT_FOUND)


@pytest.mark.parametrize("account", [0, 999999999, "11111111-2222-3333-4444-555555555555"])
def test_unknown_account(admin, account):
    assert listed(admin.client, f"{ACCOUNTS}/{account}/tokens") == []


def test_disabled_account(admin, robot, site):
    token = make(admin.client, robot)
    account = robot.removesuffix("/tokens")
    assert admin.client.patch(account, {"isDisabled": True}).status == 200
    refused_401(using(site, token).get(USER), DISABLED)
    assert admin.client.patch(account, {"isDisabled": False}).status == 200
    assert using(site, token).get(USER).status == 200


def test_revoked_by_the_operator(admin, robot, site, register):
    token = make(admin.client, robot)
    register.prefctl("token", "revoke", "--id", token["id"])
    refused_401(using(site, token).get(USER), unauthorized("api-key.revoked", "Revoked API key"))
    assert listed(admin.client, robot)[0]["isRevoked"] is True


def test_role_counts_at_once(admin, robot, site):
    client = using(site, make(admin.client, robot))
    refused_403(client.get(ORG), "orgs.preferences:read")
    assert admin.client.patch(robot.removesuffix("/tokens"), {"role": "Admin"}).status == 200
    assert client.get(ORG).status == 200


@pytest.mark.parametrize("role", ["None", "Viewer", "Editor", "Admin"])
def test_what_a_token_opens(admin, site, role):
    """By its role in its organisation: preferences, dashboards; never what is for persons or for the server's admins."""
    account = create(admin.client, role=role)
    client = using(site, make(admin.client, path_of(account) + "/tokens"))
    assert client.get("/api/login/ping").status == 200
    is_updated(client.put(USER, {"theme": "dark"}))
    assert client.get(USER).json()["theme"] == "dark"
    assert client.get(HOME).status == 200
    if role == "Admin":
        is_updated(client.put(ORG, {"theme": "light"}))
        assert client.get(ORG).json()["theme"] == "light"
        assert create(client, "made by a robot")["role"] == "Viewer"
    else:
        refused_403(client.put(ORG, {}), "orgs.preferences:write")
        refused_403(client.post(ACCOUNTS, {"name": "x"}), "serviceaccounts:create")
    if role in ("Editor", "Admin"):
        assert client.get(f"/api/dashboards/uid/{make_dashboard(client)['uid']}").status == 200
    else:
        refused_403(client.post("/api/dashboards/db", {"dashboard": {"title": "x"}}), "dashboards:")
    if role == "None":
        refused_403(client.get("/api/org"), "orgs:read")
    else:
        assert client.get("/api/org").json()["id"] == admin.org
    is_error(client.get("/api/user"), 403, USERS_ONLY)
    is_error(client.get("/api/user/orgs"), 403, USERS_ONLY)
    is_error(client.post(f"/api/user/using/{admin.org}"), 403, USERS_ONLY)
    is_error(client.put("/api/user", {"name": "x"}), 403, USERS_ONLY)
    is_error(client.put("/api/user/password", {"oldPassword": "", "newPassword": "long enough"}), 403, USERS_ONLY)
    refused_403(client.post("/api/admin/users", {"login": "x", "password": "long enough"}), "users:create")
    refused_403(client.get("/api/orgs"), "orgs:read")
    refused_403(client.post("/api/orgs", {"name": "x"}), "orgs:create")


def test_an_admins_token_manages_members(admin, site, register):
    client = using(site, make(admin.client, path_of(create(admin.client, role="Admin")) + "/tokens"))
    person = register.person("Viewer")
    assert client.post("/api/org/users", {"loginOrEmail": person.login, "role": "Editor"}).status == 200
    assert client.delete(f"/api/org/users/{person.id}").status == 200
    elsewhere = register.organisation()
    refused_403(client.post(f"/api/orgs/{elsewhere}/users", {"loginOrEmail": person.login, "role": "Editor"}), "org.users:add")


def test_teams_and_stars(admin, site):
    """Its stars go with the account."""
    account = create(admin.client, role="Admin")
    client = using(site, make(admin.client, path_of(account) + "/tokens"))
    team = client.post("/api/teams", {"name": "robots"})
    assert team.status == 200, team.body
    assert client.get(f"/api/teams/{team.json()['teamId']}").json()["orgId"] == admin.org
    star = f"/api/user/stars/dashboard/uid/{make_dashboard(client)['uid']}"
    assert client.post(star).status == 200
    assert client.get("/api/org/users").status == 200
    assert admin.client.delete(path_of(account)).status == 200
    refused_401(client.delete(star), UNKNOWN_KEY)


def test_ways_to_send_it(admin, robot, site, register):
    token = make(admin.client, robot)
    assert site.deployment.client(Authorization=basic("api_key", token["key"])).get(USER).status == 200
    assert using(site, token, X_Grafana_Org_Id=str(admin.org)).get(USER).status == 200
    elsewhere = using(site, token, X_Grafana_Org_Id=str(register.organisation()))
    refused_401(elsewhere.get(USER), unauthorized(
        "api-key.organization-mismatch", "API key does not belong to the requested organization"))


def test_longest_life(own_site):
    site = own_site(workers=1, settings={"token_seconds_max": 3600})
    client = site.enrol("Admin").client
    tokens = path_of(create(client)) + "/tokens"
    is_error(client.post(tokens, {"name": "x"}), 400, LIFE_MISSING)
    is_error(client.post(tokens, {"name": "x", "secondsToLive": 0}), 400, LIFE_MISSING)
    is_error(client.post(tokens, {"name": "x", "secondsToLive": 3601}), 400, LIFE_TOO_LONG)
    is_error(client.post(tokens, {"name": "x", "secondsToLive": -1}), 400, LIFE_INVALID)
    make(client, tokens, secondsToLive=3600)


def test_ping(viewer, site):
    answer = viewer.client.get("/api/login/ping")
    assert (answer.status, answer.json()) == (200, {"message": "Logged in"})
    refused_401(site.client().get("/api/login/ping"), unauthorized())


def test_terraform_rotating_token(site, register):
    """grafana_service_account_rotating_token: its name ends in the time of its end; the second one takes the place of the
    first; after the account is gone the list is still an answer."""
    owner = register.person("Admin", register.organisation())
    client = site.client(account=owner, org=owner.org)
    account = create(client, "rotating", role="Admin")
    tokens, life, first = path_of(account) + "/tokens", 86400, None
    for turn in range(2):
        ends = int(time.time()) + life
        made = make(client, tokens, f"token-{turn}-{ends}", secondsToLive=life)
        read = next(token for token in listed(client, tokens) if token["id"] == made["id"])
        assert ends <= moment(read["expiration"]).timestamp() <= time.time() + life
        assert read["hasExpired"] is False
        if first is not None:
            assert client.delete(f"{tokens}/{first['id']}").status == 200
        first = made
    assert [token["id"] for token in listed(client, tokens)] == [first["id"]]
    robot = using(site, first, X_Grafana_Org_Id=str(owner.org))
    is_updated(robot.put(ORG, b'{"theme":"dark"}\n'))
    assert robot.get(ORG).json()["theme"] == "dark"
    assert client.delete(path_of(account)).status == 200
    assert listed(client, tokens) == []
