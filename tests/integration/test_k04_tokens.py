"""The OAuth 2.0 endpoint where SelfCommunity's clients get their tokens (facts: selfcommunity 3; RFC 6749, RFC 7009)."""

from urllib.parse import urlencode

import pytest

from community import ME, refused
from http_client import bearer
from together import at_once

GRANT, REVOKE = "/oauth/token/", "/oauth/revoke_token/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def client(site):
    return site.client()


def send(client, path, **fields):
    return client.post(path, urlencode(fields).encode(), headers=FORM)


def log_in(client, account, **more):
    return send(client, GRANT, grant_type="password", username=account.login, password=account.password, **more)


def renew(client, secret):
    return send(client, GRANT, grant_type="refresh_token", refresh_token=secret)


def granted(answer):
    assert answer.status == 200, answer.text
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "scope", "refresh_token"}
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 36000, "read write")
    assert answer.headers["Cache-Control"] == "no-store"
    return body["access_token"], body["refresh_token"]


def is_error(answer, status, code):
    assert (answer.status, answer.json()["error"]) == (status, code), answer.text
    assert set(answer.json()) == {"error", "error_description"}
    assert answer.headers["Cache-Control"] == "no-store"


def works(client, secret):
    answer = client.get(ME, headers={"Authorization": bearer(secret)})
    if answer.status != 200:
        refused(answer, 401, "authentication_failed")
    return answer.status == 200


def test_by_password(client, viewer):
    """3: the password grant; the answer's five members; the token is the person's."""
    for path in (GRANT, GRANT.rstrip("/")):
        access, refresh = granted(send(client, path, grant_type="password", username=viewer.account.login,
                                       password=viewer.account.password, client_id="any", scope="read"))
        assert access != refresh and works(client, access) and not works(client, refresh)
    me = client.get("/api/v2/user/me/", headers={"Authorization": bearer(access)})
    assert me.json()["id"] == viewer.account.id
    by_email = send(client, GRANT, grant_type="password", username=viewer.account.email, password=viewer.account.password)
    granted(by_email)


def test_only_hashes_are_stored(client, viewer, register):
    """Tokens are stored hashed, as tokens of the person, for ten hours."""
    access, refresh = granted(log_in(client, viewer.account))
    rows = register.sql("SELECT to_jsonb(t)::text, t.org_id, extract(epoch FROM t.expires_at - now()) FROM prefd.tokens t "
                        "WHERE user_id = %s AND refresh_hash IS NOT NULL", viewer.account.id)
    (text, org, seconds), = rows
    assert access not in text and refresh not in text and org is None and 35900 < seconds <= 36000


def test_tokens_of_an_account_are_bounded(client, viewer, register):
    """A hundred: beyond that the oldest goes, those that were ended already first. A token of prefctl's does not count."""
    own = register.token(viewer.account).secret
    first, second, ended, *others = [granted(log_in(client, viewer.account))[0] for _ in range(100)]
    send(client, REVOKE, token=ended)
    others.append(granted(log_in(client, viewer.account))[0])
    assert works(client, first), "one that was ended went before it"
    others.append(granted(log_in(client, viewer.account))[0])
    assert not works(client, first) and all(works(client, secret) for secret in (own, second, others[0], others[-1]))


def test_by_refresh_token(client, viewer):
    """3: the refresh grant gives new secrets, and the old ones end."""
    access, refresh = granted(log_in(client, viewer.account))
    second, rotated = granted(renew(client, refresh))
    assert len({access, refresh, second, rotated}) == 4
    assert works(client, second) and not works(client, access)
    is_error(renew(client, refresh), 400, "invalid_grant")
    assert works(client, second)
    granted(renew(client, rotated))


def test_a_refresh_token_works_once(client, viewer):
    """Of many who come with one refresh token at the same moment, one gets in."""
    _, refresh = granted(log_in(client, viewer.account))
    answers = at_once(8, lambda number: renew(client, refresh))
    assert sorted(answer.status for answer in answers) == [200] + [400] * 7
    assert works(client, next(answer for answer in answers if answer.status == 200).json()["access_token"])


def test_refused_passwords(client, viewer, register, org):
    """RFC 6749 5.2: invalid_grant, the same for whatever is wrong."""
    disabled, robot = register.person("Viewer", org), register.service_account("Viewer", org)
    register.disable(disabled)
    robot.password = "x"
    for login, password in ((viewer.account.login, "wrong"), ("nobody at all", "x"), (disabled.login, disabled.password),
                            (robot.login, "x"), (viewer.account.login, "\0")):
        is_error(send(client, GRANT, grant_type="password", username=login, password=password), 400, "invalid_grant")


def test_guesses_are_counted(own_site):
    """The limits on guesses apply: 429 with Retry-After, also for the right password."""
    site = own_site(settings={"login_attempts": 5})
    client, viewer = site.client(), site.enrol("Viewer")
    for _ in range(5):
        is_error(send(client, GRANT, grant_type="password", username=viewer.account.login, password="wrong"), 400, "invalid_grant")
    answer = log_in(client, viewer.account)
    is_error(answer, 429, "temporarily_unavailable")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("fields, code", [
    ({}, "invalid_request"), ({"grant_type": ""}, "invalid_request"), ({"grant_type": "password"}, "invalid_request"),
    ({"grant_type": "password", "username": "x"}, "invalid_request"), ({"grant_type": "password", "password": "x"}, "invalid_request"),
    ({"grant_type": "refresh_token"}, "invalid_request"), ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_grant"),
    ({"grant_type": "authorization_code", "code": "x"}, "unsupported_grant_type"), ({"grant_type": "PASSWORD"}, "unsupported_grant_type")])
def test_refused_grants(client, fields, code, unchanged):
    """RFC 6749 5.2: what is missing, and grants that are not offered."""
    is_error(send(client, GRANT, **fields), 400, code)


@pytest.mark.parametrize("path, fields, name", [
    (GRANT, "grant_type=password&username={0.login}&password={0.password}", "grant_type"),
    (GRANT, "grant_type=password&username={0.login}&password={0.password}", "username"),
    (GRANT, "grant_type=password&username={0.login}&password={0.password}", "password"),
    (GRANT, "grant_type=refresh_token&refresh_token={1}", "refresh_token"), (REVOKE, "token={1}", "token")])
def test_a_parameter_given_twice(client, viewer, path, fields, name):
    """RFC 6749 3.2, 5.2: invalid_request, so that nobody's parser picks another value than ours; nothing is done."""
    access, refresh = granted(log_in(client, viewer.account))
    body = fields.format(viewer.account, refresh)
    again = next(pair for pair in body.split("&") if pair.startswith(name + "="))
    for pair in (again, name + "=other"):
        is_error(client.post(path, f"{body}&{pair}".encode(), headers=FORM), 400, "invalid_request")
    assert works(client, access)


def test_other_bodies(client, viewer, unchanged):
    """A form is expected."""
    for path in (GRANT, REVOKE):
        is_error(client.post(path, {"grant_type": "password", "token": "x"}), 415, "invalid_request")
        is_error(client.post(path), 415, "invalid_request")


def test_other_methods(client):
    """405 with Allow."""
    for path in (GRANT, REVOKE):
        answer = client.get(path)
        is_error(answer, 405, "invalid_request")
        assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


@pytest.mark.parametrize("which", [0, 1])
def test_revocation(client, viewer, which):
    """3, RFC 7009: either secret ends both; revoking again, or what never was, is no error."""
    pair = granted(log_in(client, viewer.account))
    for secret in (pair[which], pair[which], "never was", viewer.token.secret):
        answer = send(client, REVOKE, token=secret, token_type_hint="access_token", client_id="any")
        assert answer.status == 200
    assert not works(client, pair[0])
    is_error(renew(client, pair[1]), 400, "invalid_grant")
    assert works(client, viewer.token.secret)
    is_error(send(client, REVOKE), 400, "invalid_request")


def test_what_ends_a_token(client, viewer, register):
    """An expired token is renewed; an expired refresh token, or that of a disabled account, is not."""
    access, refresh = granted(log_in(client, viewer.account))
    register.sql("UPDATE prefd.tokens SET expires_at = now() WHERE refresh_hash IS NOT NULL AND user_id = %s", viewer.account.id)
    assert not works(client, access)
    access, refresh = granted(renew(client, refresh))
    register.disable(viewer.account)
    is_error(renew(client, refresh), 400, "invalid_grant")
    register.disable(viewer.account, False)
    register.sql("UPDATE prefd.tokens SET refresh_expires_at = now() WHERE refresh_hash IS NOT NULL AND user_id = %s", viewer.account.id)
    is_error(renew(client, refresh), 400, "invalid_grant")


def test_another_password_ends_tokens(site, client, viewer, editor, admin, register):
    """Whoever gives it: who got hold of a token, or of the old password, renews nothing. An operator's tokens stay."""
    server_admin = site.client(account=register.person(server_admin=True))

    def by_themselves(account):
        change = {"oldPassword": account.password, "newPassword": "their next one"}
        assert site.client(account=account).put("/api/user/password", change).status == 200

    def by_a_server_admin(account):
        assert server_admin.put(f"/api/admin/users/{account.id}/password", {"password": "a new one"}).status == 200

    def by_the_operator(account):
        register.change_password(account, "yet another one")

    for person, change in ((viewer, by_themselves), (editor, by_a_server_admin), (admin, by_the_operator)):
        access, refresh = granted(log_in(client, person.account))
        change(person.account)
        assert not works(client, access)
        is_error(renew(client, refresh), 400, "invalid_grant")
        assert person.client.get("/api/user").status == 200


def test_disabling_ends_tokens(client, viewer, register):
    """They do not come back with the account."""
    access, refresh = granted(log_in(client, viewer.account))
    register.disable(viewer.account)
    register.disable(viewer.account, False)
    assert not works(client, access)
    is_error(renew(client, refresh), 400, "invalid_grant")
    assert viewer.client.get("/api/user").status == 200


def test_pages_elsewhere(client, viewer):
    """A page of an origin that is not configured gets nothing."""
    answer = client.with_headers(Origin="https://evil.example", Sec_Fetch_Site="cross-site")
    is_error(log_in(answer, viewer.account), 403, "access_denied")
