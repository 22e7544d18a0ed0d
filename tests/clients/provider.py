"""Grafana's Terraform provider as a server sees it: its requests to the letter, and what it reads of the answers.

Every call checks what the provider's generated client would: exactly the documented status, JSON also in errors, ids as
numbers, lists as lists, times in RFC 3339; and no status that would make it wait and try again."""

import http.client
import json
import re

from conformance import conforms
from http_client import Response, basic, bearer
from patience import seconds

# The provider waits 2, 4, 8 s and repeats on these: no ordinary sequence may meet one.
REPEATED = re.compile(r"429|5\d\d|401|412")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# Go's JSON decoder refuses the whole answer when one key has another type.
_TYPES = {int: ("id", "orgId", "userId", "teamId", "version", "memberCount", "permission", "totalCount", "page",
                "perPage", "tokens"),
          str: ("uid", "name", "email", "login", "role", "message", "key", "url", "slug", "theme", "timezone",
                "weekStart", "homeDashboardUID", "avatarUrl", "lastSeenAtAge"),
          bool: ("isGrafanaAdmin", "isAdmin", "isDisabled", "isExternal", "isProvisioned", "hasExpired", "isRevoked"),
          list: ("labels", "authLabels", "teams", "serviceAccounts", "users")}
_TYPE_OF = {key: kind for kind, keys in _TYPES.items() for key in keys}
_TIMES = ("createdAt", "updatedAt", "created", "updated", "expiration", "lastSeenAt", "lastUsedAt")


def check_types(value, path="answer"):
    if isinstance(value, list):
        for element in value:
            check_types(element, path + "[]")
        return
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        here = f"{path}.{key}"
        if key == "dashboard":
            continue  # what was sent
        if inner is not None and key in _TYPE_OF:
            assert type(inner) is _TYPE_OF[key], f"{here} is {inner!r}"
        if inner is not None and key in _TIMES:
            assert _TIME.fullmatch(inner), f"{here} is {inner!r}"
        check_types(inner, here)


class Refused(Exception):
    """An error that the client decoded."""

    def __init__(self, where, status):
        super().__init__(where)
        self.status = status


class Provider:
    """A configured provider. auth: "login:password" or a token; org: the resource's org_id, else organisation 1.

    Configuring calls nothing. The connection is kept alive."""

    def __init__(self, port, auth, org=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds(20))
        self.token = ":" not in auth
        self.authorization = bearer(auth) if self.token else basic(*auth.split(":", 1))
        self.org = org

    def close(self):
        self.connection.close()

    def _headers(self, scoped, body, org):
        headers = {"User-Agent": "Terraform/1.9.0 (+https://www.terraform.io) terraform-provider-grafana/4.0.0",
                   "Grafana-Terraform-Provider": "true", "Accept": "application/json", "Accept-Encoding": "gzip",
                   "Authorization": self.authorization}
        org = org or self.org or (None if self.token else 1)
        if scoped and org:
            headers["X-Grafana-Org-Id"] = str(org)
        if body is not None:
            headers["Content-Type"] = "application/json"
        return headers

    def call(self, method, path, body=None, scoped=True, org=None, expected=200):
        """The decoded answer, or Refused. scoped: whether the resource belongs to an organisation; org: its id's."""
        sent = None if body is None else (json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
        self.connection.request(method, "/api" + path, body=sent, headers=self._headers(scoped, body, org))
        answer = self.connection.getresponse()
        content = answer.read()
        where = f"{method} {path}: {answer.status} {content!r}"
        assert answer.headers.get_content_type() == "application/json", where
        conforms(method, "/api" + path, Response(answer.status, answer.headers, content, 0))
        assert not REPEATED.fullmatch(str(answer.status)), f"the provider would wait and repeat: {where}"
        value = json.loads(content)
        if answer.status >= 300:
            assert isinstance(value["message"], str), where
            assert isinstance(value.get("status", ""), str) and isinstance(value.get("error", ""), str), where
            raise Refused(where, answer.status)
        assert answer.status == expected, where
        check_types(value)
        return value

    def read(self, path, **options):
        """The answer of GET, or None when the thing is gone, which only a 404 says."""
        try:
            return self.call("GET", path, **options)
        except Refused as refusal:
            if refusal.status != 404:
                raise
            return None

    def remove(self, path, **options):
        """DELETE; that it was gone already counts as done."""
        try:
            self.call("DELETE", path, **options)
        except Refused as refusal:
            if refusal.status != 404:
                raise

    def pages(self, path, first, key=None, scoped=True):
        """As the provider's listers: pages, counted from first, until an empty one. key: of the list in the answer."""
        found, page = [], first
        while True:
            answer = self.call("GET", f"{path}?page={page}", scoped=scoped)
            elements = answer[key] if key else answer
            if not elements:
                return found
            found += elements
            page += 1
            assert page < first + 50, "pages without an end"


def without_zeros(**values):
    """The client's models leave out what is zero."""
    return {key: value for key, value in values.items() if value not in (None, "", 0, False)}


# ---- resources: what the provider calls for each step; read() gives what it compares with the configuration ----

ROLES = {"admins": "Admin", "editors": "Editor", "viewers": "Viewer", "users_without_access": "None"}


def _users_by_email(provider):
    found, page = {}, 1
    while True:
        users = provider.call("GET", f"/users?page={page}&perpage=1000", scoped=False)
        found.update({user["email"]: user["id"] for user in users})
        if len(users) < 1000:
            return found
        page += 1


class Organization:
    """grafana_organization. members: lists of emails by the attribute's name."""

    def __init__(self, provider, random, admin_user="admin"):
        self.provider, self.random, self.admin_user = provider, random, admin_user

    def _call(self, method, path, body=None):
        return self.provider.call(method, path, body, scoped=False)

    def _wanted(self, members):
        users, wanted = _users_by_email(self.provider), {}
        for attribute, emails in members.items():
            for email in emails:
                if email not in users:
                    # 64 random bytes as text: Go replaces what is not UTF-8.
                    password = self.random.randbytes(64).decode("utf-8", "replace")
                    form = {"email": email, "login": email, "name": email, "password": password}
                    users[email] = self._call("POST", "/admin/users", form)["id"]
                wanted[email] = (users[email], ROLES[attribute])
        return wanted

    def _add(self, org, email, role):
        try:
            self._call("POST", f"/orgs/{org}/users", {"loginOrEmail": email, "role": role})
        except Refused as refusal:
            if refusal.status != 409:
                raise

    def create(self, name, **members):
        org = self._call("POST", "/orgs", {"name": name})["orgId"]
        for email, (_, role) in self._wanted(members).items():
            self._add(org, email, role)
        return org

    def read(self, org):
        found = self.provider.read(f"/orgs/{org}", scoped=False)
        if found is None:
            return None
        users = [user for user in self._call("GET", f"/orgs/{org}/users") if user["login"] != self.admin_user]
        return {"name": found["name"], **{attribute: sorted(user["email"] for user in users if user["role"] == role)
                                          for attribute, role in ROLES.items()}}

    def update(self, org, before, name, **members):
        """before: what read() gave."""
        if name != before["name"]:
            self._call("PUT", f"/orgs/{org}", {"name": name})
        wanted, users = self._wanted(members), _users_by_email(self.provider)
        had = {email: role for attribute, role in ROLES.items() for email in before[attribute]}
        for email, (user, role) in wanted.items():
            if email not in had:
                self._add(org, email, role)
            elif had[email] != role:
                self._call("PATCH", f"/orgs/{org}/users/{user}", {"role": role})
        for email in had.keys() & users.keys() - wanted.keys():
            self._call("DELETE", f"/orgs/{org}/users/{users[email]}")

    def delete(self, org):
        self.provider.remove(f"/orgs/{org}", scoped=False)


class Preferences:
    """grafana_organization_preferences, and the block of the same kind in grafana_team."""

    KEYS = {"theme": "theme", "timezone": "timezone", "week_start": "weekStart",
            "home_dashboard_uid": "homeDashboardUID"}

    def __init__(self, provider, path="/org/preferences"):
        self.provider, self.path = provider, path

    def write(self, **values):
        self.provider.call("PUT", self.path, without_zeros(**{self.KEYS[key]: value for key, value in values.items()}))

    def read(self):
        found = self.provider.call("GET", self.path)
        return {key: found.get(name, "") for key, name in self.KEYS.items() if found.get(name, "") != ""}

    def delete(self):
        self.write()


class User:
    """grafana_user."""

    def __init__(self, provider):
        self.provider = provider

    def _call(self, method, path, body):
        return self.provider.call(method, path, body, scoped=False)

    def create(self, email, password, login="", name="", is_admin=False):
        form = without_zeros(email=email, login=login, name=name, password=password)
        user = self._call("POST", "/admin/users", form)["id"]
        if is_admin:
            self._permit(user, True)
        return user

    def _permit(self, user, is_admin):
        self._call("PUT", f"/admin/users/{user}/permissions", without_zeros(isGrafanaAdmin=is_admin))

    def read(self, user):
        found = self.provider.read(f"/users/{user}", scoped=False)
        return found and {"email": found["email"], "login": found["login"], "name": found["name"],
                          "is_admin": found["isGrafanaAdmin"]}

    def update(self, user, profile=None, password=None, is_admin=None):
        if profile:
            self._call("PUT", f"/users/{user}", without_zeros(**profile))
        if password:
            self._call("PUT", f"/admin/users/{user}/password", {"password": password})
        if is_admin is not None:
            self._permit(user, is_admin)

    def delete(self, user):
        self.provider.remove(f"/admin/users/{user}", scoped=False)


class Team:
    """grafana_team. members, admins: emails of users of the organisation."""

    IGNORED = "admin@localhost"  # a team's creator becomes its first admin

    def __init__(self, provider):
        self.provider = provider

    def _user_ids(self):
        return {user["email"]: user["userId"] for user in self.provider.call("GET", "/org/users")}

    def create(self, name, email="", members=(), admins=(), preferences=None):
        made = self.provider.call("POST", "/teams", without_zeros(name=name, email=email))
        assert made["uid"]
        team = made["teamId"]
        if members or admins:
            users = self._user_ids()
            for one in (*members, *admins):
                self._add(team, users[one])
            for one in admins:
                self._permit(team, users[one], 4)
        if preferences:
            self.preferences(team).write(**preferences)
        return team

    def _add(self, team, user):
        self.provider.call("POST", f"/teams/{team}/members", {"userId": user})

    def _permit(self, team, user, permission):
        self.provider.call("PUT", f"/teams/{team}/members/{user}", without_zeros(permission=permission))

    def preferences(self, team):
        return Preferences(self.provider, f"/teams/{team}/preferences")

    def read(self, team):
        found = self.provider.read(f"/teams/{team}")
        if found is None:
            return None
        assert found["id"] == team and found["uid"] and found["orgId"]
        preferences = self.preferences(team).read()
        listed = [member for member in self.provider.call("GET", f"/teams/{team}/members")
                  if member["email"] != self.IGNORED and not member["labels"]]
        return {"name": found["name"], "email": found["email"], "preferences": preferences,
                "members": sorted(member["email"] for member in listed if member["permission"] == 0),
                "admins": sorted(member["email"] for member in listed if member["permission"] == 4)}

    def update(self, team, before, name, email="", members=(), admins=(), preferences=None):
        """before: what read() gave."""
        self.provider.call("PUT", f"/teams/{team}", without_zeros(name=name, email=email))
        users, had = self._user_ids(), {*before["members"], *before["admins"]}
        for one in {*members, *admins} - had:
            self._add(team, users[one])
        for one in set(admins) - set(before["admins"]):
            self._permit(team, users[one], 4)
        for one in set(members) & set(before["admins"]):
            self._permit(team, users[one], 0)
        for one in had - {*members, *admins}:
            self.provider.call("DELETE", f"/teams/{team}/members/{users[one]}")
        if before["preferences"] != (preferences or {}):
            self.preferences(team).write(**preferences or {})

    def delete(self, team):
        self.provider.remove(f"/teams/{team}")


class ServiceAccount:
    """grafana_service_account and its tokens. Calls after the first name the account's organisation."""

    def __init__(self, provider):
        self.provider, self.org = provider, None

    def create(self, name, role="Viewer", is_disabled=False):
        made = self.provider.call("POST", "/serviceaccounts",
                                  without_zeros(name=name, role=role, isDisabled=is_disabled), expected=201)
        self.org = made["orgId"]
        return made["id"]

    def read(self, account):
        found = self.provider.read(f"/serviceaccounts/{account}", org=self.org)
        return found and {"name": found["name"], "role": found["role"], "is_disabled": found["isDisabled"]}

    def update(self, account, name, role, is_disabled):
        answer = self.provider.call("PATCH", f"/serviceaccounts/{account}",
                                    {"name": name, "role": role, "isDisabled": is_disabled}, org=self.org)
        assert answer["id"] == account

    def delete(self, account):
        self.provider.remove(f"/serviceaccounts/{account}", org=self.org)

    def create_token(self, account, name, seconds_to_live=0):
        made = self.provider.call("POST", f"/serviceaccounts/{account}/tokens",
                                  without_zeros(name=name, secondsToLive=seconds_to_live), org=self.org)
        assert made["id"] < 1 << 31
        return made["id"], made["key"]

    def read_token(self, account, token):
        listed = self.provider.call("GET", f"/serviceaccounts/{account}/tokens", org=self.org)
        return next(({"name": found["name"], "expiration": found.get("expiration"), "has_expired": found["hasExpired"]}
                     for found in listed if found["id"] == token), None)

    def delete_token(self, account, token):
        self.provider.remove(f"/serviceaccounts/{account}/tokens/{token}", org=self.org)


class Dashboard:
    """grafana_dashboard. read() gives the JSON of the configuration: id and version are the server's."""

    def __init__(self, provider):
        self.provider = provider

    def create(self, model, message=""):
        made = self.provider.call("POST", "/dashboards/db", without_zeros(dashboard=model, message=message))
        return made["uid"]

    def read(self, uid):
        found = self.provider.read(f"/dashboards/uid/{uid}")
        if found is None:
            return None
        assert found["meta"]["url"].startswith(f"/d/{uid}")
        dashboard = dict(found["dashboard"])
        assert isinstance(dashboard.pop("id"), int) and isinstance(dashboard.pop("version"), int)
        return dashboard

    def update(self, uid, model):
        """The dashboard is named by its number alone when the configuration has no uid."""
        number = self.provider.call("GET", f"/dashboards/uid/{uid}")["dashboard"]["id"]
        made = self.provider.call("POST", "/dashboards/db", {"dashboard": {**model, "id": number}, "overwrite": True})
        return made["uid"]

    def delete(self, uid):
        self.provider.remove(f"/dashboards/uid/{uid}")
