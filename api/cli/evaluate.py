"""``evaluate``: what a card is worth on a file, by itself or against another card on the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from api.cli.output import AsJson, CardPath, DataPath, Lang, emit, keep_inputs, need, progress, require_extra
from scoring.artefact.card_json import card_digest, read_card
from scoring.artefact.files import write_bytes
from scoring.domain.card import Card
from scoring.domain.errors import InputError
from scoring.domain.text import Language

if TYPE_CHECKING:
    from audits.evaluation.document import Evaluation
    from scoring.engine.estimate import Outcomes
    from scoring.engine.figure import Predicted
    from scoring.tabular.readings import TableReadings
    from scoring.tabular.source import DataFile

__all__ = ["evaluate", "register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(evaluate)


def evaluate(
    card: CardPath,
    data: DataPath,
    target: Annotated[str, typer.Option("--target", metavar="COL", help="The outcome column.")],
    bad: Annotated[str, typer.Option("--bad", metavar="VALUE", help="The value of the outcome that means bad.")],
    weight: Annotated[
        str | None, typer.Option("--weight", metavar="COL", help="Column of positive sample weights.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="COL=VALUE", help="Leave out these rows.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="OTHER", help="Another card to compare with, on the same rows."),
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="A page to write, HTML.")] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the page.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Measure a card on a file: ranking and calibration, each with its interval; also against another card."""
    from scoring.engine.comparison import compare
    from scoring.engine.evaluation import measure
    from scoring.tabular.source import open_data

    if report is not None:
        require_extra("audit", "altair", "jinja2", "vl_convert")
        keep_inputs([report], [card, data, against])
    model = read_card(card)
    rival = read_card(need(against)) if against is not None else None
    options: dict[str, Any] = {"target": target, "bad": bad, "weight": weight, "exclude": exclude or []}
    with open_data(data) as file, progress(f"evaluating on {data.name}"):
        one = _judge(model, file, options)
        document: dict[str, Any] = {"card": card_digest(model), "data": str(data), "data_digest": file.digest}
        result = measure(one.says, one.outcomes)
        document |= result.to_document()
        lines = [result.to_text()]
        other = None
        if rival is not None and against is not None:
            other = _judge_other(rival, against, file, options)
            beside = measure(other.says, one.outcomes)
            differences = compare(one.says, other.says, one.outcomes)
            document["against"] = {
                "card": card_digest(rival),
                **{key: beside.to_document()[key] for key in ("figures", "bands", "notes")},
                "differences": differences.to_document(),
            }
            lines += [
                f"\n{against}, on the same rows\n\n{beside.to_text()}",
                f"\n{card} less {against}: paired intervals at 95 %, each by itself\n\n{differences.to_text()}",
            ]
    if report is not None:
        with progress("drawing the page"):
            page = _page(document, model, one, other, Language(lang.value))
        write_bytes(report, page.encode())
        lines.append(f"\nwrote {report}")
    emit(document, "\n".join(lines), as_json=as_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A card's word on every row of a file, and what became of the rows."""

    table: TableReadings
    says: Predicted
    outcomes: Outcomes


def _judge(card: Card, file: DataFile, options: dict[str, Any]) -> _Judged:
    from scoring.batch.score import score_table
    from scoring.engine.estimate import Outcomes
    from scoring.engine.figure import Predicted
    from scoring.tabular.development import read_development

    sample = read_development(file, card.registry, **options)
    sample.table.refuse_invalid()
    scores = score_table(card, sample.table)
    return _Judged(
        table=sample.table,
        says=Predicted(score=scores.score, pd=scores.pd),
        outcomes=Outcomes.of(sample.bad, sample.weight),
    )


def _judge_other(card: Card, path: Path, file: DataFile, options: dict[str, Any]) -> _Judged:
    """The same of the other card; what it cannot read is said to be its, not the first card's."""
    try:
        return _judge(card, file, options)
    except InputError as error:
        where = f"{path} on {error.where}" if error.where else str(path)
        raise InputError(error.what, where=where, remedy=error.remedy) from None


def _page(document: dict[str, Any], card: Card, one: _Judged, other: _Judged | None, language: Language) -> str:
    from audits.evaluation.report import render
    from scoring.engine.counts import attribute_counts, score_counts

    drawn = {
        **document,
        "scores": score_counts(one.says.score, one.outcomes),
        "attributes": attribute_counts(card, one.table, one.outcomes),
    }
    if other is not None:
        drawn["against"] = {**document["against"], "scores": score_counts(other.says.score, one.outcomes)}
    return render(cast("Evaluation", drawn), card, language)
