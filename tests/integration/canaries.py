"""Many organisations, alike but for a canary: a word in everything written in them. An organisation's ids lie together, far
from those of the others and from any that are given out meanwhile, so a number says whose it is, whatever it numbers."""

import hashlib
import json
import re
from dataclasses import dataclass

from http_client import bearer
from rights import Caller

ORGS = 20
_FIRST, _SPAN = 1000000, 10000
_TRAVELLERS = 1900000
_CANARY = re.compile(r"canary(\d\d)q")
_ID = re.compile(r"(?<![0-9A-Za-z])0*(1[01]\d{5})(?![0-9A-Za-z])")

# Ten accounts an organisation: (name, role, permission in its team). What they are beyond that: _callers().
PEOPLE = [("none", "None", None), ("viewer", "Viewer", None), ("editor", "Editor", None), ("admin", "Admin", None),
           ("member", "Viewer", 0), ("leader", "Viewer", 4), ("chief", "Admin", None), ("traveller", "Viewer", 0),
           ("robot", "Viewer", None), ("robot-admin", "Admin", None)]


def canary(org):
    return f"canary{org:02d}q"


@dataclass
class Org:
    """An organisation by its number, and the ids of one thing of each kind in it."""

    number: int

    def __post_init__(self):
        self.id = _FIRST + self.number * _SPAN
        self.accounts = {name: self.id + 100 + place for place, (name, _, _) in enumerate(PEOPLE)}
        self.accounts["traveller"] = _TRAVELLERS + self.number  # at home in two organisations
        self.tokens = {name: self.id + 200 + place for place, (name, _, _) in enumerate(PEOPLE)}
        self.team, self.dashboard, self.session, self.keyed = (self.id + some for some in (300, 400, 500, 600))

    @property
    def name(self):
        return f"{canary(self.number)}-org"

    def login(self, name):
        # The traveller is a member of the next organisation too: who is seen there must not carry the canary.
        return f"{'travelling' if name == 'traveller' else canary(self.number)}-{name}-{self.number}"

    def email(self, name):
        return f"{self.login(name)}@example.org"

    def secret(self, name):
        return f"secret of {name} of {self.number}"

    @staticmethod
    def uid(number):
        """The uid of an account or a team: of the form of a UUID, without the canary."""
        return f"00000000-0000-4000-8000-{number:012d}"

    @property
    def dashboard_uid(self):
        """Without the canary and the number: others may make a dashboard of this uid."""
        return "board-" + hashlib.md5(str(self.dashboard).encode()).hexdigest()[:12]

    def numbers(self, names=("viewer", "admin", "robot")):
        """One id of each kind, and those of some accounts."""
        return {"org": self.id, "team": self.team, "dashboard": self.dashboard, "session": self.session, "keyed": self.keyed,
                "token": self.tokens["robot"], **{f"account {name}": self.accounts[name] for name in names}}

    def texts(self):
        """What names something of the organisation without being a number."""
        return {"account uid": self.uid(self.accounts["viewer"]), "robot uid": self.uid(self.accounts["robot"]),
                "team uid": self.uid(self.team), "dashboard uid": self.dashboard_uid, "org name": self.name,
                "login": self.login("viewer"), "email": self.email("viewer"), "robot login": self.login("robot"),
                "team name": f"{canary(self.number)}-team", "title": f"{canary(self.number)}-title",
                "tag": f"{canary(self.number)}-tag"}


# What no organisation has, in the form of what one has.
NOWHERE = Org(79)


def _preferences(org, whose):
    word = f"{canary(org.number)}-{whose}"
    return json.dumps({"homeDashboardUID": org.dashboard_uid, "navbar": {"bookmarkUrls": [f"/{word}"]},
                       "queryHistory": {"homeTab": word}, "language": word})


def _insert(register, table, **columns):
    names, values = ", ".join(columns), ", ".join(["%s"] * len(columns))
    overriding = "OVERRIDING SYSTEM VALUE" if "id" in columns else ""
    register.sql(f"INSERT INTO prefd.{table} ({names}) {overriding} VALUES ({values})", *columns.values())


def _make_account(register, org, name):
    robot = name.startswith("robot")
    _insert(register, "users", id=org.accounts[name], uid=org.uid(org.accounts[name]), login=org.login(name),
            email=org.email(name), name=f"Name of {org.login(name)}", org_id=org.id, is_service_account=robot,
            is_server_admin=name == "chief")
    bound = org.id if robot or name == "chief" else None
    _insert(register, "tokens", id=org.tokens[name], user_id=org.accounts[name], org_id=bound,
            name=f"token of {org.login(name)}", secret_hash=hashlib.sha256(org.secret(name).encode()).digest())


def _make_org(register, org):
    word = canary(org.number)
    address = {part: f"{word}-{part}" for part in ("address1", "address2", "city", "zip_code", "state", "country")}
    _insert(register, "orgs", id=org.id, name=org.name, **address)
    _insert(register, "teams", org_id=org.id, id=org.team, uid=org.uid(org.team), name=f"{word}-team", email=f"{word}@team.example")
    _insert(register, "dashboards", org_id=org.id, id=org.dashboard, uid=org.dashboard_uid, title=f"{word}-title",
            slug=f"{word}-title", document=json.dumps({"tags": [f"{word}-tag"], "panels": [{"title": f"{word}-panel"}]}))
    _insert(register, "preferences", org_id=org.id, document=_preferences(org, "org"))
    _insert(register, "preferences", org_id=org.id, team_id=org.team, document=_preferences(org, "team"))
    for name, role, permission in PEOPLE:
        account = org.accounts[name]
        _make_account(register, org, name)
        _insert(register, "org_members", org_id=org.id, user_id=account, role=role)
        _insert(register, "preferences", org_id=org.id, user_id=account, document=_preferences(org, name))
        _insert(register, "stars", org_id=org.id, user_id=account, dashboard_id=org.dashboard)
        if permission is not None:
            _insert(register, "team_members", org_id=org.id, team_id=org.team, user_id=account, permission=permission)
    _insert(register, "keyed_preferences", org_id=org.id, user_id=org.accounts["viewer"], id=org.keyed, key=f"{word}-key", value=f'"{word}"')
    _insert(register, "org_quotas", org_id=org.id, target="org_user", most=org.id)
    _insert(register, "user_quotas", user_id=org.accounts["viewer"], target="org_user", most=org.id)
    _insert(register, "sessions", id=org.session, user_id=org.accounts["viewer"], idle="1 day", expires_at="2100-01-01",
            secret_hash=hashlib.sha256(f"session of {org.number}".encode()).digest(), client_ip=word, user_agent=word)


def populate(register):
    """Make all of them, nobody's password known: everybody has a token."""
    orgs = [Org(number) for number in range(ORGS)]
    for org in orgs:
        _make_org(register, org)
    for org in orgs:
        _insert(register, "org_members", org_id=orgs[(org.number + 1) % ORGS].id, user_id=org.accounts["traveller"], role="Admin")
    return orgs


def callers(org):
    """Those who have a token, as rights.py knows them. The chief is an administrator of the server whose token is of one
    organisation; the traveller is Admin of the next organisation as well."""
    following = Org((org.number + 1) % ORGS)
    for name, role, permission in PEOPLE:
        roles = {org.id: role, **({following.id: "Admin"} if name == "traveller" else {})}
        bound = org.id if name == "chief" or name.startswith("robot") else None
        yield Caller(name, {"Authorization": bearer(org.secret(name))}, roles, not name.startswith("robot"), name == "chief", bound, permission)


def _own_rows(table, columns, org):
    """The condition that a row is of the organisation, or of one of its accounts where it is of no organisation."""
    if table == "user_names":  # whose is not said: what callers here may call themselves
        return f"t.name LIKE '%{canary(org.number)}%' OR t.name LIKE 'changed%'"
    column = "id" if table in ("orgs", "people", "users") else "org_id" if "org_id" in columns and table != "tokens" else "user_id"
    return f"t.{column} BETWEEN {org.id} AND {org.id + _SPAN - 1} OR t.{column} = {org.accounts['traveller']}"


def _digest(table, columns, org):
    where = f"WHERE NOT ({_own_rows(table, columns, org)})" if org else ""
    return (f"SELECT '{table}', count(*), md5(string_agg(row, ' ' ORDER BY row)) FROM (SELECT (to_jsonb(t) - "
            f"'{{last_seen_at,listing,seen_at,last_used_at}}'::text[])::text AS row FROM prefd.{table} t {where}) rows")


def fingerprint(register, org=None):
    """A digest of each table, when something was last seen apart; org: without its own rows."""
    tables = register.sql(
        "SELECT c.relname, array_agg(a.attname::text) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'prefd'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('schema_files', 'login_attempts', 'request_counts', "
        "'session_proofs') "
        "GROUP BY c.relname")
    rows = register.sql(" UNION ALL ".join(_digest(table, columns, org) for table, columns in tables))
    return {table: digest for table, *digest in rows}


_AVATARS = {hashlib.md5(org.email(name).encode()).hexdigest(): number for number in range(ORGS) for org in [Org(number)]
            for name, _, _ in PEOPLE if name != "traveller"}


def seen(text):
    """The numbers of the organisations whose canary, an id of theirs or an address made from them is in a text."""
    avatars = {_AVATARS[digest] for digest in re.findall(r"/avatar/([0-9a-f]{32})", text) if digest in _AVATARS}
    ids = {(int(number) - _FIRST) // _SPAN for number in _ID.findall(text)}
    return {number for number in {int(number) for number in _CANARY.findall(text)} | avatars | ids if number < ORGS}
