"""The link between prefctl and PostgreSQL is cut at each of its statements: it says so, and nothing was done."""

import itertools
import select

import pytest

from database import DONE, UNREACHABLE
from patience import pause
from places import BUILD
from prefctl import Prefctl
from wire_proxy import WireProxy

COMMANDS = [
    ("migrate",),
    ("user", "create", "--login", "new", "--org", "1"), ("user", "create", "--login", "machine", "--service-account", "--org", "1"),
    ("user", "password", "--login", "ann"), ("org", "create", "--name", "another"),
    ("agency", "role", "--login", "ann", "--agency-role", "agent"), ("agency", "manager", "--login", "ann"),
    ("token", "create", "--login", "ann", "--name", "new"), ("token", "list", "--login", "ann"), ("token", "revoke", "--id", "1"),
]


class Cutting(WireProxy):
    """Cuts a connection in place of forwarding what its client says at its turn `at`; 0: never."""

    at = turns = 0

    def _forward(self, client, server, number):
        self.turns, speaks = 0, False
        while True:
            for source in select.select([client, server], [], [])[0]:
                data = source.recv(1 << 16)
                self.turns += source is client and not speaks
                speaks = source is client
                if not data or (speaks and self.turns == self.at):
                    return
                (server if speaks else client).sendall(data)


@pytest.fixture
def proxy(scratch, cluster):
    directory = scratch / "cut"
    directory.mkdir(mode=0o700, exist_ok=True)
    cutting = Cutting(directory, cluster.sockets)
    yield cutting
    cutting.close()
    for socket in directory.iterdir():
        socket.unlink()


@pytest.fixture
def cut(proxy, cluster):
    """cut(database, turn, *words): runs prefctl on it, to be cut at that turn."""
    def run(database, turn, *words):
        proxy.at = turn
        through = Prefctl(BUILD / "prefctl", cluster.conninfo(database.name, host=proxy.listener.getsockname().rpartition("/")[0]))
        return through(*words, stdin="a password\n", environment={"PREFD_ADMIN_PASSWORD": "first boot"}, check=False)
    return run


def contents(database):
    return database.rows("SELECT (SELECT count(*) FROM prefd.users), (SELECT count(*) FROM prefd.orgs), "
                         "(SELECT string_agg(t::text, ' ' ORDER BY id) FROM prefd.tokens t)")


@pytest.fixture(scope="module")
def migrated(make_database):
    database = make_database()
    database.prefctl("migrate", environment={"PREFD_ADMIN_PASSWORD": "first boot"})
    database.prefctl("user", "create", "--login", "ann", stdin="first password\n")
    database.prefctl("token", "create", "--login", "ann")
    return database


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_commands(migrated, cut, words):
    before = contents(migrated)
    for turn in itertools.count(1):
        outcome = cut(migrated, turn, *words)
        if outcome.status == DONE:
            break
        assert outcome.status == UNREACHABLE and outcome.err.startswith("prefctl: the database does not answer"), outcome
        assert outcome.out == "" and contents(migrated) == before
    assert turn > 3


def test_migrate(make_database, cut, proxy):
    database, whole = make_database(), make_database()
    assert cut(whole, 0, "migrate").status == DONE
    pause(0.2)  # until the proxy has heard the farewell, which is the last turn
    for turn in (*range(1, 8), *range(proxy.turns - 6, proxy.turns)):
        outcome = cut(database, turn, "migrate")
        assert outcome.status == UNREACHABLE, (turn, outcome)
        assert not database.has_schema()
    assert cut(database, 0, "migrate").status == DONE
