"""The home dashboard: number and UID agree, it must exist in the acting organisation, a dangling one is no error."""

import pytest

from answers import HOME, NO_DASHBOARD, ORG, USER, is_error, is_updated, make_dashboard, preferences


def home(client, path=USER):
    body = preferences(client, path)
    return body["homeDashboardId"], body["homeDashboardUID"]


@pytest.fixture(params=[USER, ORG])
def path(request):
    return request.param


def test_uid_shows_its_number(admin, path):
    made = make_dashboard(admin.client)
    is_updated(admin.client.put(path, {"homeDashboardUID": made["uid"]}))
    assert home(admin.client, path) == (made["id"], made["uid"])


def test_number_shows_its_uid(admin, path):
    made = make_dashboard(admin.client)
    is_updated(admin.client.put(path, {"homeDashboardId": made["id"]}))
    assert home(admin.client, path) == (made["id"], made["uid"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_uid_beats_number(admin, path, method):
    by_id, by_uid = make_dashboard(admin.client, title="By id"), make_dashboard(admin.client, title="By uid")
    is_updated(admin.client.request(method, path, {"homeDashboardId": by_id["id"], "homeDashboardUID": by_uid["uid"]}))
    assert home(admin.client, path) == (by_uid["id"], by_uid["uid"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_uid_beats_a_number_that_does_not_exist(admin, method):
    made = make_dashboard(admin.client)
    is_updated(admin.client.request(method, USER, {"homeDashboardId": 999999999, "homeDashboardUID": made["uid"]}))
    assert home(admin.client) == (made["id"], made["uid"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("uid", ["missing", "x" * 1000, "' OR 1=1", "\U0001f642", "HOME"])
def test_missing_uid(admin, path, method, uid, unchanged):
    is_error(admin.client.request(method, path, {"homeDashboardUID": uid}), 404, NO_DASHBOARD)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("number", [999999999, -1, 9223372036854775807, -9223372036854775807])
def test_missing_number(admin, path, method, number, unchanged):
    is_error(admin.client.request(method, path, {"homeDashboardId": number}), 404, NO_DASHBOARD)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_another_organisations_dashboard_is_missing(site, admin, method, register):
    foreign = make_dashboard(site.enrol("Admin").client, uid="foreign-home")
    before = register.fingerprint()
    is_error(admin.client.request(method, USER, {"homeDashboardUID": foreign["uid"]}), 404, NO_DASHBOARD)
    is_error(admin.client.request(method, USER, {"homeDashboardId": foreign["id"]}), 404, NO_DASHBOARD)
    assert register.fingerprint() == before


def test_same_uid_means_ones_own(site, admin):
    make_dashboard(site.enrol("Admin").client, uid="everyones")
    mine = make_dashboard(admin.client, uid="everyones")
    is_updated(admin.client.put(USER, {"homeDashboardUID": "everyones"}))
    assert home(admin.client) == (mine["id"], "everyones")


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_home_is_reserved(viewer, method):
    is_updated(viewer.client.request(method, USER, {"homeDashboardUID": "home"}))
    assert home(viewer.client) == (0, "home")


def test_a_viewer_may_choose_one(viewer, editor):
    made = make_dashboard(editor.client)
    is_updated(viewer.client.put(USER, {"homeDashboardUID": made["uid"]}))
    assert home(viewer.client) == (made["id"], made["uid"])


def test_deleted_dashboard_is_no_error(viewer, editor):
    made = make_dashboard(editor.client)
    viewer.client.put(USER, {"homeDashboardUID": made["uid"]})
    assert editor.client.delete(f"/api/dashboards/uid/{made['uid']}").status == 200
    assert home(viewer.client)[0] == 0
    assert viewer.client.get(HOME).status == 200
    is_updated(viewer.client.patch(USER, {"theme": "dark"}))


def test_check_can_be_switched_off(own_site):
    site = own_site(workers=1, settings={"home_dashboard_check": "no"})
    client = site.enrol("Viewer").client
    is_updated(client.put(USER, {"homeDashboardUID": "elsewhere"}))
    assert home(client)[1] == "elsewhere"
    is_updated(client.put(USER, {"homeDashboardId": 4711}))
    assert home(client)[0] == 4711


class TestHomePage:
    """GET /api/dashboards/home: the effective home dashboard."""

    def is_default(self, client, can_edit):
        answer = client.get(HOME)
        assert answer.status == 200
        body = answer.json()
        assert set(body) == {"meta", "dashboard"}
        assert body["meta"]["canEdit"] is can_edit and body["meta"]["folderTitle"] == "General"
        assert body["dashboard"]["title"] == "Home" and isinstance(body["dashboard"]["panels"], list)

    def redirects(self, client, made):
        answer = client.get(HOME)
        assert (answer.status, answer.json()) == (200, {"redirectUri": made["url"]})

    def test_default(self, viewer, editor):
        self.is_default(viewer.client, False)
        self.is_default(editor.client, True)

    def test_users_own_beats_the_organisations(self, admin, viewer):
        one, two = make_dashboard(admin.client, title="One"), make_dashboard(admin.client, title="Two")
        admin.client.put(ORG, {"homeDashboardUID": one["uid"]})
        self.redirects(viewer.client, one)
        viewer.client.put(USER, {"homeDashboardUID": two["uid"]})
        self.redirects(viewer.client, two)
        self.redirects(admin.client, one)
        viewer.client.patch(USER, {"homeDashboardUID": ""})
        self.redirects(viewer.client, one)

    def test_home_is_the_default_page(self, viewer):
        viewer.client.put(USER, {"homeDashboardUID": "home"})
        self.is_default(viewer.client, False)

    def test_dangling_is_the_default_page(self, editor):
        made = make_dashboard(editor.client)
        editor.client.put(USER, {"homeDashboardUID": made["uid"]})
        editor.client.delete(f"/api/dashboards/uid/{made['uid']}")
        self.is_default(editor.client, True)
