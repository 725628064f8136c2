"""The people of the test vectors of docs/spec/card.md, by card: what is special, raw values, refused sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring.domain.characteristic import Source

__all__ = ["ROWS", "Row"]

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


def _crossed_rows() -> list[Row]:
    one: dict[str, object] = {
        "card_utilisation": 0.5,
        "months_since_arrear": 12,
        "housing_tenure": "owner",
        "net_monthly_income": 2_100,
        "fixed_expenses": 1_900,
        "term_months": 36,
        "contract": "fixed",
        "buffer_months": 2,
    }
    changes: list[tuple[str, dict[str, object]]] = [
        ("the example", {"housing_tenure": "tenant"}),
        ("the same surplus with a home of one's own", {}),
        ("a slice's lower end is inside", {"card_utilisation": 0.3}),
        ("just below a slice's lower end", {"card_utilisation": 0.29999999999999993}),
        ("just above a slice's lower end", {"card_utilisation": 0.30000000000000004}),
        ("a slice's upper end is outside", {"card_utilisation": 0.7}),
        ("just below a slice's upper end", {"card_utilisation": 0.6999999999999999}),
        ("a slice by text", {"card_utilisation": " 7e-1"}),
        ("the largest of the range chooses the last slice", {"card_utilisation": 2}),
        ("above the range there is no slice", {"card_utilisation": 2.0000000000000004}),
        ("minus zero chooses the first slice", {"card_utilisation": -0.0}),
        ("a code as text chooses a slice", {"card_utilisation": "-8.0"}),
        ("one code in both fields", {"card_utilisation": -8, "months_since_arrear": -8}),
        ("a code of the other field is invalid", {"card_utilisation": -7}),
        ("12 in a slice with an end at 12", {"card_utilisation": 0.1, "months_since_arrear": 12}),
        (
            "just below 12 in a slice with an end at 12",
            {"card_utilisation": 0.1, "months_since_arrear": 11.999999999999998},
        ),
        ("just below 12 in a slice without an end at 12", {"months_since_arrear": 11.999999999999998}),
        ("6 in a slice with an end at 6", {"months_since_arrear": 6}),
        ("6 in a slice without an end at 6", {"card_utilisation": 0.1, "months_since_arrear": 6}),
        ("the second is invalid in a slice of any", {"card_utilisation": 0.9, "months_since_arrear": -1}),
        ("the second is invalid and the first is missing", {"card_utilisation": None, "months_since_arrear": "x"}),
        ("both are invalid: the choosing one is named", {"card_utilisation": 3, "months_since_arrear": -1}),
        ("two crossings: the first entry is named", {"months_since_arrear": -1, "housing_tenure": "boat"}),
        (
            "doubles: 500.1 - 250.1 is above 250",
            {"housing_tenure": "tenant", "net_monthly_income": 500.1, "fixed_expenses": 250.1},
        ),
        (
            "doubles: 400.4 - 150.4 is below 250",
            {"housing_tenure": "tenant", "net_monthly_income": 400.4, "fixed_expenses": 150.4},
        ),
        ("a derived value at an end", {"housing_tenure": "tenant", "net_monthly_income": 2_150}),
        ("an invalid operand of the second is named", {"fixed_expenses": "x"}),
        ("an invalid operand in a slice of any", {"housing_tenure": "other", "net_monthly_income": -1}),
        ("two invalid operands: the formula's order", {"fixed_expenses": -1, "net_monthly_income": -1}),
        ("the choosing one comes before an operand", {"housing_tenure": "boat", "net_monthly_income": -1}),
        ("the second is out of its range, its operands are not", {"net_monthly_income": 0, "fixed_expenses": 30_000}),
        ("case matters to a slice", {"housing_tenure": "Tenant"}),
        ("space around a slice's label", {"housing_tenure": " lodger "}),
        ("a slice of others holds a declared category", {"housing_tenure": "other"}),
        ("just below a slice of any", {"term_months": 59.99999999999999}),
        ("a slice of any", {"term_months": 60}),
        ("a term below its range", {"term_months": 5}),
        ("a contract that nobody declared, in a slice of any", {"term_months": 84, "contract": "boat"}),
        ("true is no contract", {"contract": True}),
        ("a buffer below its range", {"buffer_months": -1}),
        ("an invalid bank value is named last", {"buffer_months": -1, "contract": "boat"}),
    ]
    grids: dict[tuple[str, str], tuple[Sequence[object], Sequence[object]]] = {
        ("card_utilisation", "months_since_arrear"): ((0.1, 0.5, 0.9, -8, None), (3, 12, 30, -8, -7, None)),
        ("housing_tenure", "net_monthly_income"): (
            ("owner", "lodger", "other", None),
            (1_800, 2_000, 2_200, 2_500, None),
        ),
        ("term_months", "contract"): ((12, 36, 84, None), ("fixed", "temporary", "none", None)),
    }
    return [
        *((what, {**one, **change}, NOBODY) for what, change in changes),
        *(
            (f"{by} {_said(first)}, {name} {_said(second)}", {**one, by: first, name: second}, NOBODY)
            for (by, name), (firsts, seconds) in grids.items()
            for first in firsts
            for second in seconds
        ),
        *((f"buffer_months {_said(raw)}", {**one, "buffer_months": raw}, NOBODY) for raw in (0, 3, None, -99)),
        ("the bank is refused", {k: v for k, v in one.items() if k != "buffer_months"}, BANK),
        ("nothing is known", {}, NOBODY),
    ]


def _said(raw: object) -> str:
    return "null" if raw is None else str(raw)


ROWS: Mapping[str, list[Row]] = {"tiny": _tiny_rows(), "corners": _corner_rows(), "crossed": _crossed_rows()}
"""By the card's name in the vectors."""
