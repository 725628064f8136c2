"""Check a certificate of infeasibility by setting every field of one component after the other to everything it can be.

It shares with the search the ladder of a field and the card's own lookup, and nothing else: no grid, no halving, no
bound. Components do not meet, so their settings need not be combined; that they do not meet is checked first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic
from scoring.domain.errors import CertificateFailed
from scoring.domain.policy import Limit
from scoring.domain.reading import Reading
from scoring.domain.registry import derive
from scoring.explain.infeasible import Component, Ground, Infeasible
from scoring.explain.moves import Ladder, after_side_effect, ladder, raises_obligation

__all__ = ["check_infeasible"]

Outcome = tuple[int, frozenset[str]]


def check_infeasible(
    certificate: Infeasible, card: Card, readings: Mapping[str, Reading], limits: Sequence[Limit] = ()
) -> None:
    """Raise unless the certificate proves that no change in the declared steps reaches its goal.

    Parameters
    ----------
    certificate
        As an answer carries it.
    readings
        The person's own, of every declared field.
    limits
        The goal's.

    Raises
    ------
    CertificateFailed
        Saying what does not hold.
    """
    ladders = _ladders(card, readings)
    judged = _judged(card, limits)
    components = _components(card, ladders, judged)
    stated = [component.fields for component in certificate.components]
    _require(sorted(stated) == components, "its components are not those of the card")
    settings = [_outcomes(card, readings, limits, ladders, fields) for fields in stated]
    fixed = card.score(readings) - sum(outcomes[()][0] for outcomes in settings)
    best = fixed + sum(max(points for points, _ in outcomes.values()) for outcomes in settings)
    met = {limit.code for limit in limits if limit.passes(readings)}
    met |= {code for outcomes in settings for _, codes in outcomes.values() for code in codes}
    unmet = tuple(sorted({limit.code for limit in limits} - met))
    _require(certificate.fixed_points == fixed, "its fixed points are not those of the card")
    _require(certificate.best_score == best, "its highest score is not the highest")
    _require(certificate.unmet_limits == unmet, "its unmet limits are not those that no setting meets")
    for component, outcomes in zip(certificate.components, settings, strict=True):
        _check_bounds(component, outcomes, certificate.ground)
    _check_ground(certificate)


def _check_bounds(
    component: Component, outcomes: Mapping[tuple[tuple[str, float], ...], Outcome], ground: Ground
) -> None:
    """Each stated bound is attained by its setting; on the ground of both, no setting surpasses all of them."""
    for bound in component.bounds:
        attained = outcomes.get(tuple(sorted(bound.setting.items())))
        _require(attained == (bound.points, frozenset(bound.meets)), "a setting does not bring what it states")
    if ground is Ground.TOGETHER:
        for points, codes in outcomes.values():
            _require(
                any(points <= bound.points and codes <= set(bound.meets) for bound in component.bounds),
                "some setting brings more than it states",
            )


def _check_ground(certificate: Infeasible) -> None:
    """The stated bounds leave no way to the goal."""
    match certificate.ground:
        case Ground.SCORE:
            most = [max(bound.points for bound in component.bounds) for component in certificate.components]
            reached = certificate.fixed_points + sum(most)
            _require(reached == certificate.best_score < certificate.target_score, "the score can be reached")
        case Ground.LIMITS:
            _require(bool(certificate.unmet_limits), "every limit can be met")
        case Ground.TOGETHER:
            asked = [set(component.limits) for component in certificate.components]
            for chosen in product(*(component.bounds for component in certificate.components)):
                score = certificate.fixed_points + sum(bound.points for bound in chosen)
                held = all(codes <= set(bound.meets) for codes, bound in zip(asked, chosen, strict=True))
                _require(score < certificate.target_score or not held, "some choice of bounds reaches the goal")


def _require(holds: bool, what: str) -> None:  # noqa: FBT001 - reads as an assertion
    if not holds:
        raise CertificateFailed(f"the certificate of infeasibility does not hold: {what}")


def _ladders(card: Card, readings: Mapping[str, Reading]) -> dict[str, Ladder]:
    fields = {field.name: field for field in card.registry.read_fields}
    found = {}
    for name, field in fields.items():
        made = ladder(field, readings[name])
        if made is not None and not any(
            raises_obligation(fields[other], readings[other], after_side_effect(fields[other], readings[other], value))
            for other, value in made.actionable.also
        ):
            found[name] = made
    return found


def _judged(card: Card, limits: Sequence[Limit]) -> list[tuple[str, ...]]:
    """What each entry and each limit reads."""
    return [entry.characteristics for entry in card.entries] + [(limit.characteristic,) for limit in limits]


def _moving(card: Card, ladders: Mapping[str, Ladder], name: str) -> set[str]:
    """The movable fields that a declared field depends on."""
    formula = next((c.formula for c in card.registry.characteristics if c.name == name), None)
    operands = {name} if formula is None else set(formula.names)
    return {
        field
        for field, made in ladders.items()
        if field in operands or any(other in operands for other, _ in made.actionable.also)
    }


def _components(card: Card, ladders: Mapping[str, Ladder], judged: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Movable fields that meet, sorted; those that reach no entry and no limit are left out."""
    wanted = [set[str]().union(*(_moving(card, ladders, name) for name in names)) for names in judged]
    derived = [_moving(card, ladders, c.name) for c in card.registry.characteristics if c.formula is not None]
    groups = [{name} for name in ladders]
    for together in (*wanted, *derived):
        meeting = [group for group in groups if group & together]
        groups = [group for group in groups if not group & together] + ([set[str]().union(*meeting)] if meeting else [])
    return sorted(tuple(sorted(group)) for group in groups if any(group & each for each in wanted))


def _outcomes(
    card: Card,
    before: Mapping[str, Reading],
    limits: Sequence[Limit],
    ladders: Mapping[str, Ladder],
    fields: Sequence[str],
) -> dict[tuple[tuple[str, float], ...], Outcome]:
    """For every permitted setting of a component: the points of its entries, and the codes of its limits that hold."""
    entries = [e for e in card.entries if any(_moving(card, ladders, n) & set(fields) for n in e.characteristics)]
    limited = [limit for limit in limits if _moving(card, ladders, limit.characteristic) & set(fields)]
    found = {}
    for moved, after in _settings(card, before, ladders, fields):
        points = sum(entry.lookup(after).points for entry in entries)
        found[moved] = (points, frozenset(limit.code for limit in limited if limit.passes(after)))
    return found


def _settings(
    card: Card, before: Mapping[str, Reading], ladders: Mapping[str, Ladder], fields: Sequence[str]
) -> Iterator[tuple[tuple[tuple[str, float], ...], Mapping[str, Reading]]]:
    declared = {field.name: field for field in card.registry.read_fields}
    derived = [c for c in card.registry.characteristics if _moving(card, ladders, c.name) & set(fields) and c.formula]
    for rungs in product(*(range(ladders[name].rungs + 1) for name in fields)):
        steps = {name: rung for name, rung in zip(fields, rungs, strict=True) if rung}
        besides = {o: value for name in steps for o, value in ladders[name].actionable.also}
        if besides.keys() & steps.keys() or any(rung in ladders[name].forbidden for name, rung in steps.items()):
            continue
        moved = tuple(sorted((name, ladders[name].value(rung)) for name, rung in steps.items()))
        after = dict(before)
        after.update({name: declared[name].read(value) for name, value in moved})
        after.update({name: after_side_effect(declared[name], before[name], v) for name, v in besides.items()})
        if _derived_again(derived, before, after):
            yield moved, after


def _derived_again(derived: Sequence[Characteristic], before: Mapping[str, Reading], after: dict[str, Reading]) -> bool:
    """Work derived characteristics out; False where one changes its state or, being an obligation, rises."""
    for characteristic in derived:
        reading = derive(characteristic, after)
        old = before[characteristic.name]
        if reading.state is not old.state or raises_obligation(characteristic, old, reading):
            return False
        after[characteristic.name] = reading
    return True
