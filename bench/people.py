"""A database of people, as data.sql makes them."""

import subprocess
from pathlib import Path

from places import BUILD
from prefctl import Prefctl

_DATA = Path(__file__).resolve().parent / "data.sql"


def fill(cluster, database, people, orgs):
    """Make the database, with so many accounts and organisations."""
    cluster.create_database(database)
    Prefctl(BUILD / "prefctl", cluster.conninfo(database))("migrate")
    subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-v", f"people={people}", "-v", f"orgs={orgs}", "-f", _DATA,
                    cluster.conninfo(database)], check=True)


def write_words(cluster, database, query, path):
    """Write the words that the query returns, a line each: what is to be searched."""
    connection = cluster.connect(database)
    with connection.cursor() as cursor:
        cursor.execute(query)
        path.write_text("".join(f"{word}\n" for word, in cursor.fetchall()), encoding="utf-8")
    connection.close()
