"""The sections of a page about what stands beside the decisions: the report takes them as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audits.beyond.appeals import Appeals, AppealsBy
from audits.beyond.beyond import Beyond
from audits.beyond.charts import RowPoint, by_row
from audits.beyond.consent import Consent, Effect
from audits.beyond.figures import Rate, Share
from audits.beyond.grouped import Compared
from audits.beyond.handling import CutOff, Handling
from audits.beyond.months import EARLIER, MOST_MONTHS, Months, MonthsBy
from audits.beyond.need import Need
from audits.beyond.reasons import Reasons, ReasonsBy
from audits.beyond.recourse import Recourse
from audits.beyond.words import PARTS, group_name
from audits.beyond.writer import Writer
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from scoring.domain.text import Language

__all__ = ["beyond_sections"]


def beyond_sections(beyond: Beyond, language: Language, *, pictures: bool = True) -> tuple[Section, ...]:
    """What is compared, then one section for each part that is there, and one that names those that are not.

    Parameters
    ----------
    pictures
        Whether plots are drawn, or only their tables given.
    """
    return tuple(_sections(beyond, Writer(language, pictures=pictures)))


def _sections(beyond: Beyond, writer: Writer) -> Iterator[Section]:
    names = [f"{each.attribute.name}: {group_name(each.reference, writer.language)}" for each in beyond.compared]
    level = writer.numbers.level(beyond.level)
    about = writer.say("same_score_about", reference=", ".join(names), level=level)
    yield _section("about", writer, [about], [])
    if beyond.reasons is not None:
        yield _reasons(beyond.reasons, writer)
    if beyond.recourse is not None:
        yield _recourse(beyond.recourse, writer)
    if beyond.appeals is not None:
        yield _appeals(beyond.appeals, writer)
    if beyond.consent is not None:
        yield _consent(beyond.consent, writer)
    if beyond.handling is not None:
        yield _handling(beyond.handling, writer)
    if beyond.months is not None:
        yield _months(beyond.months, writer)
    if beyond.need is not None:
        yield _need(beyond.need, writer)
    if beyond.absent:
        items = (
            writer.say("absent_item", part=PARTS[each.part].into(writer.language), needs=", ".join(each.needs))
            for each in beyond.absent
        )
        yield _section("absent", writer, [writer.say("absent_about")], [], items=tuple(items))


def _section(
    key: str, writer: Writer, paragraphs: Sequence[str], plots: Sequence[Plot], items: tuple[str, ...] = ()
) -> Section:
    return Section(
        identity=f"beyond-{key}",
        title=writer.say(key),
        paragraphs=tuple(paragraphs),
        plots=tuple(plots),
        items=items,
    )


def _reasons(part: Reasons, writer: Writer) -> Section:
    whole = writer.numbers.whole
    about = [writer.say("reasons_about", people=whole(part.people), without=whole(part.without))]
    if part.left_out:
        about.append(writer.say("reasons_left_out", number=whole(part.left_out)))
    return _section("reasons", writer, about, [_reasons_by(each, place, writer) for place, each in enumerate(part.by)])


def _reasons_by(each: ReasonsBy, place: int, writer: Writer) -> Plot:
    rows = [(reason.code, reason.shares) for reason in each.reasons]
    return _by_row("reasons", "reason", place, each.compared, rows, writer)


def _months(part: Months, writer: Writer) -> Section:
    about = [writer.say("months_about")]
    if any(month.month == EARLIER for each in part.by for month in each.months):
        about.append(writer.say("months_earlier", number=str(MOST_MONTHS)))
    return _section("months", writer, about, [_months_by(each, place, writer) for place, each in enumerate(part.by)])


def _months_by(each: MonthsBy, place: int, writer: Writer) -> Plot:
    words = {"": writer.say("no_date"), EARLIER: writer.say("earlier")}
    rows = [(words.get(month.month, month.month), month.shares) for month in each.months]
    return _by_row("months", "month", place, each.compared, rows, writer, alike=False)


def _by_row(
    key: str,
    head: str,
    place: int,
    compared: Compared,
    named: Sequence[tuple[str, Sequence[Share]]],
    writer: Writer,
    *,
    alike: bool = True,
) -> Plot:
    """Shares of groups in rows with names, a panel for each group."""
    rows, points = [], []
    for name, shares in named:
        reference = shares[compared.place].rate
        for share in shares:
            rows.append(
                (
                    Cell(text=name),
                    writer.group(share.group),
                    *writer.rate(share.rate),
                    writer.found(share.difference, writer.numbers.gap),
                    *(writer.alike(share.alike, writer.numbers.gap) if alike else ()),
                )
            )
            if isinstance(share.rate, Rate):
                points.append(
                    RowPoint(
                        row=name,
                        group=group_name(share.group, writer.language),
                        value=share.rate.proportion.rate,
                        low=share.rate.interval.low,
                        high=share.rate.interval.high,
                        reference=reference.proportion.rate if isinstance(reference, Rate) else None,
                    )
                )
    heads = writer.head(head, "group", "count", "share", "difference", *(("same_score", "matched") if alike else ()))
    title = writer.say(f"{key}_title", attribute=compared.attribute.name)
    plot = writer.plot(f"{key}-{place}", title, writer.say(f"{key}_picture"), heads, rows)
    if not points or not writer.pictures:
        return plot
    return plot.drawn(by_row(writer.panel(plot), points, writer.say("share_axis")))


def _recourse(part: Recourse, writer: Writer) -> Section:
    whole = writer.numbers.whole
    plots = []
    for place, each in enumerate(part.by):
        plots.append(writer.shares("feasible", place, each.compared, each.feasible))
        if each.cost:
            plots.append(writer.middles("cost", place, each.compared, each.cost, alike=True))
    about = writer.say("recourse_about", people=whole(part.people), unknown=whole(part.unknown))
    return _section("recourse", writer, [about], plots)


def _appeals(part: Appeals, writer: Writer) -> Section:
    whole = writer.numbers.whole
    plots = []
    for place, each in enumerate(part.by):
        plots.append(writer.shares("appealed", place, each.compared, each.appealed))
        if each.overturned:
            plots.append(writer.shares("overturned", place, each.compared, each.overturned))
        if each.same_reviewer:
            plots.append(_same_reviewer(each, place, writer))
        if each.days:
            plots.append(writer.middles("days", place, each.compared, each.days, alike=False))
    if part.reviewers:
        plots.append(_reviewers(part, writer))
    about = writer.say("appeals_about", people=whole(part.people), pending=whole(part.pending))
    return _section("appeals", writer, [about], plots)


def _same_reviewer(each: AppealsBy, place: int, writer: Writer) -> Plot:
    rows = [
        (writer.group(group), *writer.alike(alike, writer.numbers.gap))
        for group, alike in zip(each.compared.attribute.levels, each.same_reviewer, strict=True)
    ]
    title = writer.say("same_reviewer", attribute=each.compared.attribute.name)
    return writer.plot(f"same-reviewer-{place}", title, "", writer.head("group", "difference", "matched"), rows)


def _reviewers(part: Appeals, writer: Writer) -> Plot:
    timed = any(each.days is not None for each in part.reviewers)
    rows = [
        (
            writer.group(each.name),
            *writer.rate(each.overturned),
            *((writer.found(each.days, writer.decimal),) if timed else ()),
        )
        for each in part.reviewers
    ]
    head = writer.head("reviewer", "count", "reviewer_overturned", *(("reviewer_days",) if timed else ()))
    return writer.plot("reviewers", writer.say("reviewers"), "", head, rows)


def _consent(part: Consent, writer: Writer) -> Section:
    plots = []
    for place, each in enumerate(part.by):
        plots.append(writer.shares("refused", place, each.compared, each.refused, alike=False))
        head = writer.head("group", "approved_refused", "approved_others", "difference", "same_score", "matched")
        rows = [_effect(effect, writer) for effect in (part.effect, *each.effects)]
        title = writer.say("effect", attribute=each.compared.attribute.name)
        plots.append(writer.plot(f"effect-{place}", title, "", head, rows))
    about = writer.say("consent_about", people=writer.numbers.whole(part.people))
    return _section("consent", writer, [about], plots)


def _effect(effect: Effect, writer: Writer) -> tuple[Cell, ...]:
    name = Cell(text=writer.say("everybody")) if effect.group is None else writer.group(effect.group)
    return (
        name,
        writer.rate(effect.refused)[1],
        writer.rate(effect.others)[1],
        writer.found(effect.difference, writer.numbers.gap),
        *writer.alike(effect.alike, writer.numbers.gap),
    )


def _handling(part: Handling, writer: Writer) -> Section:
    plots = [
        writer.shares(key, place, each.compared, shares)
        for place, each in enumerate(part.by)
        for key, shares in (
            ("referred", each.referred),
            ("approved_below", each.approved_below),
            ("declined_above", each.declined_above),
        )
        if shares
    ]
    about = [writer.say("handling_about"), *(_cut_off(each, writer) for each in part.cut_offs)]
    return _section("handling", writer, [*about], plots)


def _need(part: Need, writer: Writer) -> Section:
    whole = writer.numbers.whole
    plots = [
        writer.shares("need_approved", place, each.compared, each.approved, same="same_need")
        for place, each in enumerate(part.by)
    ]
    about = writer.say("need_about", column=part.column, people=whole(part.people), unknown=whole(part.unknown))
    return _section("need", writer, [about], plots)


def _cut_off(cut_off: CutOff, writer: Writer) -> str:
    card = writer.say("of_card", card=cut_off.card) if cut_off.card else ""
    if cut_off.at is None:
        return writer.say("cut_off_none", card=card)
    at = writer.numbers.decimal(cut_off.at, 4)
    return writer.say("cut_off_given", at=at) if cut_off.given else writer.say("cut_off_found", at=at, card=card)
