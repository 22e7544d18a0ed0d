"""People of an agency: list, read, profile, role (facts: valara 10, with the roles of 4)."""

import threading

import pytest

from valara import USERS, key, make_agency, make_platform_role, patch, refused

MEMBERS = ["id", "email", "name", "role", "manager_id", "is_active", "created_at"]
ROLES = ["photographer", "broker", "agent", "assistant", "viewer"]


@pytest.fixture
def agency(site, org):
    return make_agency(site, org)


def user_of(actor):
    return f"{USERS}/{actor.account.id}"


def profile(response):
    assert response.status == 200, (response.status, response.text)
    assert list(response.json()) == MEMBERS
    return response.json()


def listed(response):
    assert response.status == 200, (response.status, response.text)
    assert list(response.json()) == ["users", "next_cursor"]
    return [user["id"] for user in response.json()["users"]]


def ids(agency, *names):
    return [str(agency[name].account.id) for name in names]


def put_role(caller, target, role, **headers):
    return caller.client.put(user_of(target) + "/role", {"role": role}, headers=headers or None)


# ---- the list

def test_10_an_owner_lists_the_agency_oldest_first(site, org, agency, admin):
    platform = make_platform_role(site, org)
    site.enrol("Viewer", site.register.organisation())
    site.register.service_account("Viewer", org)
    everybody = sorted([actor.account.id for actor in agency.values()] + [admin.account.id])
    for caller in (agency["owner"], platform):
        assert listed(caller.client.get(USERS)) == [str(id) for id in everybody]


def test_10_others_list_whom_they_may_read(agency):
    line = ["level1", "level2", "level3", "level4", "level5"]
    assert listed(agency["broker"].client.get(USERS)) == ids(agency, "broker", *line)
    assert listed(agency["level3"].client.get(USERS)) == ids(agency, "level3", "level4", "level5", "level6")
    for name in ("level1", "assistant", "viewer"):
        assert listed(agency[name].client.get(USERS)) == ids(agency, name)


def test_10_role_and_active(register, agency):
    client = agency["owner"].client
    register.disable(agency["level1"].account)
    assert listed(client.get(USERS + "?role=photographer")) == ids(agency, "level3")
    assert listed(client.get(USERS + "?role=owner")) == ids(agency, "owner")
    for inactive in ("false", "False", "FALSE"):
        assert listed(client.get(USERS + "?active=" + inactive)) == ids(agency, "level1")
    assert listed(client.get(USERS + "?active=true&role=agent")) == ids(agency, "level2", "level4", "level5", "level6")
    both = listed(client.get(USERS))
    assert set(ids(agency, "level1", "level2")) <= set(both)


@pytest.mark.parametrize("query, field", [("role=admin", "role"), ("role=super_admin", "role"), ("role=Broker", "role"), ("role=", "role"),
                                          ("active=maybe", "active"), ("active=", "active"), ("limit=0", "limit"), ("limit=201", "limit"),
                                          ("limit=-1", "limit"), ("limit=x", "limit"), ("limit=", "limit"), ("role=%00", "role")])
def test_10_queries_that_are_wrong(viewer, query, field):
    refused(viewer.client.get(f"{USERS}?{query}"), 422, "validation.failed", [field])


def test_10_pages(agency):
    client, seen, path = agency["owner"].client, [], USERS + "?limit=5"
    while path:
        answer = client.get(path)
        seen.append(listed(answer))
        cursor = answer.json()["next_cursor"]
        path = cursor and f"{USERS}?limit=5&cursor={cursor}"
    assert [len(page) for page in seen] == [5, 5, 2]
    assert sum(seen, []) == listed(client.get(USERS)) and client.get(USERS + "?limit=12").json()["next_cursor"] is None


def test_10_fifty_make_a_page(site, org, admin):
    site.register.sql("""INSERT INTO prefd.users (login, email, org_id) SELECT %s || n, %s || n, %s FROM generate_series(1, 210) n""",
                      f"page{org}-", f"page{org}@", org)
    site.register.sql("INSERT INTO prefd.org_members (org_id, user_id, role) SELECT org_id, id, 'Viewer' FROM prefd.users WHERE login LIKE %s",
                      f"page{org}-%")
    assert len(listed(admin.client.get(USERS))) == 50
    assert len(listed(admin.client.get(USERS + "?limit=200"))) == 200


@pytest.mark.parametrize("change", [lambda cursor: cursor[:-1], lambda cursor: cursor + "0", lambda cursor: "", lambda cursor: "x",
                                    lambda cursor: ("1" if cursor[15] == "0" else "0").join([cursor[:15], cursor[16:]]),
                                    lambda cursor: cursor.upper() + "!", lambda cursor: "f" * 24, lambda cursor: "%00"])
def test_10_a_cursor_that_was_changed(agency, viewer, change):
    cursor = agency["owner"].client.get(USERS + "?limit=1").json()["next_cursor"]
    for client in (agency["owner"].client, viewer.client):
        refused(client.get(f"{USERS}?cursor={change(cursor)}"), 422, "invalid_cursor", [])


# ---- one

def test_10_read_one(agency):
    shown = profile(agency["broker"].client.get(user_of(agency["level1"])))
    assert (shown["id"], shown["role"], shown["manager_id"], shown["is_active"]) == \
        (*ids(agency, "level1"), "agent", *ids(agency, "broker"), True)
    for name, role in (("owner", "owner"), ("level3", "photographer"), ("viewer's", "viewer")):
        assert profile(agency[name].client.get(user_of(agency[name])))["role"] == role


def test_10_everybody_else_is_404(site, register, agency):
    stranger = site.enrol("Viewer", register.organisation())
    platform = make_platform_role(site, agency["owner"].org)
    for caller, target in [("broker", "level6"), ("broker", "owner"), ("level1", "level2"), ("viewer", "viewer's")]:
        refused(agency[caller].client.get(user_of(agency[target])), 404, "user_not_found")
    for caller in ("owner", "broker", "viewer"):
        for path in (user_of(stranger), user_of(platform), USERS + "/0", USERS + "/a.b"):
            refused(agency[caller].client.get(path), 404, "user_not_found")
    assert profile(platform.client.get(user_of(stranger)))["id"] == str(stranger.account.id)
    assert profile(platform.client.get(user_of(platform)))["role"] == "admin"


def test_10_9_entity_tags(agency):
    owner, path = agency["owner"].client, user_of(agency["viewer"])
    first = owner.get(path)
    assert owner.get(path, headers={"If-None-Match": first.headers["ETag"]}).status == 304
    expected = {"If-Match": first.headers["ETag"]}
    assert profile(put_role(agency["owner"], agency["viewer"], "agent", **expected))["role"] == "agent"
    refused(put_role(agency["owner"], agency["viewer"], "broker", **expected), 412, "precondition_failed")
    refused(patch(owner, path, {"manager_id": None}, expected), 412, "precondition_failed")
    assert profile(owner.get(path))["role"] == "agent"


# ---- role

@pytest.mark.parametrize("role", ROLES)
def test_10_4_an_owner_gives_roles(agency, role):
    assert profile(put_role(agency["owner"], agency["level1"], role))["role"] == role
    reached = agency["level1"].client.get(user_of(agency["level2"])).status
    assert reached == (200 if role in ("broker", "photographer") else 404)


@pytest.mark.parametrize("caller, target", [("broker", "level1"), ("level1", "level1"), ("broker", "broker"), ("viewer", "viewer")])
def test_10_role_is_for_admins_only(agency, caller, target):
    refused(put_role(agency[caller], agency[target], "broker"), 403, "role_forbidden")


def test_10_an_admin_who_is_no_owner_gives_none(register, agency):
    register.sql("UPDATE prefd.org_members SET agency_role = 'viewer' WHERE user_id = %s", agency["owner"].account.id)
    refused(put_role(agency["owner"], agency["owner"], "broker"), 403, "role_forbidden")


def test_10_role_of_who_is_not_there(site, register, agency):
    stranger = site.enrol("Viewer", register.organisation())
    refused(put_role(agency["owner"], stranger, "broker"), 404, "user_not_found")
    assert profile(put_role(make_platform_role(site, agency["owner"].org), stranger, "broker"))["role"] == "broker"


@pytest.mark.parametrize("body", [{}, {"role": None}, {"role": "owner"}, {"role": "admin"}, {"role": "Broker"}, {"role": ""}, {"role": 1},
                                  {"role": "broker\0"}, b'{"role":"\\ud800"}'])
def test_10_what_is_no_role(agency, unchanged, body):
    refused(agency["owner"].client.put(user_of(agency["viewer"]) + "/role", body), 422, "validation.failed", ["role"])


def test_10_6_a_role_is_given_once(agency):
    sent = key()
    for replay in (None, "true"):
        answer = put_role(agency["owner"], agency["viewer"], "agent", **sent)
        assert profile(answer)["role"] == "agent" and answer.headers["X-Idempotent-Replay"] == replay
    refused(put_role(agency["owner"], agency["viewer"], "broker", **sent), 409, "idempotency_key_conflict")


# ---- profile

def test_10_profile_by_oneself_or_an_administrator(site, agency):
    platform = make_platform_role(site, site.register.organisation())
    assert profile(patch(agency["viewer"].client, user_of(agency["viewer"]), {"name": "Änn É."}))["name"] == "Änn É."
    assert profile(patch(platform.client, user_of(agency["viewer"]), {"name": "Bea"}))["name"] == "Bea"
    assert profile(patch(agency["viewer"].client, user_of(agency["viewer"]), {"name": None}))["name"] == ""
    refused(patch(agency["owner"].client, user_of(agency["viewer"]), {"name": "Cid"}), 403, "role_forbidden")
    refused(patch(agency["broker"].client, user_of(agency["level1"]), {"name": "Cid"}), 403, "role_forbidden")
    refused(patch(agency["broker"].client, user_of(agency["level1"]), {}), 403, "role_forbidden")
    refused(patch(agency["viewer"].client, user_of(agency["viewer"]), {"name": "x" * 256}), 422, "validation.failed")


def test_10_manager_and_role_are_for_administrators(agency):
    mine = user_of(agency["viewer"])
    for body in ({"role": "broker"}, {"manager_id": None}, {"manager_id": agency["owner"].account.uid}, {"managerId": None},
                 {"name": "x", "role": "broker"}):
        refused(patch(agency["viewer"].client, mine, body), 403, "role_forbidden")


@pytest.mark.parametrize("name", ["manager_id", "managerId"])
def test_10_a_manager_is_set_and_taken_away(agency, name):
    owner, path = agency["owner"].client, user_of(agency["viewer"])
    refused(agency["broker"].client.get(path), 404, "user_not_found")
    for by in (str(agency["broker"].account.id), agency["broker"].account.uid):
        assert profile(patch(owner, path, {name: by}))["manager_id"] == str(agency["broker"].account.id)
        assert agency["broker"].client.get(path).status == 200
    assert profile(patch(owner, path, {name: None}))["manager_id"] is None
    refused(agency["broker"].client.get(path), 404, "user_not_found")


def test_10_4_managers_in_a_circle(agency, unchanged):
    owner, broker = agency["owner"].client, user_of(agency["broker"])
    for below in ("broker", "level1", "level6"):
        refused(patch(owner, broker, {"manager_id": str(agency[below].account.id)}), 422, "manager_circle")


def test_10_4_no_circle_by_two_at_once(agency, register):
    """Each alone would do; together they would close it."""
    owner, pair = agency["owner"].client, (agency["viewer"], agency["assistant"])
    for _ in range(10):
        answers = []
        threads = [threading.Thread(target=lambda one=one, other=other: answers.append(
            patch(owner, user_of(one), {"manager_id": str(other.account.id)}))) for one, other in (pair, pair[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.status for answer in answers) == [200, 422]
        register.sql("UPDATE prefd.org_members SET manager_id = NULL WHERE user_id = ANY(%s)", [actor.account.id for actor in pair])


def test_10_managers_who_are_none(site, register, agency):
    stranger, platform = site.enrol("Viewer", register.organisation()), make_platform_role(site, agency["owner"].org)
    robot = register.service_account("Viewer", agency["owner"].org)
    for manager in (stranger.account.id, stranger.account.uid, platform.account.id, robot.id, 10 ** 15, "", "a b", "nobody\0"):
        answer = patch(agency["owner"].client, user_of(agency["viewer"]), {"manager_id": str(manager)})
        refused(answer, 422, "validation.failed" if "\0" in str(manager) else "manager_not_found")


def test_10_5_unknown_members_are_ignored(agency):
    client, mine = agency["viewer"].client, user_of(agency["viewer"])
    before = profile(client.get(mine))
    assert profile(patch(client, mine, {"email": "new@example.org", "is_active": False, "isActive": False, "email_verified": True,
                                        "account_status": "suspended", "x": 1})) == before


def test_10_6_a_profile_needs_a_key(agency, unchanged):
    refused(agency["viewer"].client.patch(user_of(agency["viewer"]), {"name": "x"}), 400, "idempotency.missing")


@pytest.mark.parametrize("path, allow", [("", "GET, HEAD, OPTIONS"), ("/1", "GET, HEAD, PATCH, OPTIONS"), ("/1/role", "PUT, OPTIONS")])
def test_10_2_other_methods(viewer, path, allow):
    for answer in (viewer.client.request("DELETE", USERS + path), viewer.client.request("OPTIONS", USERS + path)):
        assert answer.headers["Allow"] == allow and answer.status in (204, 405)


def test_10_8_budgets(viewer):
    limits = {path: viewer.client.get(path).headers["X-Rate-Limit-Limit"] for path in (USERS, user_of(viewer))}
    assert limits == {USERS: "300", user_of(viewer): "600"}
