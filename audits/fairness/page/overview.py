"""The summary in plain words: what was looked at, the overall word, and a line for each attribute."""

from __future__ import annotations

import math

from audits.fairness.measures import Measure
from audits.fairness.page.decisive import sentence
from audits.fairness.page.measure_words import SENTENCES, VERDICTS
from audits.fairness.page.views import Line, Overview
from audits.fairness.page.writer import Writer
from audits.fairness.registration import Registration
from audits.fairness.result import Comparison, Found, GroupingResult, Withheld
from audits.shared.page import Cell

__all__ = ["overview"]


def overview(writer: Writer, registration: Registration | None) -> Overview:
    """The summary of a report."""
    report, numbers = writer.report, writer.numbers
    names = ", ".join(result.name for result in report.attributes)
    looked = [
        writer.say(
            "read",
            people=numbers.whole(report.people),
            attributes=names,
            count=numbers.whole(report.primary),
            level=numbers.level(report.plan.level),
        )
    ]
    if report.unknown_outcomes:
        share = numbers.share(report.unknown_outcomes / report.people)
        looked.append(writer.say("unknown", unknown=numbers.whole(report.unknown_outcomes), share=share))
    word = VERDICTS[report.overall].into(writer.language)
    return Overview(
        looked=tuple(looked),
        overall=Cell(text=writer.say("overall", verdict=word), kind=report.overall.value),
        meaning=SENTENCES[report.overall].into(writer.language),
        lines=(*(_line(result, writer) for result in report.attributes), *_combined(writer)),
        remarks=(_registered(writer, registration), writer.say("small_never_pass"), writer.say("legal")),
    )


def _registered(writer: Writer, registration: Registration | None) -> str:
    if registration is None:
        return writer.say("not_registered")
    why = registration.why.into(writer.language)
    if not registration.pre_registered:
        return writer.say("not_proven", why=why)
    left = [each.into(writer.language) for each in writer.report.left_open]
    remark = f" {writer.say('left_open', what=', '.join(left))}" if left else ""
    return f"{writer.say('registered', why=why)}.{remark}"


def _line(result: GroupingResult, writer: Writer) -> Line:
    return Line(
        name=writer.say("attribute_line", name=result.name, reference=writer.name(result.reference)),
        verdict=None if result.verdict is None else writer.verdict(result.verdict),
        sentence=sentence(result, writer),
    )


def _combined(writer: Writer) -> list[Line]:
    """A line for each judged combination, or one for all that are only reported."""
    combined = [result for result in writer.report.groupings if len(result.attributes) > 1]
    if not combined:
        return []
    if any(result.verdict is not None for result in combined):
        return [_line(result, writer) for result in combined]
    names = ", ".join(result.name for result in combined)
    groups = [group for result in combined for group in result.groups]
    hidden = sum(isinstance(group.people, Withheld) for group in groups)
    ratios = [
        (result, c)
        for result in combined
        for c in result.comparisons
        if c.measure is Measure.ADVERSE_IMPACT_RATIO and isinstance(c.finding, Found)
    ]
    said = {"names": names, "groups": writer.numbers.whole(len(groups)), "hidden": writer.numbers.whole(hidden)}
    if not ratios:
        sentence_ = writer.say("combinations_none", **said)
    else:
        _, farthest = max(ratios, key=lambda pair: _apart(pair[1]))
        value = writer.numbers.finding(farthest.finding, farthest.measure)
        sentence_ = writer.say("combinations_line", group=writer.name(farthest.group), value=value, **said)
    return [Line(name=writer.say("combinations"), verdict=None, sentence=sentence_)]


def _apart(comparison: Comparison) -> float:
    finding = comparison.finding
    return abs(math.log(finding.value)) if isinstance(finding, Found) and finding.value > 0 else 0.0
