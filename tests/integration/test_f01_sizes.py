"""Limits at one below, exactly and one above, through nginx and by the worker itself."""

import socket
import time
from pathlib import Path

import pytest

from answers import USER, is_error, is_updated, preferences
from patience import at_most, seconds
from places import INSTRUMENTED, SANITIZED
from volley import Shot, Volley

LIMIT = 1 << 20


def body_of(size):
    start, end = b'{"theme":"dark"', b"}"
    return start + b" " * (size - len(start) - len(end)) + end


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
def test_body_within(viewer, method, size):
    is_updated(viewer.client.request(method, USER, body_of(size)))
    assert preferences(viewer.client)["theme"] == "dark"


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("size", [LIMIT + 1, 2 * LIMIT, 20 * LIMIT])
def test_body_above(site, viewer, method, size, unchanged):
    """nginx says no from the length alone; the body need not be read for it."""
    request = (f"{method} {USER} HTTP/1.1\r\nHost: a\r\nAuthorization: {viewer.client.headers['Authorization']}\r\n"
               f"Content-Length: {size}\r\nConnection: close\r\n\r\n").encode()
    is_error(site.client().raw(request + body_of(LIMIT // 16)), 413)


def test_chunked_body_above(site, viewer, unchanged):
    request = (f"PUT {USER} HTTP/1.1\r\nHost: a\r\nAuthorization: {viewer.client.headers['Authorization']}\r\n"
               "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n").encode()
    chunk = b"%x\r\n" % LIMIT + b" " * LIMIT + b"\r\n"
    is_error(site.client().raw(request + 2 * chunk + b"0\r\n\r\n"), 413)


TIMES = 10  # what a body of 1 MiB may let a worker grow by at its highest, in MiB
MOMENT = 0.1  # and for how long it may hold the loop, in seconds of the processor
MANY_VALUES = [
    ("PUT", "/api/user/preferences", '{"unknown":[{}', ",{}", "]}"),
    ("PUT", "/api/user/preferences", '{"unknown":[1.5e1', ",1.5e1", "]}"),
    ("PUT", "/api/user/preferences", '{"theme":"dark"', ',"theme":"dark"', "}"),
    ("PUT", "/api/user/preferences", '{"theme":"dark"', ',"\\n":{}', "}"),
    ("PUT", "/api/user/preferences", '{"navbar":{"bookmarkUrls":[""', ',""', "]}}"),
    ("PUT", "/api/user/preferences", '{"navbar":{"bookmarkUrls":[null', ",null", "]}}"),
    ("PUT", "/api/user/preferences", '{"cookies":["analytics"', ',"analytics"', "]}"),
    ("PUT", "/api/user/preferences", '{"language":"', "\\u0041", '"}'),
    ("PATCH", "/api/org/preferences", '{"navbar":{"bookmarkUrls":[]}', ',"navbar":{"bookmarkUrls":[]}', "}"),
    ("POST", "/api/dashboards/db", '{"dashboard":{"title":"x","a":[{}', ",{}", "]}}"),
    ("POST", "/api/v2/user/me/preference/", '{"key":"a","value":[{}', ",{}", "]}"),
]


def busy(pid):
    """How long the loop's thread has had a processor, in seconds."""
    with open(f"/proc/{pid}/task/{pid}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e9


class TestWorkersOwnLimit:
    def put(self, site, viewer, body):
        with site.deployment.fastcgi() as connection:
            return connection.request("PUT", USER, body, Authorization=viewer.client.headers["Authorization"])

    @pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
    def test_within(self, site, viewer, size):
        is_updated(self.put(site, viewer, body_of(size)))

    @pytest.mark.parametrize("size", [LIMIT + 1, 4 * LIMIT])
    def test_above(self, site, viewer, size, unchanged):
        is_error(self.put(site, viewer, body_of(size)), 413)

    def test_another_limit(self, own_site):
        site = own_site(workers=1, settings={"body_limit": 2000})
        viewer = site.enrol("Viewer")
        is_updated(viewer.client.put(USER, body_of(2000)))
        is_error(viewer.client.put(USER, body_of(2001)), 413)


def test_slow_body(site, viewer):
    """A client that sends its body in drops is nginx's to wait for."""
    body = b'{"theme":"dark"}'
    head = (f"PUT {USER} HTTP/1.1\r\nHost: a\r\nAuthorization: {viewer.client.headers['Authorization']}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", site.deployment.port), timeout=seconds(20)) as stream:
        stream.sendall(head)
        for octet in body:
            stream.sendall(bytes([octet]))
            time.sleep(0.02)
            at_most(site.client().get("/api/health").seconds, seconds(1), "beside it, s")
        assert stream.recv(100).startswith(b"HTTP/1.1 200")


def test_large_answer(viewer):
    """What was stored in one large request comes back whole."""
    urls = ["/" + "x" * 990 for _ in range(1000)]
    is_updated(viewer.client.put(USER, {"navbar": {"bookmarkUrls": urls}}))
    assert preferences(viewer.client)["navbar"]["bookmarkUrls"] == urls


def test_header_just_within(site, viewer):
    answer = viewer.client.get(USER, headers={"X-Filler": "x" * 7000})
    assert answer.status == 200


class TestMemory:
    """What a body costs a worker is bounded whatever is in it: it is read before anybody is known."""

    FORM = "application/x-www-form-urlencoded"
    TOKEN = "grant_type=password&username=ann&password=guess&"

    @pytest.fixture
    def lone_site(self, own_site):
        if SANITIZED:
            pytest.skip("sanitizers take memory of their own")
        return own_site(workers=1)

    @pytest.fixture
    def growth(self, lone_site):
        """A function that says by how much something let the worker grow at its highest, in MiB."""
        pid, = lone_site.deployment.worker_pids()

        def highest():
            with open(f"/proc/{pid}/status", encoding="ascii") as file:
                return next(int(line.split()[1]) >> 10 for line in file if line.startswith("VmHWM"))

        def growth(action):
            Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")  # from here on
            before = highest()
            action()
            return highest() - before

        return growth

    @pytest.mark.parametrize("path, start", [("/oauth/token/", TOKEN), ("/oauth/revoke_token/", "token=none&"),
                                             ("/api/v2/user/me/preference/", "key=a&")])
    def test_pairs_of_a_form(self, lone_site, growth, path, start):
        """Half a million pairs take no memory each."""
        client = lone_site.client().with_headers(Content_Type=self.FORM, Authorization="Bearer none")
        for piece in ("a&", "=&", "%3d=%41&"):
            body = (start + piece * ((LIMIT - len(start)) // len(piece))).encode()
            assert growth(lambda: client.post(path, body)) < 48, piece

    def test_escaped_names_of_members(self, lone_site, growth):
        """Names are compared with those that count without memory for each."""
        client = lone_site.client().with_headers(Content_Type="application/json", Authorization="Bearer none")
        body = ("{" + '"\\n":1,' * 140_000 + '"a":1}').encode()
        assert growth(lambda: client.post("/api/v2/user/me/preference/", body)) < 16

    @pytest.mark.parametrize("path, around", [("/login", lambda many, i: {"user": f"u{i}", "password": "guess", "a": many}),
                                              ("/api/dashboards/db", lambda many, _: {"dashboard": {"a": many}})])
    def test_objects_of_bodies_at_once(self, lone_site, growth, path, around):
        """Bodies that wait for others wait as text."""
        many = [{}] * 250_000
        shots = [Shot("POST", path, around(many, i), {"Authorization": "Bearer none"}) for i in range(8)]
        assert growth(lambda: Volley(lone_site.deployment.port).send(shots)) < 8 * TIMES

    def test_many_values_in_a_body(self, lone_site, growth, figures):
        """A body takes a few times its own size, and the loop a moment, before its sender is known to be anybody and after."""
        person, (pid,), worst = lone_site.enrol("Editor"), lone_site.deployment.worker_pids(), {}
        for method, path, head, piece, tail in MANY_VALUES:
            body = (head + piece * ((LIMIT - len(head) - len(tail)) // len(piece)) + tail).encode()
            for sender in ("none", person.token.secret):
                client, before = lone_site.client().with_headers(Authorization="Bearer " + sender), busy(pid)
                grown = growth(lambda: client.request(method, path, body))
                worst[path, head, piece, sender] = grown, busy(pid) - before
        figures("Memory of a body of 1 MiB", f"{max(grown for grown, _ in worst.values())} MiB at most, and "
                f"{1000 * max(spent for _, spent in worst.values()):.0f} ms of the loop")
        assert not {name: cost for name, cost in worst.items() if cost[0] > TIMES or cost[1] > MOMENT * (4 if INSTRUMENTED else 1)}
