"""Calibration: the mean PD of each band of scores against its bad rate."""

from __future__ import annotations

from audits.evaluation.document import Evaluation
from audits.evaluation.writer import Writer
from audits.shared.charts import Point, calibration
from audits.shared.page import Cell
from audits.shared.sections import Section

__all__ = ["calibration_section"]


def calibration_section(document: Evaluation, writer: Writer) -> Section:
    """One panel for each card."""
    cards = [("this", document["bands"])]
    if (against := document.get("against")) is not None:
        cards.append(("other", against["bands"]))
    points, rows = [], []
    for key, bands in cards:
        name = writer.say(key)
        labels = writer.ends([(band["lowest"], band["highest"]) for band in bands])
        which = (Cell(text=name),) if len(cards) > 1 else ()
        for label, band in zip(labels, bands, strict=True):
            rate = (band["bad_rate"], band["low"], band["high"])
            counts = (
                writer.number(writer.numbers.people(band["rows"])),
                writer.number(writer.percent(band["mean_pd"])),
            )
            rows.append((Cell(text=label), *which, *counts, writer.rate(*rate, write=writer.percent)))
            points.append(Point(group=name, value=rate[0], low=rate[1], high=rate[2], across=band["mean_pd"]))
    people = "weight" if document["weights"] else "rows"
    head = writer.head("scores_band", *(["card"] if len(cards) > 1 else []), people, "mean_pd", "bad_rate_interval")
    plot = writer.plot(
        "calibration-plot", writer.say("calibration_title"), writer.say("calibration_picture"), head, rows
    )
    drawn = calibration(writer.panel(plot), points, writer.say("pd_axis"), writer.say("rate_axis"), side=320)
    return Section(
        identity="calibration",
        title=writer.say("calibration"),
        paragraphs=(writer.say("calibration_about"),),
        plots=(plot.drawn(drawn),),
    )
