"""prefctl migrate: what it applies, in which order, and the account that it makes on the first boot."""

import hashlib
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from database import DONE, password_matches, schema_files
from places import BUILD
from patience import seconds
from prefctl import Prefctl


def test_migrate_applies_every_file_in_order(empty):
    answer = empty.prefctl.json("migrate")
    assert answer["applied"] == list(schema_files())
    recorded = dict(empty.rows("SELECT name, checksum FROM prefd.schema_files"))
    assert recorded == {name: hashlib.sha256(text).hexdigest() for name, text in schema_files().items()}


def test_migrate_makes_the_first_account_with_a_random_password(empty):
    admin = empty.prefctl.json("migrate")["admin"]
    assert admin["login"] == "admin" and len(admin["password"]) >= 20
    (row,) = empty.rows("""SELECT id, login, email, is_server_admin, is_service_account, org_id, password_hash
                           FROM prefd.users""")
    assert row[:-1] == (1, "admin", "admin@localhost", True, False, 1)
    assert password_matches(row[-1], admin["password"].encode())
    assert empty.rows("SELECT id, name FROM prefd.orgs") == [(1, "Main Org.")]
    assert empty.rows("SELECT org_id, user_id, role FROM prefd.org_members") == [(1, 1, "Admin")]


def test_migrate_prints_lines(empty):
    lines = empty.prefctl("migrate").out.splitlines()
    assert lines[:-2] == [f"applied {name}" for name in schema_files()]
    assert lines[-2] == "created user admin"
    assert password_matches(empty.value("SELECT password_hash FROM prefd.users"),
                            lines[-1].removeprefix("password ").encode())


def test_migrate_again_has_nothing_to_do(empty):
    empty.prefctl("migrate")
    before = empty.rows("SELECT * FROM prefd.schema_files ORDER BY name")
    assert empty.prefctl("migrate").out == "nothing to do\n"
    assert empty.prefctl.json("migrate") == {"applied": []}
    assert empty.rows("SELECT * FROM prefd.schema_files ORDER BY name") == before


@pytest.mark.parametrize("password", ["pass", "  spaced out ", "pä🐴word"])
def test_migrate_takes_the_password_from_the_environment(empty, password):
    answer = empty.prefctl.json("migrate", environment={"PREFD_ADMIN_PASSWORD": password})
    assert answer["admin"] == {"login": "admin"}
    assert password_matches(empty.value("SELECT password_hash FROM prefd.users"), password.encode())


def test_migrate_takes_the_password_from_a_file(empty, tmp_path):
    (tmp_path / "password").write_text("from a file\nsecond line\n", encoding="utf-8")
    answer = empty.prefctl.json("migrate", environment={"PREFD_ADMIN_PASSWORD_FILE": str(tmp_path / "password")})
    assert answer["admin"] == {"login": "admin"}
    assert password_matches(empty.value("SELECT password_hash FROM prefd.users"), b"from a file")


def test_migrate_wipes_the_password_from_its_environment(empty):
    empty.prefctl("migrate")
    empty.execute("DELETE FROM prefd.users")
    empty.execute("BEGIN; LOCK TABLE prefd.users IN SHARE MODE")
    running = empty.start("migrate", environment={"PREFD_ADMIN_PASSWORD": "seen by ps e"}, stdout=subprocess.DEVNULL)
    empty.wait_for_lock()
    with open(f"/proc/{running.pid}/environ", "rb") as environment:
        assert b"seen by ps e" not in environment.read()
    empty.execute("ROLLBACK")
    assert running.wait(seconds(10)) == DONE


@pytest.mark.parametrize("environment, reason", [
    ({"PREFD_ADMIN_PASSWORD": "abc"}, "the password must have at least 4 characters"),
    ({"PREFD_ADMIN_PASSWORD": "ä" * 3}, "the password must have at least 4 characters"),
    ({"PREFD_ADMIN_PASSWORD": "x" * 4097}, "the password in PREFD_ADMIN_PASSWORD is longer than 4096 bytes"),
    ({"PREFD_ADMIN_PASSWORD_FILE": "/nowhere/password"},
     "cannot open the password file /nowhere/password: No such file or directory"),
])
def test_migrate_with_a_bad_password_changes_nothing(empty, environment, reason):
    assert empty.refuse("migrate", environment=environment) == reason
    assert not empty.has_schema()


def test_migrate_is_one_transaction(empty):
    empty.execute("CREATE SCHEMA prefd CREATE TABLE orgs ()")
    assert "migrations/0001_accounts.sql" in empty.refuse("migrate")
    assert empty.rows("SELECT relname FROM pg_class WHERE relnamespace = 'prefd'::regnamespace") == [("orgs",)]


def test_two_migrations_at_once_wait_for_each_other(empty):
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: empty.prefctl.json("migrate"), range(4)))
    assert sorted(len(answer["applied"]) for answer in answers) == [0, 0, 0, len(schema_files())]
    assert [("admin" in answer) for answer in answers].count(True) == 1


def test_a_changed_function_is_applied_again_alone(empty):
    empty.prefctl("migrate")
    empty.execute("DROP FUNCTION prefd.find_password")
    empty.execute("UPDATE prefd.schema_files SET checksum = 'older' WHERE name = 'functions/find_password.sql'")
    assert empty.prefctl.json("migrate") == {"applied": ["functions/find_password.sql"]}
    assert empty.value("SELECT to_regproc('prefd.find_password') IS NOT NULL")
    assert empty.prefctl.json("migrate") == {"applied": []}


MADE = """SELECT table_name, column_name, has_column_privilege('prefd_admin', 'prefd.' || table_name, column_name, 'SELECT')
            FROM information_schema.columns WHERE table_schema = 'prefd'
          UNION ALL
          SELECT conrelid::regclass::text, conname, convalidated
            FROM pg_constraint WHERE connamespace = 'prefd'::regnamespace
          UNION ALL
          SELECT indrelid::regclass::text, indexrelid::regclass::text, indisvalid
            FROM pg_index WHERE indrelid::regclass::text LIKE 'prefd.%' ORDER BY 1, 2"""


def undo(migration):
    """What takes back the tables, functions, domains, columns, constraints and indexes that a migration made. The functions that
    stood in its way come back by themselves."""
    yield from re.findall(r"DROP FUNCTION IF EXISTS [^;]+", migration)
    for statement in reversed(migration.split(";")):
        for function in re.findall(r"CREATE FUNCTION (prefd\.\w+)", statement):
            yield f"DROP FUNCTION {function} CASCADE"
        for table in re.findall(r"CREATE (?:UNLOGGED )?TABLE (prefd\.\w+)", statement):
            yield f"DROP TABLE {table} CASCADE"
        for domain in re.findall(r"CREATE DOMAIN (prefd\.\w+)", statement):
            yield f"DROP DOMAIN {domain}"
        for index in re.findall(r"CREATE (?:UNIQUE )?INDEX (\w+)", statement):
            yield f"DROP INDEX IF EXISTS prefd.{index}"
        for table in re.findall(r"ALTER TABLE (prefd\.\w+)", statement):
            for column in re.findall(r"ADD COLUMN (\w+)", statement):
                yield f"ALTER TABLE {table} DROP COLUMN IF EXISTS {column} CASCADE"
            for column in re.findall(r"ALTER COLUMN (\w+) TYPE prefd\.", statement):
                yield f"ALTER TABLE {table} ALTER COLUMN {column} TYPE jsonb"
            for constraint in re.findall(r"ADD CONSTRAINT (\w+)", statement):
                yield f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint}"


def test_a_new_migration_brings_what_can_be_applied_again(empty):
    empty.prefctl("migrate")
    made = empty.rows(MADE)
    last = [name for name, text in schema_files().items() if name.startswith("migrations/") and [*undo(text.decode())]][-1]
    for statement in undo(schema_files()[last].decode()):
        empty.execute(statement)
    assert empty.rows(MADE) != made
    empty.execute("DELETE FROM prefd.schema_files WHERE name = %s", last)
    earlier = [name for name in schema_files() if name.startswith("migrations/") and name != last]
    assert empty.prefctl.json("migrate")["applied"] == [name for name in schema_files() if name not in earlier]
    assert empty.rows(MADE) == made


def test_roles_are_put_beside_the_accounts_that_there_are(empty):
    empty.prefctl("migrate")
    empty.prefctl("user", "create", "--login", "ann", stdin="password")
    empty.execute("INSERT INTO prefd.users (login, email, org_id) VALUES ('expelled', 'expelled', 1)")
    name, accounts = "migrations/0021_current_roles.sql", "SELECT login, org_role, version FROM prefd.users ORDER BY id"
    for statement in undo(schema_files()[name].decode()):
        empty.execute(statement)
    empty.execute("DELETE FROM prefd.schema_files WHERE name = %s", name)
    assert name in empty.prefctl.json("migrate")["applied"]
    assert empty.rows(accounts) == [("admin", "Admin", 1), ("ann", "Viewer", 1), ("expelled", None, 1)]


def test_functions_that_return_something_else_are_replaced(empty):
    empty.prefctl("migrate")
    name, function = "migrations/0018_replaced.sql", "prefd.update_profile(bigint, text, text, text, text)"
    empty.execute(f"DROP FUNCTION {function}; SET ROLE prefd_owner; CREATE FUNCTION {function} RETURNS boolean RETURN true; RESET ROLE")
    empty.execute("DELETE FROM prefd.schema_files WHERE name = %s", name)
    assert name in empty.prefctl.json("migrate")["applied"]
    assert empty.value("SELECT has_function_privilege('prefd_worker', %s, 'EXECUTE')", function)


def test_keys_in_no_organisation_become_their_callers(empty):
    empty.prefctl("migrate")
    name = "migrations/0024_keys_in_no_organisation.sql"
    empty.execute("""INSERT INTO prefd.idempotency_records (org_id, key, user_id, fingerprint)
                     SELECT org, concat('key ', org), id, '' FROM prefd.users, unnest('{0,1}'::bigint[]) org""")
    empty.execute("DELETE FROM prefd.schema_files WHERE name = %s", name)
    assert name in empty.prefctl.json("migrate")["applied"]
    assert empty.rows("SELECT key, org_id FROM prefd.idempotency_records ORDER BY key") == [("key 0", -1), ("key 1", 1)]


def test_a_changed_migration_is_refused(empty):
    empty.prefctl("migrate")
    empty.execute("""UPDATE prefd.schema_files SET checksum = 'older'
                     WHERE name IN ('migrations/0001_accounts.sql', 'roles.sql')""")
    assert empty.refuse("migrate").startswith("migrations/0001_accounts.sql is applied, and was changed afterwards")
    assert empty.rows("SELECT name FROM prefd.schema_files WHERE checksum = 'older' ORDER BY name") == [
        ("migrations/0001_accounts.sql",), ("roles.sql",)]


def test_a_migration_of_a_newer_version_is_refused(empty):
    empty.prefctl("migrate")
    empty.execute("INSERT INTO prefd.schema_files VALUES ('migrations/9999_later.sql', ''), ('functions/gone.sql', '')")
    assert empty.refuse("migrate") == ("the database has migrations/9999_later.sql, which this prefctl does not know: "
                                       "use a newer one")
    empty.execute("DELETE FROM prefd.schema_files WHERE name = 'migrations/9999_later.sql'")
    assert empty.prefctl.json("migrate") == {"applied": []}


def test_migrate_without_accounts_makes_the_first_one_again(empty):
    empty.prefctl("migrate")
    empty.execute("DELETE FROM prefd.users")
    answer = empty.prefctl.json("migrate")
    assert answer["applied"] == [] and answer["admin"]["login"] == "admin"
    assert empty.rows("SELECT role FROM prefd.org_members") == [("Admin",)]


def test_migrate_by_a_role_that_is_no_superuser(cluster, empty):
    empty.execute("DROP ROLE IF EXISTS prefctl_operator")
    empty.execute("CREATE ROLE prefctl_operator LOGIN CREATEROLE")
    empty.execute(f"GRANT CREATE ON DATABASE {empty.name} TO prefctl_operator")
    operator = Prefctl(BUILD / "prefctl", cluster.conninfo(empty.name, "prefctl_operator"))
    assert operator.json("migrate")["admin"]["login"] == "admin"
    assert operator.json("migrate") == {"applied": []}
    assert operator("user", "create", "--login", "ann", stdin="password").out == "2\n"
    refusal = operator("user", "create", "--login", "bob", "--org", 9, stdin="password", check=False)
    assert refusal.err == "prefctl: --org: there is no such organisation\n"
