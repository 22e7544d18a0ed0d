"""Bad neighbours: stuck, idle and guessing clients take nothing from the others."""

import threading
import time

import pytest

from answers import ORG, USER, is_updated, make_dashboard, preferences
from conftest import make_site
from fastcgi_client import KEEP_CONNECTION, PARAMS, STDIN, begin, pairs, record, stream
from http_client import basic
from patience import at_most, pause, seconds

pytestmark = pytest.mark.alone

HALVES = {
    "no octet": b"",
    "half a header": begin()[:5],
    "begin alone": begin(),
    "half the parameters": begin() + record(PARAMS, pairs({"REQUEST_METHOD": "GET"}), length=1000),
    "no end of the parameters": begin() + record(PARAMS, pairs({"REQUEST_METHOD": "GET", "PATH_INFO": USER})),
    "no body": begin() + stream(PARAMS, pairs({"REQUEST_METHOD": "PUT", "PATH_INFO": USER, "CONTENT_LENGTH": "100"})),
    "half the body": begin() + stream(PARAMS, pairs({"REQUEST_METHOD": "PUT", "PATH_INFO": USER,
                                                     "CONTENT_LENGTH": "100"}))
    + record(STDIN, b"{", length=50),
}


@pytest.fixture(scope="module")
def single(scratch, cluster):
    """A site of one worker, so that what holds it holds everybody."""
    site = make_site(scratch / "single", cluster, workers=1)
    site.viewer = site.enrol("Viewer")
    site.pids = site.deployment.worker_pids()
    yield site
    assert site.deployment.worker_pids() == site.pids
    site.deployment.stop()
    site.register.connection.close()


@pytest.mark.parametrize("half", HALVES)
def test_stuck_client(single, half):
    """Half a request and then silence: others wait about two seconds at most, once, and the connection is closed."""
    with single.deployment.fastcgi(30) as stuck:
        stuck.send(HALVES[half])
        answers = [single.viewer.client.get(USER, timeout=10) for _ in range(20)]
        assert {answer.status for answer in answers} == {200}
        at_most(max(answer.seconds for answer in answers), seconds(2.5), "took, s")
        at_most(sorted(answer.seconds for answer in answers)[-2], seconds(0.5), "took, s")
        if half != "no octet":
            assert stuck.closed_within(5), "the worker keeps a stuck connection"


def test_idle_kept_connections(single):
    """A hundred kept connections that say nothing: the next request is served as if they were not there."""
    idle = [single.deployment.fastcgi(30) for _ in range(100)]
    try:
        for connection in idle:
            assert connection.request("GET", "/api/health", flags=KEEP_CONNECTION).status == 200
        for _ in range(20):
            answer = single.viewer.client.put(USER, {"theme": "dark"})
            is_updated(answer)
            at_most(answer.seconds, seconds(0.5), "took, s")
        for connection in idle:
            assert connection.request("GET", "/api/health", flags=KEEP_CONNECTION).status == 200
    finally:
        for connection in idle:
            connection.socket.close()


def test_unsaid_connections(single):
    """The same with connections that never said a word."""
    idle = [single.deployment.fastcgi(30) for _ in range(100)]
    try:
        at_most(max(single.viewer.client.get(USER).seconds for _ in range(20)), seconds(0.5), "took, s")
    finally:
        for connection in idle:
            connection.socket.close()


class Flood:
    """Guesses passwords from several threads until it is left."""

    def __init__(self, site, threads=32):
        self.site, self.ended, self.statuses = site, threading.Event(), []
        self.threads = [threading.Thread(target=self._guess, args=(number,), daemon=True) for number in range(threads)]

    def _guess(self, number):
        turn = 0
        while not self.ended.is_set():
            turn += 1
            client = self.site.deployment.client(Authorization=basic(f"guess{number}-{turn}", "x" * 20))
            self.statuses.append(client.get(USER).status)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join(seconds(20))


def test_password_flood(single):
    """Hashing has its own thread and queue: tokens and remembered logins are served meanwhile."""
    remembered = single.client(account=single.viewer.account)
    remembered.get(USER)
    with Flood(single) as flood:
        pause(0.5)
        answers = []
        for _ in range(50):
            answers += [single.viewer.client.get(USER), single.viewer.client.put(USER, {"theme": "dark"}),
                        remembered.get(USER)]
            time.sleep(0.02)
    assert {answer.status for answer in answers} == {200}
    at_most(max(answer.seconds for answer in answers), seconds(1), "took, s")
    assert set(flood.statuses) <= {401, 503} and 401 in flood.statuses


def test_logins_during_a_flood_are_served_in_the_end(single):
    person = single.register.person()
    with Flood(single, threads=8):
        pause(0.2)
        assert single.client(account=person).get(USER).status == 200


class TestTwoOrganisations:
    """The same people's requests, mixed on the same workers: no row crosses."""

    def test_alternating_requests(self, site):
        actors = [site.enrol("Admin") for _ in range(2)]
        for number, actor in enumerate(actors):
            make_dashboard(actor.client, uid="shared", title=f"Canary {number}")
            is_updated(actor.client.put(ORG, {"language": f"canary-{number}", "homeDashboardUID": "shared"}))
            is_updated(actor.client.put(USER, {"language": f"canary-{number}"}))
        for _ in range(100):
            for number, actor in enumerate(actors):
                for path in (USER, ORG, "/api/dashboards/uid/shared"):
                    text = actor.client.get(path).text
                    assert f"canary-{number}" in text.lower().replace(" ", "-")
                    assert f"canary-{1 - number}" not in text.lower().replace(" ", "-")

    def test_parallel_requests(self, site):
        actors = [site.enrol("Admin") for _ in range(4)]
        failures = []

        def use(number, actor):
            for turn in range(50):
                mark = f"org-{number}-turn-{turn}"
                actor.client.put(ORG, {"language": mark})
                actor.client.get("/api/nothing")
                actor.client.put(ORG, {"homeDashboardUID": "missing"})
                if preferences(actor.client, ORG).get("language") != mark:
                    failures.append(mark)

        threads = [threading.Thread(target=use, args=pair) for pair in enumerate(actors)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds(60))
        assert failures == []

    def test_a_refused_request_leaves_no_identity(self, site):
        """After an Admin's request on the same connection a Viewer is still a Viewer, and nobody is nobody."""
        org = site.register.organisation()
        admin, viewer = site.enrol("Admin", org), site.enrol("Viewer", org)
        for _ in range(50):
            is_updated(admin.client.put(ORG, {"theme": "dark"}))
            assert viewer.client.put(ORG, {"theme": "light"}).status == 403
            assert site.client().put(ORG, {"theme": "light"}).status == 401
        assert preferences(admin.client, ORG)["theme"] == "dark"
