"""Changes to the cards of the test vectors that every reader must refuse."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.artefact.card_json import card_bytes
from tests.support.crossed_card import CROSSED
from tests.support.spec_cards import TINY

__all__ = ["FORGERIES", "Forgery"]

Place = Sequence[str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgery:
    """A change to a card that every reader must refuse: the value at a path, or nothing where it is removed."""

    what: str
    at: Place
    value: object = None
    remove: bool = False
    card: str = "tiny"

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

_CROSSED = json.loads(card_bytes(CROSSED))
_SLICES, _HOMES = ("entries", 0, "slices"), ("entries", 1, "slices")
_USES, _TABLE = _CROSSED["entries"][0]["slices"], ("entries", 0, "slices", 0, "attributes")
_BY_HOME = _CROSSED["entries"][1]["slices"]
_ANY_LINE = {"test": "any"}
_ANY = {**_ANY_LINE, "points": 1, "goods": 0, "bads": 0}


def _crossed(what: str, at: Place, value: object = None, *, remove: bool = False) -> Forgery:
    return Forgery(card="crossed", what=what, at=at, value=value, remove=remove)


_ONE_WAY: tuple[Forgery, ...] = (
    Forgery(what="another kind of document", at=("kind",), value="scorecard"),
    Forgery(what="a later format", at=("format",), value=3),
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

_CROSSINGS: tuple[Forgery, ...] = (
    _crossed("crossings in format 1", ("format",), 1),
    _crossed(
        "a crossing of three",
        ("entries", 0, "characteristics"),
        ["card_utilisation", "months_since_arrear", "buffer_months"],
    ),
    _crossed("an entry of nothing", ("entries", 3, "characteristics"), []),
    _crossed(
        "a crossing of one characteristic with itself",
        ("entries", 0, "characteristics"),
        ["card_utilisation", "card_utilisation"],
    ),
    _crossed(
        "a choosing characteristic that is not declared",
        ("entries", 0, "characteristics"),
        ["rent", "months_since_arrear"],
    ),
    _crossed(
        "a choosing characteristic that is only an input",
        ("entries", 1, "characteristics"),
        ["net_monthly_income", "surplus"],
    ),
    _crossed(
        "a choosing characteristic with a second entry",
        ("entries", 1, "characteristics"),
        ["card_utilisation", "surplus"],
    ),
    _crossed("a crossing without a naming", ("entries", 0, "naming"), remove=True),
    _crossed("a naming without a code", ("entries", 0, "naming", "code"), remove=True),
    _crossed("a naming in one language", ("entries", 0, "naming", "label", "nl"), remove=True),
    _crossed("a naming without words", ("entries", 0, "naming", "reason", "en"), " "),
    _crossed("an unknown key of a naming", ("entries", 0, "naming", "reason_missing"), {"en": "none", "nl": "geen"}),
    _crossed("a naming of a one-way entry", ("entries", 3, "naming"), _CROSSED["entries"][0]["naming"]),
    _crossed("the code of a characteristic", ("entries", 0, "naming", "code"), "R07"),
    _crossed("the code of another crossing", ("entries", 0, "naming", "code"), "X02"),
    _crossed("lines beside the slices", ("entries", 0, "attributes"), _USES[0]["attributes"]),
    _crossed("no slices", ("entries", 0, "slices"), remove=True),
    _crossed("one slice", _SLICES, [{"when": _ANY_LINE, "attributes": _USES[0]["attributes"]}]),
    _crossed("a slice without its line", (*_SLICES, 0, "when"), remove=True),
    _crossed("a slice without lines", (*_SLICES, 0, "attributes"), []),
    _crossed("points of a slice", (*_SLICES, 0, "when", "points"), 1),
    _crossed("a neutral slice", (*_SLICES, 4, "when", "neutral"), value=True),
    _crossed("an unknown key of a slice", (*_SLICES, 0, "points"), 1),
    _crossed("a gap between slices", (*_SLICES, 1, "when", "lower"), 0.4),
    _crossed("slices that overlap", (*_SLICES, 1, "when", "lower"), 0.2),
    _crossed("a first slice that is closed below", (*_SLICES, 0, "when", "lower"), 0),
    _crossed("a last slice that is closed above", (*_SLICES, 2, "when", "upper"), 2),
    _crossed("slices out of order", _SLICES, [_USES[1], _USES[0], *_USES[2:]]),
    _crossed("no slice for missing", (*_SLICES, 4), remove=True),
    _crossed("no slice for a declared code", (*_SLICES, 3), remove=True),
    _crossed("a slice for a code that is not declared", (*_SLICES, 3, "when", "labels"), ["-7"]),
    _crossed("two slices for missing", _SLICES, [*_USES, _USES[4]]),
    _crossed(
        "a slice for a refused source that is not optional",
        _SLICES,
        [*_USES, {"when": {"test": "not-provided"}, "attributes": [_ANY]}],
    ),
    _crossed("a slice of any", (*_SLICES, 4, "when"), _ANY_LINE),
    _crossed("no slice for others", (*_HOMES, 2), remove=True),
    _crossed("a slice of categories after others", _HOMES, [_BY_HOME[0], _BY_HOME[2], _BY_HOME[1], _BY_HOME[3]]),
    _crossed("a category in two slices", (*_HOMES, 1, "when", "labels"), ["owner", "lodger", "tenant"]),
    _crossed("a slice of categories of a number", (*_SLICES, 0, "when"), {"test": "categories", "labels": ["low"]}),
    _crossed("an interval as a slice of a category", (*_HOMES, 0, "when"), {"test": "interval", "upper": 1}),
    _crossed("a gap in the table of one slice", (*_TABLE, 1, "lower"), 18),
    _crossed("a table of one slice without missing", (*_TABLE, 4), remove=True),
    _crossed("a table of one slice without a declared code", (*_TABLE, 2), remove=True),
    _crossed("any beside other lines", _TABLE, [*_USES[0]["attributes"], _ANY]),
    _crossed("any twice", _TABLE, [_ANY, _ANY]),
    _crossed("any with a label", (*_SLICES, 2, "attributes", 0, "labels"), ["-8"]),
    _crossed("any with an end", (*_SLICES, 2, "attributes", 0, "lower"), 0),
    _crossed("any in a one-way entry", ("entries", 3, "attributes"), [{**_ANY, "points": 12}]),
    _crossed("a crossed field of an optional source", ("registry", "characteristics", 0, "source"), "bank"),
    _crossed(
        "neutral lines only, in every slice",
        _SLICES,
        [{**each, "attributes": [{**line, "neutral": True} for line in each["attributes"]]} for each in _USES],
    ),
    _crossed("the most points of one slice as the maximum", ("entries", 0, "references", "maximum"), "25"),
)

FORGERIES: tuple[Forgery, ...] = (*_ONE_WAY, *_CROSSINGS)
