"""What /metrics says, and the table of what there is. Its words are for operators, so they may name PostgreSQL, which no other
answer may: hence a client of its own."""

import re
import subprocess
import urllib.request
from collections import defaultdict

from patience import seconds
from places import BUILD

_SERIES = re.compile(r'([a-z_]+)(?:{(.*)})? ([0-9.]+)')
_LABEL = re.compile(r'([a-z_]+)="([^"]*)"')


def table():
    """{metric: what it is}, as the worker prints it for the documents."""
    printed = subprocess.run([BUILD / "prefd", "--metrics"], check=True, capture_output=True, text=True).stdout
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", printed, re.M))


class Metrics:
    """One answer of /metrics: {name: {labels: value}}."""

    def __init__(self, text):
        self.text, self.series = text, defaultdict(dict)
        for line in text.splitlines():
            if not line.startswith("#"):
                name, labels, value = _SERIES.fullmatch(line).groups()
                self.series[name][frozenset(_LABEL.findall(labels or ""))] = float(value)

    def __call__(self, name, **labels):
        """The sum of the series that have these labels."""
        return sum(value for have, value in self.series[name].items() if set(labels.items()) <= have)


def fetch(site):
    """(content type, text)"""
    with urllib.request.urlopen(f"http://127.0.0.1:{site.deployment.port}/metrics", timeout=seconds(5)) as answer:
        return answer.headers["Content-Type"], answer.read().decode()


def scrape(site):
    return Metrics(fetch(site)[1])
