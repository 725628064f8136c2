"""One entry of a card as plain JSON values, and back; a part of docs/spec/card.md."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from scoring.artefact.canonical import whole
from scoring.artefact.table import Table
from scoring.domain.entry import Attribute, Entry, Naming, References, Slice
from scoring.domain.errors import CardError
from scoring.domain.line import Line, Test

__all__ = ["entry_document", "entry_from_document"]


def entry_document(entry: Entry) -> dict[str, object]:
    """One entry as plain JSON values."""
    references = entry.references
    document: dict[str, object] = {
        "characteristics": list(entry.characteristics),
        "references": {
            "maximum": str(references.maximum),
            "population": str(references.population),
            "just_passing": None if references.just_passing is None else str(references.just_passing),
        },
    }
    if entry.naming is None:
        document["attributes"] = [_write_attribute(attribute) for attribute in entry.attributes]
        return document
    naming = entry.naming
    document["naming"] = {
        "code": naming.code,
        "label": {"en": naming.label.en, "nl": naming.label.nl},
        "reason": {"en": naming.reason.en, "nl": naming.reason.nl},
    }
    document["slices"] = [
        {
            "when": _write_line(each.when) if each.when is not None else None,
            "attributes": [_write_attribute(attribute) for attribute in each.attributes],
        }
        for each in entry.slices
    ]
    return document


def _write_line(line: Line) -> dict[str, object]:
    document: dict[str, object] = {"test": line.test.value}
    if line.test is Test.INTERVAL:
        document["lower"] = None if line.lower is None else whole(line.lower)
        document["upper"] = None if line.upper is None else whole(line.upper)
    if line.labels:
        document["labels"] = list(line.labels)
    return document


def _write_attribute(attribute: Attribute) -> dict[str, object]:
    document = _write_line(attribute)
    document |= {"points": attribute.points, "goods": whole(attribute.goods), "bads": whole(attribute.bads)}
    if attribute.neutral:
        document["neutral"] = True
    return document


def entry_from_document(table: Table, number: int) -> Entry:
    """The entry in a table of format ``number``."""
    names = table.words("characteristics")
    most = 1 if number == 1 else 2
    if not 1 <= len(names) <= most:
        raise table.broken(
            f"has {len(names)} characteristics",
            remedy=f"Format {number} has {'one name here' if most == 1 else 'one name here, or two for a crossing'}",
        )
    table.where = f"{table.where}, '{names[-1]}'"
    if len(names) == 1:
        slices: tuple[Slice, ...] = (Slice(attributes=_read_attributes(table)),)
    else:
        slices = tuple(_read_slice(item) for item in table.items("slices", "table"))
    entry = Entry(
        characteristic=names[-1],
        by=names[0] if len(names) == 2 else None,
        slices=slices,
        naming=_read_naming(table.table("naming")) if len(names) == 2 else None,
        references=_read_references(table.table("references")),
    )
    table.close()
    return entry


def _read_naming(table: Table) -> Naming:
    naming = Naming(code=table.text("code"), label=table.texts("label"), reason=table.texts("reason"))
    table.close()
    return naming


def _read_slice(table: Table) -> Slice:
    made = Slice(when=_read_line(table.table("when")), attributes=_read_attributes(table))
    table.close()
    return made


def _read_line(table: Table) -> Line:
    try:
        line = Line(
            test=table.choice("test", Test),
            lower=table.optional_number("lower"),
            upper=table.optional_number("upper"),
            labels=table.words("labels"),
        )
    except CardError as error:
        raise CardError(error.what, where=error.where or table.where, remedy=error.remedy) from None
    table.close()
    return line


def _read_attributes(table: Table) -> tuple[Attribute, ...]:
    return tuple(_read_attribute(item) for item in table.items("attributes", "attribute"))


def _read_attribute(table: Table) -> Attribute:
    try:
        attribute = Attribute(
            test=table.choice("test", Test),
            lower=table.optional_number("lower"),
            upper=table.optional_number("upper"),
            labels=table.words("labels"),
            points=table.integer("points"),
            goods=table.number("goods"),
            bads=table.number("bads"),
            neutral=table.boolean("neutral"),
        )
    except CardError as error:
        raise CardError(error.what, where=error.where or table.where, remedy=error.remedy) from None
    table.close()
    return attribute


def _read_references(table: Table) -> References:
    references = References(
        maximum=_decimal(table, "maximum"),
        population=_decimal(table, "population"),
        just_passing=_decimal(table, "just_passing") if table.has("just_passing") else None,
    )
    table.close()
    return references


def _decimal(table: Table, key: str) -> Decimal:
    text = table.text(key)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise table.broken(f"'{key}' is not a decimal number") from None
    if not number.is_finite():
        raise table.broken(f"'{key}' is not a finite number")
    return number
