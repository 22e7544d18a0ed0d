"""SelfCommunity's keyed preferences: the resource, its six operations, who may (facts: selfcommunity 1, 2, 4, 7)."""

import json
import threading

import pytest

from community import ME, TIME, item, listing, make, refused
from together import at_once

MEMBERS = {"id", "user_id", "key", "value", "created_at", "last_updated_at"}
UNKNOWN = 2**40


@pytest.fixture
def server_admin(site, register):
    """An administrator of the server who is in an organisation of their own."""
    account = register.person("Viewer", register.organisation(), server_admin=True)
    return site.client(register.token(account))


# ---- 1. resource

def test_six_members(viewer):
    """1: exactly the six fields, typed; times are RFC 3339, UTC, six digits, Z; both equal when new."""
    made = make(viewer.client, "layout", {"columns": 2})
    assert set(made) == MEMBERS
    assert isinstance(made["id"], int) and made["id"] > 0
    assert (made["user_id"], made["key"], made["value"]) == (viewer.account.id, "layout", {"columns": 2})
    assert TIME.fullmatch(made["created_at"]) and made["last_updated_at"] == made["created_at"]
    assert viewer.client.get(item("me", made["id"])).json() == made


def test_times_have_six_digits(viewer, register):
    """1: also when they end in zeros; in UTC, whatever the time zone of who set them."""
    id = make(viewer.client)["id"]
    for moment, expected in (("2026-01-01 00:00:00+02", "2025-12-31T22:00:00.000000Z"),
                             ("2026-07-01 12:00:00.12-03:30", "2026-07-01T15:30:00.120000Z")):
        register.sql("UPDATE prefd.keyed_preferences SET created_at = %s WHERE id = %s", moment, id)
        for shown in (viewer.client.get(item("me", id)).json(), *viewer.client.get(ME).json()["results"]):
            assert shown["created_at"] == expected


@pytest.mark.parametrize("method, body", [("PUT", {"key": "layout", "value": 1}), ("PATCH", {}), ("PATCH", {"value": 1}),
                                          ("PATCH", {"key": "layout"}), ("PATCH", {"unknown": 1})])
def test_every_write_is_an_update(viewer, method, body):
    """1, 4: last_updated_at is set anew by every successful PUT or PATCH, also one that changes nothing."""
    made = make(viewer.client)
    written = viewer.client.request(method, item("me", made["id"]), body)
    assert written.status == 200
    assert written.json()["last_updated_at"] > made["last_updated_at"]
    assert {**written.json(), "last_updated_at": None} == {**made, "last_updated_at": None}


def test_ids_are_of_one_sequence_and_never_used_again(viewer, editor):
    """1: one sequence for all users, never reused."""
    ids = [make(actor.client, f"k{turn}")["id"] for turn in range(2) for actor in (viewer, editor)]
    assert viewer.client.delete(item("me", ids[-2])).status == 204
    ids.append(make(viewer.client, "k1")["id"])
    assert ids == sorted(set(ids))


def test_keys_are_compared_by_code_points(viewer):
    """1: unique for each owner, case-sensitive, without folding or normalisation."""
    for key in ("layout", "Layout", "\u00e9", "e\u0301", "ﬁ", "fi", "ß", "ss"):
        make(viewer.client, key)
    assert viewer.client.get(ME).json()["count"] == 8


def test_two_owners_may_have_the_same_key(viewer, editor):
    """1: unique is the pair of owner and key."""
    assert make(viewer.client)["id"] != make(editor.client)["id"]


# ---- 2. who may

@pytest.mark.parametrize("method, path", [("GET", ME), ("POST", ME), ("GET", item("me", 1)), ("PUT", item("me", 1)),
                                          ("PATCH", item("me", 1)), ("DELETE", item("me", 1)), ("BREW", ME)])
def test_anonymous(site, method, path):
    """2, 3: anonymous is 401 everywhere, with a challenge."""
    answer = site.client().request(method, path)
    refused(answer, 401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_oneself_by_either_name(viewer):
    """2, seed: the decimal id or the word me."""
    made = make(viewer.client, owner=viewer.account.id)
    assert viewer.client.get(item("me", made["id"])).json() == viewer.client.get(item(viewer.account.id, made["id"])).json()


def everything(client, owner, id):
    """Every operation on an owner's things: statuses."""
    sent = [client.get(listing(owner)), client.post(listing(owner), {"key": "x", "value": 1}), client.get(item(owner, id)),
            client.put(item(owner, id), {"key": "y", "value": 2}), client.patch(item(owner, id), {"value": 3}),
            client.delete(item(owner, id))]
    return sent


def test_others_are_forbidden(viewer, editor, unchanged):
    """2: another user's items are 403 on every operation, also for an id that does not exist."""
    for owner in (editor.account.id, 1, UNKNOWN, 0, 10**30):
        for answer in everything(viewer.client, owner, 1):
            refused(answer, 403, "permission_denied")


@pytest.mark.parametrize("owner", ["Me", "ME", "me%20", "%20me", "+1", "-1", "1.0", "0x1", "1a", "viewer", "%C2%B2", "%FF"])
def test_other_words_are_nobody(viewer, admin, owner, unchanged):
    """2: anything but digits and me is 404 for everybody who is authenticated."""
    for actor in (viewer, admin):
        refused(actor.client.get(listing(owner)), 404, "not_found")


def test_an_organisations_admin(viewer, admin):
    """2: an organisation's admin has all operations on its users' items; the owner stays the owner."""
    made = make(admin.client, owner=viewer.account.id)
    assert made["user_id"] == viewer.account.id
    assert viewer.client.get(item("me", made["id"])).json() == made
    statuses = [answer.status for answer in everything(admin.client, viewer.account.id, made["id"])]
    assert statuses == [200, 201, 200, 200, 200, 204]


def test_an_admin_elsewhere(site, viewer):
    """2: to an organisation's admin a user of another one is unknown, and so is an unknown id."""
    other = site.enrol("Admin")
    made = make(viewer.client)
    for owner in (viewer.account.id, UNKNOWN):
        for answer in everything(other.client, owner, made["id"]):
            refused(answer, 404, "not_found")
    assert viewer.client.get(item("me", made["id"])).json() == made


def test_a_server_admin(viewer, server_admin):
    """2: the platform admin has all operations on every user's items, where the user finds them; unknown is 404."""
    made = make(server_admin, owner=viewer.account.id)
    assert viewer.client.get(item("me", made["id"])).json() == made
    statuses = [answer.status for answer in everything(server_admin, viewer.account.id, made["id"])]
    assert statuses == [200, 201, 200, 200, 200, 204]
    for answer in everything(server_admin, UNKNOWN, 1):
        refused(answer, 404, "not_found")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_an_item_is_found_under_its_owner_only(viewer, editor, admin, server_admin, method):
    """2: an existing id under the wrong user id is 404, for admins too."""
    made = make(viewer.client)
    path = item(editor.account.id, made["id"])
    for client in (admin.client, server_admin):
        refused(client.request(method, path, {"key": "x", "value": 1}), 404, "not_found")
    refused(editor.client.request(method, item("me", made["id"]), {"key": "x", "value": 1}), 404, "not_found")
    assert viewer.client.get(item("me", made["id"])).json() == made


def test_who_is_in_no_organisation(site, register, org):
    """2: without an organisation there is nothing to keep preferences in."""
    account = register.person("Viewer", org)
    client = site.client(register.token(account))
    register.leave(account, org)
    refused(client.get(ME), 403, "permission_denied")


def test_each_organisation_has_its_own_set(site, register, org):
    """2: look-ups are limited to the acting organisation."""
    account, other = register.person("Viewer", org), register.organisation()
    register.join(account, other, "Viewer")
    here, there = (site.client(register.token(account, org=number)) for number in (org, other))
    make(here)
    assert there.get(ME).json()["count"] == 0
    make(there)
    assert here.get(ME).json()["count"] == 1


def test_service_accounts_have_their_own(site, register, org):
    """2: any authenticated user."""
    robot = register.service_account("Viewer", org)
    client = site.client(register.token(robot, org=org))
    assert make(client)["user_id"] == robot.id


# ---- 4. endpoints

def test_create_tells_where(viewer):
    """4: 201 with the path of the item as Location."""
    for owner in ("me", viewer.account.id):
        answer = viewer.client.post(listing(owner), {"key": f"k {owner}", "value": 1})
        assert answer.status == 201
        assert answer.headers["Location"] == item(owner, answer.json()["id"])
        assert viewer.client.get(answer.headers["Location"]).json() == answer.json()


def test_delete_has_no_content(viewer):
    """4: 204, no body, no Content-Type; then it is gone."""
    path = item("me", make(viewer.client)["id"])
    answer = viewer.client.delete(path)
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (204, b"", None)
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        refused(viewer.client.request(method, path, {"key": "x", "value": 1}), 404, "not_found")


def test_a_worker_itself_sends_no_content(site, viewer):
    """4: nor does the worker give nginx any, which would have to leave it out."""
    path, secret = item("me", make(viewer.client)["id"]), viewer.token.secret
    with site.deployment.fastcgi() as connection:
        answer = connection.request("DELETE", path.rstrip("/"), authorization=f"Bearer {secret}")
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (204, b"", None)


def test_put_never_creates(viewer, unchanged):
    """4: an unknown id is 404."""
    refused(viewer.client.put(item("me", UNKNOWN), {"key": "x", "value": 1}), 404, "not_found")


def test_put_replaces(viewer):
    """4: 200 and the item."""
    made = make(viewer.client)
    answer = viewer.client.put(item("me", made["id"]), {"key": "other", "value": [1]})
    assert (answer.json()["id"], answer.json()["key"], answer.json()["value"]) == (made["id"], "other", [1])
    assert answer.json()["created_at"] == made["created_at"]


@pytest.mark.parametrize("body, key, value", [({"key": "new"}, "new", {"a": 1, "b": 2}), ({"value": {"a": 3}}, "layout", {"a": 3}),
                                              ({"key": "new", "value": 0}, "new", 0), ({"value": []}, "layout", [])])
def test_patch_replaces_member_by_member(viewer, body, key, value):
    """4, seed: key and/or value; a value is replaced as a whole, its members are not merged."""
    made = make(viewer.client, value={"a": 1, "b": 2})
    answer = viewer.client.patch(item("me", made["id"]), body)
    assert answer.status == 200
    assert (answer.json()["key"], answer.json()["value"]) == (key, value)


def test_patch_without_a_body(viewer):
    """4, 10: no body at all is 200 and changes nothing, whatever its type is said to be."""
    made = make(viewer.client)
    for headers in ({}, {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0"},
                    {"Content-Type": "application/json"}, {"Content-Type": "text/csv"}):
        answer = viewer.client.patch(item("me", made["id"]), headers=headers)
        assert answer.status == 200, answer.text
        assert answer.json()["value"] == made["value"]


def test_read_only_and_unknown_members_are_ignored(viewer, editor):
    """4: never an error."""
    body = {"id": 1, "user_id": editor.account.id, "created_at": 7, "last_updated_at": None, "extra": {"deep": [1e999]},
            "key": "k", "value": 1}
    answer = viewer.client.post(ME, json.dumps(body).replace("Infinity", "1e999").encode())
    assert answer.status == 201, answer.text
    assert answer.json()["id"] != 1 and answer.json()["user_id"] == viewer.account.id
    extra = rb'{"key":"k2","value":1,"extra":["\u0000","\ud800",1e999],"\u0000":2}'
    assert viewer.client.post(ME, extra).status == 201


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_the_final_slash_makes_no_difference(viewer, method):
    """4: without it a path is served exactly as with it, without a redirect."""
    path = ME if method == "POST" else item("me", make(viewer.client)["id"])
    answer = viewer.client.request(method, path.rstrip("/"), {"key": "x", "value": 1})
    assert answer.status == {"POST": 201, "DELETE": 204, "OPTIONS": 204}.get(method, 200)


@pytest.mark.parametrize("id", ["x", "+1", "-1", "1.0", "1e3", "%201", "0", "9223372036854775808", "9" * 19, "9" * 30,
                                "00000000000000000001", "%EF%BC%91", "%FF"])
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_what_is_no_id_is_not_found(viewer, method, id, unchanged):
    """4: 1 to 19 decimal digits; anything else, or past 2^63-1, is 404, not 400."""
    refused(viewer.client.request(method, item("me", id), {"key": "x", "value": 1}), 404, "not_found")


COLLECTION, ITEM = {"GET", "POST", "HEAD", "OPTIONS"}, {"GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}


def allowed(answer):
    return set(answer.headers["Allow"].split(", "))


def test_methods_that_are_not(viewer):
    """4: 405 names the methods in Allow."""
    path = item("me", make(viewer.client)["id"])
    for method in ("PUT", "PATCH", "DELETE", "BREW"):
        answer = viewer.client.request(method, ME)
        refused(answer, 405, "method_not_allowed")
        assert allowed(answer) == COLLECTION
    for method in ("POST", "BREW"):
        answer = viewer.client.request(method, path)
        refused(answer, 405, "method_not_allowed")
        assert allowed(answer) == ITEM


def test_options(viewer):
    """4: OPTIONS answers with Allow on both."""
    path = item("me", make(viewer.client)["id"])
    for target, methods in ((ME, COLLECTION), (path, ITEM)):
        answer = viewer.client.request("OPTIONS", target)
        assert answer.status in (200, 204) and allowed(answer) == methods


def test_head(viewer):
    """4: HEAD as GET, no body, on both."""
    path = item("me", make(viewer.client)["id"])
    for target in (ME, path):
        whole, head = viewer.client.get(target), viewer.client.head(target)
        assert (head.status, head.body) == (200, b"")
        for name in ("Content-Type", "Content-Length", "Cache-Control", "ETag"):
            assert head.headers[name] == whole.headers[name]


# ---- 7. headers

def test_headers(viewer):
    """7: Content-Type and Cache-Control on every answer with a body."""
    made = viewer.client.post(ME, {"key": "k", "value": 1})
    for answer in (made, viewer.client.get(ME), viewer.client.get(item("me", made.json()["id"])),
                   viewer.client.get(item("me", UNKNOWN)), viewer.client.post(ME, {})):
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_entity_tags(viewer):
    """7: a strong ETag on 200 and 201 item answers; If-None-Match gives 304; another after each write."""
    made = viewer.client.post(ME, {"key": "k", "value": 1})
    path = item("me", made.json()["id"])
    read = viewer.client.get(path)
    written = viewer.client.patch(path, {})
    replaced = viewer.client.put(path, {"key": "k", "value": 1})
    tags = [answer.headers["ETag"] for answer in (made, read, written, replaced)]
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)
    assert tags[0] == tags[1] and len(set(tags)) == 3
    fresh = viewer.client.get(path).headers["ETag"]
    for method in ("GET", "HEAD"):
        again = viewer.client.request(method, path, headers={"If-None-Match": fresh})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", fresh)
    assert viewer.client.get(path, headers={"If-None-Match": tags[1]}).status == 200


@pytest.mark.parametrize("method, status", [("POST", 201), ("PUT", 200), ("PATCH", 200)])
def test_the_tag_of_what_was_written(viewer, method, status):
    """7: what a write showed need not be read again; a replay shows it, and its tag, once more."""
    path = ME if method == "POST" else item("me", make(viewer.client)["id"])
    for headers in ({}, {"Idempotency-Key": "1"}, {"Idempotency-Key": "1"}):
        written = viewer.client.request(method, path, {"key": f"k {headers}", "value": 2}, headers=headers)
        assert written.status == status
        read = viewer.client.get(item("me", written.json()["id"]), headers={"If-None-Match": written.headers["ETag"]})
        assert (read.status, read.headers["ETag"]) == (304, written.headers["ETag"])
    assert written.headers["X-Idempotent-Replay"] == "true"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_if_match(viewer, method):
    """7: If-Match that does not match is 412 on PUT, PATCH and DELETE."""
    made = viewer.client.post(ME, {"key": "k", "value": 1})
    path, body = item("me", made.json()["id"]), {"key": "k", "value": 2}
    refused(viewer.client.request(method, path, body, headers={"If-Match": '"other"'}), 412, "precondition_failed")
    assert viewer.client.get(path).json() == made.json()
    assert viewer.client.request(method, path, body, headers={"If-Match": made.headers["ETag"]}).status in (200, 204)


def test_idempotency_keys(viewer):
    """Issue 5: offered on every unsafe route; a repeat has the effect of one, and the same answer, Location included."""
    key = {"Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}
    first, again = (viewer.client.post(ME, {"key": "once", "value": 1}, headers=key) for _ in range(2))
    assert (first.status, again.status) == (201, 201) and first.json() == again.json()
    assert first.headers["Location"] == again.headers["Location"]
    gone = {"Idempotency-Key": '"gone"'}
    assert [viewer.client.delete(first.headers["Location"], headers=gone).status for _ in range(2)] == [204, 204]
    assert viewer.client.get(ME).json()["count"] == 0
    refused(viewer.client.post(ME, {"key": "twice", "value": 1}, headers=key), 409, "idempotency_key_conflict")


def test_the_caller(viewer):
    """11: GET /api/v2/user/me/ is the caller's user object."""
    for path in ("/api/v2/user/me/", "/api/v2/user/me"):
        answer = viewer.client.get(path)
        assert answer.status == 200
        assert (answer.json()["id"], answer.json()["username"]) == (viewer.account.id, viewer.account.login)


def test_one_winner_for_each_version(viewer):
    """7, issue 5: of writers that expect the same version exactly one wins, the others get 412."""
    path = item("me", make(viewer.client, value=0)["id"])
    for turn in range(15):
        tag = viewer.client.get(path).headers["ETag"]
        answers = at_once(8, lambda number: viewer.client.patch(path, {"value": number}, headers={"If-Match": tag}))
        assert sorted(answer.status for answer in answers) == [200] + [412] * 7


def test_writes_to_different_items_lose_nothing(viewer):
    """Issue 5: PATCHes in parallel of different keys lose nothing."""
    ids = [make(viewer.client, f"k{number}", 0)["id"] for number in range(8)]

    def write(id):
        for turn in range(1, 11):
            assert viewer.client.patch(item("me", id), {"value": turn}).status == 200

    threads = [threading.Thread(target=write, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result["value"] for result in viewer.client.get(ME).json()["results"]] == [10] * 8
