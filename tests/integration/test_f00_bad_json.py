"""Bodies that are not JSON: always the same 400, nothing changed, no worker lost."""

import pytest

from answers import BAD_REQUEST, DASHBOARDS, EMPTY, FULL, ORG, USER, is_error, is_updated, preferences
from bad_json import BODIES, VALUES, nested, value_bodies


@pytest.fixture(scope="module")
def admin(shared_site):
    actor = shared_site.enrol("Admin")
    for path in (USER, ORG):
        is_updated(actor.client.put(path, FULL))
    return actor


@pytest.mark.parametrize("rule", VALUES)
def test_values(admin, rule, unchanged):
    taken = [body for value in VALUES[rule] for body in value_bodies(value)
             if admin.client.patch(USER, body).json() != BAD_REQUEST]
    assert taken == []


@pytest.mark.parametrize("rule", BODIES)
def test_bodies(admin, rule, unchanged):
    for body in BODIES[rule]:
        for method, path in (("PUT", USER), ("PATCH", USER), ("PUT", ORG), ("PATCH", ORG), ("POST", DASHBOARDS)):
            is_error(admin.client.request(method, path, body), 400, BAD_REQUEST)


@pytest.mark.parametrize("value", VALUES["literals of other languages"] + VALUES["quotes"], ids=repr)
def test_values_of_known_keys(admin, value, unchanged):
    for key in (b"theme", b"homeDashboardId", b"navbar", b"language"):
        is_error(admin.client.patch(USER, b'{"' + key + b'":' + value + b"}"), 400, BAD_REQUEST)


@pytest.mark.parametrize("depth", [1, 10, 100])
def test_modest_nesting_is_fine(site, depth):
    client = site.enrol("Viewer").client
    is_updated(client.put(USER, nested(depth)))
    assert preferences(client) == EMPTY


@pytest.mark.parametrize("depth", [1000, 5000, 9999])
def test_deep_nesting_is_taken_or_refused(admin, depth):
    assert admin.client.patch(USER, nested(depth)).status in (200, 400)


@pytest.mark.parametrize("depth", [20000, 100000])
def test_nesting_past_any_use_is_refused(admin, depth, unchanged):
    is_error(admin.client.patch(USER, nested(depth)), 400, BAD_REQUEST)
    is_error(admin.client.patch(USER, b'{"unknown":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"), 400, BAD_REQUEST)


def test_deep_dashboards_are_no_server_error(admin):
    for depth in (100, 5000, 100000):
        body = b'{"dashboard":{"title":"Deep","x":' + b"[" * depth + b"]" * depth + b"}}"
        assert admin.client.post(DASHBOARDS, body).status in (200, 400)


def test_many_keys(site):
    client = site.enrol("Viewer").client
    body = b"{" + b",".join(b'"key%d":%d' % (number, number) for number in range(50000)) + b',"theme":"dark"}'
    is_updated(client.put(USER, body))
    assert preferences(client)["theme"] == "dark"


def test_one_key_many_times(site):
    client = site.enrol("Viewer").client
    is_updated(client.put(USER, b"{" + b'"theme":"light",' * 20000 + b'"theme":"dark"}'))
    assert preferences(client)["theme"] == "dark"


@pytest.mark.parametrize("body", [b'{"navbar":{"bookmarkUrls":["/a"],"bookmarkUrls":["/b"]}}',
                                  b'{"navbar":{"bookmarkUrls":["/a"]},"navbar":{"bookmarkUrls":["/b"]}}'])
def test_equal_keys_inside(site, body):
    client = site.enrol("Viewer").client
    is_updated(client.put(USER, body))
    assert preferences(client)["navbar"] == {"bookmarkUrls": ["/b"]}


@pytest.mark.parametrize("number", [b"1" * 100000, b"1e309", b"-1e" + b"9" * 1000])
def test_number_beyond_a_double(admin, number, unchanged):
    """RFC 8259 section 6 lets a reader limit the range of numbers; ours is that of a double."""
    is_error(admin.client.put(USER, b'{"theme":"dark","unknown":' + number + b"}"), 400, BAD_REQUEST)


def test_long_numbers_and_texts_of_unknown_keys(site):
    client = site.enrol("Viewer").client
    for value in (b"1" * 300, b"1e308", b"-0.0e-" + b"1" * 300, b'"' + b"x" * 500000 + b'"',
                  b'"' + br"\u0000" * 1000 + b'"'):
        is_updated(client.put(USER, b'{"theme":"dark","unknown":' + value + b"}"))
