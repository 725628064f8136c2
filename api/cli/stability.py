"""``stability``: whether scores and characteristics still look as they did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.access import AccessLog, DeleteAfter, Necessity, Purpose, Reader, access_record, say_unrecorded
from api.cli.decision_options import GroupsFile
from api.cli.output import AsJson, Lang, emit, keep_inputs, progress, require_extra, table
from scoring.artefact.files import write_bytes
from scoring.domain.errors import InputError
from scoring.domain.text import Language

if TYPE_CHECKING:
    from audits.stability.cells import Whom
    from audits.stability.joined import Apart
    from audits.stability.result import Found, Shift, StabilityReport, Withheld

__all__ = ["register", "stability", "summary"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(stability)


def stability(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier CSV or Parquet file: it fixes bins.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later one.")],
    score: Annotated[str | None, typer.Option("--score", metavar="COL", help="Column of scores.")] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="COLS", help="Characteristics, separated by commas.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="COLS", help="Group columns, separated by commas.")] = None,
    groups: GroupsFile = None,
    groups_after: Annotated[
        Path | None,
        typer.Option(
            "--groups-after", metavar="FILE", help="That of AFTER, if --groups holds the people of BEFORE only."
        ),
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="COL", help="Column that joins scores and groups, in every file.")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="COL", help="Periods of AFTER; dates are taken by month.")
    ] = None,
    pd: Annotated[str | None, typer.Option("--pd", metavar="COL", help="Column of predicted probabilities.")] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="COL", help="1 default, 0 repaid, empty not recorded.")
    ] = None,
    bins: Annotated[int, typer.Option("--bins", metavar="N", help="Bins of equal people for numbers.")] = 10,
    access_log: AccessLog = None,
    purpose: Purpose = "",
    reader: Reader = "",
    necessity: Necessity = "",
    delete_after: DeleteAfter = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A page to write, HTML.")] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the page.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Hold a later file against an earlier one. Exit 1 if the index of any column, of everybody, says act; else 0."""
    from audits.stability.compare import compare
    from audits.stability.document import to_document
    from audits.stability.question import Question
    from audits.stability.read import read_files

    if out is not None:
        require_extra("audit", "altair", "jinja2", "vl_convert")
    keep_inputs([path for path in (out, access_log) if path is not None], [before, after, groups, groups_after])
    question = Question(
        score=score,
        characteristics=_names(columns),
        pd=pd,
        outcome=outcome,
        by=_names(by),
        period=period,
        bins=bins,
    )
    with progress(f"comparing {after.name} with {before.name}"):
        apart = _apart(groups, groups_after, key)
        access = access_record(access_log, purpose, reader, necessity, delete_after)
        report = compare(read_files(before, after, question, apart, access))
    lines = [summary(report)]
    if out is not None:
        from audits.stability.report import render

        with progress("drawing the page"):
            page = render(report, Language(lang.value))
        write_bytes(out, page.encode())
        lines.append(f"wrote {out}")
    emit(to_document(report), "\n".join(lines), as_json=as_json)
    if question.by:
        say_unrecorded(access_log)
    if report.acts:
        raise typer.Exit(1)


def _apart(groups: Path | None, groups_after: Path | None, key: str | None) -> Apart | None:
    from audits.stability.joined import Apart

    if groups is None or key is None:
        if groups is not None or key is not None or groups_after is not None:
            raise InputError("a groups file and a key go together", remedy="Give --groups and --key, or neither")
        return None
    return Apart(groups=groups, after=groups_after, key=key)


def summary(report: StabilityReport) -> str:
    """The index of every column of the whole file, of groups and periods, and calibration, as tables.

    Of groups in a period only those that have moved: the page and the document have all of them.
    """
    rows: list[tuple[str, ...]] = [("column", "of", "before", "after", "index", "interval", "by chance", "word", "SMD")]
    for column in report.columns:
        shifts = [each for each in column.parts if not each.whom.crossed or each.verdict.moved]
        rows.extend(_line(column.name, shift, report) for shift in (column.whole, *shifts))
    found = [table(rows, "<<>>><><<")]
    if report.calibrations:
        rows = [("calibration of", "before", "after", "moved by")]
        for each in (each for each in report.calibrations if not each.whom.crossed):
            whom = _of(each.whom, report)
            rows.append((whom, _number(each.before), _number(each.after), _number(each.drift)))
        found.append(table(rows, "<<<<"))
    return "\n\n".join(found) + "\n"


def _line(name: str, shift: Shift, report: StabilityReport) -> tuple[str, ...]:
    return (
        name,
        _of(shift.whom, report),
        *("" if people is None else f"{people}" for people in (shift.people_before, shift.people_after)),
        *_index(shift.index),
        shift.verdict.value,
        _number(shift.standardised),
    )


def _of(whom: Whom, report: StabilityReport) -> str:
    words = []
    if whom.attribute >= 0:
        attribute = report.attributes[whom.attribute]
        words.append(f"{attribute.name}: {attribute.levels[whom.group]}")
    if whom.period >= 0:
        words.append(report.periods[whom.period])
    return ", ".join(words) or "everybody"


def _index(index: object) -> tuple[str, str, str]:
    from audits.stability.psi import Index

    if not isinstance(index, Index):
        return "", "", ""
    return f"{index.value:.3f}", f"{index.interval.low:.3f} to {index.interval.high:.3f}", f"{index.unchanged:.3f}"


def _number(number: Found | Withheld) -> str:
    from audits.stability.result import Withheld

    if isinstance(number, Withheld):
        return number.why.value.replace("_", " ")
    return f"{number.value:+.3f} ({number.interval.low:+.3f} to {number.interval.high:+.3f})"


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
