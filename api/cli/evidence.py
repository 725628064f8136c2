"""``verify``, ``log`` and ``replay``: evidence checked, offline and against the service's own database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, emit, need
from audits.ledger.receipt import TRUST, verify_receipt

__all__ = ["register", "verify"]

Vkey = Annotated[
    Path, typer.Option("--vkey", metavar="FILE", help="The log's verification key, from a place you trust.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(verify)


def verify(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT", help="A receipt.json.")],
    vkey: Vkey,
    as_json: AsJson = False,
) -> None:
    """Verify a receipt offline: no database, and never a key from the receipt."""
    proven = verify_receipt(need(receipt).read_bytes(), need(vkey).read_text(encoding="utf-8").strip())
    document = {
        "verified": True,
        "event": proven.event,
        "hour": proven.hour,
        "card": proven.card,
        "policy": proven.policy,
        "log": proven.origin,
        "index": proven.index,
        "size": proven.size,
        "disclosed": dict(proven.disclosed),
        "trust": TRUST,
    }
    lines = [
        f"verified: {proven.event} of {proven.hour}, entry {proven.index} of {proven.size} in {proven.origin}",
        *[f"  {name}: {value}" for name, value in proven.disclosed.items()],
        TRUST,
    ]
    emit(document, "\n".join(lines), as_json=as_json)
