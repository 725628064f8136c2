"""What the page shows besides the arithmetic: texts in one language, and what a person can move."""

from __future__ import annotations

from typing import Any

from scoring.artefact.canonical import whole
from scoring.domain.characteristic import Change, Characteristic, Source
from scoring.domain.entry import Entry
from scoring.domain.reason import Basis
from scoring.domain.text import Language
from scoring.domain.wording import describe_line, number_text, with_unit
from scoring.explain.contributions import reference_score
from scoring.explain.moves import OBLIGATIONS
from scoring.export.page_words import BASES, GROUPS, WORDS
from scoring.export.plan import Plan
from scoring.export.sheet import declaration

__all__ = ["page_data"]


def page_data(plan: Plan, language: Language) -> dict[str, Any]:
    """The page's own part of the data, every text in the language."""
    card = plan.card
    reference = number_text(round(reference_score(card, plan.basis), 1), language)
    return {
        "language": language.value,
        "title": card.registry.title.into(language),
        "words": {name: text.into(language) for name, text in WORDS.items()},
        "basis": BASES[plan.basis is Basis.JUST_PASSING].into(language).format(reference),
        "groups": _groups(plan, language),
        "fields": [_field(plan, plan.characteristic(name), language) for name in plan.blame],
        "watched": _watched(plan),
        "entries": [_entry(plan, entry, language) for entry in card.entries],
    }


def _watched(plan: Plan) -> list[dict[str, Any]]:
    """What is derived from fields of the page and earns no points: a change that raises such an obligation is none."""
    places = {name: place for place, name in enumerate(plan.blame)}
    return [
        {**declaration(each, places), "obligation": each.category in OBLIGATIONS}
        for each in plan.card.registry.characteristics
        if each.formula is not None and each.name not in places and places.keys() >= set(each.formula.names)
    ]


def _groups(plan: Plan, language: Language) -> list[dict[str, Any]]:
    """The fields that are asked for, by where they come from."""
    found = []
    for source in (Source.APPLICATION, Source.REGISTER, Source.BANK, None):
        fields = [plan.blame.index(field.name) for field in plan.reads if field.source is source]
        if fields:
            optional = source.value if source is not None and source.optional else None
            found.append({"label": GROUPS[source].into(language), "source": optional, "fields": fields})
    return found


def _field(plan: Plan, field: Characteristic, language: Language) -> dict[str, Any]:
    return {
        "label": field.label.into(language),
        "unit": with_unit("", field.unit, language).replace(" ", "\u00a0", 1),
        "reason_missing": field.reason_missing.into(language),
        "called": [[name, text.into(language)] for name, text in field.category_labels],
        "meanings": [special.meaning.into(language) for special in field.special],
        "disputed": [special.code for special in field.special if special.refers],
        "obligation": field.category in OBLIGATIONS,
        "actionable": _actionable(plan, field),
    }


def _actionable(plan: Plan, field: Characteristic) -> dict[str, Any] | None:
    """How a person can move the field; None where that is not so, or would raise an obligation.

    What the page does not ask for is not known to it: an obligation among that cannot be given a number besides.
    """
    move = field.actionable
    if move is None or (move.direction is Change.UP and field.category in OBLIGATIONS):
        return None
    categories = {each.name: each.category for each in plan.card.registry.read_fields}
    if any(categories[name] in OBLIGATIONS and name not in plan.blame for name, _ in move.also):
        return None
    also = [(name, value) for name, value in move.also if name in plan.blame]
    return {
        "up": move.direction is Change.UP,
        "step": whole(move.step),
        "bound": None if move.bound is None else whole(move.bound),
        "also": [{"at": plan.blame.index(name), "to": whole(value)} for name, value in also],
    }


def _entry(plan: Plan, entry: Entry, language: Language) -> dict[str, Any]:
    naming = plan.card.naming(entry)
    *outer, inner = plan.card.characteristics(entry)
    lines = []
    for each in entry.slices:
        for attribute in each.attributes:
            words = [] if each.when is None else [describe_line(each.when, outer[0], language)]
            lines.append("; ".join([*words, describe_line(attribute, inner, language)]))
    return {
        "label": naming.label.into(language),
        "reason": naming.reason.into(language),
        "most": entry.most,
        "lines": lines,
    }
