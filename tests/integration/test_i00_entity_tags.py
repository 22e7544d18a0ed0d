"""Entity tags and preconditions (RFC 9110 8.8, 13): every resource of its own has a strong tag; If-Match is judged by the
statement that writes, so that of many writers exactly one wins each version."""

import threading
from itertools import count

import pytest

import valara
from answers import DASHBOARDS, ORG, USER
from http_client import basic
from patience import seconds

serial = count(1)
CHANGED = {"message": "The resource has been changed by someone else"}


def version(tag):
    return int(tag.strip('"').partition(".")[0].rpartition("-")[2])


def test_a_resource_has_a_strong_tag(viewer):
    tag = viewer.client.get(USER).headers["ETag"]
    assert tag.startswith('"') and tag.endswith('"') and version(tag) == 0
    assert viewer.client.get(USER).headers["ETag"] == tag
    assert viewer.client.head(USER).headers["ETag"] == tag


def test_a_write_changes_the_tag_and_tells_it(viewer):
    before = viewer.client.get(USER).headers["ETag"]
    written = viewer.client.put(USER, {"theme": "dark"}).headers["ETag"]
    after = viewer.client.get(USER).headers["ETag"]
    assert before != after and version(written) == version(after) == 1


def test_if_none_match_spares_the_body(viewer):
    first = viewer.client.get(USER)
    again = viewer.client.get(USER, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"") and again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    for known in ["*", f'"other", {first.headers["ETag"]}', "W/" + first.headers["ETag"]]:
        assert viewer.client.get(USER, headers={"If-None-Match": known}).status == 304, known
    viewer.client.put(USER, {"theme": "dark"})
    assert viewer.client.get(USER, headers={"If-None-Match": first.headers["ETag"]}).status == 200


def test_other_bytes_have_another_tag_though_the_version_is_the_same(editor):
    editor.client.post(DASHBOARDS, {"dashboard": {"uid": "mine", "title": "Mine"}})
    editor.client.put(USER, {"homeDashboardUID": "mine"})
    before = editor.client.get(USER)
    editor.client.delete("/api/dashboards/uid/mine")
    after = editor.client.get(USER)
    assert before.body != after.body and before.headers["ETag"] != after.headers["ETag"]


def test_two_people_never_share_a_tag(viewer, editor):
    """Of what they have written: nothing at all is the same for everybody."""
    assert viewer.client.get(USER).headers["ETag"] == editor.client.get(USER).headers["ETag"]
    viewer.client.put(USER, {"theme": "dark"})
    editor.client.put(USER, {"theme": "dark"})
    assert viewer.client.get(USER).headers["ETag"] != editor.client.get(USER).headers["ETag"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_if_match_lets_only_the_expected_version_be_written(viewer, method):
    tag = viewer.client.put(USER, {"theme": "dark"}).headers["ETag"]
    refused = viewer.client.request(method, USER, {"theme": "light"}, headers={"If-Match": '"nothing"'})
    assert (refused.status, refused.json()) == (412, CHANGED)
    weak = viewer.client.request(method, USER, {"theme": "light"}, headers={"If-Match": "W/" + tag})
    assert weak.status == 412
    assert viewer.client.get(USER).json()["theme"] == "dark"
    whole = viewer.client.get(USER).headers["ETag"]
    assert viewer.client.request(method, USER, {"theme": "light"}, headers={"If-Match": f'"x", {whole}'}).status == 200
    assert viewer.client.request(method, USER, {"theme": "dark"}, headers={"If-Match": whole}).status == 412
    assert viewer.client.request(method, USER, {"theme": "dark"}, headers={"If-Match": "*"}).status == 200


def test_who_expected_another_version_is_told_the_one_there_is(viewer):
    first = viewer.client.get(USER).headers["ETag"]
    viewer.client.put(USER, {"theme": "dark"})
    refused = viewer.client.put(USER, {"theme": "light"}, headers={"If-Match": first})
    assert refused.status == 412 and version(refused.headers["ETag"]) == 1
    assert viewer.client.put(USER, {"theme": "light"}, headers={"If-Match": refused.headers["ETag"]}).status == 200


def test_the_first_write_can_be_expected_to_be_the_first(viewer):
    tag = viewer.client.get(USER).headers["ETag"]
    assert viewer.client.put(USER, {"theme": "dark"}, headers={"If-Match": tag}).status == 200
    assert viewer.client.put(USER, {"theme": "light"}, headers={"If-Match": tag}).status == 412


def home_gone(admin):
    admin.client.post(DASHBOARDS, {"dashboard": {"uid": "home-of-it", "title": f"Home of {admin.account.login}"}})
    admin.client.put(USER, {"homeDashboardUID": "home-of-it"})
    yield USER, {"theme": "dark"}
    assert admin.client.delete("/api/dashboards/uid/home-of-it").status == 200


def member_gone(admin):
    team = f"/api/teams/{admin.client.post('/api/teams', {'name': f'Crew of {admin.account.login}'}).json()['teamId']}"
    yield team, {"name": f"Crew two of {admin.account.login}"}
    assert admin.client.delete(f"{team}/members/{admin.account.id}").status == 200


def default_set(admin):
    admin.client.put(ORG, {"theme": "light"})
    yield valara.preferences_of(admin), {"language": "de-DE"}
    assert admin.client.put(ORG, {"theme": "dark"}).status == 200


@pytest.mark.parametrize("method, change", [("PUT", home_gone), ("PATCH", home_gone), ("PUT", member_gone), ("PATCH", default_set)])
def test_other_bytes_of_the_same_version_are_not_what_was_expected(admin, method, change):
    """A representation is made from more than the row that is written (RFC 9110 8.8.1, 13.1.1)."""
    changing = change(admin)
    path, body = next(changing)

    def write(**headers):
        key = {"Idempotency-Key": f"{next(serial)}"} if path.startswith("/api/v1/") else {}
        return admin.client.request(method, path, body, headers={**key, **headers})

    before = admin.client.get(path).headers["ETag"]
    assert list(changing) == []
    now = admin.client.get(path)
    assert now.headers["ETag"] != before
    refused = write(**{"If-Match": before})
    assert (refused.status, refused.headers["ETag"]) == (412, now.headers["ETag"])
    assert write(**{"If-Match": f'"x", W/{now.headers["ETag"]}'}).status == 412
    assert write(**{"If-None-Match": now.headers["ETag"]}).status == 412
    assert admin.client.get(path).body == now.body
    assert write(**{"If-None-Match": before}).status == 200
    assert write(**{"If-Match": now.headers["ETag"]}).status == 412
    assert write(**{"If-Match": f'{before}, {admin.client.get(path).headers["ETag"]}'}).status == 200


def test_what_no_get_shows_is_judged_by_the_version(admin):
    address = {"address1": "1 High Street", "city": "Ashford"}
    tag = admin.client.get("/api/org").headers["ETag"]
    assert "." in tag
    assert admin.client.put("/api/org/address", address, headers={"If-Match": tag}).status == 200
    assert admin.client.put("/api/org/address", address, headers={"If-Match": tag}).status == 412


def test_the_tag_of_a_write_that_does_not_show_what_it_wrote(admin):
    """It is of the version, since its bytes are not those of a GET."""
    saved = admin.client.post(DASHBOARDS, {"dashboard": {"title": f"Saved by {admin.account.login}"}})
    path = f"/api/dashboards/uid/{saved.json()['uid']}"
    assert version(saved.headers["ETag"]) == version(admin.client.get(path).headers["ETag"])
    assert admin.client.delete(path, headers={"If-Match": '"nothing"'}).status == 412
    assert admin.client.delete(path, headers={"If-Match": saved.headers["ETag"]}).status == 200


def test_a_look_changes_no_refusal(site, register, admin, viewer):
    """Who may not write, what is not there, and a body that is wrong are answered as without a tag."""
    tag = {"If-Match": '"0.0123456789abcdef"'}
    nobody = site.deployment.client(Authorization=basic(viewer.account.login, "wrong"))
    for client, method, path, body, status in [(viewer.client, "PUT", ORG, {"theme": "dark"}, 403), (nobody, "PUT", USER, {}, 401),
                                               (admin.client, "DELETE", "/api/teams/999999999", None, 404),
                                               (viewer.client, "PUT", USER, {"theme": "blue"}, 400), (viewer.client, "PUT", USER, b"{", 400)]:
        plain, expecting = (client.request(method, path, body, headers=headers) for headers in ({}, tag))
        assert plain.status == expecting.status == status, path
        assert plain.json()["message"] == expecting.json()["message"]


def test_a_look_by_a_password_that_is_asked_for_again(site, register, org):
    """What the worker remembers of it is over: the look is made all the same."""
    person = register.person(org=org)
    client = site.client(account=person)
    tag = client.get(USER).headers["ETag"]
    for headers, status in [({"If-Match": '"0.0123456789abcdef"'}, 412), ({"If-Match": tag}, 200)]:
        register.sql("UPDATE prefd.users SET credential_version = credential_version + 1 WHERE id = %s", person.id)
        assert client.put(USER, {"theme": "dark"}, headers=headers).status == status


def test_what_cannot_be_looked_at_is_not_written(own_site):
    """A resource whose bytes nobody could compare is not taken for what was expected."""
    site = own_site(workers=1, settings={"request_timeout": 2})
    admin = site.enrol("Admin")
    made = admin.client.post(DASHBOARDS, {"dashboard": {"title": "Home"}}).json()
    admin.client.put(USER, {"homeDashboardUID": made["uid"]})
    tag = admin.client.get(USER).headers["ETag"]
    admin.client.delete(f"/api/dashboards/uid/{made['uid']}")
    with site.cluster.connect(site.database) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE prefd.dashboards IN ACCESS EXCLUSIVE MODE")
        answer = admin.client.put(USER, {"theme": "dark"}, headers={"If-Match": tag}, timeout=seconds(10))
        other.rollback()
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    assert admin.client.get(USER).json().get("theme", "") == ""


def test_a_site_that_compresses(own_site):
    """A weak tag, as nginx makes of that of compressed bytes, would be no one's to expect."""
    site = own_site(workers=1)
    conf = site.deployment.run / "nginx.conf"
    conf.write_text(conf.read_text().replace("http {", "http { gzip on; gzip_types application/json; gzip_min_length 1;"))
    site.deployment.nginx.stop()
    site.deployment.start_nginx()
    client = site.enrol("Viewer").client.with_headers(Accept_Encoding="gzip")
    tag = client.get(USER).headers["ETag"]
    assert client.put(USER, {"theme": "dark"}, headers={"If-Match": tag}).status == 200


def test_if_none_match_of_a_write(viewer):
    viewer.client.put(USER, {"theme": "dark"})
    assert viewer.client.put(USER, {"theme": "light"}, headers={"If-None-Match": "*"}).status == 412
    assert viewer.client.put(USER, {"theme": "light"}, headers={"If-None-Match": '"x"'}).status == 200


@pytest.mark.parametrize("path, body", [("/api/org", {"name": "Another name of it"}), (ORG, {"theme": "light"})])
def test_organisations_have_tags(admin, path, body):
    tag = admin.client.get(path).headers["ETag"]
    body = {key: f"{value} {admin.org}" if key == "name" else value for key, value in body.items()}
    assert admin.client.put(path, body, headers={"If-Match": '"x"'}).status == 412
    assert admin.client.put(path, body, headers={"If-Match": tag}).status == 200
    assert admin.client.put(path, body, headers={"If-Match": tag}).status == 412


def test_teams_have_tags(admin):
    path = f"/api/teams/{admin.client.post('/api/teams', {'name': 'crew'}).json()['teamId']}"
    tag = admin.client.get(path).headers["ETag"]
    assert admin.client.put(path, {"name": "crew two"}, headers={"If-Match": tag}).status == 200
    assert admin.client.delete(path, headers={"If-Match": tag}).status == 412
    assert admin.client.delete(path, headers={"If-Match": admin.client.get(path).headers["ETag"]}).status == 200


def test_a_refused_precondition_is_told_only_to_who_may_write(viewer):
    assert viewer.client.put(ORG, {"theme": "dark"}, headers={"If-Match": '"x"'}).status == 403


def test_of_many_writers_one_wins_each_version(admin):
    writers, versions = 8, 25
    admin.client.put(ORG, {"theme": "dark"})
    wins, start = [], version(admin.client.get(ORG).headers["ETag"])

    def write():
        while True:
            tag = admin.client.get(ORG).headers["ETag"]
            if version(tag) >= start + versions:
                return
            if admin.client.put(ORG, {"theme": "light"}, headers={"If-Match": tag}).status == 200:
                wins.append(version(tag))

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == sorted(set(wins))
    assert set(range(start, start + versions)) <= set(wins)
