"""PUT replaces: what is not sent goes back to its default."""

import pytest

from answers import EMPTY, FULL, FULL_READ, ORG, USER, is_updated, preferences

READ_AS = {"cookies": "cookiePreferences"}


@pytest.fixture(params=[USER, ORG])
def path(request):
    return request.param


def test_full_document(admin, path):
    is_updated(admin.client.put(path, FULL))
    assert preferences(admin.client, path) == FULL_READ


@pytest.mark.parametrize("body", [b"{}", b"", b"null", {key: None for key in FULL}],
                         ids=["{}", "empty", "null", "nulls"])
def test_nothing_clears_everything(admin, path, body):
    admin.client.put(path, FULL)
    is_updated(admin.client.put(path, body))
    assert preferences(admin.client, path) == EMPTY


def test_without_a_body_or_a_content_type(site, admin):
    admin.client.put(USER, FULL)
    is_updated(admin.client.request("PUT", USER))
    assert preferences(admin.client) == EMPTY


@pytest.mark.parametrize("key", FULL)
def test_omitted_key_goes_to_its_default(admin, path, key):
    admin.client.put(path, FULL)
    is_updated(admin.client.put(path, {name: value for name, value in FULL.items() if name != key}))
    expected = {name: value for name, value in FULL_READ.items() if name != READ_AS.get(key, key)}
    if key in EMPTY:
        expected[key] = EMPTY[key]
    assert preferences(admin.client, path) == expected


@pytest.mark.parametrize("key", FULL)
def test_one_key_alone(admin, key):
    admin.client.put(USER, FULL)
    is_updated(admin.client.put(USER, {key: FULL[key]}))
    read = READ_AS.get(key, key)
    assert preferences(admin.client) == {**EMPTY, read: FULL_READ[read]}


@pytest.mark.parametrize("key", ["theme", "timezone", "weekStart", "language", "regionalFormat", "homeDashboardUID"])
def test_empty_text_is_the_default(admin, key):
    admin.client.put(USER, FULL)
    is_updated(admin.client.put(USER, {key: ""}))
    assert preferences(admin.client) == EMPTY


def test_empty_bookmarks_are_not_unset(admin):
    admin.client.put(USER, {"navbar": {"bookmarkUrls": []}})
    assert preferences(admin.client)["navbar"] == {"bookmarkUrls": []}


@pytest.mark.parametrize("navbar", [{}, {"bookmarkUrls": None}, {"savedItems": [{"id": "a", "text": "b"}]}])
def test_navbar_without_bookmarks_clears_them(admin, navbar):
    admin.client.put(USER, FULL)
    admin.client.put(USER, {"navbar": navbar})
    assert preferences(admin.client)["navbar"] == {"bookmarkUrls": None}


def test_stored_document_has_only_what_is_set(admin, register):
    admin.client.put(USER, {"theme": "", "timezone": "utc", "weekStart": ""})
    assert register.stored(admin.org, admin.account.id)[0] == {"timezone": "utc"}


def test_each_write_raises_the_version(admin, register, path):
    user = admin.account.id if path == USER else 0
    assert register.stored(admin.org, user) is None
    versions = []
    for _ in range(3):
        admin.client.put(path, FULL)
        versions.append(register.stored(admin.org, user)[1])
    assert versions == [versions[0], versions[0] + 1, versions[0] + 2]


def test_reading_writes_nothing(admin, unchanged):
    assert preferences(admin.client) == EMPTY


def test_user_and_organisation_are_different_rows(admin):
    admin.client.put(USER, {"theme": "dark"})
    admin.client.put(ORG, {"theme": "light", "weekStart": "monday"})
    assert preferences(admin.client) == {**EMPTY, "theme": "dark"}
    assert preferences(admin.client, ORG) == {**EMPTY, "theme": "light", "weekStart": "monday"}


def test_preferences_are_each_organisations_own(site, register, admin):
    other = register.organisation()
    register.join(admin.account, other, "Viewer")
    there = admin.client.with_headers(X_Grafana_Org_Id=str(other))
    admin.client.put(USER, {"theme": "dark"})
    there.put(USER, {"theme": "light"})
    assert preferences(admin.client)["theme"] == "dark"
    assert preferences(there)["theme"] == "light"
