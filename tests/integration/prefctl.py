"""The operator's tool as a callable: prefctl("user", "create", ...) runs it and returns what it said."""

import json
import os
import subprocess
from dataclasses import dataclass

from patience import seconds


@dataclass
class Outcome:
    status: int
    out: str
    err: str

    def json(self):
        return json.loads(self.out)


class Prefctl:
    """The database is named by the environment; a call checks the exit status unless told otherwise."""

    def __init__(self, program, conninfo):
        self.program = program
        self.conninfo = conninfo

    def __call__(self, *words, stdin="", environment=None, check=True):
        variables = {**os.environ, "PREFD_ADMIN_DATABASE": self.conninfo, **(environment or {})}
        done = subprocess.run([self.program, *map(str, words)], input=stdin, capture_output=True, text=True,
                              env=variables, timeout=seconds(30))
        outcome = Outcome(done.returncode, done.stdout, done.stderr)
        if check:
            assert outcome.status == 0, f"prefctl {words}: status {outcome.status}: {outcome.err}"
        return outcome

    def json(self, *words, **options):
        return self("--json", *words, **options).json()
