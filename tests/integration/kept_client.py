"""HTTP for tests that ask thousands of questions: one kept connection, every answer looked at as http_client's are."""

import http.client
import json
import time

from conformance import conforms
from http_client import Response, reveals_nothing
from patience import seconds


class KeptClient:
    """Sends requests one after the other. A body may be bytes, sent as they are, or a value, sent as JSON. documented: the
    server is the one that the OpenAPI document describes."""

    def __init__(self, port, documented=True):
        self.port = port
        self.documented = documented
        self.connection = None
        self.count = 0

    def request(self, method, path, body=None, headers=None):
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        begin = time.monotonic()
        status, sent, content = self._exchange(method, path, body, {"Accept": "application/json", **(headers or {})})
        response = Response(status, sent, content, time.monotonic() - begin)
        self.count += 1
        reveals_nothing(response)
        if self.documented:
            conforms(method, path, response)
        return response

    def _exchange(self, method, path, body, headers):
        """nginx ends a connection after a thousand requests, and says so in the last answer."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds(20))
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.will_close:
            self.close()
        return answer.status, answer.headers, content

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None
