"""Every operation of Grafana's API in the OpenAPI document, asked by everybody there is, in their own and in a foreign
organisation, held against what the facts say (rights.py). Judged is whether a caller is let in: allowed calls come with a
broken body or act on what is not there, so that they do no harm."""

import re
from types import SimpleNamespace

import pytest

import conformance
from http_client import basic, bearer
from kept_client import KeptClient
from rights import ALLOWED, RIGHTS, Caller, expected, outcome, right_of

OPERATIONS = [(method.upper(), path, operation) for path, methods in conformance.document()["paths"].items()
              for method, operation in methods.items() if operation["tags"] == ["grafana"]]
ABSENT = 999999999
BROKEN = b"{"


def _by_password(account):
    return {"Authorization": basic(account.login, account.password)}


def _by_token(register, account, org=None):
    return {"Authorization": bearer(register.token(account, org).secret)}


def _by_session(client, account):
    """As a page of the site asks."""
    response = client.request("POST", "/login", {"user": account.login, "password": account.password})
    return {"Cookie": _cookie(response), "Sec-Fetch-Site": "same-origin"}


def _cookie(response):
    return response.headers["Set-Cookie"].partition(";")[0]


def _make_team(register, org, members):
    """A team of the organisation with these (account, permission)."""
    (team, uid), = register.sql("INSERT INTO prefd.teams (org_id, name) SELECT %s, gen_random_uuid()::text RETURNING id, uid", org)
    for account, permission in members:
        register.sql("INSERT INTO prefd.team_members (org_id, team_id, user_id, permission) VALUES (%s, %s, %s, %s)",
                     org, team, account.id, permission)
    return SimpleNamespace(id=team, uid=uid)


def _callers(register, client, org, foreign, away):
    """Everybody, and the members of the organisation's teams. The third organisation is that of a server admin alone."""
    def person(*words, **keys):
        return register.person(*words, **keys)

    people = {role: person(role, org) for role in ("None", "Viewer", "Editor", "Admin")}
    robots = {role: register.service_account(role, org) for role in ("None", "Viewer", "Editor", "Admin")}
    member, leader, traveller = person("Viewer", org), person("Viewer", org), person("Viewer", org)
    register.join(traveller, foreign, "Admin")
    surfer = person("Viewer", org)
    chief, guest = person("Viewer", org, server_admin=True), person("Viewer", away, server_admin=True)
    homeless, homeless_chief = person("Viewer", away), person("Viewer", away, server_admin=True)
    register.leave(homeless, away)
    register.leave(homeless_chief, away)
    travels = {org: "Viewer", foreign: "Admin"}
    callers = [Caller("nobody", {})]
    for role in people:
        callers.append(Caller(f"{role} by password", _by_password(people[role]), {org: role}))
        callers.append(Caller(f"{role} by token", _by_token(register, people[role]), {org: role}))
        callers.append(Caller(f"{role} by token of one organisation", _by_token(register, people[role], org), {org: role}, bound=org))
        callers.append(Caller(f"service account, {role}", _by_token(register, robots[role], org), {org: role}, is_person=False, bound=org))
    callers += [
        Caller("team member", _by_password(member), {org: "Viewer"}, team=0),
        Caller("team admin", _by_password(leader), {org: "Viewer"}, team=4),
        Caller("member of both", _by_password(traveller), travels),
        Caller("member of both by token of one", _by_token(register, traveller, org), travels, bound=org),
        Caller("server admin, Viewer", _by_password(chief), {org: "Viewer"}, is_server_admin=True),
        Caller("server admin, Viewer, by token", _by_token(register, chief), {org: "Viewer"}, is_server_admin=True),
        Caller("server admin, Viewer, by token of one organisation", _by_token(register, chief, org), {org: "Viewer"},
               is_server_admin=True, bound=org),
        Caller("server admin of elsewhere", _by_password(guest), {away: "Viewer"}, is_server_admin=True),
        Caller("server admin of nowhere", _by_password(homeless_chief), is_server_admin=True),
        Caller("Viewer by session", _by_session(client, surfer), {org: "Viewer"}, has_session=True),
        Caller("member of nothing", _by_password(homeless)),
    ]
    return callers, [(member, 0), (leader, 4)]


@pytest.fixture(scope="module")
def world(shared_site):
    """Two organisations, everybody, one thing of each kind in the first, and a kept connection."""
    register, client = shared_site.register, KeptClient(shared_site.deployment.port)
    org, foreign, away = (register.organisation() for _ in range(3))
    callers, team_members = _callers(register, client, org, foreign, away)
    robot = register.service_account("Viewer", org)
    dashboard, = register.sql("INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) "
                              "VALUES (%s, 'matrix', 'Matrix', 'matrix', '{}') RETURNING id", org)
    world = SimpleNamespace(register=register, org=org, foreign=foreign, callers=callers, team_members=team_members,
                            user=register.person("Viewer", org), robot=robot, robot_token=register.token(robot, org),
                            dashboard=dashboard[0], client=client)
    world.team = _make_team(register, org, team_members)
    yield world
    world.client.close()


def _things(world, path):
    """What the parameters of a path may name without the organisation: something real of the first organisation."""
    if path.startswith("/api/serviceaccounts/"):
        return [world.robot.id, world.robot_token.id]
    if path.startswith("/api/user/stars/dashboard/{"):
        return [world.dashboard]
    if "/uid/" in path:
        return ["matrix"]
    if path.startswith("/api/orgs/name/"):
        return ["Main%20Org."]
    if path.startswith("/api/user/helpflags/"):
        return [1]
    if path.startswith("/api/orgs/") and "/quotas/" in path:
        return ["org_user"]
    return [world.user.id, world.org if "/using/" in path else "org_user"]


def _absent(path):
    return ["absent" if "/uid/" in path else ABSENT] * 2


def _parameters(world, method, path, caller, allowed, org):
    """The values of a path's parameters: real ones, unless the call will be let in and might do something to them."""
    harmless = method != "GET" and allowed
    values = _absent(path) if harmless else _things(world, path)
    if path.startswith("/api/user/using/"):
        return [caller.current_org or ABSENT]
    if path.startswith("/api/orgs/{"):
        return [ABSENT if harmless and (method, path.count("/")) == ("DELETE", 3) else org, *values]
    if path.startswith("/api/teams/{"):
        spare = harmless and (method, path.count("/")) == ("DELETE", 3)
        return [_make_team(world.register, world.org, world.team_members).id if spare else world.team.id, *values]
    return values


def _fill(path, values):
    values = iter(values)
    return re.sub(r"{\w+}", lambda _: str(next(values)), path)


def _ways(world, right):
    """(words, organisation of the query, of the header, in the path): how a request may name organisations."""
    yield "own", None, None, world.org
    yield "foreign by header", None, world.foreign, world.org
    if right.names_org:
        yield "foreign in the path", None, None, world.foreign
    else:
        yield "foreign by query", world.foreign, None, None
        yield "own by query, foreign by header", world.org, world.foreign, None


def _ask(world, method, path, operation, caller, way):
    """(what the facts say, what the server says)"""
    _, query, header, path_org = way
    wanted = query or header
    right = right_of(method, path)
    said = expected(right, caller, wanted, path_org)
    address = _fill(path, _parameters(world, method, path, caller, said == ALLOWED, path_org))
    address += f"?targetOrgId={query}" if query else ""
    headers = {**caller.headers, **({"X-Grafana-Org-Id": str(header)} if header else {})}
    response = world.client.request(method, address, BROKEN if "requestBody" in operation else None, headers)
    if caller.has_session and "Set-Cookie" in response.headers:
        caller.headers["Cookie"] = _cookie(response)
    return said, outcome(response)


@pytest.mark.parametrize("method, path, operation", OPERATIONS, ids=[row[2]["operationId"] for row in OPERATIONS])
def test_who_is_let_in(world, method, path, operation):
    right = right_of(method, path)
    assert right, f"{method} {path} has no line in rights.py: who may, says which fact?"
    assert operation.get("x-permission", "") == right.action
    wrong = []
    for caller in world.callers if right.who != "everybody" else world.callers[:3]:
        for way in _ways(world, right):
            said, done = _ask(world, method, path, operation, caller, way)
            if said != done:
                wrong.append(f"{caller.name}, {way[0]}: {done}, should be {said}")
    assert not wrong, "\n".join(wrong)


def test_the_public_operations_are_those_of_the_facts():
    public = {(method, path) for method, path, operation in OPERATIONS if operation.get("security") == []}
    assert public == {(method, path) for method, path, _ in OPERATIONS if right_of(method, path).who == "everybody"}


def test_no_line_is_there_in_vain():
    """Every operation of the facts is served."""
    served = {(method, re.sub(r"{\w+}", "{}", path)) for method, path, _ in OPERATIONS}
    assert set(RIGHTS) - served == set()
