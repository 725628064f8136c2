"""``decisions export``: the service's decisions as a file for an audit, without the persons."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.evidence import configured
from api.cli.output import AsJson, emit, keep_inputs
from api.cli.serve import SettingsFile
from scoring.artefact.files import refuse_unwritable, write_bytes

if TYPE_CHECKING:
    from api.services.export_decisions import Exported

__all__ = ["columns_of", "register"]

decisions = typer.Typer(help="The decisions of the configured service.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    decisions.command("export")(export)
    app.add_typer(decisions, name="decisions")


def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV or Parquet file of decisions to write.")],
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help="What it is for; the log keeps it.")],
    tenant: Annotated[str | None, typer.Option("--tenant", metavar="ID", help="One lender's only.")] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping", metavar="FILE", help="Also write which pseudonym is whose (CSV): personal, to join groups."
        ),
    ] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Write every decision under a pseudonym of its person, with what came of it. The log keeps that it was done."""
    from api.services.export_decisions import export_decisions
    from scoring.batch.write import refuse_unwritable_table, write_columns

    refuse_unwritable_table(out)
    keep_inputs([out] if mapping is None else [out, mapping], [settings])
    if mapping is not None:  # the pseudonyms of this export are never made again
        refuse_unwritable(mapping)
    with configured(settings) as context:
        found = export_decisions(context, tenant=tenant, purpose=purpose, mapped=mapping is not None)
    write_columns(columns_of(found.rows), out)
    lines = [f"wrote {len(found.rows)} decisions to {out}, the values of {found.erased} are erased"]
    if mapping is not None:
        write_bytes(mapping, _mapping_file(found.mapping), mode=0o600)
        lines.append(f"wrote {mapping}: personal data, for whoever joins the groups, and for nobody else")
    document = {
        "decisions": len(found.rows),
        "erased": found.erased,
        "written": str(out),
        "mapping": None if mapping is None else str(mapping),
    }
    emit(document, "\n".join(lines), as_json=as_json)


def columns_of(rows: Sequence[Exported]) -> dict[str, Any]:
    """The columns of a file of decisions, by the names of its schema; what is not known is empty.

    Outcomes are: the service decides, and never hears how a credit went.
    """
    import numpy as np

    def texts(values: Sequence[str | None]) -> Any:  # noqa: ANN401 - an array
        column = np.empty(len(values), dtype=object)
        column[:] = values
        return column

    def whole(values: Sequence[int | None]) -> Any:  # noqa: ANN401 - an array
        return np.ma.masked_array([value or 0 for value in values], mask=[value is None for value in values])

    reasons = {
        f"reason_{place + 1}": texts([row.reasons[place] if place < len(row.reasons) else None for row in rows])
        for place in range(4)
    }
    return {
        "id": texts([row.id for row in rows]),
        "decided_at": texts([row.decided_at for row in rows]),
        "card": texts([row.card for row in rows]),
        "score": whole([row.score for row in rows]),
        "pd": np.array([float(row.pd) for row in rows]),
        "approved": whole([int(row.approved) for row in rows]),
        "outcome": whole([None] * len(rows)),
        **reasons,
        "referred": whole([int(row.referred) for row in rows]),
        "appealed": whole([int(row.appealed) for row in rows]),
        "overturned": whole([int(row.overturned) for row in rows]),
        "reviewer": texts([row.reviewer for row in rows]),
        "days_to_review": whole([row.days_to_review for row in rows]),
        "consent_refused": whole([int(row.consent_refused) for row in rows]),
    }


def _mapping_file(mapping: Mapping[str, str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([("id", "subject"), *mapping.items()])
    return text.getvalue().encode()
