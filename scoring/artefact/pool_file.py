"""A pool of near-equal cards in one document: for each, its digest and what differs from the chosen card.

The entries that a card shares with the chosen one are named and not repeated; declarations, scale, cut-off and
development record are the chosen card's. The table of probabilities follows from the scale, and is not written at all
but recomputed and checked by the digest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.artefact.canonical import canonical, read_json
from scoring.artefact.card_json import FORMATS, card_digest
from scoring.artefact.entry_json import entry_document, entry_from_document
from scoring.artefact.files import write_bytes
from scoring.artefact.table import Table
from scoring.domain.card import Card, PdTable
from scoring.domain.entry import Entry
from scoring.domain.errors import CardError, InputError
from scoring.domain.scale import Scale

__all__ = ["Pooled", "read_pool", "write_pool"]

KIND = "counterscore-pool"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """One card of a pool, and how it stands to the chosen card.

    Attributes
    ----------
    card
        A full card.
    loss_above, loss_above_error
        Out-of-fold log-loss above the chosen card's, paired, and its standard error.
    distance
        Mean absolute difference of out-of-fold log-odds to the chosen card.
    """

    card: Card
    loss_above: float
    loss_above_error: float
    distance: float


def write_pool(chosen: Card, pool: Sequence[Pooled], tolerance: float, path: Path) -> None:
    """Write the document, whole or not at all."""
    own = {entry.characteristic: entry for entry in chosen.entries}
    document = {
        "kind": KIND,
        "format": FORMAT,
        "chosen": card_digest(chosen),
        "tolerance": tolerance,
        "cards": [_write(each, own) for each in pool],
    }
    write_bytes(path, canonical(document))


def _write(each: Pooled, own: Mapping[str, Entry]) -> dict[str, object]:
    return {
        "digest": card_digest(each.card),
        "loss_above": round(each.loss_above, 9),
        "loss_above_error": round(each.loss_above_error, 9),
        "distance": round(each.distance, 9),
        "initial_points": each.card.initial_points,
        "entries": [
            entry.characteristic if own.get(entry.characteristic) == entry else entry_document(entry)
            for entry in each.card.entries
        ],
    }


def read_pool(path: Path, chosen: Card, pd_table: Callable[[Scale, int, int], PdTable]) -> tuple[Pooled, ...]:
    """The full cards of a pool.

    Parameters
    ----------
    chosen
        The card that the pool was written beside.
    pd_table
        Computes the table of probabilities from a scale and the ends of the scores.

    Raises
    ------
    FileError, CardError
        If the file is no pool, belongs to another card, or a card is not the one whose digest it has.
    """
    table = Table(read_json(path), path.name, CardError)
    if table.text("kind", "") != KIND or table.integer("format") != FORMAT:
        raise table.broken("is not a pool of cards", remedy="Give the file that 'fit --pool' wrote")
    if table.text("chosen") != card_digest(chosen):
        raise table.broken("belongs to another card", remedy="Give the card that it was written beside")
    table.number("tolerance")
    found = tuple(_read(item, chosen, pd_table) for item in table.items("cards", "card"))
    table.close()
    return found


def _read(table: Table, chosen: Card, pd_table: Callable[[Scale, int, int], PdTable]) -> Pooled:
    digest = table.text("digest")
    own = {entry.characteristic: entry for entry in chosen.entries}
    entries = []
    for number, item in enumerate(table.array("entries"), start=1):
        if isinstance(item, str):
            if item not in own:
                raise table.broken(f"names an entry '{item}' that the chosen card does not have")
            entries.append(own[item])
        else:
            entries.append(entry_from_document(Table(item, f"{table.where}, entry {number}", CardError), FORMATS[-1]))
    initial = table.integer("initial_points")
    lowest = initial + sum(entry.least for entry in entries)
    highest = initial + sum(entry.most for entry in entries)
    try:
        card = replace(
            chosen,
            initial_points=initial,
            entries=tuple(entries),
            pd_table=pd_table(chosen.scale, lowest, highest),
        )
    except InputError as error:
        raise CardError(error.what, where=table.where, remedy=error.remedy) from None
    if card_digest(card) != digest:
        raise table.broken("is not the card that its digest names", remedy="The pool was edited; fit it again")
    pooled = Pooled(
        card=card,
        loss_above=table.number("loss_above"),
        loss_above_error=table.number("loss_above_error"),
        distance=table.number("distance"),
    )
    table.close()
    return pooled
