"""What browsers meet: a second nginx before the workers of a site, which serves prefd beside pages, and pages of others."""

import json
import signal
import socket
import subprocess
from pathlib import Path

from deployment import free_port, program
from patience import seconds, wait_until
from process import Process

# The site; one of the same site, to which its cookies go, but another origin; two that share nothing with it.
OWN, NEIGHBOUR, PARTNER, STRANGER = "prefd.test", "neighbour.prefd.test", "partner.test", "stranger.test"


class Place:
    """The addresses of one scheme."""

    def __init__(self, front, scheme):
        self.front, self.scheme, self.port = front, scheme, front.ports[scheme]

    def origin(self, host=OWN):
        return f"{self.scheme}://{host}:{self.port}"

    def own(self, path="/"):
        return self.origin() + path

    def page(self, host):
        return self.origin(host) + "/page"


class Front:
    """Made before the site, whose configuration may name its origins."""

    def __init__(self):
        self.ports = {"http": free_port(), "https": free_port()}
        self.nginx = self.log = None
        self.read = 0

    def start(self, run):
        """run: the directory of the site's nginx files and logs."""
        home = run / "front"
        home.mkdir()
        subprocess.run(["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-subj", f"/CN={OWN}", "-days", "2", "-keyout", home / "key.pem", "-out", home / "certificate.pem"],
                       check=True, capture_output=True, timeout=seconds(20))
        text = (Path(__file__).parent / "nginx.conf.in").read_text(encoding="utf-8")
        for word, value in {"@RUN@": home, "@CONF@": run, "@OWN@": OWN, "@HTTP@": self.ports["http"],
                            "@HTTPS@": self.ports["https"]}.items():
            text = text.replace(word, str(value))
        (home / "nginx.conf").write_text(text, encoding="utf-8")
        self.log = run / "front-access.log"
        self.nginx = Process([program("nginx"), "-p", home, "-e", run / "front-error.log", "-c", home / "nginx.conf",
                              "-g", "daemon off;"], run / "front.log", stop_signal=signal.SIGTERM)
        wait_until(self._listens, 10, f"nginx listening: {run / 'front-error.log'}")

    def _listens(self):
        assert self.nginx.alive(), self.nginx.log_path.read_text()
        try:
            socket.create_connection(("127.0.0.1", self.ports["https"]), 1).close()
            return True
        except OSError:
            return False

    def stop(self):
        if self.nginx:
            self.nginx.stop()

    def forget(self):
        """What was asked until now does not matter."""
        self.read = self.log.stat().st_size

    def asked(self):
        """What prefd was asked since, as 'METHOD /path STATUS'; nginx writes it down after it has answered."""
        lines = self.log.read_bytes()[self.read:].decode().splitlines()
        entries = [json.loads(line) for line in lines]
        return [f"{entry['request'].rpartition(' ')[0]} {entry['status']}" for entry in entries]

    def was_asked(self, expected):
        """Wait until exactly that was asked, in any order."""
        wait_until(lambda: len(self.asked()) >= len(expected), 10, f"{expected} asked, only {self.asked()} was")
        assert sorted(self.asked()) == sorted(expected)
