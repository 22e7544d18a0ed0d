"""What a request costs, in figures that are the same on a busy machine as on a quiet one: statements, functions' own
included, round trips, buffers touched, and the instructions of the worker and of PostgreSQL's sessions. COSTS is what
is allowed: a change that makes a request dearer fails here, one that makes it cheaper lowers the row. The instructions
are those of Debian 12's compiler with configure's own CFLAGS."""

import time
import warnings
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import pytest

from answers import USER
from callgrind import Callgrind
from cluster import Cluster
from conftest import ADMIN_PASSWORD
from deployment import Deployment
from fastcgi_client import KEEP_CONNECTION
from http_client import basic, bearer
from places import BUILD, INSTRUMENTED
from prefctl import Prefctl
from register import Register
from wire_proxy import WireProxy

SEARCH = "/api/users/search?query=member12&perpage=20&page=1"
DOCUMENT = {"theme": "dark", "timezone": "Europe/Berlin", "weekStart": "monday", "language": "de-DE",
            "navbar": {"bookmarkUrls": ["/d/ec8956637", "/explore"]}, "queryHistory": {"homeTab": "starred"}}
HEADERS = {"host": "preferences.example.org", "user_agent": "Mozilla/5.0 (X11; Linux x86_64)", "accept": "*/*"}

# Compilers and libraries of one release may differ by so much.
MARGIN = 1.05
WARM_UP, COUNTED = 12, 20  # PostgreSQL settles on a statement's plan at the sixth time


@dataclass
class Cost:
    """Of one request, on average; thousands of instructions."""

    statements: float
    trips: float
    buffers: float
    worker: float = 0
    database: float = 0


# By what is asked and how.
COSTS = {
    ("GET", USER, "token"): Cost(3, 1, 9, worker=57.9, database=270),
    ("GET", USER, "password"): Cost(3, 1, 6, worker=62.2, database=245),
    ("PUT", USER, "token"): Cost(4, 1, 12, worker=74.9, database=414),
    ("GET", SEARCH, "token"): Cost(5, 1, 77, worker=47.9, database=1818),
}

PEOPLE = """
INSERT INTO prefd.orgs (name) SELECT 'Community ' || n FROM generate_series(1, 40) n;
INSERT INTO prefd.users (login, email, name, org_id)
  SELECT 'member' || n, 'member' || n || '@example.com', 'Member ' || n, 2 + n % 40 FROM generate_series(1, 4000) n;
INSERT INTO prefd.org_members (org_id, user_id, role)
  SELECT 2 + (u.id + turn * 7) % 40, u.id, 'Viewer'
    FROM prefd.users u, generate_series(0, 1) turn WHERE u.login LIKE 'member%';
INSERT INTO prefd.preferences (org_id, user_id, document)
  SELECT m.org_id, m.user_id, jsonb_build_object('theme', 'light', 'timezone', 'utc')
    FROM prefd.org_members m JOIN prefd.users u ON u.id = m.user_id AND u.login LIKE 'member%';
INSERT INTO prefd.tokens (user_id, name, secret_hash)
  SELECT u.id, 'one', sha256(u.login::bytea) FROM prefd.users u WHERE u.login LIKE 'member%';
VACUUM (ANALYZE);
"""

STATISTICS = """
SELECT sum(calls)::integer, sum(shared_blks_hit + shared_blks_read) FILTER (WHERE toplevel)::integer
  FROM pg_stat_statements WHERE userid <> current_user::regrole
"""


@dataclass
class Asker:
    """Somebody who may ask everything, and how she says who she is."""

    token: str
    password: str

    def ask(self, connection, method, path, way):
        body = DOCUMENT if method == "PUT" else b""
        answer = connection.request(method, path, body, KEEP_CONNECTION, Authorization=getattr(self, way), **HEADERS)
        assert answer.status == 200, answer.body


def fill(cluster):
    """A few thousand people in a new database, and one more."""
    prefctl = Prefctl(BUILD / "prefctl", cluster.conninfo(cluster.create_database("costs")))
    prefctl("migrate", environment={"PREFD_ADMIN_PASSWORD": ADMIN_PASSWORD})
    register = Register(prefctl, cluster.connect("costs"))
    for statement in PEOPLE.strip().split(";\n"):
        register.sql(statement)
    account = register.person("Viewer", server_admin=True)
    token = register.token(account)
    register.connection.close()
    return Asker(bearer(token.secret), basic(account.login, account.password))


@contextmanager
def worker(directory, cluster, asker, host=None, under=()):
    """One worker that has answered everything a few times, over one connection to PostgreSQL a lane; gives a function
    that asks, and the deployment."""
    lanes = {f"{lane}_connections": 1 for lane in ("read", "write", "search")}
    deployment = Deployment(directory, cluster.conninfo("costs", "prefd_worker", host), 1, lanes, under=under)
    deployment.start()
    try:
        with deployment.fastcgi(30) as connection:
            def ask(question, times):
                for _ in range(times):
                    asker.ask(connection, *question)
            for question in COSTS:
                ask(question, WARM_UP)
            yield ask, deployment
    finally:
        deployment.stop()


def count_statements(directory, cluster, asker):
    """What the wire and PostgreSQL's own statistics say: {question: Cost}."""
    (directory / "wire").mkdir(0o700)
    proxy = WireProxy(str(directory / "wire"), str(cluster.sockets))
    connection = cluster.connect("costs")
    costs = {}
    cursor = connection.cursor()
    with worker(directory / "counted", cluster, asker, host=directory / "wire") as (ask, _):
        cursor.execute("CREATE EXTENSION pg_stat_statements")
        for question in COSTS:
            cursor.execute("SELECT pg_stat_statements_reset()")
            time.sleep(0.05)
            mark = proxy.mark()
            ask(question, COUNTED)
            time.sleep(0.05)
            cursor.execute(STATISTICS)
            statements, buffers = cursor.fetchone()
            costs[question] = Cost(statements / COUNTED, proxy.trips_since(mark).turns / COUNTED, buffers / COUNTED)
    proxy.close()
    connection.close()
    return costs


def sessions(cluster):
    """The processes of PostgreSQL that serve workers."""
    connection = cluster.connect("costs")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'prefd'")
        pids = [pid for pid, in cursor.fetchall()]
    connection.close()
    return pids


def count_instructions(directory, cluster, asker, callgrind, costs):
    """What worker and sessions execute goes into the costs."""
    with worker(directory / "instructed", cluster, asker, under=callgrind.words()) as (ask, deployment):
        groups = [deployment.worker_pids(), sessions(cluster)]
        for question, cost in costs.items():
            totals = callgrind.count(groups, lambda: ask(question, COUNTED))
            cost.worker, cost.database = (total / COUNTED / 1000 for total in totals)


@pytest.fixture(scope="module")
def costs(scratch):
    """{question: Cost} as it is."""
    directory = scratch / "costs"
    cluster = Cluster(directory / "pg", {"autovacuum": "off", "fsync": "off"})  # nothing that comes and goes
    cluster.settings |= {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "all",
                         "pg_stat_statements.track_planning": "on"}
    cluster.start()
    try:
        asker = fill(cluster)
        costs = count_statements(directory, cluster, asker)
        if not INSTRUMENTED:
            cluster.stop()
            del cluster.settings["shared_preload_libraries"]
            callgrind = Callgrind(directory / "callgrind")
            cluster.start(callgrind.words())
            count_instructions(directory, cluster, asker, callgrind, costs)
    finally:
        cluster.crash()
    return costs


@pytest.mark.parametrize("question", COSTS, ids=" ".join)
def test_no_dearer(costs, question):
    now, allowed = asdict(costs[question]), asdict(COSTS[question])
    ratios = {name: value / allowed[name] for name, value in now.items() if value}
    dearer = [name for name, ratio in ratios.items() if ratio > MARGIN]
    assert not dearer, f"dearer in {', '.join(dearer)}: {now}, allowed: {allowed}"
    cheaper = [name for name, ratio in ratios.items() if ratio * MARGIN < 1]
    if cheaper:
        warnings.warn(f"cheaper in {', '.join(cheaper)}, the row may be lowered: {now}")
