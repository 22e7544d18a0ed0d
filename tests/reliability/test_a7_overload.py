"""A7: more is asked than PostgreSQL can do: what can be done is done, the rest is refused in time, with the promise that nothing
was done, and whoever was told so was told the truth."""

import time
from collections import Counter

import pytest

from answers import USER, is_updated
from arrivals import Arrivals, between, percentile
from cluster import Cluster
from patience import at_least, at_most, seconds
from pending import BACKENDS
from sizes import size
from volley import Shot

pytestmark = [pytest.mark.long, pytest.mark.alone]

# Every write takes PostgreSQL so long, whatever else the machine does; and each is counted.
_SLOW_WRITES = """
CREATE SEQUENCE public.writes;
GRANT USAGE ON public.writes TO PUBLIC;
CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM nextval('public.writes'), pg_sleep({seconds});
  RETURN NEW;
END $$;
CREATE TRIGGER zz_slow BEFORE UPDATE ON prefd.preferences FOR EACH ROW EXECUTE FUNCTION public.slow();
"""
_LIMIT = 3


def _people(site, count):
    org = site.register.organisation()
    actors = [site.enrol("Viewer", org) for _ in range(count)]
    for actor in actors:
        is_updated(actor.client.put(USER, {"theme": "dark"}))
    return actors


def _writes(actors):
    return [Shot("PUT", USER, {"theme": "light"}, actor.client.headers) for actor in actors]


def _measured(port, shots, length, **how):
    """The answers to what was due after the first second, and over how long they were due."""
    with Arrivals(port, shots, **how) as load:
        time.sleep(length)
    begin = min(answer.at for answer in load.answers) + 1
    return between(load.answers, begin, begin + length - 1.5), length - 1.5, load.answers


def _rate(answers, length):
    return sum(answer.status == 200 for answer in answers) / length


def test_overload(own_site, figures):
    """Five times as many writes as the connections can bring to PostgreSQL."""
    connections, each, length = 4, 0.04, size(5, 30)
    site = own_site(workers=2, settings={"write_connections": connections, "request_timeout": _LIMIT})
    actors = _people(site, 64)
    site.register.sql(_SLOW_WRITES.format(seconds=each))
    shots = _writes(actors)
    peak = _rate(*_measured(site.deployment.port, shots, size(4, 10), connections=32)[:2])
    before = site.register.sql("SELECT last_value FROM public.writes")[0][0]
    answers, span, all_answers = _measured(site.deployment.port, shots, length, rate=peak * 5)
    good, said = _rate(answers, span), Counter((answer.status, answer.retry) for answer in all_answers)
    done = site.register.sql("SELECT last_value FROM public.writes")[0][0] - before
    worst = max(answer.after for answer in all_answers)
    figures("A7 five times the demand", f"at most {peak:.0f} writes/s; asked for {peak * 5:.0f}/s: {good:.0f}/s done ({good / peak:.0%}), "
            f"{dict(said)}, slowest answer {worst:.2f} s, p50 of those done {percentile([a for a in answers if a.status == 200], .5):.2f} s")
    assert set(said) == {(200, False), (503, True)}
    assert done == said[200, False], "what was refused was done"
    at_least(good, 0.8 * peak, "done a second")
    at_most(worst, seconds(_LIMIT), "slowest, s")


@pytest.fixture
def small_cluster(scratch):
    """A PostgreSQL that has 17 connections for all but superusers."""
    server = Cluster(scratch / "pg-few", {"max_connections": 20})
    server.start()
    yield server
    server.crash()


def test_fewer_connections_than_asked_for(own_site, small_cluster, figures):
    """Two workers want 24: each gets some, though not for every kind of request."""
    site = own_site(cluster=small_cluster, workers=2)
    actor = site.enrol("Admin")
    shots = [Shot("GET", USER, None, actor.client.headers), Shot("PUT", USER, {"theme": "dark"}, actor.client.headers),
             Shot("GET", "/api/org/users/search", None, actor.client.headers)]
    lanes = site.register.sql(f"SELECT count(*) {BACKENDS}")[0][0]
    with Arrivals(site.deployment.port, shots, rate=150) as load:
        time.sleep(size(3, 30))
    said = Counter(answer.status for answer in load.answers)
    figures("A7 too few connections", f"{lanes} of 24: {dict(said)}, p99 {percentile(load.answers, .99) * 1000:.0f} ms")
    assert lanes <= 17
    assert set(said) == {200}
