"""Who is in a team and who leads it."""

import pytest

from answers import BAD_REQUEST, is_error
from test_d30_teams import ABSENT, NO_TEAM, TEAMS, make_team, team_of

NOT_A_USER = {"message": "userId is invalid"}


@pytest.fixture
def members(admin):
    """The path of the members of a team of the Admin's."""
    return f"{TEAMS}/{make_team(admin.client)['teamId']}/members"


def roll(client, path):
    answer = client.get(path)
    assert answer.status == 200, answer.body
    return {member["userId"]: member["permission"] for member in answer.json()}


def add(client, path, account):
    answer = client.post(path, {"userId": account.id})
    assert (answer.status, answer.json()) == (200, {"message": "Member added to Team"})


def test_a_member_as_shown(admin, viewer, members):
    add(admin.client, members, viewer.account)
    listed = admin.client.get(members).json()
    assert [member["login"] for member in listed] == sorted(member["login"] for member in listed)
    shown = next(member for member in listed if member["userId"] == viewer.account.id)
    team = team_of(admin.client, members.split("/")[3])
    assert shown.pop("avatarUrl").startswith("/avatar/")
    assert shown == {"orgId": admin.org, "teamId": team["id"], "teamUID": team["uid"], "userId": viewer.account.id,
                     "userUID": viewer.account.uid, "auth_module": "", "email": viewer.account.email,
                     "name": f"Person {viewer.account.login.removeprefix('person')}", "login": viewer.account.login,
                     "labels": [], "permission": 0}
    assert team["memberCount"] == 2


def test_added_once(admin, viewer, members):
    add(admin.client, members, viewer.account)
    is_error(admin.client.post(members, {"userId": viewer.account.id}), 400,
             {"message": "User is already added to this team"})


def test_only_who_is_in_the_organisation(site, register, admin, members):
    for stranger in (site.enrol("Viewer").account.id, 999999999, -1, register.service_account("Viewer", admin.org).id):
        before = register.fingerprint()
        is_error(admin.client.post(members, {"userId": stranger}), 404, {"message": "user not found"})
        assert register.fingerprint() == before


@pytest.mark.parametrize("body", [b"", b"{", {}, {"userId": 0}, {"userId": None}, {"userId": "1"}, {"userId": 1.5},
                                  {"userId": 2 ** 63}])
def test_wrong_bodies(admin, members, body, unchanged):
    is_error(admin.client.post(members, body), 400, BAD_REQUEST)


def test_leading(admin, viewer, members):
    add(admin.client, members, viewer.account)
    for who, body, permission in ((viewer.account.id, {"permission": 4}, 4), (viewer.account.id, {}, 0),
                                  (viewer.account.uid, {"permission": 4}, 4), (viewer.account.uid, b"", 0)):
        answer = admin.client.put(f"{members}/{who}", body)
        assert (answer.status, answer.json()) == (200, {"message": "Team member updated"})
        assert roll(admin.client, members)[viewer.account.id] == permission


@pytest.mark.parametrize("permission", [1, 2, -4, 5, 65540, 2 ** 40, "4", True, 4.5])
def test_no_other_permission(admin, members, permission, unchanged):
    is_error(admin.client.put(f"{members}/{admin.account.id}", {"permission": permission}), 400, BAD_REQUEST)


def test_removing(admin, viewer, members):
    for who in (viewer.account.id, viewer.account.uid):
        add(admin.client, members, viewer.account)
        answer = admin.client.delete(f"{members}/{who}")
        assert (answer.status, answer.json()) == (200, {"message": "Team Member removed"})
        assert roll(admin.client, members) == {admin.account.id: 4}


def test_no_member(site, admin, editor, members, unchanged):
    for who in (editor.account.id, editor.account.uid, *ABSENT):
        is_error(admin.client.put(f"{members}/{who}", {"permission": 4}), 404, {"message": "Team member not found."})
        is_error(admin.client.delete(f"{members}/{who}"), 404, {"message": "Team member not found"})


@pytest.mark.parametrize("who", ["x", "1x", "9223372036854775808"])
def test_neither_number_nor_uid(admin, members, who, unchanged):
    is_error(admin.client.put(f"{members}/{who}", {}), 400, NOT_A_USER)
    is_error(admin.client.delete(f"{members}/{who}"), 400, NOT_A_USER)


def replace(client, path, **lists):
    answer = client.put(path, lists)
    assert (answer.status, answer.json()) == (200, {"message": "Team memberships have been updated"})


def test_replacing(admin, viewer, editor, members):
    replace(admin.client, members, members=[viewer.account.email.upper()], admins=[editor.account.email])
    assert roll(admin.client, members) == {viewer.account.id: 0, editor.account.id: 4}
    replace(admin.client, members, members=[editor.account.email, viewer.account.email], admins=[viewer.account.email])
    assert roll(admin.client, members) == {viewer.account.id: 4, editor.account.id: 0}
    replace(admin.client, members)
    assert roll(admin.client, members) == {}


def test_replacing_with_somebody_unknown(site, admin, viewer, members):
    stranger = site.enrol("Viewer").account.email
    before = site.register.fingerprint()
    for email in ("nobody@example.org", stranger, "", viewer.account.login):
        is_error(admin.client.put(members, {"members": [viewer.account.email, email]}), 404, {"message": "user not found"})
        is_error(admin.client.put(members, {"admins": [email]}), 404, {"message": "user not found"})
    assert site.register.fingerprint() == before


@pytest.mark.parametrize("body", [b"{", {"members": "x"}, {"members": [1]}, {"admins": {}}])
def test_wrong_lists(admin, members, body, unchanged):
    is_error(admin.client.put(members, body), 400, BAD_REQUEST)


def test_the_last_leader_may_go(admin, members):
    """The organisation's Admins manage a team that nobody leads."""
    assert admin.client.delete(f"{members}/{admin.account.id}").status == 200
    assert admin.client.get(members).json() == []
    add(admin.client, members, admin.account)


def test_absent_team(admin, unchanged):
    is_error(admin.client.put(f"{TEAMS}/999999999/members/{admin.account.id}", {}), 404, NO_TEAM)
