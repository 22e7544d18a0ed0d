"""Finding dashboards: by words, tags, stars, uids and numbers; pages; the list of tags."""

import pytest

from answers import is_error, make_dashboard, refused_403

SEARCH = "/api/search"
TAGS = "/api/dashboards/tags"


@pytest.fixture
def board(editor):
    """Four dashboards by their titles."""
    tags = {"Alpha": ["a", "b"], "Beta 100%": ["a"], "beta_2": [], "Gamma": None}
    return {title: make_dashboard(editor.client, title=title, **({} if listed is None else {"tags": listed}))
            for title, listed in tags.items()}


def hits(client, query=""):
    answer = client.get(SEARCH + query)
    assert answer.status == 200, answer.body
    return answer.json()


def titles(client, query=""):
    return [hit["title"] for hit in hits(client, query)]


def test_nothing(viewer):
    assert hits(viewer.client) == [] and viewer.client.get(TAGS).json() == []


def test_a_hit(viewer, board):
    made = board["Alpha"]
    assert hits(viewer.client)[0] == {
        "id": made["id"], "orgId": viewer.org, "uid": made["uid"], "title": "Alpha", "uri": "db/alpha", "url": made["url"],
        "slug": "", "type": "dash-db", "tags": ["a", "b"], "isStarred": False, "sortMeta": 0}
    assert hits(viewer.client)[-2]["tags"] == []


@pytest.mark.parametrize("query, found", [
    ("", "Alpha|Beta 100%|Gamma|beta_2"), ("?sort=alpha-asc", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?sort=alpha-desc", "beta_2|Gamma|Beta 100%|Alpha"), ("?query=BETA", "Beta 100%|beta_2"), ("?query=%25", "Beta 100%"),
    ("?query=_", "beta_2"), ("?query=%27--", ""), ("?query=", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?tag=a", "Alpha|Beta 100%"), ("?tag=a&tag=b", "Alpha"), ("?tag=A", ""), ("?type=dash-db", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?type=dash-folder", ""), ("?starred=true", ""), ("?starred=false", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?folderUIDs=general", "Alpha|Beta 100%|Gamma|beta_2"), ("?folderUIDs=other", ""), ("?limit=2", "Alpha|Beta 100%"),
    ("?limit=2&page=2", "Gamma|beta_2"), ("?limit=2&page=3", ""), ("?limit=0&page=0", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?limit=x&page=y", "Alpha|Beta 100%|Gamma|beta_2"), ("?limit=-1&page=-1", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?limit=5000&page=9223372036854775807", ""), ("?query=beta&tag=a&limit=1", "Beta 100%"),
    ("?folderIds=0", "Alpha|Beta 100%|Gamma|beta_2"), ("?folderIds=7", ""), ("?folderIds=7&folderIds=0", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?folderIds=x", "Alpha|Beta 100%|Gamma|beta_2"), ("?deleted=true", ""), ("?deleted=false", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?permission=Edit", ""), ("?permission=View", "Alpha|Beta 100%|Gamma|beta_2"),
    ("?dashboardUIDs=missing", ""), ("?dashboardIds=999999999", ""), ("?dashboardIds=x", "Alpha|Beta 100%|Gamma|beta_2")])
def test_searching(viewer, board, query, found):
    assert "|".join(titles(viewer.client, query)) == found


def test_what_one_may_edit(editor, board):
    assert titles(editor.client, "?permission=Edit") == sorted(board)


def test_by_uid_and_by_number(viewer, board):
    two = [board["Gamma"], board["Alpha"]]
    for key, name in (("uid", "dashboardUIDs"), ("uid", "dashboardUID"), ("id", "dashboardIds")):
        query = "&".join(f"{name}={dashboard[key]}" for dashboard in two)
        assert titles(viewer.client, f"?{query}&{name}=9") == ["Alpha", "Gamma"]
        joined = ",".join(str(dashboard[key]) for dashboard in two)  # as Grafana's client for Go does
        assert titles(viewer.client, f"?{name}={joined}%2C9") == ["Alpha", "Gamma"]


def test_starred(viewer, editor, board):
    assert viewer.client.post(f"/api/user/stars/dashboard/uid/{board['Gamma']['uid']}").status == 200
    assert titles(viewer.client, "?starred=true") == ["Gamma"]
    assert [hit["isStarred"] for hit in hits(viewer.client)] == [False, False, True, False]
    assert titles(editor.client, "?starred=true") == []


def test_too_many_at_once(viewer, unchanged):
    for limit in (5001, 9223372036854775807):
        is_error(viewer.client.get(f"{SEARCH}?limit={limit}"), 422, {
            "message": "Limit is above maximum allowed (5000), use page parameter to access hits beyond limit"})


def test_uids_or_numbers(viewer, unchanged):
    for both in ("dashboardUIDs=x&dashboardIds=1", "dashboardUID=x&dashboardIds=1", "folderUIDs=general&folderIds=0"):
        is_error(viewer.client.get(f"{SEARCH}?{both}"), 400, {"message": "search supports UIDs or IDs, not both"})
    for one in ("dashboardUIDs=x&dashboardIds=", "dashboardUIDs=x&dashboardIds=x", "folderUIDs=general&folderIds="):
        assert titles(viewer.client, "?" + one) == [], one


def test_bytes_that_are_no_text(viewer):
    for query in ("?query=%ff", "?tag=%00", "?dashboardUIDs=%c3", "?type=%ff", "?query=%00"):
        assert viewer.client.get(SEARCH + query).status in (200, 400), query


def test_another_organisations_are_not_found(site, board):
    stranger = site.enrol("Admin").client
    assert hits(stranger) == [] and stranger.get(TAGS).json() == []
    assert hits(stranger, f"?dashboardIds={board['Alpha']['id']}") == []
    assert hits(stranger, f"?dashboardUIDs={board['Alpha']['uid']}") == []


def test_searching_takes_a_role(site, register):
    nobody = site.client(account=register.person("None"))
    refused_403(nobody.get(SEARCH), "dashboards:read")
    refused_403(nobody.get(TAGS), "dashboards:read")


def test_tags(viewer, editor, board):
    assert viewer.client.get(TAGS).json() == [{"term": "a", "count": 2}, {"term": "b", "count": 1}]
    for odd in ("text", {"a": 1}, [1, None, {}, "odd", "odd"], 5, None):
        make_dashboard(editor.client, title="Odd", tags=odd)
    assert viewer.client.get(TAGS).json() == [{"term": "a", "count": 2}, {"term": "b", "count": 1}, {"term": "odd", "count": 1}]


def test_orders(viewer):
    assert viewer.client.get("/api/search/sorting").json() == {"sortOptions": [
        {"displayName": "Alphabetically (A\u2013Z)", "description": "Sort results in an alphabetically ascending order",
         "meta": "", "name": "alpha-asc"},
        {"displayName": "Alphabetically (Z\u2013A)", "description": "Sort results in an alphabetically descending order",
         "meta": "", "name": "alpha-desc"}]}
