"""What nginx says of a request (who it is from, by which address, over what, for which path) no client can say: every parameter that
a worker trusts, and every header by which other servers trust clients, in all spellings, once and twice, through nginx and on
the worker's socket as HTTP_*, changes neither identity nor address, organisation, path, method or scheme."""

import http.client
import itertools
import json

import pytest

from answers import ORG, USER
from browser import COOKIE, Browser
from conftest import make_site
from fastcgi_client import PARAMS, STDIN, begin, pairs, stream
from http_client import basic, bearer
from patience import wait_until

# What a worker reads of nginx.
TRUSTED = ("REMOTE_USER", "REMOTE_ADDR", "REQUEST_ID", "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_LENGTH", "HTTPS",
           "REQUEST_SCHEME")
# What others read of clients.
ELSEWHERE = ("X-WEBAUTH-USER", "X-Forwarded-User", "X-Remote-User", "X-Auth-Request-User", "X-Authenticated-User", "Auth-User", "X-Grafana-User",
             "X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP", "X-Client-IP", "CF-Connecting-IP", "X-Forwarded-Host",
             "X-Forwarded-Proto", "X-Forwarded-Scheme", "Front-End-Https", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override",
             "X-Method-Override", "SCRIPT_NAME", "SCRIPT_FILENAME", "DOCUMENT_ROOT", "AUTH_TYPE", "GATEWAY_INTERFACE", "X-Request-Id", "Proxy",
             "X-Org-Id", "X-Grafana-Role", "X-Id-Token")
ADDRESS = "203.0.113.77"


def spellings(name):
    """As a header may be written, with and without the prefix that parameters made of headers have."""
    plain = {name, name.replace("_", "-"), name.replace("-", "_"), name.lower(), name.title().replace("_", "-"), name + "_"}
    return sorted(plain | {"HTTP_" + one.upper().replace("-", "_") for one in plain} | {"HTTP-" + one for one in plain})


def values(name, victim, other):
    """What an attacker would put there."""
    upper = name.upper().replace("-", "_")
    if "USER" in upper or "TOKEN" in upper:
        return [victim.account.login]
    if "ADDR" in upper or "IP" in upper.split("_") or "FOR" in upper.split("_"):
        return [ADDRESS]
    return {"FORWARDED": [f"for={ADDRESS};host=evil.example;proto=https"], "REQUEST_METHOD": ["DELETE"], "PATH_INFO": ["/api/health"],
            "QUERY_STRING": [f"targetOrgId={other}"], "CONTENT_LENGTH": ["0"], "HTTPS": ["on"], "REQUEST_SCHEME": ["https"],
            "X_ORG_ID": [str(other)], "X_GRAFANA_ROLE": ["Admin"], "X_FORWARDED_HOST": ["evil.example"], "X_FORWARDED_PROTO": ["https"],
            "X_HTTP_METHOD_OVERRIDE": ["DELETE"], "X_METHOD_OVERRIDE": ["DELETE"]}.get(upper, ["/api/health", "forged"])


class Raw:
    """Requests with headers as they are given, in order, any of them more than once; through nginx or to a worker."""

    def __init__(self, site):
        self.site = site

    def nginx(self, method, path, headers, body=b""):
        connection = http.client.HTTPConnection("127.0.0.1", self.site.deployment.port, timeout=20)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        got = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return got

    def worker(self, method, path, headers, body=b""):
        """As nginx would pass them: HTTP_ before each, in capitals, a '-' as '_'; a name that has the prefix gets it once more."""
        given = [("HTTP_" + name.upper().replace("-", "_"), value) for name, value in headers]
        own = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "CONTENT_LENGTH": str(len(body) or ""), "REQUEST_ID": "0" * 32,
               "REMOTE_ADDR": "127.0.0.1"}
        with self.site.deployment.fastcgi() as connection:
            connection.send(begin(), stream(PARAMS, pairs([*given, *own.items(), *given])), stream(STDIN, body))
            answer = connection.response()
        return answer.status, dict(answer.headers.items()), answer.body


@pytest.fixture(scope="module")
def world(scratch, cluster):
    """A site that takes nginx's word, makes whom it does not know, and counts guesses."""
    site = make_site(scratch / "trusting", cluster, settings={"remote_user": "yes", "remote_user_create": "yes"})
    yield site
    site.deployment.stop()
    site.register.connection.close()


def forgeries(victim, other):
    """Header lists, of one name once or twice."""
    for name in (*TRUSTED, *ELSEWHERE):
        for spelling in spellings(name):
            if spelling.lower() in ("content-length", "host"):
                continue  # HTTP's own
            for value in values(name, victim, other):
                yield [(spelling, value)]
            yield [(spelling, value), (spelling, "x"), (spelling.lower(), value)]


@pytest.mark.parametrize("way", ["nginx", "worker"])
def test_no_header_is_believed(world, figures, way):
    victim, viewer = world.enrol("Admin"), world.enrol("Viewer")
    send = getattr(Raw(world), way)
    token = ("Authorization", bearer(viewer.token.secret))
    before = world.register.fingerprint()
    tried = 0
    for headers in forgeries(victim, victim.org):
        tried += 1
        status, _, body = send("GET", "/api/user", headers)
        assert status == 401, (headers, body)
        status, _, body = send("GET", "/api/user", [token, *headers])
        assert status == 200 and (json.loads(body)["id"], json.loads(body)["orgId"]) == (viewer.account.id, viewer.org), (headers, body)
        status, _, body = send("PUT", ORG, [token, *headers, ("Content-Type", "application/json")], b'{"theme":"dark"}')
        assert status == 403, (headers, body)
    assert world.register.fingerprint() == before
    lines = [json.loads(line) for line in world.deployment.worker_log().splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert {line["remote"] for line in requests} <= {"127.0.0.1", ""} and not [line for line in requests if "forged" in line["request_id"]]
    figures("S8", f"{tried} sets of headers through {way}, {3 * tried} requests: none believed")


@pytest.mark.parametrize("way", ["nginx", "worker"])
def test_no_header_becomes_the_address(world, way):
    """Neither that of a session nor that guesses are counted for; nor does one make a login look as if it came over HTTPS."""
    viewer = world.enrol("Viewer")
    send = getattr(Raw(world), way)
    body = json.dumps({"user": viewer.account.login, "password": viewer.account.password}).encode()
    headers = [(spelling, value) for name in (*TRUSTED, *ELSEWHERE) if name not in ("CONTENT_LENGTH", "REQUEST_METHOD")
               for spelling in spellings(name)[:6] for value in values(name, viewer, 1)]
    for start in range(0, len(headers), 20):
        status, answered, _ = send("POST", "/login", [*headers[start:start + 20], ("Content-Type", "application/json")], body)
        assert status == 200 and COOKIE in answered["Set-Cookie"] and "Secure" not in answered["Set-Cookie"]
    addresses = world.register.sql("SELECT DISTINCT client_ip FROM prefd.sessions WHERE user_id = %s", viewer.account.id)
    assert addresses == [("127.0.0.1",)]
    counted = "SELECT count(*) FROM prefd.login_attempts WHERE subject = prefd.attempt_subject('address', %s)"
    send("GET", USER, [("Authorization", basic("nobody", "x")), *headers[:20]])
    wait_until(lambda: world.register.sql(counted, "127.0.0.1") == [(1,)], 5, "the guess counted")
    assert world.register.sql(counted, ADDRESS) == [(0,)]


def test_no_header_becomes_the_host(world):
    """A page elsewhere is elsewhere, whatever a proxy might have been told."""
    browser = Browser(world, world.enrol("Viewer").account)
    for name, value in itertools.product(("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host", "X-Forwarded-Server"),
                                         ("evil.example", "host=evil.example")):
        answer = browser.put(USER, {"theme": "dark"}, headers={"Origin": "http://evil.example", name: value})
        assert (answer.status, answer.json()) == (403, {"message": "origin not allowed"})


@pytest.mark.parametrize("way", ["nginx", "worker"])
def test_a_foreign_organisation_is_none(world, way):
    """X-Grafana-Org-Id may name an organisation one is in. Another is as one that there is not, in every spelling and twice."""
    viewer, other = world.enrol("Viewer"), world.enrol("Admin")
    send = getattr(Raw(world), way)
    token = ("Authorization", bearer(viewer.token.secret))
    for spelling in spellings("X-Grafana-Org-Id"):
        for more in ([], [(spelling, str(viewer.org))], [(spelling.lower(), str(other.org))]):
            answers = []
            for org in (other.org, 987654321):
                sent = [(name, value.replace(str(other.org), str(org))) for name, value in ((spelling, str(other.org)), *more)]
                got = [send(method, ORG, [token, *sent], body) for method, body in (("GET", b""), ("PUT", b'{"theme":"dark"}'))]
                answers.append([(status, json.loads(body).get("message")) for status, _, body in got])
                assert all(status == 403 for status, _, _ in got), (spelling, got)
            assert answers[0] == answers[1]
