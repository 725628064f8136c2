"""The notice: a decision explained to the person it is about, line by line, in English or Dutch.

It says what was read and from where, how the points add up, which rules failed, the principal reasons, and what the
person can do. It gives no adjectives about the person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Source
from scoring.domain.decision import in_dispute, not_known
from scoring.domain.policy import Outcome, Policy
from scoring.domain.reading import Reading
from scoring.domain.reason import Basis, Reason, Stage
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_reading, exact_text, number_text, with_unit
from scoring.explain.contributions import default_basis, reference_score
from scoring.explain.moves import FieldChange
from scoring.explain.responsiveness import Alone

__all__ = ["OUTCOMES", "RIGHTS", "input_lines", "notice_lines", "points_lines", "reason_lines"]

OUTCOMES = {
    Outcome.APPROVE: Text(en="The application is approved.", nl="De aanvraag is goedgekeurd."),
    Outcome.DECLINE: Text(en="The application is declined.", nl="De aanvraag is afgewezen."),
    Outcome.REFER: Text(en="A person will look at the application.", nl="Een medewerker bekijkt de aanvraag."),
}

SOURCES = {
    Source.APPLICATION: Text(en="your application", nl="uw aanvraag"),
    Source.REGISTER: Text(en="the credit register", nl="het kredietregister"),
    Source.BANK: Text(en="your bank, only with your consent", nl="uw bank, alleen met uw toestemming"),
}

RIGHTS = (
    Text(
        en="This decision was prepared by a computer. You may ask a person to explain it and to review it.",
        nl="Deze beslissing is voorbereid door een computer. U mag een medewerker vragen om uitleg en om herziening.",
    ),
    Text(
        en="You may give your own view, and have wrong data corrected.",
        nl="U mag uw eigen standpunt geven, en onjuiste gegevens laten verbeteren.",
    ),
    Text(
        en="An appeal is free. The person who reviews it has not taken the first decision.",
        nl="Bezwaar maken is gratis. Wie het beoordeelt, heeft de eerste beslissing niet genomen.",
    ),
)

_REVIEWED = Text(en="A person decided this: {}", nl="Een medewerker heeft dit besloten: {}")
_BECAUSE = Text(en="This is not known: {}.", nl="Dit is niet bekend: {}.")
_DISPUTED = Text(
    en="The record does not show that this may be counted, so a person has to look at it: {}.",
    nl="Uit de registratie blijkt niet dat dit mag meetellen; daarom moet een mens ernaar kijken: {}.",
)
_SCORE = Text(
    en="Score {} on a scale from {} to {}; the lowest passing score is {}.",
    nl="Score {} op een schaal van {} tot {}; vanaf {} is de score voldoende.",
)
_START = Text(en="everybody starts with", nl="iedereen begint met")
_INPUTS = Text(en="Shares and ratios are worked out from:", nl="Aandelen en verhoudingen zijn berekend met:")
_TOGETHER = Text(en=", together with ", nl=", samen met ")
_SUM = Text(en="your score", nl="uw score")
_REFERENCE = {
    "max": Text(en="the most points possible", nl="het hoogst haalbare aantal punten"),
    "just-passing": Text(en="people who just pass", nl="mensen die net voldoende scoren"),
    "population": Text(en="the average of all", nl="het gemiddelde van iedereen"),
}
_COMPARED = Text(en="Reasons compare you with: {} ({} points).", nl="De redenen vergelijken u met: {} ({} punten).")
_LOSS = Text(en="{} points fewer", nl="{} punten minder")
_RULE = Text(en="a rule about what you can afford", nl="een regel over wat u kunt dragen")
_FIXED = Text(en="you cannot change this yourself", nl="dit kunt u zelf niet veranderen")
_ENOUGH = Text(en="changing this alone would be enough: {}", nl="alleen dit veranderen zou genoeg zijn: {}")
_MOVE = Text(en="{} from {} to {}", nl="{} van {} naar {}")
_NOT_ENOUGH = Text(
    en="changing this alone in the card's steps is not enough",
    nl="alleen dit veranderen, in de stappen van de kaart, is niet genoeg",
)
_AT_MOST = Text(
    en="changing this alone in the card's steps is not enough: at most {} points",
    nl="alleen dit veranderen, in de stappen van de kaart, is niet genoeg: hooguit {} punten",
)
_NO_POINTS = Text(
    en="changing this alone in the card's steps brings no points",
    nl="alleen dit veranderen, in de stappen van de kaart, levert geen punten op",
)


def notice_lines(
    card: Card,
    policy: Policy,
    readings: Mapping[str, Reading],
    outcome: Outcome,
    reasons: Sequence[Reason],
    language: Language,
    *,
    reviewer_reason: str | None = None,
    alone: Mapping[str, Alone] | None = None,
) -> list[str]:
    """The whole notice.

    Parameters
    ----------
    alone
        By reason code, what changing its subject alone would do; None says nothing about it.
    reviewer_reason
        The written reason of the person who decided; None where a computer did.
    """
    score = card.score(readings)
    lines = [OUTCOMES[outcome].into(language)]
    if reviewer_reason is not None:
        lines.append(_REVIEWED.into(language).format(reviewer_reason))
    elif outcome is Outcome.REFER:
        for why, names in ((_BECAUSE, not_known(card, policy, readings)), (_DISPUTED, in_dispute(card, readings))):
            if names:
                lines.append(why.into(language).format(_labels(card, names, language)))
    lines += [
        _SCORE.into(language).format(score, card.lowest, card.highest, policy.cut_off),
        "",
        *points_lines(card, readings, language),
    ]
    if inputs := input_lines(card, readings, language):
        lines += ["", *inputs]
    if reasons:
        lines += ["", *reason_lines(card, reasons, language, alone=alone)]
    rights = RIGHTS if reviewer_reason is None else RIGHTS[1:]
    return [*lines, "", *(right.into(language) for right in rights)]


def points_lines(card: Card, readings: Mapping[str, Reading], language: Language) -> list[str]:
    """The addition a person can repeat: initial points, one line per entry, the score."""
    lines = [f"{card.initial_points:>5}  {_START.into(language)}"]
    for entry, line in zip(card.entries, card.lines(readings), strict=True):
        facts = [_fact(field, readings, language, card.ends(field.name)) for field in card.characteristics(entry)]
        lines.append(f"{line.points:>+5}  {_TOGETHER.into(language).join(facts)}")
    return [*lines, f"{card.score(readings):>5}  {_SUM.into(language)}"]


def input_lines(card: Card, readings: Mapping[str, Reading], language: Language) -> list[str]:
    """What the scored formulas read and no entry shows: nothing that was used goes unsaid. Empty if there is none."""
    scored = {characteristic.name for characteristic in card.scored}
    formulas = [characteristic.formula for characteristic in card.scored]
    used = {name for formula in formulas if formula is not None for name in formula.names} - scored
    lines = [f"       {_fact(field, readings, language)}" for field in card.registry.read_fields if field.name in used]
    return [_INPUTS.into(language), *lines] if lines else []


def reason_lines(
    card: Card,
    reasons: Sequence[Reason],
    language: Language,
    basis: Basis | None = None,
    *,
    alone: Mapping[str, Alone] | None = None,
) -> list[str]:
    """The reasons in order, each with its loss from the basis and what the person can do about it alone."""
    basis = basis or default_basis(card)
    compared = _REFERENCE[basis.value].into(language)
    lines = []
    if any(reason.stage is Stage.SCORE for reason in reasons):
        reference = _whole(reference_score(card, basis))
        lines.append(_COMPARED.into(language).format(compared, reference))
    for number, reason in enumerate(reasons, start=1):
        weight = _RULE.into(language)
        if reason.loss is not None:
            loss = reason.loss.quantize(Decimal("0.1"), ROUND_HALF_UP)
            weight = _LOSS.into(language).format(number_text(loss, language))
        route = _route(reason, (alone or {}).get(reason.code), language)
        lines.append(f"{number}. {reason.text.into(language)} [{reason.code}] ({weight}{route and f'; {route}'})")
    return lines


def _route(reason: Reason, alone: Alone | None, language: Language) -> str:
    """What the person can do about a reason alone; empty where that was not asked."""
    if not reason.actionable:
        return _FIXED.into(language)
    if alone is None:
        return ""
    if alone.enough:
        return _ENOUGH.into(language).format(", ".join(_move(change, language) for change in alone.changes))
    if reason.stage is Stage.AFFORDABILITY:
        return _NOT_ENOUGH.into(language)
    return _AT_MOST.into(language).format(alone.gain) if alone.gain else _NO_POINTS.into(language)


def _move(change: FieldChange, language: Language) -> str:
    before = exact_text(change.before, language)
    after = with_unit(number_text(change.after, language), change.unit, language)
    return _MOVE.into(language).format(change.label.into(language), before, after)


def _fact(
    field: Characteristic, readings: Mapping[str, Reading], language: Language, ends: Collection[float] | None = None
) -> str:
    """What a field is, what it says, and where that comes from."""
    value = describe_reading(readings[field.name], field, language, ends)
    origin = f" ({SOURCES[field.source].into(language)})" if field.source else ""
    return f"{field.label.into(language)}: {value}{origin}"


def _labels(card: Card, names: Sequence[str], language: Language) -> str:
    return "; ".join(card.registry.field(name).label.into(language) for name in names)


def _whole(number: Decimal) -> str:
    return str(number.quantize(Decimal(1), ROUND_HALF_UP))
