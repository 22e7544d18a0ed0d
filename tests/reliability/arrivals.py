"""Requests that arrive at a constant rate, however long the answers take, as those of many people do: a client that waits for
its answers would ask less of a server that is late. Or, to find what a server can do, as many at once as there are
connections. Run as a program it reads its orders as one line of JSON, sends until standard input closes, and prints every
answer; times are of CLOCK_MONOTONIC, which all programs share."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

from patience import seconds

_TICK = 0.002


@dataclass(frozen=True)
class Answer:
    """at: when the request was due; after: seconds from then to the end of the answer. status 0: none came, or not whole."""

    at: float
    after: float
    method: str
    status: int
    retry: bool  # whether Retry-After promises that nothing was done


class _Stream(asyncio.Protocol):
    """A kept connection with one request at a time."""

    def __init__(self, client):
        self.client, self.buffer, self.due, self.method, self.transport = client, b"", None, None, None

    def connection_made(self, transport):
        self.transport = transport

    def send(self, due, method, data):
        self.buffer, self.due, self.method = b"", due, method
        self.transport.write(data)

    def data_received(self, data):
        self.buffer += data
        head, separator, body = self.buffer.partition(b"\r\n\r\n")
        lower = head.lower()
        if separator and len(body) >= int(lower.partition(b"content-length:")[2].split(None, 1)[0]):
            self._end(int(head.split(None, 2)[1]), b"retry-after:" in lower, b"connection: close" in lower)

    def connection_lost(self, _):
        if self.due is None:
            self.client.forget(self)
        else:
            self._end(0, False, True)

    def _end(self, status, retry, closes):
        due, self.due = self.due, None
        if closes:
            self.transport.close()
        self.client.ended(self, (due, time.monotonic() - due, self.method, status, retry), closes)


class _Client:
    def __init__(self, orders):
        self.port, self.connections = orders["port"], orders["connections"]
        self.requests = [(method, text.encode()) for method, text in orders["requests"]]
        self.rate = orders["rate"]
        self.idle, self.under_way, self.answers, self.turn, self.stopped = [], set(), [], orders["first"], False

    def forget(self, stream):
        if stream in self.idle:
            self.idle.remove(stream)

    def ended(self, stream, answer, closes):
        self.answers.append(answer)
        self.under_way.discard(stream)
        if not closes:
            self.idle.append(stream)
        if not self.rate and not self.stopped:
            self.begin(time.monotonic())

    def begin(self, due):
        method, data = self.requests[self.turn % len(self.requests)]
        self.turn += 1
        if self.idle:
            self._send(self.idle.pop(), due, method, data)
        elif len(self.under_way) >= self.connections:
            self.answers.append((due, 0, method, 0, False))
        else:
            asyncio.get_running_loop().create_task(self._open(due, method, data))

    def _send(self, stream, due, method, data):
        self.under_way.add(stream)
        stream.send(due, method, data)

    async def _open(self, due, method, data):
        try:
            _, stream = await asyncio.get_running_loop().create_connection(lambda: _Stream(self), "127.0.0.1", self.port)
            self._send(stream, due, method, data)
        except OSError:
            self.answers.append((due, time.monotonic() - due, method, 0, False))

    async def run(self, patience):
        ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        begun, count = time.monotonic(), 0
        for _ in range(0 if self.rate else self.connections):
            self.begin(begun)
        while not ended.done():
            now = time.monotonic()
            while self.rate and begun + count / self.rate <= now:
                self.begin(begun + count / self.rate)
                count += 1
            await asyncio.sleep(_TICK)
        self.stopped, end = True, time.monotonic() + patience
        while self.under_way and time.monotonic() < end:
            await asyncio.sleep(_TICK)
        now = time.monotonic()
        return self.answers + [(one.due, now - one.due, one.method, 0, False) for one in self.under_way]


class Arrivals:
    """A context manager around such programs, each with its share. shots: sent in turn. rate: requests a second; None: as
    many at once as there are connections. After it, answers."""

    def __init__(self, port, shots, rate=None, connections=2000, programs=1):
        self.orders = {"port": port, "rate": rate and rate / programs, "connections": connections // programs,
                       "requests": [(shot.method, shot.rendered(port).decode()) for shot in shots], "patience": seconds(20)}
        self.programs, self.count, self.answers = [], programs, []

    def __enter__(self):
        for number in range(self.count):
            program = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                       env={**os.environ, "PYTHONPATH": ":".join(sys.path)})
            self.programs.append(program)
            program.stdin.write(json.dumps({**self.orders, "first": number * len(self.orders["requests"]) // self.count}) + "\n")
            program.stdin.flush()
        return self

    def __exit__(self, *_):
        for program in self.programs:
            program.stdin.close()
        for program in self.programs:
            self.answers += [Answer(*answer) for answer in json.loads(program.stdout.read())]
            program.stdout.close()
            program.wait()


def percentile(answers, share):
    """Seconds within which that share of the answers came."""
    after = sorted(answer.after for answer in answers)
    return after[min(len(after) - 1, int(len(after) * share))] if after else float("nan")


def between(answers, begin, end):
    """Those that were due then."""
    return [answer for answer in answers if begin <= answer.at < end]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, resource.getrlimit(resource.RLIMIT_NOFILE)[1:] * 2)
    _orders = json.loads(sys.stdin.readline())
    print(json.dumps(asyncio.run(_Client(_orders).run(_orders["patience"]))))
