"""``alternatives weigh`` and ``alternatives make``: weights from groups, and candidates without groups."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.access import AccessLog, DeleteAfter, Necessity, Purpose, Reader, access_record, say_unrecorded
from api.cli.output import AsJson, DataPath, SeedOption, emit, keep_inputs, need, need_folder, require_extra, steps
from scoring.artefact.canonical import canonical
from scoring.artefact.card_json import card_digest, read_card, write_card
from scoring.artefact.characteristics_file import read_characteristics
from scoring.artefact.cuts_file import read_cuts
from scoring.artefact.files import write_bytes
from scoring.domain.errors import DataError, InputError

if TYPE_CHECKING:
    from scoring.engine.alternatives import Candidate
    from scoring.tabular.development import Sample
    from scoring.tabular.source import DataFile

__all__ = ["make", "register", "weigh"]


class WeighingMethod(StrEnum):
    """The names of the methods of ``audits.alternatives.weights``, which would load numpy."""

    REWEIGHING = "reweighing"
    DEMOGRAPHIC_PARITY = "demographic-parity"
    EQUALIZED_ODDS = "equalized-odds"


Exclude = Annotated[list[str] | None, typer.Option("--exclude", metavar="COL=VALUE", help="Leave out these rows.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (weigh, make):
        app.command()(command)


def weigh(
    decisions: Annotated[Path, typer.Argument(metavar="DECISIONS", help="Development rows with key and outcome.")],
    groups: Annotated[Path, typer.Option("--groups", metavar="FILE", help="File with the group column.")],
    key: Annotated[str, typer.Option("--key", metavar="COL", help="Column that joins the two files.")],
    by: Annotated[str, typer.Option("--by", metavar="COL", help="The group column.")],
    outcome: Annotated[str, typer.Option("--outcome", metavar="COL", help="1 default, 0 repaid.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV or Parquet file to write: id, weight.")],
    approved: Annotated[
        str | None, typer.Option("--approved", metavar="COL", help="1 approved, 0 declined, by the chosen card.")
    ] = None,
    method: Annotated[
        WeighingMethod, typer.Option("--method", help="How weights are had.")
    ] = WeighingMethod.REWEIGHING,
    strength: Annotated[float, typer.Option("--strength", help="Of the reductions: above 0 and below 1.")] = 0.5,
    access_log: AccessLog = None,
    purpose: Purpose = "",
    reader: Reader = "",
    necessity: Necessity = "",
    delete_after: DeleteAfter = None,
    as_json: AsJson = False,
) -> None:
    """Derive sample weights from groups. The file gives groups away: keep it like the groups themselves."""
    require_extra("audit", "fairlearn")
    from audits.alternatives.weights import Method
    from audits.alternatives.weights_file import weights_of_file
    from scoring.batch.write import write_columns

    keep_inputs([out, *([access_log] if access_log else [])], [decisions, groups])
    identity, weight = weights_of_file(
        need(decisions),
        need(groups),
        key=key,
        attribute=by,
        outcome=outcome,
        approved=approved,
        method=Method(method.value),
        strength=strength,
        access=access_record(access_log, purpose, reader, necessity, delete_after),
    )
    write_columns({"id": identity, "weight": weight}, out)
    document = {"file": str(out), "rows": len(weight), "least": float(weight.min()), "most": float(weight.max())}
    line = f"wrote {len(weight)} weights from {weight.min():.4f} to {weight.max():.4f} to {out}"
    emit(
        document, f"{line}\nwho knows the outcomes can tell groups from these weights: keep them apart", as_json=as_json
    )
    say_unrecorded(access_log)


def make(
    data: DataPath,
    held_out: Annotated[Path, typer.Option("--held-out", metavar="FILE", help="Rows that make no card: they judge.")],
    card: Annotated[Path, typer.Option("--card", metavar="CARD", help="The chosen card, fitted on DATA.")],
    characteristics: Annotated[Path, typer.Option("--characteristics", metavar="FILE", help="What may be read.")],
    target: Annotated[str, typer.Option("--target", metavar="COL", help="The outcome column.")],
    bad: Annotated[str, typer.Option("--bad", metavar="VALUE", help="The value of the outcome that means bad.")],
    identity: Annotated[str, typer.Option("--id", metavar="COL", help="Column of pseudonyms in both files.")],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where cards and scores are written.")],
    pool: Annotated[int, typer.Option("--pool", metavar="N", help="Near-equal cards to make.", min=0)] = 0,
    leave_one_out: Annotated[
        bool, typer.Option("--leave-one-out", help="A card without each characteristic in turn.")
    ] = False,
    weights: Annotated[
        list[Path] | None, typer.Option("--weights", metavar="FILE", help="A file of id and weight to fit with.")
    ] = None,
    cut_off: Annotated[
        int | None, typer.Option("--cut-off", metavar="SCORE", help="The chosen card's lowest passing score.")
    ] = None,
    max_attributes: Annotated[int | None, typer.Option("--max-attributes", help="As for 'fit'.", min=1)] = None,
    max_characteristics: Annotated[
        int | None, typer.Option("--max-characteristics", help="As for 'fit'.", min=1)
    ] = None,
    crossings: Annotated[int, typer.Option("--crossings", help="As for 'fit'.", min=0, max=5)] = 3,
    price: Annotated[float | None, typer.Option("--price", help="As for 'fit'.")] = None,
    cuts: Annotated[Path | None, typer.Option("--cuts", metavar="FILE", help="As for 'fit'.")] = None,
    seed: SeedOption = 0,
    weight: Annotated[str | None, typer.Option("--weight", metavar="COL", help="As for 'fit'.")] = None,
    exclude: Exclude = None,
    as_json: AsJson = False,
) -> None:
    """Make other cards than the chosen one, and score all of them on held-out rows. No group is read."""
    require_extra("train", "sklearn")
    from scoring.batch.candidates import write_scores
    from scoring.engine.alternatives import Wanted, candidates
    from scoring.engine.fit import Origin, fit_card
    from scoring.engine.options import FitOptions
    from scoring.tabular.development import read_development
    from scoring.tabular.source import open_data

    chosen, registry = read_card(need(card)), read_characteristics(need(characteristics))
    passing = chosen.cut_off if cut_off is None else cut_off
    if passing is None:
        raise InputError("the card has no cut-off", where=str(card), remedy="Name the lowest passing score: --cut-off")
    folder = need_folder(out)
    scores, listed = folder / "scores.parquet", folder / "candidates.json"
    keep_inputs([scores, listed], [data, held_out, card, characteristics, *(weights or [])])
    options = FitOptions(
        max_attributes=max_attributes,
        max_characteristics=max_characteristics,
        crossings=crossings,
        price=price,
        cuts=read_cuts(cuts, registry) if cuts else (),
        seed=seed,
        cut_off=chosen.cut_off,
        band=chosen.band,
    )
    rows: dict[str, Any] = {"target": target, "bad": bad, "exclude": exclude or []}
    with open_data(data) as file, steps("making candidates") as on_step:
        sample = read_development(file, registry, weight=weight, **rows)
        known = _identities(file, identity, exclude or [], sample)
        more = {path.stem: _weights(path, known) for path in weights or []}
        wanted = Wanted(pool=pool, leave_one_out=leave_one_out, weights=more)
        origin = Origin(target=target, bad=bad, data_digest=file.digest)
        every: dict[str, Any] = {"weight": sample.weight, "options": options, "origin": origin, "on_step": on_step}
        fitted = fit_card(sample.table, registry, sample.bad, **every)
        if card_digest(fitted.card) != card_digest(chosen):
            raise InputError(
                "these rows and options give another card than the chosen one",
                where=str(card),
                remedy="Give the file and the options it was fitted with, so that all are made alike",
            )
        made = candidates(fitted, sample.table, registry, sample.bad, wanted=wanted, **every)
    with open_data(held_out) as file:
        judges = read_development(file, registry, **rows)
        apart = _identities(file, identity, exclude or [], judges)
        if set(apart) & set(known):
            raise DataError(
                "some rows made the cards that they are to judge",
                where=f"{held_out.name}, column {identity}",
                remedy="Hold out rows that are not in DATA",
            )
        import numpy as np

        number = write_scores(
            [each.card for each in made], judges.table, np.array(apart, dtype=object), judges.bad, passing, scores
        )
    _write(made, folder, listed)
    document = {"folder": str(folder), "cards": len(made), "held_out_rows": number, "chosen": card_digest(chosen)}
    lines = [f"wrote {len(made)} cards with their scores on {number} held-out rows to {folder}"]
    lines += [f"  {card_digest(each.card)[7:19]}  {each.making.value} {each.what}".rstrip() for each in made]
    emit(document, "\n".join(lines), as_json=as_json)


def _write(made: Sequence[Candidate], folder: Path, listed: Path) -> None:
    """Each card in a file of its own, and the list of them."""
    from scoring.batch.candidates import column_names

    cards = []
    for each in made:
        score, pd = column_names(each.card)
        digest = write_card(each.card, folder / f"card-{score.removeprefix('score_')}.json")
        cards.append({"digest": digest, "score": score, "pd": pd, "making": each.making.value, "what": each.what})
    kind = {"kind": "counterscore-candidates", "format": 1, "chosen": cards[0]["digest"]}
    write_bytes(listed, canonical({**kind, "cards": cards}))


def _identities(file: DataFile, column: str, exclude: Sequence[str], sample: Sample) -> list[str]:
    """The pseudonyms of the rows that were kept, as texts; none empty, none twice."""
    from scoring.tabular.development import kept_rows

    kept = kept_rows(file, exclude)
    found = [None if raw is None else _text(raw) for raw in file.column(column)[kept]]
    where = f"{file.path.name}, column {column}"
    if None in found or len(set(found)) < len(found):
        raise DataError("a pseudonym is empty or stands twice", where=where, remedy="Give every row its own")
    if len(found) != sample.table.rows:
        raise DataError("rows and pseudonyms do not match", where=where, remedy="Check --exclude")
    return [str(each) for each in found]


def _weights(path: Path, known: Sequence[str]) -> Any:  # noqa: ANN401 - an array
    """The weights of a file in the order of the rows."""
    import numpy as np

    from scoring.tabular.source import open_data

    with open_data(need(path)) as file:
        columns = file.read(("id", "weight"))
    by_id = {_text(raw): value for raw, value in zip(columns["id"], columns["weight"], strict=True)}
    missing = sum(each not in by_id for each in known)
    if missing:
        raise DataError(f"{missing} rows have no weight", where=path.name, remedy="Weigh every development row")
    try:
        found = np.array([float(by_id[each]) for each in known])
    except (TypeError, ValueError):
        found = np.array([np.nan])
    if not (np.isfinite(found) & (found > 0)).all():
        raise DataError("a weight is not a positive number", where=path.name, remedy="Use 'alternatives weigh'")
    return found


def _text(raw: object) -> str:
    """A pseudonym as text, the same from CSV and from Parquet."""
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
