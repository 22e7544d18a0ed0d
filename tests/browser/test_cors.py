"""Pages of other origins call the API: they read nothing, unless `cors_origins` names them. The cookie goes along from
other origins of the same site alone."""

import json

import pytest

from answers import USER
from front import NEIGHBOUR, OWN, PARTNER, STRANGER, Place
from http_client import basic, bearer
from pages import ROTATE, fetch, hide_address, log_in, signed_in

UNREADABLE = "TypeError: Failed to fetch"
UNLISTED = "another." + OWN


@pytest.mark.parametrize("host", [NEIGHBOUR, STRANGER])
def test_nothing_is_read_unless_configured(page, place, viewer, host):
    page.goto(place.page(host))
    authorization = {"Authorization": bearer(viewer.token.secret)}
    assert fetch(page, place.own("/api/user?asked"), headers=authorization).error == UNREADABLE
    for path in ("/api/health", "/api/user", "/api/nothing"):
        for credentials in ("include", "omit"):
            assert fetch(page, place.own(path), credentials=credentials).error == UNREADABLE
    place.front.was_asked(["OPTIONS /api/user?asked 404"] +
                          ["GET /api/health 200", "GET /api/user 401", "GET /api/nothing 404"] * 2)


@pytest.mark.parametrize("host", [NEIGHBOUR, STRANGER])
def test_a_session_is_no_help_unless_configured(page, place, viewer, host):
    page.goto(place.page(OWN))
    log_in(page, viewer.account)
    page.goto(place.page(host))
    assert fetch(page, place.own("/api/user"), credentials="include").error == UNREADABLE
    status = 200 if host == NEIGHBOUR else 401
    place.front.was_asked(["POST /login 200", f"GET /api/user {status}"])


@pytest.mark.parametrize("host", [NEIGHBOUR, PARTNER])
def test_tokens_from_listed_pages(page, open_place, guest, token, host):
    page.goto(open_place.page(host))
    answer = fetch(page, open_place.own("/api/user"), headers=token)
    assert (answer.status, answer.type, answer.json()["login"]) == (200, "cors", guest.login)
    assert len(answer.headers["x-request-id"]) == 32, "a field that only Expose-Headers shows"
    for method in ("PUT", "PATCH"):
        answer = fetch(page, open_place.own(USER), method=method, headers=token, body={"theme": "dark"})
        assert answer.json() == {"message": "Preferences updated"}
    answer = fetch(page, open_place.own("/api/user"), headers={"Authorization": basic(guest.login, guest.password)})
    assert answer.json()["login"] == guest.login


def test_all_that_may_be_sent(page, open_place, token, guest):
    page.goto(open_place.page(PARTNER))
    fields = {**token, "Content-Type": "application/json", "X-Grafana-Org-Id": str(guest.org), "Idempotency-Key": "1",
              "If-Match": "*", "If-None-Match": '"0"', "X-API-Key": "0"}
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        options = {"body": {}} if method in ("POST", "PUT", "PATCH") else {}
        answer = fetch(page, open_place.own("/api/nothing"), method=method, headers=fields, **options)
        assert (answer.status, answer.json()) == (404, {"message": "Not found"}), method
    unknown = {**token, "X-Unknown": "1"}
    assert fetch(page, open_place.own("/api/user"), headers=unknown).error == UNREADABLE


def test_errors_are_read(page, open_place, guest, token):
    page.goto(open_place.page(PARTNER))
    assert fetch(page, open_place.own("/api/user")).status == 401
    assert fetch(page, open_place.own("/api/users"), headers=token).status == 403
    assert fetch(page, open_place.own(USER), method="PUT", headers=token, body="{").status == 400


def test_one_preflight_for_many(page, open_place, token):
    """A browser remembers what it was told."""
    page.goto(open_place.page(PARTNER))
    for _ in range(3):
        assert fetch(page, open_place.own("/api/org?remembered"), headers=token).status == 200
    open_place.front.was_asked(["OPTIONS /api/org?remembered 204"] + ["GET /api/org?remembered 200"] * 3)


@pytest.mark.parametrize("host", [UNLISTED, STRANGER])
def test_tokens_from_other_pages(page, open_place, token, host):
    page.goto(open_place.page(host))
    for hidden in (False, True):
        if hidden:
            hide_address(page)
        assert fetch(page, open_place.own("/api/user"), headers=token).error == UNREADABLE
        assert fetch(page, open_place.own("/api/health")).error == UNREADABLE


def test_pages_of_the_other_scheme_are_others(page, open_front, token):
    """Which is listed too, but for itself: what is allowed is said to the one who asks alone."""
    http, https = Place(open_front, "http"), Place(open_front, "https")
    page.goto(http.page(PARTNER))
    assert fetch(page, https.own("/api/user"), headers=token).status == 200
    page.goto(http.page(OWN))
    assert fetch(page, https.own("/api/user"), headers=token).error == UNREADABLE


class TestSession:
    @pytest.fixture
    def signed(self, page, open_place, guest):
        page.goto(open_place.page(OWN))
        log_in(page, guest)
        return page

    def test_from_a_listed_page_of_the_site(self, signed, open_place, guest, open_front):
        signed.goto(open_place.page(NEIGHBOUR))
        assert fetch(signed, open_place.own("/api/user"), credentials="include").json()["login"] == guest.login
        assert fetch(signed, open_place.own("/api/user")).status == 401, "not unless the page asks for it"
        answer = fetch(signed, open_place.own(USER), method="PUT", credentials="include", body={"theme": "dark"})
        assert answer.status == 200
        assert open_front.site.register.stored(guest.org, guest.id)[0]["theme"] == "dark"
        assert fetch(signed, open_place.own(ROTATE), method="POST", credentials="include").json() == {}
        assert fetch(signed, open_place.own("/api/user"), credentials="include").status == 200

    def test_opened_and_ended_by_a_listed_page_of_the_site(self, page, open_place, guest):
        page.goto(open_place.page(NEIGHBOUR))
        credentials = json.dumps({"user": guest.login, "password": guest.password})
        answer = fetch(page, open_place.own("/login"), method="POST", body=credentials, credentials="include")
        assert answer.status == 200
        assert fetch(page, open_place.own("/api/user"), credentials="include").status == 200
        fetch(page, open_place.own("/logout"), credentials="include")
        assert fetch(page, open_place.own("/api/user"), credentials="include").status == 401

    def test_from_another_page_of_the_site(self, signed, open_place, open_front):
        before = open_front.site.register.fingerprint()
        signed.goto(open_place.page(UNLISTED))
        assert fetch(signed, open_place.own("/api/user"), credentials="include").error == UNREADABLE
        for method, mode in (("PUT", "cors"), ("POST", "no-cors")):
            answer = fetch(signed, open_place.own(ROTATE), method=method, mode=mode, credentials="include")
            assert answer.error == UNREADABLE or answer.type == "opaque"
        assert open_front.site.register.fingerprint() == before
        signed.goto(open_place.page(OWN))
        assert signed_in(signed)

    def test_stays_at_home_from_a_listed_page_of_another_site(self, signed, open_place, open_front):
        before = open_front.site.register.fingerprint()
        signed.goto(open_place.page(PARTNER))
        assert fetch(signed, open_place.own("/api/user"), credentials="include").status == 401
        answer = fetch(signed, open_place.own(USER), method="PUT", body={"theme": "dark"}, credentials="include")
        assert answer.status == 401
        assert open_front.site.register.fingerprint() == before
