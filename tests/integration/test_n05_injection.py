"""No text of a client becomes a part of a statement: strings that would break out of a literal, a name, a number, a pattern, JSON or a
comment, in every parameter of every operation, the path, the query, the body's fields and the headers that are looked up. Found
would be: an error of syntax or of names in PostgreSQL's log, a table that the strings make, a delay, a word that only a statement
could have put together, or an answer of the server's own fault."""

import json
import re
from dataclasses import replace
from urllib.parse import quote

import pytest

import canaries
import probes
from canaries import Org, populate
from cluster import Cluster
from conftest import make_site
from http_client import bearer
from kept_client import KeptClient
from patience import seconds
from register import Account
from sizes import LONG

pytestmark = pytest.mark.long

SETTINGS = {"quotas": "yes", "valara_reads_per_minute": 0, "valara_writes_per_minute": 0, "valara_lists_per_minute": 0,
            "valara_idempotency_required": "no"}
SLEEP = 20
SPOKEN = "spoken" + "together"  # what '||' would make of its halves
STRINGS = ("'", "x' OR '1'='1", f"1; CREATE TABLE public.injected (); --", f"'; CREATE TABLE public.injected (); --",
           f"x'||(select 'spoken'||'together')||'", f"1 OR (select count(*) FROM pg_sleep({SLEEP})) = 0",
           f"x' OR (select count(*) FROM pg_sleep({SLEEP})) = 0 --", "\\", "$$;select 1/0;$$", "$1", "%s%I%L", "%' --", '"; --', "u.login); --",
           "name-asc,(select 'spoken'||'together')", "{\"$gt\":\"\"}", "') union select version() --", "1e308", "\u02bc OR 1=1 --", "/*", "0x27")
USUAL = ("x'||(select 'spoken'||'together')||'", "'; CREATE TABLE public.injected (); --", f"1 OR (select count(*) FROM pg_sleep({SLEEP})) = 0",
         "\\'", "u.login); --")
OPERATIONS = probes.OPERATIONS
HEADERS = ("X-Grafana-Org-Id", "If-Match", "If-None-Match", "Idempotency-Key", "X-Idempotency-Key")

# What PostgreSQL calls an error in the text of a statement, or a name that there is not (class 42, without 42501).
BROKEN = re.compile(r"^42(?!501)[0-9A-Z]{3} .*", re.M)


class Nation:
    def __init__(self, site):
        self.site, self.client = site, KeptClient(site.deployment.port, documented=False)
        self.org = Org(0)
        callers = {caller.name: caller for caller in canaries.callers(self.org)}
        chief = Account(self.org.accounts["chief"], "", self.org.login("chief"), "", self.org.id)  # of the server: a token that is bound is none
        self.headers = [{"Authorization": bearer(site.register.token(chief).secret)}, callers["admin"].headers]
        self.wrong = []

    def log_size(self):
        return self.site.cluster.log_path.stat().st_size

    def send(self, words, request, operation):
        for headers in self.headers[:2 if LONG else 1] if operation.is_grafana else self.headers[1:]:
            try:
                answer = self.client.request(request.method, request.path, request.body, {**headers, **dict(request.headers)})
            except ValueError as error:  # of a header that HTTP has no room for
                raise AssertionError(words) from error
            if answer.status >= 500 or SPOKEN in answer.text or answer.seconds > seconds(SLEEP / 2):
                self.wrong.append(f"{words}: {answer.status} after {answer.seconds:.1f} s: {answer.text[:200]}")


@pytest.fixture(scope="module")
def nation(scratch):
    cluster = Cluster(scratch / "pg-injection", {"log_line_prefix": "%e "})
    cluster.start()
    site = make_site(scratch / "injection", cluster, settings=SETTINGS)
    populate(site.register)
    made = Nation(site)
    yield made
    made.client.close()
    site.deployment.stop()
    site.register.connection.close()
    cluster.crash()


def put(body, name, value):
    """The body with another value at a dotted name."""
    changed = json.loads(body)
    *way, last = name.split(".")
    place = changed
    for part in way:
        place = place.setdefault(part, {})
    place[last] = value
    return json.dumps(changed).encode()


def requests(operation, org, text):
    """(words, request) with the text in each place that takes one."""
    own = probes.own(operation, org)
    things = probes.own_things(operation, org)[:len(operation.parameters)]
    for place in range(len(things)):
        values = [text if at == place else value for at, value in enumerate(things)]
        yield f"part {place + 1} of the path", replace(own, path=probes.fill(operation, values))
    for name in operation.query_names:
        yield f"{name} of the query", replace(own, path=own.path + f"?{name}={quote(text, safe='')}")
    for name, type_ in operation.fields:
        for value in {"array": [[text]], "object": [{text: text}]}.get(type_, [text]):
            yield f"{name} of the body", replace(own, body=put(own.body, name, value))
    if "\u02bc" not in text:
        for name in HEADERS:
            yield name, replace(own, headers=((name, text),))


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.id for operation in OPERATIONS])
def test_no_text_is_a_statement(nation, operation):
    nation.wrong.clear()
    begin = nation.log_size()
    for text in STRINGS if LONG else USUAL:
        for words, request in requests(operation, nation.org, text):
            nation.send(f"{text!r} as {words}", request, operation)
    with open(nation.site.cluster.log_path, encoding="utf-8", errors="replace") as log:
        log.seek(begin)
        nation.wrong += BROKEN.findall(log.read())
    assert nation.site.register.sql("SELECT to_regclass('public.injected')") == [(None,)]
    assert not nation.wrong, f"{len(nation.wrong)}:\n" + "\n".join(nation.wrong[:10])


def test_all_of_it(nation, figures):
    figures("S9", f"{nation.client.count} requests to {len(OPERATIONS)} operations: 0 injections")
    assert nation.client.count
