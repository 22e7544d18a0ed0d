"""Who is it: passwords and tokens, and everything that ends them, effective on the next request."""

import base64
import hashlib
import re
import statistics
import zlib

import pytest

from answers import (EMPTY_PASSWORD, EXPIRED_KEY, REVOKED_KEY, UNKNOWN_KEY, USER, WRONG_PASSWORD, preferences, refused_401,
                     unauthorized)
from http_client import basic, bearer
from patience import pause, stretched


@pytest.fixture
def person(register, org):
    return register.person(org=org)


@pytest.fixture(params=["person", "service account"])
def token(request, register, org):
    make = register.person if request.param == "person" else register.service_account
    return register.token(make(org=org))


def signed_in(client):
    assert client.get(USER).status == 200


def authorized(site, value):
    return site.deployment.client(Authorization=value)


class TestBasic:
    def test_login(self, site, person):
        signed_in(site.client(account=person))

    @pytest.mark.parametrize("spelling", [str.upper, str.title, str.lower])
    @pytest.mark.parametrize("name", ["login", "email"])
    def test_login_or_email_in_any_case(self, site, person, name, spelling):
        client = authorized(site, basic(spelling(getattr(person, name)), person.password))
        assert client.get("/api/user").json()["login"] == person.login

    @pytest.mark.parametrize("scheme", ["basic", "BASIC", "bAsIc"])
    def test_scheme_in_any_case(self, site, person, scheme):
        signed_in(authorized(site, scheme + basic(person.login, person.password)[5:]))

    @pytest.mark.parametrize("password", ["with:colons::", "s\u00fc\u00df \u4e2d\u6587 \U0001f642",
                                          " leading and trailing ", "'; DROP TABLE--", "four", "x" * 500])
    def test_any_password(self, site, register, org, password):
        person = register.person(org=org, password=password)
        signed_in(site.client(account=person))
        refused_401(authorized(site, basic(person.login, password[:-1])).get(USER), WRONG_PASSWORD)

    @pytest.mark.parametrize("password", ["", "wrong", "Correct horse", "x" * 4000, "\x00", "\xff\xfe"])
    def test_wrong_password(self, site, person, password):
        refused_401(authorized(site, basic(person.login, password)).get(USER), WRONG_PASSWORD if password else EMPTY_PASSWORD)

    @pytest.mark.parametrize("password", ["", "wrong", "x" * 4000])
    def test_unknown_login_looks_the_same(self, site, password):
        refused_401(authorized(site, basic("nobody-here", password)).get(USER), WRONG_PASSWORD if password else EMPTY_PASSWORD)

    def test_right_password_with_more_is_wrong(self, site, person):
        signed_in(site.client(account=person))
        for password in (person.password + "\x00", person.password + "x", person.password[:-1],
                         person.password.upper()):
            refused_401(authorized(site, basic(person.login, password)).get(USER), WRONG_PASSWORD)

    @pytest.mark.alone
    def test_one_time_for_all_failures(self, site, person):
        """A hash is paid for unknown, wrong, empty and over-long alike: ten milliseconds show, noise does not."""
        cases = {"wrong": (person.login, "wrong"), "unknown": ("nobody-here", "wrong"), "empty": (person.login, ""),
                 "long": (person.login, "x" * 5000), "unknown and empty": ("nobody-here", "")}
        times = {name: [] for name in cases}
        for turn in range(11):
            for name, (login, password) in cases.items():
                times[name].append(authorized(site, basic(login,
                                                          password + str(turn) * bool(password))).get(USER).seconds)
        medians = {name: statistics.median(values) for name, values in times.items()}
        assert max(medians.values()) < 2 * min(medians.values()), medians

    def test_service_accounts_have_no_password(self, site, register, org):
        account = register.service_account(org=org)
        for password in ("", "x", account.login):
            refused_401(authorized(site, basic(account.login, password)).get(USER), WRONG_PASSWORD if password else EMPTY_PASSWORD)

    def test_changed_password_counts_at_once(self, site, register, person):
        old = site.client(account=person)
        for _ in range(20):
            signed_in(old)
        register.change_password(person, "another one")
        for _ in range(20):
            refused_401(old.get(USER), WRONG_PASSWORD)
        signed_in(site.client(account=person))

    def test_disabled(self, site, register, person):
        client = site.client(account=person)
        for _ in range(10):
            signed_in(client)
        register.disable(person)
        for _ in range(10):
            answer = client.get(USER)
            assert answer.status == 401 and answer.json()["messageId"] == "identity.disabled"
        refused_401(authorized(site, basic(person.login, "wrong")).get(USER), WRONG_PASSWORD)
        register.disable(person, False)
        signed_in(client)

    def test_deleted(self, site, register, person):
        client = site.client(account=person)
        signed_in(client)
        register.sql("DELETE FROM prefd.users WHERE id = %s", person.id)
        refused_401(client.get(USER), WRONG_PASSWORD)


class TestToken:
    def test_bearer(self, site, token):
        signed_in(site.client(token))

    @pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
    def test_scheme_in_any_case(self, site, token, scheme):
        signed_in(authorized(site, f"{scheme} {token.secret}"))

    def test_as_password_of_api_key(self, site, token):
        signed_in(authorized(site, basic("api_key", token.secret)))
        refused_401(authorized(site, basic("api_key", token.secret + "x")).get(USER), UNKNOWN_KEY)

    def test_form(self, register, org):
        """glsa_ tokens end in the checksum that Grafana's own generator adds, lowest octet first."""
        service = register.token_of_prefctl(register.service_account(org=org)).secret
        assert re.fullmatch(r"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}", service)
        assert zlib.crc32(service[:37].encode()).to_bytes(4, "little").hex() == service[38:]
        assert re.fullmatch(r"prefd_[A-Za-z0-9]{43}", register.token_of_prefctl(register.person(org=org)).secret)

    def test_only_a_hash_is_stored(self, register, token):
        stored = register.sql("SELECT to_jsonb(t)::text, secret_hash FROM prefd.tokens t WHERE id = %s", token.id)[0]
        assert token.secret not in stored[0]
        assert bytes(stored[1]) == hashlib.sha256(token.secret.encode()).digest()

    def test_unknown(self, site, token):
        changed = token.secret[:-1] + ("0" if token.secret[-1] != "0" else "1")
        for secret in (changed, token.secret[:-1], token.secret + "x", token.secret.upper(), "x", "glsa_", "prefd_",
                       "eyJrIjoiT0tTcG1pUlY2RnVKZTFVaDFsNFZXdE9ZWmNrMkZYbk"):
            refused_401(authorized(site, bearer(secret)).get(USER), UNKNOWN_KEY)

    def test_revoked_at_once(self, site, register, token):
        client = site.client(token)
        for _ in range(10):
            signed_in(client)
        register.revoke(token)
        for _ in range(10):
            refused_401(client.get(USER), REVOKED_KEY)
        refused_401(authorized(site, basic("api_key", token.secret)).get(USER), REVOKED_KEY)

    def test_expired(self, site, register, org):
        token = register.token(register.person(org=org), ttl=stretched(2))
        client = site.client(token)
        signed_in(client)
        pause(2.2)
        refused_401(client.get(USER), EXPIRED_KEY)

    def test_revoked_is_said_before_expired(self, site, register, org):
        token = register.token(register.service_account(org=org), ttl=60)
        register.revoke(token)
        register.sql("UPDATE prefd.tokens SET created_at = now() - interval '1 day', "
                     "expires_at = now() - interval '1 hour' WHERE id = %s", token.id)
        refused_401(site.client(token).get(USER), REVOKED_KEY)

    def test_disabled(self, site, register, org):
        account = register.service_account(org=org)
        client = site.client(register.token(account))
        signed_in(client)
        register.disable(account)
        answer = client.get(USER)
        assert answer.status == 401 and answer.json()["messageId"] == "identity.disabled"

    def test_password_change_leaves_tokens(self, site, register, person):
        token = register.token(person)
        register.change_password(person, "another one")
        signed_in(site.client(token))


class TestNone:
    def test_no_credentials(self, site):
        refused_401(site.client().get(USER), unauthorized())

    @pytest.mark.parametrize("value", [
        "", "Basic", "Bearer", "Digest username=x", "Negotiate abc", "x", "Basic !!!!", "Basic YWRtaW4",
                                       "Basic " + "=" * 8,
        "Basic " + base64.b64encode(b"no colon").decode(), "Basic a:b", "BasicYWRtaW46eA==", "\x01\x02", "Bearer: x"])
    def test_header_that_is_no_credential(self, site, value):
        refused_401(authorized(site, value).get(USER), unauthorized())

    @pytest.mark.parametrize("path", ["/api/user", "/api/org/preferences", "/api/dashboards/home",
                                      "/api/dashboards/uid/x"])
    def test_every_route_but_health_asks(self, site, path):
        refused_401(site.client().get(path), unauthorized())

    @pytest.mark.parametrize("query", ["api_key={secret}", "token={secret}", "access_token={secret}",
                                       "auth_token={secret}"])
    def test_tokens_in_the_address_are_not_read(self, site, token, query):
        assert site.client().get(f"{USER}?{query.format(secret=token.secret)}").status == 401

    def test_failure_of_the_first_way_is_final(self, site, person):
        """A bad Bearer is not saved by anything else in the request."""
        client = site.deployment.client(Authorization=bearer("x"), Cookie="grafana_session=x",
                                        X_WEBAUTH_USER=person.login)
        refused_401(client.get(USER), UNKNOWN_KEY)


def test_nobody_else_is_written(site, register, person):
    """Refused requests leave nothing behind."""
    before = register.fingerprint()
    for value in ("", bearer("x"), basic(person.login, "wrong")):
        assert authorized(site, value).put(USER, {"theme": "dark"}).status == 401
    assert register.fingerprint() == before
    assert preferences(site.client(account=person))["theme"] == ""
