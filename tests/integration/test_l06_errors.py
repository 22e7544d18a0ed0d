"""Valara's errors, and what every answer carries (facts: valara 3, 7, 9)."""

import re
import time

from patience import wait_until
from valara import DEFAULTS, REQUEST_ID, USERS, patch, preferences_of, refused, shown

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def bits_of(id):
    """The 48 of the time in milliseconds, and the 80 that are random."""
    number = 0
    for digit in id.removeprefix("req_"):
        number = number * 32 + ALPHABET.index(digit)
    return number >> 80, number & (1 << 80) - 1


def request_id(response):
    id, = response.headers.get_all("X-Request-Id")
    assert REQUEST_ID.fullmatch(id)
    return id


def test_3_a_browsers_session(site, viewer):
    """The third way, under the same guard against forged requests as everywhere."""
    mine, client = preferences_of(viewer), site.client()
    login = client.post("/login", {"user": viewer.account.login, "password": viewer.account.password})
    browser = client.with_headers(Cookie=login.headers["Set-Cookie"].partition(";")[0])
    assert shown(browser.get(mine)) == DEFAULTS
    refused(patch(browser, mine, {"theme": "dark"}), 403, "origin_not_allowed")
    assert shown(patch(browser, mine, {"theme": "dark"}, {"Sec-Fetch-Site": "same-origin"}))["theme"] == "dark"
    refused(client.with_headers(Cookie="grafana_session=nonsense").get(mine), 401, "auth_required")


def test_3_7_1_a_401_names_the_other_ways(site, viewer):
    error = refused(site.client().get(preferences_of(viewer)), 401, "auth_required")
    assert "API key" in error["message"] and "cookie" in error["message"]


def test_7_1_every_answer_has_an_id_of_its_own(site, viewer):
    mine = preferences_of(viewer)
    before = int(time.time() * 1000)
    ids = [request_id(answer) for answer in (
        viewer.client.get(mine), viewer.client.head(mine), viewer.client.request("OPTIONS", mine), patch(viewer.client, mine, {}),
        site.client().get(mine), viewer.client.get("/api/v1/nothing"), viewer.client.get(USERS))]
    times = [bits_of(id)[0] for id in ids]
    assert len(set(ids)) == len(ids) and times == sorted(times)
    assert before - 1000 <= times[0] <= times[-1] <= time.time() * 1000 + 1000


def test_7_1_an_id_finds_its_line_in_both_logs(site, viewer):
    known = f"{bits_of(request_id(viewer.client.get(preferences_of(viewer))))[1]:020x}"
    wait_until(lambda: known in (site.deployment.run / "nginx-access.log").read_text(), 2, "the request in nginx's log")
    wait_until(lambda: known in site.deployment.worker_log(), 2, "the request in the worker's log")


def test_7_1_an_id_of_the_clients_is_not_taken(viewer):
    forged = "req_" + "0" * 26
    assert request_id(viewer.client.get(preferences_of(viewer), headers={"X-Request-Id": forged})) != forged


def test_7_2_nginxs_own_errors(viewer):
    answer = patch(viewer.client, preferences_of(viewer), b" " * (2**20 + 1))
    error = refused(answer, 413, "payload_too_large", [])
    assert re.fullmatch(r"req_0[0-9a-f]{25}", error["request_id"])


def test_7_2_no_worker(own_site):
    site = own_site(workers=1)
    site.deployment.stop_pool()
    answer = site.client().get(USERS)
    refused(answer, 502, "service_unavailable", [])
    assert answer.headers["Retry-After"] == "1"


def test_7_2_an_error_of_ours(own_site):
    site = own_site(workers=1)
    site.register.sql("CREATE FUNCTION prefd.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the cause'; END $$")
    site.register.sql("CREATE TRIGGER fail BEFORE INSERT ON prefd.preferences EXECUTE FUNCTION prefd.fail()")
    actor = site.enrol("Viewer", site.register.organisation())
    answer = patch(actor.client, preferences_of(actor), {"theme": "dark"})
    refused(answer, 500, "internal_error", [])
    assert "cause" not in answer.text


def test_7_2_the_database_is_gone(own_site, own_cluster):
    site = own_site(cluster=own_cluster, workers=1)
    actor = site.enrol("Viewer", site.register.organisation())
    assert shown(actor.client.get(preferences_of(actor)))
    own_cluster.crash()
    for answer in (actor.client.get(preferences_of(actor)), patch(actor.client, preferences_of(actor), {"theme": "dark"})):
        refused(answer, 503, "service_unavailable", [])
        assert int(answer.headers["Retry-After"]) > 0


def test_9_headers(viewer):
    for answer in (viewer.client.get(preferences_of(viewer)), patch(viewer.client, preferences_of(viewer), {}),
                   viewer.client.get(preferences_of(viewer) + "x")):
        assert answer.headers.get_all("Cache-Control") == ["private, no-cache"]
        assert answer.headers.get_all("Content-Type") == ["application/json"]


def test_5_time_zones_are_the_systems(viewer):
    """Every zone and link of the installed data, but Factory (standards, time zones)."""
    with open("/usr/share/zoneinfo/tzdata.zi", encoding="ascii") as data:
        words = [line.split() for line in data]
    names = {line[1] for line in words if line[0] == "Z"} | {line[2] for line in words if line[0] == "L"}
    mine = preferences_of(viewer)
    for name in sorted(names - {"Factory"})[::7]:
        assert shown(patch(viewer.client, mine, {"timezone": name}))["timezone"] == name
