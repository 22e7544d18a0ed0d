"""The API's own words, each in one place: bodies that clients see, and how to tell that an answer is one of them."""

import re

USER = "/api/user/preferences"
ORG = "/api/org/preferences"
DASHBOARDS = "/api/dashboards/db"
HOME = "/api/dashboards/home"

UPDATED = {"message": "Preferences updated"}
BAD_REQUEST = {"message": "bad request data"}
NOT_FOUND = {"message": "Not found"}
NO_DASHBOARD = {"message": "Dashboard not found"}
INVALID_THEME = {"message": "Invalid theme"}
INVALID_TIMEZONE = ("invalid timezone: must be a valid IANA timezone (e.g., America/New_York), 'utc', 'browser', "
                    "or empty string")
USERS_ONLY = {"message": "Endpoint only available for users"}

# A row that nobody has written reads like this.
EMPTY = {"theme": "", "homeDashboardId": 0, "homeDashboardUID": "", "timezone": "", "weekStart": "",
         "navbar": {"bookmarkUrls": None}, "queryHistory": {"homeTab": ""}}

# Every key that can be written without a dashboard, and how it reads back.
FULL = {"theme": "dark", "timezone": "Europe/London", "weekStart": "monday",
        "navbar": {"bookmarkUrls": ["/dashboards", "/explore?left=%7B%7D"]}, "queryHistory": {"homeTab": "starred"},
        "language": "fr-FR", "regionalFormat": "de-CH", "dateStyle": "international",
        "cookies": ["analytics", "functional"]}
FULL_READ = {**EMPTY, **{key: value for key, value in FULL.items() if key != "cookies"},
             "cookiePreferences": {"analytics": {}, "functional": {}}}


def unauthorized(message_id="auth.unauthorized", message="Unauthorized"):
    """The whole body of a 401."""
    return {"extra": None, "message": message, "messageId": message_id, "statusCode": 401, "traceID": ""}


WRONG_PASSWORD = unauthorized("password-auth.failed", "Invalid username or password")
EMPTY_PASSWORD = unauthorized("password-auth.empty", "Invalid username or password")
UNKNOWN_KEY = unauthorized("api-key.invalid", "Invalid API key")
EXPIRED_KEY = unauthorized("api-key.expired", "Expired API key")
REVOKED_KEY = unauthorized("api-key.revoked", "Revoked API key")
FOREIGN_KEY = unauthorized("api-key.organization-mismatch", "API key does not belong to the requested organization")


def refused_401(response, body):
    """A 401 as the facts give it, with the challenge that HTTP asks for."""
    assert (response.status, response.json()) == (401, body)
    assert response.media_type == "application/json"
    assert response.headers["WWW-Authenticate"]


def refused_403(response, action):
    """The access-denied body: a one-time id, a title, and the action that was needed (a prefix of it)."""
    assert response.status == 403, response.body
    body = response.json()
    assert set(body) == {"accessErrorId", "message", "title"}
    assert re.fullmatch(r"ACE\d{10}", body["accessErrorId"])
    assert body["title"] == "Access denied"
    assert body["message"].startswith(
        f"You'll need additional permissions to perform this action. Permissions needed: {action}")


def is_error(response, status, body=None):
    """A JSON error: exactly this body, or when none is given a message in words and no wrong type beside it."""
    assert response.status == status, (response.status, response.body[:300])
    assert response.media_type == "application/json"
    content = response.json()
    if body is not None:
        assert content == body
    assert isinstance(content["message"], str) and content["message"]
    assert all(isinstance(content.get(key, ""), str) for key in ("status", "error"))


def is_updated(response):
    assert (response.status, response.body) == (200, b'{"message":"Preferences updated"}')
    assert response.media_type == "application/json"


def preferences(client, path=USER):
    """The stored preferences as a client reads them."""
    response = client.get(path)
    assert response.status == 200, response.body
    assert response.media_type == "application/json"
    return response.json()


def make_dashboard(client, uid=None, title="Production Overview", **keys):
    """Save a new dashboard and return the answer's body."""
    dashboard = {"title": title, **({"uid": uid} if uid else {}), **keys}
    response = client.post(DASHBOARDS, {"dashboard": dashboard})
    assert response.status == 200, response.body
    return response.json()
