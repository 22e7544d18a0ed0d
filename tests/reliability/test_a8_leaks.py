"""A8: a worker that has served many requests is as large as before, holds as many descriptors, and rests when nothing is asked."""

import math
import os
import re
import time

import pytest

from answers import USER
from arrivals import Arrivals
from sizes import size
from volley import Shot

pytestmark = [pytest.mark.long, pytest.mark.alone]

# Warm-up, then the rest.
WARM, REQUESTS = size(5000, 100000), size(15000, 900000)


def _numbers(pid, name):
    with open(f"/proc/{pid}/{name}", encoding="ascii") as file:
        return {name: int(number) for name, number in re.findall(r"^(\w+):\s+(\d+)", file.read(), re.M)}


def _descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def _shots(site, people=16):
    """What is served, and what is not; each answer is a path of its own through the worker."""
    org, shots = site.register.organisation(), []
    for number in range(people):
        headers = site.enrol("Admin", org).client.headers
        shots += [Shot("GET", USER, None, headers), Shot("PUT", USER, {"theme": "dark", "language": f"x-{number}"}, headers),
                  Shot("PATCH", USER, {"theme": "light"}, headers), Shot("GET", "/api/org/users/search?query=person", None, headers),
                  Shot("GET", "/api/user", None, headers), Shot("PUT", USER, {"theme": "none such"}, headers),
                  Shot("GET", "/api/nothing", None, headers), Shot("GET", USER)]
    return shots


def _ask(site, shots, count):
    """Ask until so many have been answered, and let nginx close its connections."""
    sent = 0
    while sent < count:
        with Arrivals(site.deployment.port, shots, connections=32) as load:
            time.sleep(min(10, max(0.5, (count - sent) / 3000)))
        sent += len(load.answers)
        assert {answer.status for answer in load.answers} <= {200, 400, 401, 404}
    time.sleep(2.5)
    return sent


def _times_awake(pid, length):
    before = _numbers(pid, "status")["voluntary_ctxt_switches"]
    time.sleep(length)
    return _numbers(pid, "status")["voluntary_ctxt_switches"] - before


def test_no_leak(own_site, figures):
    site, rest = own_site(workers=1), size(3.5, 59.5)  # it wakes every two seconds: at most twice, or 30 times
    shots, pid = _shots(site), site.deployment.worker_pids()[0]
    sent = _ask(site, shots, WARM)
    warm, open_before = _numbers(pid, "smaps_rollup"), _descriptors(pid)
    sent += _ask(site, shots, REQUESTS)
    after, open_after = _numbers(pid, "smaps_rollup"), _descriptors(pid)
    growth, awake = after["Rss"] / warm["Rss"] - 1, _times_awake(pid, rest)
    figures("A8 no leak", f"{sent} requests of one worker: {warm['Rss']} KiB after {WARM}, {after['Rss']} at the end ({growth:+.2%}), of it its own "
            f"{after['Pss_Anon']} KiB; {open_before} descriptors, {open_after} at the end; {awake} times awake in {rest} s without a request")
    assert site.deployment.worker_pids() == [pid]
    assert growth <= 0.01
    assert open_after == open_before
    assert after["Rss"] <= 11 << 10 and after["Pss_Anon"] <= 5 << 10
    assert awake <= math.ceil(rest / 2)
