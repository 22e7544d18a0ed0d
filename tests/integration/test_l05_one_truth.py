"""Theme, time zone and language are one thing, whichever API sets and shows them (architecture 5; facts: valara 1, grafana
3.7). SelfCommunity's keyed preferences are the client's own and share none of them."""

import pytest

from answers import ORG, USER
from community import ME, item, make
from valara import DEFAULTS, patch, preferences_of, shown

SHARED = ("theme", "timezone", "language")


@pytest.fixture
def mine(viewer):
    return preferences_of(viewer)


def of_grafana(client):
    """What Grafana's API stores of the shared keys; what is not set is empty there."""
    body = client.get(USER).json()
    return {key: body.get(key, "") for key in SHARED}


# what Grafana's API takes and Valara's then shows
GIVEN = [("theme", value, value) for value in ("light", "dark", "system")] + [
    ("theme", "", "system"),
    ("timezone", "utc", "UTC"), ("timezone", "browser", "UTC"), ("timezone", "", "UTC"), ("timezone", "UTC", "UTC"),
    ("timezone", "Europe/Berlin", "Europe/Berlin"), ("timezone", "US/Eastern", "US/Eastern"),
    ("language", "", "en-US"), ("language", "de-CH", "de-CH"), ("language", "ZH-hant-tw", "zh-Hant-TW"), ("language", "pseudo locale", "en-US"),
    ("language", "en_US", "en-US"), ("language", "x" * 65, "en-US"), ("language", "EN-x-DE", "en-x-de")]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("key, given, seen", GIVEN)
def test_what_grafanas_api_sets_valaras_shows(viewer, mine, method, key, given, seen):
    patch(viewer.client, mine, {"theme": "dark", "timezone": "Asia/Tokyo", "language": "fr"})
    assert viewer.client.request(method, USER, {key: given}).status == 200
    others = {} if method == "PUT" else {"theme": "dark", "timezone": "Asia/Tokyo", "language": "fr"}
    assert shown(viewer.client.get(mine)) == {**DEFAULTS, **others, key: seen}
    assert of_grafana(viewer.client)[key] == given


@pytest.mark.parametrize("key, value", [("theme", "light"), ("theme", "dark"), ("theme", "system"), ("timezone", "UTC"),
                                        ("timezone", "America/New_York"), ("timezone", "Etc/GMT+5"), ("language", "de-CH"),
                                        ("language", "zh-Hant-TW")])
def test_what_valaras_api_sets_grafanas_shows(viewer, mine, key, value):
    unset = of_grafana(viewer.client)
    assert unset == dict.fromkeys(SHARED, "")
    patch(viewer.client, mine, {key: value})
    assert of_grafana(viewer.client) == {**unset, key: value}
    patch(viewer.client, mine, {key: None})
    assert of_grafana(viewer.client) == unset


def test_there_and_back_is_the_same(viewer, mine):
    for zone in ("UTC", "Europe/Kyiv"):
        patch(viewer.client, mine, {"theme": "light", "timezone": zone, "language": "de-AT"})
        assert viewer.client.put(USER, viewer.client.get(USER).json()).status == 200
        assert shown(viewer.client.get(mine)) == {**DEFAULTS, "theme": "light", "timezone": zone, "language": "de-AT"}


def test_each_keeps_what_only_the_other_has(viewer, mine, register):
    patch(viewer.client, mine, {"date_time_format": "uk", "measurement_unit": "metric"})
    viewer.client.put(USER, {"weekStart": "monday"})
    assert shown(viewer.client.get(mine)) == {**DEFAULTS, "date_time_format": "uk", "measurement_unit": "metric"}
    patch(viewer.client, mine, dict.fromkeys(DEFAULTS))
    assert viewer.client.get(USER).json()["weekStart"] == "monday"
    assert register.sql("SELECT document FROM prefd.preferences WHERE user_id = %s", viewer.account.id) == [({"weekStart": "monday"},)]


def team_of(admin, members):
    team = admin.client.post("/api/teams", {"name": f"team of {len(members)}"}).json()["teamId"]
    for actor in members:
        assert admin.client.post(f"/api/teams/{team}/members", {"userId": actor.account.id}).status == 200
    return f"/api/teams/{team}/preferences"


def test_the_nearest_level_that_is_set_counts(viewer, editor, admin, mine):
    first, second = team_of(admin, [viewer]), team_of(admin, [viewer, editor])
    levels = [(ORG, "Europe/Berlin"), (first, "Europe/Paris"), (second, "Europe/Rome")]
    for path, zone in levels:
        assert shown(viewer.client.get(mine))["timezone"] != zone
        assert admin.client.put(path, {"timezone": zone}).status == 200
        assert shown(viewer.client.get(mine))["timezone"] == zone
    viewer.client.put(USER, {"timezone": "Europe/Oslo"})
    for path, zone in ((USER, "Europe/Oslo"), *levels[::-1]):
        assert shown(viewer.client.get(mine))["timezone"] == zone
        (viewer if path == USER else admin).client.put(path, {"timezone": ""})
    assert shown(viewer.client.get(mine)) == DEFAULTS


@pytest.mark.parametrize("odd, falls_through", [("", True), ("browser", True), ("utc", False), ("UTC", False)])
def test_odd_time_zones_on_the_way(viewer, admin, mine, odd, falls_through):
    admin.client.put(ORG, {"timezone": "Europe/Berlin"})
    viewer.client.put(USER, {"timezone": odd})
    assert shown(viewer.client.get(mine))["timezone"] == ("Europe/Berlin" if falls_through else "UTC")


def test_system_is_a_theme_and_hides_the_levels_above(viewer, admin, mine):
    admin.client.put(ORG, {"theme": "dark"})
    assert shown(viewer.client.get(mine))["theme"] == "dark"
    for write in (lambda: viewer.client.put(USER, {"theme": "system"}), lambda: patch(viewer.client, mine, {"theme": "system"})):
        write()
        assert shown(viewer.client.get(mine))["theme"] == "system" and of_grafana(viewer.client)["theme"] == "system"
    viewer.client.put(USER, {"theme": ""})
    assert shown(viewer.client.get(mine))["theme"] == "dark" and of_grafana(viewer.client)["theme"] == ""


def test_what_the_organisation_gives_is_not_stored_with_the_person(viewer, admin, mine):
    admin.client.put(ORG, {"theme": "dark", "timezone": "Europe/Berlin"})
    assert shown(patch(viewer.client, mine, {"language": "de"})) == \
        {**DEFAULTS, "theme": "dark", "timezone": "Europe/Berlin", "language": "de"}
    assert of_grafana(viewer.client) == {"theme": "", "timezone": "", "language": "de"}


def test_a_language_that_is_no_tag_is_as_none(viewer, admin, mine):
    """Also where somebody before the default has one."""
    viewer.client.put(USER, {"language": "pseudo locale"})
    admin.client.put(ORG, {"language": "de-ch"})
    assert shown(viewer.client.get(mine))["language"] == "de-CH"
    assert of_grafana(viewer.client)["language"] == "pseudo locale"


def test_in_each_organisation_ones_own(site, register, viewer, mine):
    """A person of two organisations has preferences in each."""
    other = register.organisation()
    register.join(viewer.account, other, "Viewer")
    patch(viewer.client, mine, {"theme": "dark"})
    there = site.client(register.token(viewer.account, other))
    assert shown(there.get(mine)) == DEFAULTS and of_grafana(there)["theme"] == ""
    there.put(USER, {"theme": "light"})
    assert (shown(there.get(mine))["theme"], shown(viewer.client.get(mine))["theme"]) == ("light", "dark")


def test_a_version_of_one_is_a_version_of_the_other(viewer, mine):
    """Where its tag is of a version alone; one that shows it is of the bytes of that API."""
    valaras = viewer.client.get(mine).headers["ETag"]
    grafanas = viewer.client.put(USER, {"theme": "dark"}).headers["ETag"]
    assert patch(viewer.client, mine, {"theme": "light"}, {"If-Match": valaras}).status == 412
    written = patch(viewer.client, mine, {"theme": "light"}, {"If-Match": grafanas})
    assert written.status == 200
    assert viewer.client.put(USER, {"theme": "dark"}, headers={"If-Match": grafanas}).status == 412
    assert viewer.client.put(USER, {"theme": "dark"}, headers={"If-Match": written.headers["ETag"]}).status == 412
    assert viewer.client.put(USER, {"theme": "dark"}, headers={"If-Match": viewer.client.get(USER).headers["ETag"]}).status == 200


def test_the_theme_of_an_account_is_another_thing(viewer, mine):
    """PUT /api/user writes the account's own theme, which is no preference (facts: grafana 4)."""
    assert viewer.client.put("/api/user", {"login": viewer.account.login, "theme": "dark"}).status == 200
    assert shown(viewer.client.get(mine)) == DEFAULTS and of_grafana(viewer.client)["theme"] == ""


def test_selfcommunitys_keys_are_the_clients_own(viewer, mine):
    patch(viewer.client, mine, {"theme": "dark", "timezone": "Asia/Tokyo"})
    made = {key: make(viewer.client, key, "light") for key in (*SHARED, "date_time_format")}
    assert shown(viewer.client.get(mine)) == {**DEFAULTS, "theme": "dark", "timezone": "Asia/Tokyo"}
    assert of_grafana(viewer.client) == {"theme": "dark", "timezone": "Asia/Tokyo", "language": ""}
    patch(viewer.client, mine, {"theme": "light"})
    viewer.client.put(USER, {"theme": "light", "timezone": "utc"})
    for key, preference in made.items():
        assert viewer.client.get(item("me", preference["id"])).json()["value"] == "light", key
    assert viewer.client.get(ME).json()["count"] == len(made)
