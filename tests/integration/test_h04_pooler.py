"""Workers behind pgbouncer in transaction mode, which knows no prepared statements (Debian's 1.18): every way in and every lane."""

import tempfile
from concurrent.futures import ThreadPoolExecutor

from answers import USER, preferences
from pooler import Pooler
from wire_proxy import WireProxy


def test_behind_a_pooler(own_site, scratch, cluster):
    with Pooler(scratch / "pooler", cluster, size=2) as pooler:
        site = own_site(workers=2, settings={"prepare": "no"}, host=pooler.sockets)
        actor = site.enrol("Admin")
        by_password = site.client(account=actor.account)
        for client in (actor.client, by_password, by_password):
            assert client.put(USER, {"theme": "dark"}).status == 200
            assert preferences(client)["theme"] == "dark"
            assert client.get("/api/org/users/search").status == 200
        actor.account.password += "x"
        assert site.client(account=actor.account).get(USER).status == 401


def test_one_call_at_a_time(own_site, scratch, cluster):
    """On a connection to a pooler: pgbouncer 1.18 takes a session away from who has a part of the next call on it already, and the
    rest, sent to another session, finds nobody who asks: 200 without what is stored, 4 times in 60,000."""
    directory = tempfile.mkdtemp(prefix="wire", dir=scratch)
    proxy = WireProxy(directory, str(cluster.sockets))
    site = own_site(workers=1, settings={"prepare": "no", "read_connections": 1}, host=directory)
    viewer = site.enrol("Viewer")
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: viewer.client.get(USER).status, range(320)))
    assert statuses == [200] * 320
    sent = {}
    for connection, letters in proxy.events:
        sent[connection] = 0 if letters is None else sent.get(connection, 0) + letters.count("S")
        assert sent[connection] <= 1
    proxy.close()
