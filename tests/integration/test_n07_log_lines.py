"""No client writes a line into a log: whatever octets are in a field, one request is one line, and the line is one JSON object whose
fields are what they would be for any other request."""

import json
import re
import socket

import pytest

from answers import USER
from fastcgi_client import PARAMS, STDIN, begin, pairs, stream
from patience import wait_until

FORGED = b'","event":"forged","status":200}\n{"time":"2026-01-01T00:00:00.000000Z","level":"error","event":"forged"}\n'
OCTETS = {"every octet but NUL": bytes(range(1, 256)), "NUL": b"a\x00b", "a line": FORGED, "carriage returns": FORGED.replace(b"\n", b"\r\n"),
          "quotes and backslashes": b'"\\"\\\\" \\u000a \\n', "no UTF-8": b"\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80",
          "half a character at the cut": b"x" * 1023 + "\u00fc".encode(), "separators of Unicode": "\u2028\u2029\u0085\ufeff".encode(),
          "a terminal's words": b"\x1b[2J\x1b]0;forged\x07\x9b31m", "very long": b'"\n' * 4000, "only a backslash": b"\\", "empty": b""}
# What a worker logs of a request that it has from outside, and what it may read besides.
LOGGED = ("REQUEST_ID", "REMOTE_ADDR", "REQUEST_METHOD")
OTHERS = ("PATH_INFO", "QUERY_STRING", "HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_X_GRAFANA_ORG_ID", "HTTP_ORIGIN", "HTTP_HOST",
          "HTTP_IF_MATCH", "HTTP_IDEMPOTENCY_KEY", "CONTENT_LENGTH", "HTTP_CONTENT_TYPE")
KEYS = {"time", "level", "pid", "event", "request_id", "remote", "method", "route", "status"}


def read_from(path, start):
    with open(path, "rb") as file:
        file.seek(start)
        return file.read()


class Log:
    """What a log file gets from now on."""

    def __init__(self, path):
        self.path, self.start = path, path.stat().st_size if path.exists() else 0

    def lines(self, count):
        """That many lines, when they are there; what follows them would be forged."""
        wait_until(lambda: read_from(self.path, self.start).count(b"\n") >= count, 10, f"{count} lines")
        content = read_from(self.path, self.start)
        assert content.endswith(b"\n")
        return content[:-1].split(b"\n")


def send(site, **parameters):
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": USER, "QUERY_STRING": "", "CONTENT_LENGTH": "", "REQUEST_ID": "0" * 32, "REMOTE_ADDR": "127.0.0.1"}
    with site.deployment.fastcgi() as worker:
        worker.send(begin(), stream(PARAMS, pairs({**given, **parameters})), stream(STDIN, b""))
        return worker.response()


@pytest.mark.parametrize("name", [*LOGGED, *OTHERS])
def test_a_request_is_one_line_of_a_worker(site, name):
    log = Log(site.deployment.log)
    for octets in OCTETS.values():
        send(site, **{name: octets})
    lines = [json.loads(line.decode("ascii")) for line in log.lines(len(OCTETS))]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) == len(OCTETS) and {line["event"] for line in lines} <= {"request", "message"}
    assert all(set(line) >= KEYS and line["status"] in (400, 401, 404, 405, 413) for line in requests)


@pytest.mark.parametrize("name", LOGGED)
def test_what_is_logged_is_what_was_sent(site, name):
    """As far as it goes: up to its first NUL and its 1,024th octet. Two workers may write in another order."""
    log, field = Log(site.deployment.log), {"REQUEST_ID": "request_id", "REMOTE_ADDR": "remote", "REQUEST_METHOD": "method"}[name]
    for octets in OCTETS.values():
        send(site, **{name: octets})
    logged = [json.loads(line)[field] for line in log.lines(len(OCTETS))]
    assert sorted(logged) == sorted(octets.partition(b"\0")[0][:1024].decode("latin-1") for octets in OCTETS.values())


def through_nginx(port, request):
    """The octets of an answer to the octets of a request."""
    with socket.create_connection(("127.0.0.1", port), 20) as stream_:
        stream_.sendall(request)
        stream_.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: stream_.recv(65536), b""))


PLACES = {"path": b"GET /api/%s HTTP/1.1\r\nHost: a\r\n\r\n", "encoded path": b"GET /api/%s HTTP/1.1\r\nHost: a\r\n\r\n",
          "query": b"GET /api/user?%s HTTP/1.1\r\nHost: a\r\n\r\n", "method": b"GET%s /api/user HTTP/1.1\r\nHost: a\r\n\r\n",
          "user agent": b"GET /api/user HTTP/1.1\r\nHost: a\r\nUser-Agent: %s\r\n\r\n",
          "host": b"GET /api/user HTTP/1.1\r\nHost: %s\r\n\r\n", "line": b"%s\r\n\r\n",
          "authorization": b"GET /api/user HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n"}


@pytest.mark.parametrize("place", PLACES)
def test_a_request_is_one_line_of_nginx(site, place):
    """nginx passes octets above 127 as they are: what reads its log as UTF-8 has to replace those that are none."""
    log = Log(site.deployment.run / "nginx-access.log")
    for octets in OCTETS.values():
        sent = b"".join(b"%%%02x" % octet for octet in octets) if place == "encoded path" else octets
        sent = re.sub(rb"[\r\n]+", b" ", sent) if place != "encoded path" else sent  # an end of line is the end of the field
        through_nginx(site.deployment.port, (PLACES[place] % sent).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    lines = [json.loads(line.decode("utf-8", "replace")) for line in log.lines(len(OCTETS) - 1)]
    assert len(lines) <= len(OCTETS) and all(set(line) >= {"time", "id", "client", "request", "status"} for line in lines)
    assert {line["client"] for line in lines} == {"127.0.0.1"} and not [line for line in lines if "event" in line]
