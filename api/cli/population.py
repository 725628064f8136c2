"""``counterscore population``: write Laagland, the synthetic population, to a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import AsJson, Lang, emit, need_folder, progress, progress_bar, require_extra
from scoring.domain.errors import FileError, InputError
from scoring.domain.text import Language
from scoring.population.world import Knobs, World

if TYPE_CHECKING:
    from scoring.population.simulate import Plan

__all__ = ["population", "register"]

PAGE = "description.html"
"""What ``--describe`` adds."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(population)


def population(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")],
    persons: Annotated[int | None, typer.Option("--persons", help="How many persons.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Seed of every random draw; 0 if left out.", min=0)] = None,
    world: Annotated[World | None, typer.Option("--world", help="Which world; historical if left out.")] = None,
    label_bias: Annotated[
        float | None, typer.Option("--label-bias", help="Share of a group's goods recorded as default, 0 to 1.")
    ] = None,
    measurement_bias: Annotated[
        float | None, typer.Option("--measurement-bias", help="Share of a group's income left unrecorded, 0 to 0.9.")
    ] = None,
    proxy_strength: Annotated[
        float | None, typer.Option("--proxy-strength", help="Share of a group recorded as lodgers, 0 to 1.")
    ] = None,
    approval_cut: Annotated[
        int | None, typer.Option("--approval-cut", help="Points the lender of the past asked for, 0 to 13.")
    ] = None,
    group_size: Annotated[
        float | None, typer.Option("--group-size", help="Share of persons with a migration background, 0 to 1.")
    ] = None,
    drift: Annotated[
        float | None, typer.Option("--drift", help="Rise of living costs in each year after 2022, 0 to 0.5.")
    ] = None,
    missingness: Annotated[
        float | None, typer.Option("--missingness", help="Chance that a cost or balance is left out, 0 to 1.")
    ] = None,
    consent_share: Annotated[
        float | None, typer.Option("--consent-share", help="Share of persons who share bank data, 0 to 1.")
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", help="Re-simulations of each outcome for the truth; 64 if left out, 0: none."),
    ] = None,
    statements: Annotated[
        int,
        typer.Option("--statements", metavar="N", help="Raw bank statements of N persons, in a folder psd2.", min=0),
    ] = 0,
    release: Annotated[
        str | None, typer.Option("--release", metavar="NAME", help="Write a published release and check its digest.")
    ] = None,
    describe: Annotated[bool, typer.Option("--describe", help="Add description.html, a page of pictures.")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of that page.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Write a synthetic population: records, characteristics, outcomes, protected attributes and truth."""
    from scoring.population.simulate import Plan
    from scoring.population.statement_folder import write_statement_folder

    if describe:
        require_extra("audit", "altair", "jinja2", "vl_convert")
    turned = {
        "label_bias": label_bias,
        "measurement_bias": measurement_bias,
        "proxy_strength": proxy_strength,
        "approval_cut": approval_cut,
        "group_size": group_size,
        "drift": drift,
        "missingness": missingness,
        "consent_share": consent_share,
    }
    chosen: dict[str, Any] = {name: value for name, value in turned.items() if value is not None}
    given = {"--persons": persons, "--seed": seed, "--world": world, "--draws": draws, **chosen}
    if release is not None:
        _refuse_beside_release({name for name, value in given.items() if value is not None})
        plan, write = _release(release)
    else:
        if persons is None:
            raise InputError(
                "it is not said how many persons", remedy="Give --persons, or --release for a published one"
            )
        lived = world or World.HISTORICAL
        knobs = replace(Knobs.of(lived), **chosen)
        plan = Plan(persons=persons, seed=seed or 0, world=lived, knobs=knobs, draws=64 if draws is None else draws)
        write = _plain(plan)
    folder = need_folder(out)
    _refuse_companions(folder, statements=bool(statements) or release is not None, describe=describe)
    with progress_bar(f"simulating {plan.persons:,} persons", plan.persons) as advance:
        paths = write(folder, advance)
    if statements:
        with progress(f"writing {statements} statements"):
            paths += write_statement_folder(plan, folder, statements)
    if describe:
        paths.append(_describe(folder, Language(lang.value)))
    document = {
        "files": [str(path) for path in paths],
        "persons": plan.persons,
        "seed": plan.seed,
        "world": plan.world.value,
        "knobs": plan.turned.to_document(),
        "release": release,
    }
    lines = [f"wrote {path}" for path in paths]
    if release is not None:
        lines.append(f"{release}: the digest is the published one")
    emit(document, "\n".join(lines), as_json=as_json)


Writer = Callable[[Path, Callable[[int], None]], list[Path]]


def _plain(plan: Plan) -> Writer:
    from scoring.population.write import write

    return lambda folder, advance: write(plan, folder, on_progress=advance)


def _release(name: str) -> tuple[Plan, Writer]:
    from scoring.population.release import find_release, write_release

    release = find_release(name)
    return release.plan, lambda folder, advance: write_release(name, folder, on_progress=advance)


def _refuse_beside_release(given: set[str]) -> None:
    if given:
        named = ", ".join(sorted(name if name.startswith("--") else f"--{name.replace('_', '-')}" for name in given))
        raise InputError(f"a release fixes {named}", remedy="Leave it out, or leave out --release")


def _refuse_companions(folder: Path, *, statements: bool, describe: bool) -> None:
    """Before anything is written: nothing beside the population may be of another one, or in its place."""
    from scoring.population.statement_folder import NAME

    for path, again, of_kind in (
        (folder / NAME, statements, Path.is_dir),
        (folder / PAGE, describe, Path.is_file),
    ):
        if path.exists() and not (again and of_kind(path)):
            why = "is in the way" if again else "would be left from another population"
            raise FileError(why, where=str(path), remedy="Remove it, or choose another folder")


def _describe(folder: Path, language: Language) -> Path:
    from audits.description.report import describe
    from scoring.artefact.files import write_bytes

    path = folder / PAGE
    with progress("drawing the description"):
        write_bytes(path, describe(folder, language).encode())
    return path
