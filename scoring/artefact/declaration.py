"""One declared field as a table of a document: the same keys in the characteristics file and in the card."""

from __future__ import annotations

from scoring.artefact.canonical import whole
from scoring.artefact.table import Table
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
from scoring.domain.errors import DeclarationError, ForbiddenField
from scoring.domain.formula import Formula
from scoring.domain.text import Text

__all__ = ["read_field", "write_field"]


def read_field(table: Table) -> Characteristic:
    """The declaration in a table.

    Raises
    ------
    DeclarationError
        Naming the place, the key and the remedy.
    ForbiddenField
        If the name may never be declared.
    """
    name = table.text("name")
    table.where = f"{table.where}, '{name}'"
    source = table.choice("source", Source) if table.has("source") else None
    category = table.choice("category", Category) if table.has("category") else None
    try:
        label = table.texts("label", Text.same(name))
        field = Characteristic(
            name=name,
            code=table.text("code", ""),
            label=label,
            kind=table.choice("kind", Kind, Kind.NUMERIC),
            category=category,
            source=source,
            unit=table.phrase("unit") if table.has("unit") else None,
            range=_read_range(table),
            categories=table.words("categories"),
            category_labels=tuple(table.phrases("category_labels").items()),
            direction=table.choice("direction", Direction, Direction.NONE),
            special=_read_special(table),
            not_provided=table.text("not_provided") if table.has("not_provided") else None,
            missing=table.choice("missing", MissingPolicy, default_missing(category, source)),
            formula=Formula(table.text("derived")) if table.has("derived") else None,
            actionable=_read_actionable(table),
            necessity=table.text("necessity", ""),
            reason=table.texts("reason", label),
            reason_missing=table.texts("reason_missing", _unknown(label)),
        )
    except DeclarationError as error:
        raise error if error.where else table.broken(error.what, error.remedy) from None
    except ForbiddenField as error:
        raise ForbiddenField(error.field, rule=error.rule, source=error.source, where=table.where) from None
    table.close()
    return field


def default_missing(category: Category | None, source: Source | None) -> MissingPolicy:
    """Neutral for repayment history and the register: the absence of a record is unknown, not good or bad."""
    if category is Category.REPAYMENT_HISTORY or source is Source.REGISTER:
        return MissingPolicy.NEUTRAL
    return MissingPolicy.OWN


def write_field(field: Characteristic) -> dict[str, object]:
    """The table of a declaration; reading it back gives an equal declaration."""
    table: dict[str, object] = {
        "name": field.name,
        "code": field.code or None,
        "label": _write_text(field.label),
        "kind": field.kind.value,
        "category": field.category.value if field.category else None,
        "source": field.source.value if field.source else None,
        "unit": _write_text(field.unit) if field.unit else None,
        "range": [whole(end) for end in field.range] if field.range else None,
        "categories": list(field.categories) or None,
        "category_labels": {name: _write_text(label) for name, label in field.category_labels} or None,
        "direction": field.direction.value,
        "special": {special.code: _write_special(special) for special in field.special} or None,
        "not_provided": field.not_provided,
        "missing": field.missing.value,
        "derived": field.formula.text if field.formula else None,
        "actionable": _write_actionable(field.actionable) if field.actionable else None,
        "necessity": field.necessity or None,
        "reason": _write_text(field.reason),
        "reason_missing": _write_text(field.reason_missing),
    }
    return {key: value for key, value in table.items() if value is not None}


def _read_special(table: Table) -> tuple[Special, ...]:
    """Codes with their meaning; ``refers = true`` beside the two languages marks a fact in dispute."""
    if not table.has("special"):
        table.array("special")  # null is read as absent
        return ()
    inner = table.table("special")
    found = []
    for code in inner.left:
        refers = inner.flag(code, "refers")
        found.append(Special(code=code, meaning=inner.phrase(code), refers=refers))
    return tuple(found)


def _write_special(special: Special) -> dict[str, object]:
    return {**_write_text(special.meaning), **({"refers": True} if special.refers else {})}


def _read_range(table: Table) -> tuple[float, float] | None:
    if not table.has("range"):
        return None
    ends = [table.as_number(end, "range") for end in table.array("range")]
    if len(ends) != 2:
        raise table.broken("'range' must have two numbers", remedy="Write range = [smallest, largest]")
    return (ends[0], ends[1])


def _read_actionable(table: Table) -> Actionable | None:
    if not table.has("actionable"):
        return None
    inner = table.table("actionable")
    direction = inner.choice("direction", Change)
    bound = inner.optional_number("min" if direction is Change.DOWN else "max")
    actionable = Actionable(
        direction=direction,
        step=inner.number("step"),
        bound=bound,
        months=inner.integer("months", 0),
        cost=inner.number("cost") if inner.has("cost") else 1.0,
        also=_read_also(inner),
    )
    inner.close()
    return actionable


def _read_also(table: Table) -> tuple[tuple[str, float], ...]:
    """Fields that a change sets besides, each with one number."""
    if not table.has("also"):
        table.array("also")  # null is read as absent
        return ()
    inner = table.table("also")
    return tuple((name, inner.number(name)) for name in inner.left)


def _write_actionable(actionable: Actionable) -> dict[str, object]:
    table: dict[str, object] = {
        "direction": actionable.direction.value,
        "step": whole(actionable.step),
        "months": actionable.months,
        "cost": whole(actionable.cost),
    }
    if actionable.bound is not None:
        table["min" if actionable.direction is Change.DOWN else "max"] = whole(actionable.bound)
    if actionable.also:
        table["also"] = {name: whole(value) for name, value in actionable.also}
    return table


def _write_text(text: Text) -> dict[str, str]:
    return {"en": text.en, "nl": text.nl}


def _unknown(label: Text) -> Text:
    return Text(en=f"{label.en}: not known", nl=f"{label.nl}: niet bekend")
