"""The clients of the ledger: each is an Admin with an organisation shared by a few, makes things, changes and ends them, in
an order that chance decides, and sends again under the same key what it was not told the end of."""

import itertools
import random
import threading
import time

from http_client import bearer
from ledger import Ledger, is_refusal, is_under_way
from operations import OPERATIONS, documented, fill
from patience import seconds
from volley import Shot, Volley

KEPT = 40  # things of a kind that a client remembers


def _flat(parts):
    """A thing may have a name of two parts."""
    return [one for part in parts for one in (part if isinstance(part, tuple) else (part,))]


class Client(threading.Thread):
    def __init__(self, crew, number, actor, mates, guest):
        super().__init__(daemon=True)
        self.crew, self.number, self.actor, self.mates, self.guest = crew, number, actor, mates, guest
        self.random = random.Random(number)
        self.serial = itertools.count()
        self.things = {}
        self.keyed = 0.8  # how many of the requests that may do without a key have one
        self.insists = False  # whether it sends again also what was refused for the moment, with nothing done
        self.ledger = Ledger(crew.directory / f"client-{number}.jsonl")
        self.volley = Volley(crew.site.deployment.port)
        self.failure = None

    def some(self, kind):
        """One of the things of a kind, or None."""
        return self.random.choice(self.things[kind]) if self.things.get(kind) else None

    def run(self):
        try:
            while not self.crew.ended.is_set():
                self.act(self.random.choices(list(OPERATIONS), [one.weight for one in OPERATIONS.values()])[0])
        except BaseException as error:  # the crew raises it
            self.failure = error
        finally:
            self.volley.close()

    def _part(self, name):
        fixed = {"own": self.actor.org, "me": self.actor.account.id, "mate": self.mates[0].id, "guest": self.guest.id}
        return fixed[name] if name in fixed else self.some(name) if isinstance(name, str) and name.isupper() else name

    def parts(self, path):
        """What fills a path, of these kinds; None where there is none of a kind."""
        return _flat(self._part(part) for part in path)

    def act(self, name):
        """Send one operation until its end is known, as far as that can be; none when there is nothing to do it to."""
        operation, token = OPERATIONS[name], f"lg{self.number:02x}{next(self.serial):04x}"
        method, path = documented()[name]
        parts, body = [self._part(part) for part in operation.path], operation.body(self, token)
        if None in parts or (isinstance(body, dict) and None in body.values()):
            return None
        if operation.ends:
            self.things[operation.path[-1]].remove(parts[-1])
        keyed = operation.keyed == "always" or (operation.keyed == "mostly" and self.random.random() < self.keyed)
        headers = {"Authorization": bearer(self.actor.token.secret), **({"Idempotency-Key": token} if keyed else {})}
        answer = self._send(token, name, Shot(method, fill(path, _flat(parts)), body, headers), keyed)
        if answer is not None and answer.status < 300:
            self._learn(operation, parts, answer)
        return answer

    def _send(self, token, name, shot, keyed):
        """The answer that settled it; None when that is not to be had."""
        self.ledger.intend(token, name, shot, keyed)
        end, doubt = time.monotonic() + seconds(20), self.insists
        while time.monotonic() < end:
            begin = time.monotonic()
            answer = self.volley.send_one(shot)
            elapsed = time.monotonic() - begin
            self.ledger.told(token, answer, elapsed)
            line = {} if answer is None else {"status": answer.status, "retry": answer.headers["Retry-After"], "text": answer.text}
            if answer is not None and answer.status < 500 and not is_under_way(line):
                return answer
            doubt = doubt or not is_refusal(line)
            if not keyed or not doubt:
                time.sleep(0.02)
                return None
            time.sleep(0.05)
        return None

    def _learn(self, operation, parts, answer):
        if operation.makes:
            kind, thing_of = operation.makes
            self._keep(kind, thing_of(answer.json(), parts))
            if kind == "DASHBOARD":
                self._keep("DASHBOARD_ID", answer.json()["id"])

    def _keep(self, kind, thing):
        kept = self.things.setdefault(kind, [])
        kept.append(thing)
        if len(kept) > KEPT:
            del kept[0]


class Crew:
    """A context manager: the clients at work. After it, the ledger is whole."""

    def __init__(self, site, clients, directory):
        self.site, self.directory = site, directory
        self.ended = threading.Event()
        register = site.register
        orgs = [register.organisation() for _ in range(max(1, clients // 4))]
        self.clients = []
        for number in range(clients):
            org = orgs[number % len(orgs)]
            account = register.person("Admin", org, server_admin=True)
            mates = [register.person("Viewer", org) for _ in range(2)]
            self.clients.append(Client(self, number, _Actor(account, register.token(account)), mates, register.person("Viewer", 1)))
        self._lift_quotas(orgs)

    def _lift_quotas(self, orgs):
        chief = self.site.client(self.clients[0].actor.token)
        for org in [1, *orgs]:
            for target in ("org_user", "dashboard", "api_key"):
                assert chief.put(f"/api/orgs/{org}/quotas/{target}", {"limit": -1}).status == 200
        for client in self.clients:
            for person in (client.actor.account, *client.mates, client.guest):
                assert chief.put(f"/api/admin/users/{person.id}/quotas/org_user", {"limit": -1}).status == 200

    def __enter__(self):
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for client in self.clients:
            client.join(seconds(40))
            client.ledger.close()
        failures = [client.failure for client in self.clients if client.failure]
        if failures:
            raise failures[0]
        assert not any(client.is_alive() for client in self.clients), "a client hangs"


class _Actor:
    def __init__(self, account, token):
        self.account, self.token, self.org = account, token, account.org
