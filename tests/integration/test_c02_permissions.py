"""Who may do what, and in which order a request is judged: 401, 403, 400, 404."""

import pytest

from answers import (BAD_REQUEST, DASHBOARDS, HOME, INVALID_THEME, NO_DASHBOARD, ORG, USER, USERS_ONLY, is_error,
                     is_updated, make_dashboard, refused_401, refused_403, unauthorized)

BROKEN = b'{"theme":'


@pytest.fixture(params=["None", "Viewer", "Editor", "Admin"])
def somebody(request, site, org):
    actor = site.enrol(request.param, org)
    actor.role = request.param
    return actor


def test_own_preferences_are_everybodys(somebody):
    assert somebody.client.get(USER).status == 200
    is_updated(somebody.client.put(USER, {"theme": "dark"}))
    is_updated(somebody.client.patch(USER, {"theme": "light"}))


def test_organisations_preferences_are_the_admins(somebody, register):
    if somebody.role == "Admin":
        assert somebody.client.get(ORG).status == 200
        is_updated(somebody.client.put(ORG, {"theme": "dark"}))
        is_updated(somebody.client.patch(ORG, {"theme": "light"}))
    else:
        before = register.fingerprint()
        refused_403(somebody.client.get(ORG), "orgs.preferences:read")
        refused_403(somebody.client.put(ORG, {"theme": "dark"}), "orgs.preferences:write")
        refused_403(somebody.client.patch(ORG, {"theme": "dark"}), "orgs.preferences:write")
        assert register.fingerprint() == before


def test_dashboards_are_written_by_editors_and_admins(somebody, editor):
    existing = make_dashboard(editor.client)
    path = f"/api/dashboards/uid/{existing['uid']}"
    if somebody.role in ("Editor", "Admin"):
        assert somebody.client.get(path).status == 200
        make_dashboard(somebody.client, title="Another")
        assert somebody.client.delete(path).status == 200
    else:
        refused_403(somebody.client.post(DASHBOARDS, {"dashboard": {"title": "x"}}), "")
        refused_403(somebody.client.delete(path), "dashboards:delete")
        assert editor.client.get(path).status == 200


def test_dashboards_are_read_by_viewers(somebody, editor):
    path = f"/api/dashboards/uid/{make_dashboard(editor.client)['uid']}"
    if somebody.role == "None":
        refused_403(somebody.client.get(path), "dashboards:read")
    else:
        assert somebody.client.get(path).status == 200
    assert somebody.client.get(HOME).status == 200


@pytest.mark.parametrize("role", ["Viewer", "Editor"])
def test_server_admin_is_no_organisation_admin(site, register, org, role):
    client = site.client(account=register.person(role, org, server_admin=True))
    refused_403(client.get(ORG), "orgs.preferences:read")
    refused_403(client.put(ORG, {}), "orgs.preferences:write")


@pytest.mark.parametrize("role", ["Viewer", "Editor", "Admin"])
def test_service_account(site, register, org, role):
    client = site.client(register.token(register.service_account(role, org)))
    is_updated(client.put(USER, {"theme": "dark"}))
    assert client.get(USER).json()["theme"] == "dark"
    is_error(client.get("/api/user"), 403, USERS_ONLY)
    if role == "Admin":
        is_updated(client.put(ORG, {"theme": "dark"}))
    else:
        refused_403(client.put(ORG, {"theme": "dark"}), "orgs.preferences:write")


class TestOrder:
    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_credentials_before_the_body(self, site, method, unchanged):
        refused_401(site.client().request(method, USER, BROKEN), unauthorized())
        refused_401(site.client().request(method, ORG, BROKEN), unauthorized())

    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    @pytest.mark.parametrize("body", [BROKEN, b"\xff", b'{"theme":1}', b'{"theme":"bad"}',
                                      b'{"homeDashboardUID":"missing"}',
                                      b"[" * 10000])
    def test_permission_before_the_body(self, viewer, method, body, unchanged):
        refused_403(viewer.client.request(method, ORG, body), "orgs.preferences:write")
        answer = viewer.client.post(DASHBOARDS, BROKEN)
        refused_403(answer, "dashboards:")

    def test_body_before_the_lookup(self, admin, unchanged):
        is_error(admin.client.put(ORG, b'{"homeDashboardUID":"missing","theme":'), 400, BAD_REQUEST)
        is_error(admin.client.put(ORG, {"homeDashboardUID": "missing", "theme": "bad"}), 400, INVALID_THEME)
        is_error(admin.client.put(ORG, {"homeDashboardUID": "missing"}), 404, NO_DASHBOARD)

    def test_credentials_before_permission(self, site, register, org):
        token = register.token(register.person("Viewer", org))
        register.revoke(token)
        assert site.client(token).put(ORG, BROKEN).status == 401
