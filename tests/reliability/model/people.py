"""Who there is in each run of the model's test: rows of their own, made by few statements, and the same in the model."""

import hashlib
import itertools

from model import World
from model.world import Caller, Member, Org, Person, Team

# name, server admin, roles in the two organisations, the current one first, agency's role and manager in the first
PEOPLE = (("root", True, {0: "Viewer"}, None, None), ("ann", False, {0: "Admin"}, None, None),
          ("ben", False, {0: "Editor", 1: "Viewer"}, "broker", None), ("cat", False, {1: "Admin", 0: "Viewer"}, "photographer", 2),
          ("dan", False, {1: "Viewer"}, None, None), ("eve", False, {0: "Viewer"}, "agent", 3))
BOUND = 2  # who has a second token, which acts in the first organisation only
TEAMS = ((0, {2: 0, 3: 4}), (0, {3: 0, 5: 0}), (1, {2: 4}))


class Maker:
    """Makes worlds: rows of their own for each run, by few statements."""

    def __init__(self, connection):
        self.cursor = connection.cursor()
        self.serial = itertools.count(1)

    def rows(self, statement, *values):
        self.cursor.execute(statement, values)
        return [row[0] for row in self.cursor.fetchall()]

    def fill(self, statement, rows):
        """An INSERT of rows, each a tuple; the statement takes a list for each column."""
        self.cursor.execute(statement, [list(column) for column in zip(*rows)])

    def make(self, prefix):
        """The model's world, its people in the order of PEOPLE, and who may ask, each with a secret."""
        name = f"{prefix}-{next(self.serial)}"
        numbers = self.rows("INSERT INTO prefd.orgs (name) SELECT %s || n FROM generate_series(0, 1) n RETURNING id", name)
        people = self._people(name, numbers)
        orgs = {number: Org() for number in numbers}
        self._members(orgs, numbers, people)
        for number, org in orgs.items():
            [org.dashboards["d1"]] = self.rows("INSERT INTO prefd.dashboards (org_id, uid, title, slug, document) "
                                               "VALUES (%s, 'd1', 'd1', 'd1', '{}') RETURNING id", number)
        for place, members in TEAMS:
            self._team(orgs[numbers[place]], numbers[place], {people[who].id: permission for who, permission in members.items()})
        callers = [*(Caller(person) for person in people), Caller(people[BOUND], numbers[0])]
        return World(orgs, people), people, list(zip(callers, self._secrets(callers)))

    def _people(self, name, numbers):
        rows = [(f"{who}-{name}", numbers[next(iter(roles))], server_admin) for who, server_admin, roles, *_ in PEOPLE]
        ids = self.rows("INSERT INTO prefd.users (login, email, org_id, is_server_admin) SELECT l, l || '@x.org', o, a "
                        "FROM unnest(%s, %s, %s) AS t (l, o, a) RETURNING id", *[list(column) for column in zip(*rows)])
        return [Person(id, *row) for id, row in zip(ids, rows)]

    def _members(self, orgs, numbers, people):
        for person, (_, _, roles, agency_role, manager) in zip(people, PEOPLE):
            for place, role in roles.items():
                first = (agency_role, None if manager is None else people[manager].id) if place == 0 else ()
                orgs[numbers[place]].members[person.id] = Member(role, *first)
        rows = [(org, id, one.role, one.agency_role, one.manager) for org, found in orgs.items() for id, one in found.members.items()]
        self.fill("INSERT INTO prefd.org_members (org_id, user_id, role, agency_role, manager_id) "
                  "SELECT * FROM unnest(%s, %s, %s, %s, %s::bigint[])", rows)

    def _team(self, org, number, members):
        [team] = self.rows("INSERT INTO prefd.teams (org_id, name) VALUES (%s, 'team ' || %s) RETURNING id", number, next(self.serial))
        org.teams[team] = Team(members)
        self.fill("INSERT INTO prefd.team_members (org_id, team_id, user_id, permission) SELECT * FROM unnest(%s, %s, %s, %s)",
                  [(number, team, *member) for member in members.items()])

    def _secrets(self, callers):
        secrets = [f"{caller.person.login}-{caller.bound}" for caller in callers]
        self.fill("INSERT INTO prefd.tokens (user_id, org_id, name, secret_hash) SELECT * FROM unnest(%s, %s::bigint[], %s, %s)",
                  [(caller.person.id, caller.bound, secret, hashlib.sha256(secret.encode()).digest())
                   for caller, secret in zip(callers, secrets)])
        return secrets
