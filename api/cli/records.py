"""``counterscore characteristics``: from a folder of records to what a card may read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, emit, keep_inputs, progress

__all__ = ["characteristics", "register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(characteristics)


def characteristics(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder of applications, register and bank records.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV or Parquet file to write.")],
    as_json: AsJson = False,
) -> None:
    """Compute every characteristic from records, as of each person's day of observation."""
    import numpy as np

    from scoring.batch.record_folder import record_paths
    from scoring.batch.records import read_records
    from scoring.batch.write import refuse_unwritable_table, write_columns
    from scoring.records.bank import NOT_SHARED
    from scoring.records.characteristics import characteristics as compute
    from scoring.records.register import CONTESTABLE

    keep_inputs([out], record_paths(folder))
    refuse_unwritable_table(out)
    with progress(f"reading {folder.name}"):
        read = read_records(folder)
        columns = compute(read.applications, read.contracts, read.events, read.accounts, read.transactions)
        write_columns({"person": read.person, **columns}, out)
    persons = len(read.person)
    found = int((~np.isnan(columns["open_arrears"])).sum())
    shared = int((columns["failed_debits"] != NOT_SHARED).sum())
    contestable = (columns["open_arrears"] == CONTESTABLE) | (columns["months_since_recovery"] == CONTESTABLE)
    document = {
        "written": str(out),
        "persons": persons,
        "register": {"found": found, "not_found": persons - found},
        "bank": {"shared": shared, "not_shared": persons - shared},
        "contestable_arrears": int(contestable.sum()),
        "not_used": list(read.not_used),
    }
    lines = [
        f"wrote {persons} persons to {out}",
        f"register: {found} found, {persons - found} not found",
        f"bank: {shared} shared, {persons - shared} not shared",
        f"contestable arrears: {document['contestable_arrears']} persons, whom somebody has to look at",
    ]
    if read.not_used:
        lines.append(f"not used: {', '.join(read.not_used)}")
    emit(document, "\n".join(lines), as_json=as_json)
