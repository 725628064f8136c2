"""The section of one attribute: who is approved, what became of it, whether predictions hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from audits.fairness import figures
from audits.fairness.measures import Measure
from audits.fairness.number_text import Numbers
from audits.fairness.page import Line, Section
from audits.fairness.result import AttributeResult, AuditReport, Band, GroupResult, Rate, Withheld
from audits.fairness.verdict import Verdict
from audits.fairness.words import MEASURES, SENTENCES, VERDICTS, group_name, say
from audits.shared.page import Cell, Table
from scoring.domain.text import Language

__all__ = ["SectionWriter", "verdict_cell"]


def verdict_cell(verdict: Verdict, language: Language) -> Cell:
    """A verdict in words, styled by which one it is."""
    return Cell(text=VERDICTS[verdict].into(language), kind=verdict.value)


class SectionWriter:
    """Writes the section of one attribute."""

    def __init__(self, result: AttributeResult, report: AuditReport, numbers: Numbers, place: int) -> None:
        self.result = result
        self.report = report
        self.numbers = numbers
        self.language = numbers.language
        self.identity = f"a{place + 1}"
        self.subject = figures.Subject(result=result, plan=report.plan, numbers=numbers, identity=self.identity)
        self.reference = self._name(result.reference)

    def section(self) -> Section:
        """The section with its tables; calibration only where there are predictions."""
        verdict = self.result.verdict
        line = Line(
            name=self._say("attribute_line", name=self.result.name, reference=self.reference),
            verdict=verdict_cell(verdict, self.language),
            sentence=SENTENCES[verdict].into(self.language),
            decisive=() if verdict is Verdict.WITHIN else tuple(self._decisive(verdict)),
        )
        tables: tuple[Table, ...] = (self._approval(), self._outcomes())
        if self.report.with_pd:
            tables = (*tables, self._calibration(), self._bands())
        return Section(identity=self.identity, line=line, tables=tables)

    def _decisive(self, verdict: Verdict) -> Iterator[str]:
        """The comparisons that have the attribute's verdict, then the groups that were not judged."""
        hidden = {c.group: None for c in self.result.comparisons if c.verdict is Verdict.SUPPRESSED}
        for comparison in self.result.comparisons:
            if verdict is not Verdict.SUPPRESSED and comparison.verdict is verdict and comparison.threshold is not None:
                yield self._say(
                    "decisive",
                    group=self._name(comparison.group),
                    measure=_lower(MEASURES[comparison.measure].into(self.language)),
                    finding=self.numbers.finding(comparison.finding, comparison.measure),
                    allowed=self.numbers.allowed(comparison.threshold),
                )
        if hidden:
            yield self._say("hidden", groups=", ".join(self._name(group) for group in hidden))

    def _approval(self) -> Table:
        head = ("group", "people", "approved", "approval_rate", "ratio", "shortfall", "verdict")
        measure = Measure.ADVERSE_IMPACT_RATIO

        def row(group: GroupResult) -> tuple[Cell, ...]:
            people, approved = self._counts(group.selection)
            short = self._number(group.shortfall, self.numbers.people)
            if group.group == self.result.reference:
                short = Cell(text=say("none", self.language), kind="number")
            return (
                Cell(text=self._name(group.group)),
                people,
                approved,
                self._rate(group.selection),
                self._finding(measure, group),
                short,
                self._judged(measure, group),
            )

        drawn = (figures.bars(self.subject), figures.forest(self.subject))
        return self._table("approval", head, row, drawn=tuple(figure for figure in drawn if figure))

    def _outcomes(self) -> Table:
        head = ("group", "repaid_approved", "difference", "verdict", "defaulted_approved", "difference", "verdict")
        true, false = Measure.TRUE_POSITIVE_DIFFERENCE, Measure.FALSE_POSITIVE_DIFFERENCE

        def row(group: GroupResult) -> tuple[Cell, ...]:
            return (
                Cell(text=self._name(group.group)),
                self._rate(group.true_positive),
                self._finding(true, group),
                self._judged(true, group),
                self._rate(group.false_positive),
                self._finding(false, group),
                self._judged(false, group),
            )

        return self._table("outcomes", head, row)

    def _calibration(self) -> Table:
        head = ("group", "with_outcome", "observed", "predicted", "gap", "verdict")
        measure = Measure.CALIBRATION_DIFFERENCE

        def row(group: GroupResult) -> tuple[Cell, ...]:
            return (
                Cell(text=self._name(group.group)),
                self._counts(group.default)[0],
                self._rate(group.default),
                self._number(group.predicted, self.numbers.share),
                self._finding(measure, group),
                self._judged(measure, group),
            )

        return self._table("calibration", head, row)

    def _bands(self) -> Table:
        axis = say("axis_score" if self.report.with_score else "axis_pd", self.language)
        write = self.numbers.whole if self.report.with_score else self.numbers.share
        rows = tuple(
            (
                Cell(text=self._range(band, write)),
                Cell(text=self._name(group)),
                self._counts(rate)[0],
                Cell(text=self.numbers.share(band.predicted[group]), kind="number"),
                self._rate(rate),
            )
            for band in self.result.bands
            for group, rate in band.default.items()
        )
        head = tuple(self._say(key) for key in ("band", "group", "with_outcome", "predicted", "observed"))
        note = "" if rows else self._say("no_bands")
        drawn = (figures.calibration(self.subject),) if rows else ()
        return Table(caption=self._say("bands", axis=axis), head=head, rows=rows, figures=drawn, note=note)

    def _range(self, band: Band, write: Callable[[float], str]) -> str:
        if band.low is None or band.high is None:
            high, low = ("" if end is None else write(end) for end in (band.high, band.low))
            return self._say("up_to", high=high) if band.low is None else self._say("from", low=low)
        return self._say("to", low=write(band.low), high=write(band.high))

    def _table(
        self,
        caption: str,
        head: Sequence[str],
        row: Callable[[GroupResult], tuple[Cell, ...]],
        drawn: tuple[Markup, ...] = (),
    ) -> Table:
        return Table(
            caption=self._say(caption),
            head=tuple(self._say(key, reference=self.reference) for key in head),
            rows=tuple(row(group) for group in self.result.groups),
            figures=drawn,
        )

    def _judged(self, measure: Measure, group: GroupResult) -> Cell:
        comparison = self.result.comparison(measure, group.group)
        if comparison is None:
            return Cell(text=self._say("reference"), kind="quiet")
        if comparison.verdict is None:
            return Cell(text=self._say("reported"), kind="quiet")
        return verdict_cell(comparison.verdict, self.language)

    def _finding(self, measure: Measure, group: GroupResult) -> Cell:
        comparison = self.result.comparison(measure, group.group)
        if comparison is None:
            return Cell(text=self._say("none"), kind="number")
        kind = "quiet" if isinstance(comparison.finding, Withheld) else "number"
        return Cell(text=self.numbers.finding(comparison.finding, measure), kind=kind)

    def _rate(self, rate: Rate | Withheld) -> Cell:
        return Cell(text=self.numbers.rate(rate), kind="quiet" if isinstance(rate, Withheld) else "number")

    def _counts(self, rate: Rate | Withheld) -> tuple[Cell, Cell]:
        if isinstance(rate, Withheld):
            none = Cell(text=self._say("none"), kind="number")
            return none, none
        of, count = (self.numbers.whole(n) for n in (rate.proportion.of, rate.proportion.count))
        return Cell(text=of, kind="number"), Cell(text=count, kind="number")

    def _number(self, number: float | Withheld, write: Callable[[float], str]) -> Cell:
        if isinstance(number, Withheld):
            return Cell(text=self.numbers.withheld(number), kind="quiet")
        return Cell(text=write(number), kind="number")

    def _name(self, group: str) -> str:
        return group_name(group, self.language)

    def _say(self, key: str, **values: str) -> str:
        return say(key, self.language, **values)


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]
