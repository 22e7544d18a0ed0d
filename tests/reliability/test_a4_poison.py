"""A4: a request that kills whoever reads it comes again and again: others are served, and the pool is whole again at once."""

import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from answers import USER
from arrivals import Arrivals, between, percentile
from patience import at_least, at_most, seconds, wait_until
from sizes import size
from volley import Shot

pytestmark = [pytest.mark.long, pytest.mark.alone]

# Kills a second, and the least share of others that must be served: at ten times the kills hardly a worker is there to serve
# them, and they meet several that end.
WORKERS, RATE, SERVED = 4, size(5, 50), {"POST": size(0.99, 0.5), "GET": size(0.9, 0.3)}
FEW = {"read_connections": 1, "write_connections": 1, "search_connections": 1}


@pytest.fixture(scope="module")
def poison(scratch):
    library = scratch / "poison.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, Path(__file__).with_name("poison.c")], check=True)
    return library


def _accepting(deployment):
    """Of the workers that there are, those that have begun to accept."""
    log = deployment.worker_log()
    return [pid for pid in deployment.worker_pids() if any(f'"pid":{pid},' in line and "accepting" in line for line in log.splitlines())]


# nginx sends a GET three times in all, and whoever has a request in hand at the first may meet it again at the next.
@pytest.mark.parametrize(("method", "kills"), [("POST", 1), ("GET", 3)])
def test_poison(own_site, figures, poison, method, kills):
    site, length = own_site(workers=WORKERS, under=("/usr/bin/env", f"LD_PRELOAD={poison}"), settings=FEW), size(4, 10)
    deployment, client = site.deployment, site.enrol("Viewer").client
    normal = [Shot("GET", USER, None, client.headers), Shot("PUT", USER, {"theme": "dark"}, client.headers)]
    with Arrivals(deployment.port, normal, rate=50) as load:
        time.sleep(1)
        begun = time.monotonic()
        with Arrivals(deployment.port, [Shot(method, USER, None, {"X-Poison": "yes"})], rate=RATE / kills) as poisoned:
            time.sleep(length)
        ended = time.monotonic()
        wait_until(lambda: len(_accepting(deployment)) == WORKERS, 10, "the pool full")
        full = time.monotonic() - ended
        time.sleep(0.5)
    beside = between(load.answers, begun, ended)
    said = Counter(answer.status for answer in load.answers)
    deaths = deployment.pool_log.read_text().count("died")
    figures(f"A4 a {method} that kills", f"{len(poisoned.answers)} times in {length} s, {deaths} workers killed; others {dict(said)}, p99 {percentile(beside, .99):.2f} s "
            f"meanwhile; {WORKERS} workers accepting {full:.2f} s after the last")
    assert deaths >= len(poisoned.answers) / 2
    at_least(said[200], SERVED[method] * sum(said.values()), "served")
    at_most(full, seconds(1), "full after, s")
