"""``scaffold`` and ``fit``: from a file to a card."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.curve import curve_document, curve_lines
from api.cli.output import (
    AsJson,
    DataPath,
    Lang,
    SeedOption,
    emit,
    keep_inputs,
    need,
    progress_bar,
    require_extra,
    steps,
)
from scoring.artefact.card_json import write_card
from scoring.artefact.characteristics_file import read_characteristics
from scoring.artefact.cuts_file import read_cuts
from scoring.artefact.files import refuse_unwritable, write_bytes
from scoring.artefact.pool_file import Pooled, write_pool
from scoring.domain.errors import InputError
from scoring.domain.registry import Registry
from scoring.domain.text import Language

if TYPE_CHECKING:
    from scoring.engine.fit import Fitted, Origin
    from scoring.engine.options import FitOptions

__all__ = ["fit", "register", "scaffold", "too_few_cards"]

Target = Annotated[str, typer.Option("--target", metavar="COL", help="The outcome column.")]
Bad = Annotated[str, typer.Option("--bad", metavar="VALUE", help="The value of the outcome that means bad.")]
Weight = Annotated[
    str | None,
    typer.Option("--weight", metavar="COL", help="Column of positive weights; a weight of 2 counts as two people."),
]
Exclude = Annotated[list[str] | None, typer.Option("--exclude", metavar="COL=VALUE", help="Leave out these rows.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (scaffold, fit):
        app.command()(command)


def scaffold(
    data: DataPath,
    target: Target,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The characteristics file to write.")],
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", metavar="COL", help="A column that tells of the outcome.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a characteristics file for any table, with what a person must decide left open."""
    from scoring.tabular.scaffold import scaffold as draft
    from scoring.tabular.source import open_data

    if out.exists():
        raise InputError("the file is already there", where=str(out), remedy="Choose another name; nothing was written")
    with open_data(data) as file:
        write_bytes(out, draft(file, target, leave_out or ()).encode())
    emit(
        {"file": str(out)}, f"wrote {out}; read it, fill in what it asks, then run 'counterscore fit'", as_json=as_json
    )


def fit(
    data: DataPath,
    characteristics: Annotated[Path, typer.Option("--characteristics", metavar="FILE", help="What may be read.")],
    target: Target,
    bad: Bad,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The card to write.")],
    max_attributes: Annotated[
        int | None,
        typer.Option("--max-attributes", help="Most lines per table; 8, or up to 32 if that proves itself.", min=1),
    ] = None,
    max_characteristics: Annotated[
        int | None, typer.Option("--max-characteristics", help="Most characteristics in the card.", min=1)
    ] = None,
    crossings: Annotated[
        int, typer.Option("--crossings", help="Most crossings; each must prove itself.", min=0, max=5)
    ] = 3,
    price: Annotated[
        float | None, typer.Option("--price", help="Log-likelihood that one more line must gain; else chosen by proof.")
    ] = None,
    cuts: Annotated[
        Path | None,
        typer.Option("--cuts", metavar="FILE", help="Lines that a person fixed, as TOML: see docs/fit.md."),
    ] = None,
    seed: SeedOption = 0,
    weight: Weight = None,
    cut_off: Annotated[int | None, typer.Option("--cut-off", metavar="SCORE", help="The lowest passing score.")] = None,
    band: Annotated[
        int, typer.Option("--band", help="Points above the cut-off that count as just passing.", min=1)
    ] = 20,
    pool: Annotated[
        int | None, typer.Option("--pool", metavar="M", help="Write so many near-equal cards beside the card.", min=1)
    ] = None,
    pool_tolerance: Annotated[
        float, typer.Option("--pool-tolerance", help="Log-loss that a card of the pool may lose.", min=0)
    ] = 0.002,
    curve: Annotated[
        Path | None, typer.Option("--curve", metavar="FILE", help="Write the trade-off of length and loss as a page.")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the page.")] = Lang.EN,
    exclude: Exclude = None,
    as_json: AsJson = False,
) -> None:
    """Fit a card, certify it, and write it as one JSON document."""
    require_extra("train", "sklearn")
    if curve is not None:
        require_extra("audit", "altair")
    from scoring.certificate.certificate import certify
    from scoring.engine.fit import Origin, fit_card
    from scoring.engine.options import FitOptions
    from scoring.tabular.development import read_development
    from scoring.tabular.source import open_data

    pool_file = out.with_suffix(".pool.json")
    written = [out, *([curve] if curve else []), *([pool_file] if pool else [])]
    keep_inputs(written, [data, characteristics, *([cuts] if cuts else [])])
    for path in written:
        refuse_unwritable(path)
    if not math.isfinite(pool_tolerance):
        raise InputError("'--pool-tolerance' is not a finite number", remedy="Give a log-loss, such as 0.002")
    registry = read_characteristics(need(characteristics))
    options = FitOptions(
        max_attributes=max_attributes,
        max_characteristics=max_characteristics,
        crossings=crossings,
        price=price,
        cuts=read_cuts(cuts, registry) if cuts else (),
        seed=seed,
        cut_off=cut_off,
        band=band,
    )
    with open_data(data) as file, steps(f"fitting {data.name}") as on_step:
        sample = read_development(file, registry, target=target, bad=bad, weight=weight, exclude=exclude or [])
        origin = Origin(target=target, bad=bad, data_digest=file.digest)
        fitted = fit_card(
            sample.table,
            registry,
            sample.bad,
            weight=sample.weight,
            options=options,
            origin=origin,
            strict=True,
            on_step=on_step,
        )
    certify(fitted.card).demand()
    pooled, tried = _pool(fitted, registry, pool, options, origin, pool_tolerance) if pool else (None, 0)
    page = b""
    if curve is not None:
        from audits.evaluation.trade_off import trade_off_page

        lengths = curve_document(fitted.structure)
        page = trade_off_page(lengths, Language(lang.value), asked=price is not None).encode()
    digest = write_card(fitted.card, out)
    if pooled is not None:
        write_pool(fitted.card, pooled, pool_tolerance, pool_file)
    if curve is not None:
        write_bytes(curve, page)
    document = {
        "card": str(out),
        "digest": digest,
        **_document(fitted),
        "not_used": list(sample.table.not_used),
        "warnings": list(fitted.warnings),
        **({"pool": {"file": str(pool_file), "cards": len(pooled)}} if pooled is not None else {}),
    }
    lines = [f"wrote {out}", f"digest {digest}", *_lines(fitted)]
    if pooled is not None:
        lines.append(f"wrote {pool_file}: {len(pooled)} cards within {pool_tolerance:g} of the log-loss")
        if len(pooled) < (pool or 0):
            lines.append(f"warning: {too_few_cards(pool or 0, tried)}")
    if curve is not None:
        lines.append(f"wrote {curve}")
    if sample.table.not_used:
        lines.append(f"not used: {', '.join(sample.table.not_used)}")
    lines += [f"warning: {warning}" for warning in fitted.warnings]
    emit(document, "\n".join(lines), as_json=as_json)


def _document(fitted: Fitted) -> dict[str, object]:
    """What was fitted, as plain JSON values."""
    card = fitted.card
    return {
        "profile": card.registry.profile.value,
        "rows": card.development.rows,
        "entries": len(card.entries),
        "attributes": sum(len(entry.attributes) for entry in card.entries),
        "crossings": [list(entry.characteristics) for entry in card.entries if entry.by is not None],
        "scores": [card.lowest, card.highest],
        "tried": list(fitted.structure.told),
        "curve": curve_document(fitted.structure),
    }


def _lines(fitted: Fitted) -> list[str]:
    """The same in words."""
    card = fitted.card
    size = f"{len(card.entries)} tables with {sum(len(entry.attributes) for entry in card.entries)} lines"
    return [
        f"{card.development.rows} rows, {size}, scores from {card.lowest} to {card.highest}",
        *fitted.structure.told,
        *curve_lines(fitted.structure),
    ]


def _pool(
    fitted: Fitted, registry: Registry, size: int, options: FitOptions, origin: Origin, tolerance: float
) -> tuple[tuple[Pooled, ...], int]:
    """The pool, and how many forms were tried for it."""
    from scoring.engine.pool import TRIES, pool_of

    tried = 0

    def count(number: int) -> None:
        nonlocal tried
        tried = number
        on_progress(number)

    with progress_bar("near-equal cards", TRIES * size) as on_progress:
        found = pool_of(fitted, registry, size, options, origin, tolerance=tolerance, on_step=count)
    return found, tried


def too_few_cards(asked: int, tried: int) -> str:
    """Why a pool holds fewer cards than were asked for."""
    from scoring.engine.pool import TRIES

    if tried < TRIES * asked:
        return f"{asked} cards were asked for; all {tried} other forms were tried, and no more lie within the tolerance"
    return (
        f"{asked} cards were asked for; the tries ended: of {tried}, {TRIES} for each card, no more lie within the "
        "tolerance and differ from one another"
    )
