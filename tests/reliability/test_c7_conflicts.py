"""C7: a transaction that PostgreSQL rolls back for a deadlock or a conflict is tried again, three times in all at most; a
client hears of it as 503 with Retry-After, and then nothing was done."""

from collections import Counter

import pytest

from answers import USER
from patience import wait_until
from pending import BACKENDS, Asking, waiting
from sizes import size
from volley import Shot, Volley

pytestmark = pytest.mark.long

# A sequence does not roll back: it counts the tries, of which a share is refused as PostgreSQL would.
_FAILING = """
CREATE SEQUENCE public.tries;
GRANT USAGE ON public.tries TO PUBLIC;
CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM nextval('public.tries');
  IF random() < {failing} THEN
    RAISE EXCEPTION 'forced' USING ERRCODE = '{state}';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER zz_fail BEFORE UPDATE ON prefd.preferences FOR EACH ROW EXECUTE FUNCTION public.fail();
"""


def _tries(site):
    return site.register.sql("SELECT last_value FROM public.tries")[0][0]


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_conflicts_are_tried_again(own_site, figures, state):
    site, requests, said = own_site(workers=2), size(400, 2000), Counter()
    actor, volley = site.enrol("Viewer"), Volley(site.deployment.port)
    actor.client.put(USER, {"theme": "dark"})
    site.register.sql(_FAILING.format(failing=0.5, state=state))
    before = site.register.stored(actor.org, actor.account.id)[1]
    for _ in range(requests // 8):
        for answer in volley.send([Shot("PATCH", USER, {"theme": "light"}, actor.client.headers)] * 8):
            said[answer.status] += 1
            assert answer.status == 200 or (answer.status, answer.headers["Retry-After"]) == (503, "1"), answer.text
    volley.close()
    done = site.register.stored(actor.org, actor.account.id)[1] - before
    assert done == said[200]
    assert _tries(site) <= 3 * requests
    figures(f"C7 forced {state}", f"{_tries(site) - done} rolled back in {requests} requests: {dict(said)}, {_tries(site) / requests:.2f} tries each")


def test_what_never_goes_well_is_tried_three_times(own_site):
    site = own_site(workers=1)
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    before = site.register.stored(actor.org, actor.account.id)
    site.register.sql(_FAILING.format(failing=1, state="40P01"))
    answer = actor.client.put(USER, {"theme": "light"})
    assert (answer.status, answer.headers["Retry-After"], _tries(site)) == (503, "1", 3)
    assert site.register.stored(actor.org, actor.account.id) == before


def test_a_real_deadlock(own_site, figures):
    """A key's record and a row, taken in one order by the request and in the other by somebody else, who waits longer."""
    site, rounds, said = own_site(workers=1), size(3, 20), Counter()
    actor = site.enrol("Viewer")
    actor.client.put(USER, {"theme": "dark"})
    for number in range(rounds):
        other = site.cluster.connect(site.database)
        other.autocommit = False
        with other.cursor() as cursor:
            cursor.execute("SET deadlock_timeout = '60s'")
            cursor.execute("UPDATE prefd.preferences SET version = version WHERE user_id = %s", (actor.account.id,))
            asking = Asking(lambda: actor.client.patch(USER, {"theme": "light"}, headers={"Idempotency-Key": f"key-{number}"}))
            wait_until(lambda: waiting(site), 5, "the request waiting")
            cursor.execute("INSERT INTO prefd.idempotency_records (org_id, key, user_id, fingerprint) VALUES (%s, %s, %s, '')",
                           (actor.org, f"key-{number}", actor.account.id))  # waits for the request, which waits for us
        other.rollback()
        other.close()
        said[asking.result(10).status] += 1
    figures("C7 real deadlocks", f"{rounds}: {dict(said)}")
    assert set(said) <= {200, 503} and said[200] > 0  # three in a row may meet the same opponent


# Two locks in either order: who meets another on the way is in a deadlock with him.
_CROSSING = """
CREATE FUNCTION public.cross() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  first int := (random() < 0.5)::int;
BEGIN
  PERFORM pg_advisory_xact_lock(first), pg_sleep(0.005);
  PERFORM pg_advisory_xact_lock(1 - first);
  RETURN NEW;
END $$;
CREATE TRIGGER zz_cross BEFORE UPDATE ON prefd.preferences FOR EACH ROW EXECUTE FUNCTION public.cross();
ALTER ROLE prefd_worker IN DATABASE {database} SET deadlock_timeout = '10ms';
"""


def test_those_who_met_do_not_meet_again(own_site, figures):
    """Were each sent again at once, it would find the same others, sent again at once."""
    site, rounds, said = own_site(workers=2), size(20, 200), Counter()
    org = site.register.organisation()
    actors, volley = [site.enrol("Viewer", org) for _ in range(8)], Volley(site.deployment.port)
    for actor in actors:
        actor.client.put(USER, {"theme": "dark"})
    site.register.sql(_CROSSING.format(database=site.database))
    site.register.sql(f"SELECT pg_terminate_backend(pid) {BACKENDS}")
    wait_until(lambda: all(actor.client.get(USER).status == 200 for actor in actors * 3), 5, "served again")
    for _ in range(rounds):
        said.update(answer.status for answer in volley.send([Shot("PATCH", USER, {"theme": "light"}, actor.client.headers) for actor in actors]))
    volley.close()
    deadlocks = site.register.sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0]
    figures("C7 eight at once in each other's way", f"{8 * rounds} requests, {deadlocks} deadlocks: {dict(said)}")
    assert set(said) <= {200, 503} and deadlocks > rounds
    assert said[503] * 4 <= said[200]
