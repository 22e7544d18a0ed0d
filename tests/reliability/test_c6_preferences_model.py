"""C6: histories of preferences are explainable. hypothesis thinks out what several people with changing rights in two
organisations ask of the three APIs, one after the other, and the model says what each must be answered and leave. Each run
has people and organisations of its own; a failure prints its shortest history, the same on every machine."""

import itertools
import json
import multiprocessing
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import psycopg2
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from cluster import Cluster
from kept_line import Line
from model.bodies import CHANGES, DOCUMENTS, ITEMS
from model.people import PEOPLE, Maker
from model.world import Request
from sizes import size

pytestmark = pytest.mark.long

PROCESSES = 2

# By the place in PEOPLE; one more than there are people is who has a second token.
actors = st.sampled_from((1, 1, 1, 1, 2, 2, 3, 0, 4, 5, 6))  # so that some meet what they have left behind
leaders = st.sampled_from((1, 1, 1, 3, 3, 0, 2, 4, 5, 6))  # mostly those who may
people = st.integers(0, len(PEOPLE) - 1)
orgs = st.integers(0, 1)
wanted = st.sampled_from((None, None, None, 0, 1))
subjects = st.sampled_from(("user", "user", "user", "org", "org", 0, 1, 2))
documents = st.sampled_from(DOCUMENTS)
changes = st.sampled_from(CHANGES)
items = st.sampled_from(ITEMS)
tags = st.sampled_from((None,) * 5 + ("last", "older", "none"))
keys = st.sampled_from((None, None, "new", "new", "used"))
places = st.integers(0, 5)
owners = st.sampled_from(("own",) * 8 + (None, 1, 2, 3, 4))

# What a write shows nothing of is read at once.
READ_BACK = {"put_preferences": ("get_preferences", None), "patch_preferences": ("get_preferences", None),
             "set_home": ("get_preferences", "/api/user/preferences"), "patch_effective": ("get_effective", None)}


class Histories(RuleBasedStateMachine):
    """One run: a world, what is asked in it, and whether each answer is the one that the model says."""

    line = maker = prefix = None
    seen = Counter()  # thoughts with their answers' statuses

    def __init__(self):
        super().__init__()
        self.world, self.people, self.callers = self.maker.make(self.prefix)
        self.orgs, self.serial = list(self.world.orgs), itertools.count(1)
        self.told, self.used, self.sent = {}, [], []

    # ---- how things are asked

    def _tag(self, path, which):
        """An entity tag that was told at this path, to whomever; one that nobody was told when there is none."""
        told = self.told.get(path, [])
        if which is None or which == "none":
            return which and '"never told"'
        return told[-1] if told and which == "last" else told[0] if told else None

    def _key(self, which):
        if which == "used" and self.used:
            return self.used[-1 - next(self.serial) % min(3, len(self.used))]
        if which is None:
            return None
        self.used.append(f"key-{next(self.serial)}")
        return self.used[-1]

    def ask(self, thought, who, method, path, *arguments, body=None, wanted=None, tag=None, key=None):
        caller, secret = self.callers[who]
        request = Request(caller, method, path, body, None if wanted is None else self.orgs[wanted], self._tag(path, tag), method == "GET",
                          self._key(key))
        self._hold(thought, request, secret, arguments)
        if request.key:
            self.sent.append((thought, request, secret, arguments))
        if thought in READ_BACK:
            read, path = READ_BACK[thought]
            self._hold(read, Request(caller, "GET", path or request.path, wanted=request.wanted), secret, arguments or ("user",))

    def _hold(self, thought, request, secret, arguments):
        """Ask, and hold the answer against the model's."""
        said = self.world.judge(getattr(self.world, thought), request, *arguments)
        answer = self._send(request, secret)
        self.seen[thought, answer.status, said.replay] += 1
        context = (f"{request}: answered {answer.status} {answer.body[:900]}, expected {said.status} {said.refusal or ''} "
                   f"{'' if callable(said.body) else said.body}")
        if answer.status in said.also:
            return
        assert answer.status == said.status, context
        assert (answer.headers.get("X-Idempotent-Replay") == "true") == said.replay, context
        assert said.refusal is None or answer.refusal() == said.refusal, context
        if callable(said.body):
            assert said.body(answer.json()), context
        elif said.body is not None:
            assert answer.json() == said.body, context
        said.commit(answer)
        if said.resource and "ETag" in answer.headers:
            resource = said.resource() if callable(said.resource) else said.resource
            self.world.tell(answer.headers["ETag"], "message" not in answer.json(), *resource)
            self.told.setdefault(request.path, []).append(answer.headers["ETag"])

    def _send(self, request, secret):
        path, _, query = request.path.partition("?")
        body = b"" if request.body is None else request.body if isinstance(request.body, bytes) else json.dumps(request.body).encode()
        parameters = {"REQUEST_METHOD": request.method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_LENGTH": len(body) or "",
                      "REQUEST_ID": "0" * 32, "REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": "Bearer " + secret,
                      "CONTENT_TYPE": "application/json", "HTTP_CONTENT_TYPE": "application/json"}
        for name, value in (("X_GRAFANA_ORG_ID", request.wanted), ("IDEMPOTENCY_KEY", request.key),
                            ("IF_NONE_MATCH" if request.unless else "IF_MATCH", request.tag)):
            if value is not None:
                parameters["HTTP_" + name] = value
        return self.line.ask(parameters, body)

    # ---- Grafana's preferences

    def _subject(self, subject):
        """The path of a row, and what the model knows it as."""
        if isinstance(subject, str):
            return f"/api/{subject}/preferences", subject
        team = self._a_team(subject)
        return f"/api/teams/{team}/preferences", team

    def _a_team(self, place):
        teams = sorted(team for org in self.world.orgs.values() for team in org.teams)
        return teams[place % len(teams)] if teams else 10 ** 9

    def _numbered(self, document):
        """A document with the number of the dashboard that it names."""
        named = document.get("homeDashboardId") if isinstance(document, dict) else None
        if not isinstance(named, tuple):
            return document
        numbers = [org.dashboards[named[1]] for org in self.world.orgs.values() if named[1] in org.dashboards]
        return {**document, "homeDashboardId": numbers[0] if numbers else 10 ** 9}

    @rule(who=actors, wanted=wanted, subject=subjects, tag=tags)
    def read_preferences(self, who, wanted, subject, tag):
        path, subject = self._subject(subject)
        self.ask("get_preferences", who, "GET", path, subject, wanted=wanted, tag=tag)

    @rule(who=actors, wanted=wanted, subject=subjects, document=documents, tag=tags, key=keys)
    def replace_preferences(self, who, wanted, subject, document, tag, key):
        path, subject = self._subject(subject)
        self.ask("put_preferences", who, "PUT", path, subject, body=self._numbered(document), wanted=wanted, tag=tag, key=key)

    @rule(who=actors, wanted=wanted, subject=st.sampled_from(("user", "user", "org")), document=documents, tag=tags, key=keys)
    def patch_preferences(self, who, wanted, subject, document, tag, key):
        path, subject = self._subject(subject)
        self.ask("patch_preferences", who, "PATCH", path, subject, body=self._numbered(document), wanted=wanted, tag=tag, key=key)

    @rule(who=actors, wanted=wanted, uid=st.sampled_from(("d1", "d1", "d2", "home", "gone")))
    def set_home(self, who, wanted, uid):
        self.ask("set_home", who, "POST", "/api/preferences/set-home-dash", body={"homeDashboardUID": uid}, wanted=wanted)

    @rule(who=actors, wanted=wanted)
    def look_at_home(self, who, wanted):
        self.ask("home_page", who, "GET", "/api/dashboards/home", wanted=wanted)

    # ---- what decides who may do what

    @rule(who=leaders, uid=st.sampled_from(("d1", "d2")), kept=st.booleans())
    def change_dashboards(self, who, uid, kept):
        if kept:
            self.ask("save_dashboard", who, "POST", "/api/dashboards/db", uid, body={"dashboard": {"uid": uid, "title": uid}})
        else:
            self.ask("delete_dashboard", who, "DELETE", f"/api/dashboards/uid/{uid}", uid)

    @rule(who=leaders, place=places, made=st.booleans())
    def change_teams(self, who, place, made):
        if made:
            self.ask("make_team", who, "POST", "/api/teams", body={"name": f"team {next(self.serial)}"})
        else:
            team = self._a_team(place)
            self.ask("delete_team", who, "DELETE", f"/api/teams/{team}", team)

    @rule(who=leaders, place=places, person=people, how=st.sampled_from(("add", "raise", "lower", "take")))
    def change_a_team(self, who, place, person, how):
        team, id = self._a_team(place), self.people[person].id
        members = f"/api/teams/{team}/members"
        if how == "add":
            self.ask("add_to_team", who, "POST", members, team, id, body={"userId": id})
        elif how == "take":
            self.ask("take_from_team", who, "DELETE", f"{members}/{id}", team, id)
        else:
            permission = 4 if how == "raise" else 0
            self.ask("raise_in_team", who, "PUT", f"{members}/{id}", team, id, permission, body={"permission": permission})

    @rule(who=leaders, org=orgs, person=people, role=st.sampled_from(("Viewer", "Editor", "Admin", "None")),
          how=st.sampled_from(("add", "role", "take")))
    def change_members(self, who, org, person, role, how):
        number, person = self.orgs[org], self.people[person]
        path = f"/api/orgs/{number}/users"
        if how == "add":
            self.ask("add_member", who, "POST", path, number, person, role, body={"loginOrEmail": person.login, "role": role})
        elif how == "role":
            self.ask("give_role", who, "PATCH", f"{path}/{person.id}", number, person, role, body={"role": role})
        else:
            self.ask("take_out", who, "DELETE", f"{path}/{person.id}", number, person)

    @rule(who=people, org=orgs)
    def use_org(self, who, org):
        number = self.orgs[org]
        self.ask("use_org", who, "POST", f"/api/user/using/{number}", number)

    @rule(who=st.sampled_from((0, 0, 0, 1, 6)), person=people, server_admin=st.booleans())
    def permit(self, who, person, server_admin):
        person = self.people[person]
        self.ask("permit", who, "PUT", f"/api/admin/users/{person.id}/permissions", person, server_admin, body={"isGrafanaAdmin": server_admin})

    @rule(who=leaders, person=people, role=st.sampled_from(("broker", "photographer", "agent", None)), manager=st.none() | people)
    def manage(self, who, person, role, manager):
        person, manager = self.people[person], None if manager is None else self.people[manager].id
        self.ask("manage", who, "PATCH", f"/api/v1/users/{person.id}", person, role, manager, key="new",
                 body={"role": role, "manager_id": manager and str(manager)})

    # ---- Valara's

    @rule(who=actors, person=people, tag=tags)
    def read_effective(self, who, person, tag):
        person = self.people[person]
        self.ask("get_effective", who, "GET", f"/api/v1/users/{person.id}/preferences", person, tag=tag)

    @rule(who=actors, person=people, change=changes, tag=tags, key=st.sampled_from(("new",) * 5 + ("used", None)))
    def patch_effective(self, who, person, change, tag, key):
        person = self.people[person]
        self.ask("patch_effective", who, "PATCH", f"/api/v1/users/{person.id}/preferences", person, body=change, tag=tag, key=key)

    # ---- SelfCommunity's

    def _owner(self, owner):
        person = None if owner is None else self.people[owner]
        return person, f"/api/v2/user/{person.id if person else 'me'}/preference/"

    def _an_item(self, who, owner, place):
        """Who asks, the owner in the path and an item; owner 'own': whoever has the item, where there is one."""
        found = sorted((number, item.owner) for org in self.world.orgs.values() for number, item in org.items.items())
        number, holder = found[place % len(found)] if found else (10 ** 9, None)
        if owner == "own" and holder:
            return next(place for place, person in enumerate(self.people) if person.id == holder), *self._owner(None), number
        return who, *self._owner(None if owner == "own" else owner), number

    @rule(who=actors, owner=st.none() | people, search=st.sampled_from((None, "a", "b")), limit=st.sampled_from((0, 1, 2)), offset=st.integers(0, 2))
    def list_items(self, who, owner, search, limit, offset):
        person, path = self._owner(owner)
        query = f"?limit={limit}&offset={offset}" + (f"&search={search}" if search else "")
        self.ask("list_items", who, "GET", path + query, person, search, limit, offset)

    @rule(who=actors, owner=st.none() | people, body=items, key=keys)
    def make_item(self, who, owner, body, key):
        person, path = self._owner(owner)
        self.ask("make_item", who, "POST", path, person, body=body, key=key)

    @rule(who=actors, owner=owners, place=places, tag=tags)
    def read_item(self, who, owner, place, tag):
        who, person, path, number = self._an_item(who, owner, place)
        self.ask("get_item", who, "GET", f"{path}{number}/", person, number, tag=tag)

    @rule(who=actors, owner=owners, place=places, body=items | st.none(), method=st.sampled_from(("PUT", "PATCH")), tag=tags, key=keys)
    def write_item(self, who, owner, place, body, method, tag, key):
        who, person, path, number = self._an_item(who, owner, place)
        self.ask("write_item", who, method, f"{path}{number}/", person, number, body=body, tag=tag, key=key)

    @rule(who=actors, owner=owners, place=places, tag=tags, key=keys)
    def delete_item(self, who, owner, place, tag, key):
        who, person, path, number = self._an_item(who, owner, place)
        self.ask("delete_item", who, "DELETE", f"{path}{number}/", person, number, tag=tag, key=key)

    # ---- once more

    @rule(place=places)
    def repeat(self, place):
        """Send something again under its key."""
        if self.sent:
            thought, request, secret, arguments = self.sent[-1 - place % len(self.sent)]
            again = Request(request.caller, request.method, request.path, request.body, request.wanted, request.tag, request.unless, request.key)
            self._hold(thought, again, secret, arguments)


def play(number, runs, steps, socket_path, conninfo):
    """One process's share; returns what was asked, and how it was answered."""
    connection = psycopg2.connect(conninfo)
    connection.autocommit = True

    @seed(number)
    class Share(Histories):
        line, maker, prefix = Line(socket_path, 20), Maker(connection), f"share{number}"

    chosen = settings(max_examples=runs, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
                      phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Share, settings=chosen)
    return Share.seen


@pytest.fixture
def quick_cluster(scratch):
    """Nothing here is about what a crash leaves."""
    server = Cluster(scratch / "pg-model", {"fsync": "off"})
    server.start()
    yield server
    server.crash()


def test_histories_are_the_models(own_site, quick_cluster, figures):
    runs, steps = size((2000, 30), (5000, 50))
    unlimited = {f"valara_{what}_per_minute": 0 for what in ("reads", "writes", "lists")}
    site = own_site(cluster=quick_cluster, workers=PROCESSES, settings=unlimited)
    shares = [(number, runs // PROCESSES, steps, site.deployment.socket, quick_cluster.conninfo(site.database)) for number in range(PROCESSES)]
    begin = time.monotonic()
    # Not forks, which would inherit this process's handler of SIGTERM, and then not always end by it.
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        seen = sum(pool.map(play, *zip(*shares)), Counter())
    steps = sum(seen.values())
    figures("C6 preferences against the model", f"{runs} runs, {steps} requests, {steps / (time.monotonic() - begin):.0f} a second: no difference")
