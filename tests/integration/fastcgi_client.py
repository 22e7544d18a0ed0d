"""A FastCGI client that speaks to a worker's socket directly and can be as rude as nginx never is: records are sent one
by one, so a test may stop half way, lie about lengths or hang up."""

import http.client
import io
import json
import socket
import struct
import time

from http_client import Response, reveals_nothing
from patience import seconds

BEGIN_REQUEST, ABORT_REQUEST, END_REQUEST, PARAMS, STDIN, STDOUT, STDERR, DATA, GET_VALUES = range(1, 10)
RESPONDER, AUTHORIZER = 1, 2
KEEP_CONNECTION = 1


def record(kind, content=b"", request_id=1, padding=0, version=1, length=None):
    """One record; length overrides the true one."""
    stated = len(content) if length is None else length
    return struct.pack("!BBHHBx", version, kind, request_id, stated, padding) + content + bytes(padding)


def stream(kind, content, request_id=1, chunk=65528):
    """A stream of records with its empty end."""
    parts = [record(kind, content[at:at + chunk], request_id) for at in range(0, len(content), chunk)]
    return b"".join(parts) + record(kind, request_id=request_id)


def pairs(parameters):
    """Name-value pairs; a mapping or a sequence of pairs, so that a name may come twice."""
    def size(text):
        return bytes([len(text)]) if len(text) < 128 else struct.pack("!I", len(text) | 1 << 31)

    items = parameters.items() if isinstance(parameters, dict) else parameters
    encoded = [(name.encode(), value if isinstance(value, bytes) else str(value).encode()) for name, value in items]
    return b"".join(size(name) + size(value) + name + value for name, value in encoded)


def begin(role=RESPONDER, flags=0, request_id=1):
    return record(BEGIN_REQUEST, struct.pack("!HB5x", role, flags), request_id)


class FastCgiConnection:
    """A connection to a worker. A context manager: leaving it hangs up."""

    def __init__(self, path, timeout=10):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(seconds(timeout))
        self.socket.connect(str(path))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, *parts):
        self.socket.sendall(b"".join(parts))

    def read_record(self):
        """(kind, request id, content), or None when the worker has closed."""
        header = self._read(8)
        if header is None:
            return None
        _, kind, request_id, length, padding = struct.unpack("!BBHHBx", header)
        content = self._read(length + padding)
        return None if content is None else (kind, request_id, content[:length])

    def _read(self, size):
        data = bytearray()
        while len(data) < size:
            try:
                piece = self.socket.recv(size - len(data))
            except (ConnectionResetError, BrokenPipeError):
                return None
            if not piece:
                return None
            data += piece
        return bytes(data)

    def closed_within(self, limit):
        """True when the worker hangs up in time; what it sends before that is dropped."""
        self.socket.settimeout(seconds(limit))
        try:
            while self.read_record() is not None:
                pass
            return True
        except socket.timeout:
            return False

    def response(self):
        """The answer to request 1, or None when the worker closed without a whole one."""
        begun, output = time.monotonic(), bytearray()
        while True:
            got = self.read_record()
            if got is None:
                return None
            kind, request_id, content = got
            if (kind, request_id) == (STDOUT, 1):
                output += content
            elif (kind, request_id) == (END_REQUEST, 1):
                return _parse(bytes(output), time.monotonic() - begun)

    def send_request(self, method, path, body=b"", flags=0, parameters=None, **headers):
        """A whole, well-formed request. Headers by their HTTP_ names: Authorization=..."""
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        values = {"REQUEST_METHOD": method, "PATH_INFO": path.partition("?")[0], "QUERY_STRING": path.partition("?")[2],
                  "CONTENT_LENGTH": len(body) or "", "REQUEST_ID": "0" * 32, "REMOTE_ADDR": "127.0.0.1"}
        values.update({"HTTP_" + name.upper(): value for name, value in headers.items()})
        values.update(parameters or {})
        self.send(begin(flags=flags), stream(PARAMS, pairs(values)), stream(STDIN, body))

    def request(self, *words, **more):
        """Such a request and its answer."""
        self.send_request(*words, **more)
        return self.response()


def _parse(output, elapsed):
    head, separator, body = output.partition(b"\r\n\r\n")
    assert separator, f"no end of headers in {output[:200]!r}"
    headers = http.client.parse_headers(io.BytesIO(head + b"\r\n\r\n"))
    status = int(headers.get("Status", "200").split()[0])
    response = Response(status, headers, body, elapsed)
    reveals_nothing(response)
    return response
