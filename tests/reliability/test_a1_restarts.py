"""A1, A2, A3: workers are rolled and killed, nginx is told to read its configuration again, all under load: what may be sent
twice never fails, nothing fails for a roll or a reload, and nobody waits long."""

import os
import random
import signal
import time
from collections import Counter

import pytest

from answers import USER
from arrivals import Arrivals, between, percentile
from patience import SLOW, at_most, wait_until
from sizes import size
from volley import Shot

pytestmark = [pytest.mark.long, pytest.mark.alone]

SAFE = {"GET", "PUT"}  # nginx may send them again


def _mixed(site, people=8):
    """Requests of each kind, reads and writes, of several people."""
    org, shots = site.register.organisation(), []
    for number in range(people):
        client = site.enrol("Editor", org).client
        dashboard = {"dashboard": {"uid": f"roll-{number}", "title": f"Roll {number}"}, "overwrite": True}
        shots += [Shot("GET", USER, None, client.headers), Shot("PUT", USER, {"theme": "dark"}, client.headers),
                  Shot("GET", USER, None, client.headers), Shot("PATCH", USER, {"theme": "light"}, client.headers),
                  Shot("POST", "/api/dashboards/db", dashboard, client.headers)]
        assert client.post("/api/dashboards/db", dashboard).status == 200
    return shots


def _safe(site, people=24):
    """Reads and writes that may be sent twice, as bench/run asks them."""
    org = site.register.organisation()
    clients = [site.enrol("Viewer", org).client for _ in range(people)]
    return [shot for client in clients for shot in (Shot("GET", USER, None, client.headers),) * 3 +
            (Shot("PUT", USER, {"theme": "dark"}, client.headers),)]


def _failed(answers):
    return [answer for answer in answers if answer.status != 200]


def _pool_is_full(deployment):
    return len(deployment.worker_pids()) == deployment.workers


def test_rolled_under_load(own_site, figures):
    """Workers are replaced one after the other, again and again, under 32 clients."""
    site, rolls = own_site(workers=2), size(2, 200)
    with Arrivals(site.deployment.port, _mixed(site), connections=32) as load:
        time.sleep(1)
        for _ in range(rolls):
            site.deployment.roll()
        time.sleep(1)
    figures("A1 rolling restart", f"{rolls} rolls, 32 clients, {len(load.answers)} requests, {len(_failed(load.answers))} failed, "
            f"p99 {percentile(load.answers, .99) * 1000:.0f} ms, slowest {max(answer.after for answer in load.answers) * 1000:.0f} ms")
    assert _failed(load.answers) == []


def test_reloaded_nginx(own_site, figures):
    """A client that keeps its connection may find it closed between two requests, which HTTP allows: no answer, no failure."""
    site, reloads = own_site(workers=2), size(6, 100)
    with Arrivals(site.deployment.port, _mixed(site), rate=300) as load:
        time.sleep(0.5)
        for _ in range(reloads):
            site.deployment.nginx.signal(signal.SIGHUP)
            time.sleep(0.3)
    said = Counter(answer.status for answer in load.answers)
    figures("A2 nginx reloaded", f"{reloads} reloads, {len(load.answers)} requests: {dict(said)}, p99 {percentile(load.answers, .99) * 1000:.0f} ms")
    assert set(said) <= {200, 0}
    assert said[0] <= reloads


def _kill(deployment, generator):
    pid = generator.choice(wait_until(lambda: _pool_is_full(deployment) and deployment.worker_pids(), 5, "the pool full"))
    begin = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: pid not in deployment.worker_pids() and _pool_is_full(deployment), 5, "the pool full again")
    return begin


def test_killed_under_load(own_site, figures):
    """Of what may not be sent twice only what the killed worker had in hand is lost."""
    site, kills, generator = own_site(workers=3), size(6, 200), random.Random(3)
    with Arrivals(site.deployment.port, _mixed(site), rate=300) as load:
        time.sleep(0.5)
        for _ in range(kills):
            _kill(site.deployment, generator)
            time.sleep(0.4)
    sent, lost = Counter(answer.method for answer in load.answers), Counter(answer.method for answer in _failed(load.answers))
    figures("A3 kill -9", f"{kills} kills at 300 requests/s, {dict(sent)} sent, failed: {dict(lost)}")
    assert not SAFE & set(lost)
    assert sum(lost.values()) <= kills


@pytest.mark.parametrize("how", ["rolled", "killed"])
def test_nobody_waits_long(own_site, figures, how):
    """What bench/run asks, by 64 connections without a pause, while a worker goes and another comes."""
    site, times, generator, events = own_site(workers=2), size(1, 20), random.Random(4), []
    with Arrivals(site.deployment.port, _safe(site), connections=64) as load:
        time.sleep(1)
        begun = time.monotonic()
        time.sleep(2)
        quiet = time.monotonic()
        for _ in range(times):
            events.append(time.monotonic() if how == "rolled" else _kill(site.deployment, generator))
            if how == "rolled":
                site.deployment.roll()
            time.sleep(1.2)
    usual = percentile(between(load.answers, begun, quiet), .99)
    p99s = sorted(percentile(between(load.answers, event, event + 1), .99) for event in events)
    rate = len(between(load.answers, begun, quiet)) / (quiet - begun)
    figures(f"A1 a worker {how} under {rate:.0f} requests/s", f"{times} times, {len(_failed(load.answers))} of {len(load.answers)} failed, "
            f"p99 {usual * 1000:.0f} ms before, in the second thereafter {p99s[0] * 1000:.0f} to {p99s[-1] * 1000:.0f} ms")
    assert _failed(load.answers) == []
    at_most(p99s[len(p99s) // 2], 5 * usual * min(SLOW, 2), "p99, s")
