"""The test vectors of docs/spec/card.md; ``python -m tests.support.card_vectors`` writes them anew."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.artefact.card_json import card_bytes, card_digest
from scoring.domain.card import Attribute, Card, Development, Entry, References, Test
from scoring.domain.characteristic import Category, Direction, Kind, MissingPolicy, Source, Special
from scoring.domain.errors import InvalidValue
from scoring.domain.formula import Formula
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.engine.pd_table import pd_table
from tests.support.generated_page import with_blocks
from tests.support.hand_card import SCALE, card, entry, field, intervals, line

SPEC = Path(__file__).parents[2] / "docs" / "spec"
PAGE = SPEC / "card.md"
VECTORS = SPEC / "vectors" / "card.json"

Place = Sequence[str | int]


def _counted(lines: Sequence[Attribute], counts: Sequence[tuple[int, int]]) -> tuple[Attribute, ...]:
    """Lines with goods and bads."""
    return tuple(
        Attribute(
            test=each.test,
            points=each.points,
            lower=each.lower,
            upper=each.upper,
            labels=each.labels,
            goods=goods,
            bads=bads,
            neutral=each.neutral,
        )
        for each, (goods, bads) in zip(lines, counts, strict=True)
    )


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
        Entry(
            characteristic="net_monthly_income",
            attributes=_counted(
                (*intervals((1_500, 2_500), (0, 5, 9)), line(Test.MISSING, 2)),
                ((150, 50), (350, 30), (380, 10), (20, 10)),
            ),
            references=References(maximum=Decimal(9), population=Decimal("5.47"), just_passing=Decimal("5.8")),
        ),
        Entry(
            characteristic="housing_tenure",
            attributes=_counted(
                (
                    line(Test.CATEGORIES, 4, "owner"),
                    line(Test.CATEGORIES, 0, "lodger", "tenant"),
                    line(Test.OTHER, 2, neutral=True),
                    line(Test.MISSING, 1),
                ),
                ((480, 20), (300, 50), (60, 10), (60, 20)),
            ),
            references=References(maximum=Decimal(4), population=Decimal("2.22"), just_passing=Decimal("2.4")),
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

CARDS: Mapping[str, Card] = {"tiny": TINY, "corners": CORNERS}

Row = tuple[str, dict[str, object], frozenset[Source]]

NOBODY: frozenset[Source] = frozenset()
BANK = frozenset({Source.BANK})


def _tiny_rows() -> list[Row]:
    one = {"net_monthly_income": 2_100, "housing_tenure": "tenant"}
    incomes: dict[str, object] = {
        "just below an end": 1_499.9999999999998,
        "a lower end is inside": 1_500,
        "an upper end is outside": 2_500,
        "as text": "2100",
        "as text, with spaces, a sign and an exponent": " +2.1e3 ",
        "text that starts with the point": ".5",
        "text that ends with the point": "2500.",
        "the smallest of the range": 0,
        "minus zero is zero": -0.0,
        "the largest of the range": 50_000,
        "above the range": 50_000.00000000001,
        "below the range": -1,
        "null": None,
        "empty text": "",
        "only spaces": "  ",
        "the word null": "NULL",
        "the word nan": " NaN ",
        "nan with a sign": "-nan",
        "a word that is no number": "much",
        "text with a decimal comma": "2100,50",
        "text with an underscore": "2_100",
        "text in base 16": "0x10",
        "text of an infinity": "-Infinity",
        "text beyond the doubles": "1e999",
        "true is no number": True,
    }
    homes: dict[str, object] = {
        "a category": "owner",
        "the second label of a line": "tenant",
        "a declared category without a line": "other",
        "a category that nobody declared": "boat",
        "another case is another category": "Owner",
        "space around a category": " owner ",
        "null": None,
        "the word nan": "nan",
        "nan with a sign is a label": "-nan",
        "false is no category": False,
        "a number that nobody declared": 1,
    }
    return [
        ("the example", dict(one), NOBODY),
        *((f"income: {what}", {**one, "net_monthly_income": raw}, NOBODY) for what, raw in incomes.items()),
        *((f"home: {what}", {**one, "housing_tenure": raw}, NOBODY) for what, raw in homes.items()),
        ("nothing is known", {}, NOBODY),
        ("the best", {"net_monthly_income": 2_500, "housing_tenure": "owner"}, NOBODY),
        ("the worst", {"net_monthly_income": 0, "housing_tenure": "lodger"}, NOBODY),
        ("two invalid values: the first entry is named", {"net_monthly_income": -1, "housing_tenure": "boat"}, NOBODY),
        ("a name that nobody declared is not looked at", {**one, "eye_colour": "green"}, NOBODY),
    ]


def _corner_rows() -> list[Row]:
    one: dict[str, object] = {
        "first": 3,
        "second": 1,
        "buffer_months": 2,
        "sector": "care",
        "contract": "fixed",
        "unscored": 0.5,
    }
    changes: list[tuple[str, dict[str, object]]] = [
        ("every state is a value", {}),
        ("doubles: 0.1 + 0.2 is above 0.3", {"first": 0.1, "second": 0.2}),
        ("doubles: 0.15 + 0.15 is 0.3", {"first": 0.15, "second": 0.15}),
        ("doubles: 0.1 + 0.1 is below 0.3", {"first": 0.1, "second": 0.1}),
        ("a sum at its lowest end", {"first": -2, "second": 1}),
        ("a code in a formula makes it missing", {"first": -8}),
        ("a code as text", {"first": "-8.0"}),
        ("a missing operand makes it missing", {"second": None}),
        ("an invalid operand makes it invalid", {"second": -11}),
        ("invalid comes before missing", {"first": None, "second": -11}),
        ("invalid comes before not provided", {"second": 2_000_000, "buffer_months": -99}),
        ("not provided comes before missing", {"first": None, "buffer_months": -99}),
        ("a mark of refusal in a file", {"buffer_months": "-99"}),
        ("a code of a bank value", {"buffer_months": -8.0}),
        ("the largest of the range is inside and at an end", {"buffer_months": 36}),
        ("division by zero is invalid", {"buffer_months": 6}),
        ("zero by zero is invalid", {"first": 1, "buffer_months": 6}),
        ("a derived value outside its range", {"first": 1_000}),
        ("a derived value beyond the doubles", {"first": 1e308, "second": 1e6, "buffer_months": 6.000001}),
        ("max takes three", {"second": 7}),
        ("minus before a name", {"first": 0.25, "second": -3}),
        ("below zero divided", {"first": 1, "second": 3, "buffer_months": 7}),
        ("a category that is a number", {"sector": 1}),
        ("a whole number with a point", {"sector": 1.0}),
        ("a category with a fraction", {"sector": 2.5}),
        ("text keeps its point", {"sector": "1.0"}),
        ("case matters", {"sector": "Care"}),
        ("any category where none is declared", {"sector": "space travel"}),
        ("a code of a category", {"sector": 0}),
        ("a code of a category in another text", {"sector": "00"}),
        ("a mark of refusal of a category", {"sector": "refused"}),
        ("a silence that is neutral", {"contract": None}),
        ("a declared category in the line of others", {"contract": "none"}),
        ("the first entry of the card is named, not the first field", {"first": "x", "contract": "x"}),
        ("an invalid value of a field without an entry", {"unscored": 2}),
        ("a sum at its highest end", {"first": 5e5, "second": 500_000}),
        ("a value at the lowest end of its range", {"buffer_months": 0}),
        ("above the range and no code", {"buffer_months": 36.5}),
        ("true is no category", {"sector": True}),
        ("all of a bank is missing", {"buffer_months": None, "sector": ""}),
    ]
    return [
        *((what, {**one, **change}, NOBODY) for what, change in changes),
        ("the bank is refused", {k: v for k, v in one.items() if k not in {"buffer_months", "sector"}}, BANK),
        ("a refused source is not looked at", {**one, "buffer_months": 99, "sector": True}, BANK),
        ("the bank is refused and an operand is invalid", {**one, "second": "x"}, BANK),
        ("the bank is refused and an operand is missing", {**one, "second": None}, BANK),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgery:
    """A change to the tiny card that every reader must refuse: the value at a path, or nothing where it is removed."""

    what: str
    at: Place
    value: object = None
    remove: bool = False

    def of(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The changed document."""
        changed: Any = copy.deepcopy(dict(document))
        place = changed
        for step in self.at[:-1]:
            place = place[step]
        if self.remove:
            del place[self.at[-1]]
        else:
            place[self.at[-1]] = self.value
        return dict(changed)


_LINES = json.loads(card_bytes(TINY))["entries"][1]["attributes"]
_ENTRY = json.loads(card_bytes(TINY))["entries"][0]
_FIRST, _SECOND = ("entries", 0, "attributes"), ("entries", 1, "attributes")

FORGERIES: tuple[Forgery, ...] = (
    Forgery(what="another kind of document", at=("kind",), value="scorecard"),
    Forgery(what="a later format", at=("format",), value=2),
    Forgery(what="a format that is true", at=("format",), value=True),
    Forgery(what="an unknown key", at=("colour",), value="blue"),
    Forgery(what="an unknown key of a line", at=(*_FIRST, 0, "weight"), value=1),
    Forgery(what="no scale", at=("scale",), remove=True),
    Forgery(what="odds of nothing", at=("scale", "odds"), value=0),
    Forgery(what="no points to double the odds", at=("scale", "pdo"), value=0),
    Forgery(what="initial points with a fraction", at=("initial_points",), value=588.5),
    Forgery(what="points below zero", at=(*_FIRST, 0, "points"), value=-1),
    Forgery(what="points as text", at=(*_FIRST, 0, "points"), value="0"),
    Forgery(what="a gap between intervals", at=(*_FIRST, 1, "lower"), value=1_600),
    Forgery(what="intervals that overlap", at=(*_FIRST, 1, "lower"), value=1_400),
    Forgery(what="an interval without a value", at=(*_FIRST, 1, "upper"), value=1_500),
    Forgery(what="a first interval that is closed below", at=(*_FIRST, 0, "lower"), value=0),
    Forgery(what="a last interval that is closed above", at=(*_FIRST, 2, "upper"), value=9_000),
    Forgery(what="an end of a line that is no interval", at=(*_FIRST, 3, "lower"), value=0),
    Forgery(what="a label of a line that has none", at=(*_FIRST, 3, "labels"), value=["-8"]),
    Forgery(what="no line for missing", at=(*_FIRST, 3), remove=True),
    Forgery(what="no line for others", at=(*_SECOND, 2), remove=True),
    Forgery(what="others before a category", at=_SECOND, value=[_LINES[2], _LINES[0], _LINES[1], _LINES[3]]),
    Forgery(what="a category twice", at=(*_SECOND, 1, "labels"), value=["owner", "tenant"]),
    Forgery(
        what="a line for a refused source that is not optional",
        at=_SECOND,
        value=[*_LINES, {"test": "not-provided", "points": 1, "goods": 0, "bads": 0}],
    ),
    Forgery(
        what="a line for a code that is not declared",
        at=_SECOND,
        value=[*_LINES, {"test": "special", "labels": ["-8"], "points": 1, "goods": 0, "bads": 0}],
    ),
    Forgery(
        what="a declared code without a line",
        at=("registry", "characteristics", 0, "special"),
        value={"-8": {"en": "none", "nl": "geen"}},
    ),
    Forgery(
        what="a code inside the range",
        at=("registry", "characteristics", 0, "special"),
        value={"8": {"en": "none", "nl": "geen"}},
    ),
    Forgery(what="an entry that is not declared", at=("entries", 0, "characteristics"), value=["rent"]),
    Forgery(
        what="an entry of two characteristics",
        at=("entries", 0, "characteristics"),
        value=["net_monthly_income", "housing_tenure"],
    ),
    Forgery(what="a characteristic with two entries", at=("entries", 1), value=_ENTRY),
    Forgery(what="neutral lines only", at=(*_SECOND,), value=[{**each, "neutral": True} for each in _LINES]),
    Forgery(what="a maximum that is not the most points", at=("entries", 0, "references", "maximum"), value="10"),
    Forgery(what="a reference that is no number", at=("entries", 0, "references", "population"), value="NaN"),
    Forgery(what="a table of probabilities that ends too early", at=("pd_table", "pds", 13), remove=True),
    Forgery(what="a table of probabilities that starts elsewhere", at=("pd_table", "lowest"), value=587),
    Forgery(what="a probability of one", at=("pd_table", "pds", 0), value="1"),
    Forgery(what="a probability that is no text", at=("pd_table", "pds", 0), value=0.03),
    Forgery(what="a forbidden name", at=("registry", "inputs"), value=[{"name": "age"}]),
    Forgery(what="a servable card that nobody approved", at=("registry", "approver"), value=""),
    Forgery(
        what="a servable field without its necessity",
        at=("registry", "characteristics", 0, "necessity"),
        remove=True,
    ),
    Forgery(
        what="a formula that is more than arithmetic",
        at=("registry", "characteristics", 0, "derived"),
        value="first.second",
    ),
    Forgery(
        what="a formula that names nothing declared",
        at=("registry", "characteristics", 0, "derived"),
        value="rent / 2",
    ),
)


def vectors() -> dict[str, object]:
    tiny, corners = _tiny_rows(), _corner_rows()
    return {
        "about": "Test vectors of docs/spec/card.md. 'refused' holds changes to the tiny card that a reader refuses.",
        "cards": {name: json.loads(card_bytes(each)) for name, each in CARDS.items()},
        "digests": {name: card_digest(each) for name, each in CARDS.items()},
        "rows": [_row("tiny", *each) for each in tiny] + [_row("corners", *each) for each in corners],
        "refused": [
            {"what": each.what, "at": list(each.at)} | ({} if each.remove else {"value": each.value})
            for each in FORGERIES
        ],
    }


def vectors_text() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _row(name: str, what: str, values: Mapping[str, object], refused: frozenset[Source]) -> dict[str, object]:
    return {"card": name, "what": what, "values": dict(values), "refused": sorted(refused)} | _expected(
        CARDS[name], values, refused
    )


def _expected(scored: Card, values: Mapping[str, object], refused: frozenset[Source]) -> dict[str, object]:
    readings = scored.registry.read(values, refused)
    try:
        score = scored.score(readings)
    except InvalidValue as error:
        return {"score": None, "pd": None, "invalid": error.field}
    return {"score": score, "pd": str(scored.pd(score)), "invalid": None}


def blocks() -> dict[str, str]:
    """The generated blocks of the page, by the name in the comment before them."""
    readings = TINY.registry.read({"net_monthly_income": 2_100, "housing_tenure": "tenant"})
    score = TINY.score(readings)
    points = [f"{attribute.points:>+5}  {name}" for name, attribute in TINY.attributes(readings).items()]
    lines = [f"{TINY.initial_points:>5}  initial_points", *points, f"{score:>5}  score; PD {TINY.pd(score)}"]
    return {
        "card": f"```json\n{_pretty(json.loads(card_bytes(TINY)))}\n```",
        "digest": f"```text\n{card_digest(TINY)}\n```",
        "score": "\n".join(["```text", *lines, "```"]),
    }


def _pretty(value: object, indent: str = "") -> str:
    """JSON for reading: what fits in a line stands in one."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + len(flat) <= 110:
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        inner = [f"{deeper}{json.dumps(key)}: {_pretty(each, deeper)}" for key, each in value.items()]
        return "{\n" + ",\n".join(inner) + f"\n{indent}}}"
    if all(isinstance(each, str) for each in value):
        texts = [json.dumps(each, ensure_ascii=False) for each in value]
        rows = [", ".join(texts[start : start + 6]) for start in range(0, len(texts), 6)]
        return "[\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}]"
    return "[\n" + ",\n".join(deeper + _pretty(each, deeper) for each in value) + f"\n{indent}]"


def main() -> None:
    VECTORS.parent.mkdir(exist_ok=True)
    VECTORS.write_text(vectors_text(), encoding="utf-8")
    PAGE.write_text(with_blocks(PAGE.read_text(encoding="utf-8"), blocks()), encoding="utf-8")


if __name__ == "__main__":
    main()
