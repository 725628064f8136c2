"""The exported page as a person uses it, and what Python says of the same person, in one shape to compare."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Self

from playwright.sync_api import Locator, Page

from scoring.artefact.card_json import card_bytes
from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Kind, Source
from scoring.domain.registry import Registry
from scoring.domain.text import Language
from scoring.domain.wording import number_text, with_unit
from scoring.explain.reasons import reasons
from scoring.export.page_words import WORDS
from scoring.export.plan import Plan
from tests.reference.independent_recourse import rungs, settings
from tests.reference.independent_scorer import read

__all__ = ["Answer", "Calculator", "Step", "steps"]

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person is told: the score, the card's own PD, every table's points, reasons with what they cost."""

    score: int
    pd: str
    points: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, card: Card, values: Values, language: Language, refused: frozenset[Source] = frozenset()) -> Self:
        """What Python says."""
        readings = card.registry.read(values, refused)
        score = card.score(readings)
        lines = zip(card.entries, card.lines(readings), strict=True)
        tenth = Decimal("0.1")
        return cls(
            score=score,
            pd=card.pd_table.pds[score - card.lowest],
            points=(
                (WORDS["start"].into(language), card.initial_points),
                *((card.naming(entry).label.into(language), line.points) for entry, line in lines),
                (WORDS["sum"].into(language), score),
            ),
            reasons=tuple(
                (each.text.into(language), number_text(each.loss.quantize(tenth, ROUND_HALF_UP), language))
                for each in reasons(card, readings)
                if each.loss is not None
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What changing one field alone does: the nearest value with more points, and the nearest that is enough.

    Attributes
    ----------
    value, gain
        None and 0 where no permitted value earns more.
    alone
        None where no permitted value reaches the cut-off, or where the score does already.
    """

    value: float | None = None
    gain: int = 0
    alone: float | None = None


def steps(card: Card, values: Values, refused: frozenset[Source] = frozenset()) -> dict[str, Step]:
    """By name of every field that the person can move: each of its steps looked at, by a reader of the card's JSON.

    Minus zero, which is what 0.3 - 3 * 0.1 rounds to, is zero.
    """
    without = sorted(source.value for source in refused)
    case = {"values": dict(values), "refused": without}
    found = {}
    for field in card.registry.read_fields:
        document = json.loads(card_bytes(movable(card, field.name)))
        (declared,) = [each for each in _declared(document) if each["name"] == field.name]
        if not rungs(declared, read(declared, values.get(field.name), without)):
            continue
        own, *moved = settings(case, document, {"limit": []})
        wanted = None if card.cut_off is None or own.score >= card.cut_off else card.cut_off
        more = next((each for each in moved if each.score > own.score), None)
        enough = next((each for each in moved if wanted is not None and each.score >= wanted), None)
        found[field.name] = Step(
            value=None if more is None else more.after[field.name] + 0.0,
            gain=0 if more is None else more.score - own.score,
            alone=None if enough is None else enough.after[field.name] + 0.0,
        )
    return found


def movable(card: Card, name: str) -> Card:
    """The card, where nothing but one field can be moved."""

    def only(fields: tuple[Characteristic, ...]) -> tuple[Characteristic, ...]:
        return tuple(each if each.name == name else replace(each, actionable=None) for each in fields)

    registry = card.registry
    alone: Registry = replace(registry, characteristics=only(registry.characteristics), inputs=only(registry.inputs))
    return replace(card, registry=alone)


def _declared(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [*document["registry"]["characteristics"], *document["registry"]["inputs"]]


_FILL = """([given, refused]) => {
  for (const box of document.querySelectorAll("input[type=checkbox]")) box.checked = refused.includes(box.id);
  for (const [id, text] of given) {
    const control = document.getElementById(id);
    if (control === null) continue;
    if (control.tagName === "INPUT") control.value = text;
    else control.selectedIndex = Math.max(0, [...control.options].findIndex((each) => each.textContent === text));
  }
  document.querySelector("input[type=text]").dispatchEvent(new Event("input"));
}"""

_ANSWER = """() => {
  const table = [...document.querySelectorAll("#answer table")].at(-1);
  return {
    score: document.querySelector(".score strong").innerText,
    chance: document.querySelector(".scale + p").innerText,
    points: [...table.querySelectorAll("tbody tr, tfoot tr")].map(
      (row) => [row.querySelector("th").innerText, row.querySelector(".number").innerText]),
    reasons: [...document.querySelectorAll("ol > li")].map(
      (item) => [item.firstChild.textContent, item.lastChild.textContent]),
  };
}"""

_STEPS = """() => [...document.querySelectorAll("#answer section:nth-of-type(2) tbody tr")].map(
  (row) => [...row.children].map((cell) => cell.textContent))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """An open page: what a person does on it, and what it says."""

    page: Page
    card: Card
    language: Language

    def entry(self, name: str) -> Locator:
        """Where a field's figure is typed."""
        return self.page.locator(f"#field-{self._place(name)}")

    def choice(self, name: str) -> Locator:
        """Where a field's category, special value or "not known" is chosen."""
        return self.page.locator(f"#field-{self._place(name)}-choice")

    def error(self, name: str) -> Locator:
        """What stands beside a field about its value."""
        return self.page.locator(f"#field-{self._place(name)}-error")

    def refusal(self, source: Source) -> Locator:
        return self.page.locator(f"#refuse-{source.value}")

    def fill(self, values: Values, refused: frozenset[Source] = frozenset()) -> None:
        """All figures at once, an unknown one left empty."""
        given: list[list[str]] = []
        unknown = WORDS["missing"].into(self.language)
        for place, name in enumerate(Plan(self.card).blame):
            value = values.get(name)
            given.append([f"field-{place}", "" if value is None else str(value)])
            given.append([f"field-{place}-choice", unknown if value is None else str(value)])
        self.page.evaluate(_FILL, [given, [f"refuse-{source.value}" for source in refused]])

    def type_all(self, values: Values) -> list[str]:
        """The same by keyboard alone, tabbing from the first control to the button; gives the names met on the way."""
        met = []
        for name in self._tabbed():
            field = next((each for each in Plan(self.card).reads if each.name == name), None)
            if field is not None:
                self.page.keyboard.type(self._written(field, values[name]))
                met.append(name)
        return met

    def answer(self) -> Answer:
        """What the page says."""
        said = self.page.evaluate(_ANSWER)
        return Answer(
            score=int(said["score"]),
            pd=said["chance"].rsplit("(", 1)[1].split()[0],
            points=tuple((head, int(points)) for head, points in said["points"]),
            reasons=tuple((text, cost.strip(" (").split()[0]) for text, cost in said["reasons"]),
        )

    def steps(self) -> dict[str, tuple[str, ...]]:
        """The rows about what would change the score, by label: value, gain, and what is enough if that is asked."""
        rows: list[list[str]] = self.page.evaluate(_STEPS)
        return {label: tuple(text.replace("\u00a0", " ") for text in texts) for label, _, *texts in rows}

    def steps_expected(self, values: Values, refused: frozenset[Source] = frozenset()) -> dict[str, tuple[str, ...]]:
        """The same as Python says it."""
        score = self.card.score(self.card.registry.read(values, refused))
        short = self.card.cut_off is not None and score < self.card.cut_off
        plan = Plan(self.card)
        found = {}
        for name, step in steps(self.card, values, refused).items():
            field = plan.characteristic(name)
            none = WORDS["no_gain"].into(self.language)
            texts = [none, ""] if step.value is None else [self._number(field, step.value), f"+{step.gain}"]
            if short:
                enough = WORDS["at_value"].into(self.language)
                no = WORDS["not_alone"].into(self.language)
                texts.append(no if step.alone is None else enough.format(self._number(field, step.alone)))
            found[field.label.into(self.language)] = tuple(texts)
        return found

    def _tabbed(self) -> Iterator[str]:
        """The ids that the tab key reaches, as names of fields where they are one's own."""
        names = Plan(self.card).blame
        while True:
            self.page.keyboard.press("Tab")
            at = str(self.page.evaluate("document.activeElement.id || document.activeElement.type"))
            if at == "reset":
                return
            _, _, place = at.removesuffix("-choice").partition("field-")
            named = bool(place) and (not at.endswith("-choice") or self.entry(names[int(place)]).count() == 0)
            yield names[int(place)] if named else ""

    def _written(self, field: Characteristic, value: object) -> str:
        """As people write it: 18,000 in English, 18.000 in Dutch; a category by its first letters."""
        return number_text(float(str(value)), self.language) if field.kind is Kind.NUMERIC else str(value)

    def _number(self, field: Characteristic, value: float) -> str:
        return with_unit(number_text(value, self.language), field.unit, self.language)

    def _place(self, name: str) -> int:
        return Plan(self.card).blame.index(name)
