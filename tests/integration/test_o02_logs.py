"""O2: what fails is found in the worker's log, in nginx's and in PostgreSQL's, by the request's id; each request says where its time
went."""

import json
import re
from collections import Counter

import pytest

from answers import USER
from metrics import scrape
from patience import at_most, seconds, wait_until
from pending import BACKENDS, Asking, HeldRow
from sizes import size
from volley import Shot, Volley

# Every way in which PostgreSQL ends a request: with an error of its own, for a deadlock three times over, or with the session.
_FAILING = """
CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.document->>'language' = 'x-broken' THEN
    RAISE EXCEPTION 'forced';
  ELSIF NEW.document->>'language' = 'x-full' THEN
    RAISE EXCEPTION 'forced' USING ERRCODE = '53100';
  ELSIF NEW.document->>'language' = 'x-deadlock' THEN
    RAISE EXCEPTION 'forced' USING ERRCODE = '40P01';
  ELSIF NEW.document->>'language' = 'x-gone' THEN
    PERFORM pg_terminate_backend(pg_backend_pid());
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION public.fail() SECURITY DEFINER;
CREATE TRIGGER zz_fail BEFORE UPDATE ON prefd.preferences FOR EACH ROW EXECUTE FUNCTION public.fail();
"""
_NOTE = re.compile(r"\[(\d+)\] .*LOG:  request (\w+) failed: (\w+) in statement (\S+), SQLSTATE (\S*), process (\d+)$", re.M)


def requests(site):
    """{request id: its line} of the workers' log."""
    lines = map(json.loads, site.deployment.worker_log().splitlines())
    return {line["request_id"]: line for line in lines if line["event"] == "request"}


def line_of(site, answer):
    return wait_until(lambda: requests(site).get(answer.headers["X-Request-Id"]), 5, "the worker's line")


def in_nginx(site):
    """{request id: status}"""
    lines = map(json.loads, (site.deployment.run / "nginx-access.log").read_text().splitlines())
    return {line["id"]: int(line["status"]) for line in lines}


def postgresql_log(cluster):
    return cluster.log_path.read_text(errors="replace")


def said_by(log, process):
    """Whether PostgreSQL has an error's own line of that process."""
    return re.search(rf"\[{process}\] .*(ERROR|FATAL):  ", log)


def fail(site, actor, ways, times):
    """[(request id, status)] of so many requests that fail, sixteen at once."""
    answers, volley = [], Volley(site.deployment.port)
    for turn in range(times // 16 + 1):
        shots = [Shot("PATCH", USER, {"language": ways[(turn + place) % len(ways)]}, actor.client.headers) for place in range(16)]
        answers += volley.send(shots)
    volley.close()
    return [(answer.headers["X-Request-Id"], answer.status) for answer in answers if answer.status >= 500]


@pytest.mark.long
def test_every_failure_is_in_three_logs(own_site, figures):
    site, wanted = own_site(workers=2), size(1000, 10000)
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    site.register.sql(_FAILING)
    failed = fail(site, actor, ["x-broken"] * 10 + ["x-full"] * 10 + ["x-deadlock"] * 5, wanted)
    assert len(failed) >= wanted
    known = dict(failed)
    wait_until(lambda: len(set(known) & {note[1] for note in _NOTE.findall(postgresql_log(site.cluster))}) == len(known), 10,
               "every request in PostgreSQL's log")
    wait_until(lambda: set(known) <= set(in_nginx(site)), 5, "every request in nginx's log")
    workers, nginx, log = requests(site), in_nginx(site), postgresql_log(site.cluster)
    notes = {note[1]: note for note in _NOTE.findall(log)}
    processes = {process for process in re.findall(r"\[(\d+)\] .*ERROR:  forced$", log, re.M)}
    for name, status in failed:
        _, _, error, statement, sqlstate, process = notes[name]
        line = workers[name]
        assert line["status"] == nginx[name] == status
        assert (line["error"], line["statement"], line["sqlstate"], str(line["backend"])) == (error, statement, sqlstate, process)
        assert process in processes
    figures("O2 failures in three logs", f"{len(failed)} of {len(failed)}: {dict(Counter(workers[name]['error'] for name, _ in failed))}")


def test_a_session_that_ends_is_named(own_site):
    """The last words of the session that had the request are PostgreSQL's own; another tells whose they were."""
    site = own_site(workers=1)
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    site.register.sql(_FAILING)
    answer = actor.client.patch(USER, {"language": "x-gone"})
    assert answer.status == 503
    line, name = line_of(site, answer), answer.headers["X-Request-Id"]
    assert line["backend"] > 0
    assert said_by(postgresql_log(site.cluster), line["backend"])
    wait_until(lambda: any(note[1] == name for note in _NOTE.findall(postgresql_log(site.cluster))), 5, "the note")


def test_what_postgresql_never_had_is_not_looked_for_there(own_site):
    site = own_site(workers=1)
    site.register.sql(f"REVOKE CONNECT ON DATABASE {site.database} FROM PUBLIC")
    site.register.sql(f"SELECT pg_terminate_backend(pid) {BACKENDS}")
    wait_until(lambda: scrape(site)("prefd_postgres_connections", state="down") == 12, 5, "every connection gone")
    answers = [site.client().get("/api/health") for _ in range(3)]
    for answer in answers:
        line = line_of(site, answer)
        assert (line["status"], line["error"], line["backend"]) == (503, "UNAVAILABLE", 0)
        assert wait_until(lambda: in_nginx(site).get(line["request_id"]), 5, "nginx's line") == 503


def test_an_id_that_nginx_did_not_make_is_not_noted(own_site):
    """PostgreSQL does not escape what is in its log, so a line must not be forged there."""
    site = own_site(workers=1)
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    site.register.sql(_FAILING)
    with site.deployment.fastcgi() as connection:
        answer = connection.request("PATCH", USER, {"language": "x-broken"}, Authorization=actor.client.headers["Authorization"],
                                    parameters={"REQUEST_ID": "a\nLOG:  forged"})
    assert answer.status == 500
    wait_until(lambda: [line for line in requests(site).values() if line["status"] == 500], 5, "the worker's line")
    actor.client.patch(USER, {"language": "x-broken"})
    wait_until(lambda: _NOTE.findall(postgresql_log(site.cluster)), 5, "the next one's note")
    assert "forged" not in postgresql_log(site.cluster).replace("forged'", "")


class TestStages:
    def test_they_are_within_the_whole(self, site, viewer):
        for _ in range(20):
            viewer.client.get(USER)
        for line in requests(site).values():
            assert line["queue"] + line["database"] + line["hash"] <= line["microseconds"]

    def test_who_waits_for_anothers_hash_waits_no_longer_than_there(self, own_site):
        site = own_site(workers=1)
        account = site.register.person()
        asked = [Asking(lambda: site.client(account=account).get(USER)) for _ in range(12)]
        lines = [line_of(site, asking.result(10)) for asking in asked]
        assert {line["status"] for line in lines} == {200} and sum(line["hash"] > 0 for line in lines) > 1
        assert not [line for line in lines if line["queue"] + line["database"] + line["hash"] > line["microseconds"]]

    def test_a_password_is_hashed_once(self, own_site):
        site = own_site(workers=1)
        client = site.client(account=site.register.person())
        lines = [line_of(site, client.get(USER)) for _ in range(2)]
        assert lines[0]["hash"] > 3000 > lines[1]["hash"] == 0

    def test_a_lock_is_the_databases(self, own_site):
        site = own_site(workers=1, settings={"request_timeout": 2})
        actor = site.enrol("Viewer")
        actor.client.put(USER, {"theme": "dark"})
        with HeldRow(site, actor):
            answer = actor.client.put(USER, {"theme": "light"})
        line = line_of(site, answer)
        assert answer.status == 503 and line["error"] == "TIMED_OUT" and line["sqlstate"] == "57014"
        assert 1_500_000 < line["database"] <= line["microseconds"]
        at_most(line["queue"], seconds(100_000), "in the queue, microseconds")

    def test_what_waits_behind_another_is_in_the_queue(self, own_site):
        site = own_site(workers=1, settings={"read_connections": 1})
        viewer, volley = site.enrol("Viewer"), Volley(site.deployment.port)
        answers = volley.send([Shot("GET", USER, None, viewer.client.headers)] * 40)
        volley.close()
        lines = [line_of(site, answer) for answer in answers]
        assert any(line["queue"] > line["database"] for line in lines)
