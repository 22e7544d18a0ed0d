"""A database that is prefctl's alone, and what its tests know of it: exit statuses, the schema's files, passwords' hashes."""

import ctypes
import ctypes.util
import os
import re
import subprocess

from patience import wait_until
from places import BUILD, TOP
from prefctl import Prefctl

DONE, REFUSED, MISUSED, UNREACHABLE = range(4)

sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))


def password_matches(stored, password):
    """libsodium's own answer, not prefctl's."""
    return sodium.crypto_pwhash_argon2id_str_verify(stored.encode(), password, ctypes.c_ulonglong(len(password))) == 0


def schema_files():
    """The text of each file of the schema, by its name, in the order in which they are applied."""
    sql = TOP / "sql"
    folders = [sorted((sql / folder).glob("*.sql")) for folder in ("migrations", "functions", "policies")]
    paths = [sql / "roles.sql", *sum(folders, []), sql / "grants.sql"]
    return {str(path.relative_to(sql)): path.read_bytes() for path in paths}


class Database:
    """One empty database, prefctl pointed at it, and a superuser's view of what is in it."""

    def __init__(self, cluster, name):
        self.name = cluster.create_database(name)
        self.conninfo = cluster.conninfo(name)
        self.prefctl = Prefctl(BUILD / "prefctl", self.conninfo)
        self.connection = cluster.connect(name)

    def rows(self, sql, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall()

    def value(self, sql, *values):
        return self.rows(sql, *values)[0][0]

    def execute(self, sql, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values or None)

    def wait_for_lock(self):
        """Until somebody waits for a lock here; the ids of the waiting sessions."""
        return wait_until(lambda: [pid for (pid,) in self.rows(
            "SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE NOT l.granted AND d.datname = current_database()")], 10, "a session to wait for a lock")

    def has_schema(self):
        return self.value("SELECT to_regnamespace('prefd') IS NOT NULL")

    def refuse(self, *words, status=REFUSED, stdin="", environment=None):
        """The one line that says why; nothing on standard output."""
        outcome = self.prefctl(*words, stdin=stdin, environment=environment, check=False)
        assert (outcome.status, outcome.out) == (status, ""), outcome
        assert re.fullmatch(r"prefctl: [^\n]+\n", outcome.err), outcome.err
        return outcome.err.removeprefix("prefctl: ").rstrip("\n")

    def start(self, *words, **options):
        return subprocess.Popen([BUILD / "prefctl", *words], text=True, env={
            **os.environ, "PREFD_ADMIN_DATABASE": self.conninfo, **options.pop("environment", {})}, **options)
