"""One kept connection to a worker, for tests that ask tens of thousands of questions: a request costs as little as can be."""

import json

from fastcgi_client import KEEP_CONNECTION, PARAMS, STDIN, STDOUT, END_REQUEST, FastCgiConnection, begin, pairs, stream


class Answer:
    def __init__(self, output):
        head, _, self.body = output.partition(b"\r\n\r\n")
        self.headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.status = int(self.headers.get("Status", "200")[:3])

    def json(self):
        return json.loads(self.body) if self.body else None

    def refusal(self):
        """What a refusal says, in the words of the model: its message, its code, or the codes of its fields."""
        body = self.json()
        if "errors" in body:
            if "field" in body["errors"][0]:
                return tuple(sorted((entry["field"], entry["messages"][-1]["code"]) for entry in body["errors"]))
            return body["errors"][0]["code"]
        return body["error"]["code"] if "error" in body else body["message"]


class Line(FastCgiConnection):
    """A kept connection to a worker: a request costs as little as can be."""

    def ask(self, parameters, body):
        self.send(begin(flags=KEEP_CONNECTION), stream(PARAMS, pairs(parameters)), stream(STDIN, body))
        output = bytearray()
        while True:
            kind, _, content = self.read_record()
            if kind == STDOUT:
                output += content
            elif kind == END_REQUEST:
                return Answer(bytes(output))
