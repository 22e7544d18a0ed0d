"""Twenty organisations with a canary each: whatever a caller of one names of another, by id, uid or name, anywhere in a
request, no canary and no id of the other is in the answer, nothing of the other is changed, and the answer is what it is
for a thing that does not exist.

All of it twice: with prefd, and with prefd-without-demands, whose routes ask nothing of who is signed in, so that the
policies and the definer functions' own checks must hold it alone. Within one's own organisation they hold every write but those of
POLICIES_LET_CHANGE, and every read but those of POLICIES_SHOW.

What "absent" cannot hide, by the facts: accounts are global, so an organisation's Admin may add by login or email whoever
has an account (_MAY_ADD); a login, an email and the name of an organisation are unique on the server, so who wants one that
is taken is told.

PREFD_TEST_LONG=1: the accounts of all the organisations, each against another one, so that each organisation meets half of
the others, and each sends a third of the requests, in turns; else some accounts of one organisation against one other."""

import re

import pytest

import canaries
import probes
from canaries import ORGS, Org, fingerprint, populate, seen
from conftest import make_site
from deployment import Deployment
from kept_client import KeptClient
from places import BUILD
from rights import ALLOWED, expected
from sizes import LONG

pytestmark = pytest.mark.long

# More requests than an API with budgets would take, and each only once.
SETTINGS = {"quotas": "yes", "valara_reads_per_minute": 0, "valara_writes_per_minute": 0, "valara_lists_per_minute": 0,
            "valara_idempotency_required": "no"}


def _each(operations):
    return pytest.mark.parametrize("operation", operations, ids=[operation.id for operation in operations])


OPERATIONS = _each([operation for operation in probes.OPERATIONS if not operation.is_public])
GRAFANA = _each([operation for operation in probes.OPERATIONS if not operation.is_public and operation.is_grafana])

_EVERYBODY = {name for name, _, _ in canaries.PEOPLE}
_NO_ADMIN = _EVERYBODY - {"admin", "chief", "robot-admin"}

# What the policies alone cannot refuse within one's own organisation, because the right is one of the action and not of the
# row: reads that the route refuses, of rows that its caller may see all the same, by operation.
POLICIES_SHOW = {
    # The organisation's row decides every member's effective preferences.
    "org_preferences_get": _NO_ADMIN,
    # Fellow members are seen: as authors of dashboards, in teams. Tokens are not.
    "users_get": _EVERYBODY, "service_accounts_search": _NO_ADMIN, "service_account_get": _NO_ADMIN,
    "admin_user_quotas_get": {"none"},  # one's own
    # A service account's own row; only people have a profile.
    "user_get": {"robot", "robot-admin"}, "user_orgs_get": {"robot", "robot-admin"},
    # A member of a team sees who else is in it: they are counted.
    "team_members_get": {"member", "traveller"},
    # Who administrates a team looks up whom to add, by the function that lists.
    "org_users_list": {"leader"}, "org_users_search": {"leader"}, "org_users_list_by_id": {"leader"},
    "org_users_search_by_id": {"leader"},
    # The role None is a member, and its organisation's name is shown with it.
    "org_get": {"none"}, "org_get_by_id": {"none"},
}
# And writes: of oneself, by the routes that server admins have for others.
POLICIES_LET_CHANGE = {"users_update": {"none"}, "users_using": {"none"}}

_MAY_ADD = {"login as loginOrEmail of the body", "email as loginOrEmail of the body"}


class World:
    """The organisations as one of the two workers serves them."""

    def __init__(self, site, deployment, has_demands):
        self.register, self.has_demands = site.register, has_demands
        self.client = KeptClient(deployment.port, has_demands)


@pytest.fixture(scope="module")
def nations(scratch, cluster):
    site = make_site(scratch / "isolation", cluster, settings=SETTINGS)
    populate(site.register)
    yield site
    site.deployment.stop()
    site.register.connection.close()


@pytest.fixture(scope="module")
def with_demands(nations):
    world = World(nations, nations.deployment, True)
    yield world
    print(f"\n{world.client.count} requests")
    world.client.close()


@pytest.fixture(scope="module")
def without_demands(nations, scratch, cluster):
    """A test that passes here passes because of the policies."""
    program = "prefd-without-demands"
    assert (BUILD / program).exists(), f"'make check' builds {program}"
    deployment = Deployment(scratch / program, cluster.conninfo(nations.database, "prefd_worker"), settings=SETTINGS,
                            worker=program)
    deployment.start()
    world = World(nations, deployment, False)
    yield world
    print(f"\n{world.client.count} requests")
    world.client.close()
    deployment.stop()


def _send(world, caller, request):
    """The answer, and its text without what may differ: what was sent, numbers of errors and requests, ids, versions, times."""
    response = world.client.request(request.method, request.path, request.body, {**caller.headers, **dict(request.headers)})
    text = re.sub(r"ACE\d{10}|\breq_\w+", "<number>", response.text)
    for sent in sorted(request.sent, key=len, reverse=True):
        text = text.replace(sent, "<sent>")
    return response, text


def _alike(text):
    text = re.sub(r'"(id|teamId|userId|version|created|updated|helpFlags1|key)" ?: ?("[^"]*"|\d+|<sent>)', r'"\1":#', text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "<time>", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uid>", text)


def _is_let_in(operation, caller, org):
    """As the facts of Grafana say; whom another API lets in its own tests say."""
    if not operation.is_grafana:
        return True
    assert operation.right, f"{operation.id} has no line in rights.py"
    return expected(operation.right, caller, None, org.id) == ALLOWED


def _callers(org):
    """Those whose ways are their own; the others' are a part of theirs."""
    for place, caller in enumerate(canaries.callers(org)):
        if LONG or caller.name in ("none", "admin", "leader", "traveller", "chief", "robot-admin"):
            yield caller, Org((org.number + 2 + (place if LONG else 0)) % ORGS)


def _shown(operation, caller, org, response, text):
    """The organisations that an answer shows and should not. Whoever is a member of two may list both."""
    shown = seen(text + response.header_text) - {org.number}
    return shown - ({(org.number + 1) % ORGS} if (caller.name, operation.id) == ("traveller", "user_orgs_get") else set())


def _look_at_own(world, operation, caller, org):
    """What a caller gets to see without naming anybody else."""
    if operation.is_safe:
        response, text = _send(world, caller, probes.own(operation, org))
        shown = _shown(operation, caller, org, response, text)
        if shown:
            yield f"{caller.name}: shows {shown}: {text[:300]}"


def _compare(world, operation, caller, org, other):
    absent_answers = {}
    is_let_in = _is_let_in(operation, caller, org)
    every = 5 if world.has_demands and not is_let_in else 3 if LONG else 1
    for number, (words, request, absent) in enumerate(probes.foreign(operation, org, other), org.number):
        if number % every:
            continue  # of who is refused, as the role matrix says, before anything is looked for, some do
        if words in _MAY_ADD and is_let_in:
            continue
        response, text = _send(world, caller, request)
        if absent not in absent_answers:
            absent_response, absent_text = _send(world, caller, absent)
            absent_answers[absent] = absent_response.status, _alike(absent_text)
        shown = _shown(operation, caller, org, response, text)
        if shown:
            yield f"{caller.name}, {words}: shows {shown}: {text[:300]}"
        # Without demands PostgreSQL's refusal of a row is the first word, one that clients of prefd never hear.
        if (response.status >= 500 and world.has_demands) or (response.status, _alike(text)) != absent_answers[absent]:
            yield f"{caller.name}, {words}: {response.status} {text[:300]}\n  for what is absent: {absent_answers[absent]}"


def _findings(world, operation, org):
    before = fingerprint(world.register, org)
    for caller, other in _callers(org):
        yield from _look_at_own(world, operation, caller, org)
        yield from _compare(world, operation, caller, org, other)
    world.register.sql("DELETE FROM prefd.dashboards WHERE org_id = %s AND id <> %s", org.id, org.dashboard)  # made meanwhile
    after = fingerprint(world.register, org)
    if after != before:
        yield f"changed {[table for table in after if after[table] != before.get(table)]} of others"


def _test_others(world, operation, org):
    wrong = []
    for number in range(ORGS) if LONG else [org]:
        wrong += _findings(world, operation, Org(number))
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])


@OPERATIONS
def test_others_are_as_if_they_were_not_there(with_demands, operation):
    _test_others(with_demands, operation, 0)


@OPERATIONS
def test_policies_alone_keep_others_apart(without_demands, operation):
    _test_others(without_demands, operation, 10)


@GRAFANA
def test_policies_alone_in_ones_own_organisation(without_demands, operation):
    """Whoever the facts refuse changes nothing, and sees nothing but what POLICIES_SHOW."""
    world, org = without_demands, Org(5)
    shown, changed = set(), set()
    before = fingerprint(world.register)
    for caller in canaries.callers(org):
        if _is_let_in(operation, caller, org):
            continue
        response, text = _send(world, caller, probes.own(operation, org))
        after = fingerprint(world.register)
        if after != before:
            changed.add(caller.name)
        if operation.is_safe and response.status == 200 and org.number in seen(text):
            shown.add(caller.name)
        before = after
    assert changed == POLICIES_LET_CHANGE.get(operation.id, set())
    assert shown == POLICIES_SHOW.get(operation.id, set())
