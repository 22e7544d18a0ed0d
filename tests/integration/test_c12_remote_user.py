"""Identity from nginx: the parameter REMOTE_USER, only when configured, never a client's header."""

import threading

import pytest

from answers import EMPTY_PASSWORD, ORG, UNKNOWN_KEY, USER, WRONG_PASSWORD, is_error, refused_401, unauthorized
from browser import Browser
from http_client import basic, bearer


@pytest.fixture
def trusting(own_site):
    """trusting(...): a site that takes REMOTE_USER, and how nginx would ask it."""
    def build(**settings):
        return own_site(workers=2, settings={"remote_user": "yes", **settings})
    return build


def ask(site, user, method="GET", path="/api/user", body=b"", parameters=None, **headers):
    with site.deployment.fastcgi() as connection:
        return connection.request(method, path, body, parameters={"REMOTE_USER": user, **(parameters or {})}, **headers)


def test_known_person(trusting):
    site = trusting()
    person = site.register.person("Viewer")
    for name in (person.login, person.login.upper(), f" {person.login} "):
        assert ask(site, name).json()["id"] == person.id
    assert ask(site, person.login, "PUT", USER, {"theme": "dark"}).status == 200
    assert ask(site, person.login, "PUT", ORG, {}).status == 403


def test_nobody_else(trusting, own_site):
    site = trusting()
    person, robot = site.register.person(), site.register.service_account()
    for name in ("nobody", robot.login, person.email, "", b"\xff\xfe", "x" * 300, "'; DROP TABLE--"):
        refused_401(ask(site, name), unauthorized())
    site.register.disable(person)
    assert ask(site, person.login).json()["messageId"] == "identity.disabled"


def test_off_by_default(site, register):
    refused_401(ask(site, register.person().login), unauthorized())


def test_never_from_a_client(trusting):
    """No header becomes the parameter, and nginx does not pass the name of a Basic credential by itself."""
    site = trusting(remote_user_create="yes")
    person = site.register.person()
    for name in ("REMOTE_USER", "Remote-User", "X-Remote-User", "X-WEBAUTH-USER", "HTTP_REMOTE_USER"):
        refused_401(site.deployment.client().get(USER, headers={name: person.login}), unauthorized())
    refused_401(site.deployment.client(Authorization=basic(person.login, "wrong")).get(USER), WRONG_PASSWORD)


def test_explicit_credentials_go_first(trusting):
    site = trusting()
    person, other = site.register.person(), site.register.person()
    token = site.register.token(other).secret
    for value in (bearer(token), basic(other.login, other.password)):
        assert ask(site, person.login, Authorization=value).json()["id"] == other.id
    refused_401(ask(site, person.login, Authorization=bearer("x")), UNKNOWN_KEY)
    assert ask(site, person.login, Authorization="Negotiate YII").json()["id"] == person.id
    browser = Browser(site, other)
    assert ask(site, person.login, Cookie=f"grafana_session={browser.secret}").json()["id"] == person.id


def test_creation(trusting):
    site = trusting(remote_user_create="yes")
    made = ask(site, "New.Comer").json()
    assert (made["login"], made["email"], made["orgId"], made["isGrafanaAdmin"]) == (
        "new.comer", "new.comer@localhost", 1, False)
    assert ask(site, "new.comer").json()["id"] == made["id"]
    assert ask(site, "Some.Body@Example.org").json()["email"] == "some.body@example.org"
    assert site.register.sql("SELECT role FROM prefd.org_members WHERE user_id = %s", made["id"]) == [("Viewer",)]
    refused_401(site.deployment.client(Authorization=basic("new.comer", "")).get(USER), EMPTY_PASSWORD)


def test_creation_by_many_at_once(trusting):
    site = trusting(remote_user_create="yes")
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(ask(site, "everybody"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status for answer in answers} == {200} and len({answer.json()["id"] for answer in answers}) == 1


def test_what_cannot_be_an_account(trusting):
    site = trusting(remote_user_create="yes")
    person, robot = site.register.person(), site.register.service_account()
    for name in (person.email, robot.login, "x" * 300, b"\xff", " "):
        refused_401(ask(site, name), unauthorized())


def test_a_page_elsewhere_changes_nothing(trusting):
    site = trusting()
    person = site.register.person()
    for headers in ({"Origin": "http://evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
        is_error(ask(site, person.login, "PUT", USER, {"theme": "dark"}, parameters={"HTTP_HOST": "a"}, **headers), 403,
                 {"message": "origin not allowed"})
        assert ask(site, person.login, parameters={"HTTP_HOST": "a"}, **headers).status == 200
