"""Calls that begin together."""

import threading
from concurrent.futures import ThreadPoolExecutor

from patience import seconds


def at_once(count, call):
    """What call(n) returns for each n below count, from as many threads, which begin together."""
    gate = threading.Barrier(count, timeout=seconds(20))

    def run(number):
        gate.wait()
        return call(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))
