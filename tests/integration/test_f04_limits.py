"""Every limit that docs/security.md has in its table of input, one below it, at it and one above. The number is the table's, and
so is the answer beyond; here is how such a thing is sent. A limit without a row fails, and one of the schema or of the
configuration that the table does not have."""

import os
import re
import subprocess
from itertools import count

import pytest

import valara
from answers import DASHBOARDS, USER
from community import ME
from places import BUILD, TOP

LIMIT = re.compile(r"^\| (?P<name>[^|]+) \| (?:about )?(?P<number>[\d,]+) [^|]*\| (?P<status>\d+)\b[^|]*\|$", re.M)
TABLE = TOP.joinpath("docs/security.md").read_text(encoding="utf-8").partition("## Input")[2].partition("\n## ")[0]
DOCUMENTED = {row["name"]: row for row in LIMIT.finditer(TABLE)}

# What each limit of the schema is called in the table; and those that nothing from outside comes up to.
CONSTRAINTS = {"orgs_name_length": "name of an organisation", "users_login_length": "login", "users_email_length": "e-mail address",
               "users_name_length": "name of a person", "users_theme_length": "theme of a profile", "tokens_name_length": "name of a token",
               "dashboards_uid_length": "UID of a dashboard", "dashboards_title_length": "title of a dashboard",
               "teams_name_length": "name of a team", "teams_email_length": "e-mail address of a team",
               "keyed_preferences_key_length": "SelfCommunity: key", "keyed_preferences_value_length": "SelfCommunity: value",
               "idempotency_records_key_length": "idempotency key"}

LEAST = {"password, at least"}  # what must not be below it
ROWS = {}
serial = count(1)


def row(name):
    """The function sends N of what NAME limits, as one of PEOPLE, and gives the answer."""
    def add(send):
        ROWS[name] = send
        return send
    return add


@pytest.fixture(scope="module")
def people(shared_site):
    class People:
        site = shared_site
        org = shared_site.register.organisation()
        chief = shared_site.client(shared_site.register.token(shared_site.register.person("Admin", org, server_admin=True)))
        admin, viewer = shared_site.enrol("Admin", org), shared_site.enrol("Viewer", org)
    return People


def text(n):
    """N characters that nothing else is called; of the longer ones each takes two bytes."""
    mark = f"{next(serial)}-"
    return mark + "é" * (n - len(mark)) if n > 64 else mark + "x" * (n - len(mark))


def padded(start, end, n):
    return start + b" " * (n - len(start) - len(end)) + end


def raw(people, line, *fields):
    fields = ["Host: a", "Connection: close", f"Authorization: {people.viewer.client.headers['Authorization']}", *fields]
    return people.viewer.client.raw("\r\n".join([line, *fields, "", ""]).encode())


@row("body")
def body(people, n):
    return people.viewer.client.put(USER, padded(b'{"theme":"dark"', b"}", n))


@row("body, Valara's API")
def body_of_valara(people, n):
    return valara.patch(people.viewer.client, valara.preferences_of(people.viewer), padded(b'{"theme":"dark"', b"}", n),
                        {"Content-Type": "application/json"})


@row("request line")
def request_line(people, n):
    line = f"GET {USER}?x="
    return raw(people, line + "x" * (n - len(line) - len(" HTTP/1.1\r\n")) + " HTTP/1.1")


@row("line of a header field")
def header_line(people, n):
    return raw(people, f"GET {USER} HTTP/1.1", "X: " + "x" * (n - len("X: \r\n")))


@row("header in all")
def header(people, n):
    """It comes in pieces of 8 KiB, of which none is filled to its end."""
    whole, rest = divmod(n * 9 // 10 if n <= 32768 else n * 11 // 10, 1000)
    return raw(people, f"GET {USER} HTTP/1.1", *(f"X-{i}: " + "x" * 990 for i in range(whole)), "Y: " + "y" * rest)


@row("nesting of a JSON body")
def nesting(people, n):
    return people.viewer.client.put(USER, b'{"unknown":' + b"[" * (n - 1) + b"]" * (n - 1) + b"}")


@row("integer of a known key")
def integer(people, n):
    return people.admin.client.post(DASHBOARDS, {"dashboard": {"title": text(20), "version": n}, "overwrite": True})


@row("login")
def login(people, n):
    return people.chief.post("/api/admin/users", {"login": text(n), "password": "long enough"})


@row("e-mail address")
def email(people, n):
    return people.chief.post("/api/admin/users", {"email": text(n), "login": text(20), "password": "long enough"})


@row("name of a person")
def name(people, n):
    return people.viewer.client.put("/api/user", {"login": people.viewer.account.login, "name": text(n)})


@row("theme of a profile")
def theme(people, n):
    return people.viewer.client.put("/api/user", {"login": people.viewer.account.login, "theme": text(n)})


@row("password, at least")
def password(people, n):
    return people.chief.put(f"/api/admin/users/{people.viewer.account.id}/password", {"password": "é" * n})


@row("name of an organisation")
def org_name(people, n):
    return people.chief.post("/api/orgs", {"name": text(n)})


@row("name of a team")
def team_name(people, n):
    return people.admin.client.post("/api/teams", {"name": text(n)})


@row("e-mail address of a team")
def team_email(people, n):
    return people.admin.client.post("/api/teams", {"name": text(20), "email": text(n)})


@row("name of a token")
def token_name(people, n):
    robot = people.site.register.service_account(org=people.org)
    return people.admin.client.post(f"/api/serviceaccounts/{robot.id}/tokens", {"name": text(n)})


@row("UID of a dashboard")
def dashboard_uid(people, n):
    return people.admin.client.post(DASHBOARDS, {"dashboard": {"title": text(20), "uid": text(n)}})


@row("title of a dashboard")
def dashboard_title(people, n):
    return people.admin.client.post(DASHBOARDS, {"dashboard": {"title": text(n)}})


@row("message of a saved dashboard")
def dashboard_message(people, n):
    return people.admin.client.post(DASHBOARDS, {"dashboard": {"title": text(20)}, "message": "é" * n})


@row("tags of a dashboard")
def dashboard_tags(people, n):
    return people.admin.client.post(DASHBOARDS, {"dashboard": {"title": text(20), "tags": ["t" * (n - 4)]}})


@row("hits of a search for dashboards")
def dashboards_searched(people, n):
    return people.viewer.client.get(f"/api/search?limit={n}")


@row("idempotency key")
def idempotency_key(people, n):
    return people.viewer.client.put(USER, {}, headers={"Idempotency-Key": f"{next(serial):0>{n}}"})


@row("entity tags of a field")
def entity_tags(people, n):
    """The last of them is the right one."""
    tag = people.viewer.client.get(USER).headers["ETag"]
    return people.viewer.client.put(USER, {}, headers={"If-Match": '"x", ' * (n - 1) + tag})


@row("SelfCommunity: key")
def keyed_key(people, n):
    return people.viewer.client.post(ME, {"key": text(n), "value": 1})


@row("SelfCommunity: value")
def keyed_value(people, n):
    return people.viewer.client.post(ME, {"key": text(20), "value": "x" * (n - 2)})


@row("SelfCommunity: nesting of a value")
def keyed_nesting(people, n):
    return people.viewer.client.post(ME, f'{{"key":"{text(20)}","value":{"[" * n}{"]" * n}}}'.encode(), headers={"Content-Type": "application/json"})


@row("Valara: people of a page")
def valara_page(people, n):
    return people.admin.client.get(f"{valara.USERS}?limit={n}")


@row("Valara: language tag")
def language(people, n):
    """Of one character for private use, and pieces of eight and less."""
    pieces, rest = divmod(n - 1, 9)
    tag = "x" + "-aaaaaaaa" * (pieces - (rest == 1)) + {0: "", 1: "-aaaaaaa-a"}.get(rest, "-" + "a" * (rest - 1))
    assert len(tag) == n
    return valara.patch(people.viewer.client, valara.preferences_of(people.viewer), {"language": tag})


def test_every_limit_has_a_row():
    assert set(DOCUMENTED) == set(ROWS)


def test_every_limit_of_the_schema_is_documented(register):
    found = register.sql("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'prefd'::regnamespace "
                         "AND contype = 'c' AND pg_get_constraintdef(oid) ~ '_length\\(.*<= \\d'")
    limits = {constraint: int(re.search(r"<= (\d+)", definition)[1]) for constraint, definition in found}
    documented = {constraint: int(DOCUMENTED[name]["number"].replace(",", "")) for constraint, name in CONSTRAINTS.items()}
    assert limits == documented


@pytest.mark.parametrize("step", [-1, 0, 1], ids=["n-1", "n", "n+1"])
@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_limit(people, name, step):
    limit, beyond = int(DOCUMENTED[name]["number"].replace(",", "")), int(DOCUMENTED[name]["status"])
    answer = ROWS[name](people, limit + step)
    is_beyond = step < 0 if name in LEAST else step > 0
    assert answer.status == beyond if is_beyond else answer.status < 300, (answer.status, answer.text)


KEYS = re.findall(r"; Allowed: (-?\d+) to (\d+) .*\n;(\w+) =",
                  subprocess.run([BUILD / "prefd", "--sample"], check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("least, most, key", KEYS, ids=[key for _, _, key in KEYS])
def test_a_configuration_key(least, most, key):
    for number, taken in ((int(least) - 1, False), (int(least), True), (int(most), True), (int(most) + 1, False)):
        done = subprocess.run([BUILD / "prefd", "--check-config"], env={**os.environ, f"PREFD_{key.upper()}": str(number)},
                              capture_output=True, text=True, check=False)
        assert (done.returncode == 0) == taken, (number, done.stderr)
