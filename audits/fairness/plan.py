"""The plan of an audit: what is compared, with whom, against which limits - ideally written down before looking."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeGuard

from audits.fairness.bound import ROLES, Bound
from audits.fairness.measures import DEFINITIONS, Measure
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Threshold, scale_of
from scoring.domain.errors import DeclarationError, FileError

__all__ = ["Plan", "default_plan", "read_plan"]

_SETTINGS = {
    "level",
    "draws",
    "seed",
    "together",
    "judge_combinations",
    "reference",
    "limit",
    "by",
    "columns",
    "groups",
}


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
    draws, seed
        How many bootstrap draws, and where chance begins: the same plan gives the same numbers.
    together
        How many attributes are combined: 1 for none, 2 for all pairs, 3 for all triples too.
    judge_combinations
        Whether the combinations are primary comparisons too; else they are reported without a verdict.
    own_limits
        Whether it names its limits; else the default ones hold, that of calibration only where there are predictions.
    bound
        What else it settles; an audit of something else is refused.
    sha256
        ``sha256:`` and the digest of the plan's file; empty for the plan that nobody wrote.
    """

    thresholds: Mapping[Measure, Threshold] = field(default_factory=lambda: DEFAULT_THRESHOLDS)
    references: Mapping[str, str] = field(default_factory=dict)
    level: float = 0.95
    draws: int = 1000
    seed: int = 1
    together: int = 2
    judge_combinations: bool = False
    own_limits: bool = True
    bound: Bound = field(default_factory=Bound)
    sha256: str = ""

    def __post_init__(self) -> None:
        if not self.thresholds:
            raise DeclarationError("a plan names no measure", remedy="Name at least one limit")
        if not 0.5 <= self.level < 1:
            raise DeclarationError(
                f"the level is {self.level}", remedy="Give a number from 0.5 to below 1, such as 0.95"
            )
        if not 200 <= self.draws <= 100_000:
            raise DeclarationError(f"there are {self.draws} draws", remedy="Give a number from 200 to 100000")
        if self.together not in {1, 2, 3}:
            raise DeclarationError(f"{self.together} attributes are combined", remedy="Give 1, 2 or 3")
        for measure, threshold in self.thresholds.items():
            if threshold.scale is not scale_of(measure):
                raise DeclarationError(f"the limit of {measure} is on another scale", where=threshold.name)
        object.__setattr__(self, "thresholds", MappingProxyType(dict(self.thresholds)))
        object.__setattr__(self, "references", MappingProxyType(dict(self.references)))

    def fitting(self, *, predicted: bool) -> Plan:
        """The plan for decisions with or without predictions: default limits that need them fall away without."""
        if self.own_limits or predicted:
            return self
        return replace(self, thresholds=default_plan(with_pd=False).thresholds)


def default_plan(*, with_pd: bool) -> Plan:
    """The plan of an audit that has none: every default limit, calibration only where predictions are given."""
    return Plan(thresholds={m: t for m, t in DEFAULT_THRESHOLDS.items() if with_pd or not DEFINITIONS[m].needs_pd})


def read_plan(path: str | Path) -> Plan:
    """Read a plan from a TOML file.

    The file may hold ``level``, ``draws``, ``seed``, ``together``, ``judge_combinations``, a table ``reference``
    (attribute = group) and tables ``limit.<measure>`` with ``limit``, ``source`` and ``name``. Without a limit the
    default ones hold. ``by`` (a list of attributes), ``groups`` (the digest of a file) and a table ``columns``
    (role = column) settle what is audited.

    Raises
    ------
    FileError
        If it is missing or no TOML.
    DeclarationError
        If it says something that a plan cannot say.
    """
    path = Path(path)
    try:
        text = path.read_bytes()
        document = tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileError(f"is not valid TOML ({error})", where=path.name, remedy="Correct the file") from None
    if "registered" in document:
        raise DeclarationError(
            "a plan cannot say of itself that it was registered",
            where=path.name,
            remedy="Take 'registered' out, and give a signed note of the plan: counterscore register",
        )
    _only(document, _SETTINGS, path.name)
    references, limits = document.get("reference", {}), document.get("limit", {})
    if not isinstance(references, dict) or not all(isinstance(group, str) for group in references.values()):
        raise DeclarationError("'reference' is not a table of texts", where=path.name)
    if not isinstance(limits, dict):
        raise DeclarationError("'limit' is not a table", where=path.name)
    return Plan(
        thresholds=dict(_threshold(name, limit, path.name) for name, limit in limits.items()) or DEFAULT_THRESHOLDS,
        own_limits=bool(limits),
        references=references,
        level=float(_number(document, "level", 0.95, path.name)),
        draws=_whole(document, "draws", 1000, path.name),
        seed=_whole(document, "seed", 1, path.name),
        together=_whole(document, "together", 2, path.name),
        judge_combinations=_flag(document, "judge_combinations", path.name),
        bound=_bound(document, path.name),
        sha256="sha256:" + hashlib.sha256(text).hexdigest(),
    )


def _bound(document: Mapping[str, object], where: str) -> Bound:
    by, columns, groups = (document.get(name) for name in ("by", "columns", "groups"))
    if by is not None and not (isinstance(by, list) and by and all(isinstance(name, str) for name in by)):
        raise DeclarationError(
            "'by' is not a list of attributes", where=where, remedy='Write for example: by = ["sex"]'
        )
    if columns is not None:
        if not isinstance(columns, dict) or not all(isinstance(name, str) for name in columns.values()):
            raise DeclarationError("'columns' is not a table of texts", where=where)
        _only(columns, set(ROLES), f"{where}, columns")
        columns = {"approved": "approved", **columns}
    if groups is not None and not (isinstance(groups, str) and re.fullmatch(r"sha256:[0-9a-f]{64}|none", groups)):
        remedy = "Write sha256: and 64 hexadecimal digits, or none where the decisions hold the groups"
        raise DeclarationError("'groups' is no digest", where=where, remedy=remedy)
    return Bound(by=None if by is None else tuple(by), columns=columns, groups=groups)


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
    if not _is_number(limit) or not isinstance(source, str) or not isinstance(called, str):
        raise DeclarationError(
            f"'limit.{name}' lacks a number or a source",
            where=where,
            remedy="Write for example: limit = 0.9 and source = 'credit policy 4.2'",
        )
    return measure, Threshold(name=called, limit=float(limit), scale=scale_of(measure), source=source)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(document: Mapping[str, object], name: str, otherwise: float, where: str) -> float:
    value = document.get(name, otherwise)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise DeclarationError(f"'{name}' is not a number", where=where)
    return value


def _whole(document: Mapping[str, object], name: str, otherwise: int, where: str) -> int:
    value = _number(document, name, otherwise, where)
    if not isinstance(value, int):
        raise DeclarationError(f"'{name}' is not a whole number", where=where)
    return value


def _flag(document: Mapping[str, object], name: str, where: str) -> bool:
    value = document.get(name, False)
    if not isinstance(value, bool):
        raise DeclarationError(f"'{name}' is neither true nor false", where=where)
    return value


def _only(table: Mapping[str, object], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise DeclarationError(
            f"there is no setting '{unknown[0]}'", where=where, remedy=f"Known are: {', '.join(sorted(known))}"
        )
