"""The ROC: shares of goods and of bads at or below about twenty scores, and where they lie farthest apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from audits.evaluation.charts import Curve, roc
from audits.evaluation.document import Evaluation, ScoreCount
from audits.evaluation.writer import Writer
from audits.shared.page import Cell
from audits.shared.sections import Section
from audits.shared.small_cells import FEWEST_PEOPLE

__all__ = ["Threshold", "ranking_section", "thresholds"]

STEPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A score, and the shares of goods and of bads at or below it."""

    score: int
    goods: float
    bads: float


def thresholds(scores: Sequence[ScoreCount], also: int | None) -> list[Threshold]:
    """About twenty scores that part the rows into equal numbers, and the score ``also``; the highest score of all last.

    Between any two lie 30 rows or more, however few are beyond ``also``.
    """
    goods = list(accumulate(each["goods"] for each in scores))
    bads = list(accumulate(each["bads"] for each in scores))
    rows = list(accumulate(each["rows"] for each in scores))
    fixed = [rows[place] for place, each in enumerate(scores) if each["score"] == also]
    kept, last, step = [], 0, max(rows[-1] / STEPS, FEWEST_PEOPLE)
    for place, each in enumerate(scores):
        so_far = rows[place]
        apart = all(abs(so_far - other) >= FEWEST_PEOPLE for other in (rows[-1], *fixed))
        if so_far - last >= step and apart:
            last = so_far
        elif each["score"] != also and place < len(scores) - 1:
            continue
        kept.append(Threshold(score=each["score"], goods=goods[place] / goods[-1], bads=bads[place] / bads[-1]))
    return kept


def ranking_section(document: Evaluation, writer: Writer) -> Section:
    """The ROC of one card or two."""
    cards = [("this", document["scores"], document["figures"]["KS"])]
    if (against := document.get("against")) is not None:
        cards.append(("other", against["scores"], against["figures"]["KS"]))
    curves: list[Curve] = []
    rows: list[tuple[Cell, ...]] = []
    for key, scores, found in cards:
        at, name = found.get("at"), writer.say(key)
        points = thresholds(scores, at)
        marked = next(((each.goods, each.bads) for each in points if each.score == at), None)
        curves.append(Curve(name=name, points=tuple((each.goods, each.bads) for each in points), marked=marked))
        which = (Cell(text=name),) if len(cards) > 1 else ()
        rows += [(_score(each, at, writer), *which, *_shares(each, writer)) for each in points[:-1]]
    head = writer.head("at_or_below", *(["card"] if len(cards) > 1 else []), "share_bads", "share_goods", "distance")
    plot = writer.plot("roc-plot", writer.say("roc_title"), writer.say("roc_picture"), head, rows)
    drawn = roc(writer.panel(plot), curves, writer.say("goods_axis"), writer.say("bads_axis"))
    return Section(
        identity="roc", title=writer.say("roc"), paragraphs=(writer.say("roc_about"),), plots=(plot.drawn(drawn),)
    )


def _score(each: Threshold, at: int | None, writer: Writer) -> Cell:
    return Cell(text=writer.say("ks_row", score=str(each.score)) if each.score == at else str(each.score))


def _shares(each: Threshold, writer: Writer) -> tuple[Cell, ...]:
    share = writer.numbers.share
    texts = (share(each.bads), share(each.goods), writer.numbers.gap(each.bads - each.goods))
    return tuple(writer.number(text) for text in texts)
