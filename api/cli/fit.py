"""``scaffold``, ``fit`` and ``evaluate``: from a file to a card, and what the card is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, CardPath, DataPath, SeedOption, emit, keep_inputs, need, progress, require_extra
from scoring.artefact.card_json import card_digest, read_card, write_card
from scoring.artefact.characteristics_file import read_characteristics
from scoring.artefact.files import write_bytes
from scoring.domain.errors import InputError

__all__ = ["evaluate", "fit", "register", "scaffold"]

Target = Annotated[str, typer.Option("--target", metavar="COL", help="The outcome column.")]
Bad = Annotated[str, typer.Option("--bad", metavar="VALUE", help="The value of the outcome that means bad.")]
Weight = Annotated[str | None, typer.Option("--weight", metavar="COL", help="Column of positive sample weights.")]
Exclude = Annotated[list[str] | None, typer.Option("--exclude", metavar="COL=VALUE", help="Leave out these rows.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (scaffold, fit, evaluate):
        app.command()(command)


def scaffold(
    data: DataPath,
    target: Target,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The characteristics file to write.")],
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", metavar="COL", help="A column that tells of the outcome.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a characteristics file for any table, with what a person must decide left open."""
    from scoring.tabular.scaffold import scaffold as draft
    from scoring.tabular.source import open_data

    if out.exists():
        raise InputError("the file is already there", where=str(out), remedy="Choose another name; nothing was written")
    with open_data(data) as file:
        write_bytes(out, draft(file, target, leave_out or ()).encode())
    emit(
        {"file": str(out)}, f"wrote {out}; read it, fill in what it asks, then run 'counterscore fit'", as_json=as_json
    )


def fit(
    data: DataPath,
    characteristics: Annotated[Path, typer.Option("--characteristics", metavar="FILE", help="What may be read.")],
    target: Target,
    bad: Bad,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The card to write.")],
    max_attributes: Annotated[int, typer.Option("--max-attributes", help="Most lines per table.", min=1, max=50)] = 8,
    seed: SeedOption = 0,
    weight: Weight = None,
    cut_off: Annotated[int | None, typer.Option("--cut-off", metavar="SCORE", help="The lowest passing score.")] = None,
    band: Annotated[
        int, typer.Option("--band", help="Points above the cut-off that count as just passing.", min=1)
    ] = 20,
    exclude: Exclude = None,
    as_json: AsJson = False,
) -> None:
    """Fit a card, certify it, and write it as one JSON document."""
    require_extra("train", "sklearn")
    from scoring.engine.certificate import certify
    from scoring.engine.fit import Origin, fit_card
    from scoring.engine.options import FitOptions
    from scoring.tabular.development import read_development
    from scoring.tabular.source import open_data

    keep_inputs([out], [data, characteristics])
    registry = read_characteristics(need(characteristics))
    with open_data(data) as file, progress(f"fitting {data.name}"):
        sample = read_development(file, registry, target=target, bad=bad, weight=weight, exclude=exclude or [])
        fitted = fit_card(
            sample.table,
            registry,
            sample.bad,
            weight=sample.weight,
            options=FitOptions(max_attributes=max_attributes, seed=seed, cut_off=cut_off, band=band),
            origin=Origin(target=target, bad=bad, data_digest=file.digest),
        )
    certificate = certify(fitted.card)
    certificate.demand()
    digest = write_card(fitted.card, out)
    document = {
        "card": str(out),
        "digest": digest,
        "profile": registry.profile.value,
        "rows": fitted.card.development.rows,
        "entries": len(fitted.card.entries),
        "attributes": sum(len(entry.attributes) for entry in fitted.card.entries),
        "scores": [fitted.card.lowest, fitted.card.highest],
        "not_used": list(sample.table.not_used),
        "warnings": list(fitted.warnings),
    }
    lines = [
        f"wrote {out}",
        f"digest {digest}",
        (
            f"{document['rows']} rows, {document['entries']} tables with {document['attributes']} lines, "
            f"scores from {fitted.card.lowest} to {fitted.card.highest}"
        ),
    ]
    if sample.table.not_used:
        lines.append(f"not used: {', '.join(sample.table.not_used)}")
    lines += [f"warning: {warning}" for warning in fitted.warnings]
    emit(document, "\n".join(lines), as_json=as_json)


def evaluate(
    card: CardPath,
    data: DataPath,
    target: Target,
    bad: Bad,
    weight: Weight = None,
    exclude: Exclude = None,
    seed: SeedOption = 0,
    as_json: AsJson = False,
) -> None:
    """Measure a card on a file: ranking and calibration, each with its interval."""
    from scoring.batch.score import score_table
    from scoring.engine.evaluation import evaluate as measure
    from scoring.tabular.development import read_development
    from scoring.tabular.source import open_data

    model = read_card(card)
    with open_data(data) as file, progress(f"evaluating on {data.name}"):
        sample = read_development(file, model.registry, target=target, bad=bad, weight=weight, exclude=exclude or [])
        sample.table.refuse_invalid()
        scores = score_table(model, sample.table)
        result = measure(scores.score, scores.pd, sample.bad, sample.weight, seed=seed)
    document = {"card": card_digest(model), "data": str(data), "data_digest": file.digest, **result.to_document()}
    emit(document, result.to_text(), as_json=as_json)
