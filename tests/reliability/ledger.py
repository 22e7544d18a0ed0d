"""What is written down of a load: each intent before it is sent, each answer when it is there, one line each, in a file of
the client's own that is only ever added to. Read back, it says of each intent what its client was told."""

import json
import time
from dataclasses import dataclass, field


class Ledger:
    """One client's file."""

    def __init__(self, path):
        self.file = open(path, "a", buffering=1, encoding="utf-8")

    def intend(self, token, operation, shot, keyed):
        self._write(intent=token, operation=operation, method=shot.method, path=shot.path, body=shot.body, keyed=keyed)

    def told(self, token, answer, seconds):
        """answer: None when none came."""
        if answer is None:
            self._write(outcome=token, seconds=seconds)
        else:
            self._write(outcome=token, seconds=seconds, status=answer.status, retry=answer.headers["Retry-After"],
                        text=answer.text, replayed=answer.headers["X-Idempotent-Replay"])

    def _write(self, **line):
        self.file.write(json.dumps({"time": time.time(), **line}) + "\n")

    def close(self):
        self.file.close()


@dataclass
class Intent:
    token: str
    operation: str
    method: str
    path: str
    body: object
    keyed: bool
    answers: list = field(default_factory=list)  # the lines of outcomes

    @property
    def is_acknowledged(self):
        return any(200 <= line.get("status", 0) < 300 for line in self.answers)

    @property
    def is_refused(self):
        """A complete refusal came last, and what came before it was none or the same: nothing may have been done."""
        return bool(self.answers) and not self.is_acknowledged and is_refusal(self.answers[-1]) and \
            (self.keyed or all(map(is_refusal, self.answers)))


def is_refusal(line):
    """A complete 4xx, or a 503 that promises with Retry-After that nothing was done; not that the first is under way."""
    status = line.get("status")
    return status is not None and (400 <= status < 500 and not is_under_way(line) or status == 503 and line["retry"] is not None)


def is_under_way(line):
    return line.get("status") == 409 and "under way" in line["text"]


def read(directory):
    """Every intent of every client, by its token. A line that is being written has no end yet."""
    intents = {}
    for path in sorted(directory.glob("*.jsonl")):
        for text in path.read_text(encoding="utf-8").split("\n")[:-1]:
            line = json.loads(text)
            if "intent" in line:
                intents[line["intent"]] = Intent(line["intent"], line["operation"], line["method"], line["path"], line["body"], line["keyed"])
            else:
                intents[line["outcome"]].answers.append(line)
    return intents
