"""``pool``: list the near-equal cards that ``fit --pool`` wrote, and take one out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, CardPath, emit, keep_inputs, need, require_extra, table
from scoring.artefact.card_json import card_digest, read_card, write_card
from scoring.artefact.pool_file import Pooled, read_pool
from scoring.domain.card import Card
from scoring.domain.errors import InputError

__all__ = ["pool", "register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(pool)


def pool(
    card: CardPath,
    file: Annotated[Path, typer.Argument(metavar="POOL", help="The file that 'fit --pool' wrote.")],
    take: Annotated[
        str | None, typer.Option("--take", metavar="DIGEST", help="Write this card; the digest's beginning will do.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to write it.")] = None,
    as_json: AsJson = False,
) -> None:
    """List a pool of near-equal cards, each with its difference to the chosen card; or write one of them."""
    require_extra("train", "sklearn")
    from scoring.engine.pd_table import pd_table

    if (take is None) != (out is None):
        raise InputError("'--take' and '--out' belong together", remedy="Give both, or neither")
    chosen = read_card(card)
    cards = read_pool(need(file), chosen, pd_table)
    if take is None or out is None:
        rows = [_row(each, chosen) for each in cards]
        emit({"chosen": card_digest(chosen), "cards": rows}, _text(rows), as_json=as_json)
        return
    keep_inputs([out], [card, file])
    fitting = [each for each in cards if card_digest(each.card).removeprefix("sha256:").startswith(_plain(take))]
    if len(fitting) != 1:
        raise InputError(
            f"{len(fitting)} cards of the pool have a digest that begins with '{take}'",
            where=str(file),
            remedy="Give more of the digest; 'counterscore pool' lists them",
        )
    digest = write_card(fitting[0].card, out)
    emit({"card": str(out), "digest": digest}, f"wrote {out}\ndigest {digest}", as_json=as_json)


def _plain(digest: str) -> str:
    return digest.removeprefix("sha256:")


def _row(each: Pooled, chosen: Card) -> dict[str, object]:
    """How one card stands to the chosen one."""
    before = {characteristic.name for characteristic in chosen.scored}
    after = {characteristic.name for characteristic in each.card.scored}
    return {
        "digest": card_digest(each.card),
        "log_loss_above": each.loss_above,
        "standard_error": each.loss_above_error,
        "distance": each.distance,
        "lines": sum(len(entry.attributes) for entry in each.card.entries),
        "crossings": [list(entry.characteristics) for entry in each.card.entries if entry.by is not None],
        "left_out": sorted(before - after),
        "added": sorted(after - before),
    }


def _text(rows: list[dict[str, object]]) -> str:
    if not rows:
        return "the pool is empty: no card was found within the tolerance"
    lines: list[tuple[str, ...]] = [("card", "log-loss above", "standard error", "lines", "left out", "crossed")]
    lines += [
        (
            str(row["digest"]).removeprefix("sha256:")[:12],
            f"{row['log_loss_above']:+.5f}",
            f"{row['standard_error']:.5f}",
            str(row["lines"]),
            _names(row["left_out"]),
            "; ".join(" x ".join(pair) for pair in _lists(row["crossings"])) or "-",
        )
        for row in rows
    ]
    return table(lines, "<>>><<")


def _lists(value: object) -> list[list[str]]:
    return [list(map(str, item)) for item in value] if isinstance(value, list) else []


def _names(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) and value else "-"
