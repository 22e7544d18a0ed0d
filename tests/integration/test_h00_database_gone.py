"""PostgreSQL stops, crashes, hangs or loses a connection: clean answers meanwhile, service back at once, no worker
lost, and never a wrong word about what was written."""

import os
import signal
import time

import pytest

from answers import EMPTY, USER, is_error, is_updated, preferences
from load import Load
from patience import SLOW, at_most, pause, seconds, wait_until
from pending import BACKENDS, Asking, HeldRow, waiting

pytestmark = pytest.mark.alone


def unavailable(answer):
    """503 at once, in the API's form, which promises that nothing was changed."""
    is_error(answer, 503)
    assert answer.headers["Retry-After"] == "1"
    at_most(answer.seconds, seconds(0.2), "took, s")


@pytest.fixture
def down(own_site, own_cluster):
    """A site of two workers on a cluster of its own, in use."""
    site = own_site(cluster=own_cluster, workers=2)
    site.viewer = site.enrol("Viewer")
    for _ in range(10):
        is_updated(site.viewer.client.put(USER, {"theme": "dark"}))
    return site


def ask_all(site):
    """Each kind of request, twenty times over, so that every worker is asked."""
    by_password = site.client(account=site.viewer.account)
    for _ in range(20):
        for client in (site.viewer.client, by_password):
            yield client.get(USER)
            yield client.put(USER, {"theme": "light"})
            yield client.patch(USER, {"theme": "light"})


@pytest.mark.parametrize("how", ["stop", "crash"])
def test_stopped_and_back(down, own_cluster, how):
    pids = down.deployment.worker_pids()
    getattr(own_cluster, how)()
    pause(0.1)
    for answer in ask_all(down):
        unavailable(answer)
    own_cluster.launch()
    wait_until(own_cluster.accepts, 30, "PostgreSQL accepting again")
    accepting = time.monotonic()
    wait_until(lambda: down.viewer.client.get(USER).status == 200, 5, "served again")
    at_most(time.monotonic() - accepting, seconds(1), "took, s")
    wait_until(lambda: all(down.viewer.client.get(USER).status == 200 for _ in range(20)), 3, "served by both workers")
    assert preferences(down.viewer.client) == {**EMPTY, "theme": "dark"}
    is_updated(down.viewer.client.put(USER, {"theme": "light"}))
    assert down.deployment.worker_pids() == pids


def test_health_says_so(down, own_cluster):
    own_cluster.stop()
    health = wait_until(lambda: next((answer for answer in [down.client().get("/api/health")] if answer.status == 503),
                                     None), 7,
                        "health failing")
    assert health.json()["database"] == "failing"
    assert health.headers["Content-Type"].lower().startswith("application/json")
    own_cluster.start()
    wait_until(lambda: down.client().get("/api/health").status == 200, 7, "health well again")


def test_refusals_that_need_no_database_go_on(down, own_cluster):
    own_cluster.stop()
    pause(0.1)
    assert down.client().get(USER).status == 401
    assert down.client().get("/api/nothing").status == 404


def test_started_without_a_database(own_site, own_cluster):
    """Workers that come up while PostgreSQL is away serve when it is there."""
    site = own_site(cluster=own_cluster, workers=1)
    viewer = site.enrol("Viewer")
    own_cluster.stop()
    old = site.deployment.worker_pids()
    os.kill(old[0], signal.SIGTERM)
    wait_until(lambda: site.deployment.worker_pids() not in ([], old), 20, "a new worker")
    assert viewer.client.get(USER).status in (502, 503)
    own_cluster.start()
    wait_until(lambda: viewer.client.get(USER).status == 200, 5, "served")


def test_repeated_crashes_under_load(down, own_cluster):
    """Requests are answered 200 or 503 and nothing else, and the workers stay."""
    pids = down.deployment.worker_pids()
    with Load(down.deployment.port, [down.viewer.token], ["GET", "PUT", "PATCH"], connections=16) as load:
        for _ in range(3):
            pause(0.5)
            own_cluster.crash()
            own_cluster.start()
        wait_until(lambda: down.viewer.client.get(USER).status == 200, 5, "served again")
        pause(0.5)
    others = [line for line in load.result["failures"] if ": 503 " not in line]
    assert others == []
    at_most(load.result["slowest"], seconds(5), "took, s")
    assert down.deployment.worker_pids() == pids


def test_one_connection_lost_is_not_noticed_by_reads(own_site):
    site = own_site(workers=2)
    viewer = site.enrol("Viewer")
    with Load(site.deployment.port, [viewer.token], ["GET"], connections=16) as load:
        for _ in range(10):
            pause(0.2)
            site.register.sql(f"SELECT pg_terminate_backend(pid) {BACKENDS} ORDER BY random() LIMIT 1")
    assert load.result["failed"] == 0, load.result["failures"]
    assert load.result["requests"]["GET"] > 100


def test_all_connections_lost(own_site):
    site = own_site(workers=2)
    viewer = site.enrol("Viewer")
    is_updated(viewer.client.put(USER, {"theme": "dark"}))
    pids = site.deployment.worker_pids()
    for _ in range(3):
        site.register.sql(f"SELECT pg_terminate_backend(pid) {BACKENDS}")
        for _ in range(10):
            answer = viewer.client.get(USER)
            assert answer.status == 200 or (answer.status, answer.headers["Retry-After"]) == (503, "1")
        wait_until(lambda: all(viewer.client.put(USER, {"theme": "dark"}).status == 200 for _ in range(20)), 2,
                   "served again")
    assert site.deployment.worker_pids() == pids


def tells_the_truth(site, actor, answer, before):
    """200 was written; a refusal with Retry-After was not; 503 without it promises nothing."""
    document, version, _ = site.register.stored(actor.org, actor.account.id)
    assert answer.status in (200, 503)
    if answer.status == 200:
        assert document["theme"] == "light"
    elif answer.headers.get("Retry-After"):
        assert (document, version) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_write_whose_backend_is_killed(own_site, method):
    site = own_site(workers=1)
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    before = site.register.stored(actor.org, actor.account.id)[:2]
    with HeldRow(site, actor):
        asking = Asking(lambda: actor.client.request(method, USER, {"theme": "light"}))
        pid = wait_until(lambda: waiting(site), 5, "the write waiting")[0]
        site.register.sql("SELECT pg_terminate_backend(%s)", pid)
        pause(0.3)
    tells_the_truth(site, actor, asking.result(15), before)
    wait_until(lambda: actor.client.put(USER, {"theme": "dark"}).status == 200, 3, "served again")


def test_write_that_waits_too_long(own_site):
    """The deadline ends it; what the client is told is true."""
    site = own_site(workers=1, settings={"request_timeout": 2})
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    before = site.register.stored(actor.org, actor.account.id)[:2]
    with HeldRow(site, actor):
        answer = actor.client.put(USER, {"theme": "light"})
        assert answer.status == 503
        at_most(answer.seconds, seconds(4), "took, s")
        pause(1)
        tells_the_truth(site, actor, answer, before)
        assert not waiting(site), "an ended request still waits in PostgreSQL"
    is_updated(actor.client.put(USER, {"theme": "light"}))


def test_waiting_write_holds_nobody_else(own_site):
    site = own_site(workers=1)
    actor, other = site.enrol("Viewer"), site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    with HeldRow(site, actor):
        asking = Asking(lambda: actor.client.put(USER, {"theme": "light"}))
        wait_until(lambda: waiting(site), 5, "the write waiting")
        for _ in range(20):
            at_most(actor.client.get(USER).seconds, seconds(0.5), "took, s")
            answer = other.client.put(USER, {"theme": "dark"})
            is_updated(answer)
            at_most(answer.seconds, seconds(0.5), "took, s")
    is_updated(asking.result(10))


def test_frozen_database(own_site, own_cluster):
    """PostgreSQL neither answers nor closes: the deadline does. A write that was sent gets no promise."""
    site = own_site(cluster=own_cluster, workers=1, settings={"request_timeout": 2})
    actor = site.enrol("Viewer")
    is_updated(actor.client.put(USER, {"theme": "dark"}))
    pids = site.deployment.worker_pids()
    own_cluster.freeze()
    try:
        asked = [Asking(lambda method=method: actor.client.request(method, USER, body))
                 for method, body in (("GET", None), ("PUT", {"theme": "light"}), ("PATCH", {"theme": "light"}))]
        answers = [asking.result(8) for asking in asked]
    finally:
        own_cluster.thaw()
    assert [answer.status for answer in answers] == [503, 503, 503]
    at_most(max(answer.seconds for answer in answers), seconds(4), "took, s")
    assert [answer.headers.get("Retry-After") for answer in answers[1:]] == [None, None]
    wait_until(lambda: actor.client.get(USER).status == 200, 5, "served again")
    pause(0.5)  # PostgreSQL may still carry out what it had been sent; of that nothing was promised
    wait_until(lambda: not site.register.sql(f"SELECT 1 {BACKENDS} AND state = 'active'"), 5, "nothing left in hand")
    is_updated(actor.client.put(USER, {"theme": "system"}))
    assert preferences(actor.client)["theme"] == "system"
    assert site.deployment.worker_pids() == pids


def test_many_clients_are_queued_and_not_refused(own_site):
    """Many clients at once without a failure: the lanes queue, they do not refuse."""
    site = own_site(workers=1)
    actors = [site.enrol("Viewer") for _ in range(4)]
    with Load(site.deployment.port, [actor.token for actor in actors], ["GET", "PUT"], connections=256) as load:
        pause(2)
    assert load.result["failed"] == 0, load.result["failures"]


def test_client_gone_while_waiting(own_site):
    """A client that leaves while its write waits takes nothing with it."""
    site = own_site(workers=1)
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    pids = site.deployment.worker_pids()
    with HeldRow(site, actor):
        for _ in range(3):
            with pytest.raises(OSError):
                actor.client.put(USER, {"theme": "light"}, timeout=0.3 / SLOW)
        assert preferences(actor.client)["theme"] == "dark"
    wait_until(lambda: actor.client.put(USER, {"theme": "system"}).status == 200, 5, "served")
    assert site.deployment.worker_pids() == pids
