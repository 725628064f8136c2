"""The card as a PMML 4.4 ``Scorecard``.

Every field has a derived companion, its state, in which the rules of reading stand once; attributes ask for states and
ends. Where a field is invalid no attribute holds, and the scorecard as a whole has no valid result.
"""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

from scoring.artefact.card_json import card_digest
from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.entry import Entry
from scoring.domain.errors import InputError
from scoring.domain.formula import Formula
from scoring.domain.line import Line, Test
from scoring.domain.reading import State
from scoring.export.plan import MISSING_TEXTS, MOST_REASONS, Plan
from scoring.export.pmml_formula import (
    Element,
    apply,
    choose,
    constant,
    element,
    field_ref,
    formula_elements,
    number_constant,
)
from scoring.export.pmml_parts import (
    attribute,
    baseline,
    data_field,
    every,
    simple,
    some_of,
    text_element,
    transformed,
    within,
)
from scoring.export.use import not_for_people

__all__ = ["pmml"]

NAMESPACE = "http://www.dmg.org/PMML-4_4"


def pmml(card: Card) -> bytes:
    """The document in UTF-8.

    Raises
    ------
    InputError
        If a name or label holds a control character, which XML cannot say; or if the card has no table, as a scorecard
        of PMML must.
    """
    if not card.entries:
        raise InputError(
            "the card has no table, and a scorecard of PMML needs one: everybody has the same score",
            remedy="Export to another form",
        )
    root = _Document(Plan(card)).build()
    for part in root.iter():
        for text in (*part.attrib.values(), part.text or ""):
            if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text):
                raise InputError(
                    "a name or label of the card holds a control character, which XML cannot hold",
                    remedy="Export to another form, or fit the card again without it",
                )
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


class _Document:
    """A document while it is built."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._derived: list[Element] = []
        taken = [*plan.blame, *(plan.code(entry) for entry in plan.card.entries)]
        self._mark = ":" * (1 + max((len(name) for name in taken if name.startswith(":")), default=0))

    def build(self) -> Element:
        plan = self._plan
        root = element("PMML", {"xmlns": NAMESPACE, "version": "4.4"})
        use = not_for_people(plan.card)
        said = f"Counterscore card {card_digest(plan.card)}" + (f". {use.en}" if use else "")
        header = element("Header", {"description": said})
        header.append(element("Application", {"name": "Counterscore"}))
        dictionary = element("DataDictionary", {"numberOfFields": str(len(plan.reads))})
        dictionary.extend(data_field(field) for field in plan.reads)
        for name in plan.blame:
            field = plan.characteristic(name)
            if field.formula is None:
                self._read(field)
            else:
                self._derive(field, field.formula)
        root.extend((header, dictionary, self._scorecard()))
        return root

    def _scorecard(self) -> Element:
        plan = self._plan
        model = element(
            "Scorecard",
            {
                "modelName": plan.card.registry.title.en,
                "functionName": "regression",
                "initialScore": str(plan.card.initial_points),
                "useReasonCodes": "true",
                "reasonCodeAlgorithm": "pointsBelow",
                "baselineMethod": "other",
            },
        )
        schema = element("MiningSchema")
        for field in plan.reads:
            schema.append(
                element(
                    "MiningField", {"name": field.name, "usageType": "active", "invalidValueTreatment": "returnInvalid"}
                )
            )
        transformations = element("LocalTransformations")
        transformations.extend(self._derived)
        characteristics = element("Characteristics")
        for place in plan.order:  # of equal losses the first in the document comes first
            characteristics.extend(self._characteristics(plan.card.entries[place], place))
        model.extend((schema, self._output(), transformations, characteristics))
        return model

    def _output(self) -> Element:
        output = element("Output")
        score = {"name": self._own("score"), "optype": "continuous", "dataType": "integer", "feature": "predictedValue"}
        output.append(element("OutputField", score))
        pd = element("OutputField", transformed(self._own("pd"), "double", "continuous"))
        mapping = element("MapValues", {"outputColumn": "pd", "dataType": "double"})
        mapping.append(element("FieldColumnPair", {"field": score["name"], "column": "score"}))
        table = element("InlineTable")
        for place, text in enumerate(self._plan.card.pd_table.pds):
            row = element("row")
            row.extend((text_element("score", str(self._plan.card.pd_table.lowest + place)), text_element("pd", text)))
            table.append(row)
        mapping.append(table)
        pd.append(mapping)
        output.append(pd)
        invalid = element("OutputField", transformed(self._own("invalid"), "string", "categorical"))
        rules = [(self._is(name, State.INVALID), constant(name)) for name in self._plan.blame]
        invalid.append(choose(rules, None))
        output.append(invalid)
        for rank in range(1, MOST_REASONS + 1):
            reason = {"name": self._own(f"reason_{rank}"), "optype": "categorical", "dataType": "string"}
            output.append(element("OutputField", {**reason, "feature": "reasonCode", "rank": str(rank)}))
        return output

    def _own(self, name: str) -> str:
        """An output's name, apart from a field that is called so."""
        return f"{self._mark}{name}" if name in self._plan.blame else name

    def _state(self, name: str) -> str:
        return f"{self._mark}state {self._plan.blame.index(name) + 1}"

    def _number(self, name: str) -> str:
        """The field that holds a number: for a derived characteristic a companion, NaN not being a value."""
        derived = self._plan.characteristic(name).formula is not None
        return f"{self._mark}number {self._plan.blame.index(name) + 1}" if derived else name

    def _is(self, name: str, state: State) -> Element:
        return apply("equal", field_ref(self._state(name)), constant(state.value))

    def _read(self, field: Characteristic) -> None:
        numeric = field.kind is Kind.NUMERIC

        def equals(*codes: str) -> Element:
            parts = [number_constant(float(code)) if numeric else constant(code) for code in codes]
            found = [apply("equal", field_ref(field.name), part) for part in parts]
            return found[0] if len(found) == 1 else apply("or", *found)

        rules = [(apply("isMissing", field_ref(field.name)), constant(State.MISSING.value))]
        if not numeric:
            rules.append((equals(*MISSING_TEXTS), constant(State.MISSING.value)))
        if field.special:
            codes = [special.code for special in field.special]
            rules.append((equals(*codes), constant(State.SPECIAL.value)))
        if field.not_provided is not None:
            rules.append((equals(field.not_provided), constant(State.NOT_PROVIDED.value)))
        value, invalid = constant(State.VALUE.value), constant(State.INVALID.value)
        if numeric:
            rules.append((within(field_ref(field.name), field), value))
        elif field.categories:
            rules.append((equals(*field.categories), value))
        else:
            invalid = value
        self._define(self._state(field.name), "string", choose(rules, invalid))

    def _derive(self, field: Characteristic, formula: Formula) -> None:
        def define(part: Element) -> Element:
            name = f"{self._mark}part {len(self._derived)}"
            self._define(name, "double", part)
            return field_ref(name)

        operands = {}
        for name in formula.names:
            known = apply("if", self._is(name, State.VALUE), field_ref(name))
            operands[name] = define(known)
        number = formula.evaluate_with(operands, formula_elements(define))
        self._define(self._number(field.name), "double", number)

        def some(*states: State) -> Element:
            found = [self._is(name, state) for state in states for name in formula.names]
            return found[0] if len(found) == 1 else apply("or", *found)

        rules: list[tuple[Element, Element]] = []
        if formula.names:
            rules = [
                (some(State.INVALID), constant(State.INVALID.value)),
                (some(State.NOT_PROVIDED), constant(State.NOT_PROVIDED.value)),
                (some(State.MISSING, State.SPECIAL), constant(State.MISSING.value)),
            ]
        rules.append((apply("isMissing", field_ref(self._number(field.name))), constant(State.INVALID.value)))
        rules.append((within(field_ref(self._number(field.name)), field), constant(State.VALUE.value)))
        self._define(self._state(field.name), "string", choose(rules, constant(State.INVALID.value)))

    def _define(self, name: str, kind: str, expression: Element) -> None:
        optype = "continuous" if kind == "double" else "categorical"
        made = element("DerivedField", {"name": name, "optype": optype, "dataType": kind})
        made.append(expression)
        self._derived.append(made)

    def _characteristics(self, entry: Entry, place: int) -> list[Element]:
        """An entry's table; and where a source can be refused, one more that takes refusal out of the reasons.

        Refusal then earns in the first table a whole number of points that is no loss, and in the second, which has a
        code of its own and never a loss, the rest.
        """
        plan = self._plan
        reference = plan.reference(entry)
        settings = {"reasonCode": plan.code(entry), "baselineScore": baseline(reference)}
        table = element("Characteristic", {"name": f"{self._mark}entry {place + 1}", **settings})
        found = [table]
        for each in entry.slices:
            for line in each.attributes:
                points = line.points
                if line.test is Test.NOT_PROVIDED:
                    points = max(points, math.ceil(reference))
                    found.append(self._rest(entry, place, line.points - points))
                predicate = self._predicate(line, entry.characteristic)
                if each.when is not None and entry.by is not None:
                    predicate = every([self._predicate(each.when, entry.by), predicate])
                table.append(attribute(points, predicate))
        return found

    def _rest(self, entry: Entry, place: int, points: int) -> Element:
        # An own code: some engines add up what has the same one, and the loss of whoever did not refuse is negative.
        settings = {"reasonCode": f"{self._mark}refused", "baselineScore": str(points - 1)}
        rest = element("Characteristic", {"name": f"{self._mark}entry {place + 1} refused", **settings})
        rest.append(attribute(points, self._asks(entry.characteristic, State.NOT_PROVIDED)))
        rest.append(attribute(0, element("True")))
        return rest

    def _asks(self, name: str, state: State, operator: str = "equal") -> Element:
        return simple(self._state(name), operator, state.value)

    def _predicate(self, line: Line, name: str) -> Element:
        known = self._asks(name, State.VALUE)
        match line.test:
            case Test.INTERVAL:
                parts = [known]
                number = self._number(name)
                parts += [] if line.lower is None else [simple(number, "greaterOrEqual", repr(line.lower))]
                parts += [] if line.upper is None else [simple(number, "lessThan", repr(line.upper))]
                return every(parts)
            case Test.CATEGORIES:
                return every([known, some_of([simple(name, "equal", label) for label in line.labels])])
            case Test.OTHER:
                return known
            case Test.SPECIAL:
                return every([self._asks(name, State.SPECIAL), simple(name, "equal", line.labels[0])])
            case Test.MISSING:
                return self._asks(name, State.MISSING)
            case Test.NOT_PROVIDED:
                return self._asks(name, State.NOT_PROVIDED)
            case Test.ANY:
                return self._asks(name, State.INVALID, "notEqual")
