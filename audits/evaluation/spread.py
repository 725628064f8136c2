"""How the scores of goods and of bads are spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audits.evaluation.charts import Bin, spread
from audits.evaluation.document import Evaluation, ScoreCount
from audits.evaluation.writer import Writer
from audits.shared.page import Cell
from audits.shared.sections import Section
from audits.shared.small_cells import FEWEST_PEOPLE

__all__ = ["Bar", "bars", "spread_section"]

WIDTHS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Scores from ``lowest`` to ``highest``, their rows, and the weight of goods and bads among them."""

    lowest: int
    highest: int
    rows: int
    goods: float
    bads: float


def bars(scores: Sequence[ScoreCount]) -> list[Bar]:
    """Bars of one width, none of fewer than 30 rows; the outermost gather what is beyond.

    Among the widths 1, 2, 5, 10 and so on, the first is taken that needs at most 30 bars and leaves none too small.
    """
    for width in WIDTHS:
        found = _outer(_equal(scores, width))
        if len(found) <= MOST and all(bar.rows >= FEWEST_PEOPLE for bar in found):
            return found
    return [_joined(_equal(scores, WIDTHS[-1]))]


def spread_section(document: Evaluation, cut_off: int | None, writer: Writer) -> Section:
    """Goods and bads by score, each as shares of their own."""
    found = bars(document["scores"])
    goods, bads = (sum(getattr(bar, name) for bar in found) for name in ("goods", "bads"))
    share = writer.numbers.share
    rows = [
        (
            Cell(text=label),
            writer.number(writer.numbers.whole(bar.rows)),
            writer.number(share(bar.goods / goods)),
            writer.number(share(bar.bads / bads)),
            writer.number(share(bar.bads / (bar.goods + bar.bads))),
        )
        for label, bar in zip(writer.ends([(bar.lowest, bar.highest) for bar in found]), found, strict=True)
    ]
    head = writer.head("scores_band", "rows", "share_goods", "share_bads", "bad_rate")
    plot = writer.plot("spread-plot", writer.say("spread_title"), writer.say("spread_picture"), head, rows)
    bins = [
        Bin(left=bar.lowest, right=bar.highest + 1, goods=bar.goods / goods, bads=bar.bads / bads)
        for bar in _drawn(found)
    ]
    labels, axes = writer.head("goods", "bads"), writer.head("score_axis", "share_axis")
    drawn = spread(writer.panel(plot), bins, (labels[0], labels[1]), (axes[0], axes[1]), cut_off)
    cut = (writer.say("cut_off", score=str(cut_off)),) if cut_off is not None else ()
    return Section(
        identity="spread",
        title=writer.say("spread"),
        paragraphs=(writer.say("spread_about"), *cut),
        plots=(plot.drawn(drawn),),
    )


def _equal(scores: Sequence[ScoreCount], width: int) -> list[Bar]:
    """A bar for each stretch of ``width`` scores from the first to the last, empty ones included."""
    first, last = scores[0]["score"] // width, scores[-1]["score"] // width
    rows, goods, bads = ([0.0] * (last - first + 1) for _ in range(3))
    for each in scores:
        place = each["score"] // width - first
        rows[place] += each["rows"]
        goods[place] += each["goods"]
        bads[place] += each["bads"]
    return [
        Bar(
            lowest=(first + n) * width,
            highest=(first + n + 1) * width - 1,
            rows=int(rows[n]),
            goods=goods[n],
            bads=bads[n],
        )
        for n in range(len(rows))
    ]


def _outer(found: list[Bar]) -> list[Bar]:
    """Small bars at either end joined with the next, until none is."""
    found = list(found)
    while len(found) > 1 and found[0].rows < FEWEST_PEOPLE:
        found[:2] = [_joined(found[:2])]
    while len(found) > 1 and found[-1].rows < FEWEST_PEOPLE:
        found[-2:] = [_joined(found[-2:])]
    return found


def _joined(found: Sequence[Bar]) -> Bar:
    return Bar(
        lowest=found[0].lowest,
        highest=found[-1].highest,
        rows=sum(bar.rows for bar in found),
        goods=sum(bar.goods for bar in found),
        bads=sum(bar.bads for bar in found),
    )


def _drawn(found: Sequence[Bar]) -> list[Bar]:
    """The outermost bars as wide as the others, so that a high one is not also a wide one."""
    if len(found) < 3:
        return list(found)
    width = found[1].highest - found[1].lowest
    first, last = found[0], found[-1]
    return [
        Bar(lowest=first.highest - width, highest=first.highest, rows=first.rows, goods=first.goods, bads=first.bads),
        *found[1:-1],
        Bar(lowest=last.lowest, highest=last.lowest + width, rows=last.rows, goods=last.goods, bads=last.bads),
    ]
