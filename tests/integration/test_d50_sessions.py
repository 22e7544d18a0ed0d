"""Sessions of browsers: POST /login, the cookie, its rotation, listing and everything that ends them."""

import hashlib
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from answers import BAD_REQUEST, ORG, USER, USERS_ONLY, WRONG_PASSWORD, is_error, is_updated, refused_401, unauthorized
from browser import Browser
from http_client import basic, bearer
from patience import wait_until

LIST, REVOKE, ROTATE = "/api/user/auth-tokens", "/api/user/revoke-auth-token", "/api/user/auth-tokens/rotate"
REVOKED = {"message": "Token revoked", "error": {"id": "ERR_TOKEN_REVOKED", "maxConcurrentSessions": 0}}
NO_SESSION = unauthorized()
CHROME = ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36")


@pytest.fixture
def person(register, org):
    return register.person("Admin", org)


@pytest.fixture
def browser(site, person):
    return Browser(site, person)


def is_revoked(answer):
    refused_401(answer, REVOKED)


def aged(register, person, span):
    register.sql("UPDATE prefd.sessions SET created_at = created_at - %s::interval, seen_at = seen_at - %s::interval, "
                 "rotated_at = rotated_at - %s::interval, expires_at = expires_at - %s::interval WHERE user_id = %s",
                 span, span, span, span, person.id)


@pytest.mark.parametrize("way", ["session", "token"])
def test_logging_in_while_the_password_changes(own_site, way):
    """What a login gives that overlaps with the change ends with the old password as well."""
    site = own_site(workers=1)
    person, client, browser = site.register.person(), site.client(), Browser(site)
    grant = f"grant_type=password&username={person.login}&password={person.password.replace(' ', '+')}".encode()

    def enter():
        if way == "session":
            browser.log_in(person.login, person.password)
            return browser.get
        answer = client.post("/oauth/token", grant, headers={"Content-Type": "application/x-www-form-urlencoded"}).json()
        return client.with_headers(Authorization=bearer(answer.get("access_token", "none"))).get

    def is_waiting():
        return site.register.sql("SELECT pid FROM pg_stat_activity "
                                 "WHERE wait_event_type = 'Lock' AND datname = current_database()")

    assert enter()("/api/user").status == 200  # and the worker remembers the password
    change = site.cluster.connect(site.database)
    change.autocommit = False
    with ThreadPoolExecutor() as pool, change.cursor() as cursor:
        cursor.execute("UPDATE prefd.users SET password_hash = 'another' WHERE id = %s", (person.id,))
        entering = pool.submit(enter)
        wait_until(lambda: entering.done() or is_waiting(), 10, "it waits or is through")
        change.commit()
    change.close()
    assert entering.result()("/api/user").status == 401


class TestLogin:
    def test_answer_and_cookie(self, site, person):
        browser = Browser(site)
        answer = browser.log_in(person.login, person.password)
        assert (answer.status, answer.json()) == (200, {"message": "Logged in", "redirectUrl": "/"})
        assert re.fullmatch(r"[0-9a-f]{64}", browser.secret)
        assert browser.attributes == ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax"]
        assert browser.get("/api/user").json()["login"] == person.login
        is_updated(browser.put(USER, {"theme": "dark"}))
        is_updated(browser.put(ORG, {"theme": "light"}))

    @pytest.mark.parametrize("spelling", [str.upper, str.lower])
    @pytest.mark.parametrize("name", ["login", "email"])
    def test_login_or_email_in_any_case(self, site, person, name, spelling):
        assert Browser(site).log_in(spelling(getattr(person, name)), person.password).status == 200

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"user":"x"}', b'{"user":1,"password":"x"}',
                                      b'{"user":"x","password":["x"]}', b'{"user":"","password":"x"}'])
    def test_broken_bodies(self, site, body, unchanged):
        is_error(Browser(site).post("/login", body), 400, BAD_REQUEST)

    def test_wrong_ones(self, site, register, person, unchanged):
        for login, password in ((person.login, "wrong"), ("nobody", "x"), (person.login, person.password + "\x00"),
                                ("\x00", "x"), (person.login + "\x00", person.password)):
            browser = Browser(site)
            refused_401(browser.log_in(login, password), WRONG_PASSWORD)
            assert browser.secret is None

    def test_any_password(self, site, register, org):
        for password in ("\u4e2d\u6587 \U0001f642 \ud83d".encode("utf-8", "replace").decode(), "with \"quotes\" and \\"):
            Browser(site, register.person(org=org, password=password))

    def test_disabled(self, site, register, person):
        register.disable(person)
        assert Browser(site).log_in(person.login, person.password).json()["messageId"] == "identity.disabled"

    def test_service_accounts_have_none(self, site, register, org):
        account = register.service_account(org=org)
        refused_401(Browser(site).log_in(account.login, "x"), WRONG_PASSWORD)

    def test_only_hashes_are_stored(self, register, browser):
        rows = register.sql("SELECT secret_hash FROM prefd.sessions WHERE secret_hash = %s",
                            hashlib.sha256(browser.secret.encode()).digest())
        assert len(rows) == 1
        assert browser.secret not in str(register.sql("SELECT s::text FROM prefd.sessions s"))

    def test_secrets_are_not_logged(self, site, browser):
        secrets = [browser.secret]
        browser.post(ROTATE)
        secrets.append(browser.secret)
        browser.get("/logout")
        logs = site.deployment.worker_log() + (site.deployment.run / "nginx-access.log").read_text()
        assert not [secret for secret in secrets if secret in logs]

    def test_over_https_the_cookie_is_secure(self, site, person):
        for parameters in ({"HTTPS": "on"}, {"REQUEST_SCHEME": "https"}):
            with site.deployment.fastcgi() as connection:
                answer = connection.request("POST", "/login", {"user": person.login, "password": person.password},
                                            parameters=parameters)
                assert answer.headers["Set-Cookie"].endswith("; Secure")
        with site.deployment.fastcgi() as connection:
            answer = connection.request("POST", "/login", {"user": person.login, "password": person.password},
                                        HTTPS="on", Request_Scheme="https")
            assert not answer.headers["Set-Cookie"].endswith("; Secure"), "a client cannot say so"

    def test_settings(self, own_site):
        site = own_site(workers=1, settings={"cookie_secure": "yes", "session_days": 3, "session_idle_days": 2})
        person = site.register.person()
        browser = Browser(site, person)
        assert browser.attributes == ["Path=/", "Max-Age=259200", "HttpOnly", "SameSite=Lax", "Secure"]
        aged(site.register, person, "2 days")
        refused_401(browser.get(USER), NO_SESSION)


class TestWhoDecides:
    """Authorization first, then the cookie; the first that applies is final."""

    def test_order(self, site, register, browser):
        other = register.person()
        token = register.token(other)
        for value in (bearer(token.secret), basic(other.login, other.password)):
            assert browser.get("/api/user", headers={"Authorization": value}).json()["login"] == other.login
        for value in (bearer("x"), basic(other.login, "x"), "Basic x", "Bearer"):
            assert browser.get("/api/user", headers={"Authorization": value}).status == 401

    def test_other_schemes_do_not_apply(self, browser):
        assert browser.get(USER, headers={"Authorization": "Negotiate YII"}).status == 200

    @pytest.mark.parametrize("cookie", ["grafana_session=", "grafana_session", "session=x", "grafana_session=x",
                                        "grafana_session=" + "0" * 64, "grafana_session=\xff"])
    def test_what_is_no_session(self, site, cookie):
        refused_401(Browser(site).get(USER, headers={"Cookie": cookie}), NO_SESSION)

    def test_wanted_organisation(self, site, register, browser, person):
        elsewhere = register.organisation()
        register.join(person, elsewhere, "Viewer")
        assert browser.get("/api/org", headers={"X-Grafana-Org-Id": str(elsewhere)}).json()["id"] == elsewhere
        assert browser.get("/api/org").json()["id"] == person.org


class TestEnds:
    def test_logout(self, browser):
        secret = browser.secret
        answer = browser.get("/logout")
        assert answer.status == 302 and re.search(r"(^|//[^/]+)/login$", answer.headers["Location"])
        assert browser.secret is None and "Max-Age=0" in browser.attributes
        browser.secret = secret
        is_revoked(browser.get(USER))
        is_revoked(browser.put(USER, {}))

    def test_logout_without_a_session(self, site):
        assert Browser(site).get("/logout").status == 302
        assert Browser(site).get("/logout", headers={"Cookie": "grafana_session=unknown"}).status == 302

    @pytest.mark.parametrize("span, alive", [("6 days 23 hours", True), ("7 days 1 minute", False)])
    def test_unused(self, register, browser, person, span, alive):
        aged(register, person, span)
        assert (browser.get(USER).status == 200) is alive

    def test_in_any_case(self, register, browser, person):
        for _ in range(4):
            aged(register, person, "6 days")
            assert browser.get(USER).status == 200
        aged(register, person, "6 days")
        refused_401(browser.get(USER), NO_SESSION)

    def test_new_password_by_the_operator(self, register, browser, person):
        register.change_password(person, "another one")
        is_revoked(browser.get(USER))

    def test_disabled(self, register, browser, person):
        register.disable(person)
        is_revoked(browser.get(USER))
        register.disable(person, False)
        is_revoked(browser.get(USER))

    def test_deleted(self, register, browser, person):
        register.sql("DELETE FROM prefd.users WHERE id = %s", person.id)
        refused_401(browser.get(USER), NO_SESSION)


class TestRotation:
    def test_new_cookie(self, browser):
        old = browser.secret
        answer = browser.post(ROTATE)
        assert (answer.status, answer.json()) == (200, {})
        assert browser.secret != old and re.fullmatch(r"[0-9a-f]{64}", browser.secret)
        assert "HttpOnly" in browser.attributes and "SameSite=Lax" in browser.attributes
        assert browser.get(USER).status == 200

    def test_the_old_one_for_a_minute(self, register, browser, person):
        old, _ = browser.secret, browser.post(ROTATE)
        new, browser.secret = browser.secret, old
        assert browser.get(USER).status == 200
        answer = browser.post(ROTATE)
        assert answer.status == 200 and "Set-Cookie" not in answer.headers
        aged(register, person, "61 seconds")
        refused_401(browser.get(USER), NO_SESSION)
        browser.secret = new
        assert browser.get(USER).status == 200

    def test_many_tabs_at_once(self, site, browser):
        """Each tab rotates with the cookie of before: exactly one new cookie, and it is good."""
        tabs = [Browser(site) for _ in range(16)]
        for tab in tabs:
            tab.secret = browser.secret
        threads = [threading.Thread(target=tab.post, args=(ROTATE,)) for tab in tabs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        new = {tab.secret for tab in tabs} - {browser.secret}
        assert len(new) == 1
        browser.secret = new.pop()
        assert browser.get(USER).status == 200

    def test_cookie_only(self, site, register, person):
        token = register.token(person)
        for client in (site.client(token), site.client(account=person), site.client()):
            refused_401(client.post(ROTATE), NO_SESSION)
        refused_401(Browser(site).post(ROTATE, headers={"Cookie": "grafana_session=x"}), NO_SESSION)


class TestList:
    def test_shape(self, site, person):
        browser = Browser(site, person, **{"User-Agent": CHROME})
        (session,) = browser.get(LIST).json()
        assert set(session) == {"id", "isActive", "clientIp", "device", "os", "osVersion", "browser", "browserVersion",
                                "createdAt", "seenAt"}
        assert isinstance(session["id"], int) and session["isActive"] is True and session["clientIp"] == "127.0.0.1"
        assert (session["device"], session["os"], session["browser"], session["browserVersion"]) == (
            "Other", "Linux", "Chrome", "120.0")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", session["createdAt"])
        assert session["seenAt"] == session["createdAt"]

    def test_active_is_ones_own(self, site, register, person):
        first, second = Browser(site, person), Browser(site, person)
        assert [session["isActive"] for session in first.get(LIST).json()] == [False, True]
        assert [session["isActive"] for session in second.get(LIST).json()] == [True, False]
        for client in (site.client(register.token(person)), site.client(account=person)):
            assert [session["isActive"] for session in client.get(LIST).json()] == [False, False]

    def test_basic_and_tokens_open_none(self, site, register, person):
        client = site.client(account=person)
        assert client.get(USER).status == 200
        assert client.get(LIST).json() == []

    def test_seen_at_most_once_a_minute(self, register, browser, person):
        def writes():
            return register.sql("SELECT xmin::text FROM prefd.sessions WHERE user_id = %s", person.id)

        aged(register, person, "2 minutes")
        browser.get(USER)
        before = writes()
        for _ in range(10):
            browser.get(USER)
        assert writes() == before
        (session,) = browser.get(LIST).json()
        assert session["seenAt"] > session["createdAt"]

    def test_no_service_accounts(self, site, register, org):
        client = site.client(register.token(register.service_account(org=org)))
        is_error(client.get(LIST), 403, USERS_ONLY)

    @pytest.mark.parametrize("agent", ["", "x" * 4000, "\xff\xfe", "'; DROP TABLE--", "<script>"])
    def test_any_user_agent(self, site, person, agent):
        browser = Browser(site, person, **{"User-Agent": agent})
        assert browser.get(LIST).json()[0]["os"] == "Other"


class TestRevoke:
    def test_another_one_of_ones_own(self, site, person):
        here, there = Browser(site, person), Browser(site, person)
        (other,) = [session["id"] for session in here.get(LIST).json() if not session["isActive"]]
        answer = here.post(REVOKE, {"authTokenId": other})
        assert (answer.status, answer.json()) == (200, {"message": "User auth token revoked"})
        is_revoked(there.get(USER))
        assert len(here.get(LIST).json()) == 1
        is_error(here.post(REVOKE, {"authTokenId": other}), 404, {"message": "User auth token not found"})

    def test_the_one_in_use_is_not(self, site, register, browser, person):
        (session,) = browser.get(LIST).json()
        is_error(browser.post(REVOKE, {"authTokenId": session["id"]}), 400,
                 {"message": "Cannot revoke active user auth token"})
        assert site.client(register.token(person)).post(REVOKE, {"authTokenId": session["id"]}).status == 200
        is_revoked(browser.get(USER))

    def test_foreign_is_like_absent(self, site, register, browser):
        stranger = Browser(site, register.person())
        (session,) = browser.get(LIST).json()
        for number in (session["id"], 0, -1, 2 ** 62):
            is_error(stranger.post(REVOKE, {"authTokenId": number}), 404, {"message": "User auth token not found"})
        is_error(stranger.post(REVOKE, {}), 404, {"message": "User auth token not found"})
        is_error(stranger.post(REVOKE, {"authTokenId": "1"}), 400, BAD_REQUEST)
        assert browser.get(USER).status == 200


class TestForgery:
    """An unsafe method with a cookie needs a proof that the request comes from a page of the site."""

    REFUSED = {"message": "origin not allowed"}

    def own(self, site):
        return f"http://127.0.0.1:{site.deployment.port}"

    @pytest.mark.parametrize("headers", [
        {}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Referer": "http://evil.example/"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "Same-Origin"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "{own}"}, {"Origin": "http://evil.example", "Referer": "{own}/"},
        {"Origin": "{own}.evil.example"}, {"Origin": "{own}0"}, {"Origin": "http://evil.example/{own}"},
        {"Referer": "http://evil.example/?{own}"}, {"Origin": ""}, {"Origin": "127.0.0.1"}])
    def test_refused(self, site, browser, headers, unchanged):
        headers = {name: value.replace("{own}", self.own(site)) for name, value in headers.items()}
        for method in ("PUT", "PATCH"):
            is_error(browser.request(method, USER, {"theme": "dark"}, headers={"Origin": None, **headers}), 403,
                     self.REFUSED)
        is_error(browser.post(ROTATE, headers={"Origin": None, **headers}), 403, self.REFUSED)
        assert browser.get(USER, headers={"Origin": None, **headers}).status == 200, "reading needs no proof"

    @pytest.mark.parametrize("headers", [
        {"Origin": "{own}"}, {"Referer": "{own}/profile"}, {"Referer": "{own}"}, {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"}])
    def test_let_in(self, site, browser, headers):
        headers = {name: value.replace("{own}", self.own(site)) for name, value in headers.items()}
        is_updated(browser.put(USER, {"theme": "dark"}, headers={"Origin": None, **headers}))

    def test_explicit_credentials_need_none(self, site, register, browser, person):
        for value in (bearer(register.token(person).secret), basic(person.login, person.password)):
            is_updated(browser.put(USER, {}, headers={"Authorization": value, "Origin": "http://evil.example"}))

    @pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
    def test_nobody_is_signed_in_or_out_from_elsewhere(self, site, browser, person, headers, unchanged):
        other = Browser(site)
        is_error(other.log_in(person.login, person.password, headers=headers), 403, self.REFUSED)
        assert other.secret is None
        is_error(browser.get("/logout", headers=headers), 403, self.REFUSED)
        assert browser.get(USER).status == 200

    def test_programs_sign_in_without_a_page(self, site, person):
        assert Browser(site).log_in(person.login, person.password, headers={"Origin": None}).status == 200

    def test_listed_origins(self, own_site):
        site = own_site(workers=1, settings={"cors_origins": "https://a.example, https://b.example:8443"})
        browser = Browser(site, site.register.person())
        for origin, allowed in (("https://a.example", True), ("https://b.example:8443", True), ("https://b.example", False),
                                ("http://a.example", False), ("https://a.example.evil.example", False), ("https://", False)):
            answer = browser.put(USER, {}, headers={"Origin": origin, "Sec-Fetch-Site": "same-site"})
            assert (answer.status == 200) is allowed, origin


class TestServerAdmin:
    @pytest.fixture
    def root(self, site, register, org):
        return Browser(site, register.person("Viewer", org, server_admin=True))

    def path(self, account, word):
        return f"/api/admin/users/{account if isinstance(account, (int, str)) else account.id}/{word}"

    def test_list(self, root, browser, person):
        (session,) = root.get(self.path(person, "auth-tokens")).json()
        (own,) = browser.get(LIST).json()
        assert session == {**own, "isActive": False}
        assert root.get(self.path(person.uid, "auth-tokens")).json() == [session]

    def test_revoke(self, root, browser, person, register):
        (session,) = browser.get(LIST).json()
        other = register.person()
        is_error(root.post(self.path(other, "revoke-auth-token"), {"authTokenId": session["id"]}), 404,
                 {"message": "User auth token not found"})
        answer = root.post(self.path(person, "revoke-auth-token"), {"authTokenId": session["id"]})
        assert (answer.status, answer.json()) == (200, {"message": "User auth token revoked"})
        is_revoked(browser.get(USER))

    def test_own_session(self, root):
        (session,) = root.get(LIST).json()
        me = root.get("/api/user").json()["id"]
        is_error(root.post(self.path(me, "revoke-auth-token"), {"authTokenId": session["id"]}), 400,
                 {"message": "Cannot revoke active user auth token"})
        is_error(root.post(self.path(me, "logout")), 400, {"message": "You cannot logout yourself"})

    def test_logout(self, site, root, person, register):
        browsers = [Browser(site, person) for _ in range(3)]
        token = register.token(person)
        answer = root.post(self.path(person, "logout"))
        assert (answer.status, answer.json()) == (200, {"message": "User logged out"})
        for browser in browsers:
            is_revoked(browser.get(USER))
        assert root.get(self.path(person, "auth-tokens")).json() == []
        assert site.client(token).get(USER).status == 200, "a token is no session"
        Browser(site, person)

    @pytest.mark.parametrize("method, word, body", [("GET", "auth-tokens", None), ("POST", "logout", None),
                                                    ("POST", "revoke-auth-token", {"authTokenId": 1})])
    def test_nobody_and_no_right(self, site, root, register, org, browser, person, method, word, body):
        for nobody in (2 ** 40, 0, "00000000-0000-0000-0000-000000000000", register.service_account(org=org)):
            is_error(root.request(method, self.path(nobody, word), body), 404, {"message": "User not found"})
        for broken in ("x", "1x", "9" * 30):
            is_error(root.request(method, self.path(broken, word), body), 400, {"message": "id is invalid"})
        assert browser.request(method, self.path(person, word), body).status == 403

    def test_password_and_disabling_by_the_admin(self, site, root, person, register):
        browser = Browser(site, person)
        assert root.put(self.path(person, "password"), {"password": "a new one"}).status == 200
        is_revoked(browser.get(USER))
        person.password = "a new one"
        browser = Browser(site, person)
        assert root.post(self.path(person, "disable")).status == 200
        is_revoked(browser.get(USER))

    def test_own_password_keeps_the_session(self, browser, person):
        answer = browser.put("/api/user/password", {"oldPassword": person.password, "newPassword": "a new one"})
        assert answer.status == 200
        assert browser.get(USER).status == 200
