"""Statements are prepared by one connection before it serves, which tells whether the schema fits, and by the others at the first
use of each, on the way."""

import tempfile
import threading
from collections import Counter

import pytest

from answers import USER, is_updated
from patience import wait_until
from pending import BACKENDS
from wire_proxy import WireProxy


@pytest.fixture
def wired(own_site, cluster, scratch):
    """wired(**settings): a site of one worker behind a proxy that sees what it sends, and the proxy."""
    proxies = []

    def build(**settings):
        directory = tempfile.mkdtemp(prefix="wire", dir=scratch)
        proxies.append(WireProxy(directory, str(cluster.sockets)))
        return own_site(workers=1, host=directory, settings=settings), proxies[-1]
    yield build
    for proxy in proxies:
        proxy.close()


def prepared(proxy):
    """How many statements each connection has prepared."""
    counts = Counter()
    for connection, letters in list(proxy.events):
        counts[connection] += (letters or "").count("P")
    return sorted(counts.values())


def test_one_connection_prepares_all(wired):
    _, proxy = wired()
    *others, first = prepared(proxy)
    assert first > 100 and len(others) == 11
    assert max(others) < 4, "what proofs it expects, and the few statements that were asked for"


def test_again_when_all_were_lost(wired):
    site, proxy = wired()
    proxy.cut()
    wait_until(lambda: prepared(proxy)[-2] > 100 and len(prepared(proxy)) == 24, 5, "twelve new connections")
    assert [count > 100 for count in prepared(proxy)].count(True) == 2
    assert site.enrol("Viewer").client.get(USER).status == 200


def test_what_is_not_reached_is_prepared_later(wired):
    site, _ = wired()
    viewer = site.enrol("Viewer")
    stranger = site.deployment.client(Authorization="Bearer unknown")
    for _ in range(2):  # the first prepares the context statement, whose refusal keeps PostgreSQL from preparing the next one
        assert stranger.put(USER, {"theme": "dark"}).status == 401
    for _ in range(2):
        is_updated(viewer.client.put(USER, {"theme": "dark"}))


def test_many_at_the_first_use(wired):
    """One of them prepares; the others, on the same connection behind it, do not wait for that."""
    site, proxy = wired(read_connections=1, write_connections=1, search_connections=1)
    actors = [site.enrol("Viewer") for _ in range(12)]
    for _ in range(5):
        before = len(prepared(proxy))
        site.register.sql(f"SELECT pg_terminate_backend(pid) {BACKENDS}")
        wait_until(lambda: len(prepared(proxy)) == before + 3, 5, "three new connections")
        wait_until(lambda: actors[0].client.get("/api/health").status == 200, 5, "a connection that serves")
        answers, threads = [], []
        for actor in actors:
            for call in (lambda actor=actor: actor.client.get(USER), lambda actor=actor: actor.client.put(USER, {"theme": "dark"})):
                threads.append(threading.Thread(target=lambda call=call: answers.append(call().status)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [200] * len(threads)


def test_what_cannot_be_prepared(own_site, own_cluster):
    """Is refused as long as that is so, and no longer; the rest is served."""
    site = own_site(cluster=own_cluster, workers=1)
    viewer = site.enrol("Viewer")
    arguments = "(text, text, integer, integer, integer, bytea)"
    site.register.sql(f"ALTER FUNCTION prefd.begin_login{arguments} RENAME TO begin_moved")
    by_password = site.client(account=viewer.account)
    for _ in range(3):
        assert by_password.get(USER).status in (500, 503)
        assert viewer.client.get(USER).status == 200
    site.register.sql(f"ALTER FUNCTION prefd.begin_moved{arguments} RENAME TO begin_login")
    assert by_password.get(USER).status == 200
