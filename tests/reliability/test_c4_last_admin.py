"""C4: however many administrators demote and remove each other at once, one is left, of an organisation as of the server."""

import random
from collections import Counter

import pytest

from sizes import size
from volley import Shot, Volley

pytestmark = pytest.mark.long

ADMINS = 16


@pytest.fixture
def four(own_site):
    return own_site(workers=4)


def _enrol(site, server_admin):
    org = site.register.organisation()
    people = [site.register.person("Admin", org, server_admin=server_admin) for _ in range(ADMINS)]
    for person in people:
        site.register.join(person, 1, "Viewer")  # else who is removed would be deleted
    return org, people, [site.register.token(person, None if server_admin else org) for person in people]


def _fight(volley, people, tokens, strike, generator):
    """Everybody strikes at somebody, and somebody at oneself."""
    targets = [generator.choice(people) for _ in people]
    return volley.send([Shot(*strike(target), {"Authorization": f"Bearer {token.secret}"}) for target, token in zip(targets, tokens)])


def _demote(target):
    return "PATCH", f"/api/org/users/{target.id}", {"role": "Viewer"}


def _remove(target):
    return "DELETE", f"/api/org/users/{target.id}", None


def _take_rights(target):
    return "PUT", f"/api/admin/users/{target.id}/permissions", {"isGrafanaAdmin": False}


def test_an_organisation_keeps_an_admin(four, figures):
    rounds, generator, said = size(30, 1000), random.Random(4), Counter()
    org, people, tokens = _enrol(four, server_admin=False)
    volley, sql = Volley(four.deployment.port), four.register.sql
    for number in range(rounds):
        last = None
        for _ in range(12):  # blow upon blow, until those who may are one
            answers = _fight(volley, people, tokens, (_demote, _remove)[number % 2], generator)
            said.update(answer.status for answer in answers)
            [(last,)] = sql("SELECT count(*) FROM prefd.org_members WHERE org_id = %s AND role = 'Admin'", org)
            assert last >= 1, (number, Counter(answer.status for answer in answers))
            if last == 1:
                break
        sql("INSERT INTO prefd.org_members (org_id, user_id, role) SELECT %s, unnest(%s), 'Admin' ON CONFLICT (org_id, user_id) "
            "DO UPDATE SET role = 'Admin'", org, [person.id for person in people])
    volley.close()
    assert not [status for status in said if status >= 500], said
    figures("C4 last Admin of an organisation", f"{rounds} rounds of {ADMINS} at once: never none; answers {dict(said)}")


def test_the_server_keeps_an_admin(four, figures):
    rounds, generator, said = size(30, 1000), random.Random(5), Counter()
    _, people, tokens = _enrol(four, server_admin=True)
    volley, sql = Volley(four.deployment.port), four.register.sql
    for number in range(rounds):
        sql("UPDATE prefd.users SET is_server_admin = id = ANY (%s)", [person.id for person in people])
        for _ in range(12):
            answers = _fight(volley, people, tokens, _take_rights, generator)
            said.update(answer.status for answer in answers)
            [(last,)] = sql("SELECT count(*) FROM prefd.users WHERE is_server_admin")
            assert last >= 1, (number, Counter(answer.status for answer in answers))
            if last == 1:
                break
    volley.close()
    assert not [status for status in said if status >= 500], said
    figures("C4 last server admin", f"{rounds} rounds of {ADMINS} at once: never none; answers {dict(said)}")
