"""What ends a credential ends it at once, on every worker: each event against each kind of credential that it ends, and those that it
leaves alone. And how credentials are made: of which length, and what is stored of them."""

import os
import re
import signal
import string
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from answers import ORG, USER
from browser import COOKIE, Browser
from conftest import make_site
from http_client import basic, bearer
from patience import wait_until
from process import is_stopped
from test_k04_tokens import FORM, GRANT, REVOKE, granted, log_in

WORKERS = 3
OWN = ("password", "session", "granted token")  # what comes of a password
ALL = (*OWN, "token", "bound token")
KINDS = (*ALL, "robot's token")


@pytest.fixture(scope="module")
def three(scratch, cluster):
    site = make_site(scratch / "ended", cluster, workers=WORKERS)
    yield site
    site.deployment.stop()
    site.register.connection.close()


class Holder:
    """A person with a credential of every kind, a robot with a token, and an administrator of the server."""

    def __init__(self, site):
        self.site, self.register = site, site.register
        self.org = site.register.organisation()
        chief = site.register.person("Admin", site.register.organisation(), server_admin=True)
        site.register.join(chief, self.org, "Admin")
        self.elsewhere = site.client(site.register.token(chief))
        self.chief = self.elsewhere.with_headers(X_Grafana_Org_Id=str(self.org))
        self.person = site.register.person("Admin", self.org)
        self.tokens = {"token": site.register.token(self.person), "bound token": site.register.token(self.person, org=self.org)}
        self.browser = Browser(site, self.person)
        access, refresh = granted(log_in(site.client(), self.person))
        self.robot = self.chief.post("/api/serviceaccounts", {"name": "robot", "role": "Admin"}).json()["id"]
        self.key = self.chief.post(f"/api/serviceaccounts/{self.robot}/tokens", {"name": "key"}).json()
        self.headers = {"password": {"Authorization": basic(self.person.login, self.person.password)},
                        "session": {"Cookie": f"{COOKIE}={self.browser.secret}"}, "granted token": {"Authorization": bearer(access)},
                        "robot's token": {"Authorization": bearer(self.key["key"])},
                        **{kind: {"Authorization": bearer(token.secret)} for kind, token in self.tokens.items()}}
        self.secrets = {"granted token": access, "refresh token": refresh}

    def own(self, kind):
        """A client with a credential of hers."""
        return self.site.deployment.client(**self.headers[kind])

    def requests(self, kinds):
        return {kind: ("GET", USER, b"", self.headers[kind]) for kind in kinds}

    def renew(self):
        return form(self, GRANT, grant_type="refresh_token", refresh_token=self.secrets["refresh token"])


def token_id(holder, kind):
    return holder.tokens[kind].id


def session_id(holder):
    return holder.browser.get("/api/user/auth-tokens").json()[0]["id"]


def form(holder, path, **fields):
    return holder.site.client().post(path, urlencode(fields).encode(), headers=FORM)


def aged(holder, table, where, *values):
    holder.register.sql(f"UPDATE prefd.{table} SET expires_at = now() - interval '1 second' WHERE {where}", *values)


# What happens, whom it is done by, and what is over then. All else goes on.
EVENTS = {
    "token revoked by the operator": (lambda h: h.register.revoke(h.tokens["token"]), ("token",)),
    "token expired": (lambda h: aged(h, "tokens", "id = %s", token_id(h, "bound token")), ("bound token",)),
    "granted token given back": (lambda h: form(h, REVOKE, token=h.secrets["granted token"]), ("granted token",)),
    "refresh token given back": (lambda h: form(h, REVOKE, token=h.secrets["refresh token"]), ("granted token",)),
    "robot's token deleted": (lambda h: h.chief.delete(f"/api/serviceaccounts/{h.robot}/tokens/{h.key['id']}"), ("robot's token",)),
    "robot disabled": (lambda h: h.chief.patch(f"/api/serviceaccounts/{h.robot}", {"isDisabled": True}), ("robot's token",)),
    "robot deleted": (lambda h: h.chief.delete(f"/api/serviceaccounts/{h.robot}"), ("robot's token",)),
    "logged out": (lambda h: h.browser.get("/logout"), ("session",)),
    "logged out by an administrator": (lambda h: h.chief.post(f"/api/admin/users/{h.person.id}/logout"), ("session",)),
    "session revoked": (lambda h: h.own("token").post("/api/user/revoke-auth-token", {"authTokenId": session_id(h)}), ("session",)),
    "session revoked by an administrator":
        (lambda h: h.chief.post(f"/api/admin/users/{h.person.id}/revoke-auth-token", {"authTokenId": session_id(h)}), ("session",)),
    "session expired": (lambda h: aged(h, "sessions", "user_id = %s", h.person.id), ("session",)),
    "new password of one's own": (lambda h: h.own("session").put("/api/user/password", {"oldPassword": h.person.password, "newPassword": "another",
                                                                                       "confirmNew": ""},
                                                                 headers={"Origin": f"http://127.0.0.1:{h.site.deployment.port}"}),
                                  ("password", "granted token")),
    "new password by an administrator": (lambda h: h.chief.put(f"/api/admin/users/{h.person.id}/password", {"password": "another"}), OWN),
    "new password by the operator": (lambda h: h.register.change_password(h.person, "another"), OWN),
    "disabled": (lambda h: h.chief.post(f"/api/admin/users/{h.person.id}/disable"), ALL),
    "deleted": (lambda h: h.chief.delete(f"/api/admin/users/{h.person.id}"), ALL),
    "organisation deleted": (lambda h: h.elsewhere.delete(f"/api/orgs/{h.org}"), ("bound token", "robot's token")),
}


@contextmanager
def alone(site, worker):
    """While the other workers are stopped, whoever connects is served by this one."""
    others = [pid for pid in site.deployment.worker_pids() if pid != worker]
    try:
        for pid in others:
            os.kill(pid, signal.SIGSTOP)
        wait_until(lambda: all(is_stopped(pid) for pid in others), 5, "the others stopped")
        yield
    finally:
        for pid in others:
            os.kill(pid, signal.SIGCONT)


def statuses(site, requests):
    """{kind: what each worker answered} to requests by their kind."""
    answers = {kind: [] for kind in requests}
    for worker in site.deployment.worker_pids():
        with alone(site, worker):
            for kind, (method, path, body, headers) in requests.items():
                with site.deployment.fastcgi() as connection:
                    answers[kind].append(connection.request(method, path, body, **headers).status)
    return answers


@pytest.mark.parametrize("event", EVENTS)
def test_what_ends_is_over_on_every_worker(three, figures, event):
    holder = Holder(three)
    happen, over = EVENTS[event]
    others = [kind for kind in KINDS if kind not in over]
    assert statuses(three, holder.requests(KINDS)) == {kind: [200] * WORKERS for kind in KINDS}
    done = happen(holder)
    assert getattr(done, "status", 200) in (200, 302), done.body
    after = statuses(three, {**holder.requests(over), **holder.requests(others)})
    assert after == {**{kind: [401] * WORKERS for kind in over}, **{kind: [200] * WORKERS for kind in others}}
    renewed = holder.renew().status
    assert renewed == (400 if "granted token" in over else 200), "of what renews the granted token"
    figures("S4", f"{event}: 0 of {WORKERS * len(over)} served: {', '.join(over)}")


def test_membership_removed(three):
    """Who is removed from an organisation is nobody there; the person goes on."""
    holder = Holder(three)
    requests = {kind: ("GET", ORG, b"", {**headers, "X_Grafana_Org_Id": str(holder.org)})
                for kind, (_, _, _, headers) in holder.requests(KINDS).items()}
    assert statuses(three, requests) == {kind: [200] * WORKERS for kind in KINDS}
    assert holder.chief.delete(f"/api/orgs/{holder.org}/users/{holder.person.id}").status == 200
    after = statuses(three, requests)
    assert after.pop("robot's token") == [200] * WORKERS
    assert {status for answers in after.values() for status in answers} <= {401, 403}


def test_how_credentials_are_made(three):
    """256 bits at the least, but for a robot's key, whose form is Grafana's (190); of each the SHA-256 alone is stored."""
    holder = Holder(three)
    letters = string.ascii_letters + string.digits
    made = {kind: [] for kind in ("session", "granted token", "refresh token", "token", "robot's token")}
    for _ in range(10):
        one = Holder(three)
        made["session"].append(one.browser.secret)
        made["token"].append(three.register.token_of_prefctl(one.person).secret)
        made["robot's token"].append(one.key["key"])
        for kind in ("granted token", "refresh token"):
            made[kind].append(one.secrets[kind])
    forms = {"session": "[0-9a-f]{64}", "robot's token": f"glsa_[{letters}]{{32}}_[0-9a-f]{{8}}"}
    for kind, secrets in made.items():
        assert len(set(secrets)) == 10 and all(re.fullmatch(forms.get(kind, f"prefd_[{letters}]{{43}}"), secret) for secret in secrets)
        places = list(zip(*[secret.split("_")[1] if "_" in secret else secret for secret in secrets]))
        assert all(len(set(place)) > 2 for place in places), f"{kind}: a place that hardly changes"
    tables = " UNION ALL ".join(f"SELECT t::text FROM prefd.{table} t" for table in ("tokens", "sessions", "users", "idempotency_records"))
    stored = "\n".join(row for row, in holder.register.sql(tables))
    for secrets in made.values():
        assert not [secret for secret in secrets if secret in stored or secret.encode().hex() in stored]


def test_sessions_of_an_account_are_bounded(three):
    """A hundred: beyond that the oldest ends, those that were ended already first."""
    person = three.register.person("Viewer", three.register.organisation())
    first, second = Browser(three, person), Browser(three, person)
    others = [Browser(three, person) for _ in range(97)]
    others[0].get("/logout")
    for _ in range(2):
        Browser(three, person)
    assert first.get(USER).status == 200, "one that was ended went before it"
    Browser(three, person)
    assert first.get(USER).status == 401 and second.get(USER).status == 200
    assert three.register.sql("SELECT count(*) FROM prefd.sessions WHERE user_id = %s", person.id) == [(100,)]
