"""Who asks is forgotten with the request: two organisations' requests in turn through one worker and one connection of each lane, errors
among them, PostgreSQL's sessions and the worker killed among them. No answer has a word of the other organisation, and a session
that serves nobody sees no row."""

import http.client
import json
import os
import random
import signal
import socket

import pytest

from answers import ORG, USER, make_dashboard
from http_client import bearer
from patience import seconds, wait_until
from pending import BACKENDS
from pooler import Pooler
from sizes import size

pytestmark = pytest.mark.long

REQUESTS = size(2400, 200000)
CONNECTIONS = 8
SESSION_KILLS, WORKER_KILLS = 500, 1500  # every so many requests
RANDOM = random.Random(4)


def render(port, secret, method, path, body=None, **headers):
    content = b"" if body is None else json.dumps(body).encode()
    given = {"Host": f"127.0.0.1:{port}", "Authorization": bearer(secret), "Content-Length": len(content), "Content-Type": "application/json",
             **{name.replace("_", "-"): value for name, value in headers.items()}}
    return "\r\n".join([f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]).encode() + b"\r\n\r\n" + content


class Side:
    """An Admin whose organisation has a word of its own in all that is shown of it, and her requests: (octets, expected status)."""

    def __init__(self, site, word):
        self.word = word.encode()
        admin = site.enrol("Admin")
        make_dashboard(admin.client, uid="shared", title=word)
        for path in (USER, ORG):
            assert admin.client.put(path, {"language": word}).status == 200
        assert admin.client.post("/api/teams", {"name": word}).status == 200
        port, secret = site.deployment.port, admin.token.secret
        shown = [render(port, secret, "GET", path) for path in (USER, ORG, "/api/dashboards/uid/shared", "/api/teams/search", "/api/search")]
        changed = [render(port, secret, method, path, {"language": word}) for method in ("PUT", "PATCH") for path in (USER, ORG)]
        failed = [render(port, secret, "GET", "/api/dashboards/uid/missing"), render(port, secret, "PUT", ORG, {"theme": word}),
                  render(port, secret, "PUT", ORG, {"homeDashboardUID": "missing"}), render(port, secret, "GET", "/api/users"),
                  render(port, secret, "PUT", USER, {"language": word}, If_Match='"0"'), render(port, secret + "x", "GET", USER)]
        self.requests = [(one, True) for one in shown * 2] + [(one, False) for one in changed + failed]


class Lane:
    """A connection to nginx that is made again when it ends."""

    def __init__(self, port):
        self.port, self.stream = port, None

    def send(self, octets):
        if self.stream is None:
            self.stream = socket.create_connection(("127.0.0.1", self.port), seconds(20))
        self.stream.sendall(octets)

    def receive(self):
        """(status, octets); status 0: it broke off."""
        answer = http.client.HTTPResponse(self.stream)
        try:
            answer.begin()
            content = answer.read()
        except (http.client.HTTPException, OSError):
            content, answer.will_close = b"", True
        if answer.will_close:
            self.stream.close()
            self.stream = None
        return (answer.status if isinstance(answer.status, int) else 0), content


@pytest.fixture(params=["one session a lane", "through pgbouncer"])
def shared_sessions(request, own_site, scratch, cluster):
    """A site whose requests have to share sessions of PostgreSQL."""
    if request.param == "one session a lane":
        yield own_site(workers=1, settings={"read_connections": 1, "write_connections": 1, "search_connections": 1})
        return
    with Pooler(scratch / "pgbouncer", cluster, size=2) as pooler:
        yield own_site(workers=1, settings={"prepare": "no"}, host=pooler.sockets)


def test_no_context_outlives_its_request(shared_sessions, figures, request):
    site = shared_sessions
    sides = [Side(site, word) for word in ("canary-of-the-north", "canary-of-the-south")]
    lanes = [Lane(site.deployment.port) for _ in range(CONNECTIONS)]
    crossed, missing, counts, kills = [], [], {}, [0, 0]
    for number in range(0, REQUESTS, CONNECTIONS):
        asked = [RANDOM.choice(sides[turn % 2].requests) for turn in range(CONNECTIONS)]
        for lane, (octets, _) in zip(lanes, asked):
            lane.send(octets)
        if number % SESSION_KILLS < CONNECTIONS:
            kills[0] += len(site.register.sql(f"SELECT pg_terminate_backend(pid) {BACKENDS}"))
        if number % WORKER_KILLS < CONNECTIONS and number:
            os.kill(site.deployment.worker_pids()[0], signal.SIGKILL)
            kills[1] += 1
        for turn, (lane, (octets, shows)) in enumerate(zip(lanes, asked)):
            status, content = lane.receive()
            counts[status] = counts.get(status, 0) + 1
            if sides[1 - turn % 2].word in content:
                crossed.append((octets, content))
            if shows and status == 200 and sides[turn % 2].word not in content:
                missing.append((octets, content))
        wait_until(site.deployment.worker_pids, 10, "a worker")
    figures("T4", f"{request.node.callspec.id}: {sum(counts.values())} requests of two organisations in turn, {kills[0]} sessions and {kills[1]} workers killed, "
            f"answers {dict(sorted(counts.items()))}: {len(crossed)} crossed rows")
    assert not crossed and not missing, (crossed[:2], missing[:2])
    assert counts[200] > REQUESTS / 3 and {400, 401, 403, 404, 412} <= set(counts)


def test_without_a_context_there_is_nothing(site):
    """In every table that the worker's role may read at all."""
    site.enrol("Admin")
    connection = site.cluster.connect(site.database)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'prefd'::regnamespace AND c.relkind IN ('r', 'p') "
                       "AND has_any_column_privilege('prefd_worker', c.oid, 'SELECT')")
        tables = [name for name, in cursor.fetchall()]
        assert len(tables) >= 10
        cursor.execute("SET SESSION AUTHORIZATION prefd_worker")
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM (SELECT FROM prefd.{table}) rows")
            assert cursor.fetchone() == (0,), table
    connection.close()
