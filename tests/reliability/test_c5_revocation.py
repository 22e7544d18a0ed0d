"""C5: what was taken away counts from the next request on, whichever worker serves it."""

import json
from collections import Counter

import pytest

from answers import ORG
from http_client import bearer
from sizes import size
from volley import Shot, Volley

pytestmark = pytest.mark.long

WORKERS, ASKED = 4, 12


@pytest.fixture
def four(own_site):
    return own_site(workers=WORKERS)


class Taking:
    """A right, how an Admin takes it away, how it comes back, and the request that needs it."""

    def __init__(self, site):
        self.site, self.register = site, site.register
        self.org = site.register.organisation()
        self.chief = site.client(site.register.token(site.register.person("Admin", self.org, server_admin=True)))
        self.person = site.register.person("Admin", self.org)
        self.token = site.register.token(self.person)
        self.robot = self.chief.post("/api/serviceaccounts", {"name": "robot", "role": "Admin"}).json()["id"]
        self.secret = None

    def token_deleted(self):
        made = self.chief.post(f"/api/serviceaccounts/{self.robot}/tokens", {"name": "token"}).json()
        self.secret = made["key"]
        return lambda: self.chief.delete(f"/api/serviceaccounts/{self.robot}/tokens/{made['id']}"), 401

    def role_lowered(self):
        self.secret = self.token.secret
        self.register.sql("UPDATE prefd.org_members SET role = 'Admin' WHERE (org_id, user_id) = (%s, %s)", self.org, self.person.id)
        return lambda: self.chief.patch(f"/api/org/users/{self.person.id}", {"role": "Editor"}), 403

    def account_disabled(self):
        self.secret = self.token.secret
        self.register.sql("UPDATE prefd.org_members SET role = 'Admin' WHERE (org_id, user_id) = (%s, %s)", self.org, self.person.id)
        self.register.disable(self.person, False)
        return lambda: self.chief.post(f"/api/admin/users/{self.person.id}/disable"), 401


def _workers_of(site, answers):
    asked = {answer.headers["X-Request-Id"] for answer in answers}
    lines = (json.loads(line) for line in site.deployment.worker_log().splitlines()[-3 * ASKED:])
    return {line["pid"] for line in lines if line.get("request_id") in asked}


@pytest.mark.parametrize("right", ["token_deleted", "role_lowered", "account_disabled"])
def test_what_was_taken_away_is_gone(four, figures, right):
    pairs, taking, volley, asked = size(40, 3400), Taking(four), Volley(four.deployment.port), set()
    for number in range(pairs):
        take, status = getattr(taking, right)()
        shot = Shot("PUT", ORG, {"theme": "dark"}, {"Authorization": bearer(taking.secret)})
        assert {answer.status for answer in volley.send([shot] * ASKED)} == {200}
        taken = take()
        assert taken.status == 200, taken.text
        answers = volley.send([shot] * ASKED)
        assert {answer.status for answer in answers} == {status}, (number, Counter(answer.status for answer in answers))
        if number % size(2, 20) == 0:
            asked |= _workers_of(four, answers)
    volley.close()
    figures(f"C5 {right.replace('_', ' ')}", f"{pairs} times, {ASKED} requests at once thereafter: 0 of {pairs * ASKED} served "
            f"by {len(asked)} of {WORKERS} workers")
    assert len(asked) > 1
