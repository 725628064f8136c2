"""The audit's own error rates on simulated populations whose truth is known, if they came with the package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["FILE", "known_errors"]

FILE = "error_rates.json"


@cache
def known_errors() -> dict[str, Any] | None:
    """The table as ``benchmarks`` wrote it; None where the package has none."""
    path = files("audits.fairness") / FILE
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
