"""One worker that is made to fail, and one client that goes on asking it and changing things: whatever fails, the client is
told what is right, or that it was not done or is not known, in good form and in time."""

from history import History
from operations import OPERATIONS, make_ready
from patience import at_most, seconds, wait_until
from questions import essence, questions
from readback import misread
from verdict import judge

# What the first documents describe: the routes that are tried at every change.
SEEDS = ("user_preferences_replace", "user_preferences_patch", "org_preferences_replace", "org_preferences_patch", "users_update",
         "users_using", "user_using", "star_by_id", "unstar_by_id", "keyed_preference_patch", "effective_preferences_patch")
SEED_QUESTIONS = ("user_preferences_get", "org_preferences_get", "users_list", "users_list with a password", "users_search",
                  "users_get", "users_lookup", "users_orgs_get", "user_get", "user_orgs_get")

# A worker of few connections is soon back.
QUICK = {"read_connections": 1, "write_connections": 1, "search_connections": 1, "request_timeout": 3, "verified_seconds": 0}
QUOTAS = "PGOPTIONS=-c prefd.quotas=on"


def passes(names):
    """(operation, whether with a key) for each way that an operation may be sent."""
    return [(name, keyed) for name in names
            for keyed in {"always": (True,), "mostly": (True, False), "never": (False,)}[OPERATIONS[name].keyed]]


class Trial:
    def __init__(self, crew):
        self.crew, self.client, self.site = crew, crew.clients[0], crew.site
        self.history = History(crew.site.register)
        self.client.insists = True
        for kind in ("team_create", "dashboard_save", "service_account_create", "keyed_preference_create"):
            make_ready(self.client, kind)
            assert self.client.act(kind).status < 300
        self.shots = questions(self.client)
        self.right = {}
        self.slowest = 0

    def learn(self, names):
        """The right answers to these questions, as long as nothing is changed; soon there are some to all."""
        self.right = {name: wait_until(lambda: self._served(name), 5, f"an answer to {name}") for name in names}

    def _served(self, name):
        answer = self.client.volley.send_one(self.shots[name])
        return answer and answer.status == 200 and essence(answer)

    def await_worker(self):
        """Until it has begun to serve, and nginx has no connection to it yet."""
        wait_until(self.site.deployment.worker_answers, 10, "a worker")

    def ready(self, name, keyed):
        """To change something by an operation."""
        self.client.keyed = 1
        make_ready(self.client, name)
        self.client.keyed = float(keyed)

    def change(self, name):
        """By an operation that ready() was called for; told well or not, a good request is not called wrong."""
        answer = self.client.act(name)
        assert answer is None or not 400 <= answer.status < 500, f"{name}: {answer.status} {answer.text}"

    def ask(self, name):
        """A question: it is answered as ever, or refused in good form."""
        answer = self.client.volley.send_one(self.shots[name])
        assert answer is not None, f"{name}: no answer"
        self.slowest = max(self.slowest, answer.seconds)
        assert answer.status >= 500 or essence(answer) == self.right[name], f"{name}: {answer.status} {answer.text}"
        assert answer.media_type == "application/json", answer.header_text

    def judge(self):
        """The verdict over all changes; one that fails the test is raised."""
        self.client.ledger.close()
        verdict, intents = judge(self.crew.directory, self.history)
        _, verdict.found["misread"] = misread(self.crew, self.history)
        verdict.must_be_clean()
        self.slowest = max([self.slowest, *(line["seconds"] for intent in intents.values() for line in intent.answers)])
        return verdict

    def close(self):
        self.client.volley.close()
        at_most(self.slowest, seconds(QUICK["request_timeout"] + 1), "slowest, s")
