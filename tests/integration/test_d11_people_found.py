"""Lists and searches of people: what is found, in which order, page by page."""

import urllib.parse

import pytest

from answers import is_error

KEYS = {"id", "uid", "name", "login", "email", "avatarUrl", "isAdmin", "isDisabled", "lastSeenAt", "lastSeenAtAge",
        "authLabels", "isProvisioned", "created"}


@pytest.fixture
def root(site, register, org):
    return site.client(account=register.person("Viewer", org, server_admin=True))


@pytest.fixture
def people(register):
    """Ten people with a word of their own, in the order of their logins: (login, email, name)."""
    people.count += 1
    word = f"wort{people.count}x"
    made = [(f"{word}.{i}", f"{9 - i}@{word}.example", f"Ren\u00c9 {word.upper()} {(i * 7) % 10}") for i in range(10)]
    for login, email, name in made:
        register.sql("INSERT INTO prefd.users (login, email, name) VALUES (%s, %s, %s)", login, email, name)
    return word, made


people.count = 0


def search(client, **query):
    answer = client.get("/api/users/search?" + urllib.parse.urlencode(query))
    assert answer.status == 200, answer.body
    assert set(answer.json()) == {"totalCount", "users", "page", "perPage"}
    return answer.json()


def logins(page):
    return [hit["login"] for hit in (page["users"] if isinstance(page, dict) else page)]


def test_a_hit(root, register, people):
    word, _ = people
    hit = search(root, query=f"{word}.3")["users"][0]
    assert set(hit) == KEYS
    row = register.sql("SELECT id, uid FROM prefd.users WHERE login = %s", f"{word}.3")[0]
    assert (hit["id"], hit["uid"], hit["login"], hit["email"]) == (*row, f"{word}.3", f"6@{word}.example")
    assert hit["isAdmin"] is hit["isDisabled"] is hit["isProvisioned"] is False and hit["authLabels"] == []
    assert hit["lastSeenAtAge"] == "10 years" and hit["lastSeenAt"] < hit["created"]


@pytest.mark.parametrize("form", ["{}", "{}.", "@{}.example", " {} ", "{}"])
def test_contains(root, people, form):
    """In login, email and name, in any case."""
    word, made = people
    page = search(root, query=form.format(word.upper()))
    assert page["totalCount"] == 10 and logins(page) == [login for login, _, _ in made]


def test_beyond_ascii(root, people):
    word, _ = people
    assert search(root, query=f"REN\u00e9 {word}")["totalCount"] == 10


@pytest.mark.parametrize("wild", ["%", "_", "\\", "%%%", "wort%", "wort_x", "'", "\\%", "*"])
def test_no_wildcards(register, root, people, wild):
    """They stand for themselves: what is found has them."""
    found = search(root, query=wild)
    assert found["totalCount"] == register.sql(
        "SELECT count(*) FROM prefd.users WHERE NOT is_service_account AND strpos(concat(lower(name), chr(1), login, chr(1), "
        "email), %s) > 0", wild)[0][0]
    login = f"a{wild}b".lower()
    register.sql("INSERT INTO prefd.users (login, email) VALUES (%s, %s)", login, f"{login}@example.org")
    assert search(root, query=f"a{wild}b")["totalCount"] == 1
    register.sql("DELETE FROM prefd.users WHERE login = %s", login)


def test_more_than_a_few(register, root):
    """Up to 2000 are counted as they are found in the index, beyond that a search goes another way: the same comes out."""
    register.sql("INSERT INTO prefd.users (login, email) SELECT concat('crowd', n), concat('crowd', n, '@example.org') "
                 "FROM generate_series(1, 2000) n")

    def page(number, **query):
        found = search(root, page=number, perpage=3, **{"query": "crowd"} | query)
        return found["totalCount"], *logins(found)

    assert page(667) == (2000, "crowd998", "crowd999") and page(668) == (2000,)
    assert page(1, query="CROWD1") == (1111, "crowd1", "crowd10", "crowd100")
    register.sql("INSERT INTO prefd.users (login, email) VALUES ('crowd2001', 'crowd2001@example.org')")
    assert page(667) == (2001, "crowd997", "crowd998", "crowd999") and page(668) == (2001,)
    assert page(1, sort="login-desc") == (2001, "crowd999", "crowd998", "crowd997")
    register.sql("DELETE FROM prefd.users WHERE login LIKE 'crowd%'")


def test_fields_are_apart(root, people):
    word, _ = people
    assert search(root, query=f"{word}.36@")["totalCount"] == 0


def test_pages(root, people):
    word, made = people
    expected = [login for login, _, _ in made]
    seen = []
    for number in range(1, 6):
        page = search(root, query=word, page=number, perpage=3)
        assert (page["totalCount"], page["page"], page["perPage"]) == (10, number, 3)
        listed = root.get(f"/api/users?query={word}&page={number}&perpage=3").json()
        assert listed == page["users"]
        seen += logins(page)
    assert seen == expected and page["users"] == []


@pytest.mark.parametrize("query, page, per_page", [
    ({}, 1, 1000), ({"page": 0, "perpage": 0}, 1, 1000), ({"page": -3, "perpage": -3}, 1, 1000),
    ({"page": "x", "perpage": "1e1"}, 1, 1000), ({"Page": 2, "PERPAGE": 7}, 2, 7),
    ({"page": 2 ** 63 - 1, "perpage": 2 ** 63 - 1}, 2 ** 63 - 1, 2 ** 63 - 1)])
def test_what_pages_are(root, query, page, per_page):
    got = search(root, **query)
    assert (got["page"], got["perPage"]) == (page, per_page)


def test_everybody(register, root):
    """All persons, by login, and no service account."""
    register.service_account()
    expected = [row[0] for row in register.sql('SELECT login FROM prefd.users WHERE NOT is_service_account '
                                               'ORDER BY login COLLATE "C"')]
    page = search(root, perpage=100000)
    assert logins(page) == expected and page["totalCount"] == len(expected)
    assert logins(root.get("/api/users?perpage=100000").json()) == expected
    assert search(root, query="sa-")["totalCount"] == len([login for login in expected if "sa-" in login])


@pytest.mark.parametrize("sort, key", [
    ("login-asc", lambda p: p[0]), ("login-desc", lambda p: [-ord(c) for c in p[0]]), ("email-asc", lambda p: p[1]),
    ("name-asc", lambda p: p[2]), ("name-desc", lambda p: [-ord(c) for c in p[2]]),
    ("name-asc,email-asc", lambda p: p[1])])
def test_sort(root, people, sort, key):
    word, made = people
    assert logins(search(root, query=word, sort=sort)) == [login for login, _, _ in sorted(made, key=key)]


def test_sort_by_being_seen(register, root, people):
    word, made = people
    register.sql("UPDATE prefd.users SET last_seen_at = now() - interval '3 hours' WHERE login = %s", made[4][0])
    register.sql("UPDATE prefd.users SET last_seen_at = now() - interval '40 days' WHERE login = %s", made[7][0])
    latest = search(root, query=word, sort="lastSeenAtAge-desc")["users"]
    assert [(hit["login"], hit["lastSeenAtAge"]) for hit in latest[:3]] == [
        (made[4][0], "3 hours"), (made[7][0], "1 month"), (made[0][0], "10 years")]
    assert logins(search(root, query=word, sort="lastSeenAtAge-asc"))[-2:] == [made[7][0], made[4][0]]
    assert logins(search(root, query=word, filters="activeLast30Days")) == [made[4][0]]
    assert search(root, query=word, filters="unknown")["totalCount"] == 10
    assert logins(root.get(f"/api/users?query={word}&filters=activeLast30Days").json()) == [made[4][0]]


@pytest.mark.parametrize("last, expected", [(None, "< 1 minute"), ("270 seconds", "4 minutes"), ("6 minutes", "< 1 minute")])
def test_who_logs_in_is_seen(site, register, root, viewer, last, expected):
    """At most every few minutes, and that changes nothing else of the account."""
    account = viewer.account
    register.sql("UPDATE prefd.users SET last_seen_at = now() - %s::interval WHERE id = %s", last, account.id)
    before = register.sql("SELECT version, updated_at FROM prefd.users WHERE id = %s", account.id)
    assert site.client(account=account).get("/api/user").status == 200
    assert search(root, query=account.email)["users"][0]["lastSeenAtAge"] == expected
    assert register.sql("SELECT version, updated_at FROM prefd.users WHERE id = %s", account.id) == before


@pytest.mark.parametrize("sort", ["login", "password_hash-asc", "login-asc,", "LOGIN-ASC", "login-asc;drop table", "u.id"])
@pytest.mark.parametrize("path", ["/api/users", "/api/users/search"])
def test_unknown_sort(root, path, sort):
    is_error(root.get(f"{path}?sort={urllib.parse.quote(sort)}"), 400,
             {"statusCode": 400, "messageId": "unknown sorting option", "message": "Bad request", "traceID": ""})


def test_a_change_is_found_at_once(root, people):
    word, made = people
    user = search(root, query=made[0][0])["users"][0]["id"]
    assert root.put(f"/api/users/{user}", {"login": f"other.{word}", "email": f"other@{word}"}).status == 200
    assert search(root, query=made[0][0])["totalCount"] == 0
    assert search(root, query=f"other@{word}")["totalCount"] == 1
    assert root.delete(f"/api/admin/users/{user}").status == 200
    assert search(root, query=f"other@{word}")["totalCount"] == 0


def test_a_query_that_is_no_text(root):
    assert root.get("/api/users/search?query=%ff").status == 400
    assert root.get("/api/users?query=%00").status == 400
