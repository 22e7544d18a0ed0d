"""Requests that name something of another organisation, made from the OpenAPI document: in every place where a request may
name anything (a part of the path, the query, the body, the organisation to act in), everything that there is to name."""

import itertools
import json
import re
from dataclasses import dataclass
from urllib.parse import quote

import conformance
from canaries import NOWHERE
from rights import right_of

# Fields of bodies that name something, as a list of names where they are lists.
_NAMING = {"homeDashboardUID", "homeDashboardId", "orgId", "userId", "loginOrEmail", "members", "admins", "dashboard.uid",
           "dashboard.id", "folderUid", "authTokenId", "manager_id", "managerId"}

# Of two fields that name one thing the other would count: an id is looked for beside a uid that is there.
_BESIDE = {"homeDashboardId": "homeDashboardUID", "dashboard.id": "dashboard.uid", "dashboard.uid": "dashboard.id",
           "manager_id": "managerId", "managerId": "manager_id"}

# What the parameters of queries may name, that is looked for; and those that name nothing.
_SOUGHT = {"team", "dashboard", "account viewer", "dashboard uid", "org name", "login", "email", "team name", "title", "tag"}
_AMOUNTS = {"limit", "perpage", "page", "offset"}

# What the other fields are sent as, where they are: values that would change something if the caller were let in.
_PLAIN = {"theme": "light", "timezone": "UTC", "date_time_format": "us", "measurement_unit": "metric",
          "weekStart": "monday", "language": "xx-YY", "regionalFormat": "xx-YY",
          "dateStyle": "international", "cookies": ["analytics"], "navbar.bookmarkUrls": ["/changed"],
          "queryHistory.homeTab": "changed", "name": "changed",
          "oldPassword": "changed", "newPassword": "changed", "password": "changed", "isGrafanaAdmin": True, "address1": "changed",
          "address2": "changed", "city": "changed", "zipCode": "changed", "state": "changed", "country": "changed", "role": "Editor",
          "permission": 4, "dashboard.title": "changed", "dashboard.version": 1, "dashboard.isFolder": False, "overwrite": True,
          "message": "changed", "isFolder": False, "isDisabled": True, "secondsToLive": 60, "limit": 1, "user": "changed",
          "value": ["changed"], "grant_type": "password", "username": "changed", "refresh_token": "changed", "token": "changed"}

_serial = itertools.count(1)


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    id: str
    parameters: tuple  # (name, whether it is a number), of the path
    query: tuple  # names that may name something
    query_names: tuple  # all of them
    fields: tuple  # (name, type), of the body
    is_public: bool
    is_grafana: bool

    @property
    def right(self):
        return right_of(self.method, self.path)

    @property
    def is_safe(self):
        return self.method == "GET"


def _fields(schema, prefix=""):
    """(dotted name, type) of what a body may have; what is in an object is named through it."""
    for name, property in schema.get("properties", {}).items():
        type_ = property.get("type")
        type_ = next((one for one in type_ if one != "null"), None) if isinstance(type_, list) else type_
        if property.get("properties"):
            yield from _fields(property, prefix + name + ".")
        else:
            yield prefix + name, type_


def _operation(method, path, described):
    schema = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    parameters = described.get("parameters", [])
    return Operation(method.upper(), path, described["operationId"],
                     tuple((one["name"], one["schema"].get("type") == "integer") for one in parameters if one["in"] == "path"),
                     tuple(one["name"] for one in parameters if one["in"] == "query" and one["name"] not in _AMOUNTS),
                     tuple(one["name"] for one in parameters if one["in"] == "query"),
                     tuple(_fields(schema)), described.get("security") == [], described["tags"] == ["grafana"])


OPERATIONS = [_operation(method, path, described) for path, methods in conformance.document()["paths"].items()
              for method, described in methods.items()]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: bytes = None
    headers: tuple = ()
    sent: tuple = ()  # what it names, as text


def own_things(operation, org):
    """What the path of a request about the caller's own organisation names."""
    path = operation.path
    if path.startswith("/api/serviceaccounts/"):
        return [org.accounts["robot"], org.tokens["robot"]]
    if path.startswith("/api/teams/"):
        return [org.team, org.accounts["member"]]
    if path.startswith("/api/orgs/name/"):
        return [org.name]
    if path.startswith("/api/v2/user/"):
        return ["me", org.keyed]
    if "/quotas/" in path:
        return [org.id if path.startswith("/api/orgs/") else org.accounts["none"], "org_user"]
    if path.startswith("/api/orgs/"):
        return [org.id, org.accounts["none"]]
    if "/uid/" in path:
        return [org.dashboard_uid]
    if path.startswith("/api/user/stars/"):
        return [org.dashboard]
    if path.startswith("/api/user/using/"):
        return [org.id]
    if path.startswith("/api/user/helpflags/"):
        return [1]
    return [org.accounts["none"], org.id]


def _naming_value(name, type_, thing):
    """How a field names a thing; None: it cannot."""
    is_number = isinstance(thing, int)
    if name in ("manager_id", "managerId"):
        return str(thing)
    if type_ == "integer":
        return thing if is_number else None
    if type_ == "array":
        return None if is_number else [thing]
    return None if is_number else thing


def _own_value(operation, name, org):
    if operation.path.startswith("/api/v1/users") and name == "role":
        return "agent"
    own = {"homeDashboardUID": org.dashboard_uid, "homeDashboardId": org.dashboard, "orgId": org.id, "userId": org.accounts["viewer"],
           "manager_id": str(org.accounts["viewer"]), "managerId": str(org.accounts["viewer"]),
           "loginOrEmail": org.login("viewer"), "members": [org.email("viewer")], "admins": [org.email("member")],
           "dashboard.uid": org.dashboard_uid, "dashboard.id": org.dashboard, "folderUid": "", "authTokenId": 1,
           "key": f"changed-{next(_serial)}", "login": f"changed-{org.number}", "email": f"changed-{org.number}@example.org"}
    if name in own:
        return own[name]
    assert name in _PLAIN, f"field {name} of a body is neither in _NAMING nor in _PLAIN: can it name something?"
    return _PLAIN[name]


def _body(operation, org, **changed):
    """A body that would change something; changed: fields by name, None to leave one out."""
    if not operation.fields:
        return None
    body = {}
    for name, type_ in operation.fields:
        value = changed[name] if name in changed else _own_value(operation, name, org)
        place, parts = body, name.split(".")
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        if value is not None:
            place[parts[-1]] = value
    return json.dumps(body).encode()


def fill(operation, values, query=""):
    values = iter(values)
    return re.sub(r"{\w+}", lambda _: quote(str(next(values)), safe=""), operation.path) + query


def own(operation, org):
    """The request about the caller's own organisation."""
    return Request(operation.method, fill(operation, own_things(operation, org)), _body(operation, org))


def _in_path(operation, org, thing, kind):
    things = own_things(operation, org)[:len(operation.parameters)]
    for place, (_, is_number) in enumerate(operation.parameters):
        if is_number and not isinstance(thing, int):
            continue
        values = [thing if at == place else value for at, value in enumerate(things)]
        yield f"{kind} as part {place + 1} of the path", Request(operation.method, fill(operation, values), _body(operation, org), (), (str(thing),))


def _in_query(operation, org, thing, kind):
    for name in operation.query if kind in _SOUGHT else ():
        path = fill(operation, own_things(operation, org), f"?{name}={quote(str(thing), safe='')}")
        yield f"{kind} as {name} of the query", Request(operation.method, path, _body(operation, org), (), (str(thing),))


def _in_body(operation, org, thing, kind):
    for name, type_ in operation.fields:
        value = _naming_value(name, type_, thing)
        if name == "dashboard.uid" and kind != "dashboard uid":
            continue  # any text is the uid of a new dashboard
        if name in _NAMING and value is not None:
            beside = _BESIDE.get(name)
            body = _body(operation, org, **{name: value}, **({beside: None} if beside else {}))
            yield f"{kind} as {name} of the body", Request(operation.method, fill(operation, own_things(operation, org)), body, (), (str(thing),))


def _acting(operation, org, other):
    path = fill(operation, own_things(operation, org))
    if operation.is_grafana or operation.method != "DELETE":  # elsewhere one's own is meant, and gone at the second
        yield "acting there by header", Request(operation.method, path, _body(operation, org), (("X-Grafana-Org-Id", str(other.id)),), (str(other.id),))
        yield "acting there by query", Request(operation.method, f"{path}?targetOrgId={other.id}", _body(operation, org), (), (str(other.id),))
    if len(operation.parameters) == 2:
        theirs = fill(operation, own_things(operation, other))
        yield "all of the path", Request(operation.method, theirs, _body(operation, org), (), tuple(map(str, own_things(operation, other))))


def foreign(operation, org, other):
    """(words, request, the same request for what is nowhere) for all that can be named of the other organisation."""
    for (words, request), (_, absent) in zip(_named(operation, org, other), _named(operation, org, NOWHERE), strict=True):
        yield words, request, absent


def _named(operation, org, other):
    things = {**other.numbers(), **other.texts()}
    for kind, thing in things.items():
        yield from _in_path(operation, org, thing, kind)
        yield from _in_query(operation, org, thing, kind)
        yield from _in_body(operation, org, thing, kind)
    yield from _acting(operation, org, other)
