"""A card small enough to add up by hand: the example of docs/spec/reasons.md, and builders for other small cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from scoring.domain.card import Card, Development, PdTable
from scoring.domain.characteristic import (
    Actionable,
    Category,
    Change,
    Characteristic,
    Direction,
    Kind,
    MissingPolicy,
    Source,
    Special,
)
from scoring.domain.entry import Attribute, Entry, Naming, References, Slice
from scoring.domain.formula import Formula
from scoring.domain.line import Line, Test
from scoring.domain.policy import Limit, Policy
from scoring.domain.registry import Profile, Registry
from scoring.domain.scale import Scale
from scoring.domain.text import Text

SCALE = Scale(base=600, odds=30, pdo=20)


def field(name: str, label: Text | None = None, **more: Any) -> Characteristic:  # noqa: ANN401 - any field of a characteristic
    """A declaration with texts filled in; numeric and without direction unless said otherwise."""
    words = label or Text.same(name)
    settings: dict[str, Any] = {
        "kind": Kind.NUMERIC,
        "direction": Direction.NONE,
        "necessity": "It is part of the example.",
        "reason": Text(en=f"{words.en}: costs points", nl=f"{words.nl}: kost punten"),
        "reason_missing": Text(en=f"{words.en}: not known", nl=f"{words.nl}: niet bekend"),
    }
    return Characteristic(name=name, label=words, **{**settings, **more})


def intervals(ends: Sequence[float], points: Sequence[int]) -> tuple[Attribute, ...]:
    """Interval lines: below the first end, between two ends, from the last end."""
    borders: list[float | None] = [None, *ends, None]
    return tuple(
        Attribute(test=Test.INTERVAL, lower=lower, upper=upper, points=p)
        for (lower, upper), p in zip(pairwise(borders), points, strict=True)
    )


def line(test: Test, points: int, *labels: str, neutral: bool = False) -> Attribute:
    """A line that is no interval."""
    return Attribute(test=test, points=points, labels=labels, neutral=neutral)


def entry(name: str, attributes: Sequence[Attribute], population: str = "0", passing: str | None = None) -> Entry:
    """A table with its references; the maximum follows from the lines."""
    references = References(
        maximum=Decimal(max(attribute.points for attribute in attributes)),
        population=Decimal(population),
        just_passing=None if passing is None else Decimal(passing),
    )
    return Entry.one_way(name, attributes, references)


def crossing(
    by: str, name: str, slices: Sequence[tuple[Line, Sequence[Attribute]]], population: str = "0", code: str = "X01"
) -> Entry:
    """A crossing: for each line of ``by``, a table of ``name``."""
    attributes = [attribute for _, lines in slices for attribute in lines]
    return Entry(
        characteristic=name,
        by=by,
        slices=tuple(Slice(when=when, attributes=tuple(lines)) for when, lines in slices),
        references=References(
            maximum=Decimal(max(attribute.points for attribute in attributes)), population=Decimal(population)
        ),
        naming=Naming(
            code=code,
            label=Text(en=f"{by} together with {name}", nl=f"{by} samen met {name}"),
            reason=Text(en=f"{by} together with {name} costs points", nl=f"{by} samen met {name} kost punten"),
        ),
    )


def card(registry: Registry, entries: Sequence[Entry], *, initial: int = 0, cut_off: int | None = None) -> Card:
    """A card whose table of probabilities follows from the scale."""
    lowest = initial + sum(each.least for each in entries)
    highest = initial + sum(each.most for each in entries)
    return Card(
        registry=registry,
        scale=SCALE,
        initial_points=initial,
        entries=tuple(entries),
        pd_table=PdTable(lowest=lowest, pds=tuple(f"{SCALE.pd(score):.12f}" for score in range(lowest, highest + 1))),
        development=Development(target="defaulted", bad="1", rows=1_000, goods=900, bads=100, seed=0),
        cut_off=cut_off,
    )


_REQUESTED_AMOUNT = field(
    "requested_amount",
    Text(en="Amount asked for", nl="Gevraagd bedrag"),
    category=Category.COMMITMENT,
    source=Source.APPLICATION,
    unit=Text.same("EUR"),
    range=(500, 50_000),
    actionable=Actionable(direction=Change.DOWN, step=500, bound=500),
)
_TERM_MONTHS = field(
    "term_months",
    Text(en="Term", nl="Looptijd"),
    category=Category.COMMITMENT,
    source=Source.APPLICATION,
    unit=Text(en="months", nl="maanden"),
    range=(6, 120),
    actionable=Actionable(direction=Change.UP, step=6, cost=0),
)
_PAYMENT = field(
    "payment_to_income",
    Text(en="Monthly payment as a share of income", nl="Maandlast als deel van het inkomen"),
    code="R01",
    reason=Text(en="The monthly payment is high for the income", nl="De maandlast is hoog voor het inkomen"),
    category=Category.COMMITMENT,
    source=Source.APPLICATION,
    range=(0, 100),
    direction=Direction.LOWER_IS_SAFER,
    formula=Formula("requested_amount / term_months / max(net_monthly_income, 1)"),
)
_INCOME = field(
    "net_monthly_income",
    Text(en="Net monthly income", nl="Netto maandinkomen"),
    code="R02",
    reason=Text(en="The monthly income is low", nl="Het maandinkomen is laag"),
    category=Category.INCOME,
    source=Source.APPLICATION,
    unit=Text.same("EUR"),
    range=(0, 50_000),
    direction=Direction.HIGHER_IS_SAFER,
)
_UTILISATION = field(
    "card_utilisation",
    Text(en="Share of the credit card's limit in use", nl="Gebruikt deel van de limiet van de creditcard"),
    code="R03",
    reason=Text(
        en="Much of the credit card's limit is in use", nl="Veel van de limiet van de creditcard is in gebruik"
    ),
    category=Category.LIABILITY,
    source=Source.REGISTER,
    range=(0, 2),
    direction=Direction.LOWER_IS_SAFER,
    special=(Special(code="-8", meaning=Text(en="no credit card", nl="geen creditcard")),),
    missing=MissingPolicy.NEUTRAL,
    actionable=Actionable(direction=Change.DOWN, step=0.1, bound=0, months=6, cost=2),
)
_ARREARS = field(
    "open_arrears",
    Text(en="Loans in arrears", nl="Leningen met een achterstand"),
    code="R04",
    reason=Text(en="A loan is in arrears", nl="Een lening heeft een achterstand"),
    category=Category.REPAYMENT_HISTORY,
    source=Source.REGISTER,
    range=(0, 20),
    direction=Direction.LOWER_IS_SAFER,
    missing=MissingPolicy.NEUTRAL,
    actionable=Actionable(direction=Change.DOWN, step=1, bound=0, months=3, cost=3),
)
_BUFFER = field(
    "buffer_months",
    Text(en="Months of expenses in savings", nl="Maanden aan uitgaven op de spaarrekening"),
    code="R05",
    reason=Text(en="The savings cover few months of expenses", nl="Het spaargeld dekt weinig maanden aan uitgaven"),
    category=Category.ASSET,
    source=Source.BANK,
    unit=Text(en="months", nl="maanden"),
    range=(0, 36),
    direction=Direction.HIGHER_IS_SAFER,
    not_provided="-99",
    actionable=Actionable(direction=Change.UP, step=0.5, bound=6, months=6, cost=2),
)
_TENURE = field(
    "housing_tenure",
    Text(en="Home", nl="Woning"),
    code="R06",
    reason=Text(en="The home is not owned", nl="De woning is geen eigendom"),
    kind=Kind.CATEGORICAL,
    category=Category.ASSET,
    source=Source.APPLICATION,
    categories=("owner", "tenant", "other"),
)

REGISTRY = Registry(
    profile=Profile.SERVABLE,
    title=Text(en="Example card", nl="Voorbeeldkaart"),
    approver="the Counterscore maintainers, for this example only",
    characteristics=(_PAYMENT, _INCOME, _UTILISATION, _ARREARS, _BUFFER, _TENURE),
    inputs=(_REQUESTED_AMOUNT, _TERM_MONTHS),
)

HAND_CARD = card(
    REGISTRY,
    (
        entry(
            "payment_to_income",
            (*intervals((0.1, 0.2, 0.35), (45, 32, 15, 0)), line(Test.MISSING, 10)),
            population="27.25",
            passing="26.5",
        ),
        entry(
            "net_monthly_income",
            (*intervals((1_500, 2_500, 4_000), (5, 18, 27, 36)), line(Test.MISSING, 8)),
            population="23.5",
            passing="22",
        ),
        entry(
            "card_utilisation",
            (
                *intervals((0.3, 0.7), (30, 20, 4)),
                line(Test.SPECIAL, 22, "-8"),
                line(Test.MISSING, 21, neutral=True),
            ),
            population="21.125",
            passing="19.75",
        ),
        entry(
            "open_arrears",
            (*intervals((1, 2), (40, 14, 0)), line(Test.MISSING, 33, neutral=True)),
            population="33.4",
            passing="31.6",
        ),
        entry(
            "buffer_months",
            (
                *intervals((1, 3), (6, 17, 28)),
                line(Test.MISSING, 10),
                line(Test.NOT_PROVIDED, 15, neutral=True),
            ),
            population="16.5",
            passing="15.5",
        ),
        entry(
            "housing_tenure",
            (
                line(Test.CATEGORIES, 24, "owner"),
                line(Test.CATEGORIES, 16, "tenant"),
                line(Test.OTHER, 12),
                line(Test.MISSING, 12),
            ),
            population="18.75",
            passing="17.65",
        ),
    ),
    initial=430,
    cut_off=560,
)

_WITHOUT_CROSSED = tuple(
    each for each in HAND_CARD.entries if each.characteristic not in {"housing_tenure", "net_monthly_income"}
)

CROSSED_CARD = card(
    REGISTRY,
    (
        crossing(
            "housing_tenure",
            "net_monthly_income",
            (
                (
                    Line(test=Test.CATEGORIES, labels=("owner",)),
                    (*intervals((1_500, 4_000), (22, 40, 55)), line(Test.MISSING, 38, neutral=True)),
                ),
                (
                    Line(test=Test.CATEGORIES, labels=("tenant",)),
                    (*intervals((1_500, 2_500, 4_000), (10, 27, 38, 47)), line(Test.MISSING, 20)),
                ),
                (Line(test=Test.OTHER), (*intervals((2_500,), (12, 34)), line(Test.MISSING, 22, neutral=True))),
                (Line(test=Test.MISSING), (line(Test.ANY, 30, neutral=True),)),
            ),
            population="36.5",
        ),
        *(replace(each, references=replace(each.references, just_passing=None)) for each in _WITHOUT_CROSSED),
    ),
    initial=430,
    cut_off=560,
)
"""The same person's facts, with income read in the light of the home."""

HAND_POLICY = Policy(
    purpose="credit",
    version="example-1",
    cut_off=560,
    limits=(
        Limit(
            characteristic="payment_to_income",
            most=0.22,
            code="A01",
            reason=Text(
                en="The monthly payment is more than 22% of your income",
                nl="De maandlast is meer dan 22% van uw inkomen",
            ),
        ),
    ),
)

APPLICANT: Mapping[str, object] = {
    "requested_amount": 18_000,
    "term_months": 36,
    "net_monthly_income": 2_100,
    "card_utilisation": 0.8,
    "open_arrears": 1,
    "buffer_months": 1.5,
    "housing_tenure": "tenant",
}
"""430 + 15 + 18 + 4 + 14 + 17 + 16 = 514, below the cut-off of 560; a monthly payment of 500 on an income of 2,100."""
