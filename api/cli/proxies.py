"""``proxies``: how much the card and each characteristic tell of protected groups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.access import AccessLog, DeleteAfter, Necessity, Purpose, Reader, access_record, say_unrecorded
from api.cli.decision_options import Approved, By, Decisions, GroupsFile, Key, Outcome
from api.cli.output import AsJson, Lang, emit, keep_inputs, need, progress, require_extra, table
from scoring.artefact.files import write_bytes
from scoring.domain.errors import InputError
from scoring.domain.text import Language

if TYPE_CHECKING:
    from audits.proxies.report import Proxy, ProxyReport
    from audits.shared.finding import Finding

__all__ = ["POINTS", "proxies", "register", "summary"]

POINTS = "points_"
"""How the columns of points begin that ``score --points`` writes."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(proxies)


def proxies(
    decisions: Decisions,
    by: By,
    groups: GroupsFile = None,
    key: Key = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="COLS", help="Columns of points; default: those that begin with points_."),
    ] = None,
    outcome: Outcome = "outcome",
    approved: Approved = "approved",
    score: Annotated[str | None, typer.Option("--score", metavar="COL", help="Column of scores.")] = "score",
    risk: Annotated[
        str | None, typer.Option("--risk", metavar="COL", help="Column of a known risk; else outcomes stand for it.")
    ] = None,
    approval_rate: Annotated[
        float | None, typer.Option("--approval-rate", help="Share to approve with and without; default: the file's.")
    ] = None,
    access_log: AccessLog = None,
    purpose: Purpose = "",
    reader: Reader = "",
    necessity: Necessity = "",
    delete_after: DeleteAfter = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A page to write, HTML.")] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the page.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Rank characteristics by how much they tell of protected groups. A signal to look, not a verdict: exit 0."""
    from audits.decisions.read import open_decisions
    from audits.decisions.schema import Columns
    from audits.proxies.document import to_document
    from audits.proxies.report import proxies as look
    from scoring.tabular.source import open_data

    access = access_record(access_log, purpose, reader, necessity, delete_after)
    if out is not None:
        require_extra("audit", "altair", "jinja2", "vl_convert")
    keep_inputs([path for path in (out, access_log) if path is not None], [decisions, groups])
    with open_data(need(decisions)) as file:
        heading = file.columns
    points = [name for name in heading if name.startswith(POINTS)] if columns is None else _names(columns)
    if not points:
        raise InputError("there is no column of points", where=decisions.name, remedy="Name some with --columns")
    axis = score if score in heading or score != "score" else None
    roles = Columns(outcome=outcome, approved=approved, score=axis)
    extra = [*points, *([risk] if risk else [])]
    with (
        progress(f"looking for proxies in {decisions.name}"),
        open_decisions(
            decisions, by=_names(by), columns=roles, groups=groups, key=key, extra=extra, access=access
        ) as opened,
    ):
        by_axis = "score" if axis else "pd" if "pd" in opened.present else None
        report = look(opened, _names(by), points, axis=by_axis, risk=risk, rate=approval_rate)
        document = to_document(report, opened.sources)
    lines = [summary(report)]
    if out is not None:
        from audits.proxies.page import render

        write_bytes(out, render(report, Language(lang.value)).encode())
        lines.append(f"wrote {out}")
    emit(document, "\n".join(lines), as_json=as_json)
    say_unrecorded(access_log)


def summary(report: ProxyReport) -> str:
    """A table for each attribute, the strongest characteristic first after the whole card."""
    found = []
    for attribute in report.attributes:
        rows: list[tuple[str, ...]] = [
            (attribute.name, "characteristic", "AUC", "at equal risk", "impact ratio", "without it: change", "mark")
        ]
        rows += [_row(each) for each in attribute.card]
        rows += [_row(each) for group in attribute.characteristics for each in group]
        found.append(table(rows, "<<<<<<<"))
    return "\n\n".join(found)


def _row(each: Proxy) -> tuple[str, ...]:
    without = each.without
    impact, change = ("", "") if without is None else (_number(without.before), _number(without.change))
    name = each.column or "(the whole card)"
    return (each.group, name, _number(each.predicts), _number(each.given_risk), impact, change, each.mark.value)


def _number(finding: Finding) -> str:
    from audits.shared.finding import Known

    if not isinstance(finding, Known):
        return finding.reason.value
    return f"{finding.value:.3f} ({finding.interval.low:.3f} to {finding.interval.high:.3f})"


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
