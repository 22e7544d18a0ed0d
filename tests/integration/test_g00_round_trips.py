"""One round trip a request, counted on the wire between a worker and PostgreSQL."""

import os
import time

import pytest

from answers import DASHBOARDS, HOME, ORG, USER, is_updated, make_dashboard
from conftest import make_site
from http_client import basic
from wire_proxy import WireProxy


@pytest.fixture(scope="module")
def proxy(cluster, scratch):
    directory = scratch / "wire"
    os.mkdir(directory, 0o700)
    proxy = WireProxy(str(directory), str(cluster.sockets))
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def wired(cluster, scratch, proxy):
    """A site of one worker whose only way to PostgreSQL is the proxy."""
    site = make_site(scratch / "wired", cluster, workers=1, host=scratch / "wire")
    yield site
    site.deployment.stop()
    site.register.connection.close()


@pytest.fixture(scope="module")
def admin(wired):
    return wired.enrol("Admin")


@pytest.fixture
def trips(proxy):
    """trips(call): what crossed the wire while call() ran; the wire is quiet before and after."""
    def count(call):
        time.sleep(0.05)
        mark = proxy.mark()
        answer = call()
        time.sleep(0.05)
        return answer, proxy.trips_since(mark)
    return count


def one(trip):
    assert (trip.turns, trip.syncs, trip.simple_queries) == (1, 1, 0), trip


@pytest.mark.parametrize("way", ["token", "password"])
@pytest.mark.parametrize("method, path, body", [
    ("GET", USER, None), ("PUT", USER, {"theme": "dark", "timezone": "utc"}), ("PATCH", USER, {"theme": "light"}),
    ("GET", ORG, None), ("PUT", ORG, {"theme": "dark"}), ("PATCH", ORG, {"weekStart": "monday"}),
    ("GET", "/api/user", None), ("GET", HOME, None), ("POST", DASHBOARDS, {"dashboard": {"title": "One trip"}}),
    ("GET", "/api/dashboards/uid/one-trip", None), ("DELETE", "/api/dashboards/uid/gone", None),
    ("GET", "/api/teams/1", None), ("PUT", "/api/teams/1/preferences", {"theme": "dark"}), ("GET", "/api/search", None)])
def test_served(wired, admin, trips, method, path, body, way):
    client = admin.client if way == "token" else wired.client(account=admin.account)
    client.get(USER)  # the first Basic pays for the hash
    answer, trip = trips(lambda: client.request(method, path, body))
    assert answer.status in (200, 404)
    one(trip)
    _, trip = trips(lambda: client.request(method, path, body))
    one(trip)
    assert "P" not in trip.letters, f"statements are prepared at their first use: {trip}"


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_home_dashboard(wired, admin, trips, method):
    """The check that the dashboard exists rides along."""
    made = make_dashboard(admin.client, title="Home")
    answer, trip = trips(lambda: admin.client.request(method, USER, {"homeDashboardUID": made["uid"], "theme": "dark"}))
    is_updated(answer)
    one(trip)


def test_refused_by_role(wired, trips):
    viewer = wired.enrol("Viewer")
    answer, trip = trips(lambda: viewer.client.put(ORG, {}))
    assert answer.status == 403
    one(trip)


def test_refused_token(wired, admin, trips):
    stranger = wired.deployment.client(Authorization="Bearer unknown")
    answer, trip = trips(lambda: stranger.get(USER))
    assert answer.status == 401
    one(trip)


def test_changed_password_costs_at_most_three(wired, trips):
    """The remembered fact is out of date: it is refused, looked up and tried again."""
    person = wired.register.person()
    client = wired.client(account=person)
    client.get(USER)
    wired.register.change_password(person, "another")
    answer, trip = trips(lambda: client.get(USER))
    assert answer.status == 401
    assert trip.turns <= 3


def test_nothing_for_what_needs_nothing(wired, trips):
    for call, status in ((lambda: wired.client().get(USER), 401), (lambda: wired.client().get("/api/nothing"), 404),
                         (lambda: wired.deployment.client(Authorization="Basic x").get(USER), 401)):
        answer, trip = trips(call)
        assert (answer.status, trip.turns) == (status, 0)


def test_idle_is_quiet(wired, trips):
    _, trip = trips(lambda: time.sleep(1))
    assert trip.turns <= 1


def test_first_basic_is_three(wired, trips):
    """One to count the guess and find the password's hash, one to take the guess back, one for the request."""
    person = wired.register.person()
    client = wired.deployment.client(Authorization=basic(person.login, person.password))
    answer, trip = trips(lambda: client.get(USER))
    assert answer.status == 200
    assert trip.turns == 3
