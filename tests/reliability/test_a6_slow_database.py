"""A6: PostgreSQL is slow, silent or stuck: every request ends in time, cleanly, and all is well soon after."""

import os
import signal
import tempfile
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from answers import USER, is_updated
from arrivals import Arrivals, between
from patience import at_most, seconds
from pending import BACKENDS
from sizes import size
from slow_proxy import SlowProxy
from volley import Shot

pytestmark = [pytest.mark.long, pytest.mark.alone]

LIMIT, RATE = size(1, 10), 40


@contextmanager
def _slow(site, proxy, **how):
    for name, value in how.items():
        setattr(proxy, name, value)
    yield
    proxy.well()


@contextmanager
def _stopped_backends(site, proxy):
    """Half of the workers' backends stop in whatever they do."""
    pids = [pid for (pid,) in site.register.sql(f"SELECT pid {BACKENDS} ORDER BY pid")][::2]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    yield
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def _locked_table(site, proxy):
    connection = site.cluster.connect(site.database)
    connection.autocommit = False
    connection.cursor().execute("LOCK TABLE prefd.preferences IN ACCESS EXCLUSIVE MODE")
    yield
    connection.close()


# What, for how long at full size, and whether requests must be served meanwhile.
FAULTS = {
    "0.1 s of latency": (lambda site, proxy: _slow(site, proxy, latency=0.1), 20, True),
    "1 KB/s": (lambda site, proxy: _slow(site, proxy, rate=1024), 20, False),
    "silence": (lambda site, proxy: _slow(site, proxy, silent=True), 30, False),
    "half of the backends stopped": (_stopped_backends, 30, True),
    "a locked table": (_locked_table, 20, False),
}


@pytest.fixture
def slow_site(own_site, cluster):
    directory = tempfile.mkdtemp(prefix="prefd-w-", dir="/tmp")
    proxy = SlowProxy(directory, cluster.sockets)
    site = own_site(workers=2, host=directory, settings={"request_timeout": LIMIT})
    yield site, proxy
    proxy.well()
    proxy.close()
    os.unlink(os.path.join(directory, ".s.PGSQL.5432"))
    os.rmdir(directory)


def _shots(site, people=10):
    org, shots = site.register.organisation(), []
    for _ in range(people):
        client = site.enrol("Viewer", org).client
        is_updated(client.put(USER, {"theme": "dark"}))
        shots += [Shot("GET", USER, None, client.headers), Shot("PUT", USER, {"theme": "light"}, client.headers)]
    return shots


def test_slow_database(slow_site, figures):
    site, proxy = slow_site
    shots, pids = _shots(site), site.deployment.worker_pids()
    for name, (fault, length, serves) in FAULTS.items():
        with Arrivals(site.deployment.port, shots, rate=RATE) as load:
            time.sleep(0.3)
            with fault(site, proxy):
                time.sleep(size(2.5, length))
            well = time.monotonic()
            time.sleep(2.2)
        during, after = between(load.answers, 0, well), between(load.answers, well, float("inf"))
        worst, said = max(answer.after for answer in load.answers), Counter((answer.status, answer.retry) for answer in during)
        back = max((answer.at for answer in after if answer.status != 200), default=well) - well
        figures(f"A6 {name}", f"{dict(said)}, slowest {worst:.2f} s of {LIMIT}; the last refusal {back:.2f} s after it ended")
        assert {answer.status for answer in load.answers} <= {200, 503}, name
        at_most(worst, LIMIT + seconds(1), f"{name}, slowest, s")
        at_most(back, seconds(2), f"{name}, last refusal, s")
        assert not serves or said[200, False] >= sum(said.values()) / 4, name
    assert site.deployment.worker_pids() == pids
