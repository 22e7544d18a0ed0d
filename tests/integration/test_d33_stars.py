"""Stars: the old form by number, the new one by uid."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from answers import NO_DASHBOARD, is_error, make_dashboard

STARS = "/api/user/stars"
STARRED = {"message": "Dashboard starred!"}
UNSTARRED = {"message": "Dashboard unstarred"}


@pytest.fixture
def dashboard(editor):
    return make_dashboard(editor.client)


@pytest.fixture(params=["id", "uid"])
def star_of(request):
    """Path of a dashboard's star, in one of the forms."""
    form = "dashboard" if request.param == "id" else "dashboard/uid"
    return lambda dashboard: f"{STARS}/{form}/{dashboard[request.param]}"


def ok(answer, body):
    assert (answer.status, answer.json()) == (200, body), answer.body


def stars(client):
    answer = client.get(STARS)
    assert answer.status == 200, answer.body
    return answer.json()


def test_starring(viewer, editor, dashboard, star_of):
    assert stars(viewer.client) == []
    for _ in range(2):
        ok(viewer.client.post(star_of(dashboard)), STARRED)
        assert stars(viewer.client) == [dashboard["uid"]]
    shown = [actor.client.get(f"/api/dashboards/uid/{dashboard['uid']}").json()["meta"]["isStarred"]
             for actor in (viewer, editor)]
    assert shown == [True, False] and stars(editor.client) == []
    for _ in range(2):
        ok(viewer.client.delete(star_of(dashboard)), UNSTARRED)
        assert stars(viewer.client) == []


def test_as_the_documents_send_it(viewer, dashboard):
    """POST with a Content-Type and no body."""
    headers = {"Content-Type": "application/json"}
    ok(viewer.client.post(f"{STARS}/dashboard/{dashboard['id']}", headers=headers), STARRED)
    ok(viewer.client.delete(f"{STARS}/dashboard/{dashboard['id']}", headers=headers), UNSTARRED)


def test_not_there(site, viewer, star_of):
    """A star is not put on another organisation's dashboard, nor on none; taking one off asks for nothing."""
    foreign = make_dashboard(site.enrol("Editor").client, uid="foreign-star")
    before = site.register.fingerprint()
    for absent in (foreign, {"id": 999999999, "uid": "missing"}, {"id": 9223372036854775807, "uid": "x" * 100}):
        is_error(viewer.client.post(star_of(absent)), 404, NO_DASHBOARD)
        ok(viewer.client.delete(star_of(absent)), UNSTARRED)
    assert site.register.fingerprint() == before


@pytest.mark.parametrize("wanted, said", [("x", "Invalid dashboard ID"), ("1x", "Invalid dashboard ID"),
                                          ("9223372036854775808", "Invalid dashboard ID"),
                                          ("0", "Missing dashboard id"), ("-1", "Missing dashboard id")])
def test_no_such_number(viewer, wanted, said, unchanged):
    for method in ("POST", "DELETE"):
        is_error(viewer.client.request(method, f"{STARS}/dashboard/{wanted}"), 400, {"message": said})


def test_no_uid(viewer, unchanged):
    for method in ("POST", "DELETE"):
        is_error(viewer.client.request(method, f"{STARS}/dashboard/uid/"), 400, {"message": "Invalid dashboard UID"})


def test_a_uid_that_none_can_have(viewer, unchanged):
    for uid in ("a%2Fb", "%20", "a//b", "x" * 100):
        is_error(viewer.client.post(f"{STARS}/dashboard/uid/{uid}"), 404, NO_DASHBOARD)
        ok(viewer.client.delete(f"{STARS}/dashboard/uid/{uid}"), UNSTARRED)


def test_of_a_service_account(site, register, editor, dashboard):
    client = site.client(register.token(register.service_account("Viewer", editor.org)))
    ok(client.post(f"{STARS}/dashboard/uid/{dashboard['uid']}"), STARRED)
    assert stars(client) == [dashboard["uid"]] and stars(editor.client) == []


def test_in_each_organisation(site, register, viewer, dashboard):
    ok(viewer.client.post(f"{STARS}/dashboard/{dashboard['id']}"), STARRED)
    elsewhere = register.organisation()
    register.join(viewer.account, elsewhere, "Editor")
    there = viewer.client.with_headers(X_Grafana_Org_Id=str(elsewhere))
    assert stars(there) == []
    other = make_dashboard(there, uid=dashboard["uid"])
    ok(there.post(f"{STARS}/dashboard/uid/{other['uid']}"), STARRED)
    ok(there.delete(f"{STARS}/dashboard/{dashboard['id']}"), UNSTARRED)
    assert stars(there) == [other["uid"]] and stars(viewer.client) == [dashboard["uid"]]


def test_without_an_organisation(site, register, dashboard):
    account = register.person("Viewer")
    register.leave(account, account.org)
    client = site.client(account=account)
    assert stars(client) == []
    is_error(client.post(f"{STARS}/dashboard/{dashboard['id']}"), 403, {"message": "Permission denied"})


def test_gone_with_the_dashboard(viewer, editor, dashboard):
    ok(viewer.client.post(f"{STARS}/dashboard/{dashboard['id']}"), STARRED)
    assert editor.client.delete(f"/api/dashboards/uid/{dashboard['uid']}").status == 200
    assert stars(viewer.client) == []


def test_in_the_order_they_were_given(viewer, editor):
    made = [make_dashboard(editor.client, title=f"Star {number}")["uid"] for number in (1, 2, 3)]
    for uid in reversed(made):
        ok(viewer.client.post(f"{STARS}/dashboard/uid/{uid}"), STARRED)
    assert stars(viewer.client) == made[::-1]


def test_equal_stars_at_once(viewer, dashboard):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: viewer.client.post(f"{STARS}/dashboard/{dashboard['id']}"), range(8)))
    assert {answer.status for answer in answers} == {200}
    assert stars(viewer.client) == [dashboard["uid"]]


def test_without_a_role_there_are_no_dashboards(site, editor, dashboard, star_of):
    """Neither a star nor a home dashboard tells what they are called, or that they are there."""
    nobody = site.enrol("None", editor.org)
    refusal = nobody.client.post(star_of(dashboard))
    is_error(refusal, 404, NO_DASHBOARD)
    assert stars(nobody.client) == []
    for named in ({"homeDashboardId": dashboard["id"]}, {"homeDashboardUID": dashboard["uid"]}):
        assert nobody.client.post("/api/preferences/set-home-dash", named).status == 404
        assert nobody.client.put("/api/user/preferences", named).status == 404
    assert "redirectUri" not in nobody.client.get("/api/dashboards/home").json()
