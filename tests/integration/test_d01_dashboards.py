"""The register of dashboards: just enough that a home dashboard has something to point to."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from answers import BAD_REQUEST, DASHBOARDS, NO_DASHBOARD, is_error, make_dashboard

MISMATCH = {"status": "version-mismatch", "message": "The dashboard has been changed by someone else"}
EMPTY_NAME = {"status": "empty-name", "message": "Dashboard title cannot be empty"}
GONE = {"status": "not-found", "message": "Dashboard not found"}


def save(client, dashboard, **more):
    return client.post(DASHBOARDS, {"dashboard": dashboard, **more})


def load(client, uid):
    return client.get(f"/api/dashboards/uid/{uid}")


def test_create(editor):
    made = make_dashboard(editor.client, title="Production Overview: EU 1")
    assert set(made) == {"status", "slug", "version", "id", "uid", "url", "folderUid", "title"}
    assert isinstance(made["id"], int) and made["id"] > 0
    assert (made["status"], made["version"], made["folderUid"]) == ("success", 1, "")
    assert made["title"] == "Production Overview: EU 1"
    assert made["slug"] == "production-overview-eu-1"
    assert made["uid"] and made["url"] == f"/d/{made['uid']}/{made['slug']}"


def test_client_names_the_uid(editor):
    assert make_dashboard(editor.client, uid="aZ_09-x")["uid"] == "aZ_09-x"


def test_read_back(editor, viewer):
    panel = {"id": 1, "targets": [], "x": 0.1, "y": 1e-7, "text": "\u00e9\U0001f642\"\\/"}
    content = {"tags": ["a", "b"], "panels": [panel], "schemaVersion": 39, "refresh": None, "timezone": "browser",
               "nested": {"a": {"b": [[], {}, [1]]}}}
    made = make_dashboard(editor.client, title="Read back", **content)
    answer = load(viewer.client, made["uid"])
    assert answer.status == 200 and set(answer.json()) == {"dashboard", "meta"}
    body = answer.json()
    assert body["dashboard"] == {**content, "id": made["id"], "uid": made["uid"], "version": 1, "title": "Read back"}
    meta = body["meta"]
    expected = {"type": "db", "slug": "read-back", "url": made["url"], "version": 1, "isFolder": False,
                "folderTitle": "General", "isStarred": False, "provisioned": False}
    assert {key: meta[key] for key in expected} == expected
    assert (meta["canSave"], meta["canEdit"]) == (False, False)
    assert load(editor.client, made["uid"]).json()["meta"]["canSave"] is True
    for key in ("created", "updated", "createdBy", "updatedBy", "folderId", "folderUid", "folderUrl", "hasAcl",
                "canStar", "canAdmin", "canDelete", "provisionedExternalId", "expires"):
        assert key in meta


def test_update_by_uid_and_by_id(editor):
    made = make_dashboard(editor.client)
    by_uid = save(editor.client, {"uid": made["uid"], "title": "Second", "version": 1})
    assert (by_uid.status, by_uid.json()["id"], by_uid.json()["version"]) == (200, made["id"], 2)
    by_id = save(editor.client, {"id": made["id"], "title": "Third", "version": 2})
    assert (by_id.status, by_id.json()["uid"], by_id.json()["version"]) == (200, made["uid"], 3)
    assert load(editor.client, made["uid"]).json()["dashboard"]["title"] == "Third"


def test_null_or_zero_id_is_a_new_one(editor):
    for identity in (None, 0):
        assert save(editor.client, {"id": identity, "uid": None, "title": "New"}).json()["version"] == 1


def test_version_differs(editor, register):
    made = make_dashboard(editor.client)
    save(editor.client, {"uid": made["uid"], "title": "Second", "version": 1})
    before = register.fingerprint()
    is_error(save(editor.client, {"uid": made["uid"], "title": "Late", "version": 1}), 412, MISMATCH)
    is_error(save(editor.client, {"uid": made["uid"], "title": "Late", "version": 1}, overwrite=False), 412, MISMATCH)
    assert register.fingerprint() == before
    assert save(editor.client, {"uid": made["uid"], "title": "Late", "version": 1},
                overwrite=True).json()["version"] == 3


@pytest.mark.parametrize("dashboard", [{"title": ""}, {"title": None}, {"tags": []}])
def test_title_is_needed(editor, dashboard, unchanged):
    is_error(save(editor.client, dashboard), 400, EMPTY_NAME)


def test_id_that_does_not_exist(editor, unchanged):
    is_error(save(editor.client, {"id": 999999999, "title": "x"}), 404, GONE)


def test_uid_rules(editor, unchanged):
    for uid in ("a/b", "a b", "\u00e9", "a.b", "a'b", "%00", "a\nb"):
        answer = save(editor.client, {"uid": uid, "title": "x"})
        assert (answer.status, answer.json()["message"]) == (400, "uid contains illegal characters"), uid
    answer = save(editor.client, {"uid": "x" * 41, "title": "x"})
    assert (answer.status, answer.json()["message"]) == (400, "uid too long, max 40 characters")


def test_uid_of_forty(editor):
    assert make_dashboard(editor.client, uid="x" * 40)["uid"] == "x" * 40


def test_id_and_uid_of_different_ones(editor, register):
    one, two = make_dashboard(editor.client, title="One"), make_dashboard(editor.client, title="Two")
    before = register.fingerprint()
    answer = save(editor.client, {"id": one["id"], "uid": two["uid"], "title": "Both", "version": 1})
    assert (answer.status, answer.json()["message"]) == (400, "A dashboard with the same uid already exists")
    assert register.fingerprint() == before


def test_folders_have_their_own_routes(editor, unchanged):
    for body in ({"dashboard": {"title": "x"}, "isFolder": True}, {"dashboard": {"title": "x", "isFolder": True}}):
        answer = editor.client.post(DASHBOARDS, body)
        assert (answer.status, answer.json()["message"]) == (400, "Use folders endpoint for saving folders.")


def test_numbers_written_out(editor, unchanged):
    """PostgreSQL writes numbers in full: what is a hundred times as long as it was sent would be so for every reader."""
    for number in (b"1e308", b"-1e-300"):
        body = b'{"dashboard":{"title":"Long","a":[' + b",".join([number] * 20_000) + b"]}}"
        is_error(editor.client.post(DASHBOARDS, body), 400, BAD_REQUEST)


def test_some_long_numbers(editor):
    made = make_dashboard(editor.client, title="Some", a=[1e308, 1e-300, 1e300])
    assert [float(number) for number in load(editor.client, made["uid"]).json()["dashboard"]["a"]] == [1e308, 1e-300, 1e300]
    make_dashboard(editor.client, title="Many", a=[1] * 200_000, b=[0.5] * 50_000)


def test_lengths(editor, unchanged):
    is_error(save(editor.client, {"title": "x" * 5001}), 400)
    is_error(save(editor.client, {"title": "x"}, message="x" * 501), 400)


def test_longest(editor):
    assert save(editor.client, {"title": "x" * 5000}, message="x" * 500).status == 200
    assert save(editor.client, {"title": "\u00e9" * 5000}, message="\U0001f642" * 500).status == 200
    is_error(save(editor.client, {"title": "x"}, message="\u00e9" * 501), 400)


@pytest.mark.parametrize("body", [b"{", b'{"dashboard":1}', b'{"dashboard":[]}', b'{"dashboard":"x"}', b"[]",
                                  b'{"dashboard":{"title":"x"},"overwrite":"yes"}',
                                  b'{"dashboard":{"title":"x"},"message":1}'])
def test_wrong_bodies(editor, body, unchanged):
    is_error(editor.client.post(DASHBOARDS, body), 400, BAD_REQUEST)


@pytest.mark.parametrize("title", ["\u00e9\u00e0\u00fc \u4e2d\u6587", "!!!", "  spaced  out  ", "../../etc/passwd",
                                   "'; DROP TABLE dashboards; --", "a\"b\\c"])
def test_any_title(editor, title):
    made = make_dashboard(editor.client, title=title)
    assert made["title"] == title or made["title"] == title.strip()
    assert made["url"].startswith(f"/d/{made['uid']}/") or made["slug"] == ""
    assert load(editor.client, made["uid"]).json()["dashboard"]["title"] == made["title"]


def test_delete(editor, viewer):
    made = make_dashboard(editor.client, title="To be deleted")
    answer = editor.client.delete(f"/api/dashboards/uid/{made['uid']}")
    assert answer.status == 200
    body = answer.json()
    assert body.pop("id", made["id"]) == made["id"]
    assert body == {"title": "To be deleted", "message": "Dashboard To be deleted deleted", "uid": made["uid"]}
    is_error(load(viewer.client, made["uid"]), 404, NO_DASHBOARD)
    is_error(editor.client.delete(f"/api/dashboards/uid/{made['uid']}"), 404, NO_DASHBOARD)


@pytest.mark.parametrize("uid", ["missing", "x" * 1000, "%27%20OR%201=1", "a%2Fb", "%c3%a9", "%ff%fe"])
def test_absent(editor, uid, unchanged):
    for method in ("GET", "DELETE"):
        answer = editor.client.request(method, f"/api/dashboards/uid/{uid}")
        assert answer.status == 404
        assert answer.json()["message"] in ("Dashboard not found", "Not found")


def test_another_organisations_dashboard_is_absent(site, editor, register):
    made = make_dashboard(editor.client, title="Canary")
    stranger = site.enrol("Admin").client
    before = register.fingerprint()
    for method in ("GET", "DELETE"):
        is_error(stranger.request(method, f"/api/dashboards/uid/{made['uid']}"), 404, NO_DASHBOARD)
    is_error(save(stranger, {"id": made["id"], "title": "Mine", "version": 1}, overwrite=True), 404, GONE)
    assert register.fingerprint() == before
    assert make_dashboard(stranger, uid=made["uid"])["id"] != made["id"]


def test_equal_saves_at_once(editor):
    """One creates, the others see a conflict; nobody sees a server error."""
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: save(editor.client, {"uid": "race", "title": "Race"}), range(8)))
    assert sorted({answer.status for answer in answers}) in ([200], [200, 412])
    assert [answer.status for answer in answers].count(200) == 1
