"""The tables of a printed card: each entry's lines, what a score means, and one addition."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from scoring.artefact import printed_words as say
from scoring.artefact.printed_view import Group, Row, Table
from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic
from scoring.domain.entry import Attribute, Entry
from scoring.domain.line import Line, Test
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_line, pd_text

__all__ = ["entry_table", "example_table", "possible", "scale_table"]

SCORES = 8
"""About how many scores the table of probabilities shows."""


def entry_table(card: Card, entry: Entry, language: Language) -> Table:
    """All lines of an entry; those of a crossing in groups."""
    outer, inner = card.characteristics(entry)[0], card.characteristics(entry)[-1]
    total = sum(attribute.goods + attribute.bads for attribute in entry.attributes)
    whens = [each.when for each in entry.slices if each.when is not None]
    groups = []
    for each in entry.slices:
        rows = tuple(_row(line, each.attributes, inner, total, language) for line in each.attributes)
        name = describe_line(each.when, outer, language) if each.when else ""
        open_to_some = each.when is None or possible(each.when, whens, outer)
        groups.append(Group(name=name, rows=rows, mark="" if open_to_some else say.IMPOSSIBLE_MARK))
    first, *rest = _heading(say.LINE_HEADING, language)
    return Table(
        caption=card.naming(entry).label.into(language),
        heading=(inner.label.into(language) if entry.by else first, *rest),
        groups=tuple(groups),
        over=outer.label.into(language) if entry.by else "",
    )


def possible(line: Line, table: Sequence[Line], characteristic: Characteristic) -> bool:
    """Whether some permitted value falls into a line.

    Parameters
    ----------
    table
        All lines of the table the line stands in: "other" holds what they leave.
    """
    if line.test is Test.INTERVAL and characteristic.range is not None:
        smallest, largest = characteristic.range
        return (line.upper is None or line.upper > smallest) and (line.lower is None or line.lower <= largest)
    if line.test in {Test.CATEGORIES, Test.OTHER} and characteristic.categories:
        named = {label for each in table if each.test is Test.CATEGORIES for label in each.labels}
        wanted = set(line.labels) if line.test is Test.CATEGORIES else set(characteristic.categories) - named
        return bool(wanted & set(characteristic.categories))
    return True


def scale_table(card: Card, language: Language) -> Table:
    """The probability of default at round scores, both ends and the cut-off."""
    step = max(10, round((card.highest - card.lowest) / SCORES / 10) * 10)
    scores = {card.lowest, *range(-(-card.lowest // step) * step, card.highest + 1, step), card.highest}
    passing = card.cut_off if card.cut_off is not None and card.lowest <= card.cut_off <= card.highest else None
    rows = []
    for score in sorted(scores | ({passing} if passing is not None else set())):
        words = say.PASSES.into(language).format(score) if score == passing else str(score)
        rows.append(Row(words=words, figures=(pd_text(card.pd(score), language),)))
    return Table(
        caption=say.SCALE.into(language),
        heading=_heading(say.SCALE_HEADING, language),
        groups=(Group(rows=tuple(rows)),),
    )


def example_table(card: Card, language: Language) -> Table:
    """The addition for a person who falls into the commonest line of every table."""
    rows = [Row(words=say.EVERYBODY.into(language), figures=(str(card.initial_points),))]
    score = card.initial_points
    for entry in card.entries:
        words, points = _commonest(card, entry, language)
        score += points
        rows.append(Row(words=f"{card.naming(entry).label.into(language)}: {words}", figures=(str(points),)))
    note = [say.EXAMPLE_PD.into(language).format(score, pd_text(card.pd(score), language))]
    if card.cut_off is not None:
        verdict = say.EXAMPLE_PASSES if score >= card.cut_off else say.EXAMPLE_FAILS
        note.append(verdict.into(language).format(card.cut_off))
    return Table(
        caption=say.EXAMPLE.into(language),
        heading=_heading(say.LINE_HEADING[:2], language),
        groups=(Group(rows=tuple(rows)),),
        total=Row(words=say.SCORE.into(language), figures=(str(score),)),
        note=" ".join(note),
    )


def _share(share: float, language: Language) -> str:
    return _local(f"{(Decimal(share) * 100).quantize(Decimal('0.1'), ROUND_HALF_EVEN)}%", language)


def _local(number: str, language: Language) -> str:
    return number.replace(".", ",") if language is Language.NL else number


def _row(
    line: Attribute, table: Sequence[Attribute], characteristic: Characteristic, total: float, language: Language
) -> Row:
    weight = line.goods + line.bads
    marks = [say.NEUTRAL_MARK] if line.neutral else []
    marks += [] if possible(line, table, characteristic) else [say.IMPOSSIBLE_MARK]
    return Row(
        words=describe_line(line, characteristic, language),
        figures=(
            str(line.points),
            _share(weight / total if total else 0, language),
            _share(line.bads / weight, language) if weight else say.NOBODY_MARK,
        ),
        mark=" ".join(marks),
    )


def _commonest(card: Card, entry: Entry, language: Language) -> tuple[str, int]:
    """The line that most people fall into, in words, and its points; of equals the first."""
    pairs = [(each.when, line) for each in entry.slices for line in each.attributes]
    when, line = max(pairs, key=lambda pair: pair[1].goods + pair[1].bads)
    outer, inner = card.characteristics(entry)[0], card.characteristics(entry)[-1]
    words = [describe_line(when, outer, language)] if when else []
    return ", ".join([*words, describe_line(line, inner, language)]), line.points


def _heading(texts: Sequence[Text], language: Language) -> tuple[str, ...]:
    return tuple(text.into(language) for text in texts)
