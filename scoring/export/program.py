"""The card as a program: an ES module, and a Python file. A fixed runtime, then the card as encoded data."""

from __future__ import annotations

from importlib.resources import files

from scoring.domain.card import Card
from scoring.export.plan import Plan
from scoring.export.sheet import encoded, sheet
from scoring.export.use import not_for_people

__all__ = ["javascript", "python", "runtime"]


def javascript(card: Card) -> str:
    """An ES module without dependencies that exports ``score(applicant)``."""
    return runtime("card.mjs") + f"\n{_use(card, '//')}const CARD = {encoded(sheet(Plan(card)))};\n"


def python(card: Card) -> str:
    """A Python file for the standard library alone, with ``score(applicant)``; it can also be run."""
    data = ascii(encoded(sheet(Plan(card))))
    head = f"\n\n{_use(card, '#')}"
    return runtime("card.py") + f'{head}CARD = json.loads({data})\n\nif __name__ == "__main__":\n    sys.exit(main())\n'


def _use(card: Card, mark: str) -> str:
    """A comment about what the card may not be used for; empty where there is nothing to say."""
    use = not_for_people(card)
    return f"{mark} {use.en}\n" if use else ""


def runtime(name: str) -> str:
    """The text of a file that exports run."""
    return files("scoring.export.runtime").joinpath(name).read_text(encoding="utf-8")
