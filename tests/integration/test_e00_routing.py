"""Paths and methods: what is known, what is not, and the spellings of a known one."""

import http.client

import pytest

from answers import HOME, NOT_FOUND, ORG, USER, is_error, is_updated, make_dashboard, preferences

KNOWN = {USER: {"GET", "HEAD", "PUT", "PATCH"}, ORG: {"GET", "HEAD", "PUT", "PATCH"},
         "/api/user": {"GET", "HEAD", "PUT"}, "/api/health": {"GET", "HEAD"}, "/api/dashboards/db": {"POST"},
         "/api/dashboards/uid/x": {"GET", "HEAD", "DELETE"}, HOME: {"GET", "HEAD"}}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW", "get"]
WRONG = [(method, path) for path, right in KNOWN.items() for method in METHODS if method not in right | {"HEAD"}]


@pytest.mark.parametrize("path", [
    "/api/", "/api/nothing", "/api/user/preference", "/api/user/preferencesx", "/api/user/preferences/x",
    "/api/User/Preferences", "/api/user/preferences.json", "/api/dashboards", "/api/dashboards/uid",
    "/api/dashboards/uid/a/b", "/api/%2e", "/api/user/preferences;x", "/api/" + "x/" * 2000])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_unknown_paths(viewer, method, path, unchanged):
    is_error(viewer.client.request(method, path, b"{}"), 404, NOT_FOUND)


@pytest.mark.parametrize("method, path", WRONG)
def test_wrong_methods_are_unknown(admin, method, path, unchanged):
    answer = admin.client.request(method, path)
    if method == "get":  # nginx refuses what is no upper-case token
        assert answer.status in (400, 404, 405)
    else:
        is_error(answer, 404, NOT_FOUND)


def test_unknown_without_credentials(site):
    is_error(site.client().get("/api/nothing"), 404, NOT_FOUND)


@pytest.mark.parametrize("path", [path for path in KNOWN if "GET" in KNOWN[path] and "uid" not in path])
def test_trailing_slash(admin, path):
    assert admin.client.get(path + "/").json() == admin.client.get(path).json()


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("path", [USER, ORG])
def test_writes_with_trailing_slash(admin, method, path):
    is_updated(admin.client.request(method, path + "/", {"theme": "dark"}))
    assert preferences(admin.client, path)["theme"] == "dark"


def test_dashboards_with_trailing_slash(editor):
    made = make_dashboard(editor.client)
    path = f"/api/dashboards/uid/{made['uid']}/"
    assert editor.client.get(path).json()["dashboard"]["uid"] == made["uid"]
    assert editor.client.delete(path).status == 200


@pytest.mark.parametrize("path", [USER, ORG, "/api/user", HOME, "/api/user/preferences/"])
def test_head_is_get_without_content(admin, path):
    whole, head = admin.client.get(path), admin.client.head(path)
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length", "Cache-Control", "X-Content-Type-Options"):
        assert head.headers[name] == whole.headers[name]


def test_head_of_errors(site, viewer):
    for client, path, status in ((site.client(), USER, 401), (viewer.client, ORG, 403),
                                 (viewer.client, "/api/nothing", 404),
                                 (viewer.client, "/api/dashboards/db", 404)):
        head = client.head(path)
        assert (head.status, head.body) == (status, b"")


@pytest.mark.parametrize("query", ["?", "?x", "?theme=dark", "?accesscontrol=true", "?&&==&=x", "?" + "a=b&" * 1000,
                                   "?%", "?%%%00"])
def test_queries_are_harmless(viewer, query, unchanged):
    assert viewer.client.get(USER + query).status == 200


def test_encoded_path(viewer):
    assert viewer.client.get("/api/user/%70references").status == 200


def test_body_of_a_get_is_ignored(viewer, unchanged):
    assert viewer.client.get(USER, body=b'{"theme":"dark"').status == 200


def test_many_requests_on_one_connection(site, viewer):
    connection = http.client.HTTPConnection("127.0.0.1", site.deployment.port, timeout=20)
    for turn in range(50):
        method, path = [("GET", USER), ("PUT", USER), ("GET", "/api/nothing"), ("HEAD", USER),
                        ("PATCH", USER)][turn % 5]
        connection.request(method, path, body=b"{}" if method in ("PUT", "PATCH") else None,
                           headers=viewer.client.headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == (404 if path == "/api/nothing" else 200)
    connection.close()
