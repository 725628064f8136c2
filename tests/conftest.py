"""For every test: in CI a skipped test is a failed one, and no example is timed."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# Machines are shared: how long an example takes says nothing of what it states.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Set before scipy is imported, so that scikit-learn's array API check runs instead of being skipped.
os.environ.setdefault("SCIPY_ARRAY_API", "1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: object) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A tool that is missing on somebody's machine may skip a test; CI installs every tool."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
