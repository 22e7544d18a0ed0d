"""What a request costs as data grows: for what it reads and returns, not for what is stored beside that. Counted are buffers
that PostgreSQL touches, which are the same on a busy machine as on a quiet one, in two databases: an organisation that both
have asks the same of both, and one has four times as many others."""

import time

import pytest

from answers import USER
from cluster import Cluster
from deployment import Deployment
from fastcgi_client import KEEP_CONNECTION
from http_client import bearer
from places import BUILD
from prefctl import Prefctl
from test_g01_costs import DOCUMENT, HEADERS, STATISTICS, WARM_UP

SIZES = {"few": {"people": 5000, "orgs": 500}, "many": {"people": 20000, "orgs": 2000}}
COUNTED = 10
LEVEL = 3  # buffers more: an index that is a level higher

# How much more may be touched (docs/performance.md); searches look at more of an index.
GROWTH, GROWTH_OF_SEARCHES = 1.3, 2

SEARCHES = ("/api/users/search?query=neighbour7%40&perpage=20", "/api/org/users?query=neighbour7%40")
QUESTIONS = [("PUT", USER), *(("GET", path) for path in (
    USER, "/api/org/preferences", "/api/user", "/api/user/orgs", "/api/user/teams", "/api/users?perpage=20",
    "/api/users/lookup?loginOrEmail=neighbour7", "/api/org/users/search?perpage=20", "/api/orgs?perpage=20",
    "/api/orgs?perpage=20&page=1", "/api/orgs?query=Alik", "/api/orgs/name/Alike", "/api/teams/search?perpage=20",
    "/api/search?limit=20", "/api/serviceaccounts/search?perpage=20", "/api/v2/user/{id}/preference",
    "/api/v1/users?limit=20", "/api/v1/users/{id}/preferences", *SEARCHES))]

# Who asks is in Alike, whom nobody else's number changes; so are neighbours. Wide is in a hundred teams of Alike and, where
# there are as many, in a hundred organisations; narrow in one of each.
STORED = """
INSERT INTO prefd.orgs (name) VALUES ('Alike');
INSERT INTO prefd.orgs (name) SELECT 'Community ' || n FROM generate_series(1, %(orgs)s) n;
CREATE TEMP TABLE alike AS SELECT id FROM prefd.orgs WHERE name = 'Alike';
CREATE TEMP TABLE others AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM prefd.orgs WHERE name LIKE 'Community %%';
BEGIN;
INSERT INTO prefd.users (login, email, name, org_id, org_role, is_server_admin)
  SELECT login, login || '@example.com', initcap(login), alike.id, CASE login WHEN 'asker' THEN 'Admin' ELSE 'Viewer' END, login = 'asker'
    FROM alike, (SELECT unnest('{asker,wide,narrow}'::text[]) UNION ALL SELECT 'neighbour' || n FROM generate_series(1, 17) n) given (login);
INSERT INTO prefd.org_members (org_id, user_id, role) SELECT org_id, id, org_role FROM prefd.users WHERE org_id = (SELECT id FROM alike);
INSERT INTO prefd.users (login, email, name, org_id, org_role)
  SELECT 'member' || p, 'member' || p || '@example.com', 'Member ' || p, o.id, 'Viewer'
    FROM generate_series(1, %(people)s) p JOIN others o ON o.n = 1 + p %% %(orgs)s;
INSERT INTO prefd.org_members (org_id, user_id, role) SELECT org_id, id, 'Viewer' FROM prefd.users WHERE login LIKE 'member%%';
COMMIT;
INSERT INTO prefd.org_members (org_id, user_id, role)
  SELECT o.id, u.id, 'Viewer' FROM others o, prefd.users u WHERE u.login = 'wide' AND o.n <= 99;
INSERT INTO prefd.teams (org_id, name) SELECT alike.id, 'Team ' || n FROM alike, generate_series(1, 100) n;
INSERT INTO prefd.teams (org_id, name) SELECT o.id, 'Team ' || t FROM others o, generate_series(1, 2) t;
INSERT INTO prefd.team_members (org_id, team_id, user_id)
  SELECT t.org_id, t.id, u.id FROM prefd.teams t JOIN alike ON alike.id = t.org_id
    JOIN prefd.users u ON u.login = 'wide' OR u.login = 'narrow' AND t.name = 'Team 50';
INSERT INTO prefd.preferences (org_id, user_id, document)
  SELECT org_id, user_id, jsonb_build_object('theme', 'light', 'timezone', 'utc') FROM prefd.org_members;
INSERT INTO prefd.keyed_preferences (org_id, user_id, key, value)
  SELECT org_id, user_id, 'key' || n, '"value"' FROM prefd.org_members, generate_series(1, 2) n;
INSERT INTO prefd.tokens (user_id, name, secret_hash) SELECT id, 'one', sha256(login::bytea) FROM prefd.users WHERE login ~ '^(asker|wide|narrow)$';
VACUUM (ANALYZE);
"""


def fill(cluster, name):
    """Such a database, and the ids of those who have a token there."""
    prefctl = Prefctl(BUILD / "prefctl", cluster.conninfo(cluster.create_database(name)))
    prefctl("migrate")
    connection = cluster.connect(name)
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION pg_stat_statements")
        for statement in STORED.strip().split(";\n"):
            cursor.execute(statement, SIZES[name])
        cursor.execute("SELECT login, id FROM prefd.users WHERE login IN ('asker', 'wide', 'narrow')")
        ids = dict(cursor.fetchall())
    connection.close()
    return ids


class Counter:
    """A site of one worker with one connection a lane, and what its requests touch."""

    def __init__(self, deployment, cluster, name, ids):
        self.connection, self.ids = deployment.fastcgi(30), ids
        self.cursor = cluster.connect(name).cursor()

    def ask(self, who, method, path):
        answer = self.connection.request(method, path.format(id=self.ids[who]), DOCUMENT if method == "PUT" else b"",
                                         KEEP_CONNECTION, Authorization=bearer(who), **HEADERS)
        assert answer.status == 200, answer.body
        return answer

    def buffers(self, who, method, path):
        for _ in range(WARM_UP):
            self.ask(who, method, path)
        self.cursor.execute("SELECT pg_stat_statements_reset()")
        time.sleep(0.05)
        for _ in range(COUNTED):
            self.ask(who, method, path)
        time.sleep(0.05)
        self.cursor.execute(STATISTICS)
        return self.cursor.fetchone()[1] / COUNTED


@pytest.fixture(scope="module")
def counters(scratch):
    """{size: Counter}."""
    directory = scratch / "growth"
    cluster = Cluster(directory / "pg", {"autovacuum": "off", "fsync": "off"})
    cluster.settings |= {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "all"}
    cluster.start()
    deployments = []
    try:
        counters = {}
        for name in SIZES:
            ids = fill(cluster, name)
            lanes = {f"{lane}_connections": 1 for lane in ("read", "write", "search")}
            deployments.append(Deployment(directory / name, cluster.conninfo(name, "prefd_worker"), 1, lanes))
            deployments[-1].start()
            counters[name] = Counter(deployments[-1], cluster, name, ids)
        yield counters
        for counter in counters.values():
            counter.connection.socket.close()
    finally:
        for deployment in deployments:
            deployment.stop()
        cluster.crash()


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_costs_what_it_returns(counters, question):
    few, many = (counters[name].buffers("asker", *question) for name in SIZES)
    growth = GROWTH_OF_SEARCHES if question[1] in SEARCHES else GROWTH
    assert many <= few * growth + LEVEL, f"{few} buffers become {many}"


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_memberships_cost_nothing_to_who_does_not_read_them(counters, method):
    narrow, wide = (counters["many"].buffers(who, method, USER) for who in ("narrow", "wide"))
    assert wide <= narrow * GROWTH, f"{narrow} buffers become {wide}"
