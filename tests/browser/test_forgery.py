"""Pages of others make the browser of somebody who is signed in ask for things: nothing changes. A page of the same site
(another host of the domain, another port) has the cookie sent with all it asks for, so the worker must refuse it; with
what a page of another site asks for the browser sends none, links apart."""

import json

import pytest

from answers import USER
from front import NEIGHBOUR, OWN, STRANGER
from pages import CLEAR, FOLLOW, HELP_FLAG, ROTATE, cookies, fetch, hide_address, leave, log_in, signed_in

REFUSED = {"message": "origin not allowed"}
JSON_FORM = """([path, body]) => {
    const form = document.createElement('form'), field = document.createElement('input');
    [form.method, form.action, form.enctype] = ['POST', path, 'text/plain'];
    // The '=' between name and value gets into a member that nobody asks for.
    field.name = body.replace(/}$/, (body == '{}' ? '' : ',') + '"ignored":"');
    field.value = '"}';
    form.append(field);
    document.body.append(form);
    form.submit();
}"""
EMPTY_FORM = "path => { document.body.innerHTML = `<form action='${path}'>`; document.forms[0].submit(); }"
FETCH_FIELDS = """async ([path, options]) => {
    const fields = new FormData();
    fields.append('name', 'forged');
    for (const body of [new URLSearchParams(fields), fields])
        await fetch(path, {...options, body});
}"""
INCLUDE = """async path => {
    for (const tag of ['img', 'iframe', 'script'])
        await new Promise(over => {
            const element = document.createElement(tag);
            element.onload = element.onerror = over;
            element.src = path + '?' + tag;
            document.body.append(element);
        });
    await fetch(path + '?fetch', {mode: 'no-cors', credentials: 'include'});
}"""


def unsafe_requests(org):
    """Paths and bodies of what changes something when an Admin of the organisation asks for it."""
    return [(ROTATE, {}), ("/api/teams", {"name": "forged"}), (f"/api/user/using/{org}", {}),
            ("/api/dashboards/db", {"dashboard": {"title": "forged"}}),
            ("/api/serviceaccounts", {"name": "forged", "role": "Admin"})]


@pytest.fixture
def victim(page, place, person):
    """The browser of somebody who is signed in and has dismissed a hint."""
    page.goto(place.page(OWN))
    log_in(page, person)
    assert fetch(page, HELP_FLAG, method="PUT").status == 200
    return page


@pytest.fixture(params=[NEIGHBOUR, STRANGER])
def attacker(request):
    return request.param


@pytest.fixture
def at_attacker(victim, place, register, attacker):
    """The same browser, on a page of the attacker; nothing stored may be different afterwards."""
    before = register.fingerprint()
    victim.goto(place.page(attacker))
    place.front.forget()
    yield victim
    assert register.fingerprint() == before, "something was changed"
    victim.goto(place.page(OWN))
    assert signed_in(victim)


@pytest.mark.parametrize("hidden", [False, True])
def test_requests_that_need_no_preflight(at_attacker, place, attacker, person, hidden):
    if hidden:
        hide_address(at_attacker)
    requests = unsafe_requests(person.org)
    for path, body in requests:
        options = {"method": "POST", "mode": "no-cors", "credentials": "include"}
        answer = fetch(at_attacker, place.own(path), body=body, **options)
        assert (answer.type, answer.status, answer.text) == ("opaque", 0, "")
        at_attacker.evaluate(FETCH_FIELDS, [place.own(path), options])
        assert at_attacker.evaluate("beacon => navigator.sendBeacon(...beacon)", [place.own(path), json.dumps(body)])
    status = 403 if attacker == NEIGHBOUR else 401
    place.front.was_asked([f"POST {path} {status}" for path, _ in requests] * 4)


@pytest.mark.parametrize("hidden", [False, True])
def test_forms(at_attacker, place, attacker, person, hidden):
    for path, body in unsafe_requests(person.org)[:2]:
        at_attacker.goto(place.page(attacker))
        if hidden:
            hide_address(at_attacker)
        answer = leave(at_attacker, JSON_FORM, [place.own(path), json.dumps(body)])
        if attacker == NEIGHBOUR:
            assert (answer.status, answer.json()) == (403, REFUSED)
        else:
            assert answer.status == 401


def test_requests_that_need_a_preflight(at_attacker, place):
    for number, method in enumerate(("PUT", "PATCH", "DELETE")):
        answer = fetch(at_attacker, f"{place.own(USER)}?{number}", method=method, body={"theme": "light"},
                       credentials="include")
        assert answer.error == "TypeError: Failed to fetch"
    answer = fetch(at_attacker, f"{place.own(USER)}?json", method="POST", body={}, credentials="include",
                   headers={"Content-Type": "application/json"})
    assert answer.error == "TypeError: Failed to fetch"
    place.front.was_asked([f"OPTIONS {USER}?{query} 404" for query in (0, 1, 2, "json")])


@pytest.mark.parametrize("path", ["/logout", CLEAR])
def test_links(at_attacker, place, attacker, path):
    """The browser sends the cookie with them."""
    answer = leave(at_attacker, FOLLOW, place.own(path))
    assert (answer.status, answer.json()) == (403, REFUSED)
    at_attacker.goto(place.page(attacker))
    answer = leave(at_attacker, EMPTY_FORM, place.own(path))
    assert (answer.status, answer.json()) == (403, REFUSED)


@pytest.mark.parametrize("path", ["/logout", CLEAR])
def test_what_a_page_includes(at_attacker, place, attacker, path):
    at_attacker.evaluate(INCLUDE, place.own(path))
    # Without a cookie there is no one to let in; but what would end a session asks for none.
    status = 401 if attacker == STRANGER and path == CLEAR else 403
    place.front.was_asked([f"GET {path}?{how} {status}" for how in ("img", "iframe", "script", "fetch")])


@pytest.mark.parametrize("path", ["/logout", CLEAR])
def test_links_of_a_page_that_hides_its_address(victim, place, attacker, register, path):
    """The browser tells on it, but over plain HTTP it does not: the limit that docs/security.md names."""
    before = register.fingerprint()
    victim.goto(place.page(attacker))
    hide_address(victim)
    answer = leave(victim, FOLLOW, place.own(path))
    if place.scheme == "https":
        assert (answer.status, answer.json()) == (403, REFUSED)
        assert register.fingerprint() == before
    else:
        assert register.fingerprint() != before


def test_nobody_is_signed_in_by_another_page(page, place, attacker, register):
    """Else what a person does next would be done, and kept, in the attacker's name."""
    person = register.person()
    before = register.fingerprint()
    credentials = json.dumps({"user": person.login, "password": person.password})
    for hidden in (False, True):
        page.goto(place.page(attacker))
        if hidden:
            hide_address(page)
        fetch(page, place.own("/login"), method="POST", mode="no-cors", credentials="include", body=credentials)
        answer = leave(page, JSON_FORM, [place.own("/login"), credentials])
        assert (answer.status, answer.json()) == (403, REFUSED)
    assert not cookies(page) and register.fingerprint() == before


def test_the_same_requests_work_from_a_page_that_is_let_in(page, open_front, open_place, guest):
    """So it was the page that made the difference."""
    page.goto(open_place.page(OWN))
    log_in(page, guest)
    page.goto(open_place.page(NEIGHBOUR))
    open_front.forget()
    requests = unsafe_requests(guest.org)
    for path, body in requests:
        fetch(page, open_place.own(path), method="POST", mode="no-cors", credentials="include", body=body)
    done = {"/api/serviceaccounts": 201}
    open_front.was_asked([f"POST {path} {done.get(path, 200)}" for path, _ in requests])
    answer = leave(page, JSON_FORM, [open_place.own("/api/teams"), '{"name":"by a form"}'])
    assert (answer.status, answer.json()["message"]) == (200, "Team created")
