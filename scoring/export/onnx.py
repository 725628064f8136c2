"""The card as an ONNX graph: comparisons, sums and look-ups in doubles and whole numbers, opset 19.

A numeric field is an input of doubles, NaN where nobody knows; a categorical one an input of texts, empty where nobody
knows. The outputs ``score``, ``pd``, ``invalid`` and ``reasons`` have a row per applicant.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Any

import onnx
from onnx import TensorProto, helper

from scoring.artefact.card_json import card_digest
from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.entry import Attribute, Entry
from scoring.domain.formula import Arithmetic, Formula
from scoring.domain.line import Line, Test
from scoring.domain.reading import State
from scoring.export.onnx_nodes import Nodes
from scoring.export.plan import MISSING_TEXTS, MOST_REASONS, Plan
from scoring.export.use import not_for_people

__all__ = ["input_name", "onnx_bytes"]

OPSET = 19
"""The first in which texts can be compared."""

IR_VERSION = 9

OUTPUTS = ("score", "pd", "invalid", "reasons")


def onnx_bytes(card: Card) -> bytes:
    """The graph as the bytes of a file."""
    graph = _Graph(Plan(card)).build()
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="counterscore")
    made.ir_version = IR_VERSION
    use = not_for_people(card)
    helper.set_model_props(made, {"card": card_digest(card), **({"use": use.en} if use else {})})
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString(deterministic=True))


def input_name(name: str) -> str:
    """The input of a field: its name, unless an output is called so."""
    return f"field {name}" if name in OUTPUTS else name


class _Graph:
    """A graph while it is built; its inner names begin as no field's name does."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        taken = [field.name for field in plan.reads if field.name.startswith(":")]
        self._make = Nodes(":" * (1 + max(map(len, taken), default=0)))
        self._values: dict[str, str] = {}
        self._states: dict[str, dict[State, str]] = {}

    def build(self) -> Any:  # noqa: ANN401 - onnx publishes no type for it
        inputs = []
        for field in self._plan.reads:
            kind = TensorProto.DOUBLE if field.kind is Kind.NUMERIC else TensorProto.STRING
            inputs.append(helper.make_tensor_value_info(input_name(field.name), kind, ["rows"]))
        for name in self._plan.blame:
            field = self._plan.characteristic(name)
            if field.formula is None:
                self._read(field)
            else:
                self._derive(field, field.formula)
        card = self._plan.card
        points = [self._points(entry) for entry in card.entries]
        wrong = self._invalid()
        known = self._make.node("Equal", wrong, self._make.whole(0))
        total = self._make.whole(card.initial_points)
        for each in points:
            total = self._make.node("Add", total, each)
        place = self._make.node(
            "Where", known, self._make.node("Sub", total, self._make.whole(card.pd_table.lowest)), self._make.whole(0)
        )
        pds = self._make.node("Gather", self._make.doubles([float(pd) for pd in card.pd_table.pds]), place)
        self._make.node("Where", known, total, self._make.whole(0), name="score")
        self._make.node("Where", known, pds, self._make.doubles([math.nan], scalar=True), name="pd")
        self._make.node("Gather", self._make.texts(["", *self._plan.blame]), wrong, name="invalid")
        self._reasons(points, known)
        outputs = [
            helper.make_tensor_value_info("score", TensorProto.INT64, ["rows"]),
            helper.make_tensor_value_info("pd", TensorProto.DOUBLE, ["rows"]),
            helper.make_tensor_value_info("invalid", TensorProto.STRING, ["rows"]),
            helper.make_tensor_value_info("reasons", TensorProto.STRING, ["rows", MOST_REASONS]),
        ]
        return helper.make_graph(self._make.nodes, "card", inputs, outputs, self._make.tensors)

    def _read(self, field: Characteristic) -> None:
        numeric = field.kind is Kind.NUMERIC
        value = self._make.node("Identity", input_name(field.name))
        self._values[field.name] = value
        missing = self._make.node("IsNaN", value) if numeric else self._equals(field, MISSING_TEXTS)
        special = self._equals(field, [special.code for special in field.special])
        refused = self._equals(field, [] if field.not_provided is None else [field.not_provided])
        inside = self._within(value, field) if numeric else self._any_label(field)
        taken = self._make.some(missing, special, refused)
        self._states[field.name] = {
            State.MISSING: missing,
            State.SPECIAL: special,
            State.NOT_PROVIDED: refused,
            State.VALUE: self._make.every(inside, self._make.opposite(taken)),
            State.INVALID: self._make.every(self._make.opposite(inside), self._make.opposite(taken)),
        }

    def _equals(self, field: Characteristic, codes: Sequence[str]) -> str:
        value = self._values[field.name]
        numeric = field.kind is Kind.NUMERIC
        found = [
            self._make.node("Equal", value, self._make.double(float(code)) if numeric else self._make.text(code))
            for code in codes
        ]
        return self._make.some(*found) if found else self._never(value, numeric=numeric)

    def _never(self, value: str, *, numeric: bool) -> str:
        same = self._make.node("IsNaN", value) if numeric else self._make.node("Equal", value, value)
        return self._make.every(same, self._make.opposite(same))

    def _any_label(self, field: Characteristic) -> str:
        if field.categories:
            return self._equals(field, field.categories)
        return self._make.opposite(self._never(self._values[field.name], numeric=False))

    def _within(self, value: str, field: Characteristic) -> str:
        """Whether a number is finite and in the range; NaN never is."""
        low, high = field.range or (-sys.float_info.max, sys.float_info.max)
        return self._make.every(
            self._make.node("GreaterOrEqual", value, self._make.double(low)),
            self._make.node("LessOrEqual", value, self._make.double(high)),
        )

    def _derive(self, field: Characteristic, formula: Formula) -> None:
        value = formula.evaluate_with({name: self._values[name] for name in formula.names}, self._arithmetic())
        value = self._make.node("Add", value, self._each_row(0.0))
        of = [self._states[name] for name in formula.names]
        self._values[field.name] = value
        invalid, refused = (
            self._some([each[state] for each in of], value) for state in (State.INVALID, State.NOT_PROVIDED)
        )
        unknown = self._some([each[state] for each in of for state in (State.MISSING, State.SPECIAL)], value)
        inside = self._within(value, field)
        known = self._make.opposite(self._make.some(invalid, refused, unknown))
        self._states[field.name] = {
            State.INVALID: self._make.some(invalid, self._make.every(known, self._make.opposite(inside))),
            State.NOT_PROVIDED: self._make.every(refused, self._make.opposite(invalid)),
            State.MISSING: self._make.every(unknown, self._make.opposite(self._make.some(invalid, refused))),
            State.SPECIAL: self._never(value, numeric=True),
            State.VALUE: self._make.every(known, inside),
        }

    def _some(self, conditions: Sequence[str], value: str) -> str:
        return self._make.some(*conditions) if conditions else self._never(value, numeric=True)

    def _each_row(self, number: float) -> str:
        """A constant for every row, so that a formula without a name has rows too."""
        first = self._plan.reads[0]
        value = self._values[first.name]
        never = self._never(value, numeric=first.kind is Kind.NUMERIC)
        return self._make.node("Where", never, self._make.double(number), self._make.double(number))

    def _arithmetic(self) -> Arithmetic[str]:
        def divide(left: str, right: str) -> str:
            zero = self._make.node("Equal", right, self._make.double(0.0))
            return self._make.node("Where", zero, self._make.double(math.nan), self._make.node("Div", left, right))

        def choose(operation: str, left: str, right: str) -> str:
            first = self._make.some(self._make.node(operation, left, right), self._make.node("IsNaN", left))
            return self._make.node("Where", first, left, right)

        return Arithmetic(
            binary={
                "+": lambda left, right: self._make.node("Add", left, right),
                "-": lambda left, right: self._make.node("Sub", left, right),
                "*": lambda left, right: self._make.node("Mul", left, right),
                "/": divide,
                "min": lambda left, right: choose("LessOrEqual", left, right),
                "max": lambda left, right: choose("GreaterOrEqual", left, right),
            },
            constant=self._make.double,
        )

    def _points(self, entry: Entry) -> str:
        """The points of every row; those of an invalid one mean nothing."""
        if entry.by is None:
            return self._table(entry.characteristic, entry.attributes)
        found = self._make.whole(0)
        for each in reversed(entry.slices):  # the first line that fits wins, so it is asked last
            if each.when is not None:
                table = self._table(entry.characteristic, each.attributes)
                found = self._make.node("Where", self._accepts(each.when, entry.by), table, found)
        return found

    def _table(self, name: str, lines: Sequence[Attribute]) -> str:
        found = self._make.whole(0)
        for line in reversed(lines):
            found = self._make.node("Where", self._accepts(line, name), self._make.whole(line.points), found)
        return found

    def _accepts(self, line: Line, name: str) -> str:
        field, states = self._plan.characteristic(name), self._states[name]
        match line.test:
            case Test.INTERVAL:
                value, parts = self._values[name], [states[State.VALUE]]
                parts += (
                    []
                    if line.lower is None
                    else [self._make.node("GreaterOrEqual", value, self._make.double(line.lower))]
                )
                parts += [] if line.upper is None else [self._make.node("Less", value, self._make.double(line.upper))]
                return self._make.every(*parts)
            case Test.CATEGORIES:
                return self._make.every(states[State.VALUE], self._equals(field, line.labels))
            case Test.OTHER:
                return states[State.VALUE]
            case Test.SPECIAL:
                return self._make.every(states[State.SPECIAL], self._equals(field, line.labels))
            case Test.MISSING:
                return states[State.MISSING]
            case Test.NOT_PROVIDED:
                return states[State.NOT_PROVIDED]
            case Test.ANY:
                return self._make.opposite(states[State.INVALID])

    def _invalid(self) -> str:
        """The place, counted from 1, of the first invalid field of each row; 0 where there is none."""
        found = self._make.whole(0)
        for place, name in reversed(list(enumerate(self._plan.blame))):
            found = self._make.node("Where", self._states[name][State.INVALID], self._make.whole(place + 1), found)
        return found

    def _reasons(self, points: Sequence[str], known: str) -> None:
        """The largest losses in units; of equal ones TopK takes the first, and they stand in the order of codes."""
        losses = []
        for place in self._plan.order:
            entry = self._plan.card.entries[place]
            earned = self._make.node("Mul", points[place], self._make.whole(self._plan.unit))
            loss = self._make.node("Sub", self._make.whole(self._plan.units(entry)), earned)
            refused = self._states[entry.characteristic][State.NOT_PROVIDED]
            counts = self._make.every(known, self._make.opposite(refused))
            losses.append(self._column(self._make.node("Where", counts, loss, self._make.whole(0))))
        nothing = self._make.node("Where", known, self._make.whole(0), self._make.whole(0))
        losses += [self._column(nothing)] * max(1, MOST_REASONS - len(losses))
        codes = [self._plan.code(self._plan.card.entries[place]) for place in self._plan.order]
        table = self._make.node("Concat", *losses, axis=1)
        largest, where = f"{self._make.inner}largest", f"{self._make.inner}where"
        wanted = self._make.wholes([MOST_REASONS])
        self._make.nodes.append(
            helper.make_node("TopK", [table, wanted], [largest, where], axis=1, largest=1, sorted=1)
        )
        none = self._make.whole(len(codes))
        found = self._make.node("Where", self._make.node("Greater", largest, self._make.whole(0)), where, none)
        self._make.node("Gather", self._make.texts([*codes, ""]), found, name="reasons")

    def _column(self, values: str) -> str:
        return self._make.node("Unsqueeze", values, self._make.wholes([1]))
