"""``audit``: fairness of a file of decisions, answered in four words."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, Lang, emit, keep_inputs, progress, require_extra, table
from scoring.artefact.files import write_bytes
from scoring.domain.errors import InputError
from scoring.domain.text import Language

if TYPE_CHECKING:
    from audits.fairness.result import AuditReport

__all__ = ["audit", "register", "summary"]


class Allowed(StrEnum):
    """A verdict that may pass beside *within*. A breach never may, and small numbers never do."""

    INCONCLUSIVE = "inconclusive"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(audit)


def audit(
    decisions: Annotated[Path, typer.Argument(metavar="DECISIONS", help="A CSV or Parquet file of decisions.")],
    by: Annotated[str, typer.Option("--by", metavar="COLS", help="Group columns, separated by commas.")],
    outcome: Annotated[str, typer.Option("--outcome", metavar="COL", help="1 default, 0 repaid, empty not recorded.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The report to write, HTML.")],
    json_out: Annotated[Path, typer.Option("--json-out", metavar="FILE", help="The same numbers, JSON.")],
    score: Annotated[str | None, typer.Option("--score", metavar="COL", help="Column of scores.")] = None,
    pd: Annotated[str | None, typer.Option("--pd", metavar="COL", help="Column of predicted probabilities.")] = None,
    approved: Annotated[str, typer.Option("--approved", metavar="COL", help="1 approved, 0 declined.")] = "approved",
    weight: Annotated[
        str | None, typer.Option("--weight", metavar="COL", help="Refused: the intervals of this version count people.")
    ] = None,
    groups: Annotated[
        Path | None, typer.Option("--groups", metavar="FILE", help="File with the group columns, kept apart.")
    ] = None,
    key: Annotated[str | None, typer.Option("--key", metavar="COL", help="Column that joins the two files.")] = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="What is judged against which limits (TOML).")
    ] = None,
    allow: Annotated[
        Allowed | None, typer.Option("--allow", help="Let an inconclusive audit pass; a breach never does.")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the page.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Audit decisions for fairness between groups. Exit 0 only if every primary comparison is within its limits."""
    require_extra("audit", "altair", "jinja2", "vl_convert")
    from audits.fairness.audit import audit as judge
    from audits.fairness.decisions import read_decisions
    from audits.fairness.document import to_document
    from audits.fairness.plan import default_plan, read_plan
    from audits.fairness.report import render
    from audits.fairness.verdict import Verdict

    names = [name.strip() for name in by.split(",") if name.strip()]
    if out.resolve() == json_out.resolve():
        raise InputError("page and numbers cannot be one file", remedy="Give --out and --json-out different names")
    keep_inputs([out, json_out], [decisions, groups, plan])
    with progress(f"auditing {decisions.name}"):
        chosen = read_plan(plan) if plan else default_plan(with_pd=pd is not None)
        sample = read_decisions(
            decisions,
            by=names,
            outcome=outcome,
            approved=approved,
            score=score,
            pd=pd,
            weight=weight,
            groups=groups,
            key=key,
        )
        report = judge(sample, chosen)
        page = render(report, Language(lang.value))
    document = to_document(report)
    write_bytes(json_out, json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n")
    write_bytes(out, page.encode())
    emit(document, f"{summary(report)}\nwrote {out} and {json_out}", as_json=as_json)
    passing = {Verdict.WITHIN} | ({Verdict(allow.value)} if allow else set())
    if report.overall not in passing:
        raise typer.Exit(1)


def summary(report: AuditReport) -> str:
    """The primary comparisons as a table, and the overall word."""
    from audits.fairness.result import Found

    rows: list[tuple[str, ...]] = [("attribute", "group", "against", "measure", "value", "interval", "verdict")]
    for attribute in report.attributes:
        for comparison in attribute.comparisons:
            if comparison.verdict is None:
                continue
            finding = comparison.finding
            value, interval = "", ""
            if isinstance(finding, Found):
                value = f"{finding.value:.3f}"
                interval = f"{finding.interval.low:.3f} to {finding.interval.high:.3f}"
            rows.append(
                (
                    attribute.name,
                    comparison.group,
                    attribute.reference,
                    comparison.measure.value.replace("_", " "),
                    value,
                    interval,
                    comparison.verdict.value,
                )
            )
    return f"{table(rows, '<<<<>><')}\n\noverall: {report.overall.value}"
