"""Preferences of teams, and which home dashboard counts: the user's, a team's, the organisation's."""

import pytest

from answers import (BAD_REQUEST, EMPTY, FULL, FULL_READ, HOME, INVALID_THEME, NO_DASHBOARD, NOT_FOUND, ORG, USER, is_error,
                     is_updated, make_dashboard, preferences)
from test_d30_teams import TEAMS, make_team

SET_HOME = "/api/preferences/set-home-dash"


@pytest.fixture
def team(admin):
    return make_team(admin.client)["teamId"]


def path_of(team):
    return f"{TEAMS}/{team}/preferences"


def test_replaced_whole(admin, team):
    path = path_of(team)
    assert preferences(admin.client, path) == EMPTY
    is_updated(admin.client.put(path, FULL))
    assert preferences(admin.client, path) == FULL_READ
    is_updated(admin.client.put(path, {"theme": "light"}))
    assert preferences(admin.client, path) == {**EMPTY, "theme": "light"}
    is_updated(admin.client.put(path, b""))
    assert preferences(admin.client, path) == EMPTY


def test_by_uid(admin):
    made = make_team(admin.client)
    is_updated(admin.client.put(path_of(made["uid"]), {"theme": "dark"}))
    assert preferences(admin.client, path_of(made["teamId"]))["theme"] == "dark"


def test_its_own(admin, team):
    """Neither the organisation's nor the user's row shows, nor do they see the team's."""
    other = make_team(admin.client, "Crew")["teamId"]
    for path, theme in ((path_of(team), "dark"), (ORG, "light"), (USER, "system")):
        is_updated(admin.client.put(path, {"theme": theme}))
    assert [preferences(admin.client, path)["theme"] for path in (path_of(team), ORG, USER)] == ["dark", "light", "system"]
    assert preferences(admin.client, path_of(other)) == EMPTY


def test_home_dashboard(site, admin, team):
    made = make_dashboard(admin.client)
    is_updated(admin.client.put(path_of(team), {"homeDashboardUID": made["uid"]}))
    shown = preferences(admin.client, path_of(team))
    assert (shown["homeDashboardUID"], shown["homeDashboardId"]) == (made["uid"], made["id"])
    foreign = make_dashboard(site.enrol("Admin").client, uid="elsewhere")
    before = site.register.fingerprint()
    for body in ({"homeDashboardUID": "elsewhere"}, {"homeDashboardId": foreign["id"]}, {"homeDashboardUID": "missing"}):
        is_error(admin.client.put(path_of(team), body), 404, NO_DASHBOARD)
    assert site.register.fingerprint() == before


@pytest.mark.parametrize("body, said", [(b"{", BAD_REQUEST), ({"theme": 1}, BAD_REQUEST), ({"theme": "pink"}, INVALID_THEME),
                                        ({"timezone": "Mars"}, None), ({"theme": "pink", "homeDashboardId": 9}, INVALID_THEME)])
def test_not_accepted(admin, team, body, said, unchanged):
    is_error(admin.client.put(path_of(team), body), 400, said)


def test_there_is_no_patch(admin, team, unchanged):
    is_error(admin.client.patch(path_of(team), {"theme": "dark"}), 404, NOT_FOUND)


def start(client):
    answer = client.get(HOME)
    assert answer.status == 200, answer.body
    return answer.json().get("redirectUri")


def test_where_one_starts(admin, viewer, editor):
    made = {name: make_dashboard(admin.client, uid=name, title=name) for name in ("org", "one", "two", "own")}
    teams = [make_team(admin.client, f"Team {number}")["teamId"] for number in (1, 2)]
    for team in teams:
        assert admin.client.post(f"{TEAMS}/{team}/members", {"userId": viewer.account.id}).status == 200
    assert start(viewer.client) is None
    steps = [(admin, ORG, "org"), (admin, path_of(teams[0]), "one"), (admin, path_of(teams[1]), "two"), (viewer, USER, "own")]
    for actor, path, name in steps:
        is_updated(actor.client.put(path, {"homeDashboardUID": name}))
        assert start(viewer.client) == made[name]["url"]
    assert start(editor.client) == made["org"]["url"]  # in no team
    is_updated(viewer.client.put(USER, {"theme": "dark"}))
    assert start(viewer.client) == made["two"]["url"]  # what is unset masks nothing
    assert admin.client.delete(f"{TEAMS}/{teams[1]}").status == 200
    assert start(viewer.client) == made["one"]["url"]
    assert admin.client.delete(f"{TEAMS}/{teams[0]}/members/{viewer.account.id}").status == 200
    assert start(viewer.client) == made["org"]["url"]


def set_home(client, body):
    answer = client.post(SET_HOME, body)
    assert (answer.status, answer.json()) == (200, {"message": "Home dashboard set"})


def test_setting_ones_home(editor):
    first, second = (make_dashboard(editor.client, title=title) for title in ("First", "Second"))
    is_updated(editor.client.put(USER, {"theme": "dark", "timezone": "utc"}))
    for body, home in (({"homeDashboardUID": first["uid"]}, first), ({"homeDashboardId": second["id"]}, second),
                       ({"homedashboarduid": first["uid"], "homeDashboardId": second["id"]}, first)):
        set_home(editor.client, body)
        shown = preferences(editor.client)
        assert (shown["homeDashboardUID"], shown["homeDashboardId"]) == (home["uid"], home["id"])
        assert start(editor.client) == home["url"]
    for body in ({}, {"homeDashboardId": 0}, {"homeDashboardUID": ""}, b""):
        set_home(editor.client, {"homeDashboardUID": first["uid"]})
        set_home(editor.client, body)
        assert preferences(editor.client) == {**EMPTY, "theme": "dark", "timezone": "utc"}


def test_home_that_is_not_there(site, editor):
    foreign = make_dashboard(site.enrol("Editor").client, uid="foreign-home")
    before = site.register.fingerprint()
    for body in ({"homeDashboardUID": "missing"}, {"homeDashboardUID": "foreign-home"}, {"homeDashboardId": foreign["id"]},
                 {"homeDashboardId": 999999999}, {"homeDashboardId": -1}):
        is_error(editor.client.post(SET_HOME, body), 404, NO_DASHBOARD)
    for body in (b"{", {"homeDashboardUID": 1}, {"homeDashboardId": "1"}):
        is_error(editor.client.post(SET_HOME, body), 400, BAD_REQUEST)
    assert site.register.fingerprint() == before
