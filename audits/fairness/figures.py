"""The pictures of one attribute, drawn from its result."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from audits.fairness import charts
from audits.fairness.measures import Measure
from audits.fairness.number_text import Numbers
from audits.fairness.plan import Plan
from audits.fairness.result import AttributeResult, Found, Rate
from audits.fairness.words import group_name, say
from audits.shared.charts import Panel, Point
from audits.shared.charts import calibration as draw_calibration

__all__ = ["Subject", "bars", "calibration", "forest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a picture is about and how its numbers are written; ``identity`` is unique in the page."""

    result: AttributeResult
    plan: Plan
    numbers: Numbers
    identity: str

    def name(self, group: str) -> str:
        """A group as it is printed."""
        return group_name(group, self.numbers.language)

    def say(self, key: str, **values: str) -> str:
        """A phrase in the report's language."""
        return say(key, self.numbers.language, **values)

    def panel(self, kind: str, about: str) -> Panel:
        """What the picture says about itself."""
        title = self.say(f"{kind}_title", name=self.result.name)
        return Panel(identity=f"{self.identity}-{kind}", title=title, about=about, language=self.numbers.language)


def bars(subject: Subject) -> Markup | None:
    """Approval rates by group; None if every group is hidden."""
    rates = [(g.group, g.selection) for g in subject.result.groups if isinstance(g.selection, Rate)]
    if not rates:
        return None
    points = [
        Point(group=subject.name(g), value=r.proportion.rate, low=r.interval.low, high=r.interval.high)
        for g, r in rates
    ]
    told = "; ".join(f"{subject.name(group)} {subject.numbers.rate(rate)}" for group, rate in rates)
    level = subject.numbers.level(subject.plan.level)
    panel = subject.panel("bars", subject.say("bars_about", level=level, numbers=told))
    return Markup(charts.group_bars(panel, points, subject.say("approval_rate")))  # noqa: S704 - drawn, names escaped


def forest(subject: Subject) -> Markup | None:
    """Adverse impact ratios by group; None if there is none, or no limit to draw."""
    measure = Measure.ADVERSE_IMPACT_RATIO
    limit = subject.plan.thresholds.get(measure)
    compared = [(c.group, c.finding) for c in subject.result.comparisons if c.measure is measure]
    found = [(group, finding) for group, finding in compared if isinstance(finding, Found)]
    if not found or limit is None:
        return None
    points = [Point(group=subject.name(g), value=f.value, low=f.interval.low, high=f.interval.high) for g, f in found]
    numbers, reference = subject.numbers, subject.name(subject.result.reference)
    told = "; ".join(f"{subject.name(group)} {numbers.finding(finding, measure)}" for group, finding in found)
    low, high = numbers.ratio(limit.low), numbers.ratio(limit.high)
    about = subject.say("forest_about", reference=reference, low=low, high=high, numbers=told)
    axis = subject.say("ratio", reference=reference)
    return Markup(charts.forest(subject.panel("forest", about), points, axis, limit.low, limit.high))  # noqa: S704 - as above


def calibration(subject: Subject) -> Markup:
    """Observed against predicted default rates, by band, one panel for each group."""
    points = [
        Point(
            group=subject.name(group),
            value=rate.proportion.rate,
            low=rate.interval.low,
            high=rate.interval.high,
            across=band.predicted[group],
        )
        for band in subject.result.bands
        for group, rate in band.default.items()
    ]
    panel = subject.panel(
        "calibration", subject.say("calibration_about", level=subject.numbers.level(subject.plan.level))
    )
    drawn = draw_calibration(panel, points, subject.say("predicted"), subject.say("observed"))
    return Markup(drawn)  # noqa: S704 - as above
