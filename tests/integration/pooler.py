"""pgbouncer between the workers and PostgreSQL, in transaction mode: a session is anybody's from one transaction to the next."""

from patience import wait_until
from process import Process

_SETTINGS = """[databases]
* = host={cluster.sockets}
[pgbouncer]
listen_port = 5432
unix_socket_dir = {sockets}
auth_type = trust
auth_file = {users}
pool_mode = transaction
default_pool_size = {size}
"""


class Pooler:
    """A context manager; `sockets` is the directory that workers connect to."""

    def __init__(self, directory, cluster, size):
        self.directory, self.sockets = directory, directory / "socket"
        self.sockets.mkdir(mode=0o700, parents=True)
        users = directory / "users"
        users.write_text('"prefd_worker" ""\n')
        (directory / "pgbouncer.ini").write_text(_SETTINGS.format(cluster=cluster, sockets=self.sockets, users=users, size=size))

    def __enter__(self):
        self.process = Process(["pgbouncer", self.directory / "pgbouncer.ini"], self.directory / "pgbouncer.log")
        wait_until((self.sockets / ".s.PGSQL.5432").exists, 10, "pgbouncer accepting")
        return self

    def __exit__(self, *_):
        self.process.stop()
