"""Budgets of requests in Valara's API (facts: valara 8)."""

import time

import pytest

from answers import USER
from valara import USERS, patch, preferences_of, refused, shown

READS, WRITES = 4, 3


@pytest.fixture(scope="module")
def narrow(scratch, cluster):
    from conftest import make_site
    site = make_site(scratch / "narrow", cluster, workers=3,
                     settings={"valara_reads_per_minute": READS, "valara_writes_per_minute": WRITES})
    yield site
    site.deployment.stop()
    site.register.connection.close()


@pytest.fixture
def someone(narrow):
    return narrow.enrol("Viewer", narrow.register.organisation())


def fields(response):
    return tuple(int(response.headers[f"X-Rate-Limit-{name}"]) for name in ("Limit", "Remaining", "Reset"))


def use_up(actor):
    return [actor.client.get(preferences_of(actor)) for _ in range(READS)]


def test_8_headers_count_down(someone):
    before = time.time()
    seen = [fields(answer) for answer in use_up(someone)]
    assert [limit for limit, _, _ in seen] == [READS] * READS
    assert [remaining for _, remaining, _ in seen] == list(range(READS - 1, -1, -1))
    assert len({reset for _, _, reset in seen}) == 1 and before + 58 < seen[0][2] < time.time() + 62


def test_8_then_it_is_429_with_retry_after(someone):
    use_up(someone)
    answer = someone.client.get(preferences_of(someone))
    refused(answer, 429, "rate_limit_exceeded")
    limit, remaining, reset = fields(answer)
    assert (limit, remaining) == (READS, 0)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60 and abs(reset - time.time() - int(answer.headers["Retry-After"])) < 3


def test_8_each_endpoint_and_each_credential_has_its_own(narrow, someone):
    use_up(someone)
    mine = preferences_of(someone)
    assert fields(patch(someone.client, mine, {"theme": "dark"}))[:2] == (WRITES, WRITES - 1)
    other = narrow.client(narrow.register.token(someone.account))
    assert fields(other.get(mine))[:2] == (READS, READS - 1)
    by_password = narrow.client(account=someone.account)
    assert [by_password.get(mine).status for _ in range(READS + 1)] == [200] * READS + [429]
    refused(someone.client.get(mine), 429, "rate_limit_exceeded")
    assert someone.client.get(USER).headers["X-Rate-Limit-Limit"] is None


def test_8_over_all_workers(narrow, someone):
    """As many at once as there are workers, each over a connection of its own: all are counted."""
    from pending import Asking
    asked = [Asking(lambda: someone.client.get(preferences_of(someone))) for _ in range(3 * READS)]
    statuses = [one.result(20).status for one in asked]
    assert sorted(statuses) == [200] * READS + [429] * 2 * READS


def test_8_refused_and_replayed_requests_count(someone, narrow):
    mine, sent = preferences_of(someone), {"X-Idempotency-Key": "k"}
    assert fields(patch(someone.client, mine, {"theme": "dark"}, sent))[1] == WRITES - 1
    assert fields(patch(someone.client, mine, {"theme": "dark"}, sent))[1] == WRITES - 2
    answer = patch(someone.client, mine, {"theme": "blue"})
    refused(answer, 400, "invalid_preference_value")
    assert fields(answer)[1] == 0
    refused(patch(someone.client, mine, {"theme": "dark"}, sent), 429, "rate_limit_exceeded")


def test_8_a_new_window_is_a_new_budget(narrow, someone):
    use_up(someone)
    refused(someone.client.get(preferences_of(someone)), 429, "rate_limit_exceeded")
    narrow.register.sql("UPDATE prefd.request_counts SET begun_at = begun_at - interval '61 seconds'")
    answer = someone.client.get(preferences_of(someone))
    assert shown(answer) and fields(answer)[1] == READS - 1


def test_8_7_3_the_limit_comes_after_credential_and_method_and_before_the_target(narrow, someone):
    use_up(someone)
    mine = preferences_of(someone)
    refused(narrow.client().get(mine), 401, "auth_required")
    refused(someone.client.request("PUT", mine, {}), 405, "method_not_allowed")
    refused(someone.client.get(f"{USERS}/999999999/preferences"), 429, "rate_limit_exceeded")
    for _ in range(WRITES):
        patch(someone.client, mine, b"{")
    refused(patch(someone.client, mine, b"{", {"Content-Type": "text/plain"}), 429, "rate_limit_exceeded")


def test_8_can_be_switched_off(own_site):
    site = own_site(workers=1, settings={"valara_reads_per_minute": 0})
    actor = site.enrol("Viewer", site.register.organisation())
    answer = actor.client.get(preferences_of(actor))
    assert shown(answer) and answer.headers["X-Rate-Limit-Limit"] is None


def test_8_the_budgets_of_the_facts(viewer):
    mine = preferences_of(viewer)
    assert (fields(viewer.client.get(mine))[0], fields(patch(viewer.client, mine, {}))[0]) == (600, 200)
