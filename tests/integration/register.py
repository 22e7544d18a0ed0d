"""Who there is and what is stored: organisations and people made as prefctl makes them, by its own statements, and a
superuser's look at the tables that no row-level policy narrows."""

import hashlib
import itertools
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from http_client import basic, bearer

_serial = itertools.count(1)
_STATEMENTS = Path(__file__).resolve().parents[2] / "sql" / "stmt" / "prefctl"
_PASSWORD = "correct horse"


@dataclass
class Account:
    id: int
    uid: str
    login: str
    email: str
    org: int
    password: str = None

    @property
    def is_robot(self):
        return self.email is None


@dataclass
class Token:
    id: int
    secret: str


@dataclass
class Actor:
    """Somebody in an organisation with a token, and a client that sends it."""

    account: Account
    token: Token
    client: object

    @property
    def org(self):
        return self.account.org


class Register:
    TABLES = ("orgs", "users", "org_members", "tokens", "preferences", "dashboards", "teams", "team_members", "stars",
              "sessions", "keyed_preferences")

    def __init__(self, prefctl, connection):
        self.prefctl = prefctl
        self.connection = connection
        self._hashes = {}  # of passwords that prefctl has hashed

    def sql(self, statement, *values):
        """Run as superuser; rows when there are any."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def statement(self, name, *values):
        """The first row of one of prefctl's statements: without a process and a hash for each of thousands of people."""
        text = (_STATEMENTS / f"{name}.sql").read_text().replace("%", "%%")
        with self.connection.cursor() as cursor:
            cursor.execute(re.sub(r"\$(\d+)", r"%(p\1)s", text), {f"p{n}": value for n, value in enumerate(values, 1)})
            return cursor.fetchone()

    def password_hash(self, password):
        """The hash that prefctl makes of a password, made once."""
        if password not in self._hashes:
            login = f"hashed{next(_serial)}"
            made = self.prefctl.json("user", "create", "--login", login, stdin=password + "\n")
            self._hashes[password] = self.sql("SELECT password_hash FROM prefd.users WHERE id = %s", made["id"])[0][0]
            self.sql("DELETE FROM prefd.org_members WHERE user_id = %s", made["id"])
            self.sql("DELETE FROM prefd.users WHERE id = %s", made["id"])
        return self._hashes[password]

    def organisation(self, admin=None):
        return self.statement("org_create", f"Organisation {next(_serial)}", admin and admin.login)[0]

    def person(self, role="Viewer", org=1, server_admin=False, password=_PASSWORD):
        number = next(_serial)
        login, email = f"person{number}", f"person{number}@example.org"
        made = self.statement("user_create", login, email, f"Person {number}", org, role, server_admin, False,
                              self.password_hash(password))
        return Account(made[0], made[1], login, email, org, password)

    def service_account(self, role="Viewer", org=1):
        login = f"sa-{next(_serial)}"
        made = self.statement("user_create", login, None, None, org, role, False, True, None)
        return Account(made[0], made[1], login, None, org)

    def token(self, account, org=None, ttl=None):
        """Good for ttl seconds, or until it is revoked; in org alone, or wherever the account acts."""
        secret, org = f"prefd_{secrets.token_urlsafe(32)}", org or (account.org if account.is_robot else None)
        made = self.statement("token_create", account.id, org, f"token {next(_serial)}", ttl, hashlib.sha256(secret.encode()).digest())
        return Token(made[0], secret)

    def token_of_prefctl(self, account):
        made = self.prefctl.json("token", "create", "--login", account.login)
        return Token(made["id"], made["secret"])

    def revoke(self, token):
        self.prefctl("token", "revoke", "--id", token.id)

    def change_password(self, account, password):
        self.prefctl("user", "password", "--login", account.login, stdin=password + "\n")
        account.password = password

    def disable(self, account, disabled=True):
        self.sql("UPDATE prefd.users SET is_disabled = %s WHERE id = %s", disabled, account.id)

    def join(self, account, org, role):
        self.sql("INSERT INTO prefd.org_members (org_id, user_id, role) VALUES (%s, %s, %s)", org, account.id, role)

    def leave(self, account, org):
        self.sql("DELETE FROM prefd.org_members WHERE org_id = %s AND user_id = %s", org, account.id)

    def stored(self, org, user=0):
        """(document, version, updated_at) of a preferences row, or None."""
        rows = self.sql("SELECT document, version, updated_at FROM prefd.preferences "
                        "WHERE org_id = %s AND user_id = %s AND team_id = 0", org, user)
        return rows[0] if rows else None

    def tables_of_organisations(self):
        """The tables that hold rows of an organisation."""
        return [name for (name,) in self.sql("SELECT table_name FROM information_schema.columns "
                                             "WHERE table_schema = 'prefd' AND column_name = 'org_id'")]

    def fingerprint(self):
        """A digest of everything stored, when somebody was last seen apart."""
        return [self.sql("SELECT count(*), md5(string_agg(row, ' ' ORDER BY row)) FROM "
                         f"(SELECT (to_jsonb(t) - '{{last_seen_at,listing,seen_at}}'::text[])::text AS row FROM prefd.{table} t) rows")[0]
                for table in self.TABLES]


@dataclass
class Site:
    """A served database: what most tests need."""

    deployment: object
    register: Register
    cluster: object
    database: str

    def client(self, token=None, account=None, org=None):
        """A client that sends a token, or a person's login and password; org goes into X-Grafana-Org-Id."""
        authorization = bearer(token.secret) if token else None
        if account:
            authorization = basic(account.login, account.password)
        return self.deployment.client(Authorization=authorization, X_Grafana_Org_Id=org and str(org))

    def enrol(self, role, org=None):
        """A new person with a role, in a new organisation unless one is named, and a token that follows her."""
        account = self.register.person(role, org or self.register.organisation())
        token = self.register.token(account)
        return Actor(account, token, self.client(token))
