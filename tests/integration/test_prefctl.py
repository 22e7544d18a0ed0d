"""The operator's tool alone, against PostgreSQL: what it makes, what it refuses and in which words, what it
never shows."""

import hashlib
import os
import pty
import re
import subprocess
import threading
import time
import zlib

import pytest

from database import DONE, MISUSED, REFUSED, UNREACHABLE, password_matches, schema_files
from places import BUILD, TOP
from patience import seconds, wait_until
from prefctl import Prefctl

COMMANDS = ["migrate", "user create", "user password", "org create", "agency role", "agency manager",
            "token create", "token list", "token revoke"]
ALPHABET = "[A-Za-z0-9]"


def open_terminal():
    """A pseudo-terminal: the end that a person has, and the program's."""
    try:
        return pty.openpty()
    except OSError as error:
        pytest.skip(f"no pseudo-terminal can be had here: {error}")


@pytest.fixture(scope="session")
def shared_database(make_database):
    database = make_database()
    database.prefctl("migrate", environment={"PREFD_ADMIN_PASSWORD": "first boot"})
    return database


@pytest.fixture
def migrated(shared_database):
    """With nothing but what the first boot made."""
    shared_database.execute("DELETE FROM prefd.users WHERE id <> 1")
    shared_database.execute("DELETE FROM prefd.orgs WHERE id <> 1")
    shared_database.execute("DELETE FROM prefd.tokens")
    return shared_database


@pytest.fixture
def ann(migrated):
    return migrated.prefctl.json("user", "create", "--login", "ann", stdin="first password\n")


@pytest.fixture
def robot(migrated):
    return migrated.prefctl.json("user", "create", "--login", "robot", "--service-account", "--org", "1")


# --- user ------------------------------------------------------------------------------------------------------------

def test_user_create_makes_a_viewer_of_organisation_1(migrated):
    outcome = migrated.prefctl("user", "create", "--login", "  AnN ", stdin="password\n")
    (row,) = migrated.rows("""SELECT id, login, email, name, users.org_id, is_server_admin, is_disabled,
                                     is_service_account, role
                              FROM prefd.users JOIN prefd.org_members ON user_id = id WHERE id <> 1""")
    assert row == (int(outcome.out), "ann", "ann", "", 1, False, False, False, "Viewer")
    assert outcome.err == ""


def test_user_create_takes_everything(migrated):
    org = migrated.prefctl("org", "create", "--name", "Two").out.strip()
    answer = migrated.prefctl.json("user", "create", "--login", "ann", "--email", "Ann@Example.ORG", "--name", "Änn É.",
                                   "--org", org, "--role", "Editor", "--server-admin", stdin="password\n")
    row = migrated.rows("""SELECT uid, login, email, name, users.org_id, is_server_admin, role
                           FROM prefd.users JOIN prefd.org_members ON user_id = id WHERE id = %s""", answer["id"])
    assert row == [(answer["uid"], "ann", "ann@example.org", "Änn É.", int(org), True, "Editor")]
    assert set(answer) == {"id", "uid", "login"} and answer["login"] == "ann"


@pytest.mark.parametrize("words, reason", [
    (["--login", "ADMIN"], "--login is taken by another account"),
    (["--login", "ann", "--email", "Admin@LocalHost"],
     "--email is taken by another account (without --email the login is the email)"),
    (["--login", "ann", "--org", "99"], "--org: there is no such organisation"),
    (["--login", "x" * 191], "--email (without it the login) must have 1 to 190 characters"),
    (["--login", "x" * 191, "--email", "ann"], "--login must have 1 to 190 characters"),
    (["--login", "   ", "--email", "ann"], "--login must have 1 to 190 characters"),
    (["--login", "ann", "--name", "x" * 256], "--name must have at most 255 characters"),
    (["--login", "\udcff"], "the arguments must be UTF-8"),
])
def test_user_create_refuses_what_cannot_be(migrated, words, reason):
    assert migrated.refuse("user", "create", *words, stdin="password") == reason
    assert migrated.value("SELECT count(*) FROM prefd.users") == 1


@pytest.mark.parametrize("line, password", [
    ("word", "word"), ("word\n", "word"), ("word\r\n", "word"), ("word\nmore\n", "word"),
    (" two  words ", " two  words "), ("nul\0inside\n", "nul\0inside"), ("nul\0inside2\n", "nul\0inside2"),
    ("pä🐴ß\n", "pä🐴ß"), ("x" * 4096 + "\n", "x" * 4096),
], ids=lambda text: repr(text[:20]))
def test_a_password_is_one_line_byte_for_byte(migrated, line, password):
    migrated.prefctl("user", "create", "--login", "ann", stdin=line)
    stored = migrated.value("SELECT password_hash FROM prefd.users WHERE login = 'ann'")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password_matches(stored, password.encode())
    assert not password_matches(stored, password.encode()[:-1])


@pytest.mark.parametrize("line, reason", [
    ("", "no password in the first line of standard input"),
    ("\nsecond\n", "no password in the first line of standard input"),
    ("abc\n", "the password must have at least 4 characters"),
    ("äöü\n", "the password must have at least 4 characters"),
    ("x" * 4097, "the password in standard input is longer than 4096 bytes"),
    ("x" * 60_000, "the password in standard input is longer than 4096 bytes"),
], ids=lambda text: text[:20])
def test_a_password_that_is_none_is_refused(migrated, line, reason):
    assert migrated.refuse("user", "create", "--login", "ann", stdin=line) == reason
    assert migrated.value("SELECT count(*) FROM prefd.users") == 1


def test_a_password_may_come_from_a_file(migrated, tmp_path):
    (tmp_path / "word").write_bytes(b"from a file\r\nnot this\r\n")
    migrated.prefctl("user", "create", "--login", "ann", "--password-file", tmp_path / "word", stdin="not this")
    assert password_matches(migrated.value("SELECT password_hash FROM prefd.users WHERE login = 'ann'"), b"from a file")
    assert "Is a directory" in migrated.refuse("user", "password", "--login", "ann", "--password-file", str(tmp_path))


def test_a_password_arrives_slowly(migrated):
    running = migrated.start("user", "create", "--login", "ann", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for piece in ("sl", "ow", "ly\n"):
        running.stdin.write(piece)
        running.stdin.flush()
        time.sleep(0.02)
    assert running.wait(seconds(10)) == DONE
    running.stdin.close()
    assert password_matches(migrated.value("SELECT password_hash FROM prefd.users WHERE login = 'ann'"), b"slowly")


def test_a_service_account_has_an_organisation_and_no_password(migrated, robot):
    row = migrated.rows("""SELECT is_service_account, is_server_admin, password_hash, users.org_id, role
                           FROM prefd.users JOIN prefd.org_members ON user_id = id WHERE id = %s""", robot["id"])
    assert row == [(True, False, None, 1, "Viewer")]


@pytest.mark.parametrize("words, reason", [
    ([], "--service-account needs --org ID"),
    (["--org", "1", "--password-file", "/etc/hostname"],
     "--service-account takes no --password-file: it has tokens and no password"),
    (["--org", "1", "--server-admin"], "--service-account cannot be --server-admin"),
])
def test_a_service_account_is_no_person(migrated, words, reason):
    assert migrated.refuse("user", "create", "--login", "robot", "--service-account", *words, status=MISUSED) == reason


def test_user_password_replaces_the_old_one(migrated, ann):
    before = migrated.value("SELECT credential_version FROM prefd.users WHERE login = 'ann'")
    assert migrated.prefctl("user", "password", "--login", " ANN", stdin="second password\n").out == ""
    stored, after = migrated.rows("SELECT password_hash, credential_version FROM prefd.users WHERE login = 'ann'")[0]
    assert password_matches(stored, b"second password") and not password_matches(stored, b"first password")
    assert after != before
    answer = migrated.prefctl.json("user", "password", "--login", "ann", stdin="third")
    assert answer == {"id": ann["id"], "login": "ann"}


def test_user_password_refuses(migrated, robot):
    assert migrated.refuse("user", "password", "--login", "bob", stdin="password") == (
        '--login: there is no account "bob"')
    assert migrated.refuse("user", "password", "--login", "robot", stdin="password") == (
        "--login is a service account: it has tokens and no password")


# --- org -------------------------------------------------------------------------------------------------------------

def test_org_create(migrated, ann):
    org = migrated.prefctl("org", "create", "--name", " Two ", "--admin", "ANN").out
    assert migrated.value("SELECT name FROM prefd.orgs WHERE id = %s", int(org)) == "Two"
    members = migrated.rows("SELECT user_id, role FROM prefd.org_members WHERE org_id = %s", int(org))
    assert members == [(ann["id"], "Admin")]
    assert migrated.value("SELECT org_id FROM prefd.users WHERE id = %s", ann["id"]) == 1
    assert set(migrated.prefctl.json("org", "create", "--name", "Three")) == {"id", "name"}


@pytest.mark.parametrize("words, reason", [
    (["--name", "Main Org."], "--name is taken by another organisation"),
    (["--name", "Two", "--admin", "bob"], '--admin: there is no person "bob"'),
    (["--name", "Two", "--admin", "robot"], '--admin: there is no person "robot"'),
    (["--name", " "], "--name must have 1 to 190 characters"),
])
def test_org_create_refuses(migrated, robot, words, reason):
    assert migrated.refuse("org", "create", *words) == reason
    assert migrated.value("SELECT count(*) FROM prefd.orgs") == 1


# --- agency ----------------------------------------------------------------------------------------------------------

def member(database, account):
    (row,) = database.rows("SELECT agency_role, manager_id FROM prefd.org_members WHERE org_id = 1 AND user_id = %s", account["id"])
    return row


def test_agency_role(migrated, ann):
    assert migrated.prefctl.json("agency", "role", "--login", "ANN", "--agency-role", "broker") == \
        {"id": ann["id"], "login": "ann", "role": "broker"}
    assert member(migrated, ann) == ("broker", None)
    assert migrated.prefctl.json("agency", "role", "--login", "ann", "--org", 1)["role"] == "viewer"
    assert migrated.prefctl.json("agency", "role", "--login", "admin")["role"] == "owner"
    assert member(migrated, ann) == (None, None)
    assert migrated.prefctl("agency", "role", "--login", "ann").out == ""


def test_agency_manager(migrated, ann):
    bob = migrated.prefctl.json("user", "create", "--login", "bob", stdin="password\n")
    assert migrated.prefctl.json("agency", "manager", "--login", "ann", "--manager", "Bob") == \
        {"id": ann["id"], "login": "ann", "manager_id": bob["id"]}
    assert member(migrated, ann) == (None, bob["id"])
    assert migrated.refuse("agency", "manager", "--login", "bob", "--manager", "ann") == \
        "--manager is managed, over whomever, by --login"
    assert migrated.prefctl.json("agency", "manager", "--login", "ann")["manager_id"] is None
    assert member(migrated, ann) == (None, None)


@pytest.mark.parametrize("words, reason", [
    (["role", "--login", "bob"], '--login: there is no person "bob" in organisation 1'),
    (["role", "--login", "robot"], '--login: there is no person "robot" in organisation 1'),
    (["role", "--login", "ann", "--org", "9"], '--login: there is no person "ann" in organisation 9'),
    (["manager", "--login", "ann", "--manager", "ann"], "--manager must be somebody else"),
    (["manager", "--login", "ann", "--manager", "bob"], "--manager is nobody of this organisation"),
    (["manager", "--login", "ann", "--manager", "robot"], "--manager is nobody of this organisation"),
])
def test_agency_refuses(migrated, ann, robot, words, reason):
    assert migrated.refuse("agency", *words) == reason
    assert member(migrated, ann) == (None, None)


# --- token -----------------------------------------------------------------------------------------------------------

def stored_token(database, secret):
    (row,) = database.rows("""SELECT user_id, org_id, name, expires_at - created_at, revoked_at
                              FROM prefd.tokens WHERE secret_hash = %s""", hashlib.sha256(secret.encode()).digest())
    return row


def test_a_persons_token_follows_the_person(migrated, ann):
    secret = migrated.prefctl("token", "create", "--login", "Ann").out
    assert re.fullmatch(f"prefd_{ALPHABET}{{43}}\n", secret)
    user, org, name, life, revoked = stored_token(migrated, secret.strip())
    assert (user, org, life, revoked) == (ann["id"], None, None, None) and name


def test_a_token_may_be_bound_named_and_limited(migrated, ann):
    answer = migrated.prefctl.json("token", "create", "--login", "ann", "--org", 1, "--name", "laptop", "--ttl", 3600)
    user, org, name, life, _ = stored_token(migrated, answer["secret"])
    assert (user, org, name, life.total_seconds()) == (ann["id"], 1, "laptop", 3600)
    assert set(answer) == {"id", "name", "secret", "expiresAt"} and answer["name"] == "laptop"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answer["expiresAt"])


def test_a_service_accounts_token_has_grafanas_form(migrated, robot):
    answer = migrated.prefctl.json("token", "create", "--login", "robot")
    secret, _, checksum = answer["secret"].rpartition("_")
    assert re.fullmatch(f"glsa_{ALPHABET}{{32}}", secret)
    assert checksum == zlib.crc32(secret.encode()).to_bytes(4, "little").hex()
    assert stored_token(migrated, answer["secret"])[:2] == (robot["id"], 1)
    assert answer["expiresAt"] is None


def test_a_secret_is_stored_nowhere(migrated, ann):
    secret = migrated.prefctl("token", "create", "--login", "ann").out.strip()
    ((row, stored),) = migrated.rows("SELECT t::text, secret_hash FROM prefd.tokens t")
    assert secret[6:] not in row and secret[6:].encode() not in bytes(stored)


@pytest.mark.parametrize("words, reason", [
    (["--login", "bob"], '--login: there is no account "bob"'),
    (["--login", "ann", "--org", "2"], '--org: "ann" is not a member of organisation 2'),
    (["--login", "robot", "--org", "2"], '--org: "robot" is not a member of organisation 2'),
    (["--login", "ann", "--name", "laptop"], "--name is taken by another token of this account"),
    (["--login", "ann", "--name", "x" * 191], "--name must have 1 to 190 characters"),
    (["--login", "ann", "--ttl", "9223372036854775807"], "--ttl is too long"),
])
def test_token_create_refuses(migrated, ann, robot, words, reason):
    migrated.prefctl("token", "create", "--login", "ann", "--name", "laptop")
    assert migrated.refuse("token", "create", *words) == reason
    assert migrated.value("SELECT count(*) FROM prefd.tokens") == 1


def test_a_service_account_without_organisation_gets_no_token(migrated, robot):
    migrated.execute("UPDATE prefd.users SET org_id = NULL WHERE id = %s", robot["id"])
    assert migrated.refuse("token", "create", "--login", "robot") == 'the service account "robot" has no organisation'


def test_token_list(migrated, ann, robot):
    migrated.prefctl("token", "create", "--login", "ann", "--name", "one\ttwo\x1b[31m")
    migrated.prefctl("token", "create", "--login", "robot", "--name", "three", "--ttl", "60")
    first, second = migrated.prefctl.json("token", "list")
    assert list(first) == ["id", "login", "name", "orgId", "createdAt", "expiresAt", "revokedAt"]
    assert (first["login"], first["name"]) == ("ann", "one\ttwo\x1b[31m")
    assert (first["orgId"], first["expiresAt"]) == (None, None)
    assert (second["login"], second["orgId"], second["revokedAt"]) == ("robot", 1, None)
    assert migrated.prefctl.json("token", "list", "--login", "ROBOT") == [second]
    heading, line, _ = migrated.prefctl("token", "list").out.splitlines()
    assert heading.split("\t") == list(first)
    assert line.split("\t") == [str(first["id"]), "ann", "one?two?[31m", "-", first["createdAt"], "-", "-"]
    assert migrated.refuse("token", "list", "--login", "bob") == '--login: there is no account "bob"'


def test_token_list_of_none(migrated):
    assert migrated.prefctl.json("token", "list") == []
    assert len(migrated.prefctl("token", "list").out.splitlines()) == 1


def test_token_revoke(migrated, ann):
    token = migrated.prefctl.json("token", "create", "--login", "ann")
    assert migrated.prefctl("token", "revoke", "--id", token["id"]).out == ""
    revoked = stored_token(migrated, token["secret"])[-1]
    assert revoked is not None
    again = migrated.prefctl.json("token", "revoke", "--id", token["id"])
    assert again["id"] == token["id"] and again["revokedAt"]
    assert stored_token(migrated, token["secret"])[-1] == revoked
    assert migrated.refuse("token", "revoke", "--id", "999999") == "--id: there is no token 999999"


# --- the command line ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("words, reason", [
    ([], "no command given; the commands are " + ", ".join(COMMANDS)),
    (["user"], '"user" begins no command; the commands are ' + ", ".join(COMMANDS)),
    (["user", "creat"], '"user" begins no command; the commands are ' + ", ".join(COMMANDS)),
    (["--frob"], "unknown option --frob; --help lists the options"),
    (["-x", "migrate"], "unknown option -x; --help lists the options"),
    (["migrate", "--login", "ann"], "unknown option --login; --help lists the options"),
    (["user", "create", "--password", "secret"], "unknown option --password; --help lists the options"),
    (["user", "create", "--password=secret"], "unknown option --password; --help lists the options"),
    (["user", "create", "--frob=secret"], "unknown option --frob; --help lists the options"),
    (["user", "create", "--log", "ann"], "unknown option --log; --help lists the options"),
    (["migrate", "now"], 'migrate takes no "now"'),
    (["--json=yes", "migrate"], "--json takes no value"),
    (["user", "create"], "user create needs --login LOGIN"),
    (["user", "create", "--login"], "--login needs a value: LOGIN"),
    (["user", "create", "--login", ""], "--login must not be empty"),
    (["user", "create", "--login", "a", "--login", "b"], "--login is given twice"),
    *[(["user", "create", "--login", "a", "--role", text],
       f'--role must be one of None|Viewer|Editor|Admin, not "{text}"')
      for text in ("Owner", "View", "viewer", "None|Viewer")],
    *[(["token", "revoke", "--id", text], f'--id must be a whole number from 1, not "{text}"')
      for text in ("0", "-1", "+1", " 1", "1x", "1.5", "0x1", "9223372036854775808", "1;DROP")],
    (["token", "create", "--login", "a", "--ttl", "0"], '--ttl must be a whole number from 1, not "0"'),
])
def test_misuse_is_told_with_what_is_allowed(migrated, words, reason):
    assert migrated.refuse(*words, status=MISUSED) == reason


def test_options_stand_before_and_after_the_command(migrated, ann):
    assert migrated.prefctl("token", "--json", "list", check=False).status == MISUSED
    for words in (["--json", "token", "list"], ["token", "list", "--json"], ["--json", "token", "list", "--json"]):
        assert migrated.prefctl(*words).json() == []
    assert Prefctl(BUILD / "prefctl", "host=/nowhere").json("-d", migrated.conninfo, "token", "list") == []
    assert Prefctl(BUILD / "prefctl", "host=/nowhere").json("token", "list", f"--database={migrated.conninfo}") == []


def test_no_database(migrated, cluster):
    nowhere = migrated.refuse("-d", "host=/nowhere dbname=x", "token", "list", status=UNREACHABLE)
    assert nowhere.startswith("the database does not answer: ")
    absent = migrated.refuse("-d", cluster.conninfo("no_such_database"), "token", "list", status=UNREACHABLE)
    assert "does not exist" in absent


def test_the_database_goes_away_in_the_middle(empty):
    empty.prefctl("migrate")
    empty.execute("BEGIN; LOCK TABLE prefd.tokens")
    running = empty.start("token", "list", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for pid in empty.wait_for_lock():
        empty.execute("SELECT pg_terminate_backend(%s)", pid)
    out, err = running.communicate(timeout=seconds(10))
    assert (running.returncode, out) == (UNREACHABLE, "") and err.startswith("prefctl: the database does not answer: ")
    assert err.count("\n") == 1


def test_no_schema(empty):
    assert empty.refuse("token", "list").endswith("run prefctl migrate")


@pytest.mark.parametrize("conninfo", ["host=/nowhere password=hunter2", "postgresql://ann:hunter2@localhost/prefd"])
def test_a_password_in_an_argument_is_refused(migrated, conninfo):
    reason = migrated.refuse("-d", conninfo, "token", "list", status=MISUSED)
    assert "--database must not contain a password" in reason and "hunter2" not in reason


def test_an_answer_that_cannot_be_written_is_a_failure(migrated, ann):
    with open("/dev/full", "w", encoding="utf-8") as full:
        running = migrated.start("token", "create", "--login", "ann", stdout=full, stderr=subprocess.PIPE)
        _, err = running.communicate(timeout=seconds(10))
    assert running.returncode == REFUSED and "standard output cannot be written" in err


# --- at a terminal ---------------------------------------------------------------------------------------------------

def at_terminal(database, words, typed=None):
    """Everything a terminal shows while the command runs on it; typed: the answer to the question for a password."""
    controller, terminal = open_terminal()
    running = database.start(*words, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal)
    os.close(terminal)
    shown = bytearray()

    def read():
        try:
            while chunk := os.read(controller, 1024):
                shown.extend(chunk)
        except OSError:
            pass  # the last holder of the terminal has closed it

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    if typed:
        wait_until(lambda: b"Password: " in shown, 10, "the question")
        os.write(controller, typed)
    running.communicate(timeout=seconds(20))
    reader.join(seconds(5))
    os.close(controller)
    return running.returncode, bytes(shown).decode()


def test_a_terminal_is_asked_and_shows_no_password(migrated):
    status, shown = at_terminal(migrated, ["user", "create", "--login", "ann"], typed="geheim ä\n".encode())
    assert (status, shown) == (DONE, "Password: \r\n")
    stored = migrated.value("SELECT password_hash FROM prefd.users WHERE login = 'ann'")
    assert password_matches(stored, "geheim ä".encode())


def test_progress_is_for_terminals(make_database):
    watched, unwatched = make_database(), make_database()
    status, shown = at_terminal(watched, ["migrate"])
    assert status == DONE and shown.count("applying ") == len(schema_files())
    assert unwatched.prefctl("migrate").err == ""


# --- the texts -------------------------------------------------------------------------------------------------------

def run(*words):
    return subprocess.run([BUILD / "prefctl", *words], capture_output=True, text=True, check=True,
                          timeout=seconds(10)).stdout


def test_help_tells_every_command_and_every_command_helps():
    overview, manual = run("--help"), run("--manual")
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", overview, re.M)
        text = run(*command.split(), "--help")
        assert text.startswith(f"Usage: prefctl {command}")
        assert f".SS {command}\n" in manual
        for option in re.findall(r"^ +(?:-\w, )?--([a-z-]+)", text, re.M):
            assert option.replace("-", "\\-") in manual


def test_the_manual_is_clean_roff():
    groff = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=run("--manual"), capture_output=True, text=True,
                           check=True, timeout=seconds(10))
    assert groff.stderr == ""
    assert "prefctl token create --login robot" in re.sub(r"\x1b\[[0-9;]*m|.\x08", "", groff.stdout)


def test_version():
    assert re.fullmatch(r"prefctl \d+\.\d+\S*\n", run("--version"))


def test_every_constraint_that_has_words_exists(migrated):
    source = (TOP / "src/ctl/refusal.c").read_text(encoding="utf-8")
    named = set(re.findall(r'^    \{"([a-z_]+)"', source, re.M))
    assert named <= {name for (name,) in migrated.rows("SELECT conname FROM pg_constraint")} and named
