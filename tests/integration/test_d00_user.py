"""GET /api/user: the profile of whoever asks."""

import hashlib
import re

import pytest

KEYS = {"id", "uid", "email", "name", "login", "theme", "orgId", "isGrafanaAdmin", "isDisabled", "isExternal",
        "isExternallySynced", "isGrafanaAdminExternallySynced", "isProvisioned", "authLabels", "updatedAt", "createdAt",
        "avatarUrl"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def profile(client):
    answer = client.get("/api/user")
    assert answer.status == 200 and answer.media_type == "application/json"
    return answer.json()


@pytest.mark.parametrize("way", ["token", "password"])
def test_profile(site, viewer, way):
    account = viewer.account
    body = profile(viewer.client if way == "token" else site.client(account=account))
    assert set(body) == KEYS
    assert TIME.fullmatch(body.pop("updatedAt")) and TIME.fullmatch(body.pop("createdAt"))
    assert body == {
        "id": account.id, "uid": account.uid, "email": account.email, "login": account.login, "orgId": account.org,
        "name": f"Person {account.login.removeprefix('person')}", "theme": "", "isGrafanaAdmin": False,
        "isDisabled": False, "isExternal": False, "isExternallySynced": False, "isGrafanaAdminExternallySynced": False,
        "isProvisioned": False, "authLabels": [],
        "avatarUrl": "/avatar/" + hashlib.md5(account.email.encode()).hexdigest()}


def test_server_admin(site, register, org):
    assert profile(site.client(account=register.person("Viewer", org, server_admin=True)))["isGrafanaAdmin"] is True


def test_theme_is_not_the_preference(viewer):
    viewer.client.put("/api/user/preferences", {"theme": "dark"})
    assert profile(viewer.client)["theme"] == ""


def test_without_an_organisation(site, register, viewer):
    register.leave(viewer.account, viewer.org)
    register.sql("UPDATE prefd.users SET org_id = NULL WHERE id = %s", viewer.account.id)
    assert set(profile(viewer.client)) == KEYS - {"orgId"}


def test_names_with_everything(site, register, viewer):
    name = "\u00c9 \"quoted\" \\ <b>&amp;</b> \U0001f642 '; DROP TABLE"
    register.sql("UPDATE prefd.users SET name = %s WHERE id = %s", name, viewer.account.id)
    assert profile(viewer.client)["name"] == name


def test_no_secret(viewer):
    text = viewer.client.get("/api/user").text
    assert "password" not in text.lower() and "argon2" not in text and "hash" not in text.lower()
