"""The scripts that pgbench runs: the worker's own statements, from sql/stmt, in the pipeline in which the worker sends them."""

import json
import re
import subprocess

from places import BUILD, TOP

TOKEN = "sha256(('glsa_' || lpad({n}::text, 32, '0'))::bytea)"
DOCUMENT = """'{"theme": "dark", "timezone": "Europe/Berlin", "weekStart": "monday", "language": "de-DE", """ \
           """"bookmarkUrls": ["/d/ec8956637", "/explore"], "homeTab": "starred"}'"""

# Route, who asks, and what the route's statement is given.
WORKS = {
    "get": ("user_preferences_get", "(:n * {stride})", []),
    "put": ("user_preferences_replace", "(:n * {stride})", [DOCUMENT, "NULL", "NULL", "NULL"]),
    "search": ("users_search", "(:n % {admins} * 100 + 100)",
               ["(SELECT word FROM public.terms WHERE terms.n = :n * 7 % 600)", "NULL", "NULL", "1", "20"]),
}


def _statement(name, values):
    text = next((TOP / "sql" / "stmt").glob(f"*/{name}.sql")).read_text(encoding="utf-8")
    text = re.sub(r"--.*", "", text).strip()
    return re.sub(r"\$(\d+)", lambda match: values[int(match.group(1)) - 1], text)


def scripts(directory, people):
    """Write a script for each work, as requests.lua has it, for a database of so many people; {work: path}."""
    printed = subprocess.run([BUILD / "prefd", "--routes"], check=True, capture_output=True, text=True).stdout
    routes = {route["name"]: route for route in json.loads(printed)}
    paths = {}
    for work, (route, person, values) in WORKS.items():
        token = TOKEN.format(n=person.format(stride=people // 4096, admins=people // 100))
        context = _statement("authenticate_token", [token, "NULL", f"'{routes[route]['demand']}'"])
        paths[work] = directory / f"{work}.pgbench"
        paths[work].write_text("\n".join(["\\set n random(1, 4096)", "\\startpipeline", context,
                                          _statement(routes[route]["statement"], values), "\\endpipeline", ""]),
                               encoding="utf-8")
    return paths
