"""Idempotency keys in Valara's API (facts: valara 6). What all APIs have in common is in test_i01_idempotency.py."""

import threading

import pytest

from pending import Asking, HeldRow, waiting
from patience import wait_until
from valara import DEFAULTS, key, make_platform_role, patch, preferences_of, refused, shown

MARK = "X-Idempotent-Replay"
ITS_OWN = {"Date", "X-Request-Id", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset", MARK}


@pytest.fixture
def mine(viewer):
    return preferences_of(viewer)


def test_6_a_patch_needs_a_key(viewer, mine, unchanged):
    refused(viewer.client.patch(mine, {"theme": "dark"}), 400, "idempotency.missing")


@pytest.mark.parametrize("name", ["X-Idempotency-Key", "Idempotency-Key", "x-idempotency-key"])
def test_6_either_name_will_do(viewer, mine, name):
    sent = {name: key()["X-Idempotency-Key"]}
    for replay in (None, "true"):
        answer = viewer.client.patch(mine, {"theme": "dark"}, headers=sent)
        assert shown(answer)["theme"] == "dark" and answer.headers[MARK] == replay


def test_6_the_key_can_be_made_optional(own_site):
    site = own_site(workers=1, settings={"valara_idempotency_required": "no"})
    actor = site.enrol("Viewer", site.register.organisation())
    assert shown(actor.client.patch(preferences_of(actor), {"theme": "dark"}))["theme"] == "dark"


@pytest.mark.parametrize("text", ["", "a b", "k" * 256, "schl\xfcssel", "\x7f", "a\tb"])
def test_6_what_is_no_key(viewer, mine, unchanged, text):
    sent = {"X-Idempotency-Key": text.encode("latin-1")}
    refused(patch(viewer.client, mine, {"theme": "dark"}, sent), 400, "idempotency_key_invalid")


def test_6_the_header_twice_is_no_key(site, viewer, mine, unchanged):
    text = (f"PATCH {mine} HTTP/1.1\r\nHost: a\r\nAuthorization: {viewer.client.headers['Authorization']}\r\nX-Idempotency-Key: a\r\n"
            "X-Idempotency-Key: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    refused(site.client().raw(text.encode()), 400, "idempotency_key_invalid")


@pytest.mark.parametrize("text", ["k", "k" * 255, '"quoted"', "!~"])
def test_6_what_is_a_key(viewer, mine, text):
    for replay in (None, "true"):
        assert patch(viewer.client, mine, {"theme": "dark"}, {"X-Idempotency-Key": text}).headers[MARK] == replay


def test_6_quotes_are_a_part_of_the_key(viewer, mine):
    assert patch(viewer.client, mine, {"theme": "dark"}, {"X-Idempotency-Key": "a"}).status == 200
    assert patch(viewer.client, mine, {"theme": "light"}, {"X-Idempotency-Key": '"a"'}).status == 200


def test_6_a_repeat_is_answered_as_before_though_all_has_changed(viewer, mine):
    sent = key()
    first = patch(viewer.client, mine, {"theme": "dark"}, sent)
    patch(viewer.client, mine, {"theme": "light", "language": "de"})
    again = patch(viewer.client, mine, {"theme": "dark"}, sent)
    assert (again.status, again.body) == (200, first.body) and again.headers[MARK] == "true" and first.headers[MARK] is None
    assert {name: value for name, value in again.headers.items() if name not in ITS_OWN} == \
        {name: value for name, value in first.headers.items() if name not in ITS_OWN}
    assert shown(viewer.client.get(mine)) == {**DEFAULTS, "theme": "light", "language": "de"}


def test_6_another_body_is_a_conflict(viewer, mine):
    sent = key()
    patch(viewer.client, mine, b'{"theme":"dark"}', sent)
    for body in (b'{"theme":"light"}', b'{"theme": "dark"}', b"{}"):
        refused(patch(viewer.client, mine, body, sent), 409, "idempotency_key_conflict")
    assert shown(viewer.client.get(mine))["theme"] == "dark"


def test_6_another_target_or_caller_is_a_conflict(viewer, editor, admin, mine):
    sent = key()
    assert patch(viewer.client, mine, {"theme": "dark"}, sent).status == 200
    refused(patch(admin.client, mine, {"theme": "dark"}, sent), 409, "idempotency_key_conflict")
    refused(patch(editor.client, preferences_of(editor), {"theme": "dark"}, sent), 409, "idempotency_key_conflict")


def test_6_two_agencies_may_have_one_key(site, viewer, mine):
    sent = key()
    elsewhere = site.enrol("Viewer", site.register.organisation())
    assert patch(viewer.client, mine, {"theme": "dark"}, sent).status == 200
    answer = patch(elsewhere.client, preferences_of(elsewhere), {"theme": "light"}, sent)
    assert shown(answer)["theme"] == "light" and answer.headers[MARK] is None


def test_6_only_success_is_kept(viewer, mine):
    sent = key()
    refused(patch(viewer.client, mine, {"theme": "blue"}, sent), 400, "invalid_preference_value")
    refused(patch(viewer.client, mine, {"theme": 1}, sent), 422, "validation.failed")
    refused(patch(viewer.client, mine, {"theme": "dark"}, {**sent, "If-Match": '"x"'}), 412, "precondition_failed")
    assert patch(viewer.client, mine, {"theme": "dark"}, sent).headers[MARK] is None
    assert patch(viewer.client, mine, {"theme": "dark"}, sent).headers[MARK] == "true"


def test_6_who_lost_the_right_gets_no_replay(register, admin, viewer, mine):
    sent = key()
    assert patch(admin.client, mine, {"theme": "dark"}, sent).status == 200
    register.sql("UPDATE prefd.org_members SET role = 'Viewer' WHERE user_id = %s", admin.account.id)
    refused(patch(admin.client, mine, {"theme": "dark"}, sent), 403, "role_forbidden")
    register.revoke(viewer.token)
    refused(patch(viewer.client, mine, {"theme": "dark"}, sent), 401, "api_key_invalid")


def test_6_after_a_day_it_is_a_new_request(register, viewer, mine):
    sent = key()
    patch(viewer.client, mine, {"theme": "dark"}, sent)
    patch(viewer.client, mine, {"theme": "light"})
    register.sql("UPDATE prefd.idempotency_records SET created_at = now() - interval '24 hours 1 second' WHERE key = %s",
                 sent["X-Idempotency-Key"])
    answer = patch(viewer.client, mine, {"theme": "dark"}, sent)
    assert answer.headers[MARK] is None and shown(viewer.client.get(mine))["theme"] == "dark"


def test_6_reading_ignores_it(viewer, mine):
    for text in ("a b", "k"):
        for method, status in (("GET", 200), ("HEAD", 200), ("OPTIONS", 204)):
            answer = viewer.client.request(method, mine, headers={"X-Idempotency-Key": text})
            assert answer.status == status and answer.headers[MARK] is None


def test_6_a_request_under_way_is_waited_for_two_seconds(site, viewer, mine):
    sent = key()
    patch(viewer.client, mine, {"theme": "light"})
    with HeldRow(site, viewer):
        first = Asking(lambda: patch(viewer.client, mine, {"theme": "dark"}, sent))
        wait_until(lambda: waiting(site), 5, "the first request waiting")
        second = patch(viewer.client, mine, {"theme": "dark"}, sent)
        refused(second, 409, "idempotency_key_in_progress")
        assert second.headers["Retry-After"] == "1" and 1.5 < second.seconds < 8
    assert shown(first.result(10))["theme"] == "dark"
    assert patch(viewer.client, mine, {"theme": "dark"}, sent).headers[MARK] == "true"


def test_6_at_the_same_moment_it_is_done_once(register, viewer, mine):
    patch(viewer.client, mine, {"theme": "light"})
    sent, answers = key(), []
    threads = [threading.Thread(target=lambda: answers.append(patch(viewer.client, mine, {"theme": "dark"}, sent))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    assert sorted(answer.headers[MARK] or "" for answer in answers) == [""] + 15 * ["true"]
    assert register.sql("SELECT version FROM prefd.preferences WHERE user_id = %s", viewer.account.id) == [(2,)]


def test_6_a_server_admin_has_the_key_in_the_agency_of_the_target(site, register, viewer, mine):
    platform = make_platform_role(site, register.organisation())
    sent = key()
    assert patch(viewer.client, mine, {"theme": "dark"}, sent).status == 200
    refused(patch(platform.client, mine, {"theme": "dark"}, sent), 409, "idempotency_key_conflict")
