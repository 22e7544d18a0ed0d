"""D6: the disk of the tables is full, again and again, under the whole load: writes are refused cleanly, reads go on, and all is
well soon after there is room, without a restart. The write-ahead log is on a disk of its own: PostgreSQL ends when that is full."""

import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

from cluster import Cluster
from history import History
from kept_client import KeptClient
from ledger import read
from patience import at_most, seconds, wait_until
from readback import misread
from sizes import size
from verdict import judge

pytestmark = [pytest.mark.long, pytest.mark.alone]

_ALONE = ("unshare", "--user", "--map-current-user", "--keep-caps", "--mount")
_ON_SMALL_DISK = ("sh", "-c", 'disk=$1; shift; mv "$disk" "$disk.was" && mkdir -m 700 "$disk" && '
                  'mount -t tmpfs -o size=80m,mode=700 tmpfs "$disk" && '
                  'mv "$disk.was/pg_wal" "$disk.wal" && cp -a "$disk.was/." "$disk" && ln -s "$disk.wal" "$disk/pg_wal" && '
                  'exec setpriv --ambient-caps=-all --inh-caps=-all -- "$@"', "sh")


@pytest.fixture
def small_cluster(scratch):
    """A PostgreSQL whose tables are on a disk of 80 MB, which it alone sees."""
    if shutil.which("unshare") is None or subprocess.run([*_ALONE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode:
        pytest.skip("a disk of its own can be mounted by nobody but root here")
    server = Cluster(Path(tempfile.mkdtemp(prefix="pg-small", dir=scratch)), {"autovacuum_naptime": "5s"})
    server.start((*_ALONE, *_ON_SMALL_DISK, server.data))
    yield server
    server.crash()


class Reader(threading.Thread):
    """Reads all the time."""

    def __init__(self, crew):
        super().__init__(daemon=True)
        self.crew, self.good, self.bad = crew, 0, []
        self.start()

    def run(self):
        client, headers = KeptClient(self.crew.site.deployment.port), self.crew.site.client(self.crew.clients[0].actor.token).headers
        while not self.crew.ended.is_set():
            answer = client.request("GET", "/api/user/preferences", headers=headers)
            self.good += answer.status == 200
            self.bad += [answer.text] if answer.status != 200 else []
            time.sleep(0.002)
        client.close()


class Filler:
    """Fills the disk to its last byte, and makes room again."""

    def __init__(self, cluster):
        self.path, self.connection = cluster.data / "filler", cluster.connect("postgres")

    def _sql(self, statement):
        with self.connection.cursor() as cursor:
            cursor.execute(statement)

    def fill(self):
        self._sql(f"COPY (SELECT) TO PROGRAM 'cat /dev/zero >{self.path} 2>/dev/null; true'")

    def free(self):
        self._sql(f"COPY (SELECT) TO PROGRAM 'rm -f {self.path}'")


def _times(directory, status):
    return [line["time"] for intent in read(directory).values() for line in intent.answers if status(line.get("status", 0))]


def test_full_disk(crew_of, small_cluster, figures):
    times, freed = size(3, 20), []
    crew = crew_of(12, workers=2, cluster=small_cluster)
    history, filler = History(crew.site.register), Filler(small_cluster)
    with crew:
        reader = Reader(crew)
        for _ in range(times):
            time.sleep(0.5)
            filler.fill()
            time.sleep(1)
            filler.free()
            freed.append(time.time())
            wait_until(lambda: any(at > freed[-1] for at in _times(crew.directory, lambda status: 200 <= status < 300)), 10, "a write")
    reader.join(seconds(10))
    verdict, _ = judge(crew.directory, history)
    count, verdict.found["misread"] = misread(crew, history)
    done, full = (_times(crew.directory, lambda status: 200 <= status < 300), _times(crew.directory, lambda status: status == 503))
    back = [min(at for at in done if at > when) - when for when in freed]
    figures("D6 full disk", f"{times} times: {verdict}; {count} read back; {len(full)} x 503; written again {max(back):.2f} s after there is room at "
            f"the latest; {len(reader.bad)} of {reader.good + len(reader.bad)} reads failed")
    verdict.must_be_clean()
    assert full
    at_most(max(back), seconds(5), "written again after, s")
    assert len(reader.bad) * 1000 <= reader.good, reader.bad[:3]
