"""How an explanation looks on the command line, in words and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from api.cli.output import table
from api.cli.show_recourse import change_document, side_effect_document
from scoring.domain.card import Card
from scoring.domain.errors import NotSearchable
from scoring.domain.reading import Reading
from scoring.domain.reason import Basis, Reason
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_reading, number_text, pd_text
from scoring.explain.contributions import contributions, default_basis, reference_score
from scoring.explain.notice import points_lines, reason_lines
from scoring.explain.reasons import reasons, reasons_by_basis
from scoring.explain.recourse import Goal
from scoring.explain.responsiveness import Alone, responsiveness

__all__ = [
    "alone_document",
    "explanation_document",
    "explanation_text",
    "reason_document",
    "references_document",
    "references_text",
]

PD = Text(
    en="probability of default {}; the scale runs from {} to {}",
    nl="kans op wanbetaling {}; de schaal loopt van {} tot {}",
)
REFERENCE = {
    Basis.MAXIMUM: Text(en="most possible", nl="hoogst haalbaar"),
    Basis.JUST_PASSING: Text(en="just passing", nl="net voldoende"),
    Basis.POPULATION: Text(en="average of all", nl="gemiddelde van allen"),
}
NOT_SEARCHED = Text(
    en="what changing one of them alone would do was not searched: too many steps in {}",
    nl="wat het zou doen om alleen een ervan te veranderen, is niet uitgezocht: te veel stappen in {}",
)
LOST = Text(en="points lost against (rank as a reason)", nl="punten minder dan (rang als reden)")
SCORE_OF = Text(en="score of the reference", nl="score van de referentie")


def explanation_document(card: Card, readings: Mapping[str, Reading], basis: Basis | None) -> dict[str, object]:
    """An explanation as plain JSON values; exact decimals are strings."""
    chosen = basis or default_basis(card)
    score = card.score(readings)
    found = reasons(card, readings, chosen)
    alone, not_searched = _alone(card, readings, found)
    return {
        "score": score,
        "scale": [card.lowest, card.highest],
        "pd": str(card.pd(score)),
        "initial_points": card.initial_points,
        "reference": {"basis": chosen.value, "score": str(reference_score(card, chosen))},
        "contributions": [
            {
                "characteristics": list(part.characteristics),
                "code": part.code,
                "label": {"en": part.label.en, "nl": part.label.nl},
                "values": [
                    describe_reading(readings[name], card.registry.characteristic(name), Language.EN, card.ends(name))
                    for name in part.characteristics
                ],
                "points": part.points,
                "reference": str(part.reference),
                "contribution": str(part.difference),
            }
            for part in contributions(card, readings, chosen)
        ],
        "cut_off": card.cut_off,
        "reasons": [
            {
                **reason_document(reason),
                "alone": alone_document(alone[reason.code]) if reason.code in alone else None,
            }
            for reason in found
        ],
        "not_searched": list(not_searched),
    }


def explanation_text(card: Card, readings: Mapping[str, Reading], basis: Basis | None, language: Language) -> str:
    """An explanation in words: the addition, then the reasons and what can be done about each alone."""
    chosen = basis or default_basis(card)
    found = reasons(card, readings, chosen)
    alone, not_searched = _alone(card, readings, found)
    lines = [
        *points_lines(card, readings, language),
        "",
        _pd_line(card, readings, language),
        *reason_lines(card, found, language, chosen, alone=alone),
    ]
    if not_searched:
        labels = "; ".join(card.registry.field(name).label.into(language) for name in not_searched)
        lines.append(NOT_SEARCHED.into(language).format(labels))
    return "\n".join(lines)


def references_document(card: Card, readings: Mapping[str, Reading]) -> dict[str, object]:
    """The reasons under every reference, side by side, as plain JSON values."""
    score = card.score(readings)
    return {
        "score": score,
        "scale": [card.lowest, card.highest],
        "pd": str(card.pd(score)),
        "default": default_basis(card).value,
        "references": [
            {
                "basis": basis.value,
                "score": str(reference_score(card, basis)),
                "reasons": [reason_document(reason) for reason in found],
            }
            for basis, found in reasons_by_basis(card, readings).items()
        ],
    }


def references_text(card: Card, readings: Mapping[str, Reading], language: Language) -> str:
    """The losses under every reference, side by side, each reason with its rank."""
    found = reasons_by_basis(card, readings)
    ranks = {basis: {reason.code: rank for rank, reason in enumerate(each, start=1)} for basis, each in found.items()}
    parts = {basis: contributions(card, readings, basis) for basis in found}
    rows: list[tuple[str, ...]] = [(LOST.into(language), *(REFERENCE[basis].into(language) for basis in found))]
    for place, entry in enumerate(card.entries):
        naming = card.naming(entry)
        cells = []
        for basis in found:
            loss = _tenths(-parts[basis][place].difference, language)
            rank = ranks[basis].get(naming.code)
            cells.append(f"{loss} ({rank})" if rank else f"{loss}    ")
        rows.append((f"{naming.code} {naming.label.into(language)}", *cells))
    totals = [f"{_tenths(reference_score(card, basis), language)}    " for basis in found]
    rows.append((SCORE_OF.into(language), *totals))
    return "\n".join(
        [
            *points_lines(card, readings, language),
            "",
            _pd_line(card, readings, language),
            "",
            table(rows, "<" + ">" * len(found)),
        ]
    )


def reason_document(reason: Reason) -> dict[str, object]:
    """A reason of the score as plain JSON values."""
    return {
        "stage": reason.stage.value,
        "code": reason.code,
        "characteristics": list(reason.characteristics),
        "text": {"en": reason.text.en, "nl": reason.text.nl},
        "loss": str(reason.loss),
        "actionable": reason.actionable,
    }


def alone_document(alone: Alone) -> dict[str, object]:
    """What changing the subject of a reason alone would do, as plain JSON values."""
    return {
        "enough": alone.enough,
        "changes": [change_document(change) for change in alone.changes],
        "also": [side_effect_document(effect) for effect in alone.also],
        "gain": alone.gain,
    }


def _alone(
    card: Card, readings: Mapping[str, Reading], found: Sequence[Reason]
) -> tuple[dict[str, Alone], tuple[str, ...]]:
    """Against the card's own cut-off, nothing where it has none; and the fields with more steps than can be searched.

    An explanation is owed whatever the declaration says of steps: then it says that nobody looked.
    """
    if card.cut_off is None:
        return {}, ()
    try:
        return responsiveness(card, readings, found, Goal(target_score=card.cut_off)), ()
    except NotSearchable as error:
        return {}, error.fields


def _pd_line(card: Card, readings: Mapping[str, Reading], language: Language) -> str:
    return PD.into(language).format(pd_text(card.pd(card.score(readings)), language), card.lowest, card.highest)


def _tenths(points: Decimal, language: Language) -> str:
    return number_text(points.quantize(Decimal("0.1"), ROUND_HALF_UP), language)
