"""Workers die, are replaced, rolled and told to re-open their log: clients do not notice."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from answers import EMPTY, USER, is_updated, preferences
from load import Load
from patience import SLOW, pause, seconds, wait_until
from pending import Asking, HeldRow, waiting
from process import exists


def test_killed_workers_are_not_noticed(own_site):
    """kill -9 under load: what may be sent again is, by nginx."""
    site = own_site(workers=2)
    actors = [site.enrol("Viewer") for _ in range(4)]
    generator = random.Random(20301)
    with Load(site.deployment.port, [actor.token for actor in actors], ["GET", "PUT"], connections=16) as load:
        for _ in range(10):
            pause(0.4)
            os.kill(generator.choice(wait_until(site.deployment.worker_pids, 5, "a worker")), signal.SIGKILL)
    assert load.result["failed"] == 0, load.result["failures"]
    assert load.result["requests"]["PUT"] > 100
    wait_until(lambda: len(site.deployment.worker_pids()) == 2, 10, "both workers again")


def test_rolling_restart(own_site):
    """Every worker replaced, twice, under 64 connections that mix reads and writes, retried ones and others."""
    site = own_site(workers=2)
    org = site.register.organisation()
    actors = [site.enrol("Editor", org) for _ in range(8)]
    before = site.deployment.worker_pids()
    length = 8 * min(SLOW, 2)
    with Load(site.deployment.port, [actor.token for actor in actors],
              ["GET", "PUT", "GET", "PATCH", "GET", "POST"]) as load:
        begin = time.monotonic()
        time.sleep(length / 4)
        site.deployment.roll()
        site.deployment.roll()
        rolled = time.monotonic() - begin
        time.sleep(max(1, length - rolled))
    assert not set(before) & set(site.deployment.worker_pids())
    assert load.result["failed"] == 0, load.result["failures"]
    assert set(load.result["requests"]) == {"GET", "PUT", "PATCH", "POST"}
    print(f"\nrolled twice in {rolled:.1f} s under {sum(load.result['requests'].values())} requests, "
          f"slowest {load.result['slowest'] * 1000:.0f} ms")


@pytest.mark.parametrize("told", ["the worker", "the pool"])
def test_drain_finishes_what_is_in_hand(own_site, told):
    site = own_site(workers=1)
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    old = site.deployment.worker_pids()[0]
    with HeldRow(site, actor):
        asking = Asking(lambda: actor.client.put(USER, {"theme": "light"}))
        wait_until(lambda: waiting(site), 5, "the write waiting")
        os.kill(old if told == "the worker" else site.deployment.pool.pid, signal.SIGTERM)
        pause(0.5)
        os.kill(old, signal.SIGTERM)  # once more changes nothing
        pause(0.2)
        assert exists(old), "the worker left a request behind"
    is_updated(asking.result(10))
    wait_until(lambda: not exists(old), 20, "the old worker gone")
    if told == "the pool":
        site.deployment.stop_pool()
        site.deployment.start_pool()
    wait_until(lambda: preferences(actor.client) == {**EMPTY, "theme": "light"}, 5, "a new worker")


def test_told_to_stop_while_it_starts(own_site):
    """However young: libfcgi would take the signal, and nobody would hear of it."""
    site = own_site(workers=1)

    def worker(but):
        return [pid for pid in site.deployment.worker_pids() if pid != but and Path(f"/proc/{pid}/comm").read_text() == "prefd\n"]

    for age in range(40):
        old, = wait_until(lambda: worker(None), 5, "a worker")
        os.kill(old, signal.SIGKILL)
        new, = wait_until(lambda: worker(old), 5, "a worker in its place")
        pause(age / 1000)
        os.kill(new, signal.SIGTERM)
        wait_until(lambda: not exists(new), 5, f"its end, told so {age} ms after it began")


def test_idle_worker_leaves_soon(own_site):
    site = own_site(workers=1)
    old = site.deployment.worker_pids()[0]
    site.client().get(USER)
    os.kill(old, signal.SIGTERM)
    wait_until(lambda: not exists(old), 8, "an idle worker gone: nginx soon closes its connections")


def test_drain_has_an_end(own_site):
    """A peer that never closes its idle connection does not hold the worker for ever."""
    site = own_site(workers=1, settings={"drain_seconds": 2})
    old = site.deployment.worker_pids()[0]
    with site.deployment.fastcgi(30) as connection:
        assert connection.request("GET", "/api/health", flags=1).status == 200
        os.kill(old, signal.SIGTERM)
        wait_until(lambda: not exists(old), 5, "the worker gone")


class TestHangUpSignal:
    def test_log_is_opened_again(self, own_site):
        site = own_site(workers=2)
        viewer, log = site.enrol("Viewer"), site.deployment.log
        pids = site.deployment.worker_pids()
        old = log.with_suffix(".log.1")
        log.rename(old)
        for pid in pids:
            os.kill(pid, signal.SIGHUP)
        wait_until(log.exists, 5, "a new log")
        known = [viewer.client.get(USER).headers["X-Request-Id"] for _ in range(20)]
        wait_until(lambda: all(name in log.read_text() for name in known), 5, "every request in the new log")
        assert not any(name in old.read_text() for name in known)
        assert site.deployment.worker_pids() == pids

    def test_configuration_is_read_again(self, own_site):
        site = own_site(workers=1)
        viewer = site.enrol("Viewer")
        body = b'{"theme":"dark"}' + b" " * 3000
        is_updated(viewer.client.put(USER, body))
        site.deployment.settings["body_limit"] = 2000
        site.deployment.write_config()
        os.kill(site.deployment.worker_pids()[0], signal.SIGHUP)
        wait_until(lambda: viewer.client.put(USER, body).status == 413, 5, "the new limit")

    def test_broken_configuration_is_not_taken(self, own_site):
        site = own_site(workers=1)
        viewer, pids = site.enrol("Viewer"), site.deployment.worker_pids()
        site.deployment.config.write_text("[prefd]\nread_connections = no number\n")
        os.kill(pids[0], signal.SIGHUP)
        pause(0.3)
        assert viewer.client.get(USER).status == 200
        assert site.deployment.worker_pids() == pids

    def test_a_log_that_cannot_be_opened(self, own_site):
        """The one that is open goes on, and says so."""
        site = own_site(workers=1)
        viewer, pids = site.enrol("Viewer"), site.deployment.worker_pids()
        site.deployment.settings["log_file"] = "/nonexistent/log"
        site.deployment.write_config()
        os.kill(pids[0], signal.SIGHUP)
        wait_until(lambda: "cannot open the log file /nonexistent/log" in site.deployment.worker_log(), 5, "the word")
        known = viewer.client.get(USER).headers["X-Request-Id"]
        wait_until(lambda: known in site.deployment.worker_log(), 5, "the request in the old log")
        assert site.deployment.worker_pids() == pids

    def test_under_load(self, own_site):
        site = own_site(workers=2)
        viewer = site.enrol("Viewer")
        with Load(site.deployment.port, [viewer.token], ["GET", "PUT", "PATCH"], connections=16) as load:
            for _ in range(20):
                pause(0.05)
                for pid in site.deployment.worker_pids():
                    os.kill(pid, signal.SIGHUP)
        assert load.result["failed"] == 0, load.result["failures"]


@pytest.mark.parametrize("number", [signal.SIGPIPE, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM])
def test_other_signals_lose_no_service(own_site, number):
    """A worker may ignore them or end; the supervisor sees to it that somebody serves."""
    site = own_site(workers=2)
    viewer = site.enrol("Viewer")
    os.kill(site.deployment.worker_pids()[0], number)
    for _ in range(50):
        assert viewer.client.get(USER).status == 200
