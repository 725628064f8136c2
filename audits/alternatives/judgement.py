"""Whether another card would have been less discriminatory at no cost, and who has said why it was not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from audits.alternatives.manifest import Entry, Manifest
from audits.alternatives.measured import Accuracy, Counted, Disparity, accuracy, disparities
from audits.shared.finding import Known
from audits.shared.intervals import simultaneous
from scoring.domain.errors import DataError, InputError

__all__ = [
    "LEVEL",
    "TOLERANCE",
    "TOLERANCE_SOURCE",
    "Front",
    "Judged",
    "Judgement",
    "Standing",
    "judge",
]

LEVEL = 0.95

TOLERANCE = 0.01
"""AUC that a candidate may lose and still count as no less accurate."""

TOLERANCE_SOURCE = "project default: one AUC point; what accuracy is worth is a choice, not a fact"


class Standing(StrEnum):
    """How a candidate stands to the chosen card."""

    CHOSEN = "chosen"
    DOMINATES = "dominates"
    """Nearer to equal for the worst-off group of an attribute, as accurate, and no group is shown to be farther."""
    PERHAPS = "perhaps"
    """It may dominate: the intervals leave that open."""
    COSTS = "costs"
    """Nearer to equal somewhere, but less accurate than the tolerance allows, or shown to be farther for some group."""
    NOT_BETTER = "not shown better"
    NOT_JUDGED = "not judged"
    """Too few people or outcomes to say anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A card, what was measured, and where it stands.

    Attributes
    ----------
    reason
        Why it was not chosen, as a person gave it; empty where nobody did.
    """

    entry: Entry
    accuracy: Accuracy
    disparities: tuple[Disparity, ...]
    standing: Standing
    reason: str = ""

    @property
    def open(self) -> bool:
        """A finding that nobody has answered: it dominates, and no reason is given."""
        return self.standing is Standing.DOMINATES and not self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The cards that no other beats in both AUC and evenness, for the group of an attribute that is worst off.

    Attributes
    ----------
    group
        The group with the chosen card's lowest ratio of the lower rate to the higher.
    digests
        Most accurate first.
    """

    attribute: str
    group: str
    reference: str
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything that was found; the chosen card first."""

    cards: tuple[Judged, ...]
    fronts: tuple[Front, ...]
    attributes: tuple[str, ...]
    rate: float
    level: float
    joint: float
    tolerance: float

    @property
    def open(self) -> tuple[Judged, ...]:
        """Dominating alternatives without a reason."""
        return tuple(each for each in self.cards if each.open)

    @property
    def judged(self) -> bool:
        """Whether anything could be said of any candidate."""
        return any(each.standing not in {Standing.CHOSEN, Standing.NOT_JUDGED} for each in self.cards)


def judge(
    file: Counted,
    manifest: Manifest,
    attributes: Sequence[str],
    *,
    rate: float | None = None,
    tolerance: float = TOLERANCE,
    reasons: Mapping[str, str] | None = None,
) -> Judgement:
    """Judge candidates on people that made none of them.

    Parameters
    ----------
    rate
        The share of all people that every card approves; that of the file if None.
    tolerance
        AUC that may be lost.
    reasons
        By digest or its beginning, why a card was not chosen.

    Raises
    ------
    InputError
        If an option means nothing, or a reason fits no candidate or several.
    DataError
        If an attribute has one group only, or decisions of the file are all alike and no rate is given.
    """
    if not attributes or len(set(attributes)) < len(attributes):
        raise InputError("name one attribute or more, none twice", remedy="Use --by")
    if not 0 <= tolerance < 0.5:
        raise InputError(f"the tolerance is {tolerance}", remedy="Give an AUC to lose from 0 to 0.5, such as 0.01")
    answers = _answers(manifest, reasons or {})
    share = _approved(file) if rate is None else rate
    joint = simultaneous(LEVEL, len(attributes) * len(manifest.others))
    entries = (manifest.chosen, *manifest.others)
    measured = [
        (
            entry,
            accuracy(file, manifest.chosen, entry, LEVEL),
            tuple(
                each
                for name in attributes
                for each in disparities(file, name, manifest.chosen, entry, rate=share, level=LEVEL, joint=joint)
            ),
        )
        for entry in entries
    ]
    worst = {name: _worst([each for each in measured[0][2] if each.attribute == name]) for name in attributes}
    cards = [
        Judged(
            entry=entry,
            accuracy=exact,
            disparities=found,
            standing=Standing.CHOSEN if not place else _standing(exact, found, worst, tolerance),
            reason=answers.get(entry.digest, ""),
        )
        for place, (entry, exact, found) in enumerate(measured)
    ]
    fronts = [_front(cards, name, group) for name, group in worst.items() if group is not None]
    return Judgement(
        cards=tuple(cards),
        fronts=tuple(fronts),
        attributes=tuple(attributes),
        rate=share,
        level=LEVEL,
        joint=joint,
        tolerance=tolerance,
    )


def _standing(
    exact: Accuracy, found: Sequence[Disparity], worst: Mapping[str, str | None], tolerance: float
) -> Standing:
    """Judged on whole intervals: what must be shown better jointly, all else each by itself.

    That no more accuracy is lost than the tolerance must be shown. That a group is farther from equal counts once it is
    shown: of a small group it can rarely be shown that it is not.
    """
    main = [each for each in found if each.group == worst[each.attribute]]
    known = [each.nearer for each in main if isinstance(each.nearer, Known)]
    if not known or not isinstance(exact.auc_change, Known):
        return Standing.NOT_JUDGED
    jointly = [each.nearer_jointly.interval.low for each in main if isinstance(each.nearer_jointly, Known)]
    farther = any(isinstance(each.nearer, Known) and each.nearer.interval.high < 0 for each in found)
    change = exact.auc_change.interval
    if max(each.interval.low for each in known) <= 0:
        return Standing.NOT_BETTER
    if farther or change.high < -tolerance:
        return Standing.COSTS
    return Standing.DOMINATES if max(jointly) > 0 and change.low >= -tolerance else Standing.PERHAPS


def _worst(found: Sequence[Disparity]) -> str | None:
    """The group that the chosen card treats least like the reference group."""
    even = {each.group: each.evenness for each in found}
    known = {group: value for group, value in even.items() if value is not None}
    return min(known, key=lambda group: (known[group], group), default=None)


def _front(cards: Sequence[Judged], attribute: str, group: str) -> Front:
    points, reference = {}, ""
    for card in cards:
        one = next(each for each in card.disparities if (each.attribute, each.group) == (attribute, group))
        reference = one.reference
        if one.evenness is not None and isinstance(card.accuracy.auc, Known):
            points[card.entry.digest] = (card.accuracy.auc.value, one.evenness)
    kept = [
        digest
        for digest, (auc, even) in points.items()
        if not any(a >= auc and e >= even and (a, e) != (auc, even) for a, e in points.values())
    ]
    kept.sort(key=lambda digest: (-points[digest][0], digest))
    return Front(attribute=attribute, group=group, reference=reference, digests=tuple(kept))


def _answers(manifest: Manifest, reasons: Mapping[str, str]) -> dict[str, str]:
    answers = {}
    for start, text in reasons.items():
        plain = start.removeprefix("sha256:")
        fitting = [each.digest for each in manifest.others if each.digest.removeprefix("sha256:").startswith(plain)]
        if len(fitting) != 1 or not plain:
            raise InputError(
                f"{len(fitting)} candidates have a digest that begins with '{start}'",
                remedy="Give more of the digest; the report lists them",
            )
        if not text.strip():
            raise InputError(f"the reason for '{start}' is empty", remedy="Say why it was not chosen")
        answers[fitting[0]] = " ".join(text.split())
    return answers


def _approved(file: Counted) -> float:
    table = file.counts(["approved"])
    share = float(table["people"][np.asarray(table["approved"]) == 1].sum() / table["people"].sum())
    if not 0 < share < 1:
        raise DataError("all decisions are alike", remedy="Name the share to approve with --approval-rate")
    return share
