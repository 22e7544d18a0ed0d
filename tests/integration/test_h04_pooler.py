"""Workers behind pgbouncer in transaction mode, which knows no prepared statements (Debian's 1.18): every way in and every lane."""

from answers import USER, preferences
from pooler import Pooler


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
