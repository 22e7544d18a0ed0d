"""Holds the clients' ledger against the history of the rows (design: reliability 0).

lost       acknowledged, but not done
phantom    refused, but done
double     done more than once
torn       done in part: an answer was kept without what it tells of; or a repeat was answered otherwise than before
stray      a change that nobody intended
undone     a change that set out from another state than the one before it had left, or a row that is not its last change"""

from collections import Counter
from dataclasses import dataclass, field

from ledger import read
from operations import OPERATIONS

ZERO = ("lost", "phantom", "double", "torn", "stray", "undone", "misread")


@dataclass
class Verdict:
    acknowledged: int = 0
    refused: int = 0
    unknown: int = 0
    repeated: int = 0
    found: dict = field(default_factory=lambda: {kind: [] for kind in ZERO})

    def __str__(self):
        told = f"{self.acknowledged} acknowledged, {self.refused} refused, {self.unknown} unknown, {self.repeated} sent again"
        return told + "; " + ", ".join(f"{kind} {len(cases)}" for kind, cases in self.found.items())

    def must_be_clean(self):
        assert not any(self.found.values()), "\n".join(f"{kind} {len(cases)}: {cases[:5]}" for kind, cases in self.found.items() if cases)


def _is_repeatable(intent):
    """Sent again by nginx without a key: PUT and DELETE, which have the same effect twice."""
    return not intent.keyed and intent.method in ("PUT", "DELETE")


def _judge_intent(verdict, intent, done, shown):
    times = len(done)
    if intent.is_acknowledged:
        verdict.acknowledged += 1
        kind = "lost" if times == 0 else None
    elif intent.is_refused:
        verdict.refused += 1
        kind = "phantom" if times > 0 else None
    else:
        verdict.unknown += 1
        kind = None
    if times > 1 and not _is_repeatable(intent):
        kind = "double"
    if kind:
        verdict.found[kind].append((intent, done))
    if intent.keyed and OPERATIONS[intent.operation].shows and done - shown:
        verdict.found["torn"].append((intent, done))
    said = {(line["status"], line["text"]) for line in intent.answers if 200 <= line.get("status", 0) < 300}
    if intent.keyed and len(said) > 1:
        verdict.found["torn"].append((intent, said))
    verdict.repeated += len(intent.answers) > 1


def _grouped(pairs):
    groups = {}
    for transaction, name in pairs:
        groups.setdefault(name, set()).add(transaction)
    return groups


def judge(directory, history):
    """The verdict over the whole ledger, and the intents."""
    verdict, intents = Verdict(), read(directory)
    kept, shown = _grouped(history.kept_keys()), _grouped(history.tokens())
    intended = set()
    for token, intent in intents.items():
        done = (kept if intent.keyed else shown).get(token, set())
        _judge_intent(verdict, intent, done, shown.get(token, set()))
        if intended & done:
            verdict.found["torn"].append((intent, "shares its transaction with another"))
        intended |= done
    intended |= {transaction for transaction, token in history.repeats() if _is_repeatable(intents[token])}
    verdict.found["stray"] = history.strays(intended)
    verdict.found["undone"] = history.broken_chains() + history.strange_ends()
    return verdict, intents


def statuses(intents):
    """How often each operation was answered how."""
    return Counter((intent.operation, intent.answers[-1].get("status") if intent.answers else None) for intent in intents.values())
