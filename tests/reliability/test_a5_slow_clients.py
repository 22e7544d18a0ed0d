"""A5: clients that speak slowly, listen slowly or not at all hold connections of nginx, but no worker, and keep nobody waiting."""

import os
import resource
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from answers import USER
from arrivals import Arrivals, percentile
from patience import SLOW, at_most, wait_until
from sizes import size
from volley import Shot

pytestmark = [pytest.mark.long, pytest.mark.alone]

COUNT = 1000  # no less: each holds only a descriptor
_BODY = b"PUT /api/user/preferences HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
_LARGE = b"GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
_DRIP, _PACE = 1.0, 0.001

# What each says at once, and then, over and over, every second; None: nothing, and it does not listen either.
SLOW_ONES = {
    "headers": (b"GET /api/user/preferences HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"x"),
    "body": (_BODY, b" "),
    "reading": (_LARGE, None),
    "silence": (b"", None),
}


@pytest.fixture(autouse=True)
def descriptors():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class SlowClients(threading.Thread):
    """All of them, kept at it by one thread; those whom nginx has shown the door come again."""

    def __init__(self, port, said, then):
        super().__init__(daemon=True)
        self.port, self.said, self.then = port, said, then
        self.ended, self.shown_out = threading.Event(), 0
        self.streams = [self._connect() for _ in range(COUNT)]
        self.start()

    def _connect(self):
        stream = socket.socket()
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stream.connect(("127.0.0.1", self.port))
        stream.sendall(self.said)
        stream.setblocking(False)
        time.sleep(_PACE)
        return stream

    def _drip(self, place):
        try:
            self.streams[place].send(self.then or b"")
            if self.then is not None and self.streams[place].recv(1, socket.MSG_PEEK) == b"":
                raise ConnectionResetError
        except BlockingIOError:
            pass
        except OSError:
            self.shown_out += 1
            self.streams[place].close()
            self.streams[place] = self._connect()

    def run(self):
        while not self.ended.wait(_DRIP):
            for place in range(COUNT):
                self._drip(place)

    def close(self):
        self.ended.set()
        self.join()
        for stream in self.streams:
            stream.close()


@contextmanager
def _slow_clients(site, kind, authorization):
    said, then = SLOW_ONES[kind]
    clients = SlowClients(site.deployment.port, said.replace(b"%s", authorization.encode()), then)
    yield clients
    clients.close()


def _sockets(deployment):
    """How many sockets the workers have: their connections to PostgreSQL, and those that nginx has to them."""
    count = 0
    for pid in deployment.worker_pids():
        for number in os.listdir(f"/proc/{pid}/fd"):
            try:
                count += os.readlink(f"/proc/{pid}/fd/{number}").startswith("socket:")
            except FileNotFoundError:
                pass
    return count


def _load(site, shots, length):
    with Arrivals(site.deployment.port, shots, rate=200) as load:
        time.sleep(length)
    return load.answers


def test_slow_clients(own_site, figures):
    site, length = own_site(workers=2), size(1.5, 120)
    actors = [site.enrol("Viewer") for _ in range(8)]
    shots = [shot for actor in actors for shot in (Shot("GET", USER, None, actor.client.headers), Shot("PUT", USER, {"theme": "dark"}, actor.client.headers))]
    _load(site, shots, 1)
    usual = min(percentile(_load(site, shots, length / 2), .99) for _ in range(2))  # what others take for a moment is not usual
    time.sleep(2.5)  # nginx closes its connections to the workers
    idle = _sockets(site.deployment)
    for kind in SLOW_ONES:
        with _slow_clients(site, kind, actors[0].client.headers["Authorization"]) as clients:
            answers = _load(site, shots, length)
            wait_until(lambda: _sockets(site.deployment) <= idle, 5, "the workers without connections of nginx")
        p99, failed = percentile(answers, .99), sum(answer.status != 200 for answer in answers)
        figures(f"A5 slow {kind}", f"{COUNT} connections, {clients.shown_out} shown out; {failed} of {len(answers)} others failed, p99 {usual * 1000:.1f} ms "
                f"before, {p99 * 1000:.1f} ms beside them; 0 connections of workers held")
        assert failed == 0
        at_most(p99, max(2 * usual, 0.05) * min(SLOW, 4), f"p99 beside slow {kind}, s")
