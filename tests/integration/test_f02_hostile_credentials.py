"""Credentials made to hurt: always a plain 401, nothing changed, no worker lost."""

import base64
import time

import pytest

from answers import UNKNOWN_KEY, USER, WRONG_PASSWORD, refused_401, unauthorized
from http_client import basic, bearer
from patience import at_most, seconds

SQL = ["' OR '1'='1", "admin'--", "'; DROP TABLE prefd.users; --", "\\'; SELECT pg_sleep(10); --",
       "admin' AND 1=pg_sleep(10)--", "$1", "%s%s%n", "admin\\", "\" OR \"\"=\"", "{\"$ne\":null}", "%", "_", "admin%"]
OCTETS = [b"\x00", b"admin\x00", b"\x00admin", b"ad\x00min", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\x80admin",
          b"\r\n", b"\x1b[2J", b"\xf4\x90\x80\x80", bytes(range(256)).replace(b":", b"")]


@pytest.fixture
def send(site):
    """Sends an Authorization value past nginx, which would refuse some itself."""
    def ask(value):
        with site.deployment.fastcgi() as connection:
            return connection.request("GET", USER, Authorization=value)
    return ask


@pytest.mark.parametrize("text", SQL)
def test_sql(site, text, unchanged):
    begin = time.monotonic()
    for login, password in ((text, "x"), ("admin", text), (text, text)):
        answer = site.deployment.client(Authorization=basic(login, password)).get(USER)
        refused_401(answer, WRONG_PASSWORD)
    refused_401(site.deployment.client(Authorization=bearer(text)).get(USER), UNKNOWN_KEY)
    at_most(time.monotonic() - begin, seconds(8), "took, s")


@pytest.mark.parametrize("octets", OCTETS)
def test_octets_in_login_and_password(send, octets, unchanged):
    refused_401(send(basic(octets, b"x")), WRONG_PASSWORD)
    refused_401(send(basic(b"admin", octets)), WRONG_PASSWORD)


@pytest.mark.parametrize("octets", OCTETS)
def test_octets_in_a_token(send, octets, unchanged):
    assert send(b"Bearer x" + octets + b"x").status == 401
    refused_401(send(basic(b"api_key", b"x" + octets)), UNKNOWN_KEY)


@pytest.mark.parametrize("value", [
    b"\x00", b"\xff", b"Basic \x00", b"Basic \xff\xff\xff\xff", b"Basic YTpi=", b"Basic YTpiYQ=a",
    b"Basic Y", b"Basic YTp", b"Basic \t", b"Basic " + base64.b64encode(b"\xff" * 100),
    b"Basic " + base64.b64encode(b"no colon at all"), b"Basic " + base64.b64encode(b"\x00" * 50), b"Basic ////:",
    b"\x00Basic YTpi", b"Basic\x00YTpi", b"BBBBBBBBasic YTpi", b"Basi", b"Beare"])
def test_no_credential(send, value, unchanged):
    refused_401(send(value), unauthorized())


@pytest.mark.parametrize("value", [b"Basic YTpi\x00", b"Basic YTpi\x00YTpi", b"Bearer x\x00"])
def test_nul_after_a_credential(send, value, unchanged):
    """libfcgi ends a parameter at its first NUL; nginx lets none through."""
    assert send(value).status == 401


@pytest.mark.parametrize("size", [100, 10_000, 100_000, 1_000_000])
def test_size(send, size, unchanged):
    refused_401(send(basic("admin", "x" * size)), WRONG_PASSWORD)
    refused_401(send(basic("x" * size, "x")), WRONG_PASSWORD)
    refused_401(send(bearer("x" * size)), UNKNOWN_KEY)
    refused_401(send("Basic " + "!" * size), unauthorized())
    refused_401(send("x" * size), unauthorized())


def test_size_costs_no_time(send):
    """A password of a megabyte is refused as fast as any other."""
    at_most(send(basic("admin", "x" * 1_000_000)).seconds, seconds(2), "took, s")


def test_over_long_login_that_ends_like_an_account(send, register, site):
    person = register.person()
    for login in (person.login + " " * 300, person.login + "\x00" + "x" * 300, " " + person.login):
        assert send(basic(login, person.password)).status == 401
