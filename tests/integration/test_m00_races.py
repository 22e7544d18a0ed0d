"""Two at once (design: reliability 3): many requests of one key, many writers of one version, many keys of one resource,
against four workers of which some are killed."""

import os
import random
import signal
import time
import uuid
from collections import Counter

import pytest

import valara
from answers import DASHBOARDS, ORG, USER, preferences
from community import ME, item, make
from patience import at_most, pause, seconds, wait_until
from pending import Asking, HeldRow, waiting
from sizes import size
from volley import Shot, Volley, is_unknown

pytestmark = pytest.mark.long

TOGETHER = 64
WRITERS = 32


@pytest.fixture
def four(own_site):
    return own_site(workers=4, settings={"valara_reads_per_minute": 0, "valara_writes_per_minute": 0, "valara_idempotency_required": "no"})


@pytest.fixture
def volley(four):
    volley = Volley(four.deployment.port)
    yield volley
    volley.close()


class Dashboard:
    """Each request that is done makes one more of this title."""

    def __init__(self, site, actor, number):
        self.site, self.actor, self.title = site, actor, f"Round {number}"
        self.method, self.path, self.body = "POST", DASHBOARDS, {"dashboard": {"title": self.title}}

    def effects(self):
        return self.site.register.sql("SELECT count(*) FROM prefd.dashboards WHERE org_id = %s AND title = %s",
                                      self.actor.org, self.title)[0][0]


class Patch:
    """Each request that is done raises the version by one."""

    def __init__(self, site, actor, number):
        self.site, self.actor = site, actor
        self.method, self.path, self.body = "PATCH", USER, {"queryHistory": {"homeTab": f"round {number}"}}
        self.before = self._version()

    def _version(self):
        stored = self.site.register.stored(self.actor.org, self.actor.account.id)
        return stored[1] if stored else 0

    def effects(self):
        return self._version() - self.before


class Agency(Patch):
    """The same through Valara's API."""

    def __init__(self, site, actor, number):
        super().__init__(site, actor, number)
        self.path, self.body = valara.preferences_of(actor), {"language": f"x-{number}"}


class Robot:
    """Each request that is done makes one more service account of this name."""

    def __init__(self, site, actor, number):
        self.site, self.actor, self.name = site, actor, f"robot {number}"
        self.method, self.path, self.body = "POST", "/api/serviceaccounts", {"name": self.name}

    def effects(self):
        return self.site.register.sql("SELECT count(*) FROM prefd.users u JOIN prefd.org_members m ON m.user_id = u.id "
                                      "WHERE m.org_id = %s AND u.name = %s", self.actor.org, self.name)[0][0]


class Keyed:
    """A second one is refused by the key's own constraint, which would show as another answer."""

    def __init__(self, site, actor, number):
        self.site, self.actor, self.key = site, actor, f"round-{number}"
        self.method, self.path, self.body = "POST", ME, {"key": self.key, "value": number}

    def effects(self):
        return self.site.register.sql("SELECT count(*) FROM prefd.keyed_preferences WHERE org_id = %s AND key = %s",
                                      self.actor.org, self.key)[0][0]


def said(answer):
    """What two answers to one request have in common."""
    return answer.status, answer.body, answer.headers["ETag"], answer.headers["Content-Type"]


def is_in_progress(answer):
    return answer.status == 409 and ("still under way" in answer.text or "in_progress" in answer.text)


def settle(volley, shot):
    """Send it until it is answered for good."""
    return wait_until(lambda: next((answer for answer in volley.send([shot])
                                    if not is_unknown(answer) and not is_in_progress(answer)), None), 15, "an answer for good")


def kill_one(site, generator):
    """kill -9 of a worker a moment after the requests have been sent."""
    pids = wait_until(lambda: len(pids := site.deployment.worker_pids()) == 4 and pids, 10, "four workers")

    def kill():
        time.sleep(generator.uniform(0, 0.015))
        os.kill(generator.choice(pids), signal.SIGKILL)
    return kill


def test_one_key_many_requests(four, volley, figures):
    """64 at once with one key: done once; every answer is the same or says that the first is under way; also when a worker
    is killed among them, which is done in each tenth round."""
    rounds, generator, seen = size(40, 1000), random.Random(64), Counter()
    actor = four.enrol("Admin")
    for number in range(rounds):
        effect = (Dashboard, Patch, Robot, Keyed, Agency)[number % 5](four, actor, number)
        key = {"Idempotency-Key": f'"{uuid.uuid4()}"', **actor.client.headers}
        shot = Shot(effect.method, effect.path, effect.body, key)
        kills = number % 10 == 9
        answers = volley.send([shot] * TOGETHER, *([kill_one(four, generator)] if kills else []))
        final = settle(volley, shot)
        known = [answer for answer in answers if not is_unknown(answer) and not is_in_progress(answer)]
        assert final.status in (200, 201), final.text
        assert effect.effects() == 1, f"round {number}: {effect.effects()} effects of {shot.method} {shot.path}"
        assert {said(answer) for answer in known} <= {said(final)}, (number, {said(answer) for answer in known}, said(final))
        assert sum("X-Idempotent-Replay" not in answer.headers for answer in known) <= 1
        assert kills or not any(is_unknown(answer) for answer in answers)
        other = volley.send([Shot(shot.method, shot.path, {**effect.body, "more": 1}, key)])[0]
        assert other.status == 409 and not is_in_progress(other), other.text
        seen.update(rounds=1, killed=kills, same=len(known), unknown=sum(map(is_unknown, answers)))
        seen["in progress"] += TOGETHER - len(known) - sum(map(is_unknown, answers))
    four.deployment.roll()
    assert said(settle(volley, shot)) == said(final), "a restart has forgotten a key"
    figures("C3 one key, 64 requests at once", f"{dict(seen)}: one effect in each of {rounds} rounds, 0 other answers")


def test_one_key_while_the_first_is_under_way(four, volley):
    """Who sends it again in vain for two seconds is told so, and later gets the answer."""
    actor = four.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    shot = Shot("PATCH", USER, {"theme": "light"}, {"Idempotency-Key": f'"{uuid.uuid4()}"', **actor.client.headers})
    with HeldRow(four, actor):
        first = Asking(lambda: actor.client.patch(USER, shot.body, headers=shot.headers))
        wait_until(lambda: waiting(four), 5, "the write waiting")
        again = volley.send([shot] * 8)
        assert all(is_in_progress(answer) for answer in again), Counter(answer.status for answer in again)
        at_most(max(answer.seconds for answer in again), seconds(5), "took, s")
    assert first.result(10).status == 200
    assert said(settle(volley, shot)) == said(first.answer)
    assert four.register.stored(actor.org, actor.account.id)[1] == 2


# How to write it, and the versions of the full size.
RESOURCES = {
    "organisation's preferences": (lambda actor: (ORG, "PUT", lambda turn: {"language": f"x-{turn}"}), 10000),
    "person's preferences": (lambda actor: (USER, "PATCH", lambda turn: {"language": f"x-{turn}"}), 500),
    "keyed preference": (lambda actor: (item("me", make(actor.client)["id"]), "PATCH", lambda turn: {"value": turn}), 500),
    "what counts for a person": (lambda actor: (valara.preferences_of(actor), "PATCH", lambda turn: {"language": f"x-{turn}"}), 500),
}


@pytest.mark.parametrize("resource", RESOURCES)
def test_one_version_many_writers(four, volley, figures, resource):
    """32 writers that have all seen the same version: one wins, the others are told that it has changed."""
    resource_of, full = RESOURCES[resource]
    versions, actor = size(60, full), four.enrol("Admin")
    path, method, body = resource_of(actor)
    tag, refused = actor.client.get(path).headers["ETag"], 0
    for turn in range(versions):
        headers = {**actor.client.headers, "If-Match": tag}
        bodies = [body(turn * WRITERS + writer) for writer in range(WRITERS)]
        answers = volley.send([Shot(method, path, one, headers) for one in bodies])
        winners = [place for place, answer in enumerate(answers) if answer.status == 200]
        assert len(winners) == 1, (turn, Counter(answer.status for answer in answers))
        assert Counter(answer.status for answer in answers) == {200: 1, 412: WRITERS - 1}
        read = actor.client.get(path)
        assert bodies[winners[0]].items() <= read.json().items(), "what is stored is not the winner's"
        tag, refused = answers[winners[0]].headers["ETag"], refused + WRITERS - 1
        assert {answer.headers["ETag"].strip('"').partition(".")[0] for answer in answers} == {tag.strip('"').partition(".")[0]}
    figures(f"C1 one version, 32 writers, {resource}", f"{versions} versions: one winner each, {refused} x 412")


def test_first_version_many_writers(four, volley, figures):
    """The same for preferences that nobody has written yet."""
    rounds, actor = size(20, 500), four.enrol("Viewer")
    headers = {**actor.client.headers, "If-Match": actor.client.get(USER).headers["ETag"]}
    for number in range(rounds):
        answers = volley.send([Shot("PUT", USER, {"language": f"x-{writer}"}, headers) for writer in range(WRITERS)])
        assert Counter(answer.status for answer in answers) == {200: 1, 412: WRITERS - 1}, number
        four.register.sql("DELETE FROM prefd.preferences WHERE user_id = %s", actor.account.id)
    figures("C1 the first version, 32 writers", f"{rounds} rounds: one winner each")


# The role beside an account that is not its membership's; none beside it is looked up.
ASTRAY = """SELECT u.login, u.org_id, u.org_role, m.role FROM prefd.users u
              LEFT JOIN prefd.org_members m ON m.user_id = u.id AND m.org_id = u.org_id
             WHERE u.org_role IS NOT NULL AND u.org_role IS DISTINCT FROM m.role"""


def test_whose_role_changes_while_she_moves(four, volley, figures):
    """Somebody goes from one organisation to another and back while their Admins give her other roles, remove her and take her
    in again: nobody is told of what went wrong, and where she is she has the role that she has there."""
    rounds, generator, said = size(60, 1000), random.Random(24), Counter()
    chiefs = [four.enrol("Admin") for _ in range(2)]
    her = four.enrol("Viewer")  # removed from one, she falls back to the other, whose id is lower
    moves = [Shot("POST", f"/api/user/using/{org}", headers=her.client.headers) for org in (her.org, *(chief.org for chief in chiefs))]
    for number in range(rounds):
        shots = moves * 4
        for chief in chiefs:
            headers = chief.client.headers
            shots += [Shot("PATCH", f"/api/org/users/{her.account.id}", {"role": role}, headers) for role in ("Viewer", "Editor", "Admin")]
            shots += [Shot("POST", "/api/org/users", {"loginOrEmail": her.account.login, "role": "Editor"}, headers)] * 2
            shots += [Shot("DELETE", f"/api/org/users/{her.account.id}", headers=headers)]
        mixed = generator.sample(shots, len(shots))
        said.update((shot.method, answer.status) for shot, answer in zip(mixed, volley.send(mixed)))
        assert not four.register.sql(ASTRAY), number
    assert {status for _, status in said} <= {200, 401, 404, 409}, said
    pause(1.5)  # PostgreSQL tells its counters a moment later
    deadlocks = four.register.sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0]
    figures("C4 a role that changes while its holder moves", f"{rounds} rounds of {len(shots)} at once: {dict(said)}, {deadlocks} deadlocks")
    assert deadlocks == 0


def changes(turn):
    """For each key that can be patched alone, what this turn makes of it, and how that reads."""
    text = f"turn-{turn}"
    return {
        "theme": ({"theme": ("dark", "light")[turn % 2]},) * 2,
        "timezone": ({"timezone": ("Europe/Berlin", "America/New_York")[turn % 2]},) * 2,
        "weekStart": ({"weekStart": ("monday", "sunday")[turn % 2]},) * 2,
        "language": ({"language": f"x-{turn}"},) * 2,
        "regionalFormat": ({"regionalFormat": f"x-{turn}"},) * 2,
        "navbar": ({"navbar": {"bookmarkUrls": [text]}},) * 2,
        "queryHistory": ({"queryHistory": {"homeTab": text}},) * 2,
        "cookies": ({"cookies": [("analytics", "functional")[turn % 2]]},
                    {"cookiePreferences": {("analytics", "functional")[turn % 2]: {}}}),
    }


def test_patches_through_two_apis(four, volley, figures):
    """Five keys through Valara's API and four through Grafana's, of one person."""
    turns, actor = size(100, 2000), four.enrol("Admin")
    path = valara.preferences_of(actor)
    for turn in range(turns):
        mine = {"theme": ("dark", "light")[turn % 2], "timezone": ("Europe/Berlin", "UTC")[turn % 2], "language": f"x-{turn}",
                "date_time_format": ("us", "uk")[turn % 2], "measurement_unit": ("metric", "imperial")[turn % 2]}
        theirs = {key: pair for key, pair in changes(turn).items() if key in ("weekStart", "navbar", "queryHistory", "cookies")}
        shots = [Shot("PATCH", path, {key: value}, actor.client.headers) for key, value in mine.items()]
        shots += [Shot("PATCH", USER, body, actor.client.headers) for body, _ in theirs.values()]
        assert {answer.status for answer in volley.send(shots)} == {200}
        assert valara.shown(actor.client.get(path)) == mine, turn
        read = preferences(actor.client)
        assert [key for key, (_, reads) in theirs.items() if not reads.items() <= read.items()] == [], (turn, read)
    figures("C2 patches of one person through two APIs", f"{turns} turns x {len(shots)} keys: 0 lost")


@pytest.mark.parametrize("path", [USER, ORG])
def test_patches_of_different_keys(four, volley, figures, path):
    """Eight clients, each with a key of its own: nobody undoes what another has set."""
    turns, actor = size(100, 5000), four.enrol("Admin")
    for turn in range(turns):
        wanted = changes(turn)
        answers = volley.send([Shot("PATCH", path, body, actor.client.headers) for body, _ in wanted.values()])
        assert {answer.status for answer in answers} == {200}
        read = preferences(actor.client, path)
        lost = [key for key, (_, reads) in wanted.items() if not reads.items() <= read.items()]
        assert lost == [], (turn, read)
    figures(f"C2 patches of different keys, {path}", f"{turns} turns x {len(wanted)} keys: 0 lost")
