"""Pages of other sites: none unless configured, then exactly those."""

import pytest

from answers import NOT_FOUND, USER, is_error
from browser import Browser

LISTED, OTHER = "https://app.example.org", "https://evil.example"
ASKING = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"}


def words(response, name):
    return {word.strip().lower() for word in (response.headers[name] or "").split(",")}


def cors_headers(response):
    return {name for name in response.headers if name.lower().startswith("access-control-")}


@pytest.fixture
def open_site(own_site):
    return own_site(workers=1, settings={"cors_origins": f"{LISTED} http://localhost:3000"})


def test_nothing_unless_configured(site, viewer):
    for method in ("GET", "PUT", "OPTIONS"):
        answer = viewer.client.request(method, USER, headers={"Origin": LISTED, **ASKING})
        assert not cors_headers(answer) and "Vary" not in answer.headers
    is_error(viewer.client.request("OPTIONS", USER, headers={"Origin": LISTED, **ASKING}), 404, NOT_FOUND)


def test_preflight(open_site):
    for origin in (LISTED, "http://localhost:3000"):
        answer = open_site.client().request("OPTIONS", USER, headers={"Origin": origin, **ASKING})
        assert (answer.status, answer.body) == (204, b"")
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"
        assert words(answer, "Access-Control-Allow-Methods") >= {"get", "post", "put", "patch", "delete"}
        assert words(answer, "Access-Control-Allow-Headers") >= {
            "authorization", "content-type", "x-grafana-org-id", "idempotency-key", "if-match", "if-none-match", "x-api-key"}
        assert int(answer.headers["Access-Control-Max-Age"]) > 0
        assert words(answer, "Vary") == {"origin"}
        assert "Content-Length" not in answer.headers


@pytest.mark.parametrize("origin", [OTHER, "null", "", LISTED + ".evil.example", LISTED + ":8443", LISTED + "/",
                                    "http://app.example.org", "*", "https://app.example.org https://evil.example"])
def test_others(open_site, origin):
    viewer = open_site.enrol("Viewer")
    asked = open_site.client().request("OPTIONS", USER, headers={"Origin": origin, **ASKING})
    is_error(asked, 404, NOT_FOUND)
    for answer in (asked, viewer.client.get(USER, headers={"Origin": origin})):
        assert not cors_headers(answer) and words(answer, "Vary") == {"origin"}


def test_answers_and_errors(open_site):
    viewer = open_site.enrol("Viewer")
    for client, path, status in ((viewer.client, USER, 200), (viewer.client, "/api/org/preferences", 403),
                                 (open_site.client(), USER, 401), (viewer.client, "/api/nothing", 404)):
        answer = client.get(path, headers={"Origin": LISTED})
        assert answer.status == status
        assert answer.headers["Access-Control-Allow-Origin"] == LISTED
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"
        assert words(answer, "Access-Control-Expose-Headers") >= {"etag", "retry-after", "x-ratelimit-remaining"}
    assert words(viewer.client.get(USER), "Vary") == {"origin"}


def test_plain_options_stays_unknown(open_site):
    is_error(open_site.client().request("OPTIONS", USER, headers={"Origin": LISTED}), 404, NOT_FOUND)


def test_a_session_from_a_listed_page(open_site):
    browser = Browser(open_site, open_site.register.person(), Origin=LISTED)
    answer = browser.put(USER, {"theme": "dark"})
    assert answer.status == 200 and answer.headers["Access-Control-Allow-Origin"] == LISTED
