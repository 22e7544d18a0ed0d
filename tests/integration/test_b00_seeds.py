"""The documents' own examples, sent as printed with a real token, get the printed answers (the content type of the
writes apart, which is application/json)."""

import pytest

from answers import ORG, USER, is_updated, make_dashboard
from http_client import bearer

PRINTED = {"Accept": "application/json", "Content-Type": "application/json"}

OLD_EMPTY = {"theme": "", "homeDashboardId": 0, "timezone": ""}
CURRENT_EMPTY = {"theme": "", "homeDashboardId": 0, "homeDashboardUID": "", "timezone": "", "weekStart": "",
                 "navbar": {"bookmarkUrls": None}, "queryHistory": {"homeTab": ""}}
CURRENT_USER = {"theme": "", "homeDashboardId": 217, "homeDashboardUID": "jcIIG-07z", "timezone": "utc",
                "weekStart": "", "navbar": {"bookmarkUrls": None}, "queryHistory": {"homeTab": ""}}

OLD_PUT = b"""{
    "theme": "",
    "homeDashboardId":0,
    "timezone":"utc"
}
"""
CURRENT_PUT = b"""{
"theme": "",
"homeDashboardUID":"home",
"timezone":"utc"
}"""
PATCH = b"""{
    "theme": "dark"
}"""


@pytest.fixture(params=["person", "service account"])
def printed(request, site, register, org):
    """Sends what the documents print, as an Admin of an organisation: a person's token or a service account's."""
    make = register.person if request.param == "person" else register.service_account
    token = register.token(make(role="Admin", org=org))
    return site.deployment.client(Authorization=bearer(token.secret), **PRINTED)


@pytest.mark.parametrize("path", [USER, ORG])
def test_get_of_the_old_form(printed, path):
    answer = printed.get(path)
    assert answer.status == 200 and answer.media_type == "application/json"
    assert {key: answer.json()[key] for key in OLD_EMPTY} == OLD_EMPTY


@pytest.mark.parametrize("path", [USER, ORG])
def test_get_of_the_current_form(printed, path):
    assert printed.get(path).json() == CURRENT_EMPTY


def test_get_with_a_home_dashboard(site, register, org, printed):
    """The example's dashboard has number 217: the register is asked for that number next."""
    sequence = "pg_get_serial_sequence('prefd.dashboards', 'id')"
    highest = register.sql("SELECT coalesce(max(id), 1) FROM prefd.dashboards")[0][0]
    register.sql(f"SELECT setval({sequence}, 216)")
    try:
        made = make_dashboard(site.enrol("Editor", org).client, uid="jcIIG-07z")
    finally:
        register.sql(f"SELECT setval({sequence}, greatest(%s, 217))", highest)
    assert made["id"] == 217
    is_updated(printed.put(USER, {"homeDashboardUID": "jcIIG-07z", "timezone": "utc"}))
    assert printed.get(USER).json() == CURRENT_USER


@pytest.mark.parametrize("path", [USER, ORG])
def test_put_of_the_old_form(printed, path):
    is_updated(printed.put(path, OLD_PUT))
    assert printed.get(path).json() == {**CURRENT_EMPTY, "timezone": "utc"}


@pytest.mark.parametrize("path", [USER, ORG])
def test_put_of_the_current_form(printed, path):
    is_updated(printed.put(path, CURRENT_PUT))
    assert printed.get(path).json() == {**CURRENT_EMPTY, "timezone": "utc", "homeDashboardUID": "home"}


@pytest.mark.parametrize("path", [USER, ORG])
def test_patch(printed, path):
    is_updated(printed.put(path, OLD_PUT))
    is_updated(printed.patch(path, PATCH))
    assert printed.get(path).json() == {**CURRENT_EMPTY, "timezone": "utc", "theme": "dark"}


def test_keys_come_in_the_printed_order(printed):
    assert list(printed.get(USER).json()) == list(CURRENT_USER)
