"""The card with crossings in the test vectors of docs/spec/card.md; few people stand behind its lines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from scoring.domain.characteristic import Category, Direction, Kind, MissingPolicy, Source, Special
from scoring.domain.entry import Entry, Naming
from scoring.domain.formula import Formula
from scoring.domain.line import Line, Test
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.engine.pd_table import pd_table
from tests.support.hand_card import SCALE, card, crossing, entry, field, intervals, line
from tests.support.spec_cards import counted

__all__ = ["CROSSED"]

_EUR = Text.same("EUR")

_USE = field(
    "card_utilisation",
    Text(en="Share of the credit card's limit in use", nl="Gebruikt deel van de limiet van de creditcard"),
    code="R01",
    category=Category.LIABILITY,
    source=Source.REGISTER,
    range=(0, 2),
    direction=Direction.LOWER_IS_SAFER,
    special=(Special(code="-8", meaning=Text(en="no credit card", nl="geen creditcard")),),
    missing=MissingPolicy.NEUTRAL,
)
_MONTHS = field(
    "months_since_arrear",
    Text(en="Months since the last arrear", nl="Maanden sinds de laatste achterstand"),
    code="R02",
    category=Category.REPAYMENT_HISTORY,
    source=Source.REGISTER,
    unit=Text(en="months", nl="maanden"),
    range=(0, 60),
    direction=Direction.HIGHER_IS_SAFER,
    special=(
        Special(code="-8", meaning=Text(en="never an arrear", nl="nooit een achterstand")),
        Special(code="-7", meaning=Text(en="in dispute", nl="betwist"), refers=True),
    ),
)
_HOME = field(
    "housing_tenure",
    Text(en="Home", nl="Woning"),
    code="R03",
    kind=Kind.CATEGORICAL,
    category=Category.ASSET,
    source=Source.APPLICATION,
    categories=("owner", "tenant", "lodger", "other"),
)
_SURPLUS = field(
    "surplus",
    Text(en="Income left after fixed expenses", nl="Inkomen na vaste lasten"),
    code="R04",
    category=Category.INCOME,
    source=Source.APPLICATION,
    unit=_EUR,
    range=(-20_000, 50_000),
    direction=Direction.HIGHER_IS_SAFER,
    formula=Formula("net_monthly_income - fixed_expenses"),
)
_TERM = field(
    "term_months",
    Text(en="Term", nl="Looptijd"),
    code="R05",
    category=Category.COMMITMENT,
    source=Source.APPLICATION,
    unit=Text(en="months", nl="maanden"),
    range=(6, 120),
    direction=Direction.LOWER_IS_SAFER,
)
_CONTRACT = field(
    "contract",
    Text(en="Contract of employment", nl="Arbeidscontract"),
    code="R06",
    kind=Kind.CATEGORICAL,
    category=Category.INCOME,
    source=Source.APPLICATION,
    categories=("fixed", "temporary", "none"),
    missing=MissingPolicy.NEUTRAL,
)
_BUFFER = field(
    "buffer_months",
    Text(en="Months of expenses in savings", nl="Maanden aan uitgaven op de spaarrekening"),
    code="R07",
    category=Category.ASSET,
    source=Source.BANK,
    unit=Text(en="months", nl="maanden"),
    range=(0, 36),
    direction=Direction.HIGHER_IS_SAFER,
    not_provided="-99",
)
_INPUTS = (
    field(
        "net_monthly_income",
        Text(en="Net monthly income", nl="Netto maandinkomen"),
        category=Category.INCOME,
        source=Source.APPLICATION,
        unit=_EUR,
        range=(0, 50_000),
    ),
    field(
        "fixed_expenses",
        Text(en="Fixed expenses a month", nl="Vaste lasten per maand"),
        category=Category.EXPENSE,
        source=Source.APPLICATION,
        unit=_EUR,
        range=(0, 50_000),
    ),
)

_USE_BY_MONTHS = crossing(
    "card_utilisation",
    "months_since_arrear",
    (
        (
            Line(test=Test.INTERVAL, upper=0.3),
            counted(
                (
                    *intervals((12,), (14, 20)),
                    line(Test.SPECIAL, 26, "-8"),
                    line(Test.SPECIAL, 20, "-7", neutral=True),
                    line(Test.MISSING, 10),
                ),
                ((60, 8), (150, 6), (40, 2), (6, 1), (14, 3)),
            ),
        ),
        (
            Line(test=Test.INTERVAL, lower=0.3, upper=0.7),
            counted(
                (
                    *intervals((6, 24), (8, 12, 18)),
                    line(Test.SPECIAL, 25, "-8"),
                    line(Test.SPECIAL, 20, "-7", neutral=True),
                    line(Test.MISSING, 7),
                ),
                ((20, 5), (40, 6), (60, 5), (250, 9), (5, 1), (15, 4)),
            ),
        ),
        (Line(test=Test.INTERVAL, lower=0.7), counted((line(Test.ANY, 3),), ((100, 40),))),
        (
            Line(test=Test.SPECIAL, labels=("-8",)),
            counted(
                (
                    *intervals((12,), (9, 15)),
                    line(Test.SPECIAL, 21, "-8"),
                    line(Test.SPECIAL, 15, "-7", neutral=True),
                    line(Test.MISSING, 6),
                ),
                ((20, 3), (50, 2), (40, 2), (3, 0), (7, 1)),
            ),
        ),
        (Line(test=Test.MISSING), counted((line(Test.ANY, 17, neutral=True),), ((20, 2),))),
    ),
)
_HOME_BY_SURPLUS = crossing(
    "housing_tenure",
    "surplus",
    (
        (
            Line(test=Test.CATEGORIES, labels=("owner",)),
            counted((*intervals((0, 500), (4, 10, 16)), line(Test.MISSING, 8)), ((20, 4), (100, 6), (230, 5), (10, 2))),
        ),
        (
            Line(test=Test.CATEGORIES, labels=("lodger", "tenant")),
            counted((*intervals((250,), (0, 9)), line(Test.MISSING, 3)), ((150, 40), (290, 28), (20, 5))),
        ),
        (Line(test=Test.OTHER), counted((line(Test.ANY, 8, neutral=True),), ((30, 5),))),
        (
            Line(test=Test.MISSING),
            counted((*intervals((0,), (1, 6)), line(Test.MISSING, 2)), ((10, 2), (30, 2), (10, 1))),
        ),
    ),
)
_TERM_BY_CONTRACT = crossing(
    "term_months",
    "contract",
    (
        (
            Line(test=Test.INTERVAL, upper=24),
            counted(
                (
                    line(Test.CATEGORIES, 12, "fixed", "temporary"),
                    line(Test.OTHER, 7),
                    line(Test.MISSING, 11, neutral=True),
                ),
                ((250, 10), (100, 8), (20, 2)),
            ),
        ),
        (
            Line(test=Test.INTERVAL, lower=24, upper=60),
            counted(
                (
                    line(Test.CATEGORIES, 9, "fixed"),
                    line(Test.CATEGORIES, 5, "temporary"),
                    line(Test.OTHER, 2),
                    line(Test.MISSING, 7, neutral=True),
                ),
                ((200, 15), (150, 20), (30, 10), (20, 3)),
            ),
        ),
        (Line(test=Test.INTERVAL, lower=60), counted((line(Test.ANY, 1),), ((120, 30),))),
        (Line(test=Test.MISSING), counted((line(Test.ANY, 4),), ((10, 2),))),
    ),
)
_SAVINGS = entry(
    "buffer_months",
    counted(
        (*intervals((1, 3), (3, 8, 12)), line(Test.MISSING, 4), line(Test.NOT_PROVIDED, 8, neutral=True)),
        ((150, 45), (200, 20), (350, 15), (20, 5), (180, 15)),
    ),
)


def _referred(table: Entry, just_passing: str, naming: Naming | None = None) -> Entry:
    """The entry with the mean points of its counts as the population reference, and the texts of a crossing."""
    weights = [Decimal(int(each.goods + each.bads)) for each in table.attributes]
    mean = sum((w * each.points for w, each in zip(weights, table.attributes, strict=True)), Decimal(0)) / sum(weights)
    references = replace(table.references, population=mean, just_passing=Decimal(just_passing))
    return replace(table, references=references, naming=naming)


_CARD = card(
    Registry(
        profile=Profile.SERVABLE,
        title=Text(en="Small card with crossings", nl="Kleine kaart met kruistabellen"),
        approver="the Counterscore maintainers, for this example only",
        characteristics=(_USE, _MONTHS, _HOME, _SURPLUS, _TERM, _CONTRACT, _BUFFER),
        inputs=_INPUTS,
    ),
    (
        _referred(
            _USE_BY_MONTHS,
            "15.5",
            Naming(
                code="X01",
                label=Text(
                    en="Use of the credit card and months since the last arrear",
                    nl="Gebruik van de creditcard en maanden sinds de laatste achterstand",
                ),
                reason=Text(
                    en="The credit card is in much use for how long ago the last arrear is",
                    nl="De creditcard is veel in gebruik voor hoe lang de laatste achterstand geleden is",
                ),
            ),
        ),
        _referred(
            _HOME_BY_SURPLUS,
            "8.4",
            Naming(
                code="X02",
                label=Text(en="Home and income after fixed expenses", nl="Woning en inkomen na vaste lasten"),
                reason=Text(
                    en="With this home, little income is left", nl="Bij deze woning blijft weinig inkomen over"
                ),
            ),
        ),
        _referred(
            _TERM_BY_CONTRACT,
            "6.3",
            Naming(
                code="X03",
                label=Text(en="Term and contract of employment", nl="Looptijd en arbeidscontract"),
                reason=Text(
                    en="The term is long for this contract of employment",
                    nl="De looptijd is lang bij dit arbeidscontract",
                ),
            ),
        ),
        _referred(_SAVINGS, "8.1"),
    ),
    initial=556,
    cut_off=594,
)
CROSSED = replace(_CARD, pd_table=pd_table(SCALE, _CARD.lowest, _CARD.highest))
"""Three crossings and a table of a bank's field; numbers, categories, codes, a fact in dispute, a formula."""
