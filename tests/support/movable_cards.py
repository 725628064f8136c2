"""Cards and people for what one change alone would do: where it is enough, where none is, where one is forbidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scoring.domain.card import Card
from scoring.domain.characteristic import Actionable, Category, Change, Source, Special
from scoring.domain.formula import Formula
from scoring.domain.line import Test
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD, card, entry, field, intervals, line
from tests.support.reasons_vectors import CARDS

__all__ = ["BANK", "CHANGES", "NEAR"]

BANK = frozenset({Source.BANK})
NEAR: Mapping[str, object] = {
    **APPLICANT,
    "requested_amount": 7_500,
    "card_utilisation": 0.6,
    "net_monthly_income": 2_100,
}


def _moves() -> Card:
    """A card for what may stand in the way of a change: a code on the way, side effects, what earns no points."""
    registry = Registry(
        profile=Profile.BENCHMARK,
        title=Text.same("moves"),
        characteristics=(
            field(
                "saved",
                special=(Special(code="50", meaning=Text.same("fifty")),),
                actionable=Actionable(direction=Change.UP, step=10, bound=100),
            ),
            field(
                "arrears",
                range=(0, 9),
                actionable=Actionable(direction=Change.DOWN, step=1, also=(("since", 0.0), ("spent", 5.0))),
            ),
            field(
                "since",
                range=(0, 60),
                special=(Special(code="-7", meaning=Text(en="in dispute", nl="betwist"), refers=True),),
            ),
            field("twice", formula=Formula("since * 2")),
            field("spent", category=Category.EXPENSE, range=(0, 9)),
            field("earned", range=(0, 900), actionable=Actionable(direction=Change.UP, step=100)),
            field("promised", category=Category.COMMITMENT, formula=Formula("earned * 2 + spent")),
            field(
                "share", range=(0, 2), unit=Text.same("ratio"), actionable=Actionable(direction=Change.DOWN, step=0.1)
            ),
        ),
        inputs=(),
    )
    return card(
        registry,
        (
            entry("saved", (*intervals((50, 60), (0, 5, 9)), line(Test.SPECIAL, 2, "50"), line(Test.MISSING, 1))),
            entry("arrears", (*intervals((1, 3), (20, 12, 0)), line(Test.MISSING, 4))),
            entry("twice", (*intervals((24,), (0, 6)), line(Test.MISSING, 3))),
            entry("spent", (*intervals((4,), (6, 0)), line(Test.MISSING, 3))),
            entry("earned", (*intervals((500,), (0, 8)), line(Test.MISSING, 2))),
            entry("share", (*intervals((0.05, 0.25), (9, 6, 0)), line(Test.MISSING, 2))),
        ),
        initial=400,
        cut_off=412,
    )


MOVES = _moves()
MOVED: Mapping[str, object] = {"saved": 20, "arrears": 3, "since": 12, "spent": 6, "earned": 100, "share": 0.3}

CHANGES: dict[str, tuple[Card, Mapping[str, object], frozenset[Source]]] = {
    "far below": (HAND_CARD, APPLICANT, frozenset()),
    "one step is enough": (HAND_CARD, {**NEAR, "housing_tenure": None}, frozenset()),
    "the first step is not enough, a later one is": (HAND_CARD, {**APPLICANT, "open_arrears": 0}, frozenset()),
    "at the cut-off": (HAND_CARD, NEAR, frozenset()),
    "the bank is refused": (HAND_CARD, APPLICANT, BANK),
    "no credit card, income not known": (
        HAND_CARD,
        {**APPLICANT, "card_utilisation": -8, "net_monthly_income": None},
        frozenset(),
    ),
    "nothing to change": (
        HAND_CARD,
        {**APPLICANT, "requested_amount": 500, "card_utilisation": 0, "open_arrears": 0, "buffer_months": 6},
        frozenset(),
    ),
    "no cut-off": (replace(HAND_CARD, cut_off=None), APPLICANT, frozenset()),
    "a crossing": (CROSSED_CARD, {**APPLICANT, "housing_tenure": None}, frozenset()),
    "a side effect": (CARDS["side effect"], APPLICANT, frozenset()),
    "a side effect on what is refused": (CARDS["side effect"], APPLICANT, BANK),
    "a code on the way": (MOVES, MOVED, frozenset()),
    "an obligation would rise besides": (MOVES, {**MOVED, "spent": 3}, frozenset()),
    "an obligation would get a number": (MOVES, {**MOVED, "spent": None}, frozenset()),
    "what is derived would change its state": (MOVES, {**MOVED, "since": None}, frozenset()),
    "what is in dispute stays in dispute": (MOVES, {**MOVED, "since": -7}, frozenset()),
    "between steps": (MOVES, {**MOVED, "saved": 33.3, "share": 1.95, "arrears": 2.5}, frozenset()),
}
