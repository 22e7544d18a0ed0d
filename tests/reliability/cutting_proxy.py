"""A wire proxy that cuts the link between a worker and PostgreSQL behind a chosen message of the worker's; behind its last
one it may wait until PostgreSQL has carried everything out, of which the worker then hears nothing."""

import select
import threading

from patience import wait_until
from wire_proxy import WireProxy

_PARSE = "P"
_IDLE = b"Z\x00\x00\x00\x05I"  # ReadyForQuery: the transaction is over


class _Messages:
    """Cuts a client's bytes into messages; the first has no letter."""

    def __init__(self):
        self.buffer, self.header = b"", 4

    def feed(self, data):
        self.buffer += data
        while len(self.buffer) >= self.header:
            length = int.from_bytes(self.buffer[self.header - 4:self.header], "big") + self.header - 4
            if len(self.buffer) < length:
                return
            yield self.buffer[:length]
            self.buffer, self.header = self.buffer[length:], 5


class CuttingProxy(WireProxy):
    def __init__(self, directory, server_directory):
        self.lock = threading.Lock()
        self.connected, self.watched = set(), set()
        self.most = 0  # that were connected at a time
        self.left = None  # how many more messages pass; None: all
        self.waits = False
        self.cuts = 0
        super().__init__(directory, server_directory)

    def cut_after(self, messages, answered=False):
        """Cut behind so many messages of the connections that there are now. Parse does not count: it comes with the first use of a
        statement alone."""
        self._await_all()
        with self.lock:
            self.watched, self.left, self.waits = set(self.connected), messages, answered

    def letters_since(self, mark):
        """Of the connections that there were when the watch began."""
        return "".join(text for number, text in self.events[mark:] if text and text != _PARSE and number in self.watched)

    def watch(self):
        """A place in the record, for letters_since()."""
        self._await_all()
        self.watched = set(self.connected)
        return self.mark()

    def _await_all(self):
        """What comes next must not go on a connection that is opened meanwhile."""
        wait_until(lambda: len(self.connected) == self.most, 5, "the connection that was cut, opened anew")

    def _is_last(self, number):
        with self.lock:
            if self.left is None or number not in self.watched:
                return False
            self.left -= 1
            if self.left > 0:
                return False
            self.left = None
            self.cuts += 1
            return True

    def _forward(self, client, server, number):
        messages = _Messages()
        try:
            while True:
                for source in select.select([client, server], [], [])[0]:
                    data = source.recv(1 << 16)
                    if not data or (source is client and self._pass_on(messages, data, server, number)):
                        return
                    if source is server:
                        client.sendall(data)
        finally:
            self.connected.discard(number)

    def _pass_on(self, messages, data, server, number):
        """Whether the link is to be cut now."""
        for message in messages.feed(data):
            letter = chr(message[0]) if messages.header == 5 and message[0] else ""
            self.events.append((number, letter))
            server.sendall(message)
            if letter == "S" and number not in self.connected:
                self.connected.add(number)  # with this the worker has told what proofs it has
                self.most = max(self.most, len(self.connected))
            elif letter != _PARSE and self._is_last(number):
                heard = b""
                while self.waits and not heard.endswith(_IDLE) and (more := server.recv(1 << 16)):
                    heard += more
                return True
        return False
