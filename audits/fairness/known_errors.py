"""The audit's own error rates on simulated populations whose truth is known, if they came with the package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from scoring.domain.errors import FileError

__all__ = ["FILE", "known_errors"]

FILE = "error_rates.json"

_HEAD = ("made_with", "replicates", "people", "population")
_SHARES: dict[str, dict[str, tuple[str, ...]]] = {
    "proxies": {
        "equal": ("first", "first_right", "strong", "marked", "wrongly_marked"),
        "control": ("marked", "wrongly_marked"),
        "fair": ("first", "first_right", "strong", "marked", "wrongly_marked", "pairs"),
    },
    "alternatives": {
        "equal": ("found", "nearer", "less_disparate", "no_less_accurate", "within_tolerance", "both"),
        "control": ("found", "nearer", "less_disparate", "no_less_accurate", "within_tolerance", "both"),
    },
}
"""By part and setting, the shares that are there: ``{"rate", "low", "high", "of"}``, or null for a share of nothing.
The settings are those of ``benchmarks/audit-truth.md``, "Proxies and alternatives"."""


@cache
def known_errors() -> dict[str, Any] | None:
    """The table as ``benchmarks`` wrote it; None where the package has none.

    Raises
    ------
    FileError
        If the part on proxies or on alternatives is there and lacks a share, or a share lies outside its interval.
    """
    path = files("audits.fairness") / FILE
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for part, settings in _SHARES.items():
        if found.get(part) is not None:
            _check(part, found[part], settings)
    return found


def _check(part: str, found: object, settings: dict[str, tuple[str, ...]]) -> None:
    if not isinstance(found, dict) or not set(_HEAD) <= set(found):
        raise _wrong(part, f"does not say {', '.join(_HEAD)}")
    for setting, names in settings.items():
        shares = found.get(setting)
        if not isinstance(shares, dict) or not set(names) <= set(shares):
            raise _wrong(part, f"does not say {', '.join(names)} of '{setting}'")
        for name in names:
            if shares[name] is not None and not _is_share(shares[name]):
                raise _wrong(part, f"has no share with its interval as '{name}' of '{setting}'")


def _is_share(found: object) -> bool:
    if not isinstance(found, dict) or set(found) != {"rate", "low", "high", "of"}:
        return False
    if not all(isinstance(value, int | float) for value in found.values()):
        return False
    return bool(0 <= found["low"] <= found["rate"] <= found["high"] <= 1 and found["of"] >= 1)


def _wrong(part: str, what: str) -> FileError:
    return FileError(
        f"the part '{part}' {what}", where=FILE, remedy="Write it with python -m benchmarks.audit.truth_search"
    )
