"""A wire proxy that is slow: what PostgreSQL says comes late, a few bytes at a time, or not at all for a while."""

import time

from wire_proxy import WireProxy

_LITTLE = 32


class SlowProxy(WireProxy):
    """latency: seconds that each piece waits; rate: bytes a second on each connection, None: any; silent: nothing passes."""

    latency, rate, silent = 0, None, False

    def well(self):
        self.latency, self.rate, self.silent = 0, None, False

    def _forward(self, client, server, number):
        super()._forward(_Late(client, self), server, number)


class _Late:
    """The client's side of a connection."""

    def __init__(self, stream, proxy):
        self.stream, self.proxy = stream, proxy
        self.recv, self.fileno = stream.recv, stream.fileno

    def sendall(self, data):
        time.sleep(self.proxy.latency)
        while data:
            while self.proxy.silent:
                time.sleep(0.01)
            piece = data if self.proxy.rate is None else data[:_LITTLE]
            self.stream.sendall(piece)
            data = data[len(piece):]
            if self.proxy.rate is not None:
                time.sleep(len(piece) / self.proxy.rate)
