"""Guessing passwords: counted over all workers before a hash is computed, exact however many guess at once, and never in
the way of those who have a token or whose password is remembered."""

import os
import signal
import time
from collections import Counter

import pytest

from answers import USER, WRONG_PASSWORD, refused_401, unauthorized
from http_client import basic
from together import at_once

BLOCKED = unauthorized("login-attempt.blocked", "Invalid username or password")
WORKERS = 3


@pytest.fixture
def limited(own_site):
    """limited(login_attempts=..., ...): a site of several workers with these limits."""
    def build(workers=WORKERS, **settings):
        return own_site(workers=workers, settings={"login_attempts": 5, "login_attempts_per_address": 1000, **settings})
    return build


def guess(site, login, password="wrong", path=USER):
    return site.deployment.client(Authorization=basic(login, password)).get(path)


def kinds(answers):
    """How often each: wrong is what was hashed, blocked is what was not."""
    return Counter({"password-auth.failed": "wrong", "login-attempt.blocked": "blocked"}.get(
        answer.json().get("messageId"), answer.status) for answer in answers)


def test_the_sixth_is_blocked(limited):
    site = limited()
    person = site.register.person()
    for _ in range(5):
        refused_401(guess(site, person.login), WRONG_PASSWORD)
    refused_401(guess(site, person.login), BLOCKED)
    refused_401(guess(site, person.login, person.password), BLOCKED)
    refused_401(guess(site, person.email.upper(), person.password), BLOCKED)
    other = site.register.person()
    assert guess(site, other.login, other.password).status == 200


def test_unknown_logins_look_the_same(limited):
    site = limited(login_attempts=2)
    assert [kinds([guess(site, "Nobody")]) for _ in range(3)] == [{"wrong": 1}, {"wrong": 1}, {"blocked": 1}]
    refused_401(guess(site, "nobody"), BLOCKED)
    for login in ("\x00", "\udcff".encode("utf-8", "surrogateescape"), "x" * 4000):
        assert kinds([guess(site, login) for _ in range(2)])["wrong"] <= 2


@pytest.mark.parametrize("who", ["known", "unknown"])
def test_two_hundred_at_once(limited, who):
    """Several workers, every guess another password: exactly as many hashes as there may be."""
    site = limited(password_hash_queue=1000)
    login = site.register.person().login if who == "known" else "nobody"
    assert kinds(at_once(200, lambda number: guess(site, login, f"guess {number}"))) == {"wrong": 5, "blocked": 195}
    assert kinds([guess(site, login, "one more")]) == {"blocked": 1}


def test_two_hundred_at_once_from_one_address(limited):
    site = limited(login_attempts_per_address=20, password_hash_queue=1000)
    assert kinds(at_once(200, lambda number: guess(site, f"login {number}"))) == {"wrong": 20, "blocked": 180}
    assert kinds([guess(site, "another")]) == {"blocked": 1}


def test_right_ones_at_once_are_all_let_in(limited):
    """More workers and spellings than there are guesses: those under way come back."""
    site = limited(login_attempts=1)
    person = site.register.person()
    spellings = [person.login, person.login.upper(), person.email, person.email.upper(), person.login.title()]
    answers = at_once(40, lambda number: guess(site, spellings[number % len(spellings)], person.password))
    assert [answer.status for answer in answers] == [200] * 40
    refused_401(guess(site, person.login), WRONG_PASSWORD)


def test_a_right_one_does_not_forget_the_wrong_ones(limited):
    site = limited(login_attempts=3, verified_seconds=0)
    person = site.register.person()
    for _ in range(2):
        refused_401(guess(site, person.login), WRONG_PASSWORD)
        for _ in range(4):
            assert guess(site, person.login, person.password).status == 200
    refused_401(guess(site, person.login), WRONG_PASSWORD)
    refused_401(guess(site, person.login, person.password), BLOCKED)


def test_the_owner_goes_on(limited):
    """Somebody else uses up all guesses; whoever is remembered or has a token does not notice."""
    site = limited(workers=1, login_attempts_per_address=5)
    owner = site.enrol("Viewer")
    assert guess(site, owner.account.login, owner.account.password).status == 200
    assert kinds(guess(site, owner.account.login) for _ in range(8)) == {"wrong": 5, "blocked": 3}
    assert kinds(guess(site, "somebody else") for _ in range(2)) == {"blocked": 2}
    for _ in range(20):
        assert guess(site, owner.account.login, owner.account.password).status == 200
        assert owner.client.get(USER).status == 200
        assert guess(site, "api_key", owner.token.secret).status == 200


def test_guesses_come_back_in_time(limited):
    site = limited(login_attempts=1, login_attempts_seconds=3)
    person = site.register.person()
    refused_401(guess(site, person.login), WRONG_PASSWORD)
    refused_401(guess(site, person.login, person.password), BLOCKED)
    time.sleep(3)
    assert guess(site, person.login, person.password).status == 200
    refused_401(guess(site, person.login), WRONG_PASSWORD)


def test_a_new_password_begins_anew(limited):
    site = limited(login_attempts=2)
    person = site.register.person()
    assert kinds(guess(site, person.login) for _ in range(4)) == {"wrong": 2, "blocked": 2}
    site.register.change_password(person, "a new one")
    assert guess(site, person.login, "a new one").status == 200


def test_no_limits(limited):
    site = limited(login_attempts=0, login_attempts_per_address=0)
    person = site.register.person()
    assert kinds(guess(site, person.login) for _ in range(20)) == {"wrong": 20}
    assert site.register.sql("SELECT count(*) FROM prefd.login_attempts") == [(0,)]
    assert guess(site, person.login, person.password).status == 200


def test_what_is_counted_is_swept(limited):
    site = limited(login_attempts_seconds=1)
    for number in range(20):
        guess(site, f"nobody {number}")
    time.sleep(1)
    for _ in range(25):
        guess(site, "the last")
    assert site.register.sql("SELECT count(*) FROM prefd.login_attempts")[0][0] <= 2


def test_addresses_of_one_guesser(limited):
    """Of IPv6 a guesser has a whole network; IPv4 inside IPv6 is IPv4; what is no address is not counted."""
    site = limited(login_attempts_per_address=2)
    serial = iter(range(1000))

    def guess_from(address):
        with site.deployment.fastcgi() as connection:
            return connection.request("GET", USER, parameters={"REMOTE_ADDR": address},
                                      Authorization=basic(f"nobody {next(serial)}", "wrong"))

    for addresses, expected in ((("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"), {"wrong": 2, "blocked": 1}),
                                (("2001:db8::1", "2001:db8::2", "2001:db8::3"), {"wrong": 2, "blocked": 1}),
                                (("2001:db8:0:1::1", "192.0.2.2", "::ffff:192.0.2.3"), {"wrong": 3}),
                                (("unix:", "unix:", "", "unix:"), {"wrong": 4})):
        assert kinds(guess_from(address) for address in addresses) == expected, addresses


def test_limits_change_with_a_reload(limited):
    site = limited(login_attempts=1)
    assert kinds(guess(site, "nobody") for _ in range(3)) == {"wrong": 1, "blocked": 2}
    site.deployment.settings["login_attempts"] = 2
    site.deployment.write_config()
    for pid in site.deployment.worker_pids():
        os.kill(pid, signal.SIGHUP)
    time.sleep(0.5)
    assert kinds(guess(site, "nobody") for _ in range(3)) == {"wrong": 1, "blocked": 2}


def test_a_database_that_cannot_count_refuses(own_site, own_cluster):
    """Read-only, as a standby is: rather no password than uncounted ones; tokens go on."""
    site = own_site(cluster=own_cluster, workers=1, settings={"login_attempts": 5})
    owner = site.enrol("Viewer")
    site.register.sql("ALTER SYSTEM SET default_transaction_read_only = on")
    site.register.sql("SELECT pg_reload_conf()")
    time.sleep(1)
    assert guess(site, owner.account.login, owner.account.password).status == 503
    assert owner.client.get(USER).status == 200


def test_a_right_old_password_is_no_guess(limited):
    """Whatever is wrong with the new one."""
    site = limited()
    person = site.register.person()
    client = site.client(site.register.token(person))
    for _ in range(12):
        answer = client.put("/api/user/password", {"oldPassword": person.password, "newPassword": "a"})
        assert (answer.status, answer.json()["messageId"]) == (400, "password-policy-too-short")
    assert guess(site, person.login, person.password).status == 200


def test_the_old_password_that_a_change_asks_for(limited):
    """Guesses with a session or a token in hand count with those of logging in, of which the right one then is one."""
    site = limited()
    person = site.register.person()
    client = site.client(site.register.token(person))

    def change(old, new="another one"):
        return client.put("/api/user/password", {"oldPassword": old, "newPassword": new})

    wrong = at_once(12, lambda number: change(f"guess {number}"))
    assert {(answer.status, answer.json()["messageId"]) for answer in wrong} == {(400, "user.password-missmatch")}
    time.sleep(1.1)
    assert change(person.password).status == 400
    refused_401(guess(site, person.login, person.password), BLOCKED)
    site.register.change_password(person, "from the operator")
    assert change(person.password).status == 200
    assert guess(site, person.login, "another one").status == 200
