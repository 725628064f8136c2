"""Proxies, ranked: for each protected attribute, how much the card and each of its characteristics tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from audits.proxies.association import given_risk, predicts
from audits.proxies.left_out import LeftOut, left_out
from audits.proxies.table import Counted, Grouped, counted
from audits.shared.finding import Finding, Known, Reason
from scoring.domain.errors import DataError, InputError

__all__ = ["LEVEL", "LIMIT", "LIMIT_SOURCE", "AttributeProxies", "Mark", "Proxy", "ProxyReport", "mark", "proxies"]

LEVEL = 0.95
"""Of each interval by itself."""

LIMIT = 0.1
"""How far from one half an AUC may lie before a characteristic is marked."""

LIMIT_SOURCE = "project default: .6 is right about who belongs to the group six times in ten; no rule of law names it"


class Mark(StrEnum):
    """What an AUC shows against the limit, judged on its whole interval. A signal to look, not a verdict."""

    MARKED = "marked"
    NOT_MARKED = "not marked"
    UNCLEAR = "unclear"
    NOT_GIVEN = "not given"


def mark(finding: Finding, limit: float = LIMIT) -> Mark:
    """Marked where the whole interval lies further from one half than the limit, on one side.

    Examples
    --------
    >>> from audits.shared.intervals import Interval
    >>> mark(Known(value=0.3, interval=Interval(low=0.25, high=0.35, level=0.95))).value
    'marked'
    """
    if not isinstance(finding, Known):
        return Mark.NOT_GIVEN
    low, high = finding.interval.low - 0.5, finding.interval.high - 0.5
    if low > limit or high < -limit:
        return Mark.MARKED
    return Mark.NOT_MARKED if -limit <= low and high <= limit else Mark.UNCLEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """One group and one characteristic, or the whole card.

    Attributes
    ----------
    column
        The column of points; None for the whole card.
    people
        Of the group; None where they are too few to be printed.
    predicts, given_risk
        AUCs for membership: by themselves, and among people of the same risk.
    without
        Against the reference group; None for the reference group itself and for the whole card.
    """

    group: str
    column: str | None
    people: int | None
    predicts: Finding
    given_risk: Finding
    without: LeftOut | None
    mark: Mark

    @property
    def strength(self) -> float:
        """How far the AUC lies from one half, either way, to nine decimals; -1 where it is not given."""
        return round(abs(self.predicts.value - 0.5), 9) if isinstance(self.predicts, Known) else -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeProxies:
    """One protected attribute.

    Attributes
    ----------
    reference
        The largest group; None where no group is large enough.
    card
        The whole card, a row for each group.
    characteristics
        Strongest first, by the group of which each tells most; for each, a row for each group, likewise.
    """

    name: str
    reference: str | None
    card: tuple[Proxy, ...]
    characteristics: tuple[tuple[Proxy, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyReport:
    """What was found.

    Attributes
    ----------
    rate
        The share of people that is approved with and without each characteristic; None where nothing is left out.
    risk
        The column of a known risk; None where recorded outcomes stand for it.
    left_out
        People without points, by column, where there are any.
    """

    attributes: tuple[AttributeProxies, ...]
    rate: float | None
    risk: str | None
    left_out: dict[str, int]


def proxies(
    file: Counted,
    attributes: Sequence[str],
    columns: Sequence[str],
    *,
    axis: str | None = "score",
    risk: str | None = None,
    rate: float | None = None,
) -> ProxyReport:
    """Look for proxies.

    Parameters
    ----------
    file
        Counts of people.
    attributes, columns
        Protected attributes, and columns of points, higher is safer.
    axis
        ``"score"``, or ``"pd"`` where the file has no score; None for neither. Leaving out needs a score.
    risk
        A column with a known risk, cut into ten bands; else people of the same recorded outcome are compared.
    rate
        The share to approve with and without a characteristic; that of the file if None.

    Raises
    ------
    InputError
        If there is no attribute or no column, or one is named twice, or the rate is no share.
    DataError
        If an attribute has one group only, or a column is empty.
    """
    named = [*attributes, *columns]
    if not attributes or not columns or len(set(named)) < len(named):
        raise InputError("name one attribute and one column of points or more, none twice", remedy="Use --columns")
    if rate is not None and not 0 < rate < 1:
        raise InputError(f"an approval rate of {rate} parts nobody", remedy="Give a share between 0 and 1")
    share = _approved(file) if rate is None else rate
    share = share if axis == "score" else None
    missing: dict[str, int] = {}
    found = [_attribute(file, name, columns, axis, risk, share, missing) for name in attributes]
    return ProxyReport(attributes=tuple(found), rate=share, risk=risk, left_out=missing)


def _approved(file: Counted) -> float | None:
    """The share approved in the file; None where that is nobody or everybody."""
    table = file.counts(["approved"])
    people, approved = (np.asarray(table[name]) for name in ("people", "approved"))
    share = float(people[approved == 1].sum() / people.sum())
    return share if 0 < share < 1 else None


def _attribute(
    file: Counted,
    attribute: str,
    columns: Sequence[str],
    axis: str | None,
    risk: str | None,
    rate: float | None,
    missing: dict[str, int],
) -> AttributeProxies:
    whole = None if axis is None else _safer_upwards(counted(file, attribute, axis, risk=risk), axis)
    rows: list[tuple[Proxy, ...]] = []
    reference: str | None = None
    for column in columns:
        people = counted(file, attribute, column, risk=risk)
        if people.left_out:
            missing[column] = people.left_out
        place = (whole or people).reference
        reference = None if place is None else (whole or people).levels[place]
        without: dict[str, LeftOut] = {}
        if rate is not None and reference is not None:
            groups = [one for n, one in enumerate(people.levels) if n not in people.hidden and one != reference]
            without = left_out(file, attribute, column, groups=groups, reference=reference, rate=rate, level=LEVEL)
        rows.append(_rows(people, column, without))
    rows.sort(key=lambda each: (-each[0].strength, str(each[0].column)))
    card = () if whole is None else _rows(whole, None, {})
    return AttributeProxies(name=attribute, reference=reference, card=card, characteristics=tuple(rows))


def _rows(people: Grouped, column: str | None, without: dict[str, LeftOut]) -> tuple[Proxy, ...]:
    """A row for each group, the one that is told most of first."""
    found = [_proxy(people, place, column, without) for place in range(len(people.levels))]
    return tuple(sorted(found, key=lambda each: (-each.strength, each.group)))


def _proxy(people: Grouped, place: int, column: str | None, without: dict[str, LeftOut]) -> Proxy:
    group = people.levels[place]
    if place in people.hidden:
        nothing = LeftOut.none(Reason.TOO_FEW)
        return Proxy(
            group=group,
            column=column,
            people=None,
            predicts=nothing.before,
            given_risk=nothing.before,
            without=None if column is None else nothing,
            mark=Mark.NOT_GIVEN,
        )
    alone = predicts(people, place, LEVEL)
    return Proxy(
        group=group,
        column=column,
        people=people.sizes[place],
        predicts=alone,
        given_risk=given_risk(people, place, LEVEL),
        without=without.get(group),
        mark=mark(alone),
    )


def _safer_upwards(people: Grouped, axis: str) -> Grouped:
    """Probabilities turned round, so that higher is safer here too."""
    if axis == "score":
        return people
    if axis != "pd":
        raise DataError(f"people cannot be ordered by '{axis}'", remedy="Name a column of scores or probabilities")
    return Grouped(
        levels=people.levels,
        code=people.code,
        order=-people.order,
        stratum=people.stratum,
        people=people.people,
        left_out=people.left_out,
    )
