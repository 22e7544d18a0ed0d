"""Credentials and roles (facts: valara 3, 4), and the order of checks (7.3)."""

import pytest

from valara import DEFAULTS, USERS, key, make_agency, make_platform_role, patch, preferences_of, refused, shown


@pytest.fixture
def anyone(viewer):
    return preferences_of(viewer)


def test_3_no_credential(site, anyone):
    answer = site.client().get(anyone)
    refused(answer, 401, "auth_required")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer nonsense"}, {"Authorization": "Bearer "}, {"X-API-Key": "nonsense"},
                                     {"X-API-Key": ""}])
def test_3_a_bad_credential(site, anyone, headers):
    answer = site.client().get(anyone, headers=headers)
    refused(answer, 401, "api_key_invalid")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_3_keys_that_ended(site, register, viewer, anyone):
    """3: revoked, expired, of somebody disabled: from the next request on, under either header."""
    revoked, expired, disabled = (register.token(viewer.account) for _ in range(3))
    register.revoke(revoked)
    register.sql("UPDATE prefd.tokens SET expires_at = now() WHERE id = %s", expired.id)
    register.disable(viewer.account)
    for token in (revoked, expired, disabled):
        for headers in ({"Authorization": f"Bearer {token.secret}"}, {"X-API-Key": token.secret}):
            refused(site.client().get(anyone, headers=headers), 401, "api_key_invalid")


def test_3_both_headers(site, viewer, editor, anyone):
    mine, other = viewer.token.secret, editor.token.secret
    client = site.client()
    assert shown(client.get(anyone, headers={"X-API-Key": mine}))
    assert shown(client.get(anyone, headers={"X-API-Key": mine, "Authorization": f"Bearer {mine}"}))
    refused(client.get(anyone, headers={"X-API-Key": mine, "Authorization": f"Bearer {other}"}), 401, "api_key_invalid")
    refused(client.get(anyone, headers={"X-API-Key": "nonsense", "Authorization": f"Bearer {mine}"}), 401, "api_key_invalid")


def test_3_a_key_elsewhere_never_counts(site, viewer, anyone):
    secret = viewer.token.secret
    refused(site.client().get(f"{anyone}?api_key={secret}&access_token={secret}"), 401, "auth_required")
    refused(patch(site.client(), anyone, {"api_key": secret}), 401, "auth_required")


@pytest.fixture
def agency(site, org):
    return make_agency(site, org)


def reach(caller, target):
    """GET and PATCH use the same table: the status of both."""
    read = caller.client.get(preferences_of(target))
    written = patch(caller.client, preferences_of(target), {"theme": "dark"})
    assert read.status == written.status, (read.status, written.text)
    return written


def test_4_oneself_whatever_the_role(agency):
    for name, actor in agency.items():
        assert shown(reach(actor, actor))["theme"] == "dark", name


def test_4_an_owner_reaches_everybody_of_the_agency(agency):
    for name, actor in agency.items():
        assert reach(agency["owner"], actor).status == 200, name


@pytest.mark.parametrize("manager, reached", [("broker", ["level1", "level2", "level3", "level4", "level5"]),
                                              ("level3", ["level4", "level5", "level6"])])
def test_4_a_manager_reaches_five_levels(agency, manager, reached):
    for name, actor in agency.items():
        if name in reached:
            assert reach(agency[manager], actor).status == 200, name
        elif name != manager:
            refused(reach(agency[manager], actor), 403, "role_forbidden")


@pytest.mark.parametrize("caller, target", [("level1", "level2"), ("assistant", "assistant's"), ("viewer", "viewer's"),
                                            ("viewer", "owner"), ("level1", "broker")])
def test_4_others_reach_nobody_not_even_on_paper(agency, caller, target):
    refused(reach(agency[caller], agency[target]), 403, "role_forbidden")


def test_4_foreign_is_absent(site, register, agency):
    stranger = site.enrol("Viewer", register.organisation())
    platform = make_platform_role(site, agency["owner"].org)
    for caller in ["owner", "broker", "viewer"]:
        client = agency[caller].client
        answers = [client.request(method, f"{USERS}/{part}/preferences", {} if method == "PATCH" else None)
                   for method in ("GET", "PATCH") for part in (stranger.account.id, stranger.account.uid, platform.account.id, 10 ** 15)]
        for answer in answers:
            refused(answer, 404, "user_not_found")


def test_4_a_platform_role_reaches_everybody(site, register, org, viewer):
    platform = make_platform_role(site, org)
    stranger = site.enrol("Viewer", register.organisation())
    assert reach(platform, viewer).status == reach(platform, stranger).status == 200
    assert shown(stranger.client.get(preferences_of(stranger)))["theme"] == "dark"
    refused(platform.client.get(f"{USERS}/{10 ** 15}/preferences"), 404, "user_not_found")


def test_4_who_is_in_no_agency(site, register, org):
    """4: has nowhere to keep preferences: the defaults, and 403 for a change, also for a platform role, which reaches anyone."""
    account = register.person("Viewer", org)
    client, path = site.client(register.token(account)), f"{USERS}/{account.id}/preferences"
    register.leave(account, org)
    platform = make_platform_role(site, org).client
    for asking in (client, platform):
        assert shown(asking.get(path)) == shown(patch(asking, path, {})) == DEFAULTS
        refused(patch(asking, path, {"theme": "dark"}), 403, "role_forbidden")


def test_4_a_circle_ends(register, agency):
    ids = [agency[name].account.id for name in ("level5", "level6")]
    register.sql("ALTER TABLE prefd.org_members DISABLE TRIGGER USER")
    register.sql("UPDATE prefd.org_members SET manager_id = %s WHERE user_id = %s", ids[1], ids[0])
    register.sql("ALTER TABLE prefd.org_members ENABLE TRIGGER USER")
    refused(reach(agency["broker"], agency["level6"]), 403, "role_forbidden")


WRONG_TYPE = {"headers": {"Content-Type": "text/plain"}}


def test_7_3_order(site, register, viewer, editor):
    mine, fellow = preferences_of(viewer), preferences_of(editor)
    bad_key = {"X-Idempotency-Key": "a b"}
    client, nobody = viewer.client, site.client()
    # route, credential, method, target, type, size, key, JSON, record, precondition, values
    refused(nobody.patch("/api/v1/nothing", b"{"), 404, "not_found")
    refused(nobody.request("PUT", mine, b"{"), 401, "auth_required")
    refused(client.request("PUT", fellow, b"{"), 405, "method_not_allowed")
    refused(patch(client, fellow, b"{", **WRONG_TYPE), 403, "role_forbidden")
    refused(patch(client, f"{USERS}/999999/preferences", b"{", **WRONG_TYPE), 404, "user_not_found")
    refused(patch(client, f"{USERS}/a.b/preferences", b"{", **WRONG_TYPE), 404, "user_not_found")
    refused(patch(client, mine, b"{" * 65537, headers={"Content-Type": "text/plain", **bad_key}), 415, "unsupported_media_type")
    refused(patch(client, mine, b"{" * 65537, headers=bad_key), 413, "payload_too_large")
    refused(patch(client, mine, b"{", headers=bad_key), 400, "idempotency_key_invalid")
    sent = key()
    assert patch(client, mine, {"theme": "dark"}, headers=sent).status == 200
    refused(patch(client, mine, b"{", headers=sent), 422, "validation.failed")
    refused(patch(client, mine, {"theme": "blue"}, headers={**sent, "If-Match": '"x"'}), 409, "idempotency_key_conflict")
    refused(patch(client, mine, {"theme": "blue"}, headers={"If-Match": '"x"'}), 412, "precondition_failed")
    refused(patch(client, mine, {"theme": "blue"}), 400, "invalid_preference_value")


def test_4_what_a_credential_is_good_for(site, register, org, viewer, admin):
    """Roles are those of the caller where the credential acts, whatever kind it is of."""
    mine = preferences_of(viewer)
    by_password = site.client(account=admin.account)
    assert shown(patch(by_password, mine, {"theme": "dark"}))["theme"] == "dark"
    robots = {role: site.client(register.token(register.service_account(role, org))) for role in ("Viewer", "Admin")}
    assert shown(robots["Admin"].get(mine))["theme"] == "dark"
    refused(robots["Viewer"].get(mine), 403, "role_forbidden")
    stranger = site.enrol("Viewer", register.organisation())
    bound = site.client(register.token(register.person("Viewer", org, server_admin=True), org))
    refused(bound.get(preferences_of(stranger)), 404, "user_not_found")
    refused(bound.get(mine), 403, "role_forbidden")
    elsewhere = register.organisation()
    register.join(admin.account, elsewhere, "Viewer")
    refused(site.client(register.token(admin.account, elsewhere)).get(mine), 404, "user_not_found")
