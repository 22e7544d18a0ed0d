"""Fixtures: those of tests/integration, and sites whose every change is written down."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "integration")]
sys.dont_write_bytecode = True

pytest_plugins = ("integration.conftest",)

from crew import Crew  # noqa: E402

# The limits of how much somebody may ask are no part of these tests.
UNLIMITED = {"quotas": "yes", "valara_writes_per_minute": 0, "valara_reads_per_minute": 0}


@pytest.fixture
def crew_of(own_site):
    """crew_of(clients, workers=..., cluster=..., ...): a site of its own and those who will put it to the test."""
    def build(clients, **options):
        site = own_site(settings={**UNLIMITED, **options.pop("settings", {})}, **options)
        directory = site.deployment.run / "ledger"
        directory.mkdir()
        return Crew(site, clients, directory)
    return build
