"""Requests in the middle: a write made to wait in PostgreSQL, and an answer awaited in the background."""

import threading

from patience import seconds

# The workers' sessions in this database.
BACKENDS = "FROM pg_stat_activity WHERE usename = 'prefd_worker' AND datname = current_database()"


class HeldRow:
    """Keeps a user's preferences row locked, so that a write to it waits in PostgreSQL."""

    def __init__(self, site, actor):
        self.connection = site.cluster.connect(site.database)
        self.connection.autocommit = False
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM prefd.preferences WHERE org_id = %s AND user_id = %s FOR UPDATE",
                           (actor.org, actor.account.id))
            assert cursor.rowcount == 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.rollback()
        self.connection.close()


class Asking(threading.Thread):
    """One request in the background; .answer when it is there."""

    def __init__(self, call):
        super().__init__(daemon=True)
        self.call, self.answer = call, None
        self.start()

    def run(self):
        self.answer = self.call()

    def result(self, limit):
        self.join(seconds(limit))
        assert self.answer is not None, "no answer in time"
        return self.answer


def waiting(site):
    """Pids of worker backends that wait for a lock."""
    return [pid for (pid,) in site.register.sql(f"SELECT pid {BACKENDS} AND wait_event_type = 'Lock'")]
