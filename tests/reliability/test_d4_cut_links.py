"""D4, D5: the link to PostgreSQL is cut in the middle of every operation, behind each of its statements, and behind the
commit when the worker has not heard of it: all of it is done or nothing, and a repeat under the same key tells which."""

import random
from collections import Counter

import pytest

from cutting_proxy import CuttingProxy
from history import History
from operations import OPERATIONS, make_ready
from readback import misread
from sizes import LONG, size
from verdict import judge

pytestmark = pytest.mark.long

def points(letters):
    """Behind how many messages to cut: each statement of the call, and each round trip's end."""
    ends = [place for place, letter in enumerate(letters, 1) if LONG or letter in "ES"]
    last = ends.pop()
    chosen = ends if LONG else random.sample(ends, 1)
    return [(place, False) for place in chosen] + [(last, True)] * size(1, 9)


@pytest.fixture
def proxied(crew_of, cluster, scratch):
    directory = scratch / "between"
    directory.mkdir()
    proxy = CuttingProxy(str(directory), str(cluster.sockets))
    crew = crew_of(1, workers=1, host=directory)
    yield crew, proxy
    proxy.close()


def test_cut_links(proxied, figures):
    crew, proxy = proxied
    history, client, cut = History(crew.site.register), crew.clients[0], Counter()
    client.keyed, client.insists = 1, True
    for name in OPERATIONS:
        make_ready(client, name)
        mark = proxy.watch()
        client.act(name)
        letters = proxy.letters_since(mark)
        for place, answered in points(letters):
            make_ready(client, name)
            proxy.cut_after(place, answered)
            answer = client.act(name)
            assert proxy.left is None, (name, place, letters)
            settled = answer is not None and answer.status < 300
            assert settled == (OPERATIONS[name].keyed != "never"), (name, place, answer and answer.text)
            cut["behind the commit" if answered else "before it"] += 1
    client.ledger.close()
    verdict, intents = judge(crew.directory, history)
    read, verdict.found["misread"] = misread(crew, history)
    figures("D4, D5 links cut", f"{len(OPERATIONS)} operations, {dict(cut)}: {verdict}; {read} read back")
    verdict.must_be_clean()
    assert not [intent for intent in intents.values() if intent.keyed and not (intent.is_acknowledged or intent.is_refused)]
