"""Which values each key takes, which it refuses and with what words; a refused write writes nothing."""

import os
import signal
import zoneinfo

import pytest

from answers import (BAD_REQUEST, EMPTY, FULL, FULL_READ, INVALID_THEME, INVALID_TIMEZONE, NO_DASHBOARD, ORG, USER,
                     is_error, is_updated, preferences)
from patience import wait_until

METHODS = ["PUT", "PATCH"]
WHERE = [(method, path) for method in METHODS for path in (USER, ORG)]


@pytest.fixture(scope="module")
def admin(shared_site):
    """One Admin for the whole file, with every key set."""
    actor = shared_site.enrol("Admin")
    for path in (USER, ORG):
        is_updated(actor.client.put(path, FULL))
    return actor


def test_keys_have_the_documented_order(site):
    """Those that newer versions added come last, and only when they are set; each kind of cookie is there once."""
    client = site.enrol("Admin").client
    assert client.get(USER).body == (
        b'{"theme":"","homeDashboardId":0,"homeDashboardUID":"","timezone":"","weekStart":"",'
        b'"navbar":{"bookmarkUrls":null},"queryHistory":{"homeTab":""}}')
    is_updated(client.put(USER, {
        "cookies": ["functional", "analytics", "functional"], "dateStyle": "localized", "regionalFormat": "de-CH",
        "language": "de-DE", "queryHistory": {"homeTab": "starred"}, "navbar": {"bookmarkUrls": ['/a"b', "/c, d"]},
        "weekStart": "monday", "timezone": "utc", "homeDashboardUID": "home", "theme": "light"}))
    assert client.get(USER).body == (
        b'{"theme":"light","homeDashboardId":0,"homeDashboardUID":"home","timezone":"utc","weekStart":"monday",'
        b'"navbar":{"bookmarkUrls":["/a\\"b","/c, d"]},"queryHistory":{"homeTab":"starred"},"language":"de-DE",'
        b'"regionalFormat":"de-CH","dateStyle":"localized","cookiePreferences":{"functional":{},"analytics":{}}}')


@pytest.fixture
def refuses(site, admin):
    """refuses(body, status, answer): by PUT and PATCH, for the user and the organisation, changing nothing."""
    before = site.register.fingerprint()

    def send(body, status=400, answer=BAD_REQUEST):
        for method, path in WHERE:
            is_error(admin.client.request(method, path, body), status, answer)
        assert site.register.fingerprint() == before

    return send


@pytest.fixture
def takes(site, admin):
    """takes(key, value): PATCH stores it and GET shows it."""
    def send(key, value):
        is_updated(admin.client.patch(USER, {key: value}))
        assert preferences(admin.client)[key] == value

    return send


@pytest.mark.parametrize("theme", ["light", "dark", "system", ""])
def test_theme(takes, theme):
    takes("theme", theme)


@pytest.mark.parametrize("theme", ["Dark", "LIGHT", " dark", "dark ", "purple", "dark\u0000", "d\u00e4rk",
                                   "'; DROP TABLE", "x" * 5000])
def test_unknown_theme(refuses, theme):
    refuses({"theme": theme}, 400, INVALID_THEME)


@pytest.mark.parametrize("zone", ["utc", "browser", "", "UTC", "America/New_York", "Europe/London", "Asia/Kolkata",
                                  "America/Argentina/ComodRivadavia", "Etc/GMT+12", "US/Eastern", "GB", "EST5EDT"])
def test_timezone(takes, zone):
    takes("timezone", zone)


def test_every_installed_timezone(site, admin):
    names = zoneinfo.available_timezones() - {"Factory", "localtime"}
    assert len(names) > 400
    refused = [name for name in sorted(names) if admin.client.patch(USER, {"timezone": name}).status != 200]
    assert refused == []


@pytest.mark.parametrize("zone", [
    "Mars/Olympus", "america/new_york", "AMERICA/NEW_YORK", "Utc", "Browser", "local", "Local", "Factory", "localtime",
    "posixrules", "posix/UTC", "right/UTC", "posix/Europe/London", "tzdata.zi", "zone.tab", "Europe", "Europe/",
    "/Europe/London", "Europe/London/", "Europe//London", "./UTC", "../zoneinfo/UTC", "../../../etc/passwd",
    "/etc/passwd", "/usr/share/zoneinfo/UTC", " UTC", "UTC ", "UTC\n", "UTC\u0000", "UTC\u0000/x", "+01:00", "UTC+3",
    "GMT+25", "CEST", "<+03>-3", "EST5EDT,M3.2.0,M11.1.0", ":UTC", "Europe\\London", "Europe/L\u00f6ndon",
                                  "x" * 100000])
def test_unknown_timezone(refuses, admin, zone):
    refuses({"timezone": zone}, 400, None)
    assert admin.client.put(USER, {"timezone": zone}).json()["message"] == INVALID_TIMEZONE


def test_new_zones_count_after_a_reload(own_site, scratch):
    """A new release of the database brings names and takes some; a stored one stays and is shown."""
    data = scratch / "zones"
    data.mkdir()
    (data / "tzdata.zi").write_text("# version 1\nZ Europe/Berlin 1 - CET\nL Europe/Berlin Arctic/Longyearbyen\n")
    site = own_site(workers=1, settings={"zoneinfo": data})
    client = site.enrol("Viewer").client

    def taken(zone):
        return client.patch(USER, {"timezone": zone}).status == 200

    assert taken("Arctic/Longyearbyen") and not taken("Mars/Olympus") and not taken("Europe/Paris")
    (data / "tzdata.zi").write_text("# version 2\nZ Europe/Berlin 1 - CET\nZ Mars/Olympus 0 - MST\n")
    os.kill(site.deployment.worker_pids()[0], signal.SIGHUP)
    wait_until(lambda: not taken("Arctic/Longyearbyen"), 5, "the new names")
    assert taken("Mars/Olympus")
    (data / "tzdata.zi").write_text("# version 3\nZ Europe/Berlin 1 - CET\n")
    os.kill(site.deployment.worker_pids()[0], signal.SIGHUP)
    wait_until(lambda: not taken("Arctic/Longyearbyen") and not taken("Mars/Olympus"), 5, "the newest names")
    assert client.get(USER).json()["timezone"] == "Mars/Olympus"


@pytest.mark.parametrize("day", ["sunday", "monday", "saturday", "browser", ""])
def test_week_start(takes, day):
    takes("weekStart", day)


@pytest.mark.parametrize("day", ["Monday", "friday", "7", "'; DROP TABLE users; --"])
def test_other_week_start_is_taken_or_refused_but_clean(site, admin, day):
    """Grafana itself takes any; refusing is allowed."""
    answer = admin.client.patch(USER, {"weekStart": day})
    assert answer.status in (200, 400)
    assert (preferences(admin.client)["weekStart"] == day) == (answer.status == 200)


@pytest.mark.parametrize("style", ["localized", "international"])
def test_date_style(takes, style):
    takes("dateStyle", style)


@pytest.mark.parametrize("style", ["Localized", "iso", "x" * 1000])
def test_unknown_date_style(refuses, admin, style):
    refuses({"dateStyle": style}, 400, None)
    answer = admin.client.patch(USER, {"dateStyle": style}).json()
    assert (answer["messageId"], answer["statusCode"]) == ("preferences.invalidDateStyle", 400)
    assert answer["traceID"] == ""


@pytest.mark.parametrize("names", [[], ["analytics"], ["performance", "functional"], ["analytics", "analytics"],
                                   ["analytics", "performance", "functional"]])
def test_cookies(site, admin, names):
    is_updated(admin.client.patch(USER, {"cookies": names}))
    assert preferences(admin.client).get("cookiePreferences", {}) == {name: {} for name in names}
    text = admin.client.get(USER).text
    assert all(text.count(f'"{name}"') == 1 for name in names), text


@pytest.mark.parametrize("names", [["Analytics"], ["analytics", "marketing"], [""], ["analytics\u0000"]])
def test_unknown_cookies(refuses, admin, names):
    refuses({"cookies": names}, 400, None)
    answer = admin.client.patch(USER, {"cookies": names}).json()
    assert (answer["messageId"], answer["statusCode"]) == ("preferences.unknownCookieType", 400)


TEXTS = ["a", "'quoted' \"double\" \\back\\", "$1 %s {} ; -- /* */", "\u00e9\u00df\u4e2d\u6587\U0001f642", "e\u0301",
         "\u202eright to left",
         "<script>alert(1)</script>&amp;", "tab\tnewline\nreturn\r", "\u0001\u001f\u007f\ufeff\uffff", " spaces ",
         "x" * 10000]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("key", ["language", "regionalFormat"])
def test_free_text_comes_back_as_it_went(takes, key, text):
    takes(key, text)


@pytest.mark.parametrize("text", TEXTS)
def test_free_text_inside(site, admin, text):
    sent = {"navbar": {"bookmarkUrls": [text, "", text]}, "queryHistory": {"homeTab": text}}
    is_updated(admin.client.put(USER, sent))
    assert preferences(admin.client) == {**EMPTY, **sent}


def test_many_bookmarks(site, admin):
    urls = [f"/d/{number}" for number in range(5000)]
    is_updated(admin.client.patch(USER, {"navbar": {"bookmarkUrls": urls}}))
    assert preferences(admin.client)["navbar"]["bookmarkUrls"] == urls


@pytest.mark.parametrize("key", ["language", "regionalFormat"])
def test_nul_in_free_text_is_refused_cleanly(refuses, key):
    refuses({key: "a\u0000b"}, 400, None)


@pytest.mark.parametrize("body", [{"navbar": {"bookmarkUrls": ["\u0000"]}}, {"queryHistory": {"homeTab": "\u0000"}}])
def test_nul_inside_is_refused_cleanly(refuses, body):
    refuses(body, 400, None)


WRONG = {"number": 1, "float": 1.5, "boolean": True, "list": [], "object": {}, "text": "x", "list of text": ["x"]}
TEXT_KEYS = ["theme", "timezone", "weekStart", "language", "regionalFormat", "dateStyle", "homeDashboardUID"]


@pytest.mark.parametrize("value", [value for name, value in WRONG.items() if name != "text"], ids=repr)
@pytest.mark.parametrize("key", TEXT_KEYS)
def test_wrong_type_for_text(refuses, key, value):
    refuses({key: value})


@pytest.mark.parametrize("value", [value for name, value in WRONG.items() if name != "object"], ids=repr)
@pytest.mark.parametrize("key", ["navbar", "queryHistory"])
def test_wrong_type_for_an_object(refuses, key, value):
    refuses({key: value})


@pytest.mark.parametrize("value", ["x", 1, True, {}, [1], [["x"]], [True], [{}], ["x", 1]], ids=repr)
def test_wrong_type_for_a_list_of_texts(refuses, value):
    refuses({"cookies": value})
    refuses({"navbar": {"bookmarkUrls": value}})


@pytest.mark.parametrize("value", [1, True, [], {}], ids=repr)
def test_wrong_type_for_the_home_tab(refuses, value):
    refuses({"queryHistory": {"homeTab": value}})


@pytest.mark.parametrize("value", ['"1"', '""', "true", "[]", "{}", "1.5", "1.0", "1e2", "9223372036854775808",
                                   "-9223372036854775809", "1" + "0" * 400])
def test_wrong_type_for_a_dashboard_number(refuses, value):
    refuses(f'{{"homeDashboardId":{value}}}'.encode())


@pytest.mark.parametrize("value", [b"[]", b'"text"', b"1", b"true", b"[{}]", b"-0.0"])
def test_body_that_is_no_object(refuses, value):
    refuses(value)


def test_one_bad_key_spoils_all(refuses):
    refuses({**FULL, "theme": "bad"}, 400, INVALID_THEME)
    refuses({**FULL, "homeDashboardUID": "missing"}, 404, NO_DASHBOARD)
    refuses({**FULL, "weekStart": 1})


class TestOrderOfChecks:
    def test_theme_before_home(self, refuses):
        refuses({"homeDashboardUID": "missing", "theme": "bad"}, 400, INVALID_THEME)

    def test_home_before_timezone(self, site, admin):
        answer = admin.client.put(USER, {"timezone": "bad", "homeDashboardUID": "missing"})
        is_error(answer, 404, NO_DASHBOARD)

    def test_shape_before_all(self, refuses):
        refuses({"theme": "bad", "homeDashboardUID": "missing", "language": 1})


class TestDecoding:
    """Bodies are read as Go's decoder reads them."""

    @pytest.fixture
    def puts(self, site, admin):
        def send(body, **expected):
            is_updated(admin.client.put(USER, body))
            assert preferences(admin.client) == {**EMPTY, **expected}
        return send

    def test_keys_in_any_case(self, puts):
        puts({"THEME": "dark", "weekstart": "monday", "TimeZone": "utc", "NAVBAR": {"BookmarkURLs": ["/x"]},
              "queryhistory": {"HOMETAB": "query"}}, theme="dark", weekStart="monday", timezone="utc",
             navbar={"bookmarkUrls": ["/x"]}, queryHistory={"homeTab": "query"})

    def test_unknown_keys_are_ignored(self, puts):
        puts({"theme": "dark", "org_id": 1, "user_id": 1, "id": 7, "version": 99, "": None, "homeTab": "query",
              "deep": [{"a": [1.5e300, None, "x"]}]}, theme="dark")

    @pytest.mark.parametrize("rest", [b" ", b"\n", b"}", b"x", b'{"theme":"light"}', b"\x00", b"]]]"])
    def test_what_follows_the_first_value_is_ignored(self, puts, rest):
        puts(b'{"theme":"dark"}' + rest, theme="dark")

    def test_last_of_equal_keys_wins(self, puts):
        puts(b'{"theme":"light","timezone":"utc","theme":"dark"}', theme="dark", timezone="utc")

    def test_escapes(self, puts):
        puts(br'{"th\u0065me":"d\u0061rk","language":"\ud83d\ude42\/\b\f\n\r\t\"\\"}', theme="dark",
             language="\U0001f642/\b\f\n\r\t\"\\")

    def test_white_space(self, puts):
        puts(b' \t\r\n{ \t\r\n"theme" \t\r\n: \t\r\n"dark" \t\r\n} ', theme="dark")

    @pytest.mark.parametrize("number", [b"0", b"-0"])
    def test_zero_is_no_dashboard(self, puts, number):
        puts(b'{"homeDashboardId":' + number + b"}")

    @pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded",
                                              "application/json; charset=utf-8", "\x01"])
    def test_any_content_type(self, site, admin, content_type):
        headers = {"Content-Type": content_type} if content_type else {}
        client = admin.client.with_headers(**headers)
        is_updated(client.request("PUT", USER, b'{"theme":"dark"}', headers=headers))

    def test_lone_surrogate_is_replaced_or_refused(self, site, admin):
        """Go stores U+FFFD; refusing is allowed, anything else is not."""
        answer = admin.client.put(USER, br'{"language":"a\ud800b"}')
        assert answer.status in (200, 400)
        if answer.status == 200:
            assert preferences(admin.client)["language"] == "a\ufffdb"


def test_last_state_is_a_whole_document(site, admin):
    """After all that the organisation's row, which was only sent bad values, is what it was."""
    assert preferences(admin.client, ORG) == FULL_READ
