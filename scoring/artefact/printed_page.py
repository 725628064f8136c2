"""A card as one page of strings: how to add it up, its tables, their notes, and what it does not use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from scoring.artefact import printed_words as say
from scoring.artefact.card_json import card_digest
from scoring.artefact.printed_tables import entry_table, example_table, scale_table
from scoring.artefact.printed_view import Page, Table
from scoring.domain.card import Card
from scoring.domain.line import Test
from scoring.domain.text import Language
from scoring.domain.wording import RATIO, number_text, pd_text

__all__ = ["page"]


def page(card: Card, language: Language) -> Page:
    """Everything that is printed of a card, in one language."""
    tables = tuple(entry_table(card, entry, language) for entry in card.entries)
    return Page(
        title=card.registry.title.into(language),
        status=say.STATUS[card.registry.profile].into(language).format(card.registry.approver),
        how_title=say.HOW_TITLE.into(language),
        steps=tuple(_steps(card, language)),
        about=tuple(_about(card, language)),
        tables=tables,
        scale=scale_table(card, language),
        example=example_table(card, language),
        notes_title=say.NOTES_TITLE.into(language),
        notes=(*_notes(card, tables, language), *_worked_out(card, language)),
        unused_title=say.UNUSED_TITLE.into(language),
        unused=tuple(_unused(card, language)),
        digest=say.DIGEST.into(language).format(card_digest(card)),
    )


def _steps(card: Card, language: Language) -> Iterator[str]:
    yield say.START.into(language).format(card.initial_points)
    yield say.FIND.into(language)
    if any(entry.by for entry in card.entries):
        yield say.FIND_CROSSED.into(language)
    yield say.ADD.into(language).format(card.lowest, card.highest)
    yield say.LOOK_UP.into(language).format(say.SCALE.into(language))


def _about(card: Card, language: Language) -> Iterator[str]:
    yield say.PDO.into(language).format(number_text(card.scale.pdo, language))
    if card.cut_off is None:
        yield say.NO_CUT_OFF.into(language)
    elif card.lowest <= card.cut_off <= card.highest:
        yield say.CUT_OFF.into(language).format(card.cut_off, pd_text(card.pd(card.cut_off), language))
    else:
        yield say.CUT_OFF_OUTSIDE.into(language).format(card.cut_off)


def _notes(card: Card, tables: tuple[Table, ...], language: Language) -> Iterator[str]:
    """What stands in the tables and needs a word; nothing about what does not."""
    made = _made(card, language)
    nobody = any(row.figures[-1] == say.NOBODY_MARK for table in tables for row in table.rows)
    yield f"{made} {say.NOBODY.into(language).format(say.NOBODY_MARK)}" if nobody else made
    found = [*(row.mark for table in tables for row in table.rows), *(g.mark for table in tables for g in table.groups)]
    marks = set(" ".join(found).split())
    for mark, words in ((say.NEUTRAL_MARK, say.NEUTRAL), (say.IMPOSSIBLE_MARK, say.IMPOSSIBLE)):
        if mark in marks:
            yield words.into(language).format(mark)
    optional = any(line.test is Test.NOT_PROVIDED for entry in card.entries for line in entry.attributes)
    yield " ".join(words.into(language) for words in (say.MISSING, *([say.NOT_SHARED] if optional else [])))
    if _has_shares(card):
        yield say.SHARES.into(language).format(number_text(0.25, language))


def _made(card: Card, language: Language) -> str:
    """How many the card was made from, and how many of them defaulted: a count of people, or a share of weight."""
    made = card.development
    rows = number_text(made.rows, language)
    if card.weighted:
        share = Decimal(made.bads) / (Decimal(made.goods) + Decimal(made.bads))
        return say.MADE_WEIGHTED.into(language).format(rows, pd_text(share, language))
    return say.MADE.into(language).format(rows, number_text(made.bads, language))


def _has_shares(card: Card) -> bool:
    """Whether some interval without a unit ends between whole numbers."""
    for entry in card.entries:
        outer, inner = card.characteristics(entry)[0], card.characteristics(entry)[-1]
        whens = [(each.when, outer) for each in entry.slices if each.when is not None]
        for line, characteristic in [*whens, *((line, inner) for line in entry.attributes)]:
            bare = characteristic.unit is None or characteristic.unit.en == RATIO
            if bare and any(end is not None and end % 1 for end in (line.lower, line.upper)):
                return True
    return False


def _worked_out(card: Card, language: Language) -> Iterator[str]:
    """The formula of each characteristic that is used and derived, with labels for names."""
    labels = {field.name: field.label.into(language) for field in card.registry.fields}
    functions = {"min": say.SMALLEST.into(language), "max": say.LARGEST.into(language)}

    def said(match: re.Match[str]) -> str:
        word, opens = match.group(1), match.group(2)
        return f"{functions[word]} (" if opens else f"“{labels[word]}”"

    for characteristic in card.scored:
        if characteristic.formula is not None:
            text = characteristic.formula.text.strip().replace(",", ";")
            words = re.sub(r"(?<![\w.])([^\W\d]\w*)(\s*\()?", said, text)
            yield say.WORKED_OUT.into(language).format(characteristic.label.into(language), words)


def _unused(card: Card, language: Language) -> Iterator[str]:
    used = {characteristic.name for characteristic in card.scored}
    unused = [each.label.into(language) for each in card.registry.characteristics if each.name not in used]
    if unused:
        yield say.UNUSED.into(language).format("; ".join(unused))
    yield say.NEVER.into(language)
