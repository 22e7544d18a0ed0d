"""GET /api/frontend/settings: the version, as Python's grafana-client reads it when it connects."""


def test_version(site, viewer):
    answer = viewer.client.get("/api/frontend/settings")
    assert (answer.status, answer.media_type) == (200, "application/json")
    health = site.client().get("/api/health").json()
    assert answer.json() == {"buildInfo": {"version": health["version"], "commit": health["commit"], "env": "production"}}


def test_nobody_in_particular(site):
    assert site.client().get("/api/frontend/settings").status == 401
