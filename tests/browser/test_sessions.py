"""A person signs in, works and signs out by pages of the site itself."""

import pytest

from answers import USER
from front import NEIGHBOUR, OWN, STRANGER, Place
from pages import FOLLOW, ROTATE, SESSION, cookies, fetch, hide_address, leave, log_in, signed_in


def test_a_session_from_its_beginning_to_its_end(page, place, person, register):
    page.goto(place.page(OWN))
    assert fetch(page, "/api/user").status == 401
    answer = log_in(page, person)
    assert (answer.status, answer.json()) == (200, {"message": "Logged in", "redirectUrl": "/"})
    assert fetch(page, "/api/user").json()["login"] == person.login

    assert fetch(page, USER, method="PUT", body={"theme": "dark"}).json() == {"message": "Preferences updated"}
    assert fetch(page, USER, method="PATCH", body={"timezone": "utc"}).status == 200
    answer = fetch(page, USER).json()
    assert (answer["theme"], answer["timezone"]) == ("dark", "utc")
    assert register.stored(person.org, person.id)[0]["theme"] == "dark"

    before = cookies(page)[SESSION]
    assert fetch(page, ROTATE, method="POST").json() == {}
    assert cookies(page)[SESSION]["value"] != before["value"]
    assert signed_in(page)

    leave(page, FOLLOW, "/logout")
    assert page.url == place.own("/login") and SESSION not in cookies(page)
    assert not signed_in(page)
    assert fetch(page, USER, method="PUT", body={"theme": "light"}).status == 401
    assert register.stored(person.org, person.id)[0]["theme"] == "dark"


def test_the_cookie(page, place, person):
    page.goto(place.page(OWN))
    log_in(page, person)
    assert page.evaluate("document.cookie") == "", "no script sees it"
    cookie = cookies(page)[SESSION]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["secure"] == (place.scheme == "https")
    assert cookie["domain"] == OWN, "and no host below it gets it"
    page.evaluate(f"document.cookie = '{SESSION}=mine; Path=/'")
    assert signed_in(page), "no script replaces it"


def test_another_browser_has_no_session(page, other_page, place, person):
    for one in (page, other_page):
        one.goto(place.page(OWN))
    log_in(page, person)
    assert signed_in(page) and not signed_in(other_page)
    log_in(other_page, person)
    assert [session["isActive"] for session in fetch(page, "/api/user/auth-tokens").json()].count(True) == 1
    leave(other_page, FOLLOW, "/logout")
    assert signed_in(page) and not signed_in(other_page)


def test_a_wrong_password_opens_none(page, place, person):
    page.goto(place.page(OWN))
    person.password = "wrong"
    assert log_in(page, person).status == 401
    assert not cookies(page) and not signed_in(page)


def test_a_page_that_hides_its_address_works_as_others(page, place, person):
    """Referrer-Policy: no-referrer, which many sites set."""
    page.goto(place.page(OWN))
    hide_address(page)
    assert log_in(page, person).status == 200
    assert fetch(page, USER, method="PUT", body={"theme": "dark"}).status == 200
    leave(page, FOLLOW, "/logout")
    assert not signed_in(page)


@pytest.mark.parametrize("host", [NEIGHBOUR, STRANGER])
def test_a_link_from_elsewhere_finds_the_session(page, place, person, host):
    """SameSite=Lax: reading needs no proof, and the page elsewhere learns nothing by it."""
    page.goto(place.page(OWN))
    log_in(page, person)
    page.goto(place.page(host))
    assert leave(page, FOLLOW, place.own("/api/user")).json()["login"] == person.login


def test_the_cookie_of_https_stays_there(page, shared_front, site, person):
    page.goto(Place(shared_front, "https").page(OWN))
    log_in(page, person)
    page.goto(Place(shared_front, "http").page(OWN))
    assert not cookies(page) and not signed_in(page)
