"""Python's grafana-client through its own methods: each that it has for the routes we serve."""

import contextlib
import itertools
from urllib.parse import quote

import pytest

import registries
from integration.conftest import ADMIN_PASSWORD
from patience import seconds

_serial = itertools.count(1)
ABSENT = 1 << 40

# What prefd does not serve, by the class of the client.
OUTSIDE = {
    "Admin": {"settings", "stats", "pause_all_alerts"},
    "Dashboard": {"get_dashboard_by_name", "get_dashboard_permissions", "update_dashboard_permissions",
                  "get_permissions_by_id", "update_permissions_by_id", "get_permissions_by_uid",
                  "update_permissions_by_uid", "get_permissions_generic", "update_permissions_generic"},
    "Teams": {"get_team_external_group", "add_team_external_group", "remove_team_external_group"},
}


def unique(stem):
    return f"py-{stem}-{next(_serial)}."


class Noting:
    """Hands on the methods of a part of the client and notes which were called."""

    called = set()

    def __init__(self, part):
        self.part = part

    def __getattr__(self, name):
        Noting.called.add((type(self.part).__name__, name))
        return getattr(self.part, name)


PARTS = ("admin", "dashboard", "health", "organization", "organizations", "search", "serviceaccount", "teams", "user",
         "users")


@pytest.fixture(scope="module", autouse=True)
def installed():
    registries.import_packages(registries.REQUIREMENTS)


@pytest.fixture(scope="module")
def connect(fresh_site):
    """connect(login, password) or connect(token=...), each also with org=..., which goes into X-Grafana-Org-Id."""
    from grafana_client import GrafanaApi

    def made(login="admin", password=ADMIN_PASSWORD, org=None, token=None):
        client = GrafanaApi(token or (login, password), host="127.0.0.1", port=fresh_site.deployment.port,
                            organization_id=org, timeout=seconds(20))
        for part in PARTS:
            setattr(client, part, Noting(getattr(client, part)))
        return client

    return made


@pytest.fixture(scope="module")
def server_admin(connect):
    return connect()


@pytest.fixture
def org(server_admin):
    """A new organisation."""
    return server_admin.organization.create_organization(unique("org"))["orgId"]


@pytest.fixture
def person(server_admin, org):
    """Somebody new, a Viewer in the new organisation."""
    login = unique("person")
    form = {"name": f"Name of {login}", "login": login, "email": f"{login}@example.org", "password": "correct horse",
            "OrgId": org}
    return {**form, "id": server_admin.admin.create_user(form)["id"]}


@pytest.fixture
def self_(connect, person):
    """The new person's own client."""
    return connect(person["login"], person["password"])


@pytest.fixture
def org_admin(connect, org):
    """The server's admin, who made the organisation, acting in it."""
    return connect(org=org)


@contextlib.contextmanager
def refused(status, message=""):
    """Wants the client's error for a status, with words in the server's message."""
    from grafana_client.client import GrafanaClientError
    with pytest.raises(GrafanaClientError) as error:
        yield
    assert error.value.status_code == status
    assert message in error.value.response["message"]


def preferences(**values):
    from grafana_client.model import PersonalPreferences
    return PersonalPreferences(**values)


def said(answer, message):
    assert answer["message"] == message


def ids(list_, key="id"):
    return [element[key] for element in list_]


def test_version(server_admin):
    build = server_admin.connect()
    assert server_admin.version == build["version"] == server_admin.health.check()["version"]
    assert server_admin.get_version().release >= (12,)


def test_users(server_admin, person, org):
    users = server_admin.users
    for found in (users.get_user(person["id"]), users.find_user(person["login"]),
                  users.find_user(person["email"].upper())):
        assert (found["id"], found["login"], found["name"]) == (person["id"], person["login"], person["name"])
    assert users.get_user_organisations(person["id"])[0]["orgId"] == org
    assert users.get_user_teams(person["id"]) == []
    renamed = {"name": "Renamed", "login": person["login"], "email": person["email"]}
    said(users.update_user(person["id"], renamed), "User updated")
    assert users.get_user(person["id"])["name"] == "Renamed"
    with refused(404, "user not found"):
        users.get_user(ABSENT)
    with refused(404, "user not found"):
        users.find_user("nobody@example.org")


def test_users_page_by_page(server_admin, person):
    everybody = server_admin.users.search_users()
    assert ids(everybody) == ids(server_admin.users.search_users(perpage=1))
    assert person["id"] in ids(everybody)
    assert ids(server_admin.users.search_users(query=person["login"].upper())) == [person["id"]]
    assert ids(server_admin.users.search_users(page=2, perpage=1)) == ids(everybody)[1:2]


def test_admin(server_admin, connect, person, self_):
    admin = server_admin.admin
    said(admin.change_user_password(person["id"], "abc123"), "User password updated")
    with refused(401, "Invalid username or password"):
        self_.user.get_actual_user()
    self_ = connect(person["login"], "abc123")
    said(admin.change_user_permissions(person["id"], True), "User permissions updated")
    assert self_.user.get_actual_user()["isGrafanaAdmin"] is True
    said(admin.change_user_permissions(person["id"], False), "User permissions updated")
    assert self_.user.get_actual_user()["isGrafanaAdmin"] is False
    said(admin.set_user_enabled(person["id"], False), "User disabled")
    with refused(401):
        self_.user.get_actual_user()
    said(admin.set_user_enabled(person["id"], True), "User enabled")
    with refused(412, "already exists"):
        admin.create_user({"login": person["login"].upper(), "password": "correct horse"})
    said(admin.delete_user(person["id"]), "User deleted")
    with refused(404, "user not found"):
        admin.delete_user(person["id"])


def test_own_account(connect, self_, person, server_admin, org):
    user = self_.user
    assert user.get_actual_user()["login"] == person["login"]
    assert user.get_actual_user_teams() == []
    own = {"orgId": org, "name": org_name(server_admin, org), "role": "Viewer"}
    assert user.get_actual_user_organisations() == [own]
    said(user.change_actual_user_password(person["password"], "pässword \x00"), "User password changed")
    user = connect(person["login"], "pässword \x00").user
    other = server_admin.organization.create_organization(unique("other"))["orgId"]
    with refused(401, "Not a valid organization"):
        user.switch_actual_user_organisation(other)
    server_admin.organizations.organization_user_add(other, {"loginOrEmail": person["email"], "role": "Editor"})
    said(user.switch_actual_user_organisation(other), "Active organization changed")
    assert user.get_actual_user()["orgId"] == other
    said(server_admin.user.switch_user_organisation(person["id"], org), "Active organization changed")
    assert user.get_actual_user()["orgId"] == org


def org_name(client, org):
    return next(found["name"] for found in client.organizations.list_organization() if found["id"] == org)


def test_own_preferences(self_):
    user = self_.user
    whole = {"theme": "dark", "timezone": "Europe/Berlin", "homeDashboardId": 0}
    said(user.update_preferences(whole), "Preferences updated")
    said(user.patch_preferences(preferences(weekStart="monday")), "Preferences updated")
    found = user.get_preferences()
    assert (found["theme"], found["timezone"], found["weekStart"]) == ("dark", "Europe/Berlin", "monday")
    said(user.patch_preferences(preferences(theme="")), "Preferences updated")
    assert (user.get_preferences()["theme"], user.get_preferences()["weekStart"]) == ("", "monday")
    said(user.update_preferences({"theme": "light"}), "Preferences updated")
    assert (user.get_preferences()["theme"], user.get_preferences()["timezone"]) == ("light", "")
    with refused(400, "Invalid theme"):
        user.update_preferences({"theme": "gray"})


def test_current_organization(org_admin, org, person):
    current = org_admin.organization
    name = unique("Räumlich & + ")
    said(current.update_current_organization({"name": name}), "Organization updated")
    assert current.get_current_organization()["name"] == name
    assert current.find_organization(quote(name, safe="&+"))["id"] == org
    said(current.delete_user_current_organization(person["id"]), "User deleted")
    assert person["id"] not in ids(current.get_current_organization_users(), "userId")


def test_members_of_the_current_organization(org_admin, person, server_admin):
    other = server_admin.organization.create_organization(unique("other"))["orgId"]
    server_admin.organizations.organization_user_add(other, {"loginOrEmail": person["login"], "role": "Viewer"})
    current = org_admin.organization
    said(current.update_user_current_organization(person["id"], {"role": "Editor"}), "Organization user updated")
    roles = {user["userId"]: user["role"] for user in current.get_current_organization_users()}
    assert roles[person["id"]] == "Editor"
    said(current.delete_user_current_organization(person["id"]), "User removed from organization")
    added = current.add_user_current_organization({"loginOrEmail": person["email"], "role": "None"})
    said(added, "User added to organization")
    assert added["userId"] == person["id"]
    with refused(409, "already member"):
        current.add_user_current_organization({"loginOrEmail": person["email"], "role": "None"})


def test_organizations(server_admin, org, person):
    all_ = server_admin.organizations
    assert {1, org} <= set(ids(all_.list_organization()))
    said(all_.update_organization(org, {"name": unique("renamed")}), "Organization updated")
    said(all_.organization_user_update(org, person["id"], "Admin"), "Organization user updated")
    assert {user["userId"]: user["role"] for user in all_.organization_user_list(org)}[person["id"]] == "Admin"
    said(all_.organization_user_delete(org, person["id"]), "User removed from organization")
    assert person["id"] not in ids(all_.organization_user_list(org), "userId")
    said(all_.switch_organization(org), "Active organization changed")
    with refused(400, "current user"):
        all_.delete_organization(org)
    said(all_.switch_organization(1), "Active organization changed")
    said(all_.delete_organization(org), "Organization deleted")
    with refused(404):
        all_.delete_organization(org)
    with refused(409, "Organization name taken"):
        server_admin.organization.create_organization("Main Org.")


@pytest.mark.filterwarnings("ignore:This method is deprecated")
def test_preferences_of_the_organization(org_admin):
    current = org_admin.organization
    said(current.update_preferences(preferences(theme="dark", weekStart="sunday")), "Preferences updated")
    said(current.patch_preferences(preferences(timezone="utc")), "Preferences updated")
    found = current.get_preferences()
    assert (found["theme"], found["weekStart"], found["timezone"]) == ("dark", "sunday", "utc")
    said(org_admin.organizations.organization_preference_update(theme="light"), "Preferences updated")
    found = org_admin.organizations.organization_preference_get()
    assert (found["theme"], found["weekStart"], found["timezone"]) == ("light", "", "utc")


@pytest.mark.filterwarnings("ignore:This method is deprecated")
def test_teams(org_admin, person):
    teams = org_admin.teams
    name = unique("team")
    team = teams.add_team(name)["teamId"]
    with refused(409, "Team name taken"):
        teams.add_team({"name": name, "email": "team@example.org"})
    assert (teams.get_team(team)["name"], teams.get_team(team)["email"]) == (name, "")
    assert ids(teams.get_team_by_name(name)) == [team]
    said(teams.add_team_member(team, person["id"]), "Member added to Team")
    assert person["id"] in ids(teams.get_team_members(team), "userId")
    said(teams.remove_team_member(team, person["id"]), "Team Member removed")
    said(teams.update_preferences(team, preferences(theme="dark")), "Preferences updated")
    assert teams.get_preferences(team)["theme"] == "dark"
    whole = {"theme": "light", "homeDashboardId": 0, "timezone": "utc"}
    said(teams.update_team_preferences(team, whole), "Preferences updated")
    assert teams.get_team_preferences(team)["timezone"] == "utc"
    said(teams.update_team(team, {"name": name + " renamed"}), "Team updated")
    said(teams.delete_team(team), "Team deleted")
    with refused(404, "Team not found"):
        teams.get_team(team)


def test_teams_page_by_page(org_admin):
    made = [org_admin.teams.add_team(unique("team"))["teamId"] for _ in range(5)]
    assert sorted(ids(org_admin.teams.search_teams())) == made
    assert sorted(ids(org_admin.teams.search_teams(perpage=2))) == made
    assert len(org_admin.teams.search_teams(query="PY-TEAM", page=3, perpage=2)) == 1


def test_service_accounts(org_admin, org, connect):
    accounts = org_admin.serviceaccount
    name = unique("account")
    made = accounts.create({"name": name, "role": "Viewer"})
    assert (made["name"], made["role"], made["orgId"]) == (name, "Viewer", org)
    changed = accounts.update(made["id"], {"name": name + "renamed", "role": "Admin"})
    assert changed["serviceaccount"]["role"] == "Admin"
    assert accounts.get(made["id"])["name"] == name + "renamed"
    token = accounts.create_token(made["id"], {"name": "a token", "secondsToLive": 3600})
    assert ids(accounts.get_tokens(made["id"])) == [token["id"]]
    machine = connect(token=token["key"])
    assert machine.organization.get_current_organization()["id"] == org
    with refused(403, "Endpoint only available for users"):
        machine.user.get_actual_user()
    said(accounts.delete_token(made["id"], token["id"]), "Service account token deleted")
    with refused(401):
        machine.organization.get_current_organization()
    said(accounts.delete(made["id"]), "Service account deleted")
    with refused(404):
        accounts.get(made["id"])


def test_service_accounts_page_by_page(org_admin):
    accounts = org_admin.serviceaccount
    made = [accounts.create({"name": unique("account"), "role": "Viewer"}) for _ in range(3)]
    assert sorted(ids(accounts.search_all(perpage=2))) == ids(made)
    assert sorted(ids(accounts.search_streaming())) == ids(made)
    assert accounts.search_one(made[1]["name"])["id"] == made[1]["id"]
    assert accounts.search(page=1)[0]["totalCount"] == 3


@pytest.mark.filterwarnings("ignore:.*is deprecated, use `")
def test_dashboards_stars_and_search(org_admin, org):
    dashboard, user, search = org_admin.dashboard, org_admin.user, org_admin.search.search_dashboards
    first = {"dashboard": {"id": None, "title": "First", "tags": ["red"]}, "overwrite": False}
    made = dashboard.update_dashboard(first)
    second = dashboard.update_dashboard({"dashboard": {"uid": "py-second", "title": "Second"}})
    read = dashboard.get_dashboard(made["uid"])
    assert (read["dashboard"]["title"], read["dashboard"]["id"]) == ("First", made["id"])
    read["dashboard"]["title"] = "Changed"
    assert dashboard.update_dashboard(read)["version"] == 2
    with refused(412, "changed by someone else"):
        dashboard.update_dashboard(read)
    assert dashboard.get_dashboards_tags() == [{"term": "red", "count": 1}]
    assert "dashboard" in dashboard.get_home_dashboard()

    assert sorted(ids(search())) == sorted([made["id"], second["id"]])
    assert ids(search(query="chang")) == ids(search(tag="red")) == [made["id"]]
    assert ids(search(tag=["red"], type_="dash-db")) == [made["id"]]
    assert ids(search(dashboard_uids=["py-second"])) == ids(search(dashboard_ids=[second["id"]])) == [second["id"]]
    assert len(search(limit=1, page=2)) == 1
    assert search(query="absent") == []

    said(user.star_dashboard(made["id"]), "Dashboard starred!")
    said(user.star_dashboard("py-second"), "Dashboard starred!")
    assert len(search(starred=True)) == 2
    said(user.unstar_dashboard("py-second"), "Dashboard unstarred")
    assert ids(search(starred=True)) == [made["id"]]
    said(user.unstar_dashboard(made["id"]), "Dashboard unstarred")
    said(user.star_actual_user_dashboard(made["id"]), "Dashboard starred!")
    said(user.unstar_actual_user_dashboard(made["id"]), "Dashboard unstarred")
    assert search(starred=True) == []

    said(dashboard.delete_dashboard("py-second"), "Dashboard Second deleted")
    with refused(404, "Dashboard not found"):
        dashboard.get_dashboard("py-second")


def test_every_method_of_the_client_was_called(request, connect):
    mine = [item for item in request.session.items if item.path == request.path]
    if request.session.testsfailed or len(mine) < sum(name.startswith("test_") for name in globals()):
        pytest.skip("not all tests of this file ran through")
    parts = [type(getattr(connect(), part).part) for part in PARTS]
    offered = {(kind.__name__, name) for kind in parts for name in vars(kind)
               if not name.startswith("_") and name not in OUTSIDE.get(kind.__name__, ())}
    assert offered - Noting.called == set()
