"""A standby: a second PostgreSQL that follows a first one, and takes its place when told to."""

import shutil
import subprocess

from cluster import SUPERUSER, Cluster, tool
from patience import seconds, wait_until


class Standby(Cluster):
    """Copied from the primary, which from then on acknowledges no commit that the standby has not on its disk."""

    def __init__(self, directory, primary):
        self.directory, self.settings, self.server = directory, dict(primary.settings), None
        self.data, self.sockets, self.log_path = directory / "data", directory / "socket", directory / "postgresql.log"
        self.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(self.data, ignore_errors=True)
        subprocess.run([tool("pg_basebackup"), "-h", primary.sockets, "-U", SUPERUSER, "-D", self.data, "--checkpoint=fast", "--no-sync",
                        "--write-recovery-conf"], check=True, timeout=seconds(60))
        self.start()
        _ask(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'")
        _ask(primary, "SELECT pg_reload_conf()")
        wait_until(lambda: _ask(primary, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"), 10, "the standby in step")

    def promote(self):
        """Returns when it takes writes."""
        _ask(self, "SELECT pg_promote()")
        wait_until(lambda: _ask(self, "SELECT 1 WHERE NOT pg_is_in_recovery()"), 10, "the standby promoted")


def _ask(cluster, statement):
    connection = cluster.connect("postgres")
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows
