"""Stands between a worker and PostgreSQL on a unix socket, passes every byte on and remembers the order of things, so
that a test can say how many round trips a request took. It can also hold a direction back or cut every connection."""

import os
import select
import socket
import threading
from dataclasses import dataclass

PORT_FILE = ".s.PGSQL.5432"
_STARTUP_HEADER, _MESSAGE_HEADER = 4, 5


@dataclass
class Trips:
    """What crossed the wire: round trips by three independent counts, and the message letters that clients sent."""

    turns: int  # times a client spoke after the server had
    syncs: int
    simple_queries: int
    letters: str


class _Frontend:
    """Cuts one client's byte stream into messages and keeps their letters."""

    def __init__(self):
        self.buffer = b""
        self.started = False

    def feed(self, data):
        self.buffer += data
        letters = ""
        while True:
            header = _MESSAGE_HEADER if self.started else _STARTUP_HEADER
            if len(self.buffer) < header:
                return letters
            length = int.from_bytes(self.buffer[header - 4:header], "big") + header - 4
            if len(self.buffer) < length:
                return letters
            letters += chr(self.buffer[0]) if self.started else ""
            self.buffer = self.buffer[length:]
            self.started = True


class WireProxy:
    """Listens in `directory`, which a connection string names as its host, and forwards to the server's directory."""

    def __init__(self, directory, server_directory):
        self.server_path = os.path.join(server_directory, PORT_FILE)
        self.events = []  # (connection, letters sent by the client | None for bytes from the server)
        self.streams = set()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(os.path.join(directory, PORT_FILE))
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()
        self.cut()

    def cut(self):
        """Close every connection that exists now, both ways."""
        for stream in list(self.streams):
            try:
                stream.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def mark(self):
        """A place in the record, for trips_since()."""
        return len(self.events)

    def trips_since(self, mark):
        events = self.events[mark:]
        letters = "".join(text for _, text in events if text is not None)
        last, turns = {}, 0
        for connection, text in events:
            speaks = text is not None
            turns += speaks and not last.get(connection, False)
            last[connection] = speaks
        return Trips(turns, letters.count("S"), letters.count("Q"), letters)

    def _accept(self):
        number = 0
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            number += 1
            threading.Thread(target=self._serve, args=(client, number), daemon=True).start()

    def _serve(self, client, number):
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self.server_path)
            self.streams |= {client, server}
            self._forward(client, server, number)
        except OSError:
            pass
        finally:
            self.streams -= {client, server}
            client.close()
            server.close()

    def _forward(self, client, server, number):
        frontend = _Frontend()
        while True:
            for source in select.select([client, server], [], [])[0]:
                data = source.recv(1 << 16)
                if not data:
                    return
                if source is client:
                    self.events.append((number, frontend.feed(data)))
                    server.sendall(data)
                else:
                    self.events.append((number, None))
                    client.sendall(data)
