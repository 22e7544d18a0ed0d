"""What there is, who acts where, and what holds of every request: its key, and the tag that it expects (facts: grafana 1.6, 2;
valara 6; docs/api.md). A request is judged in one go; Said.commit() then takes over what it changed, with the answer's ids
and times."""

from dataclasses import dataclass, field

ROLES = ("None", "Viewer", "Editor", "Admin")


class Said(Exception):
    """How a request must end. also: statuses that the facts leave open beside it, which change nothing."""

    def __init__(self, status, body=None, refusal=None, commit=None, resource=None, replay=False, also=()):
        super().__init__(status, refusal)
        self.status, self.body, self.refusal, self.resource, self.replay = status, body, refusal, resource, replay
        self.commit = commit or (lambda answer: None)
        self.also = frozenset(also)


def denied(action):
    return Said(403, refusal=f"You'll need additional permissions to perform this action. Permissions needed: {action}")


@dataclass
class Row:
    """The preferences of a person, a team or an organisation: what is set."""

    set: dict = field(default_factory=dict)
    writes: int = 0

    def become(self, values):
        self.set = {name: value for name, value in values.items() if value not in ("", None)}
        self.writes += 1


@dataclass
class Item:
    id: int
    owner: int
    key: str
    value: object
    created: str
    updated: str
    writes: int = 0


@dataclass
class Member:
    role: str
    agency_role: str = None
    manager: int = None


@dataclass
class Team:
    members: dict = field(default_factory=dict)  # permission by person
    row: Row = field(default_factory=Row)


@dataclass
class Org:
    members: dict = field(default_factory=dict)
    teams: dict = field(default_factory=dict)
    dashboards: dict = field(default_factory=dict)  # number by uid
    row: Row = field(default_factory=Row)
    rows: dict = field(default_factory=dict)  # of persons
    items: dict = field(default_factory=dict)
    kept: dict = field(default_factory=dict)  # by idempotency key: fingerprint, status, body

    def row_of(self, person):
        return self.rows.setdefault(person, Row())

    def admins(self):
        return [person for person, member in self.members.items() if member.role == "Admin"]

    def leave(self, person):
        """Out of it, its teams and its line of managers; preferences stay."""
        del self.members[person]
        for team in self.teams.values():
            team.members.pop(person, None)
        for member in self.members.values():
            member.manager = None if member.manager == person else member.manager


@dataclass
class Person:
    id: int
    login: str
    current: int
    server_admin: bool = False


@dataclass
class Caller:
    person: Person
    bound: int = None  # the one organisation that the token acts in


@dataclass
class Request:
    """What is asked, of which the model reads as much as it needs. tag: of If-Match, or of If-None-Match when unless."""

    caller: Caller
    method: str
    path: str
    body: object = None  # a value, sent as JSON, or bytes
    wanted: int = None  # organisation of X-Grafana-Org-Id
    tag: str = None
    unless: bool = False
    key: str = None
    conflict: bool = False
    open: bool = False  # the facts do not say whether the tag still fits

    def fingerprint(self):
        return self.caller.person.id, self.method, self.path, repr(self.body)


class Facts:
    """Everything that there is. tags: by resource, the entity tags that were told, each with what it was told of; nowhere: by
    caller, what was done where there is no organisation."""

    def __init__(self, orgs, people):
        self.orgs, self.people, self.tags, self.nowhere = orgs, {person.id: person for person in people}, {}, {}

    # ---- who acts where (grafana 1.6, 2)

    def acts(self, request):
        """The organisation that the caller acts in, None for none, and the role there."""
        caller = request.caller
        if caller.bound is not None and request.wanted not in (None, caller.bound):
            raise Said(401, refusal="API key does not belong to the requested organization")
        org = request.wanted or caller.bound or caller.person.current
        member = self.orgs[org].members.get(caller.person.id) if org in self.orgs else None
        return (org, member.role) if member else (None, None)

    def is_platform(self, caller):
        return caller.person.server_admin and caller.bound is None

    def member(self, request):
        org, _ = self.acts(request)
        if org is None:
            raise Said(403, refusal="Permission denied")
        return self.orgs[org]

    def with_role(self, request, role, action):
        org, held = self.acts(request)
        if org is None or ROLES.index(held) < ROLES.index(role):
            raise denied(action)
        return self.orgs[org]

    def team(self, request, team, permission, action):
        """The organisation and the team, for its organisation's Admin, and who has the permission in the team."""
        org, role = self.acts(request)
        found = self.orgs[org].teams.get(team) if org else None
        held = found.members.get(request.caller.person.id, -1) if found else -1
        if org is None or (role != "Admin" and held < permission):
            raise denied(action)
        if found is None:
            raise Said(404, refusal="Team not found")
        return self.orgs[org], found

    def people_of(self, request, org, action):
        """An organisation by its path, for its Admin and the server's."""
        caller = request.caller
        member = self.orgs[org].members.get(caller.person.id)
        bound_elsewhere = caller.bound not in (None, org)
        if bound_elsewhere or not (self.is_platform(caller) or (member and member.role == "Admin")):
            raise denied(action)
        return self.orgs[org]

    # ---- where people are

    def where_found(self, acting, person):
        """Where the server's admin finds somebody: beside them, else where the person is."""
        if acting and person.id in self.orgs[acting].members:
            return self.orgs[acting]
        return self.orgs.get(person.current)

    def levels(self, org, person):
        teams = [org.teams[number].row for number in sorted(org.teams, reverse=True) if person in org.teams[number].members]
        return [org.row_of(person), *teams, org.row]

    # ---- once, and only if

    def once(self, request, org):
        """What was done under the key already is told again; another request under it is a conflict."""
        kept = org.kept.get(request.key) if request.key else None
        if kept and kept[0] == request.fingerprint():
            raise Said(kept[1], kept[2], replay=True)
        request.conflict = kept is not None

    def expect(self, request, resource, showing, writes):
        """If-Match and If-None-Match."""
        if request.tag is None:
            return
        told = self.tags.get(resource, {}).get(request.tag)
        fits = bool(told) and told[0] == showing
        if fits and request.method == "GET" and not told[2]:
            request.open = True  # a write that shows nothing tells what If-Match takes
        elif told and not told[2] and not fits and told[1] == writes and request.method != "GET":
            request.open = True  # which is of the row alone, not of what else is shown with it
        elif fits and told[1] != writes or not told and any(request.tag in known for known in self.tags.values()):
            request.open = True
        elif fits == request.unless:
            raise Said(304 if request.method == "GET" else 412)

    def done(self, request, org, said):
        """A write that nothing is against. Whether it is a conflict with the key's first is said last."""
        if request.conflict:
            raise Said(409)
        if request.open:
            said.also |= {412}
        commit = said.commit

        def commit_and_keep(answer):
            commit(answer)
            if request.key:
                org.kept[request.key] = (request.fingerprint(), answer.status, answer.json() if answer.body else None)
        said.commit = commit_and_keep
        return said

    def judge(self, thought, request, *arguments):
        """What the facts say of a request; thought: one of the methods below."""
        try:
            return thought(request, *arguments)
        except Said as said:
            if request.conflict and said.status != 409:
                said.also |= {409}
            if request.open:
                said.also |= {304, 412}
            return said

    def tell(self, tag, seen, resource, showing, writes):
        """A tag was told: of the same bytes, if it was told before. seen: the answer showed what it is of."""
        told = self.tags.setdefault(resource, {})
        assert told.get(tag, (showing,))[0] == showing, f"one tag for {told[tag][0]} and {showing}"
        told[tag] = (showing, writes, seen or (tag in told and told[tag][2]))
