"""A person signs in, works and signs out by pages of the site itself."""

import pytest

from answers import USER
from front import NEIGHBOUR, OWN, STRANGER, Place
from pages import ROTATE, SESSION, hide_address, log_in, signed_in


def test_a_session_from_its_beginning_to_its_end(browser, place, person, register):
    browser.open(place.page(OWN))
    assert browser.fetch("/api/user").status == 401
    answer = log_in(browser, person)
    assert (answer.status, answer.json()) == (200, {"message": "Logged in", "redirectUrl": "/"})
    assert browser.fetch("/api/user").json()["login"] == person.login

    assert browser.fetch(USER, method="PUT", body={"theme": "dark"}).json() == {"message": "Preferences updated"}
    assert browser.fetch(USER, method="PATCH", body={"timezone": "utc"}).status == 200
    answer = browser.fetch(USER).json()
    assert (answer["theme"], answer["timezone"]) == ("dark", "utc")
    assert register.stored(person.org, person.id)[0]["theme"] == "dark"

    before = browser.cookies()[SESSION]
    assert browser.fetch(ROTATE, method="POST").json() == {}
    assert browser.cookies()[SESSION]["value"] != before["value"]
    assert signed_in(browser)

    browser.leave("location = '/logout'")
    assert browser.url == place.own("/login") and SESSION not in browser.cookies()
    assert not signed_in(browser)
    assert browser.fetch(USER, method="PUT", body={"theme": "light"}).status == 401
    assert register.stored(person.org, person.id)[0]["theme"] == "dark"


def test_the_cookie(browser, place, person):
    browser.open(place.page(OWN))
    log_in(browser, person)
    assert browser.run("return document.cookie") == "", "no script sees it"
    cookie = browser.cookies()[SESSION]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["secure"] == (place.scheme == "https")
    assert cookie["domain"] == OWN, "and no host below it gets it"
    browser.run(f"document.cookie = '{SESSION}=mine; Path=/'")
    assert signed_in(browser), "no script replaces it"


def test_another_browser_has_no_session(browser, other_browser, place, person):
    for one in (browser, other_browser):
        one.open(place.page(OWN))
    log_in(browser, person)
    assert signed_in(browser) and not signed_in(other_browser)
    log_in(other_browser, person)
    assert [session["isActive"] for session in browser.fetch("/api/user/auth-tokens").json()].count(True) == 1
    other_browser.leave("location = '/logout'")
    assert signed_in(browser) and not signed_in(other_browser)


def test_a_wrong_password_opens_none(browser, place, person):
    browser.open(place.page(OWN))
    person.password = "wrong"
    assert log_in(browser, person).status == 401
    assert not browser.cookies() and not signed_in(browser)


def test_a_page_that_hides_its_address_works_as_others(browser, place, person):
    """Referrer-Policy: no-referrer, which many sites set."""
    browser.open(place.page(OWN))
    hide_address(browser)
    assert log_in(browser, person).status == 200
    assert browser.fetch(USER, method="PUT", body={"theme": "dark"}).status == 200
    browser.leave("location = '/logout'")
    assert not signed_in(browser)


@pytest.mark.parametrize("host", [NEIGHBOUR, STRANGER])
def test_a_link_from_elsewhere_finds_the_session(browser, place, person, host):
    """SameSite=Lax: reading needs no proof, and the page elsewhere learns nothing by it."""
    browser.open(place.page(OWN))
    log_in(browser, person)
    browser.open(place.page(host))
    assert browser.leave("location = arguments[0]", place.own("/api/user")).json()["login"] == person.login


def test_the_cookie_of_https_stays_there(browser, shared_front, site, person):
    browser.open(Place(shared_front, "https").page(OWN))
    log_in(browser, person)
    browser.open(Place(shared_front, "http").page(OWN))
    assert not browser.cookies() and not signed_in(browser)
