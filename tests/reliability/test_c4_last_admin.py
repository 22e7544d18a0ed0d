"""C4: however many administrators demote and remove each other at once, one is left, of an organisation as of the server."""

from collections import Counter

import pytest

from patience import pause
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


def _fight(volley, people, tokens, strike, number):
    """Two, three or all of them are administrators, and strike in a ring, in each fourth round at themselves; 16 blows at once."""
    some = (2, 3, ADMINS)[number % 3]
    blows = [(blow % some, (blow + (number % 4 > 0)) % some) for blow in range(ADMINS)]
    return volley.send([Shot(*strike(people[target]), {"Authorization": f"Bearer {tokens[who].secret}"}) for who, target in blows])


def _armed(people, number):
    return [person.id for person in people[:(2, 3, ADMINS)[number % 3]]]


def _demote(target):
    return "PATCH", f"/api/org/users/{target.id}", {"role": "Viewer"}


def _remove(target):
    return "DELETE", f"/api/org/users/{target.id}", None


def _take_rights(target):
    return "PUT", f"/api/admin/users/{target.id}/permissions", {"isGrafanaAdmin": False}


def _deadlocks(site):
    """How many PostgreSQL had to break, a second each; it tells its counters a moment later."""
    pause(1.5)
    [(count,)] = site.register.sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return count


def test_an_organisation_keeps_an_admin(four, figures):
    rounds, said = size(90, 1000), Counter()
    org, people, tokens = _enrol(four, server_admin=False)
    volley, sql = Volley(four.deployment.port), four.register.sql
    for number in range(rounds):
        sql("INSERT INTO prefd.org_members (org_id, user_id, role) SELECT %s, unnest(%s), 'Viewer' ON CONFLICT (org_id, user_id) "
            "DO UPDATE SET role = 'Viewer'", org, [person.id for person in people])
        sql("UPDATE prefd.org_members SET role = 'Admin' WHERE org_id = %s AND user_id = ANY (%s)", org, _armed(people, number))
        answers = _fight(volley, people, tokens, (_demote, _remove)[number // 3 % 2], number)
        said.update(answer.status for answer in answers)
        [(left,)] = sql("SELECT count(*) FROM prefd.org_members WHERE org_id = %s AND role = 'Admin'", org)
        assert left >= 1, (number, Counter(answer.status for answer in answers))
    volley.close()
    assert not [status for status in said if status >= 500], said
    deadlocks = _deadlocks(four)
    figures("C4 last Admin of an organisation", f"{rounds} rounds of {ADMINS} at once: never none; answers {dict(said)}, {deadlocks} deadlocks")
    assert deadlocks == 0


def test_the_server_keeps_an_admin(four, figures):
    rounds, said = size(90, 1000), Counter()
    _, people, tokens = _enrol(four, server_admin=True)
    volley, sql = Volley(four.deployment.port), four.register.sql
    for number in range(rounds):
        sql("UPDATE prefd.users SET is_server_admin = id = ANY (%s)", _armed(people, number))
        answers = _fight(volley, people, tokens, _take_rights, number)
        said.update(answer.status for answer in answers)
        [(left,)] = sql("SELECT count(*) FROM prefd.users WHERE is_server_admin")
        assert left >= 1, (number, Counter(answer.status for answer in answers))
    volley.close()
    assert not [status for status in said if status >= 500], said
    deadlocks = _deadlocks(four)
    figures("C4 last server admin", f"{rounds} rounds of {ADMINS} at once: never none; answers {dict(said)}, {deadlocks} deadlocks")
    assert deadlocks == 0
