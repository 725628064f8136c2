"""The cards of format 1 in the test vectors of docs/spec/card.md: the page's example, and one for the corners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from scoring.domain.card import Card, Development
from scoring.domain.characteristic import Category, Direction, Kind, MissingPolicy, Source, Special
from scoring.domain.entry import Attribute, Entry, References
from scoring.domain.formula import Formula
from scoring.domain.line import Test
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.engine.pd_table import pd_table
from tests.support.hand_card import SCALE, card, entry, field, intervals, line

__all__ = ["CORNERS", "TINY", "counted"]


def counted(lines: Sequence[Attribute], counts: Sequence[tuple[float, float]]) -> tuple[Attribute, ...]:
    """Lines with goods and bads."""
    return tuple(replace(each, goods=goods, bads=bads) for each, (goods, bads) in zip(lines, counts, strict=True))


_INCOME = field(
    "net_monthly_income",
    Text(en="Net monthly income", nl="Netto maandinkomen"),
    code="R01",
    category=Category.INCOME,
    source=Source.APPLICATION,
    unit=Text.same("EUR"),
    range=(0, 50_000),
    direction=Direction.HIGHER_IS_SAFER,
    necessity="Shows what a payment is paid from.",
    reason=Text(en="The monthly income is low", nl="Het maandinkomen is laag"),
)
_HOME = field(
    "housing_tenure",
    Text(en="Home", nl="Woning"),
    code="R02",
    kind=Kind.CATEGORICAL,
    category=Category.ASSET,
    source=Source.APPLICATION,
    categories=("owner", "tenant", "lodger", "other"),
    necessity="A home of one's own is an asset.",
    reason=Text(en="The home is not owned", nl="De woning is geen eigendom"),
)

TINY = Card(
    registry=Registry(
        profile=Profile.SERVABLE,
        title=Text(en="Tiny card", nl="Kleine kaart"),
        approver="the Counterscore maintainers, for this example only",
        characteristics=(_INCOME, _HOME),
    ),
    scale=SCALE,
    initial_points=588,
    entries=(
        Entry.one_way(
            "net_monthly_income",
            counted(
                (*intervals((1_500, 2_500), (0, 5, 9)), line(Test.MISSING, 2)),
                ((150, 50), (350, 30), (380, 10), (20, 10)),
            ),
            References(maximum=Decimal(9), population=Decimal("5.47"), just_passing=Decimal("5.8")),
        ),
        Entry.one_way(
            "housing_tenure",
            counted(
                (
                    line(Test.CATEGORIES, 4, "owner"),
                    line(Test.CATEGORIES, 0, "lodger", "tenant"),
                    line(Test.OTHER, 2, neutral=True),
                    line(Test.MISSING, 1),
                ),
                ((480, 20), (300, 50), (60, 10), (60, 20)),
            ),
            References(maximum=Decimal(4), population=Decimal("2.22"), just_passing=Decimal("2.4")),
        ),
    ),
    pd_table=pd_table(SCALE, 588, 601),
    development=Development(target="defaulted", bad="1", rows=1_000, goods=900, bads=100, seed=0),
    cut_off=594,
    band=5,
)
"""The example of the page: complete, servable, and its certificate passes."""

_NO_LOAN = Special(code="-8", meaning=Text(en="no such loan", nl="niet zo'n lening"))

_CORNERS = card(
    Registry(
        profile=Profile.BENCHMARK,
        title=Text.same("corners"),
        characteristics=(
            field("first", code="C1", special=(_NO_LOAN,)),
            field("total", code="C2", formula=Formula("first + second")),
            field(
                "buffer_months", code="C3", source=Source.BANK, range=(0, 36), not_provided="-99", special=(_NO_LOAN,)
            ),
            field(
                "headroom",
                code="C4",
                source=Source.BANK,
                range=(-100, 100),
                formula=Formula("(first - second) / (buffer_months - 6) / 2 + max(-second, -1e3, -5) * min(first, .5)"),
            ),
            field(
                "sector",
                code="C5",
                kind=Kind.CATEGORICAL,
                source=Source.BANK,
                not_provided="refused",
                special=(Special(code="0", meaning=Text(en="no work", nl="geen werk")),),
            ),
            field(
                "contract",
                code="C6",
                kind=Kind.CATEGORICAL,
                categories=("fixed", "temporary", "none"),
                missing=MissingPolicy.NEUTRAL,
            ),
            field("unscored", code="C7", range=(0, 1)),
        ),
        inputs=(field("second", range=(-10, 1e6)),),
    ),
    (
        entry(
            "contract", (line(Test.CATEGORIES, 7, "fixed"), line(Test.OTHER, 3), line(Test.MISSING, 5, neutral=True))
        ),
        entry(
            "buffer_months",
            (
                *intervals((0.5, 6, 36), (0, 4, 9, 11)),
                line(Test.SPECIAL, 2, "-8"),
                line(Test.MISSING, 1),
                line(Test.NOT_PROVIDED, 6, neutral=True),
            ),
        ),
        entry("total", (*intervals((-1, 0.3, 1e6), (0, 10, 20, 30)), line(Test.MISSING, 7))),
        entry(
            "headroom",
            (
                *intervals((-2, -0.75, -0.5, 0), (0, 1, 2, 5, 6)),
                line(Test.MISSING, 3),
                line(Test.NOT_PROVIDED, 4, neutral=True),
            ),
        ),
        entry(
            "sector",
            (
                line(Test.CATEGORIES, 40, "1", "care"),
                line(Test.CATEGORIES, 50, "2.5", "Care"),
                line(Test.OTHER, 60),
                line(Test.SPECIAL, 70, "0"),
                line(Test.MISSING, 80),
                line(Test.NOT_PROVIDED, 90, neutral=True),
            ),
        ),
    ),
    initial=460,
)
CORNERS = replace(_CORNERS, pd_table=pd_table(SCALE, _CORNERS.lowest, _CORNERS.highest))
"""Every kind of line and state that the example has no room for; its points mean nothing."""
