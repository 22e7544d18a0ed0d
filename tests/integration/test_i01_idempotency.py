"""Idempotency keys on every route that writes (draft-ietf-httpapi-idempotency-key-header; facts: valara 6): done once,
answered alike, bound to organisation, caller, target and body."""

import hashlib
import struct
import threading
import uuid

import pytest

from answers import DASHBOARDS, ORG, UPDATED, USER


def key():
    return {"Idempotency-Key": f'"{uuid.uuid4()}"'}


def replayed(response):
    return response.headers["X-Idempotent-Replay"] == "true"


def test_a_repeat_is_answered_as_before_and_does_nothing(viewer, register):
    sent = key()
    first = viewer.client.put(USER, {"theme": "dark"}, headers=sent)
    viewer.client.put(USER, {"theme": "light"})
    again = viewer.client.put(USER, {"theme": "dark"}, headers=sent)
    assert (again.status, again.body) == (first.status, first.body) == (200, b'{"message":"Preferences updated"}')
    assert replayed(again) and not replayed(first)
    assert again.headers["ETag"] == first.headers["ETag"] and again.media_type == first.media_type
    assert viewer.client.get(USER).json()["theme"] == "light"


def test_what_is_kept_is_not_logged(cluster, viewer):
    sent, words = key(), uuid.uuid4().hex
    for _ in range(2):
        answer = viewer.client.post("/api/v2/user/me/preference", {"key": "diary", "value": words}, headers=sent)
        assert answer.status == 201 and words in answer.text
    assert replayed(answer)
    assert words not in cluster.log_path.read_text(errors="replace")


def test_what_was_made_is_made_once(admin, register):
    sent = key()
    answers = [admin.client.post("/api/teams", {"name": "once"}, headers=sent) for _ in range(3)]
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    assert register.sql("SELECT count(*) FROM prefd.teams WHERE org_id = %s", admin.org) == [(1,)]


def test_a_dashboard_is_saved_once(editor):
    sent = key()
    save = {"dashboard": {"title": "Mine"}}
    first, again = (editor.client.post(DASHBOARDS, save, headers=sent) for _ in range(2))
    assert first.body == again.body and replayed(again)
    assert len(editor.client.get("/api/search").json()) == 1


def test_a_deletion_is_answered_again(editor):
    uid = editor.client.post(DASHBOARDS, {"dashboard": {"title": "Mine"}}).json()["uid"]
    sent = key()
    first, again = (editor.client.delete(f"/api/dashboards/uid/{uid}", headers=sent) for _ in range(2))
    assert first.status == again.status == 200 and first.body == again.body


@pytest.mark.parametrize("method, path, body", [
    ("PUT", USER, {"theme": "light"}), ("PATCH", USER, {"theme": "dark"}), ("PUT", USER + "?x=1", {"theme": "dark"}),
    ("PUT", USER, b'{"theme": "dark" }')])
def test_another_request_does_not_get_the_key(viewer, method, path, body):
    sent = key()
    viewer.client.put(USER, {"theme": "dark"}, headers=sent)
    refused = viewer.client.request(method, path, body, headers=sent)
    assert refused.status == 409, refused.text


def test_nor_does_another_caller(site, org, viewer, editor):
    sent = key()
    assert viewer.client.put(USER, {"theme": "dark"}, headers=sent).status == 200
    assert editor.client.put(USER, {"theme": "dark"}, headers=sent).status == 409
    elsewhere = site.enrol("Viewer", site.register.organisation())
    assert elsewhere.client.put(USER, {"theme": "dark"}, headers=sent).status == 200


def test_a_refused_request_leaves_its_key_free(viewer):
    sent = key()
    assert viewer.client.put(USER, {"theme": "blue"}, headers=sent).status == 400
    assert viewer.client.put(USER, b"{", headers=sent).status == 400
    assert viewer.client.put(ORG, {"theme": "dark"}, headers=sent).status == 403
    assert viewer.client.delete("/api/dashboards/uid/none", headers=sent).status == 403
    assert viewer.client.put(USER, {"homeDashboardUID": "none"}, headers=sent).status == 404
    assert viewer.client.put(USER, {"theme": "dark"}, headers={**sent, "If-Match": '"x"'}).status == 412
    assert viewer.client.put(USER, {"theme": "dark"}, headers=sent).json() == UPDATED


def test_what_is_not_there_leaves_the_key_free(editor):
    sent = key()
    assert editor.client.delete("/api/dashboards/uid/none", headers=sent).status == 404
    editor.client.post(DASHBOARDS, {"dashboard": {"uid": "none", "title": "Now"}})
    assert editor.client.delete("/api/dashboards/uid/none", headers=sent).status == 200


def test_who_lost_the_right_gets_no_replay(register, site, org):
    admin = site.enrol("Admin", org)
    sent = key()
    assert admin.client.put(ORG, {"theme": "dark"}, headers=sent).status == 200
    register.sql("UPDATE prefd.org_members SET role = 'Viewer' WHERE user_id = %s", admin.account.id)
    assert admin.client.put(ORG, {"theme": "dark"}, headers=sent).status == 403


@pytest.mark.parametrize("text", ["", '""', "a b", '"a b"', "k" * 256, "schl\xfcssel", "\x7f"])
def test_what_is_no_key_is_refused(viewer, unchanged, text):
    refused = viewer.client.put(USER, {"theme": "dark"}, headers={"Idempotency-Key": text.encode("latin-1")})
    assert refused.status == 400 and "Idempotency-Key" in refused.json()["message"]


@pytest.mark.parametrize("first, second", [("a", "a"), ("a", "b"), ('"a"', '"b"'), ("a", "")])
def test_two_keys_are_none(viewer, unchanged, first, second):
    body = b'{"theme":"dark"}'
    head = (f"PUT {USER} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: {viewer.client.headers['Authorization']}\r\n"
            f"Idempotency-Key: {first}\r\nIdempotency-Key: {second}\r\nContent-Length: {len(body)}\r\n\r\n")
    assert viewer.client.raw(head.encode() + body).status == 400


def test_a_key_of_255_characters_is_one(viewer):
    sent = {"Idempotency-Key": uuid.uuid4().hex + "k" * 223}
    assert viewer.client.put(USER, {"theme": "dark"}, headers=sent).status == 200
    assert replayed(viewer.client.put(USER, {"theme": "dark"}, headers=sent))


def test_reading_has_no_use_for_a_key(viewer):
    sent = key()
    for _ in range(2):
        answer = viewer.client.get(USER, headers=sent)
        assert answer.status == 200 and not replayed(answer)
    assert viewer.client.put(USER, {"theme": "dark"}, headers=sent).status == 200


def test_an_answer_with_a_secret_is_not_kept(admin, register):
    account = admin.client.post("/api/serviceaccounts", {"name": "robot"}).json()["id"]
    path, sent = f"/api/serviceaccounts/{account}/tokens", key()
    assert admin.client.post(path, {"name": "one"}, headers=sent).json()["key"]
    assert admin.client.post(path, {"name": "one"}, headers=sent).status in (400, 409)
    assert register.sql("SELECT count(*) FROM prefd.idempotency_records WHERE body LIKE '%%glsa_%%'") == [(0,)]


def test_at_the_same_moment_it_is_done_once(admin, register):
    rounds, together = 20, 16
    for number in range(rounds):
        sent, answers = key(), []
        threads = [threading.Thread(target=lambda: answers.append(
            admin.client.post("/api/teams", {"name": f"team {number}"}, headers=sent))) for _ in range(together)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        done = [answer for answer in answers if answer.status == 200]
        assert len({answer.body for answer in done}) == 1
        assert sum(not replayed(answer) for answer in done) == 1
        assert {answer.status for answer in answers} <= {200, 409}
    assert register.sql("SELECT count(*) FROM prefd.teams WHERE org_id = %s", admin.org) == [(rounds,)]


@pytest.mark.parametrize("form", ["dashboard", "dashboard/uid"])
def test_what_answers_without_a_row_of_its_own(viewer, editor, form):
    saved = editor.client.post(DASHBOARDS, {"dashboard": {"title": "Mine"}}).json()
    star, sent = f"/api/user/stars/{form}/{saved['uid' if 'uid' in form else 'id']}", key()
    first, again = (viewer.client.post(star, headers=sent) for _ in range(2))
    assert (first.status, again.status) == (200, 200) and first.body == again.body and replayed(again), first.text
    sent = key()
    first, again = (viewer.client.delete(star, headers=sent) for _ in range(2))
    assert (first.status, again.status) == (200, 200) and first.body == again.body and replayed(again), first.text


def test_what_changed_nothing_is_remembered_too(viewer, editor):
    """A star that was there: its repeat does not come back after the star was taken away."""
    star = f"/api/user/stars/dashboard/uid/{editor.client.post(DASHBOARDS, {'dashboard': {'title': 'Mine'}}).json()['uid']}"
    sent = key()
    for headers in ({}, sent):
        assert viewer.client.post(star, headers=headers).status == 200
    viewer.client.delete(star)
    again = viewer.client.post(star, headers=sent)
    assert (again.status, replayed(again)) == (200, True), again.text
    assert viewer.client.get("/api/user/stars").json() == []


def test_no_password_can_be_guessed_from_a_record(site, register, org):
    """The fingerprint of a body with a password is no quick hash of what it is easy to know but for the password."""
    person, boss = register.person(org=org), site.client(account=register.person("Admin", org, server_admin=True))
    path, sent, body = f"/api/admin/users/{person.id}/password", key(), b'{"password":"hunter2"}'
    first, again = (boss.put(path, body, headers=sent) for _ in range(2))
    assert (first.status, again.status) == (200, 200) and replayed(again), again.text
    assert boss.put(path, b'{"password":"hunter3"}', headers=sent).status == 409
    [(kept,)] = register.sql("SELECT fingerprint FROM prefd.idempotency_records WHERE key = %s",
                             sent["Idempotency-Key"].strip('"'))
    parts = (b"PUT", path.encode(), b"", body)
    assert bytes(kept) != hashlib.sha256(b"".join(struct.pack("=Q", len(part)) + part for part in parts)).digest()


def test_a_password_is_changed_once(site, register, org):
    """The old password is wrong by the time of the repeat, which is answered all the same; who has no record is not."""
    person = register.person("Viewer", org)
    client, path, sent = site.client(register.token(person)), "/api/user/password", key()
    change = {"oldPassword": person.password, "newPassword": "the next one"}
    answers = [client.put(path, change, headers=sent) for _ in range(3)]
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)} and replayed(answers[2])
    assert client.put(path, {**change, "newPassword": "another one"}, headers=sent).status == 409
    free = key()
    for headers in ({}, free, free):
        assert client.put(path, change, headers=headers).status == client.put(path, {**change, "newPassword": "x"}, headers=headers).status == 400
    assert client.put(path, {"oldPassword": "the next one", "newPassword": "one more"}, headers=free).status == 200


def test_a_person_is_made_once(site, register, org):
    boss, sent = site.client(account=register.person("Admin", org, server_admin=True)), key()
    made = {"login": f"once-{uuid.uuid4()}", "password": "a long password"}
    first, again = (boss.post("/api/admin/users", made, headers=sent) for _ in range(2))
    assert first.status == 200 and first.body == again.body and replayed(again), again.text
