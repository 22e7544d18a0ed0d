"""Secrets stay where they belong: passwords, tokens and cookies are sent in requests that go well and in requests that fail in every
way; afterwards none of them is in a log, an error, a command line or an environment, nor a password in a worker's memory."""

import base64
import secrets
import time
from urllib.parse import urlencode

import pytest

from browser import Browser
from cluster import Cluster
from conftest import make_site
from http_client import basic, bearer
from places import SANITIZED
from process import descendants
from process_memory import occurrences, words
from sizes import size

pytestmark = pytest.mark.long

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ROUNDS = size(5, 400)

# What an operator who looks for slow statements switches on: every statement, with its parameters, also of those that fail.
TALKATIVE = {"log_min_duration_statement": 0, "log_parameter_max_length": -1, "log_parameter_max_length_on_error": -1}

FAILING = """
CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.email = 'failing@example.org' THEN
    RAISE 'broken on purpose' USING ERRCODE = 'internal_error';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fail BEFORE INSERT ON prefd.users FOR EACH ROW EXECUTE FUNCTION public.fail();
"""


class Canaries(dict):
    """Secrets by name, as octets: passwords, in each form that a request has them in, apart from what else is secret."""

    def __init__(self):
        super().__init__()
        self.passwords = {}

    def password(self, name, login=None):
        made = f"canary-{secrets.token_hex(12)}"
        forms = {name: made, f"{name}, of the middle": made[10:26]}
        if login:
            forms[f"{name}, in Authorization"] = base64.b64encode(f"{login}:{made}".encode()).decode()
        self.passwords |= {form: text.encode() for form, text in forms.items()}
        self |= self.passwords
        return made

    def other(self, name, value=None):
        value = value or f"canary-{secrets.token_hex(12)}"
        self[f"{name} ({len(self)})"] = value.encode()
        return value


class Story:
    """Somebody of each kind, and the requests in which their secrets are sent."""

    def __init__(self, site):
        self.site, self.register, self.client = site, site.register, site.deployment.client()
        self.canaries = Canaries()
        self.statuses, self.bodies, self.sent = set(), set(), 0
        org = self.register.organisation()
        self.chief = self.register.person("Admin", org, server_admin=True)
        self.viewer = self.register.person("Viewer", org)
        for account, name in ((self.chief, "chief's password"), (self.viewer, "viewer's password")):
            self.register.change_password(account, self.canaries.password(name, account.login))
        self.next = self.canaries.password("next password", self.viewer.login)
        self.tokens = {name: bearer(self.canaries.other(f"{name}'s token", self.register.token(account).secret))
                       for name, account in (("chief", self.chief), ("viewer", self.viewer))}
        self.wrong = {name: self.canaries.password(f"password for {name}", self.viewer.login)
                      for name in ("a wrong guess", "another account", "nobody", "a broken body", "a taken name", "a failure",
                                   "a long body", "no path", "a key", "form", "a hang-up")}

    def note(self, answer):
        self.statuses.add(answer.status)
        self.bodies.add(answer.body if answer.status >= 400 else b"")
        self.sent += 1
        return answer

    def ask(self, who, method, path, body=None, **headers):
        authorization = {"Authorization": self.tokens.get(who, who)} if who else {}
        return self.note(self.client.request(method, path, body, headers={**authorization, **headers}))

    def round(self):
        self.say_who_it_is()
        self.use_a_session()
        self.change_passwords()
        self.fail_in_other_ways()
        self.exchange_for_a_token()

    def say_who_it_is(self):
        for who in ("chief", "viewer", bearer(self.canaries.other("an unknown token")), basic("api_key", self.canaries.other("an unknown key")),
                    basic(self.chief.login, self.chief.password), basic(self.viewer.login, self.wrong["a wrong guess"])):
            for method, path in (("GET", "/api/user"), ("PUT", "/api/org/preferences"), ("DELETE", "/api/nothing"), ("POST", "/api/user")):
                self.ask(who, method, path, {} if method == "PUT" else None)

    def use_a_session(self):
        browser = Browser(self.site)
        self.note(browser.log_in(self.viewer.login, self.wrong["a wrong guess"]))
        self.note(browser.log_in(self.viewer.login, self.viewer.password))
        self.canaries.other("a session", browser.secret)
        self.note(browser.get("/api/user"))
        self.note(browser.put("/api/user/preferences", {"theme": "dark"}, headers={"Origin": "http://evil.example"}))
        self.note(browser.post("/api/user/auth-tokens/rotate"))
        self.canaries.other("a session rotated", browser.secret)
        self.note(browser.get("/logout"))
        self.note(Browser(self.site).post("/login", b'{"user":"x","password":"' + self.wrong["a broken body"].encode()))

    def change_passwords(self):
        for old, new in ((self.wrong["a wrong guess"], self.next), (self.viewer.password, self.next), (self.next, self.viewer.password)):
            self.ask("viewer", "PUT", "/api/user/password", {"oldPassword": old, "newPassword": new, "confirmNew": new})
        for who, path in (("viewer", self.chief.id), ("chief", 999999999)):
            self.ask(who, "PUT", f"/api/admin/users/{path}/password", {"password": self.wrong["another account"]})
        key = {"Idempotency-Key": secrets.token_hex(8)}
        for password in (self.next, self.wrong["a key"], self.next):
            self.ask("chief", "PUT", f"/api/admin/users/{self.viewer.id}/password", {"password": password}, **key)
        self.ask("chief", "PUT", f"/api/admin/users/{self.viewer.id}/password", {"password": self.viewer.password})

    def fail_in_other_ways(self):
        new = {"login": self.viewer.login, "email": self.viewer.email, "password": self.wrong["a taken name"]}
        self.ask("chief", "POST", "/api/admin/users", new)
        self.ask("chief", "POST", "/api/admin/users", {**new, "email": "failing@example.org", "login": "failing", "password": self.wrong["a failure"]})
        self.ask("chief", "POST", "/api/admin/users", {**new, "password": self.wrong["a broken body"], "login": 7})
        self.ask("chief", "POST", "/api/nothing", {**new, "password": self.wrong["no path"]})
        self.ask("chief", "PUT", "/api/user/preferences", {"theme": "dark"}, **{"If-Match": '"7"'})
        with self.site.deployment.fastcgi() as worker:
            self.note(worker.request("POST", "/api/admin/users", {**new, "password": self.wrong["a long body"], "name": "x" * 70000},
                                     Authorization=self.tokens["chief"]))

    def exchange_for_a_token(self):
        def form(path, **fields):
            return self.note(self.client.post(path, urlencode(fields).encode(), headers=FORM))
        form("/oauth/token", grant_type="password", username=self.viewer.login, password=self.wrong["form"])
        answer = form("/oauth/token", grant_type="password", username=self.viewer.login, password=self.viewer.password).json()
        self.canaries.other("an access token", answer["access_token"])
        refresh = self.canaries.other("a refresh token", answer["refresh_token"])
        answer = form("/oauth/token", grant_type="refresh_token", refresh_token=refresh).json()
        form("/oauth/token", grant_type="refresh_token", refresh_token=refresh)
        form("/oauth/revoke_token", token=self.canaries.other("another access token", answer["access_token"]))

    def hang_up(self):
        """Nobody is there any more when there is an answer; many at once, so that not all that is left is written over."""
        login, password = self.viewer.login, self.wrong["a hang-up"]
        calls = [self.site.deployment.fastcgi() for _ in range(20)]
        for call in calls:
            call.send_request("POST", "/login", {"user": login, "password": password}, Authorization=basic(login, password))
        for call in calls:
            call.socket.close()


@pytest.fixture(scope="module")
def told(scratch):
    """A site after all of it, a database that was away for a while included; still running."""
    cluster = Cluster(scratch / "pg-secrets", TALKATIVE)
    cluster.start()
    site = make_site(scratch / "secrets", cluster, settings={"log_level": "debug", "body_limit": 65536})
    for statement in FAILING.split("$$;\n"):
        site.register.sql(statement + "$$" * ("AS $$" in statement))
    story = Story(site)
    for _ in range(ROUNDS):
        story.round()
    story.hang_up()
    cluster.stop()
    story.say_who_it_is()
    story.note(Browser(site).log_in(story.viewer.login, story.viewer.password))
    time.sleep(0.5)
    yield story
    site.deployment.stop()
    cluster.crash()


def found(texts, canaries):
    """(name of the secret, name of the text) of all that are in one."""
    return [(secret, place) for place, text in texts.items() for secret, octets in canaries.items() if octets in text]


def test_every_kind_of_failure(told):
    missing = {200, 302, 400, 401, 403, 404, 409, 412, 413, 500, 503} - told.statuses
    assert not missing


def test_no_secret_is_logged(told, figures):
    logs = {path.name: path.read_bytes() for path in [*told.site.deployment.logs(), told.site.cluster.log_path]}
    assert set(logs) >= {"prefd.log", "nginx-access.log", "postgresql.log"} and b"parameters: $1" in logs["postgresql.log"]
    assert found(logs, told.canaries) == []
    figures("S10", f"{len(told.canaries)} secrets in {told.sent} requests: none in {sum(map(len, logs.values())) >> 10} KiB of logs")


def test_no_secret_is_in_an_error(told):
    assert found(dict(enumerate(told.bodies)), told.canaries) == []


def test_no_secret_is_on_a_command_line(told):
    pids = descendants(told.site.deployment.pool.pid) + descendants(told.site.deployment.nginx.pid)
    assert found({pid: words(pid) for pid in pids}, told.canaries) == []


@pytest.mark.skipif(SANITIZED, reason="sanitizers keep what is freed, and map terabytes")
def test_no_password_stays_in_memory(told, figures):
    held = {pid: occurrences(pid, told.canaries.passwords) for pid in told.site.deployment.worker_pids()}
    assert not any(held.values()), held
    figures("S10", f"{len(told.canaries.passwords)} forms of passwords: none in the memory of {len(held)} workers")
