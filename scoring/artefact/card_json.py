"""The card as one canonical JSON document; specified in docs/spec/card.md.

Format 1 has one-way tables only; format 2 has crossings too. A card is written in the lowest format that can say it,
so that the digest of a card never changes because a later format exists.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

from scoring.artefact.canonical import canonical, digest, read_json, whole
from scoring.artefact.declaration import read_field, write_field
from scoring.artefact.entry_json import entry_document, entry_from_document
from scoring.artefact.files import write_bytes
from scoring.artefact.table import Table
from scoring.domain.card import Card, Development, PdTable
from scoring.domain.errors import CardError, InputError, Refusal
from scoring.domain.registry import Profile, Registry
from scoring.domain.scale import Scale

__all__ = [
    "FORMATS",
    "card_bytes",
    "card_digest",
    "card_from_document",
    "read_card",
    "write_card",
]

FORMATS = (1, 2)
KIND = "counterscore-card"


def card_bytes(card: Card) -> bytes:
    """The canonical bytes: equal cards have equal bytes, and the digest is over them."""
    return canonical(_document(card))


def card_digest(card: Card) -> str:
    """The card's name for ever: ``sha256:`` over its canonical bytes."""
    return digest(card_bytes(card))


def write_card(card: Card, path: Path) -> str:
    """Write the card and return its digest."""
    data = card_bytes(card)
    write_bytes(path, data)
    return digest(data)


def read_card(path: Path) -> Card:
    """The card in a file.

    Raises
    ------
    FileError, CardError
        If the file is no JSON, no card, of an unknown format, or does not add up.
    """
    return card_from_document(read_json(path), path.name)


def card_from_document(document: object, where: str = "card") -> Card:
    """The card in a parsed document.

    Raises
    ------
    CardError
        If it is no card, of an unknown format, or does not add up.
    ForbiddenField, NotServable
        If it declares what may never be declared, or claims the servable profile without what that needs.
    """
    table = Table(document, where, CardError)
    if table.text("kind", "") != KIND:
        raise table.broken("is not a Counterscore card", remedy="Give the card.json that 'fit' wrote")
    if (number := table.integer("format")) not in FORMATS:
        known = " and ".join(map(str, FORMATS))
        remedy = f"This version reads the formats {known}; update counterscore"
        raise table.broken(f"has format {number}", remedy=remedy)
    try:
        card = Card(
            registry=_read_registry(table.table("registry")),
            scale=_read_scale(table.table("scale")),
            initial_points=table.integer("initial_points"),
            entries=tuple(entry_from_document(item, number) for item in table.items("entries", "entry")),
            pd_table=_read_pd_table(table.table("pd_table")),
            cut_off=table.integer("cut_off") if table.has("cut_off") else None,
            band=table.integer("band"),
            development=_read_development(table.table("development")),
        )
    except InputError as error:
        raise CardError(error.what, where=error.where or where, remedy=error.remedy) from None
    except Refusal as error:
        error.where = error.where or where
        raise
    table.close()
    return card


def _document(card: Card) -> dict[str, object]:
    return {
        "kind": KIND,
        "format": FORMATS[any(entry.by is not None for entry in card.entries)],
        "registry": {
            "profile": card.registry.profile.value,
            "title": {"en": card.registry.title.en, "nl": card.registry.title.nl},
            "approver": card.registry.approver,
            "characteristics": [write_field(field) for field in card.registry.characteristics],
            "inputs": [write_field(field) for field in card.registry.inputs],
        },
        "scale": {"base": whole(card.scale.base), "odds": whole(card.scale.odds), "pdo": whole(card.scale.pdo)},
        "initial_points": card.initial_points,
        "entries": [entry_document(entry) for entry in card.entries],
        "pd_table": {"lowest": card.pd_table.lowest, "pds": list(card.pd_table.pds)},
        "cut_off": card.cut_off,
        "band": card.band,
        "development": {
            "target": card.development.target,
            "bad": card.development.bad,
            "rows": card.development.rows,
            "goods": whole(card.development.goods),
            "bads": whole(card.development.bads),
            "seed": card.development.seed,
            "data_digest": card.development.data_digest,
        },
    }


def _read_registry(table: Table) -> Registry:
    registry = Registry(
        profile=table.choice("profile", Profile),
        title=table.texts("title"),
        approver=table.text("approver"),
        characteristics=tuple(read_field(item) for item in table.items("characteristics", "characteristic")),
        inputs=tuple(read_field(item) for item in table.items("inputs", "input")),
    )
    table.close()
    return registry


def _read_scale(table: Table) -> Scale:
    scale = Scale(base=table.number("base"), odds=table.number("odds"), pdo=table.number("pdo"))
    table.close()
    return scale


def _read_pd_table(table: Table) -> PdTable:
    pd_table = PdTable(lowest=table.integer("lowest"), pds=table.words("pds"))
    for text in pd_table.pds:
        try:
            inside = 0 < Decimal(text) < 1
        except InvalidOperation:
            inside = False
        if not inside:
            raise table.broken("a probability is not a decimal number between 0 and 1")
    table.close()
    return pd_table


def _read_development(table: Table) -> Development:
    development = Development(
        target=table.text("target"),
        bad=table.text("bad"),
        rows=table.integer("rows"),
        goods=table.number("goods"),
        bads=table.number("bads"),
        seed=table.integer("seed"),
        data_digest=table.text("data_digest"),
    )
    table.close()
    return development
