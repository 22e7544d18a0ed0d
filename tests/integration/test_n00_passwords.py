"""How passwords are kept, and which there may be: every stored hash costs an attacker what OWASP asks for, however it came in; one of
other times is made anew at the next login, and nothing ends by that; every character of a password counts."""

import ctypes
import re
import subprocess
import unicodedata

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from answers import USER, WRONG_PASSWORD, refused_401
from browser import Browser
from http_client import basic
from places import BUILD
from test_k04_tokens import granted, log_in, works

# OWASP's and ASVS's least: (KiB, passes), of one lane.
LEAST = {2: 19456, 1: 47104}


def weak_hash(password):
    """As prefd's own, at a hundredth of its cost."""
    sodium = ctypes.CDLL("libsodium.so.23")
    assert sodium.sodium_init() >= 0
    made = ctypes.create_string_buffer(128)
    assert sodium.crypto_pwhash_argon2id_str(made, password.encode(), ctypes.c_ulonglong(len(password.encode())), ctypes.c_ulonglong(1),
                                             ctypes.c_size_t(8192 * 16)) == 0
    return made.value.decode()


def is_strong(stored):
    found = re.fullmatch(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}", stored)
    assert found, stored
    memory, passes = map(int, found.groups())
    return memory >= LEAST[min(passes, 2)]


def stored(register, account):
    return register.sql("SELECT password_hash FROM prefd.users WHERE id = %s", account.id)[0][0]


def test_every_hash_is_dear(site, register, org, figures):
    """Made by prefctl, at the first boot, by an administrator, by oneself."""
    chief = site.client(account=register.person("Admin", org, server_admin=True))
    made = chief.post("/api/admin/users", {"login": "made-by-admin", "email": "made@example.org", "password": "a password"})
    assert made.status == 200
    own, reset = (register.person(org=org) for _ in range(2))
    changed = site.client(account=own).put("/api/user/password", {"oldPassword": own.password, "newPassword": "one's own", "confirmNew": ""})
    assert changed.status == 200
    assert chief.put(f"/api/admin/users/{reset.id}/password", {"password": "from above"}).status == 200
    operated = register.person(org=org)
    register.change_password(operated, "by the operator")
    hashes = [row[0] for row in register.sql("SELECT password_hash FROM prefd.users WHERE login IN ('admin', 'made-by-admin') OR id = ANY (%s)",
                                             [own.id, reset.id, operated.id])]
    assert len(hashes) == 5 and all(is_strong(one) for one in hashes)
    assert len({one.split("$")[4] for one in hashes}) == 5, "every salt is another"
    figures("S1", f"{len(hashes)} of {len(hashes)} hashes are {hashes[0].rsplit('$', 2)[0][1:]}")


@pytest.fixture
def outdated(register, org):
    """Somebody whose hash is of other times."""
    person = register.person(org=org)
    register.sql("UPDATE prefd.users SET password_hash = %s WHERE id = %s", weak_hash(person.password), person.id)
    assert not is_strong(stored(register, person))
    return person


@pytest.mark.parametrize("way", ["Basic", "session", "token"])
def test_a_cheap_hash_is_made_anew_at_login(site, register, outdated, way):
    if way == "Basic":
        assert site.client(account=outdated).get(USER).status == 200
    elif way == "session":
        Browser(site, outdated)
    else:
        granted(log_in(site.client(), outdated))
    renewed = stored(register, outdated)
    assert is_strong(renewed)
    for _ in range(10):
        assert site.client(account=outdated).get(USER).status == 200
    assert stored(register, outdated) == renewed
    refused_401(site.deployment.client(Authorization=basic(outdated.login, "wrong")).get(USER), WRONG_PASSWORD)


def test_not_by_a_wrong_password(site, register, outdated):
    before = stored(register, outdated)
    refused_401(site.deployment.client(Authorization=basic(outdated.login, "wrong")).get(USER), WRONG_PASSWORD)
    assert stored(register, outdated) == before


def test_nothing_ends_by_it(own_site):
    """Sessions, tokens that a password was given for, and the versions of the account go on."""
    site = own_site(settings={"verified_seconds": 0})
    register, person = site.register, site.register.person()
    browser = Browser(site, person)
    access, _ = granted(log_in(site.client(), person))
    register.sql("UPDATE prefd.users SET password_hash = %s, password_renewed_at = clock_timestamp() WHERE id = %s",
                 weak_hash(person.password), person.id)
    versions = "SELECT credential_version, version FROM prefd.users WHERE id = %s"
    before = register.sql(versions, person.id)
    assert site.client(account=person).get(USER).status == 200
    assert is_strong(stored(register, person))
    assert browser.get(USER).status == 200 and works(site.client(), access)
    assert register.sql(versions, person.id) == before


# What people, and their keyboards, write; each of at least eight characters.
PASSWORDS = ["12345678", "x" * 64, "y" * 65, "z" * 1000, "  spaces  around  ", "tab\tand\nnewline", "\u00fcber\u00dfl\u00fcckig", "\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801",
             "\U0001f600" * 8, "\u202eright-to-left", "a\u0301" * 8, "nul\x00inside", "'\"\\;--$1%s", "\ufeffbyte order mark", "\u0130stanbul\u0131\u0131"]


@pytest.fixture(scope="module")
def person(shared_site):
    return shared_site.register.person(org=shared_site.register.organisation(), password="correct horse")


@pytest.mark.parametrize("password", PASSWORDS, ids=ascii)
def test_every_character_counts(site, register, person, password):
    """Set over the API, right as it is, wrong with any other end, beginning, case or composition."""
    token = site.client(register.token(person))
    answer = token.put("/api/user/password", {"oldPassword": person.password, "newPassword": password, "confirmNew": password})
    assert answer.status == 200, answer.body
    person.password = password
    others = {password[:-1], password[1:], password + "x", password.swapcase(), password.strip(), password[:72], password[:64],
              unicodedata.normalize("NFC", password), unicodedata.normalize("NFD", password), password.split("\0")[0]} - {password}
    for way in (basic, lambda login, text: text):
        assert signs_in(site, person.login, password, way)
    for other in others:
        assert not signs_in(site, person.login, other, basic), f"{other!a} is let in"


def signs_in(site, login, password, way):
    if way is basic:
        return site.deployment.client(Authorization=basic(login, password)).get(USER).status == 200
    return Browser(site).log_in(login, password).status == 200


@pytest.mark.parametrize("password, status", [("", 400), ("abc", 400), ("\u00fc\u00fc\u00fc", 400), ("\U0001f600" * 3, 400), ("abcd", 200), ("\U0001f600" * 4, 200)])
def test_the_fewest(site, register, org, password, status):
    """Grafana's rule, by characters and not by octets; ASVS asks for eight, which its clients need not keep."""
    person = register.person(org=org)
    answer = site.client(register.token(person)).put("/api/user/password", {"oldPassword": person.password, "newPassword": password,
                                                                            "confirmNew": password})
    assert answer.status == status


# The worst there are come first.
WORST = FREQUENCY_LISTS["passwords"][:3000]


@pytest.fixture
def strict(own_site, tmp_path):
    """As ASVS asks: eight characters, none of the worst."""
    refused = tmp_path / "refused-passwords"
    refused.write_text("".join(word + "\r\n" for word in WORST), encoding="utf-8")
    return own_site(workers=1, settings={"password_characters": 8, "refused_passwords": str(refused)})


def test_the_worst_are_refused(strict, figures):
    register = strict.register
    org = register.organisation()
    chief, person = strict.client(register.token(register.person("Admin", org, server_admin=True))), register.person(org=org)
    before = stored(register, person)
    said = {"message": "New password doesn't comply with the password policy", "messageId": "password-policy-infringe", "statusCode": 400,
            "traceID": ""}
    long_enough = 0
    for word in WORST:
        for password in {word, word.upper()}:
            answer = chief.put(f"/api/admin/users/{person.id}/password", {"password": password})
            assert answer.status == 400, password
            assert len(password) < 8 or answer.json() == said
            long_enough += len(password) >= 8
    assert stored(register, person) == before
    assert long_enough > 500
    for password in [WORST[0] + "!?", "xx" + WORST[0], "\0" + max(WORST, key=len), max(WORST, key=len) + "\0", "\u00fc" * 8]:
        assert chief.put(f"/api/admin/users/{person.id}/password", {"password": password}).status == 200, password
    figures("S6", f"{len(WORST)} of {len(WORST)} of the worst passwords refused, in capitals too")


def test_every_way_to_set_one_asks(strict):
    register = strict.register
    org = register.organisation()
    chief, person = strict.client(register.token(register.person("Admin", org, server_admin=True))), register.person(org=org)
    own = strict.client(register.token(person))
    for bad in ("seven77", max(WORST, key=len)):
        assert own.put("/api/user/password", {"oldPassword": person.password, "newPassword": bad}).status == 400
        assert chief.post("/api/admin/users", {"login": "newcomer", "password": bad}).status == 400
    assert strict.client(account=person).get(USER).status == 200
    assert not register.sql("SELECT 1 FROM prefd.users WHERE login = 'newcomer'")


def check_list(path):
    return subprocess.run([BUILD / "prefd", "--check-config"], env={"PREFD_REFUSED_PASSWORDS": str(path)}, capture_output=True, text=True,
                          check=False)


@pytest.mark.parametrize("name, why", [("nowhere", "No such file or directory"), (".", "Is a directory"), ("binary", "Invalid or incomplete")])
def test_a_list_that_cannot_be_read(tmp_path, name, why):
    (tmp_path / "binary").write_text("123456\npassword\n", encoding="utf-16")
    done = check_list(tmp_path / name)
    assert done.returncode == 2
    assert "refused_passwords" in done.stderr and why in done.stderr


def test_an_empty_list_refuses_nothing(tmp_path):
    (tmp_path / "empty").touch()
    assert check_list(tmp_path / "empty").returncode == 0
