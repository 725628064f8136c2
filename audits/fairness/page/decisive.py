"""The comparison that decided a verdict, and how a person would say it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from audits.fairness.measures import DEFINITIONS, Measure, Scale
from audits.fairness.page.writer import Writer
from audits.fairness.result import Bounds, Comparison, Figure, Found, GroupingResult, Withheld
from audits.fairness.statistics import RATES, Statistic
from audits.fairness.threshold import Threshold
from audits.fairness.verdict import Verdict

__all__ = ["decisive", "sentence"]


def decisive(result: GroupingResult) -> Comparison | None:
    """Of the comparisons that have the grouping's verdict, the one farthest towards or beyond its limit.

    Of breaches the clearest: whose interval's nearer end lies farthest out. Of the others the one whose interval
    reaches farthest; comparisons without a number come last.
    """
    found = [c for c in result.comparisons if c.verdict is not None and c.verdict is result.verdict]
    return max(found, key=_reach, default=None)


def _reach(comparison: Comparison) -> float:
    finding, threshold = comparison.finding, comparison.threshold
    if threshold is None or isinstance(finding, Withheld):
        return -1.0
    ends = [_share_of_limit(end, threshold) for end in (finding.interval.low, finding.interval.high)]
    if isinstance(finding, Bounds):
        return -0.5
    return min(ends) if comparison.verdict is Verdict.BREACH else max(ends)


def _share_of_limit(value: float, threshold: Threshold) -> float:
    """How far a value lies from no difference, in units of its limit."""
    if threshold.scale is Scale.RATIO:
        return abs(math.log(value)) / -math.log(threshold.limit) if value > 0 else math.inf
    return abs(value) / threshold.limit


def sentence(result: GroupingResult, writer: Writer) -> str:
    """What decided a grouping's verdict, in plain words first and in numbers after."""
    chosen = decisive(result)
    if chosen is None or chosen.threshold is None:
        return writer.say("not_judged")
    numbers, plain = writer.numbers, _plain(result, chosen, writer)
    said = {
        "measure": writer.measure(chosen.measure),
        "finding": numbers.finding(chosen.finding, chosen.measure),
        "allowed": numbers.allowed(chosen.threshold, chosen.measure),
    }
    if plain:
        found = writer.say("decisive", plain=plain, **said)
    else:
        bare = writer.say("decisive_bare", group=writer.name(chosen.group), **said)
        found = f"{_approval(result, writer)} {bare}".strip()
    if chosen.verdict is Verdict.INCONCLUSIVE and isinstance(chosen.finding, Found):
        found = f"{found} {writer.say('reaches')}"
    alike = [c for c in result.comparisons if c.verdict is result.verdict]
    judged = [c for c in result.comparisons if c.verdict is not None]
    if len(alike) < 2:
        return found
    return writer.say("more", sentence=found, count=str(len(alike) - 1), all=str(len(judged)))


def _approval(result: GroupingResult, writer: Writer) -> str:
    """The approval of the group farthest from the reference, in words; empty where none is shown."""
    found = [
        c for c in result.comparisons if c.measure is Measure.SELECTION_DIFFERENCE and isinstance(c.finding, Found)
    ]
    farthest = max(found, key=lambda c: abs(c.finding.value) if isinstance(c.finding, Found) else 0.0, default=None)
    return "" if farthest is None else _plain(result, farthest, writer)


def _plain(result: GroupingResult, comparison: Comparison, writer: Writer) -> str:
    """The two groups' own numbers in words; empty where there are none, or no plain words for them."""
    if not isinstance(comparison.finding, Found):
        return ""
    statistic = DEFINITIONS[comparison.measure].statistic
    if comparison.measure is Measure.EQUALISED_ODDS:
        statistic = _larger_gap(result, comparison)
    figures = [_figure(result, group, statistic) for group in (comparison.group, result.reference)]
    own, base = figures
    if statistic is None or own is None or base is None:
        return ""
    names = {"group": writer.name(comparison.group), "reference": writer.name(result.reference)}
    if statistic is Statistic.CALIBRATION:
        return _calibration(result, comparison, writer, names)
    if statistic not in RATES:
        return ""
    of = 100 if round(100 * own.value) != round(100 * base.value) else 1000
    counts = [writer.numbers.whole(round(of * figure.value)) for figure in (own, base)]
    return writer.say(statistic.value, of=writer.numbers.whole(of), own=counts[0], base=counts[1], **names)


def _larger_gap(result: GroupingResult, comparison: Comparison) -> Statistic | None:
    """Which of both error rates an equalised odds difference is that of."""
    gaps: dict[Statistic, float] = {}
    for statistic in (Statistic.TRUE_POSITIVE_RATE, Statistic.FALSE_POSITIVE_RATE):
        own, base = (_figure(result, group, statistic) for group in (comparison.group, result.reference))
        if own is not None and base is not None:
            gaps[statistic] = abs(own.value - base.value)
    return max(gaps, key=lambda one: gaps[one], default=None)


def _calibration(result: GroupingResult, comparison: Comparison, writer: Writer, names: dict[str, str]) -> str:
    said: dict[str, str] = {}
    for key, group in (("own", comparison.group), ("base", result.reference)):
        observed, gap = (_figure(result, group, s) for s in (Statistic.DEFAULT_RATE, Statistic.CALIBRATION))
        if observed is None or gap is None:
            return ""
        said |= {key: writer.numbers.share(observed.value)}
        said |= {f"{key}_predicted": writer.numbers.share(observed.value - gap.value)}
    return writer.say(Statistic.CALIBRATION.value, **said, **names)


def _figure(result: GroupingResult, group: Sequence[str], statistic: Statistic | None) -> Figure | None:
    found = next((one.figures.get(statistic) for one in result.groups if one.group == group and statistic), None)
    return found if isinstance(found, Figure) else None
