"""A10: what a worker writes its log to is full or is read no more, its descriptors are few, there is no directory for temporary files:
under load requests do not notice, or are refused in good form."""

import os
import time
from collections import Counter

import pytest

from answers import USER
from arrivals import Arrivals, percentile
from sizes import size
from volley import Shot

pytestmark = pytest.mark.long


@pytest.fixture
def unread(tmp_path):
    """A pipe with a reader that does not read."""
    path = tmp_path / "unread"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDWR)
    yield path
    os.close(reader)


SCARCE = {
    "a full log": lambda pipe: {"settings": {"log_file": "/dev/full"}},
    "a log that nobody reads": lambda pipe: {"settings": {"log_file": ""}, "under": ("/bin/sh", "-c", f'exec "$@" 2>{pipe}', "sh")},
    "32 descriptors": lambda pipe: {"under": ("/usr/bin/prlimit", "--nofile=32")},
    "no directory for temporary files": lambda pipe: {"under": ("/usr/bin/env", "TMPDIR=/nowhere")},
}


@pytest.mark.parametrize("name", SCARCE)
def test_scarce(own_site, unread, figures, name):
    site = own_site(workers=2, **SCARCE[name](unread))
    client = site.enrol("Viewer").client
    shots = [Shot("GET", USER, None, client.headers), Shot("PUT", USER, {"theme": "dark"}, client.headers)]
    with Arrivals(site.deployment.port, shots, connections=64) as load:
        time.sleep(size(2, 60))
    said = Counter((answer.status, answer.retry) for answer in load.answers)
    figures(f"A10 {name}", f"{dict(said)}, p99 {percentile(load.answers, .99) * 1000:.0f} ms")
    assert set(said) <= {(200, False), (503, True)}
    assert said[200, False] > 500, "more than a pipe takes lines"
