"""Requests that arrive together: each is written to a connection of its own before the first answer is read, so that they
overlap in the workers however slow the test itself is."""

import http.client
import json
import socket
import time
from dataclasses import dataclass, field

from conformance import conforms
from http_client import Response, reveals_nothing
from patience import seconds


@dataclass(frozen=True)
class Shot:
    """A request to be sent; body is a value, sent as JSON."""

    method: str
    path: str
    body: object = None
    headers: dict = field(default_factory=dict)

    def rendered(self, port):
        body = b"" if self.body is None else json.dumps(self.body).encode()
        headers = {"Host": f"127.0.0.1:{port}", "Accept": "application/json", "Content-Length": len(body), **self.headers}
        headers |= {"Content-Type": "application/json"} if body else {}
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def is_unknown(answer):
    """Whether an answer leaves open what became of the request: none came, or from whom cannot know, or who says so."""
    return answer is None or answer.status in (502, 504) or (answer.status == 503 and "Retry-After" not in answer.headers)


class Volley:
    """Sends shots side by side, over connections that are kept."""

    def __init__(self, port):
        self.port = port
        self.streams = []

    def send(self, shots, between=lambda: None):
        """The answers in the order of the shots, None for one that broke off; between() runs when all have been sent."""
        while len(self.streams) < len(shots):
            self.streams.append(None)
        self.streams = [stream or self._connect() for stream in self.streams]
        written = [(shot, shot.rendered(self.port)) for shot in shots]
        begin = time.monotonic()
        for stream, (_, data) in zip(self.streams, written):
            stream.sendall(data)
        between()
        return [self._answer(place, shot, begin) for place, (shot, _) in enumerate(written)]

    def send_one(self, shot):
        """The answer to one shot; None: it broke off, or nobody took it."""
        try:
            return self.send([shot])[0]
        except OSError:
            self.close()
            return None

    def _connect(self):
        stream = socket.create_connection(("127.0.0.1", self.port), timeout=seconds(30))
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return stream

    def _answer(self, place, shot, begin):
        answer = http.client.HTTPResponse(self.streams[place], method=shot.method)
        try:
            answer.begin()
            response = Response(answer.status, answer.headers, answer.read(), time.monotonic() - begin)
        except (http.client.HTTPException, ConnectionError):
            self._close(place)
            return None
        if answer.will_close:
            self._close(place)
        reveals_nothing(response)
        conforms(shot.method, shot.path, response)
        return response

    def _close(self, place):
        self.streams[place].close()
        self.streams[place] = None

    def close(self):
        for stream in self.streams:
            if stream is not None:
                stream.close()
        self.streams = []
