"""``score``, ``explain``, ``recourse`` and ``agreement``: the card at work on a file."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, CardPath, DataPath, Lang, emit, keep_inputs, progress, require_extra
from api.cli.show import explanation_document, explanation_text, references_document, references_text
from api.cli.show_agreement import agreement_document, agreement_text
from api.cli.show_recourse import recourse_document, recourse_text
from scoring.artefact.card_json import card_digest, read_card
from scoring.domain.reason import Basis
from scoring.domain.text import Language

__all__ = ["Reference", "agreement", "explain", "recourse", "register", "score"]


class Reference(StrEnum):
    """What losses are measured from, or every reference side by side."""

    MAXIMUM = Basis.MAXIMUM.value
    JUST_PASSING = Basis.JUST_PASSING.value
    POPULATION = Basis.POPULATION.value
    ALL = "all"


class ScoringEngine(StrEnum):
    """What scores a file; the names of the engines of ``scoring.batch``, which would load numpy."""

    DUCKDB = "duckdb"
    SPARK = "spark"


DecidedAt = Annotated[
    datetime | None,
    typer.Option(
        "--decided-at",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="Write a file of decisions: the day they were taken, and the card's digest.",
    ),
]
Row = Annotated[int, typer.Option("--row", metavar="N", help="The row, counted from 1.", min=1)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (score, explain, recourse, agreement):
        app.command()(command)


def score(
    card: CardPath,
    data: DataPath,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV or Parquet file to write.")],
    reasons: Annotated[int, typer.Option("--reasons", metavar="N", help="Reason codes per row.", min=0, max=4)] = 4,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="COL", help="Copy this column beside the scores.")
    ] = None,
    decided_at: DecidedAt = None,
    person: Annotated[str | None, typer.Option("--id", metavar="COL", help="Copy this column as 'id'.")] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="COL", help="Copy this column as 'outcome'.")
    ] = None,
    weight: Annotated[str | None, typer.Option("--weight", metavar="COL", help="Copy this column as 'weight'.")] = None,
    with_recourse: Annotated[
        bool,
        typer.Option("--recourse", help="Say for each declined row if changes reach the cut-off, and at what cost."),
    ] = False,
    points: Annotated[bool, typer.Option("--points", help="Write each table's points, by its reason code.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing if any row is invalid.")] = False,
    engine: Annotated[ScoringEngine, typer.Option("--engine", help="What computes.")] = ScoringEngine.DUCKDB,
    as_json: AsJson = False,
) -> None:
    """Score every row of a file. Invalid rows get no score, are counted, and make the exit status 1."""
    from scoring.batch.score import Engine, Record, score_file
    from scoring.tabular.source import open_data

    keep_inputs([out], [card, data])
    if engine is ScoringEngine.SPARK:
        require_extra("spark", "pyspark", "sqlglot")
    model = read_card(card)
    copied = {"id": person, "outcome": outcome, "weight": weight}
    record = Record(
        decided_at=decided_at.date() if decided_at else None,
        columns=tuple((name, column) for name, column in copied.items() if column is not None),
        recourse=with_recourse,
        points=points,
    )
    with open_data(data) as file, progress(f"scoring {data.name}"):
        result = score_file(
            model,
            file,
            out,
            reasons=reasons,
            keep=tuple(keep or ()),
            strict=strict,
            engine=Engine(engine.value),
            record=record,
        )
    document = {
        "card": card_digest(model),
        "rows": result.rows,
        "invalid": result.invalid,
        "not_searched": result.not_searched,
        "not_used": list(result.not_used),
        "written": str(out) if result.written else None,
    }
    lines = [f"wrote {result.rows} rows to {out}"] if result.written else []
    if result.not_used and result.written:
        lines.append(f"not used: {', '.join(result.not_used)}")
    if lines or as_json:
        emit(document, "\n".join(lines), as_json=as_json)
    if result.not_searched and result.written:
        what = "no recourse, because their changes are too many to search"
        typer.echo(
            f"counterscore: {result.not_searched} of {result.rows} rows have {what}; {result.first_not_searched}",
            err=True,
        )
    if result.invalid:
        what = "without a score" if result.written else "invalid; nothing was written"
        typer.echo(f"counterscore: {result.invalid} of {result.rows} rows are {what}; {result.first_invalid}", err=True)
        raise typer.Exit(1)


def explain(
    card: CardPath,
    data: DataPath,
    row: Row,
    reference: Annotated[
        Reference | None, typer.Option("--reference", help="What losses are measured from; default: the card's.")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Explain one row: every table's points, the sum, the principal reasons, and what changing each alone would do."""
    from scoring.tabular.rows import raw_row
    from scoring.tabular.source import open_data

    model = read_card(card)
    with open_data(data) as file:
        values = raw_row(file, model.registry, row)
    readings = model.registry.read(values)
    language = Language(lang.value)
    if reference is Reference.ALL:
        emit(references_document(model, readings), references_text(model, readings, language), as_json=as_json)
        return
    basis = Basis(reference.value) if reference else None
    emit(
        explanation_document(model, readings, basis),
        explanation_text(model, readings, basis, language),
        as_json=as_json,
    )


def recourse(
    card: CardPath,
    data: DataPath,
    row: Row,
    target_score: Annotated[int, typer.Option("--target-score", metavar="S", help="The score to reach.")],
    plans: Annotated[int, typer.Option("--plans", metavar="K", help="How many different plans.", min=1, max=10)] = 1,
    lang: Annotated[Lang, typer.Option("--lang", help="Language.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Find the cheapest changes that reach a score, or prove that none does. Exit 1 if none does."""
    from scoring.explain.recourse import Goal
    from scoring.explain.recourse import recourse as search
    from scoring.tabular.rows import raw_row
    from scoring.tabular.source import open_data

    model = read_card(card)
    with open_data(data) as file:
        values = raw_row(file, model.registry, row)
    answer = search(model, values, refused=frozenset(), goal=Goal(target_score=target_score, limits=()), plans=plans)
    emit(recourse_document(answer), recourse_text(answer, model.registry, Language(lang.value)), as_json=as_json)
    if not answer.plans:
        raise typer.Exit(1)


def agreement(card: CardPath, data: DataPath, as_json: AsJson = False) -> None:
    """How often the principal reasons of a file's rows differ between the references that losses are measured from."""
    from scoring.batch.agreement import agreement as compare
    from scoring.tabular.readings import read_table
    from scoring.tabular.source import open_data

    model = read_card(card)
    with open_data(data) as file, progress(f"comparing reasons in {data.name}"):
        found = compare(model, read_table(file, model.registry))
    emit(agreement_document(found), agreement_text(found), as_json=as_json)
