"""``alternatives``: weights that look for other cards, candidates that are made, and their judgement."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import alternatives_make
from api.cli.access import AccessLog, DeleteAfter, Necessity, Purpose, Reader, access_record, say_unrecorded
from api.cli.decision_options import Approved, By, GroupsFile, Key, Outcome
from api.cli.output import AsJson, Lang, emit, keep_inputs, need, progress, require_extra, table
from scoring.artefact.files import write_bytes
from scoring.domain.errors import FileError, InputError
from scoring.domain.text import Language

if TYPE_CHECKING:
    from audits.alternatives.judgement import Judged, Judgement
    from audits.shared.finding import Finding

__all__ = ["judge", "register", "summary"]

alternatives = typer.Typer(help="Less discriminatory alternatives to a card.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    alternatives_make.register(alternatives)
    alternatives.command()(judge)
    app.add_typer(alternatives, name="alternatives")


def judge(
    scores: Annotated[Path, typer.Argument(metavar="SCORES", help="Scores of all candidates on held-out rows.")],
    by: By,
    groups: GroupsFile = None,
    key: Key = None,
    candidates: Annotated[
        Path | None,
        typer.Option("--candidates", metavar="FILE", help="Which column is which card; default: beside SCORES."),
    ] = None,
    outcome: Outcome = "outcome",
    approved: Approved = "approved",
    approval_rate: Annotated[
        float | None, typer.Option("--approval-rate", help="Share that every card approves; default: the file's.")
    ] = None,
    tolerance: Annotated[float, typer.Option("--tolerance", help="AUC that an alternative may lose.")] = 0.01,
    reason: Annotated[
        list[str] | None,
        typer.Option("--reason", metavar="DIGEST=TEXT", help="Why this card was not chosen; its beginning will do."),
    ] = None,
    reasons: Annotated[
        Path | None, typer.Option("--reasons", metavar="FILE", help="The same as a JSON object, text by digest.")
    ] = None,
    access_log: AccessLog = None,
    purpose: Purpose = "",
    reader: Reader = "",
    necessity: Necessity = "",
    delete_after: DeleteAfter = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A page to write, HTML.")] = None,
    json_out: Annotated[Path | None, typer.Option("--json-out", metavar="FILE", help="The same, JSON.")] = None,
    log: Annotated[Path | None, typer.Option("--log", metavar="FILE", help="The signed search log to write.")] = None,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", metavar="FILE", help="Private signing key for the log.")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the page.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Judge candidates. Exit 1 if one dominates the chosen card and no reason is given, or if none can be judged."""
    from audits.alternatives.document import to_document
    from audits.alternatives.judgement import judge as decide
    from audits.alternatives.log import search_log
    from audits.alternatives.manifest import read_manifest
    from audits.decisions.read import open_decisions
    from audits.decisions.schema import Columns
    from audits.ledger.key import read_signer
    from audits.ledger.note import sign_note

    if (log is None) != (key_file is None):
        raise InputError("a log and a key file go together", remedy="Give --log and --key-file, or neither")
    if out is not None:
        require_extra("audit", "altair", "jinja2", "vl_convert")
    listed = candidates or scores.with_name("candidates.json")
    written = [path for path in (out, json_out, log) if path is not None]
    keep_inputs([*written, *([access_log] if access_log else [])], [scores, groups, listed, reasons, key_file])
    access = access_record(access_log, purpose, reader, necessity, delete_after)
    signer = read_signer(key_file) if key_file is not None else None
    manifest = read_manifest(need(listed))
    names = [name.strip() for name in by.split(",") if name.strip()]
    roles, answers = Columns(outcome=outcome, approved=approved), _reasons(reason or [], reasons)
    with (
        progress(f"judging {len(manifest.others)} candidates"),
        open_decisions(
            need(scores), by=names, columns=roles, groups=groups, key=key, extra=manifest.columns, access=access
        ) as opened,
    ):
        found = decide(opened, manifest, names, rate=approval_rate, tolerance=tolerance, reasons=answers)
        sources = opened.sources
    document = to_document(found, sources)
    if out is not None:
        from audits.alternatives.page import render

        write_bytes(out, render(found, Language(lang.value)).encode())
    if json_out is not None:
        write_bytes(json_out, json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n")
    if log is not None and signer is not None:
        write_bytes(log, sign_note(search_log(found, sources, datetime.now(UTC)), signer).encode())
    lines = [summary(found), *(f"wrote {path}" for path in written)]
    emit(document, "\n".join(lines), as_json=as_json)
    say_unrecorded(access_log)
    if found.open or not found.judged:
        raise typer.Exit(1)


def summary(found: Judgement) -> str:
    """The cards as a table, and what is open."""
    heads = [f"{front.attribute}: {front.group}" for front in found.fronts]
    rows: list[tuple[str, ...]] = [("card", "made", "AUC, difference", *heads, "standing", "reason")]
    rows += [_row(each, found) for each in found.cards]
    lines = [table(rows, "<<<" + "<" * len(heads) + "<<"), ""]
    if not found.judged:
        lines.append("there are too few people or outcomes to judge any candidate")
    lines += [f"open: {_short(each)} dominates the chosen card and no reason is given" for each in found.open]
    if found.judged and not found.open:
        lines.append("no dominating card is without a reason")
    return "\n".join(lines)


def _row(each: Judged, found: Judgement) -> tuple[str, ...]:
    impact = {(one.attribute, one.group): one.impact for one in each.disparities}
    return (
        _short(each),
        f"{each.entry.making} {each.entry.what}".strip(),
        _number(each.accuracy.auc_change, signed=True),
        *(_number(impact[front.attribute, front.group], signed=False) for front in found.fronts),
        each.standing.value,
        each.reason,
    )


def _number(finding: Finding, *, signed: bool) -> str:
    from audits.shared.finding import Known

    if not isinstance(finding, Known):
        return finding.reason.value
    form = "+.4f" if signed else ".3f"
    ends = finding.interval
    return f"{finding.value:{form}} ({ends.low:{form}} to {ends.high:{form}})"


def _short(each: Judged) -> str:
    return each.entry.digest.removeprefix("sha256:")[:12]


def _reasons(given: list[str], path: Path | None) -> dict[str, str]:
    """Reasons of the file and of the command line; one digest may not have two."""
    found: dict[str, str] = {}
    if path is not None:
        need(path)
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError):
            raise FileError("is not JSON", where=str(path), remedy="Write an object, text by digest") from None
        if not isinstance(document, dict) or not all(isinstance(text, str) for text in document.values()):
            raise FileError("is not an object of texts", where=str(path), remedy="Write an object, text by digest")
        found |= document
    for item in given:
        digest, separator, text = item.partition("=")
        if not separator or digest in found:
            raise InputError(f"--reason '{item}' is not one DIGEST=TEXT", remedy="Write each digest once")
        found[digest] = text
    return found
