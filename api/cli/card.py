"""``card`` and ``certify``: the printed table, and the card's own promises checked."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import AsJson, CardPath, Lang, emit
from scoring.artefact.canonical import read_json
from scoring.artefact.card_json import read_card
from scoring.artefact.printed_card import CardFormat, print_card
from scoring.domain.text import Language

__all__ = ["card", "certify", "register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(card)
    app.command()(certify)


def card(
    path: CardPath,
    format: Annotated[CardFormat, typer.Option("--format", help="Form of the printed table.")] = CardFormat.TEXT,  # noqa: A002 - the option's name
    lang: Annotated[Lang, typer.Option("--lang", help="Language.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Print the card as a person would add it up."""
    model = read_card(path)
    if as_json:
        emit(read_json(path), "", as_json=True)
        return
    print(print_card(model, format, Language(lang.value)), end="")


def certify(path: CardPath, as_json: AsJson = False) -> None:
    """Check what the card promises: directions, sums, probabilities, neutrality. Exit 1 if any fails."""
    from scoring.certificate.certificate import certify as check

    certificate = check(read_card(path))
    emit(certificate.to_document(), certificate.to_text(), as_json=as_json)
    if not certificate.passed:
        raise typer.Exit(1)
