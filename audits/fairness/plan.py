"""The plan of an audit: what is compared, with whom, against which limits - ideally written down before looking."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from audits.fairness.measures import Measure
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Threshold, scale_of
from scoring.domain.errors import DeclarationError, FileError

__all__ = ["Plan", "default_plan", "read_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an audit judges.

    Attributes
    ----------
    thresholds
        The primary measures, each with its limit. The other measures are reported without a verdict.
    references
        By attribute, the group that the others are compared with; where absent, the largest group.
    level
        Level at which all primary intervals hold together, and each reported rate by itself.
    registered
        Where and when the plan was written down before the data were seen; empty if it was not.
    """

    thresholds: Mapping[Measure, Threshold] = field(default_factory=lambda: DEFAULT_THRESHOLDS)
    references: Mapping[str, str] = field(default_factory=dict)
    level: float = 0.95
    registered: str = ""

    def __post_init__(self) -> None:
        if not self.thresholds:
            raise DeclarationError("a plan names no measure", remedy="Name at least one limit")
        if not 0.5 <= self.level < 1:
            raise DeclarationError(
                f"the level is {self.level}", remedy="Give a number from 0.5 to below 1, such as 0.95"
            )
        for measure, threshold in self.thresholds.items():
            if threshold.scale is not scale_of(measure):
                raise DeclarationError(f"the limit of {measure} is on another scale", where=threshold.name)
        object.__setattr__(self, "thresholds", MappingProxyType(dict(self.thresholds)))
        object.__setattr__(self, "references", MappingProxyType(dict(self.references)))


def default_plan(*, with_pd: bool) -> Plan:
    """The plan of an audit that has none: every default limit, calibration only where predictions are given."""
    if with_pd:
        return Plan()
    rest: dict[Measure, Threshold] = {
        m: t for m, t in DEFAULT_THRESHOLDS.items() if m is not Measure.CALIBRATION_DIFFERENCE
    }
    return Plan(thresholds=rest)


def read_plan(path: Path) -> Plan:
    """Read a plan from a TOML file.

    The file may hold ``level``, ``registered``, a table ``reference`` (attribute = group) and tables
    ``limit.<measure>`` with ``limit``, ``source`` and ``name``. Without a limit the default ones hold.

    Raises
    ------
    FileError
        If it is missing or no TOML.
    DeclarationError
        If it says something that a plan cannot say.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileError(f"is not valid TOML ({error})", where=path.name, remedy="Correct the file") from None
    _only(document, {"level", "registered", "reference", "limit"}, path.name)
    level, registered = document.get("level", 0.95), document.get("registered", "")
    references, limits = document.get("reference", {}), document.get("limit", {})
    if not isinstance(level, int | float) or not isinstance(registered, str):
        raise DeclarationError("'level' is not a number or 'registered' is not text", where=path.name)
    if not isinstance(references, dict) or not all(isinstance(group, str) for group in references.values()):
        raise DeclarationError("'reference' is not a table of texts", where=path.name)
    if not isinstance(limits, dict):
        raise DeclarationError("'limit' is not a table", where=path.name)
    thresholds = dict(_threshold(name, limit, path.name) for name, limit in limits.items()) or DEFAULT_THRESHOLDS
    return Plan(thresholds=thresholds, references=references, level=float(level), registered=registered)


def _threshold(name: str, said: object, where: str) -> tuple[Measure, Threshold]:
    try:
        measure = Measure(name)
    except ValueError:
        known = ", ".join(Measure)
        raise DeclarationError(f"there is no measure '{name}'", where=where, remedy=f"There are: {known}") from None
    if not isinstance(said, dict):
        raise DeclarationError(f"'limit.{name}' is not a table", where=where)
    _only(said, {"limit", "source", "name"}, f"{where}, limit.{name}")
    limit, source, called = said.get("limit"), said.get("source"), said.get("name", name)
    if not isinstance(limit, int | float) or not isinstance(source, str) or not isinstance(called, str):
        raise DeclarationError(
            f"'limit.{name}' lacks a number or a source",
            where=where,
            remedy="Write for example: limit = 0.9 and source = 'credit policy 4.2'",
        )
    return measure, Threshold(name=called, limit=float(limit), scale=scale_of(measure), source=source)


def _only(table: Mapping[str, object], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise DeclarationError(
            f"there is no setting '{unknown[0]}'", where=where, remedy=f"Known are: {', '.join(sorted(known))}"
        )
