"""Which organisation a request acts in, and that a foreign one looks like one that does not exist."""

import pytest

from answers import EMPTY, FOREIGN_KEY, ORG, USER, is_updated, preferences, refused_401, refused_403


@pytest.fixture
def member(site, register, viewer):
    """A Viewer of two organisations: viewer.org is the current one; the second is named by .other."""
    viewer.other = register.organisation()
    register.join(viewer.account, viewer.other, "Admin")
    viewer.client.put(USER, {"theme": "dark"})
    viewer.client.with_headers(X_Grafana_Org_Id=str(viewer.other)).put(USER, {"theme": "light"})
    return viewer


@pytest.fixture(params=["token", "password"])
def client(request, site, member):
    return site.client(member.token) if request.param == "token" else site.client(account=member.account)


def theme(client, query="", **headers):
    return preferences(client.with_headers(**headers), USER + query)["theme"]


def test_current_organisation(client):
    assert theme(client) == "dark"


def test_header(client, member):
    assert theme(client, X_Grafana_Org_Id=str(member.other)) == "light"
    assert theme(client) == "dark"


def test_query(client, member):
    assert theme(client, f"?targetOrgId={member.other}") == "light"


def test_numbers_as_go_reads_them(client, member):
    """A sign and leading zeros; the name of the key may be encoded."""
    for value in ("+{}", "0{}", "+00{}"):
        assert theme(client, X_Grafana_Org_Id=value.format(member.other)) == "light"
        assert theme(client, "?targetOrgId=" + value.format(member.other).replace("+", "%2B")) == "light"
    assert theme(client, f"?target%4FrgId={member.other}") == "light"


def test_query_before_header(client, member):
    assert theme(client, f"?targetOrgId={member.other}", X_Grafana_Org_Id=str(member.org)) == "light"
    assert theme(client, f"?targetOrgId={member.org}", X_Grafana_Org_Id=str(member.other)) == "dark"


@pytest.mark.parametrize("value", ["", "0", "-1", "x", "1x", "1.5", "0x1", "99999999999999999999999", "1 OR 1=1",
                                   "\u0661"])
def test_values_that_are_no_organisation_are_ignored(client, member, value):
    assert theme(client, X_Grafana_Org_Id=value.encode("utf-8").decode("latin-1")) == "dark"


@pytest.mark.parametrize("value", ["", "0", "-1", "x", "1.5", "99999999999999999999999", "%00", "%zz", "%ff"])
def test_query_values_that_are_no_organisation_are_ignored(client, member, value):
    assert theme(client, f"?targetOrgId={value}") == "dark"
    assert theme(client, f"?targetOrgId={value}", X_Grafana_Org_Id=str(member.other)) == "light"


@pytest.mark.parametrize("name", ["orgId", "orgid", "TargetOrgId", "xtargetOrgId", "targetOrgIdx"])
def test_other_queries_are_no_override(client, member, name):
    assert theme(client, f"?{name}={member.other}") == "dark"


def test_role_is_the_organisations(client, member):
    refused_403(client.get(ORG), "orgs.preferences:read")
    there = client.with_headers(X_Grafana_Org_Id=str(member.other))
    is_updated(there.put(ORG, {"weekStart": "monday"}))
    assert preferences(there, ORG)["weekStart"] == "monday"


def test_override_does_not_change_the_current_one(client, member, register):
    current = "SELECT org_id FROM prefd.users WHERE id = %s"
    before = register.sql(current, member.account.id)
    theme(client, X_Grafana_Org_Id=str(member.other))
    theme(client, f"?targetOrgId={member.other}")
    assert register.sql(current, member.account.id) == before


class TestForeign:
    """An organisation one does not belong to."""

    @pytest.fixture
    def foreign(self, site):
        """Somebody else's organisation, full of things."""
        owner = site.enrol("Admin")
        for path in (USER, ORG):
            owner.client.put(path, {"theme": "light", "language": "canary"})
        return owner

    @pytest.mark.parametrize("method, path, body", [
        ("GET", USER, None), ("PUT", USER, {"theme": "dark"}), ("PATCH", USER, {"theme": "dark"}), ("GET", ORG, None),
        ("PUT", ORG, {}), ("PATCH", ORG, {}), ("GET", "/api/dashboards/home", None),
                                                    ("GET", "/api/dashboards/uid/x", None),
        ("DELETE", "/api/dashboards/uid/x", None), ("POST", "/api/dashboards/db", {"dashboard": {"title": "x"}})])
    def test_looks_like_an_absent_one(self, client, foreign, register, method, path, body):
        before = register.fingerprint()
        seen, absent = [client.with_headers(X_Grafana_Org_Id=str(org)).request(method, path, body)
                        for org in (foreign.org, 999999999)]
        assert seen.status == absent.status and seen.status in (200, 401, 403, 404)
        without_id = [{key: value for key, value in answer.json().items() if key != "accessErrorId"}
                      for answer in (seen, absent)]
        assert without_id[0] == without_id[1]
        assert "canary" not in seen.text
        assert register.fingerprint() == before

    def test_own_preferences_are_empty_there(self, client, foreign):
        assert preferences(client.with_headers(X_Grafana_Org_Id=str(foreign.org))) == EMPTY

    def test_organisations_preferences_are_refused(self, client, foreign):
        there = client.with_headers(X_Grafana_Org_Id=str(foreign.org))
        refused_403(there.get(ORG), "orgs.preferences:read")
        refused_403(there.put(ORG, {}), "orgs.preferences:write")

    def test_server_admins_are_no_exception(self, site, register, foreign):
        account = register.person("Viewer", register.organisation(), server_admin=True)
        there = site.client(account=account, org=foreign.org)
        refused_403(there.get(ORG), "orgs.preferences:read")
        refused_403(there.patch(ORG, {"theme": "dark"}), "orgs.preferences:write")


class TestBoundToken:
    """A token that belongs to one organisation."""

    @pytest.fixture(params=["person", "service account"])
    def bound(self, request, site, register, member):
        if request.param == "person":
            token = register.token(member.account, org=member.other)
        else:
            token = register.token(register.service_account("Admin", member.other))
        return site.client(token)

    def test_acts_in_its_own(self, bound, member):
        is_updated(bound.put(ORG, {"theme": "light"}))
        assert preferences(bound.with_headers(X_Grafana_Org_Id=str(member.other)), ORG)["theme"] == "light"
        assert preferences(bound, f"{ORG}?targetOrgId={member.other}")["theme"] == "light"

    def test_refuses_another(self, bound, member, register):
        before = register.fingerprint()
        for org in (member.org, 1, 999999999):
            there = bound.with_headers(X_Grafana_Org_Id=str(org))
            refused_401(there.get(USER), FOREIGN_KEY)
            refused_401(there.put(ORG, {"theme": "dark"}), FOREIGN_KEY)
            refused_401(bound.get(f"{USER}?targetOrgId={org}"), FOREIGN_KEY)
        assert register.fingerprint() == before


class TestMembershipGone:
    def test_falls_back_to_another(self, client, member, register):
        register.leave(member.account, member.org)
        assert theme(client) == "light"

    def test_none_left(self, client, member, register):
        register.leave(member.account, member.org)
        register.leave(member.account, member.other)
        assert preferences(client) == EMPTY
        refused_403(client.get(ORG), "orgs.preferences:read")
        assert client.put(USER, {"theme": "dark"}).status in (401, 403)

    def test_role_taken_counts_at_once(self, client, member, register):
        there = client.with_headers(X_Grafana_Org_Id=str(member.other))
        is_updated(there.put(ORG, {}))
        register.sql("UPDATE prefd.org_members SET role = 'Editor' WHERE org_id = %s AND user_id = %s",
                     member.other, member.account.id)
        refused_403(there.put(ORG, {}), "orgs.preferences:write")
        register.leave(member.account, member.other)
        refused_403(there.get(ORG), "orgs.preferences:read")
