"""``audit``: fairness of a file of decisions, answered in four words."""

from __future__ import annotations

import json
import math
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.access import AccessLog, DeleteAfter, Necessity, Purpose, Reader, access_record, say_unrecorded
from api.cli.audit_run import Question, examine
from api.cli.decision_options import Approved, Decisions, GroupsFile, Key, Outcome
from api.cli.output import AsJson, Lang, emit, keep_inputs, progress, require_extra, table
from scoring.artefact.files import write_bytes
from scoring.domain.errors import InputError
from scoring.domain.text import Language

if TYPE_CHECKING:
    from api.cli.register import Notes
    from audits.fairness.fail_on import Condition, Judged
    from audits.fairness.outcome import AuditReport
    from audits.fairness.registration import Registration
    from audits.fairness.result import Bounds, Found, Withheld

__all__ = ["audit", "register", "summary"]


class Allowed(StrEnum):
    """A verdict that lets a build pass beside *within*, if it is named. The report says the same in any case."""

    INCONCLUSIVE = "inconclusive"
    SUPPRESSED = "suppressed"
    BREACH = "breach"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(audit)


def audit(
    decisions: Decisions,
    outcome: Outcome,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The report to write, HTML.")],
    json_out: Annotated[Path, typer.Option("--json-out", metavar="FILE", help="The same numbers, JSON.")],
    by: Annotated[
        str | None, typer.Option("--by", metavar="COLS", help="Group columns, by commas, if the plan names none.")
    ] = None,
    md_out: Annotated[Path | None, typer.Option("--md-out", metavar="FILE", help="The same in Markdown.")] = None,
    pdf_out: Annotated[Path | None, typer.Option("--pdf-out", metavar="FILE", help="The page as PDF.")] = None,
    score: Annotated[str | None, typer.Option("--score", metavar="COL", help="Scores, if not in 'score'.")] = None,
    pd: Annotated[
        str | None, typer.Option("--pd", metavar="COL", help="Predicted probabilities, if not in 'pd'.")
    ] = None,
    approved: Approved = "approved",
    weight: Annotated[
        str | None, typer.Option("--weight", metavar="COL", help="Weights, 0 or more, if not in 'weight'.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="COL", help="What keeps decisions on one person together.")
    ] = None,
    need: Annotated[
        str | None, typer.Option("--need", metavar="COL", help="What was asked for: compare those who asked the same.")
    ] = None,
    cut_off: Annotated[
        float | None, typer.Option("--cut-off", metavar="SCORE", help="The lowest passing score, for overrides.")
    ] = None,
    groups: GroupsFile = None,
    key: Key = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="What is judged against which limits (TOML).")
    ] = None,
    plan_note: Annotated[
        Path | None, typer.Option("--plan-note", metavar="NOTE", help="Signed note or receipt of the plan.")
    ] = None,
    decisions_note: Annotated[
        Path | None, typer.Option("--decisions-note", metavar="NOTE", help="The same of the decisions.")
    ] = None,
    vkey: Annotated[
        Path | None, typer.Option("--vkey", metavar="FILE", help="Key that verifies both notes, from elsewhere.")
    ] = None,
    access_log: AccessLog = None,
    purpose: Purpose = "",
    reader: Reader = "",
    necessity: Necessity = "",
    delete_after: DeleteAfter = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar="EXPR", help="Fail where 'measure op number' is so in the whole interval."),
    ] = None,
    allow: Annotated[
        list[Allowed] | None, typer.Option("--allow", help="Let this verdict pass too; may be given again.")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the page.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Audit decisions for fairness between groups. Exit 0 only if every primary comparison is within its limits."""
    require_extra("audit", "altair", "jinja2", "vl_convert")
    from audits.decisions.schema import Columns
    from audits.fairness.asked import attributes_of
    from audits.fairness.fail_on import parse
    from audits.fairness.measures import Measure
    from audits.fairness.plan import read_plan

    outputs = [path for path in (out, json_out, md_out, pdf_out) if path is not None]
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise InputError("two results cannot be one file", remedy="Give every result a name of its own")
    keep_inputs(
        [*outputs, *([access_log] if access_log else [])], [decisions, groups, plan, plan_note, decisions_note, vkey]
    )
    conditions = [one for text in fail_on or () for one in parse(text, measures={str(m) for m in Measure})]
    planned = read_plan(plan) if plan else None
    named = None if by is None else [name.strip() for name in by.split(",") if name.strip()]
    question = Question(
        decisions=decisions,
        by=attributes_of(named, planned),
        columns=Columns(outcome=outcome, approved=approved, score=score, pd=pd, weight=weight, cluster=cluster),
        groups=groups,
        key=key,
        plan=planned,
        need=need,
        cut_off=cut_off,
        access=access_record(access_log, purpose, reader, necessity, delete_after),
    )
    notes = _notes(plan, plan_note, decisions_note, vkey)
    report = examine(question, progress)
    registration = None if notes is None else _registration(notes, report)
    judged = _judged(report, conditions)
    document = _write(report, registration, Language(lang.value), out, json_out, md_out, pdf_out, judged)
    written = " and ".join(str(path) for path in outputs)
    emit(document, f"{summary(report)}{_told(judged)}\nwrote {written}", as_json=as_json)
    say_unrecorded(access_log)
    if not _passes(report, judged, {one.value for one in allow or ()}):
        raise typer.Exit(1)


def _notes(plan: Path | None, plan_note: Path | None, decisions_note: Path | None, vkey: Path | None) -> Notes | None:
    from api.cli.register import read_notes

    if plan_note is None and decisions_note is None and vkey is None:
        return None
    if plan is None or vkey is None:
        raise InputError(
            "notes are given, but no plan or no key to verify them with", remedy="Give --plan and --vkey as well"
        )
    return read_notes(plan_note, decisions_note, vkey)


def _registration(notes: Notes, report: AuditReport) -> Registration:
    """Of the plan that was judged by and the decisions that were read: a second look might be at other files."""
    decisions = next(source.sha256 for source in report.sources if source.role == "decisions")
    return notes.registration(report.plan.sha256, decisions)


def _judged(report: AuditReport, conditions: list[Condition]) -> list[Judged]:
    """Every condition over all comparisons of its measure, of attributes and of judged combinations."""
    from audits.fairness.fail_on import judge

    found = []
    for condition in conditions:
        intervals = [
            _interval(c.finding)
            for result in report.groupings
            if len(result.attributes) == 1 or report.plan.judge_combinations
            for c in result.comparisons
            if c.measure.value == condition.measure
        ]
        found.append(judge(condition, intervals))
    return found


def _interval(finding: Found | Bounds | Withheld) -> tuple[float, float] | None:
    """The ends of an interval; None where small numbers hide it, and NaN where nobody can know."""
    from audits.fairness.result import Withheld

    if not isinstance(finding, Withheld):
        return finding.interval.low, finding.interval.high
    return None if finding.is_small else (math.nan, math.nan)


def _write(
    report: AuditReport,
    registration: Registration | None,
    language: Language,
    out: Path,
    json_out: Path,
    md_out: Path | None,
    pdf_out: Path | None,
    judged: list[Judged],
) -> dict[str, object]:
    from audits.fairness.document import to_document
    from audits.fairness.markdown import to_markdown
    from audits.fairness.pdf import to_pdf
    from audits.fairness.report import render

    with progress("writing the report"):
        pages = {out: render(report, language, registration).encode()}
        if md_out is not None:
            pages[md_out] = to_markdown(report, language, registration).encode()
        if pdf_out is not None:
            pages[pdf_out] = to_pdf(report, language, registration)
        document = to_document(report, registration)
        if judged:
            said = [{"condition": str(one.condition), "outcome": one.worst.value} for one in judged]
            document["conditions"] = said
        pages[json_out] = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"
    for path, content in pages.items():
        write_bytes(path, content)
    return document


def _passes(report: AuditReport, judged: list[Judged], allowed: set[str]) -> bool:
    """Whether every primary comparison is within or has a verdict that is allowed, and every condition passes."""
    from audits.fairness.fail_on import Outcome
    from audits.fairness.verdict import Verdict

    verdicts = {c.verdict for result in report.groupings for c in result.comparisons if c.verdict is not None}
    unknown = {Outcome(name) for name in allowed if name != Allowed.BREACH}
    return verdicts <= {Verdict.WITHIN, *map(Verdict, allowed)} and all(one.passes(unknown) for one in judged)


def _told(judged: list[Judged]) -> str:
    return "".join(f"\n{one.condition}: {one.worst.value}" for one in judged)


def summary(report: AuditReport) -> str:
    """The primary comparisons as a table, and the overall word."""
    from audits.fairness.result import Bounds, Found
    from audits.shared.markdown_text import plain

    rows: list[tuple[str, ...]] = [("attribute", "group", "against", "measure", "value", "interval", "verdict")]
    for result in report.groupings:
        for comparison in result.comparisons:
            if comparison.verdict is None:
                continue
            finding = comparison.finding
            value = f"{finding.value:.3f}" if isinstance(finding, Found) else ""
            interval = ""
            if isinstance(finding, Found | Bounds):
                interval = f"{finding.interval.low:.3f} to {finding.interval.high:.3f}"
            rows.append(
                (
                    plain(result.name),
                    plain(" × ".join(comparison.group)),
                    plain(" × ".join(result.reference)),
                    comparison.measure.value.replace("_", " "),
                    value,
                    interval,
                    comparison.verdict.value,
                )
            )
    notes = "".join(f"note: {text.en}\n" for text in report.notices)
    return f"{table(rows, '<<<<>><')}\n\n{notes}overall: {report.overall.value}"
