"""Teams: made, found, renamed, removed; who may, and what others are told."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from answers import BAD_REQUEST, USERS_ONLY, is_error, refused_403

TEAMS = "/api/teams"
SEARCH = "/api/teams/search"
NO_TEAM = {"message": "Team not found"}
TAKEN = {"message": "Team name taken"}
ABSENT = ["999999999", "0", "-1", "9223372036854775807", "00000000-0000-4000-8000-000000000000"]


def make_team(client, name="Pilots", **keys):
    answer = client.post(TEAMS, {"name": name, **keys})
    assert answer.status == 200, answer.body
    return answer.json()


def team_of(client, team):
    answer = client.get(f"{TEAMS}/{team}")
    assert answer.status == 200, answer.body
    return answer.json()


def search(client, query=""):
    answer = client.get(SEARCH + query)
    assert answer.status == 200, answer.body
    return answer.json()


def names(client, query=""):
    return [team["name"] for team in search(client, query)["teams"]]


@pytest.fixture
def team(admin):
    return make_team(admin.client)["teamId"]


@pytest.fixture
def member(admin, viewer, team):
    assert admin.client.post(f"{TEAMS}/{team}/members", {"userId": viewer.account.id}).status == 200
    return viewer


@pytest.fixture
def leader(admin, editor, team):
    assert admin.client.post(f"{TEAMS}/{team}/members", {"userId": editor.account.id}).status == 200
    assert admin.client.put(f"{TEAMS}/{team}/members/{editor.account.id}", {"permission": 4}).status == 200
    return editor


def test_create_and_read(admin):
    made = make_team(admin.client, "Pilots", email="pilots@example.org")
    assert set(made) == {"teamId", "uid", "message"} and made["message"] == "Team created"
    shown = team_of(admin.client, made["teamId"])
    assert shown.pop("avatarUrl").startswith("/avatar/")
    assert shown == {"id": made["teamId"], "uid": made["uid"], "orgId": admin.org, "name": "Pilots",
                     "email": "pilots@example.org", "externalUID": "", "isProvisioned": False, "memberCount": 1,
                     "permission": 4, "accessControl": None}
    assert team_of(admin.client, made["uid"])["id"] == made["teamId"]


def test_token_of_a_service_account_is_no_member(site, register, org):
    client = site.client(register.token(register.service_account("Admin", org)))
    shown = team_of(client, make_team(client)["teamId"])
    assert (shown["memberCount"], shown["permission"]) == (0, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", {}, {"name": ""}, {"name": None}, {"name": 1}, {"name": "x", "email": 1},
                                  {"email": "x@example.org"}, {"name": "x" * 191}, {"name": "x\0y"}])
def test_wrong_bodies(admin, team, body, unchanged):
    is_error(admin.client.post(TEAMS, body), 400, BAD_REQUEST)
    is_error(admin.client.put(f"{TEAMS}/{team}", body), 400, BAD_REQUEST)


@pytest.mark.parametrize("name", ["\u00e9 \u4e2d\U0001f642", "a'b\"c\\d", "%_", "x" * 190, " padded "])
def test_any_name(admin, name):
    assert team_of(admin.client, make_team(admin.client, name)["teamId"])["name"] == name


def test_names_are_unique_in_an_organisation(site, admin):
    make_team(admin.client)
    other = make_team(admin.client, "Crew")["teamId"]
    is_error(admin.client.post(TEAMS, {"name": "Pilots"}), 409, TAKEN)
    is_error(admin.client.put(f"{TEAMS}/{other}", {"name": "Pilots"}), 409, TAKEN)
    make_team(site.enrol("Admin").client)


def test_equal_names_at_once(admin):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: admin.client.post(TEAMS, {"name": "Race"}), range(8)))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 7


def test_update(admin, team):
    answer = admin.client.put(f"{TEAMS}/{team}", {"name": "Crew", "email": "crew@example.org"})
    assert (answer.status, answer.json()) == (200, {"message": "Team updated"})
    shown = team_of(admin.client, team)
    assert (shown["name"], shown["email"], shown["memberCount"]) == ("Crew", "crew@example.org", 1)
    assert admin.client.put(f"{TEAMS}/{shown['uid']}", {"Name": "Crew"}).status == 200
    assert team_of(admin.client, team)["email"] == ""


def test_delete(admin, register, team):
    assert admin.client.put(f"{TEAMS}/{team}/preferences", {"theme": "dark"}).status == 200
    answer = admin.client.delete(f"{TEAMS}/{team}")
    assert (answer.status, answer.json()) == (200, {"message": "Team deleted"})
    is_error(admin.client.get(f"{TEAMS}/{team}"), 404, NO_TEAM)
    is_error(admin.client.delete(f"{TEAMS}/{team}"), 404, NO_TEAM)
    assert register.sql("SELECT FROM prefd.preferences WHERE team_id = %s", team) == []
    assert register.sql("SELECT FROM prefd.team_members WHERE team_id = %s", team) == []


def every_request(client, team, user=1):
    """(answer, action needed) of each route of a team."""
    path = f"{TEAMS}/{team}"
    return [(client.get(path), "teams:read"), (client.put(path, {"name": "x"}), "teams:write"),
            (client.get(f"{path}/members"), "teams.permissions:read"),
            (client.post(f"{path}/members", {"userId": user}), "teams.permissions:write"),
            (client.put(f"{path}/members", {}), "teams.permissions:write"),
            (client.put(f"{path}/members/{user}", {}), "teams.permissions:write"),
            (client.delete(f"{path}/members/{user}"), "teams.permissions:write"),
            (client.get(f"{path}/preferences"), "teams:read"), (client.put(f"{path}/preferences", {}), "teams:write"),
            (client.delete(path), "teams:delete")]


@pytest.mark.parametrize("wanted", ABSENT)
def test_absent(admin, editor, wanted, unchanged):
    """Who may do all to every team learns that there is none; anybody else that they may not."""
    for answer, _ in every_request(admin.client, wanted):
        is_error(answer, 404, NO_TEAM)
    for answer, action in every_request(editor.client, wanted):
        refused_403(answer, action)


def test_foreign_is_as_absent(site, admin, team):
    stranger, passer_by = site.enrol("Admin"), site.enrol("Viewer")
    before = site.register.fingerprint()
    for wanted in (team, team_of(admin.client, team)["uid"]):
        for answer, _ in every_request(stranger.client, wanted, admin.account.id):
            is_error(answer, 404, NO_TEAM)
        for answer, action in every_request(passer_by.client, wanted, admin.account.id):
            refused_403(answer, action)
    assert site.register.fingerprint() == before


@pytest.mark.parametrize("wanted", ["x", "1x", "9223372036854775808", "%20", "00000000-0000-4000-8000-00000000000g", "%ff"])
def test_neither_number_nor_uid(admin, editor, wanted, unchanged):
    """As with every other path, who may not is told that before anything of the path."""
    for answer, _ in every_request(admin.client, wanted):
        is_error(answer, 400, {"message": "teamId is invalid"})
    for answer, action in every_request(editor.client, wanted):
        refused_403(answer, action)


@pytest.mark.parametrize("role", ["None", "Viewer", "Editor"])
def test_nobody_else_may(site, org, team, role):
    client = site.client(account=site.register.person(role, org))
    before = site.register.fingerprint()
    for answer, action in every_request(client, team):
        refused_403(answer, action)
    refused_403(client.post(TEAMS, {"name": "Mine"}), "teams:create")
    refused_403(client.post(TEAMS, b"{"), "teams:create")
    refused_403(client.put(f"{TEAMS}/{team}", b"{"), "teams:write")
    assert names(client) == []
    assert site.register.fingerprint() == before


def test_server_admin_is_no_organisation_admin(site, org, team):
    client = site.client(account=site.register.person("Viewer", org, server_admin=True))
    for answer, action in every_request(client, team):
        refused_403(answer, action)


def test_members_read(member, team, unchanged):
    shown = team_of(member.client, team)
    assert (shown["memberCount"], shown["permission"]) == (2, 0)
    for answer, action in every_request(member.client, team):
        if action == "teams:read":
            assert answer.status == 200
        else:
            refused_403(answer, action)


def test_leaders_manage_their_team(admin, leader, viewer, team):
    other = make_team(admin.client, "Crew")["teamId"]
    path = f"{TEAMS}/{team}"
    assert team_of(leader.client, team)["permission"] == 4
    assert leader.client.post(f"{path}/members", {"userId": viewer.account.id}).status == 200
    assert len(leader.client.get(f"{path}/members").json()) == 3
    assert leader.client.put(f"{path}/preferences", {"theme": "dark"}).status == 200
    assert leader.client.put(path, {"name": "Renamed"}).status == 200
    refused_403(leader.client.post(TEAMS, {"name": "Mine"}), "teams:create")
    for answer, action in every_request(leader.client, other):
        refused_403(answer, action)
    assert leader.client.delete(path).status == 200
    refused_403(leader.client.get(path), "teams:read")


def test_search(admin):
    assert search(admin.client) == {"totalCount": 0, "teams": [], "page": 1, "perPage": 1000}
    for name in ("Pilots", "Crew", "co_pilots", "100%"):
        made = make_team(admin.client, name)
    found = search(admin.client)
    assert {key: found[key] for key in ("totalCount", "page", "perPage")} == {"totalCount": 4, "page": 1, "perPage": 1000}
    assert found["teams"][0] == team_of(admin.client, made["teamId"])
    assert names(admin.client) == sorted(["Pilots", "Crew", "co_pilots", "100%"])
    assert names(admin.client, "?query=PILOT") == ["Pilots", "co_pilots"]
    assert names(admin.client, "?query=%25") == ["100%"]
    assert names(admin.client, "?query=_") == ["co_pilots"]
    assert names(admin.client, "?name=Pilots") == ["Pilots"]
    assert names(admin.client, "?name=pilots") == []
    assert names(admin.client, "?query=&name=") == names(admin.client)
    assert names(admin.client, f"?teamId={made['teamId']}&teamId=x") == ["100%"]
    for none in ("x", "", "99999999999999999999"):
        assert names(admin.client, f"?teamId={none}") == names(admin.client), none
    assert names(admin.client, "?teamId=0") == []


def test_order(register, org, admin):
    for name, email, size in (("alpha", "b@example.org", 1), ("Beta", "", 0), ("gamma", "a@example.org", 2)):
        team = make_team(admin.client, name, email=email)["teamId"]
        for _ in range(size):
            assert admin.client.post(f"{TEAMS}/{team}/members", {"userId": register.person("Viewer", org).id}).status == 200
    orders = {"": "Beta alpha gamma", "name-asc": "alpha Beta gamma", "name-desc": "gamma Beta alpha",
              "email-asc": "Beta gamma alpha", "email-desc": "alpha gamma Beta",
              "memberCount-asc": "Beta alpha gamma", "memberCount-desc": "gamma alpha Beta",
              "memberCount-asc,name-desc": "gamma Beta alpha"}
    for order, wanted in orders.items():
        assert " ".join(names(admin.client, f"?sort={order}")) == wanted, order
    for unknown in ("name", "name-asc,", "NAME-ASC", "lastSeenAtAge-asc", "%00", "id%29%3B--"):
        is_error(admin.client.get(f"{SEARCH}?sort={unknown}"), 400)


def test_pages(admin):
    for number in range(5):
        make_team(admin.client, f"Team {number}")
    walked = []
    for page in (1, 2, 3, 4):
        answer = search(admin.client, f"?perpage=2&page={page}")
        assert (answer["totalCount"], answer["page"], answer["perPage"]) == (5, page, 2)
        walked.append([team["name"] for team in answer["teams"]])
    assert walked == [["Team 0", "Team 1"], ["Team 2", "Team 3"], ["Team 4"], []]
    for query in ("?perpage=0&page=0", "?perpage=x&page=y", "?perpage=-1&page=-1", "?perpage=&page=", "?perPage=1000"):
        answer = search(admin.client, query)
        assert (len(answer["teams"]), answer["page"], answer["perPage"]) == (5, 1, 1000), query
    assert search(admin.client, "?page=9223372036854775807&perpage=9223372036854775807")["teams"] == []


def test_search_shows_ones_own(admin, member, editor, team):
    make_team(admin.client, "Crew")
    assert names(admin.client) == ["Crew", "Pilots"]
    assert search(member.client)["totalCount"] == 1 and names(member.client) == ["Pilots"]
    assert names(editor.client) == []


def test_ones_own(site, register, admin, member, editor, team):
    listed = member.client.get("/api/user/teams")
    assert (listed.status, listed.json()) == (200, [team_of(member.client, team)])
    assert editor.client.get("/api/user/teams").json() == []
    client = site.client(register.token(register.service_account("Admin", admin.org)))
    is_error(client.get("/api/user/teams"), 403, USERS_ONLY)


def test_somebody_elses(site, register, member, editor, team):
    root = site.client(account=register.person("None", member.org, server_admin=True))
    assert [shown["id"] for shown in root.get(f"/api/users/{member.account.id}/teams").json()] == [team]
    assert [shown["id"] for shown in root.get(f"/api/users/{member.account.uid}/teams").json()] == [team]
    assert root.get(f"/api/users/{editor.account.id}/teams").json() == []
    is_error(root.get("/api/users/999999999/teams"), 404)
    is_error(root.get("/api/users/x/teams"), 400, {"message": "id is invalid"})
    refused_403(member.client.get(f"/api/users/{member.account.id}/teams"), "users:read")


def test_who_leaves_the_organisation_leaves_its_teams(register, admin, member, team):
    register.leave(member.account, member.org)
    assert team_of(admin.client, team)["memberCount"] == 1
    register.join(member.account, member.org, "Viewer")
    refused_403(member.client.get(f"{TEAMS}/{team}"), "teams:read")
