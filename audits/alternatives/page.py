"""A judgement as sections of a page, and as a page of its own."""

from __future__ import annotations

from audits.alternatives.chart import Spot, trade_off
from audits.alternatives.document import conventions
from audits.alternatives.judgement import Front, Judged, Judgement, Standing
from audits.alternatives.measured import Disparity
from audits.alternatives.words import say
from audits.shared.charts import Panel
from audits.shared.finding import Finding, Known
from audits.shared.number_text import NumberText
from audits.shared.page import Cell, Table
from audits.shared.sections import Page, Plot, Section
from audits.shared.template import page_template
from scoring.domain.text import Language

__all__ = ["render", "sections"]

SHORT = 12

MEASURED = {"replicates": 60, "people": 4000, "found": 16, "less": 15, "accurate": 15, "wrongly": 0}
"""How often a finding was right where the truth is known: ``benchmarks/audit-truth.md``, "Proxies and alternatives".
Repetitions, and people in each; a test holds them against the table that the benchmark writes."""

STYLES = {
    Standing.CHOSEN: "quiet",
    Standing.DOMINATES: "breach",
    Standing.PERHAPS: "inconclusive",
    Standing.COSTS: "quiet",
    Standing.NOT_BETTER: "quiet",
    Standing.NOT_JUDGED: "suppressed",
}


def render(judgement: Judgement, language: Language = Language.EN) -> str:
    """The judgement as self-contained HTML; the same judgement gives the same bytes."""
    page = Page(
        language=language.value,
        title=say("title", language),
        contents=say("contents", language),
        sections=sections(judgement, language),
    )
    return page_template("audits.alternatives", "sections.html.j2").render(page=page)


def sections(judgement: Judgement, language: Language) -> tuple[Section, ...]:
    """What was looked for, the cards, and the trade-off for the worst-off group of each attribute."""
    fronts = [_front(judgement, front, n, language) for n, front in enumerate(judgement.fronts)]
    return (_about(judgement, language), _cards(judgement, language), *fronts)


def _about(judgement: Judgement, language: Language) -> Section:
    numbers, number = NumberText(language), len(judgement.open)
    if not judgement.judged:
        verdict = say("nothing_judged", language)
    elif number == 0:
        verdict = say("none_open", language)
    else:
        verdict = say("open_one" if number == 1 else "open", language, number=str(number))
    search = say(
        "about_search",
        language,
        others=numbers.whole(len(judgement.cards) - 1),
        rate=numbers.share(judgement.rate),
    )
    dominates = say(
        "about_dominates",
        language,
        joint=numbers.level(judgement.joint),
        level=numbers.level(judgement.level),
        tolerance=numbers.decimal(judgement.tolerance, 4),
        source=str(conventions(judgement)["tolerance_source"]),
    )
    measured = say("about_measured", language, **{name: numbers.whole(number) for name, number in MEASURED.items()})
    paragraphs = (verdict, search, dominates, say("about_limits", language), measured)
    return Section(identity="alternatives", title=say("about", language), paragraphs=paragraphs)


def _cards(judgement: Judgement, language: Language) -> Section:
    heads = ("card", "standing", "auc", "auc_change", "loss_change", "reason")
    rows = tuple(
        (
            Cell(text=_named(card, language)),
            Cell(text=say(card.standing.value, language), kind=STYLES[card.standing]),
            _cell(card.accuracy.auc, language, 3),
            _cell(card.accuracy.auc_change, language, 4),
            _cell(card.accuracy.loss_change, language, 4),
            Cell(text=card.reason or "–"),
        )
        for card in judgement.cards
    )
    title = say("cards", language)
    plot = _plot("alternatives-cards", title, "", heads, rows, language)
    return Section(identity="alternatives-all", title=title, paragraphs=(), plots=(plot,))


def _front(judgement: Judgement, front: Front, number: int, language: Language) -> Section:
    title = say("by", language, attribute=front.attribute, group=front.group, reference=front.reference)
    heads = ("card", "impact", "nearer", "opportunity", "opportunity_change", "front")
    found = [(card, _disparity(card, front)) for card in judgement.cards]
    rows = tuple(
        (
            Cell(text=_named(card, language)),
            _cell(one.impact, language, 3),
            _cell(one.nearer, language, 3),
            _cell(one.opportunity, language, 3),
            _cell(one.opportunity_change, language, 3),
            Cell(text=say("yes" if card.entry.digest in front.digests else "no", language)),
        )
        for card, one in found
    )
    identity = f"alternatives-{number}"
    plot = _plot(identity, title, say("picture", language), heads, rows, language)
    kinds = (say("chosen", language), say("on_front", language), say("others", language))
    spots = [spot for card, one in found if (spot := _spot(card, one, front, kinds)) is not None]
    if spots:
        panel = Panel(identity=identity, title=title, about=plot.about, language=language)
        axes = (say("auc", language), say("evenness_axis", language))
        plot = plot.drawn(trade_off(panel, spots, kinds, axes))
    return Section(
        identity=f"alternatives-by-{number}",
        title=title,
        paragraphs=(say("about_front", language),),
        plots=(plot,),
    )


def _plot(
    identity: str,
    title: str,
    about: str,
    heads: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
    language: Language,
) -> Plot:
    table = Table(
        caption=say("in_numbers", language, name=title),
        head=tuple(say(head, language) for head in heads),
        rows=rows,
        note=say("hidden", language),
    )
    return Plot(identity=identity, title=title, about=about, table=table)


def _disparity(card: Judged, front: Front) -> Disparity:
    return next(one for one in card.disparities if (one.attribute, one.group) == (front.attribute, front.group))


def _spot(card: Judged, one: Disparity, front: Front, kinds: tuple[str, str, str]) -> Spot | None:
    auc, impact = card.accuracy.auc, one.impact
    if not (isinstance(auc, Known) and isinstance(impact, Known) and impact.interval.low > 0):
        return None
    ends = (impact.value, impact.interval.low, impact.interval.high)
    up = ends if impact.value <= 1 else (1 / ends[0], 1 / ends[2], 1 / ends[1])
    kind = kinds[0] if card.standing is Standing.CHOSEN else kinds[1 if card.entry.digest in front.digests else 2]
    return Spot(across=(auc.value, auc.interval.low, auc.interval.high), up=up, kind=kind)


def _named(card: Judged, language: Language) -> str:
    """How the card was made, and the beginning of its digest."""
    making = card.entry.making
    known = making in {"chosen", "pool", "left-out", "weights"}
    words = say(making, language, what=card.entry.what) if known else f"{making} {card.entry.what}".strip()
    return f"{words} ({card.entry.digest.removeprefix('sha256:')[:SHORT]})"


def _cell(finding: Finding, language: Language, decimals: int) -> Cell:
    if not isinstance(finding, Known):
        return Cell(text=say(finding.reason.value, language), kind="quiet")
    numbers = NumberText(language)
    text = numbers.with_interval(finding.value, finding.interval, lambda number: numbers.fixed(number, decimals))
    return Cell(text=text, kind="number")
