"""HTTP for the tests: one connection a request, headers kept, every wait bounded, and every answer looked at for what a
server must never tell: versions, statements, paths, sources."""

import base64
import http.client
import json
import re
import socket
import time
from dataclasses import dataclass

from conformance import conforms
from patience import seconds

# Nothing of these belongs in any answer.
_PRIVATE = re.compile(
    r"nginx/\d|libfcgi|\bfcgi2\b|postgres|\blibpq\b|\bpsql\b|sqlstate|pg_catalog|\bPF0\d\d\b|json-c|jansson|libuv|"
    r"\bprefd\.[a-z_]+|prefd_(owner|admin|worker)|/usr/|/tmp/|/home/|\.[ch]:\d+|AddressSanitizer|runtime error", re.I)
# An error speaks to the client, not of the statement that failed.
_PRIVATE_IN_ERRORS = re.compile(r"\b(SELECT|INSERT|UPDATE|UPSERT|CONSTRAINT|RELATION|TRANSACTION|CONTEXT:|ERROR:)\b")


@dataclass
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()

    @property
    def header_text(self):
        return "\n".join(f"{name}: {value}" for name, value in self.headers.items())

    @property
    def media_type(self):
        return self.headers.get("Content-Type", "").partition(";")[0].strip()


def reveals_nothing(response):
    """Fail when an answer shows what only its operator may know."""
    text = response.header_text + response.body.decode("utf-8", "replace")
    found = _PRIVATE.search(text)
    if response.status >= 400 and not found:
        found = _PRIVATE_IN_ERRORS.search(response.body.decode("utf-8", "replace"))
    assert not found, f"the answer reveals {found.group()!r}: {text}"


def basic(login, password):
    """The Authorization value of a login and a password; text is sent as UTF-8."""
    pair = b":".join(part.encode() if isinstance(part, str) else part for part in (login, password))
    return "Basic " + base64.b64encode(pair).decode()


def bearer(secret):
    return "Bearer " + secret


class HttpClient:
    """Sends requests with the same default headers. A body may be bytes, sent as they are, or a value, sent as JSON."""

    def __init__(self, port, **headers):
        self.port = port
        self.headers = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}

    def with_headers(self, **headers):
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        client = HttpClient(self.port)
        client.headers = {**self.headers, **more}
        return client

    def request(self, method, path, body=None, headers=None, timeout=20):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds(timeout))
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        sent = {"Accept": "application/json", "Connection": "close", **self.headers, **(headers or {})}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        begin = time.monotonic()
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        response = Response(answer.status, answer.headers, content, time.monotonic() - begin)
        reveals_nothing(response)
        conforms(method, path, response)
        return response

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def head(self, path, **options):
        return self.request("HEAD", path, **options)

    def put(self, path, body=None, **options):
        return self.request("PUT", path, body, **options)

    def patch(self, path, body=None, **options):
        return self.request("PATCH", path, body, **options)

    def post(self, path, body=None, **options):
        return self.request("POST", path, body, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)

    def raw(self, request, timeout=20):
        """Send bytes as they are and return the parsed answer: for requests that no client library would form."""
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds(timeout)) as stream:
            try:
                stream.sendall(request)
            except (BrokenPipeError, ConnectionResetError):
                pass  # a server may answer and close before it has read everything
            answer = http.client.HTTPResponse(stream)
            answer.begin()
            response = Response(answer.status, answer.headers, answer.read(), time.monotonic() - begin)
        reveals_nothing(response)
        return response
