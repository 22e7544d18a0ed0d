"""Valara's preferences: the resource, its endpoints, the checks of a body (facts: valara 1, 2, 5, 9)."""

import pytest

from valara import DEFAULTS, USERS, key, patch, preferences_of, refused, shown


@pytest.fixture
def mine(viewer):
    return preferences_of(viewer)


def test_1_defaults(viewer, mine):
    assert shown(viewer.client.get(mine)) == DEFAULTS


@pytest.mark.parametrize("field, values", [
    ("date_time_format", ["friendly", "us", "uk"]), ("measurement_unit", ["imperial", "metric"]),
    ("theme", ["light", "dark", "system"]),
    ("timezone", ["America/New_York", "UTC", "Etc/GMT+5", "US/Eastern", "Asia/Calcutta", "Europe/Kyiv"]),
    ("language", ["en-US", "de", "zh-Hant-TW", "sl-rozaj-biske", "x-private", "x-hello-hello", "i-klingon"])])
def test_1_values(viewer, mine, field, values):
    for value in values:
        assert shown(patch(viewer.client, mine, {field: value})) == {**DEFAULTS, field: value}
        assert shown(viewer.client.get(mine))[field] == value


@pytest.mark.parametrize("field, values", [
    ("date_time_format", ["", "US", "us ", "iso", "Friendly"]), ("measurement_unit", ["", "Metric", "si"]),
    ("theme", ["", "Dark", " dark", "blue", "browser"]),
    ("timezone", ["", "utc", "browser", "Factory", "localtime", "posixrules", "posix/UTC", "right/UTC", "CEST", "+01:00", "UTC+1",
                  "EST5EDT4", "europe/berlin", "Europe/Atlantis", "../UTC", "Europe", "UTC\0", " UTC"]),
    ("language", ["", "en_US", "e", "en-", "sl-rozaj-rozaj", "en-a-bbb-a-ccc", "english language", "é", "x" * 65, "en\0US", "a" * 9])])
def test_1_5_values_that_are_none(viewer, mine, unchanged, field, values):
    for value in values:
        refused(patch(viewer.client, mine, {field: value}), 400, "invalid_preference_value", [field])


@pytest.mark.parametrize("sent, kept", [("EN-us", "en-US"), ("ZH-hANT-tw", "zh-Hant-TW"), ("en-CA-X-CA", "en-CA-x-ca")])
def test_5_a_language_has_its_customary_case(viewer, mine, sent, kept):
    assert shown(patch(viewer.client, mine, {"language": sent}))["language"] == kept


def test_5_an_alias_of_a_language_is_kept(viewer, mine):
    assert shown(patch(viewer.client, mine, {"language": "iw"}))["language"] == "iw"


def test_2_the_parts_of_a_patch_add_up(viewer, mine):
    patch(viewer.client, mine, {"date_time_format": "us", "timezone": "America/New_York"})
    assert shown(patch(viewer.client, mine, {"theme": "dark"})) == {
        **DEFAULTS, "date_time_format": "us", "timezone": "America/New_York", "theme": "dark"}


def test_2_head_and_final_slash(viewer, mine):
    head = viewer.client.head(mine)
    assert (head.status, head.body) == (200, b"") and head.headers["ETag"]
    assert shown(viewer.client.get(mine + "/")) == DEFAULTS
    assert shown(patch(viewer.client, mine + "/", {"theme": "dark"}))["theme"] == "dark"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "FROB"])
def test_2_other_methods(viewer, mine, method):
    answer = viewer.client.request(method, mine, {})
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, PATCH, OPTIONS"


def test_2_options(viewer, mine):
    answer = viewer.client.request("OPTIONS", mine)
    assert answer.status in (200, 204) and answer.headers["Allow"] == "GET, HEAD, PATCH, OPTIONS"
    assert answer.headers["X-Request-Id"]


def test_2_ids(viewer, admin):
    assert shown(viewer.client.get(f"{USERS}/{viewer.account.uid}/preferences")) == DEFAULTS
    assert shown(patch(admin.client, f"{USERS}/{viewer.account.uid}/preferences", {"theme": "dark"}))["theme"] == "dark"
    assert shown(viewer.client.get(preferences_of(viewer)))["theme"] == "dark"
    for part in ["me", "0", "-1", "a" * 65, "a.b", "a%20b", "%C3%A9", "99999999999999999999", f"+{viewer.account.id}"]:
        refused(viewer.client.get(f"{USERS}/{part}/preferences"), 404, "user_not_found")


@pytest.mark.parametrize("media_type", ["text/plain", "application/json-patch+json", "application/x-www-form-urlencoded", "json",
                                        "application/jsonx", ""])
def test_5_content_types_that_are_not_taken(viewer, mine, unchanged, media_type):
    answer = patch(viewer.client, mine, b'{"theme":"dark"}', headers={"Content-Type": media_type})
    refused(answer, 415, "unsupported_media_type")
    assert answer.headers["Accept-Patch"] == "application/json, application/merge-patch+json"


@pytest.mark.parametrize("media_type", ["application/json", "application/merge-patch+json", "APPLICATION/JSON; charset=utf-8"])
def test_5_content_types(viewer, mine, media_type):
    answer = patch(viewer.client, mine, b'{"theme":"dark"}', headers={"Content-Type": media_type})
    assert shown(answer)["theme"] == "dark"


@pytest.mark.parametrize("body", [b" ", b"{", b"nothing", b'{"theme":"dark"} x', b'{"theme":"\xff"}', b'\xef\xbb\xbf{}', b"{'theme':'dark'}",
                                  b"[]", b"null", b'"dark"', b"1", b'[{"theme":"dark"}]', b'{"theme":NaN}'])
def test_5_no_json_or_no_object(viewer, mine, unchanged, body):
    refused(patch(viewer.client, mine, body), 422, "validation.failed", [])


@pytest.mark.parametrize("value", [1, 0, True, False, 1.5, [], ["dark"], {}, {"theme": "dark"}])
def test_5_neither_string_nor_null(viewer, mine, unchanged, value):
    refused(patch(viewer.client, mine, {"theme": value}), 422, "validation.failed", ["theme"])


def test_5_all_wrong_fields_are_told_together_and_nothing_is_stored(viewer, mine, unchanged):
    refused(patch(viewer.client, mine, {"theme": "blue", "language": "en_US", "date_time_format": "us"}), 400,
            "invalid_preference_value", ["language", "theme"])
    refused(patch(viewer.client, mine, {"theme": 1, "timezone": [], "measurement_unit": "metric"}), 422, "validation.failed",
            ["theme", "timezone"])
    refused(patch(viewer.client, mine, {"theme": "blue", "timezone": 1}), 422, "validation.failed", ["theme", "timezone"])


def test_5_unknown_members_are_ignored(viewer, mine, unchanged):
    assert shown(patch(viewer.client, mine, {"dateTimeFormat": "us", "Theme": "dark", "colour": [1], "timeZone": 5})) == DEFAULTS


def test_5_null_drops(viewer, mine):
    patch(viewer.client, mine, {"theme": "dark", "language": "de"})
    assert shown(patch(viewer.client, mine, {"theme": None, "measurement_unit": None})) == {**DEFAULTS, "language": "de"}


def test_5_an_empty_object_changes_nothing(viewer, mine):
    patch(viewer.client, mine, {"theme": "dark"})
    assert shown(patch(viewer.client, mine, {})) == {**DEFAULTS, "theme": "dark"}


def test_5_of_a_name_twice_the_last_counts(viewer, mine):
    assert shown(patch(viewer.client, mine, b'{"theme":"blue","theme":"dark"}'))["theme"] == "dark"
    assert shown(patch(viewer.client, mine, b'{"theme":"light","th\\u0065me":null}'))["theme"] == "system"


def test_5_size(viewer, mine):
    def body(size):
        return b'{"theme":"dark"' + b" " * (size - 16) + b"}"
    assert patch(viewer.client, mine, body(65536)).status == 200
    refused(patch(viewer.client, mine, body(65537)), 413, "payload_too_large")


def test_9_entity_tags(viewer, mine):
    first = viewer.client.get(mine)
    tag = first.headers["ETag"]
    assert tag.startswith('"') and first.headers["Cache-Control"] == "private, no-cache"
    again = viewer.client.get(mine, headers={"If-None-Match": tag})
    assert (again.status, again.body) == (304, b"") and again.headers["X-Request-Id"]
    written = patch(viewer.client, mine, {"theme": "dark"}, headers={"If-Match": tag})
    assert shown(written)["theme"] == "dark" and written.headers["ETag"] != tag
    refused(patch(viewer.client, mine, {"theme": "light"}, headers={"If-Match": tag}), 412, "precondition_failed")
    assert viewer.client.get(mine, headers={"If-None-Match": tag}).status == 200
    assert patch(viewer.client, mine, {"theme": "light"}, headers={"If-Match": written.headers["ETag"]}).status == 200


def test_9_what_the_organisation_sets_changes_the_tag(viewer, admin, mine):
    before = viewer.client.get(mine).headers["ETag"]
    admin.client.put("/api/org/preferences", {"theme": "dark"})
    after = viewer.client.get(mine)
    assert shown(after)["theme"] == "dark" and after.headers["ETag"] != before


def test_7_2_unknown_routes_of_the_api(viewer):
    for path in ["/api/v1/", "/api/v1/user", "/api/v1/users/1/preference"]:
        refused(viewer.client.get(path), 404, "not_found")
