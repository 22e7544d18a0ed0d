"""Guessing at the limits that prefd comes with, over three workers: exact however many guess at once, one account from many addresses and
many accounts from one, and never in the way of those who are in. The finer rules are in test_c10_guesses.py."""

import time

import pytest

from answers import USER
from browser import Browser
from http_client import basic
from sizes import size
from test_c10_guesses import guess, kinds
from together import at_once

pytestmark = pytest.mark.long

AT_ONCE = 64
ROUNDS, ACCOUNTS = size((2, 150), (30, 3000))
SHIPPED = {"login_attempts": 5, "login_attempts_per_address": 100, "password_hash_queue": 1000}


@pytest.fixture
def shipped(own_site):
    return own_site(workers=3, settings=SHIPPED)


def from_address(site, address, login, password):
    with site.deployment.fastcgi(60) as connection:
        return connection.request("GET", USER, parameters={"REMOTE_ADDR": address}, Authorization=basic(login, password))


def test_one_account_from_many_addresses(shipped, figures):
    compared = 0
    for number in range(ROUNDS):
        person = shipped.register.person()
        answers = at_once(AT_ONCE, lambda turn: from_address(shipped, f"192.0.{2 + number}.{turn}", person.login, f"guess {turn}"))
        assert kinds(answers) == {"wrong": 5, "blocked": AT_ONCE - 5}
        compared += 5
    figures("S2", f"{ROUNDS} accounts, {AT_ONCE} guesses at once from as many addresses: {compared // ROUNDS} compared of each")


def test_many_accounts_from_one_address(shipped, figures):
    """One guess at each: the address has a hundred, and what is above costs no hash."""
    people = [shipped.register.person() for _ in range(ACCOUNTS)]
    begin = time.monotonic()
    answers = at_once(100, lambda turn: from_address(shipped, "198.51.100.7", people[turn].login, "Password1"))
    assert kinds(answers) == {"wrong": 100}
    compared, begin = time.monotonic() - begin, time.monotonic()
    beyond = [from_address(shipped, "198.51.100.7", person.login, "Password1") for person in people[100:]]
    assert kinds(beyond) == {"blocked": ACCOUNTS - 100}
    refused = (time.monotonic() - begin) / len(beyond)
    assert from_address(shipped, "198.51.100.8", people[-1].login, people[-1].password).status == 200, "by another address she is let in"
    figures("S2", f"{ACCOUNTS} accounts from one address: 100 compared, {compared / 100 * 1e3:.1f} ms each, {len(beyond)} refused, {refused * 1e3:.1f} ms each")


def test_right_ones_at_once(shipped, figures):
    """More than there are guesses, of one person by all her names, and of as many people as there are logins."""
    people = [shipped.register.person() for _ in range(AT_ONCE // 2)]
    spellings = [people[0].login, people[0].login.upper(), people[0].email, people[0].email.upper()]
    logins = [spellings[turn % 4] if turn % 2 else people[turn // 2].login for turn in range(AT_ONCE)]
    answers = at_once(AT_ONCE, lambda turn: guess(shipped, logins[turn], people[0].password))
    assert [answer.status for answer in answers] == [200] * AT_ONCE
    figures("S2", f"{AT_ONCE} right logins at once: {AT_ONCE} let in")


def test_who_is_in_stays_in(shipped):
    """All guesses at the account and the address are used up: a session, a token and a remembered password go on, on every worker."""
    owner = shipped.enrol("Viewer")
    browser = Browser(shipped, owner.account)
    at_once(AT_ONCE, lambda turn: guess(shipped, owner.account.login, f"guess {turn}"))
    at_once(100, lambda turn: guess(shipped, f"nobody {turn}", "x"))
    assert kinds([guess(shipped, owner.account.login, "x"), guess(shipped, "another", "x")]) == {"blocked": 2}
    for _ in range(30):
        assert browser.get(USER).status == 200 and owner.client.get(USER).status == 200
    assert browser.post("/api/user/auth-tokens/rotate").status == 200 and browser.get(USER).status == 200
