"""``model-card``: a model card and a data card from the documents that other commands wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from api.cli.output import AsJson, CardPath, Lang, emit, keep_inputs, need
from scoring.artefact.card_json import card_digest, read_card
from scoring.artefact.files import write_bytes
from scoring.domain.errors import FileError
from scoring.domain.text import Language

__all__ = ["model_card", "register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("model-card")(model_card)


def model_card(
    card: CardPath,
    audit: Annotated[Path, typer.Option("--audit", metavar="FILE", help="What 'audit --json-out' wrote.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The model card to write, Markdown.")],
    evaluation: Annotated[
        Path | None, typer.Option("--evaluation", metavar="FILE", help="What 'evaluate --json' printed.")
    ] = None,
    data_card: Annotated[
        Path | None, typer.Option("--data-card", metavar="FILE", help="A card of the audited decisions, Markdown.")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the cards.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Write a model card from documents: nothing is computed again. Refuses an audit or evaluation of another card."""
    from audits.fairness.card_documents import check_audit, check_evaluation, named_card, whole
    from audits.fairness.data_card import data_card as card_of_data
    from audits.fairness.model_card import model_card as card_of_model

    written = [path for path in (out, data_card) if path is not None]
    keep_inputs(written, [card, audit, evaluation])
    digest, language = card_digest(read_card(need(card))), Language(lang.value)
    audited = check_audit(_document(audit), str(audit))
    judged = None
    if evaluation is not None:
        judged = check_evaluation(_document(evaluation), digest, str(evaluation))
    with whole(str(audit)):
        named = named_card(audited, digest, str(audit))
        pages = {out: card_of_model(_document(card), digest, audited, named, judged, language)}
        if data_card is not None:
            pages[data_card] = card_of_data(audited, language)
    for path, page in pages.items():
        write_bytes(path, page.encode())
    document = {"card": digest, "card_named_by_decisions": named.stated, "written": [str(path) for path in written]}
    emit(document, "\n".join(f"wrote {path}" for path in written), as_json=as_json)


def _document(path: Path) -> Any:  # noqa: ANN401 - JSON is any of several types
    need(path)
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise FileError("is not JSON", where=str(path), remedy="Give the document as it was written") from None


def _refuse(_name: str) -> NoReturn:
    raise ValueError  # JSON has no NaN and no infinity
