"""SelfCommunity's authentication, errors and the order of checks (facts: selfcommunity 3, 9)."""

import pytest

from community import ME, form, invalid, item, listing, make, refused
from http_client import basic

NOWHERE, BAD = {"Accept": "text/html"}, {"If-Match": '"other"'}
XML = {"Content-Type": "application/xml"}


def challenged(answer, code):
    refused(answer, 401, code)
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith("Bearer") and ('error="invalid_token"' in challenge) == (code == "authentication_failed")


# ---- 3. authentication

@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  ", "bearer   "])
def test_bearer(site, viewer, scheme):
    """3: the scheme's case does not matter, nor how many spaces follow."""
    client = site.client().with_headers(Authorization=f"{scheme} {viewer.token.secret}")
    assert client.get(ME).status == 200


@pytest.mark.parametrize("value", ["Bearer nonsense", "Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer", "Bearer ", "Bearer \xff",
                                   "Basic !", "Basic " + "eA=="])
def test_bad_credentials(site, value, unchanged):
    """3, 9.2: an unknown or malformed token is 401 authentication_failed with invalid_token, never 403."""
    answer = site.client().with_headers(Authorization=value).get(ME)
    challenged(answer, "authentication_failed")


@pytest.mark.parametrize("value", [None, "", "Token x", "Digest username=x"])
def test_no_credentials(site, value, unchanged):
    """3, 9.2: 401 not_authenticated."""
    client = site.client().with_headers(**({} if value is None else {"Authorization": value}))
    challenged(client.get(ME), "not_authenticated")


def test_tokens_that_ended(site, viewer, register):
    """3: a stale token is 401: revoked, expired, of a disabled account."""
    revoked, expired = register.token(viewer.account), register.token(viewer.account)
    register.revoke(revoked)
    register.sql("UPDATE prefd.tokens SET expires_at = now() WHERE id = %s", expired.id)
    for token in (revoked, expired):
        challenged(site.client(token).get(ME), "authentication_failed")
    register.disable(viewer.account)
    challenged(viewer.client.get(ME), "authentication_failed")


def test_a_wrong_password(own_site):
    """9.2: 401, and after too many 429 throttled with Retry-After."""
    site = own_site(settings={"login_attempts": 5})
    viewer = site.enrol("Viewer")
    wrong = site.client().with_headers(Authorization=basic(viewer.account.login, "wrong"))
    for _ in range(5):
        challenged(wrong.get(ME), "authentication_failed")
    answer = wrong.get(ME)
    refused(answer, 429, "throttled")
    assert int(answer.headers["Retry-After"]) > 0


def test_sessions_of_browsers(site, viewer):
    """3: the cookie of a browser session, without an Authorization field; what changes something needs its own origin."""
    client = site.client()
    login = client.post("/login", {"user": viewer.account.login, "password": viewer.account.password})
    cookie = login.headers["Set-Cookie"].partition(";")[0]
    browser = client.with_headers(Cookie=cookie)
    assert (browser.get(ME).status, browser.request("OPTIONS", ME).status) == (200, 204)
    refused(browser.post(ME, {"key": "k", "value": 1}), 403, "permission_denied")
    assert browser.post(ME, {"key": "k", "value": 1}, headers={"Sec-Fetch-Site": "same-origin"}).status == 201
    challenged(client.with_headers(Cookie="grafana_session=nonsense").get(ME), "authentication_failed")


# ---- 9. errors

@pytest.mark.parametrize("path", ["/api/v2/", "/api/v2/nothing/", "/api/v2/user/me/nothing/", ME + "1/x/", "/api/v2/user//preference/",
                                  "/api/v2/user/me/preferences/", "/api/v2/user/1/"])
def test_unknown_routes(site, viewer, path):
    """9.3: a route that is not known is 404 in the API's words, without authentication."""
    for client in (site.client(), viewer.client):
        refused(client.get(path, headers=NOWHERE), 404, "not_found")


@pytest.mark.parametrize("accept", ["text/html", "application/xml, text/*", "application/json;q=0", "*/*;q=0"])
def test_not_acceptable(viewer, accept, unchanged):
    """9.2: 406 when Accept admits neither application/json nor application/* nor */*."""
    refused(viewer.client.get(ME, headers={"Accept": accept}), 406, "not_acceptable")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "application/json, text/plain, */*", "",
                                    "text/html, application/json;q=0.5"])
def test_acceptable(viewer, accept):
    """9.2, 10: what admits it; the client's own field; none admits all."""
    assert viewer.client.get(ME, headers={"Accept": accept}).status == 200


@pytest.mark.parametrize("first, second, status", [("text/html", "application/json", 200), ("application/json", "text/html", 200),
                                                   ("text/html", "image/*", 406), ("*/*", "application/json;q=0", 406)])
def test_acceptable_in_two_lines(viewer, first, second, status):
    """9.2, RFC 9110 5.3: a field of several lines is one list."""
    head = (f"GET {ME} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {viewer.client.headers['Authorization']}\r\n"
            f"Accept: {first}\r\nAccept: {second}\r\n\r\n")
    assert viewer.client.raw(head.encode()).status == status


def test_the_order_of_checks(site, viewer, editor, admin):
    """9.3: the first failure wins: route, Accept, authentication, owner, method, item, precondition, type, parsing, fields, index."""
    nobody, id = site.client(), make(viewer.client, "mine")["id"]
    make(viewer.client, "taken")
    mine, absent = item("me", id), item("me", 2**50)
    foreign, fields, broken = listing(editor.account.id), {"key": "", "value": 1}, b"{"

    def ask(client, method, path, body=broken, **headers):
        return client.request(method, path, body, headers={name.replace("_", "-"): value for name, value in headers.items()})

    refused(ask(nobody, "POST", "/api/v2/nothing/", Accept="text/html"), 404, "not_found")
    refused(ask(nobody, "BREW", foreign, Accept="text/html"), 406, "not_acceptable")
    refused(ask(nobody, "BREW", foreign), 401, "not_authenticated")
    refused(ask(viewer.client, "BREW", foreign), 403, "permission_denied")
    refused(ask(admin.client, "BREW", listing(2**50)), 404, "not_found")
    refused(ask(viewer.client, "BREW", listing("word")), 404, "not_found")
    refused(ask(viewer.client, "BREW", absent), 405, "method_not_allowed")
    for method in ("PUT", "PATCH"):
        refused(ask(viewer.client, method, absent, **BAD, **XML), 404, "not_found")
        refused(ask(viewer.client, method, mine, **BAD, **XML), 412, "precondition_failed")
        refused(ask(viewer.client, method, mine, fields, **BAD), 412, "precondition_failed")
        refused(ask(viewer.client, method, mine, **XML), 415, "unsupported_media_type")
        refused(ask(viewer.client, method, mine), 400, "parse_error")
        invalid(ask(viewer.client, method, mine, {"key": "", "value": None}), key="blank", value="null")
        invalid(ask(viewer.client, method, mine, {"key": "taken", "value": None}), value="null")
        invalid(ask(viewer.client, method, mine, {"key": "taken", "value": 1}), key="unique")
    refused(ask(viewer.client, "POST", foreign), 403, "permission_denied")
    refused(ask(viewer.client, "DELETE", absent, **BAD), 404, "not_found")
    refused(ask(viewer.client, "DELETE", mine, b"", **BAD), 412, "precondition_failed")
    assert viewer.client.get(mine).json()["key"] == "mine"


def test_the_throttle_goes_before_the_owner(own_site):
    """9.3: 429 comes after 406 and before 403, 404 and 405."""
    site = own_site(settings={"login_attempts": 1})
    viewer = site.enrol("Viewer")
    wrong = site.client().with_headers(Authorization=basic(viewer.account.login, "wrong"))
    challenged(wrong.get(ME), "authentication_failed")
    refused(wrong.get(ME, headers=NOWHERE), 406, "not_acceptable")
    for owner in ("me", viewer.account.id + 1, "word"):
        refused(wrong.request("BREW", item(owner, 2**50), b"{"), 429, "throttled")


def test_errors_of_the_whole_body_are_field_errors(viewer):
    """9.1: with non_field_errors as the field, as the client's decoder reads them."""
    (entry,) = form(viewer.client, "POST", ME, "[]", "application/json").json()["errors"]
    assert entry["field"] == "non_field_errors" and entry["messages"][-1]["message"]


def test_nginxs_own_errors(site, viewer):
    """9.1: what nginx answers alone has the same form, but before it knows the path."""
    refused(viewer.client.post(ME, b" " * (2**20 + 1)), 413, "request_too_large")
    assert viewer.client.get(ME + "?" + "x" * 20000).status == 414


def test_an_error_of_ours(own_site):
    """9.2: 500 error, which says nothing about its cause."""
    site = own_site()
    site.register.sql("CREATE FUNCTION prefd.fail() RETURNS trigger LANGUAGE plpgsql AS "
                      "$$ BEGIN RAISE EXCEPTION 'the cause'; END $$")
    site.register.sql("CREATE TRIGGER fail BEFORE INSERT ON prefd.keyed_preferences EXECUTE FUNCTION prefd.fail()")
    answer = site.enrol("Viewer").client.post(ME, {"key": "k", "value": 1})
    refused(answer, 500, "error")
    assert "cause" not in answer.text


def test_the_database_is_gone(own_site, own_cluster):
    """9.2: 503 service_unavailable with Retry-After."""
    site = own_site(cluster=own_cluster)
    viewer = site.enrol("Viewer")
    assert viewer.client.get(ME).status == 200
    own_cluster.crash()
    answer = viewer.client.get(ME)
    refused(answer, 503, "service_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
