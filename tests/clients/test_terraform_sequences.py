"""What Grafana's Terraform provider sends for each resource, and that after each step it reads back its configuration:
anything else would be a plan that never comes to rest."""

import datetime
import itertools
import random
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from integration.conftest import ADMIN_PASSWORD
from provider import ROLES, Dashboard, Organization, Preferences, Provider, Refused, ServiceAccount, Team, User

_serial = itertools.count(1)


def unique(stem):
    return f"tf-{stem}-{next(_serial)}"


def email(stem="someone"):
    return f"{unique(stem)}@example.org"


@pytest.fixture(scope="module")
def configure(fresh_site):
    """configure(auth, org): a configured provider; the server's admin by default."""
    made = []

    def build(auth=f"admin:{ADMIN_PASSWORD}", org=None):
        made.append(Provider(fresh_site.deployment.port, auth, org))
        return made[-1]

    yield build
    for provider in made:
        provider.close()


@pytest.fixture
def provider(configure):
    return configure()


@pytest.fixture
def new_org(provider):
    """A factory of organisations."""
    return lambda: provider.call("POST", "/orgs", {"name": unique("org")}, scoped=False)["orgId"]


def members(provider, org, count, role="Viewer"):
    """Emails of new people in an organisation."""
    emails = [email("member") for _ in range(count)]
    for one in emails:
        user = provider.call("POST", "/admin/users", {"email": one, "password": "abc123"}, scoped=False)["id"]
        if org != 1:
            provider.call("POST", f"/orgs/{org}/users", {"loginOrEmail": one, "role": role}, scoped=False)
        assert user
    return emails


def test_fresh_server(provider):
    """organization_preferences of organisation 1, first of all: nothing is set."""
    assert Preferences(provider).read() == {}


@pytest.mark.parametrize("seed", range(4))
def test_organization(provider, configure, seed):
    organizations = Organization(provider, random.Random(seed))
    name, people = unique("Org é & +"), sorted(email() for _ in range(5))
    wanted = {"name": name, "admins": [people[0]], "editors": [people[1]], "viewers": people[2:4],
              "users_without_access": [people[4]]}
    org = organizations.create(**wanted)
    assert organizations.read(org) == wanted
    other = [email()]
    changed = {"name": name + " renamed", "admins": [people[4]], "editors": [], "viewers": [people[0], *other],
               "users_without_access": [people[1]]}
    organizations.update(org, wanted, **changed)
    changed["viewers"].sort()
    assert organizations.read(org) == changed
    organizations.update(org, changed, changed["name"])
    assert organizations.read(org) == {"name": changed["name"], **dict.fromkeys(ROLES, [])}
    organizations.delete(org)
    assert organizations.read(org) is None
    organizations.delete(org)
    with pytest.raises(Refused) as refusal:
        configure(org=org).call("GET", f"/orgs/{org}")
    assert refusal.value.status in (403, 404)


def test_organization_is_imported(provider):
    """With another admin_user, the creating admin is a member like the others, by the default admin's email."""
    organizations = Organization(provider, random.Random(), admin_user="nobody")
    org = organizations.create(unique("org"))
    assert organizations.read(org)["admins"] == ["admin@localhost"]


def test_organization_names(provider, new_org):
    organizations = Organization(provider, random.Random())
    name = unique("taken")
    organizations.create(name)
    with pytest.raises(Refused) as refusal:
        organizations.create(name)
    assert refusal.value.status == 409
    listed = provider.pages("/orgs", first=0, scoped=False)
    assert len({org["id"] for org in listed}) == len(listed)
    assert name in [org["name"] for org in listed]


def test_organization_takes_everything_along(provider, configure, new_org):
    org = new_org()
    inside = configure(org=org)
    team = Team(inside).create(unique("team"), preferences={"theme": "dark"})
    accounts = ServiceAccount(inside)
    account = accounts.create(unique("account"), "Admin")
    _, key = accounts.create_token(account, "a token")
    uid = Dashboard(inside).create({"title": "Home"})
    Preferences(inside).write(home_dashboard_uid=uid)
    Organization(provider, random.Random()).delete(org)
    elsewhere = configure(org=new_org())
    assert Team(elsewhere).read(team) is None
    with pytest.raises(AssertionError, match="401"):
        configure(key).call("GET", "/org/preferences")


@pytest.mark.parametrize("by", ["password", "token"])
def test_organization_preferences(configure, new_org, by):
    org = new_org()
    admin = configure(org=org)
    if by == "token":
        accounts = ServiceAccount(admin)
        _, key = accounts.create_token(accounts.create(unique("account"), "Admin"), "a token")
        provider = configure(key, org)
    else:
        provider = admin
    preferences = Preferences(provider)
    uid = Dashboard(provider).create({"uid": "tf-home", "title": "Home"})
    for wanted in ({"theme": "dark", "timezone": "utc", "week_start": "monday", "home_dashboard_uid": uid},
                   {"theme": "light", "timezone": "Europe/Berlin", "week_start": "saturday"},
                   {"theme": "system", "timezone": "browser"}, {"week_start": "sunday"}):
        preferences.write(**wanted)
        assert preferences.read() == wanted
    other = configure(org=new_org())
    assert Preferences(other).read() == {}
    assert Dashboard(other).create({"uid": "tf-home", "title": "Home of others"}) == "tf-home"
    preferences.delete()
    assert preferences.read() == {}


def test_user(provider):
    users = User(provider)
    address, login = email(), unique("login")
    user = users.create(address, "abc123", login, "Terraform Test", is_admin=True)
    assert users.read(user) == {"email": address, "login": login, "name": "Terraform Test", "is_admin": True}
    changed = {"email": email(), "login": unique("login"), "name": "Renamed"}
    users.update(user, changed, "123456", False)
    assert users.read(user) == {**changed, "is_admin": False}
    users.update(user, is_admin=True)
    assert users.read(user)["is_admin"] is True
    users.delete(user)
    assert users.read(user) is None
    users.delete(user)


def test_user_with_an_email_only(provider, configure):
    users = User(provider)
    address = email("Mixed")
    user = users.create(address, "123456")
    found = users.read(user)
    assert (found["email"], found["login"], found["name"]) == (address.lower(), address.lower(), "")
    # New users are found where the organization_user data source looks.
    assert user in [found["userId"] for found in provider.call("GET", f"/org/users?query={quote(address.lower())}")]
    # What exists is 412, which the provider would repeat for 14 s before it gives up.
    with pytest.raises(AssertionError, match="412"):
        users.create(address, "123456")


def test_team(configure, new_org):
    org = new_org()
    provider = configure(org=org)
    teams, people = Team(provider), members(provider, org, 4)
    uid = Dashboard(provider).create({"title": "Team's home"})
    wanted = {"name": unique("team"), "email": "team@example.org", "members": sorted(people[:2]), "admins": [people[2]],
              "preferences": {"theme": "dark", "timezone": "utc", "week_start": "monday", "home_dashboard_uid": uid}}
    team = teams.create(**wanted)
    assert teams.read(team) == wanted
    changed = {"name": unique("team"), "email": "new@example.org", "members": sorted([people[2], people[3]]),
               "admins": [people[0]], "preferences": {"theme": "light"}}
    teams.update(team, wanted, **changed)
    assert teams.read(team) == changed
    teams.update(team, changed, changed["name"], changed["email"])
    assert teams.read(team) == {**changed, "members": [], "admins": [], "preferences": {}}

    # A team is not in another organisation, and its name is free there.
    elsewhere = Team(configure(org=new_org()))
    assert elsewhere.read(team) is None
    elsewhere.create(changed["name"])
    teams.delete(team)
    assert teams.read(team) is None
    teams.delete(team)


def test_team_loses_a_deleted_user(configure, new_org):
    org = new_org()
    provider = configure(org=org)
    one, another = members(provider, org, 2)
    team = Team(provider).create(unique("team"), members=[one], admins=[another])
    gone = provider.call("GET", f"/users/lookup?loginOrEmail={quote(one)}", scoped=False)["id"]
    User(provider).delete(gone)
    assert Team(provider).read(team)["members"] == []
    assert Team(provider).read(team)["admins"] == [another]


def test_teams_are_listed(configure, new_org):
    provider = configure(org=new_org())
    made = {Team(provider).create(unique("team")) for _ in range(5)}
    found, page = [], 1
    while True:
        answer = provider.call("GET", f"/teams/search?page={page}&perpage=2")
        found += [team["id"] for team in answer["teams"]]
        if len(found) >= answer["totalCount"]:
            break
        page += 1
    assert page == 3
    assert set(found) == made


@pytest.mark.parametrize("by", ["password", "token"])
def test_service_account(configure, new_org, by):
    org = new_org()
    provider = configure(org=org)
    if by == "token":
        first = ServiceAccount(provider)
        provider = configure(first.create_token(first.create(unique("account"), "Admin"), "a token")[1])
    accounts = ServiceAccount(provider)
    wanted = {"name": unique("account"), "role": "Editor", "is_disabled": False}
    account = accounts.create(**wanted)
    assert accounts.org == org
    assert accounts.read(account) == wanted
    for role, is_disabled in (("Viewer", True), ("Admin", False), ("None", False)):
        wanted = {"name": unique("account"), "role": role, "is_disabled": is_disabled}
        accounts.update(account, **wanted)
        assert accounts.read(account) == wanted
    accounts.delete(account)
    assert accounts.read(account) is None
    accounts.delete(account)


def test_disabled_service_account(configure, new_org):
    accounts = ServiceAccount(configure(org=new_org()))
    account = accounts.create(unique("account"), "Viewer", is_disabled=True)
    assert accounts.read(account) == {"name": accounts.read(account)["name"], "role": "Viewer", "is_disabled": True}


def test_rotating_token(configure, new_org):
    provider = configure(org=new_org())
    accounts = ServiceAccount(provider)
    account = accounts.create(unique("account"), "Admin")
    before = time.time()
    token, key = accounts.create_token(account, f"rotating-{int(before) + 3600}", 3600)
    found = accounts.read_token(account, token)
    assert found == {"name": f"rotating-{int(before) + 3600}", "expiration": found["expiration"], "has_expired": False}
    ends = datetime.datetime.fromisoformat(found["expiration"].replace("Z", "+00:00")).timestamp()
    assert before + 3599 <= ends <= time.time() + 3601
    machine = configure(key)
    Preferences(machine).write(theme="dark")
    assert Preferences(machine).read() == {"theme": "dark"}
    assert Team(machine).create(unique("team"))
    assert Dashboard(machine).create({"title": "By a token"})
    assert accounts.read_token(account, token) == found

    lasting, _ = accounts.create_token(account, "lasting")
    assert accounts.read_token(account, lasting) == {"name": "lasting", "expiration": None, "has_expired": False}
    accounts.delete_token(account, token)
    assert accounts.read_token(account, token) is None
    accounts.delete_token(account, token)
    accounts.delete(account)
    assert accounts.read_token(account, lasting) is None


def test_expired_token(configure, new_org, fresh_site):
    accounts = ServiceAccount(configure(org=new_org()))
    account = accounts.create(unique("account"), "Admin")
    token, key = accounts.create_token(account, "short", 1)
    time.sleep(1.5)
    assert accounts.read_token(account, token)["has_expired"] is True
    with pytest.raises(AssertionError, match="Expired API key"):
        configure(key).call("GET", "/org/preferences")


def test_sixty_service_accounts(configure, new_org):
    """In one apply, in which up to ten operations run at once; the lister and the search find them all."""
    org = new_org()
    names = [unique("account") for _ in range(60)]

    def create(batch):
        accounts = ServiceAccount(configure(org=org))
        return [accounts.create(name, "Viewer") for name in batch]

    with ThreadPoolExecutor(10) as pool:
        made = sum(pool.map(create, [names[i::10] for i in range(10)]), [])
    provider = configure(org=org)
    listed, page = {}, 0
    while True:
        answer = provider.call("GET", f"/serviceaccounts/search?page={page}&perpage=25")
        if not answer["serviceAccounts"]:
            break
        listed.update({account["id"]: account["name"] for account in answer["serviceAccounts"]})
        page += 1
    assert page == 4  # pages 0 and 1 are the same
    assert set(listed) == set(made)
    assert sorted(listed.values()) == sorted(names)
    assert len(provider.call("GET", f"/serviceaccounts/search?query={names[7]}")["serviceAccounts"]) >= 1


@pytest.mark.parametrize("uid", ["tf-chosen", None])
def test_dashboard(configure, new_org, uid):
    dashboards = Dashboard(configure(org=new_org()))
    model = {"title": "A board", "tags": ["a", "b"], "panels": [{"type": "text", "x": 1.50, "y": None}], "timezone": ""}
    if uid:
        model["uid"] = uid
    made = dashboards.create(model, "first")
    assert made == uid or not uid
    assert dashboards.read(made) == {"uid": made, **model}
    model["title"], model["panels"] = "Changed", []
    assert dashboards.update(made, model) == made
    assert dashboards.read(made) == {"uid": made, **model}
    dashboards.delete(made)
    assert dashboards.read(made) is None
    dashboards.delete(made)


def test_data_sources_of_users(provider):
    users = User(provider)
    address, login = email(), unique("login")
    user = users.create(address, "abc123", login, "Data Source")
    for key in (login, address):
        found = provider.call("GET", f"/users/lookup?loginOrEmail={quote(key, safe='')}", scoped=False)
        assert (found["id"], found["isGrafanaAdmin"]) == (user, False)
    everybody = provider.pages("/users", first=1, scoped=False)
    assert {"id", "login", "name", "email", "isAdmin"} <= everybody[0].keys()
    assert user in [found["id"] for found in everybody]


def test_data_source_of_an_organization(provider):
    organizations = Organization(provider, random.Random())
    for name in (unique("a&b+c d"), unique("größe"), unique("a/b%")):
        org = organizations.create(name)
        found = provider.read("/orgs/name/" + quote(name, safe="&+$=:@"), scoped=False)
        assert (found["id"], found["name"]) == (org, name)
        assert provider.call("GET", f"/orgs/{org}/users", scoped=False)[0]["login"] == "admin"
    assert provider.read("/orgs/name/absent", scoped=False) is None


def test_data_source_of_an_organization_user(configure, new_org):
    org = new_org()
    provider = configure(org=org)
    stem = unique("prefix")
    logins = [stem, stem + "longer", stem.replace("-", "_") + "_%"]
    for login in logins:
        User(provider).create(f"{login.replace('%', '')}@example.org", "abc123", login)
        provider.call("POST", f"/orgs/{org}/users", {"loginOrEmail": login, "role": "Viewer"}, scoped=False)
    for login in logins:
        for query in (login, login.upper(), login[3:]):
            found = provider.call("GET", f"/org/users?query={quote(query, safe='')}")
            assert login in [user["login"] for user in found], query


def test_data_sources_of_teams_and_service_accounts(configure, new_org):
    provider = configure(org=new_org())
    name = unique("team & +")
    team = Team(provider).create(name)
    Team(provider).create(name + " too")
    found = provider.call("GET", f"/teams/search?name={quote(name, safe='')}")["teams"]
    assert [one["id"] for one in found] == [team]
    found = provider.call("GET", f"/teams/search?page=1&query={quote(name, safe='')}")
    assert found["totalCount"] == len(found["teams"]) == 2
    account = ServiceAccount(provider).create(unique("account"))
    listed = provider.pages("/serviceaccounts/search", first=1, key="serviceAccounts")
    assert [one["id"] for one in listed] == [account]


def test_ten_operations_at_once(configure, new_org):
    """Independent resources are created concurrently; none may be refused for it."""
    org = new_org()

    def build(number):
        inside = configure(org=org)
        user = User(configure()).create(email("parallel"), "abc123")
        team = Team(inside).create(unique("parallel"))
        uid = Dashboard(inside).create({"title": f"Parallel {number}"})
        other = configure().call("POST", "/orgs", {"name": unique("parallel")}, scoped=False)["orgId"]
        return user, team, uid, other

    with ThreadPoolExecutor(10) as pool:
        made = list(pool.map(build, range(20)))
    assert all(len(set(column)) == 20 for column in zip(*made))
