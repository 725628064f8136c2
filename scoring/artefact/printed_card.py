"""The printed card: the whole model as tables a person can add up, in text, Markdown or HTML.

One plain view of strings is made first; the three forms only lay it out. Nothing in the view is trusted: names and
labels are hostile text and are escaped by each form.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from textwrap import wrap

from scoring.artefact.card_json import card_digest
from scoring.domain.card import Card, Entry
from scoring.domain.registry import Profile
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_attribute, number_text

__all__ = ["CardFormat", "print_card"]


class CardFormat(StrEnum):
    """Form of the printed card."""

    TEXT = "text"
    MD = "md"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    caption: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    title: str
    intro: tuple[str, ...]
    tables: tuple[_Table, ...]
    scale: _Table
    closing: tuple[str, ...]


HEADING = (
    Text(en="line", nl="regel"),
    Text(en="points", nl="punten"),
    Text(en="share", nl="aandeel"),
    Text(en="bad", nl="wanbetaling"),
)
HOW = Text(
    en="How to add: start with {} points. In each table find the one line that fits and add its points. The sum is "
    "the score, from {} to {}; higher is safer.",
    nl="Zo telt u op: begin met {} punten. Zoek in elke tabel de ene regel die past en tel de punten erbij. De som is "
    "de score, van {} tot {}; hoger is veiliger.",
)
PDO = Text(
    en="Every {} points more halve the odds of default.",
    nl="Elke {} punten meer halveren de kans op wanbetaling ten opzichte van de kans op goed betalen.",
)
CUT_OFF = Text(en="The lowest passing score is {}.", nl="Vanaf {} is de score voldoende.")
SCALE = Text(en="What a score means", nl="Wat een score betekent")
SCALE_HEADING = (Text(en="score", nl="score"), Text(en="probability of default", nl="kans op wanbetaling"))
STATUS = {
    Profile.SERVABLE: Text(en="Approved by: {}.", nl="Goedgekeurd door: {}."),
    Profile.BENCHMARK: Text(
        en="For comparison only: this card may not be used on people.",
        nl="Alleen ter vergelijking: deze kaart mag niet op mensen worden toegepast.",
    ),
    Profile.UNDECLARED: Text(
        en="Undeclared columns: this card may not be used on people.",
        nl="Kolommen zonder verklaring: deze kaart mag niet op mensen worden toegepast.",
    ),
}
MADE = Text(
    en="Made from {} people, {} of whom defaulted. Share and bad are theirs.",
    nl="Gemaakt met gegevens van {} mensen, van wie {} wanbetaalden. Aandeel en wanbetaling gaan over hen.",
)
UNUSED = Text(en="Declared, and not used: {}.", nl="Verklaard, en niet gebruikt: {}.")
# One phrase for each rule of scoring.domain.forbidden, in its order; a test compares the number.
NEVER = Text(
    en="Never used, and impossible to declare: social relations; health; belief, politics or union membership; origin; "
    "sex, gender or sexual life; age; family or marital status; place of residence; behaviour outside finance; "
    "identity, name or schooling.",
    nl="Nooit gebruikt, en niet te verklaren: sociale relaties; gezondheid; geloof, politiek of vakbond; afkomst; "
    "sekse, gender of seksuele leven; leeftijd; gezin of burgerlijke staat; woonplaats; gedrag buiten geldzaken; "
    "identiteit, naam of opleiding.",
)


def print_card(card: Card, form: CardFormat, language: Language) -> str:
    """The printed card.

    Parameters
    ----------
    form
        Text for a terminal, Markdown, or a self-contained HTML page.
    """
    page = _page(card, language)
    match form:
        case CardFormat.TEXT:
            return _text(page)
        case CardFormat.MD:
            return _markdown(page)
        case CardFormat.HTML:
            return _html(page, language)


def _page(card: Card, language: Language) -> _Page:
    development = card.development
    intro = [
        HOW.into(language).format(card.initial_points, card.lowest, card.highest),
        PDO.into(language).format(number_text(card.scale.pdo, language)),
    ]
    if card.cut_off is not None:
        intro.append(CUT_OFF.into(language).format(card.cut_off))
    used = {entry.characteristic for entry in card.entries}
    unused = [c.label.into(language) for c in card.registry.characteristics if c.name not in used]
    closing = [
        MADE.into(language).format(number_text(development.rows, language), number_text(development.bads, language)),
        *([UNUSED.into(language).format("; ".join(unused))] if unused else []),
        NEVER.into(language),
        STATUS[card.registry.profile].into(language).format(card.registry.approver),
        card_digest(card),
    ]
    return _Page(
        title=card.registry.title.into(language),
        intro=tuple(intro),
        tables=tuple(_table(card, entry, language) for entry in card.entries),
        scale=_scale(card, language),
        closing=tuple(closing),
    )


def _table(card: Card, entry: Entry, language: Language) -> _Table:
    characteristic = card.characteristic(entry)
    unit = f" ({characteristic.unit.into(language)})" if characteristic.unit else ""
    total = sum(a.goods + a.bads for a in entry.attributes)
    rows = []
    for attribute in entry.attributes:
        weight = attribute.goods + attribute.bads
        rows.append(
            (
                describe_attribute(attribute, characteristic, language),
                str(attribute.points),
                _percent(weight / total if total else 0, language),
                _percent(attribute.bads / weight, language) if weight else "-",
            )
        )
    return _Table(
        caption=f"{characteristic.label.into(language)}{unit}",
        heading=tuple(text.into(language) for text in HEADING),
        rows=tuple(rows),
    )


def _scale(card: Card, language: Language) -> _Table:
    step = max(10, round((card.highest - card.lowest) / 80) * 10)
    scores = sorted({card.lowest, *range(-(-card.lowest // step) * step, card.highest + 1, step), card.highest})
    rows = tuple((str(score), _percent(card.pd(score), language)) for score in scores)
    return _Table(caption=SCALE.into(language), heading=tuple(text.into(language) for text in SCALE_HEADING), rows=rows)


def _percent(share: float | Decimal, language: Language) -> str:
    number = (Decimal(share) * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    text = f"{number}%"
    return text.replace(".", ",") if language is Language.NL else text


def _clean(text: str) -> str:
    """One line without control characters: a label cannot move the cursor or forge another line."""
    return "".join(character if character.isprintable() else " " for character in text)


def _text(page: _Page) -> str:
    lines = [_clean(page.title), "=" * len(_clean(page.title)), "", *_wrapped(page.intro)]
    for table in (*page.tables, page.scale):
        lines += ["", _clean(table.caption)]
        cells = [tuple(_clean(cell) for cell in row) for row in (table.heading, *table.rows)]
        widths = [max(len(row[column]) for row in cells) for column in range(len(table.heading))]
        for row in cells:
            figures = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
            lines.append("  " + "  ".join([f"{row[0]:<{widths[0]}}", *figures]).rstrip())
    return "\n".join([*lines, "", *_wrapped(page.closing)]) + "\n"


def _wrapped(paragraphs: tuple[str, ...]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from wrap(_clean(paragraph), 100) or [""]


def _markdown(page: _Page) -> str:
    lines = [f"# {_md(page.title)}", ""]
    lines += [part for paragraph in page.intro for part in (_md(paragraph), "")]
    for table in (*page.tables, page.scale):
        lines += [f"## {_md(table.caption)}", "", _md_row(table.heading)]
        lines += ["| --- |" + " ---: |" * (len(table.heading) - 1), *(_md_row(row) for row in table.rows), ""]
    lines += [part for paragraph in page.closing for part in (_md(paragraph), "")]
    return "\n".join(lines[:-1]) + "\n"


def _md_row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_md(cell) for cell in cells) + " |"


def _md(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", _clean(text))


_STYLE = (
    "body{font:11pt/1.4 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "h1{font-size:1.5rem}main{columns:2 22rem;column-gap:2rem}"
    "table{border-collapse:collapse;width:100%;margin:0 0 1.2rem;break-inside:avoid;font-size:.85rem}"
    "caption{text-align:left;font-weight:600;padding:.2rem 0}"
    "th,td{border-bottom:1px solid #ccc;padding:.12rem .4rem;text-align:right}"
    "th:first-child,td:first-child{text-align:left}thead th{border-bottom:2px solid #555;font-weight:400}"
    "tbody th{font-weight:400}footer{font-size:.85rem;overflow-wrap:anywhere}"
    "@media print{body{margin:0;font-size:9pt;max-width:none}@page{size:A4;margin:14mm}}"
)


def _html(page: _Page, language: Language) -> str:
    def escaped(text: str) -> str:
        return html.escape(_clean(text), quote=True)

    tables = []
    for table in (*page.tables, page.scale):
        heading = "".join(f'<th scope="col">{escaped(cell)}</th>' for cell in table.heading)
        rows = "".join(
            f'<tr><th scope="row">{escaped(row[0])}</th>' + "".join(f"<td>{escaped(c)}</td>" for c in row[1:]) + "</tr>"
            for row in table.rows
        )
        caption = f"<caption>{escaped(table.caption)}</caption>"
        tables.append(f"<table>{caption}<thead><tr>{heading}</tr></thead><tbody>{rows}</tbody></table>")
    intro = "".join(f"<p>{escaped(paragraph)}</p>" for paragraph in page.intro)
    closing = "".join(f"<p>{escaped(paragraph)}</p>" for paragraph in page.closing)
    return (
        f'<!doctype html>\n<html lang="{language.value}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escaped(page.title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escaped(page.title)}</h1>{intro}<main>{''.join(tables)}</main>"
        f"<footer>{closing}</footer></body>\n</html>\n"
    )
