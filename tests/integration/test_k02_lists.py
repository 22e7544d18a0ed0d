"""SelfCommunity's list: filters, pages and their addresses (facts: selfcommunity 8)."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from community import ME, listing, make, refused

KEYS = [f"k{number:03}" for number in range(25)]


@pytest.fixture
def stocked(viewer):
    for key in KEYS:
        make(viewer.client, key, {"of": key})
    return viewer.client


def page(client, query="", path=ME):
    answer = client.get(path + query)
    assert answer.status == 200, answer.text
    assert set(answer.json()) == {"count", "next", "previous", "results"}
    return answer.json()


def keys(body):
    return [result["key"] for result in body["results"]]


def pairs(url):
    return None if url is None else parse_qs(urlsplit(url).query, keep_blank_values=True)


def test_no_items(viewer):
    """8: no match is 200 with count 0, never 404."""
    for query in ("", "?search=x", "?limit=1&offset=7&search=x"):
        body = page(viewer.client, query)
        assert (body["count"], body["results"], body["next"]) == (0, [], None)
    assert page(viewer.client)["previous"] is None


def test_pages(stocked):
    """8: by id ascending, 20 by default; next while there are more, previous while there are earlier ones."""
    first = page(stocked)
    assert (first["count"], keys(first), first["previous"]) == (25, KEYS[:20], None)
    assert pairs(first["next"]) == {"limit": ["20"], "offset": ["20"]}
    second = page(stocked, "?" + urlsplit(first["next"]).query)
    assert (second["count"], keys(second), second["next"]) == (25, KEYS[20:], None)
    assert pairs(second["previous"]) == {"limit": ["20"]}
    ids = [result["id"] for result in first["results"] + second["results"]]
    assert ids == sorted(ids)
    assert first["results"][3]["value"] == {"of": KEYS[3]} and len(first["results"][3]) == 6


@pytest.mark.parametrize("query, count, following, preceding", [
    ("limit=10", 10, "10", None), ("limit=10&offset=10", 10, "20", ""), ("limit=10&offset=15", 10, None, "5"),
    ("limit=10&offset=5", 10, "15", ""), ("limit=100", 25, None, None), ("limit=25", 25, None, None), ("limit=24", 24, "24", None),
    ("offset=25", 0, None, "5"), ("offset=1000", 0, None, "980"), ("limit=1&offset=24", 1, None, "23"),
    ("offset=99999999999999999999", 0, None, "9223372036854775787")])
def test_addresses(stocked, query, count, following, preceding):
    """8: previous leaves the offset out when it reaches 0; past the end next is null and previous set."""
    body = page(stocked, "?" + query)
    limit = dict(parse_qsl(query)).get("limit", "20")
    assert (body["count"], len(body["results"])) == (25, count)
    assert pairs(body["next"]) == (following and {"limit": [limit], "offset": [following]})
    expected = {"limit": [limit], **({"offset": [preceding]} if preceding else {})}
    assert pairs(body["previous"]) == (expected if preceding is not None else None)


@pytest.mark.parametrize("word", ["", "x", "-1", "0", "1.5", "1e1", "+5", "%201", "0x10", "%00", "%FF", "%EF%BC%91"])
def test_what_is_no_number_is_the_default(stocked, word):
    """8: empty, not a number, negative, a limit of zero: silently the default."""
    assert keys(page(stocked, f"?limit={word}")) == KEYS[:20]
    assert keys(page(stocked, f"?limit=5&offset={word}")) == KEYS[:5]


@pytest.mark.parametrize("limit", ["101", "1000", "99999999999999999999999"])
def test_the_largest_page(stocked, limit):
    """8: a larger limit is lowered to 100."""
    for number in range(25, 101):
        make(stocked, f"k{number:03}")
    body = page(stocked, f"?limit={limit}")
    assert len(body["results"]) == 100 and pairs(body["next"]) == {"limit": ["100"], "offset": ["100"]}


def test_filters(viewer):
    """8: search and key are exact, case-sensitive matches on key; given both, both must match."""
    for key in ("layout", "Layout", "a b&c=d", "é"):
        make(viewer.client, key)
    for name in ("search", "key"):
        assert keys(page(viewer.client, f"?{name}=layout")) == ["layout"]
        assert keys(page(viewer.client, f"?{name}=LAYOUT")) == []
        assert keys(page(viewer.client, f"?{name}=lay")) == []
        assert keys(page(viewer.client, f"?{name}=a+b%26c%3Dd")) == ["a b&c=d"]
        assert keys(page(viewer.client, f"?{name}=%C3%A9")) == ["é"]
        assert keys(page(viewer.client, f"?{name}=e%CC%81")) == []
        assert keys(page(viewer.client, f"?{name}=")) == []
        for hostile in ("%00", "%FF", "layout%00", "'%20OR%20true--"):
            assert page(viewer.client, f"?{name}={hostile}")["count"] == 0
    assert keys(page(viewer.client, "?search=layout&key=layout")) == ["layout"]
    assert keys(page(viewer.client, "?search=layout&key=Layout")) == []


def test_other_parameters(stocked):
    """8: ignored, and carried on by the addresses of other pages, as the filters are."""
    assert keys(page(stocked, "?Limit=1&ordering=-id&x&%6Cimit=3")) == KEYS[:3]
    query = "?limit=2&offset=2&lang=a+b%26%22%5C%3C&x&y=1&y=2"
    for url in (page(stocked, query)["next"], page(stocked, query)["previous"]):
        found = pairs(url)
        assert (found["lang"], found["x"], found["y"], found["limit"]) == (['a b&"\\<'], [""], ["1", "2"], ["2"])
    many = "&".join(f"p{number}=%22" for number in range(900))
    assert len(pairs(page(stocked, "?limit=1&" + many)["next"])) == 902


def test_the_filter_is_carried_on(viewer):
    """8: next carries every other parameter of the request."""
    make(viewer.client, "only")
    assert pairs(page(viewer.client, "?search=only&offset=1&limit=1")["previous"]) == {"search": ["only"], "limit": ["1"]}


def test_addresses_are_absolute(stocked, viewer):
    """8: scheme and host as the client used them, the path of the request with its final slash."""
    port = stocked.port
    for owner in ("me", viewer.account.id):
        for path in (listing(owner), listing(owner).rstrip("/")):
            url = urlsplit(page(stocked, path=path)["next"])
            assert (url.scheme, url.netloc, url.path) == ("http", f"127.0.0.1:{port}", listing(owner))
    for forwarded in ("https", "HTTPS", "https, http", "https,http"):  # the last two where two proxies are before nginx
        url = urlsplit(page(stocked.with_headers(Host="prefs.example:8443", X_Forwarded_Proto=forwarded))["next"])
        assert (url.scheme, url.netloc) == ("https", "prefs.example:8443")
    for forwarded in ("http, https", "httpss", "htt", ", https"):
        assert urlsplit(page(stocked.with_headers(X_Forwarded_Proto=forwarded))["next"]).scheme == "http"
    url = urlsplit(page(stocked.with_headers(X_Forwarded_Proto='javascript:"'))["next"])
    assert url.scheme == "http"
    answer = stocked.get(ME, headers={"Host": 'a"b'})
    assert answer.status == 400 or urlsplit(answer.json()["next"]).netloc == "localhost"


def test_a_list_is_of_its_owner(viewer, editor, admin):
    """8: matches are within the owner's items."""
    make(viewer.client, "mine")
    make(editor.client, "mine")
    (result,) = page(admin.client, "?search=mine", listing(viewer.account.id))["results"]
    assert result["user_id"] == viewer.account.id
    refused(viewer.client.get(listing(editor.account.id) + "?search=mine"), 403, "permission_denied")
