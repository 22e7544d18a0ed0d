"""PATCH touches what is sent and nothing else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from answers import EMPTY, FULL, FULL_READ, ORG, USER, is_error, is_updated, make_dashboard, preferences

READ_AS = {"cookies": "cookiePreferences"}
OTHER = {"theme": "light", "timezone": "utc", "weekStart": "sunday", "navbar": {"bookmarkUrls": ["/other"]},
         "queryHistory": {"homeTab": "query"}, "language": "en-GB", "regionalFormat": "sv-SE", "dateStyle": "localized",
         "cookies": ["performance"]}
OTHER_READ = {**OTHER, "cookiePreferences": {"performance": {}}}


@pytest.fixture(params=[USER, ORG])
def path(request):
    return request.param


@pytest.fixture
def full(admin, path):
    """An Admin whose row and whose organisation's row have every key set."""
    is_updated(admin.client.put(path, FULL))
    return admin.client


@pytest.mark.parametrize("key", FULL)
def test_one_key(full, path, key):
    is_updated(full.patch(path, {key: OTHER[key]}))
    read = READ_AS.get(key, key)
    assert preferences(full, path) == {**FULL_READ, read: OTHER_READ[read]}


@pytest.mark.parametrize("key", FULL)
def test_null_is_absent(full, path, key):
    is_updated(full.patch(path, {key: None}))
    assert preferences(full, path) == FULL_READ


@pytest.mark.parametrize("body", [b"{}", b"", b"null"], ids=["{}", "empty", "null"])
def test_nothing_changes_only_the_version(admin, register, body):
    admin.client.put(USER, FULL)
    document, version, updated = register.stored(admin.org, admin.account.id)
    is_updated(admin.client.patch(USER, body))
    after = register.stored(admin.org, admin.account.id)
    assert after[:2] == (document, version + 1) and after[2] > updated


@pytest.mark.parametrize("key", FULL)
def test_row_is_made_from_the_given_key(admin, path, key):
    is_updated(admin.client.patch(path, {key: FULL[key]}))
    read = READ_AS.get(key, key)
    assert preferences(admin.client, path) == {**EMPTY, read: FULL_READ[read]}


@pytest.mark.parametrize("key", ["theme", "timezone", "weekStart"])
def test_empty_text_clears(full, path, key):
    is_updated(full.patch(path, {key: ""}))
    assert preferences(full, path) == {**FULL_READ, key: ""}


@pytest.mark.parametrize("key", ["language", "regionalFormat"])
def test_empty_text_clears_the_newer_keys(full, path, key):
    is_updated(full.patch(path, {key: ""}))
    assert preferences(full, path) == {name: value for name, value in FULL_READ.items() if name != key}


def test_empty_bookmarks_replace(full, path):
    is_updated(full.patch(path, {"navbar": {"bookmarkUrls": []}}))
    assert preferences(full, path) == {**FULL_READ, "navbar": {"bookmarkUrls": []}}


@pytest.mark.parametrize("navbar", [{}, {"bookmarkUrls": None}, {"savedItems": []}, None])
def test_navbar_without_bookmarks_is_untouched(full, path, navbar):
    is_updated(full.patch(path, {"navbar": navbar}))
    assert preferences(full, path) == FULL_READ


@pytest.mark.parametrize("history", [{}, {"homeTab": ""}, {"homeTab": None}, None])
def test_empty_home_tab_is_untouched(full, path, history):
    is_updated(full.patch(path, {"queryHistory": history}))
    assert preferences(full, path) == FULL_READ


def test_empty_cookies_replace(full, path):
    is_updated(full.patch(path, {"cookies": []}))
    assert not preferences(full, path).get("cookiePreferences")


class TestHomeDashboard:
    @pytest.fixture
    def homely(self, admin, path):
        """An Admin whose home is a dashboard, and that dashboard."""
        dashboard = make_dashboard(admin.client, uid="home-one", title="Home One")
        is_updated(admin.client.put(path, {**FULL, "homeDashboardUID": "home-one"}))
        return admin.client, dashboard

    def home(self, client, path):
        body = preferences(client, path)
        return body["homeDashboardId"], body["homeDashboardUID"]

    def test_uid_replaces(self, homely, path):
        client, _ = homely
        other = make_dashboard(client, uid="home-two", title="Home Two")
        is_updated(client.patch(path, {"homeDashboardUID": "home-two"}))
        assert self.home(client, path) == (other["id"], "home-two")

    def test_id_replaces(self, homely, path):
        client, _ = homely
        other = make_dashboard(client, uid="home-two", title="Home Two")
        is_updated(client.patch(path, {"homeDashboardId": other["id"]}))
        assert self.home(client, path) == (other["id"], "home-two")

    @pytest.mark.parametrize("body", [{"homeDashboardUID": ""}, {"homeDashboardId": 0},
                                      {"homeDashboardUID": "", "homeDashboardId": 0}])
    def test_empty_uid_or_zero_clears(self, homely, path, body):
        client, _ = homely
        is_updated(client.patch(path, body))
        assert self.home(client, path) == (0, "")

    @pytest.mark.parametrize("body", [{"homeDashboardUID": "missing"}, {"homeDashboardId": 999999999},
                                      {"homeDashboardId": -1}])
    def test_missing_dashboard_changes_nothing(self, homely, path, body, register):
        client, dashboard = homely
        before = register.fingerprint()
        is_error(client.patch(path, {"theme": "light", **body}), 404, {"message": "Dashboard not found"})
        assert register.fingerprint() == before
        assert self.home(client, path) == (dashboard["id"], "home-one")

    def test_others_leave_it(self, homely, path):
        client, dashboard = homely
        is_updated(client.patch(path, {"theme": "light"}))
        assert self.home(client, path) == (dashboard["id"], "home-one")


def test_concurrent_patches_do_not_undo_each_other(admin, register):
    """Eight writers, each with a key of its own: every last value stands and every write counted."""
    values = {"theme": ["dark", "light"], "timezone": ["utc", "Europe/London"], "weekStart": ["monday", "sunday"],
              "language": ["en-US", "fr-FR"], "regionalFormat": ["de-DE", "da-DK"],
              "dateStyle": ["localized", "international"],
              "navbar": [{"bookmarkUrls": ["/a"]}, {"bookmarkUrls": ["/b"]}],
              "queryHistory": [{"homeTab": "query"}, {"homeTab": "starred"}]}
    rounds = 20

    def write(key):
        for turn in range(rounds):
            is_updated(admin.client.patch(USER, {key: values[key][turn % 2]}))

    with ThreadPoolExecutor(len(values)) as pool:
        list(pool.map(write, values))
    assert preferences(admin.client) == {**EMPTY, **{key: pair[1] for key, pair in values.items()}}
    assert register.stored(admin.org, admin.account.id)[1] == rounds * len(values)
