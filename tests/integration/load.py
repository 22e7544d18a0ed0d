"""Load for the fault tests: many kept-alive connections that mix requests until standard input closes, every answer
looked at. Run as a program it reads its orders as one line of JSON and prints what happened as another."""

import asyncio
import json
import subprocess
import sys
import time

from patience import seconds


def _request(method, connection, turn, port, token):
    """One of the mix as bytes; what it writes is the connection's own."""
    path, body = "/api/user/preferences", b""
    if method == "PUT":
        body = json.dumps({"theme": "dark", "timezone": "utc", "language": f"x-{turn}"}).encode()
    elif method == "PATCH":
        body = json.dumps({"language": f"x-{turn}"}).encode()
    elif method == "POST":
        path = "/api/dashboards/db"
        dashboard = {"uid": f"load-{connection}", "title": f"Load {connection}"}
        body = json.dumps({"dashboard": dashboard, "overwrite": True}).encode()
    return (f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


async def _answer(reader):
    """(status, body, whether the server closes)."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(None, 2)[1])
    if "transfer-encoding: chunked" in head:
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:size]
        await reader.readexactly(2)
    else:
        body = await reader.readexactly(int(head.partition("content-length:")[2].split(None, 1)[0]))
    return status, body, "connection: close" in head


class _Tally:
    def __init__(self):
        self.requests, self.failed, self.failures, self.slowest = {}, 0, [], 0.0

    def count(self, method, outcome, elapsed):
        self.requests[method] = self.requests.get(method, 0) + 1
        self.slowest = max(self.slowest, elapsed)
        if outcome is not None:
            self.failed += 1
            self.failures = (self.failures + [f"{method}: {outcome}"])[-20:]


async def _drive(number, orders, stopped, tally):
    """One connection's requests, one after the other, from another place of the mix than its neighbours."""
    stream, turn, mix = None, number, orders["mix"]
    token = orders["tokens"][number % len(orders["tokens"])]
    while not stopped.is_set():
        method, turn = mix[turn % len(mix)], turn + 1
        begin, outcome, closes = time.monotonic(), None, True
        try:
            stream = stream or await asyncio.open_connection("127.0.0.1", orders["port"])
            stream[1].write(_request(method, number, turn, orders["port"], token))
            status, body, closes = await asyncio.wait_for(_answer(stream[0]), orders["timeout"])
            outcome = None if status == 200 else f"{status} {body[:200]!r}"
        except (OSError, EOFError, ValueError, IndexError, asyncio.TimeoutError) as error:
            outcome = repr(error)
        tally.count(method, outcome, time.monotonic() - begin)
        if closes and stream:
            stream[1].close()
            stream = None


async def _run(orders):
    stopped, tally = asyncio.Event(), _Tally()
    first = orders["first"]
    drivers = [asyncio.create_task(_drive(number, orders, stopped, tally))
               for number in range(first, first + orders["connections"])]
    begin = time.monotonic()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    stopped.set()
    await asyncio.gather(*drivers)
    return {**vars(tally), "seconds": time.monotonic() - begin}


class Load:
    """A context manager around two such programs. After it, result has requests, failed, failures, slowest, seconds."""

    def __init__(self, port, tokens, mix, connections=64):
        self.orders = {"port": port, "tokens": [token.secret for token in tokens], "mix": mix, "timeout": seconds(20)}
        self.connections = connections
        self.programs, self.result = [], None

    def __enter__(self):
        share = self.connections // 2
        for first in (0, share):
            program = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       text=True)
            self.programs.append(program)
            program.stdin.write(json.dumps({**self.orders, "first": first, "connections": share}) + "\n")
            program.stdin.flush()
        return self

    def __exit__(self, *_):
        outputs = []
        for program in self.programs:
            program.stdin.close()
        for program in self.programs:
            try:
                program.wait(seconds(30))
            except subprocess.TimeoutExpired:
                program.kill()
            outputs.append(json.loads(program.stdout.read()))
            program.stdout.close()
        self.result = _sum(outputs)


def _sum(outputs):
    methods = {method for output in outputs for method in output["requests"]}
    return {"requests": {method: sum(output["requests"].get(method, 0) for output in outputs) for method in methods},
            "failed": sum(output["failed"] for output in outputs),
            "failures": [line for output in outputs for line in output["failures"]],
            "slowest": max(output["slowest"] for output in outputs),
            "seconds": max(output["seconds"] for output in outputs)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_run(json.loads(sys.stdin.readline())))))
