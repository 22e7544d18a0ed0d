"""What nginx adds: errors of its own in the API's form, limits, and a request id that both logs know."""

import json
import re

import pytest

from answers import NOT_FOUND, USER, is_error, is_updated, preferences
from patience import at_most, seconds, wait_until


def lines(*parts, body=b""):
    return "\r\n".join([*parts, "", ""]).encode("latin-1") + body


@pytest.mark.parametrize("path", ["/", "/index.html", "/api", "/api/v1", "/api/v2", "/login", "/metrics/x", "/live/x", "/.prefd-error"])
def test_outside_the_api(site, path):
    is_error(site.client().get(path), 404)


def test_long_uri(site):
    is_error(site.client().raw(lines(f"GET /api/{'x' * 10000} HTTP/1.1", "Host: a", "Connection: close")), 414)


@pytest.mark.parametrize("count, size", [(1, 9000), (1, 1 << 20), (8, 7000)])
def test_oversize_headers(site, count, size):
    headers = [f"X-Filler-{number}: {'x' * size}" for number in range(count)]
    is_error(site.client().raw(lines("GET /api/health HTTP/1.1", "Host: a", "Connection: close", *headers)), 431)


@pytest.mark.parametrize("request_line, header", [
    ("GARBAGE", "Host: a"), ("GET /api/health HTTP/1.1", "Host: a b"), ("GET /api/health HTTP/1.1", "X: no host"),
    ("GET /api/user%00/preferences HTTP/1.1", "Host: a"), ("GET /api/../../etc/passwd HTTP/1.1", "Host: a"),
    ("GET /api/health HTTP/1.1", "Host: a\r\nContent-Length: -1"),
    ("GET /api/health HTTP/1.1", "Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked")])
def test_broken_requests(site, request_line, header):
    is_error(site.client().raw(lines(request_line, header, "Connection: close")), 400)


def test_trace_is_refused(site):
    answer = site.client().raw(lines("TRACE /api/health HTTP/1.1", "Host: a", "Connection: close"))
    assert answer.status in (404, 405)
    is_error(answer, answer.status)


def test_http_1_0(site):
    assert site.client().raw(lines("GET /api/health HTTP/1.0")).status == 200


def test_chunked_body(site, viewer):
    body = b'7\r\n{"theme\r\n9\r\n":"dark"}\r\n0\r\n\r\n'
    is_updated(site.client().raw(lines(
        f"PUT {USER} HTTP/1.1", "Host: a", f"Authorization: {viewer.client.headers['Authorization']}",
        "Transfer-Encoding: chunked", "Connection: close", body=body)))
    assert preferences(viewer.client)["theme"] == "dark"


@pytest.mark.parametrize("path", ["/api/health", USER, "/api/nothing", "/nothing"])
def test_common_headers(site, path):
    answer = site.client().get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])
    assert len(answer.headers.get_all("X-Request-Id")) == 1
    assert answer.headers.get("X-Powered-By") is None
    assert answer.headers.get("Server", "nginx") == "nginx"


def test_both_logs_know_the_request(site, viewer):
    known = viewer.client.get(USER).headers["X-Request-Id"]
    access = site.deployment.run / "nginx-access.log"
    wait_until(lambda: known in access.read_text(), 2, "the request in nginx's log")
    wait_until(lambda: known in site.deployment.worker_log(), 2, "the request in the worker's log")


def test_log_keeps_secrets_and_lines(site, viewer):
    hostile = "x%0aERROR%20forged%20line%22%7d"
    viewer.client.get(f"/api/{hostile}?targetOrgId={hostile}", headers={"X-Grafana-Org-Id": "1\"\\"})
    known = viewer.client.get(USER).headers["X-Request-Id"]
    wait_until(lambda: known in site.deployment.worker_log(), 2, "the request in the worker's log")
    log = site.deployment.worker_log()
    assert viewer.token.secret not in log and viewer.client.headers["Authorization"] not in log
    assert not re.search(r"^ERROR forged", log, re.M)


def test_clients_headers_do_not_become_parameters(site, viewer):
    """REQUEST_ID, REMOTE_ADDR and the like are nginx's; a header of that name is only HTTP_REQUEST_ID."""
    forged = {"Request-Id": "f" * 32, "X-Request-Id": "f" * 32, "Request-Method": "DELETE", "Path-Info": "/api/health",
              "Remote-User": "admin", "X-WEBAUTH-USER": "admin", "User-Id": "1", "Prefd-User-Id": "1"}
    answer = viewer.client.get("/api/user", headers=forged)
    assert answer.status == 200 and answer.json()["login"] == viewer.account.login
    assert answer.headers["X-Request-Id"] != "f" * 32


def test_no_worker_is_502_with_retry_after(own_site):
    site = own_site(workers=1)
    site.deployment.stop_pool()
    answer = site.client().get(USER)
    is_error(answer, 502)
    assert answer.headers["Retry-After"] == "1"
    at_most(answer.seconds, seconds(2), "took, s")


def test_unknown_path_of_the_api_is_the_workers(site):
    is_error(site.client().get("/api/nothing"), 404, NOT_FOUND)


def test_nginx_log_is_json(site):
    site.client().get('/api/"quote\\')
    for line in (site.deployment.run / "nginx-access.log").read_text().splitlines():
        json.loads(line)
