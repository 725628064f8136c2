"""``counterscore population``: write Laagland, the synthetic population, to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, SeedOption, emit, need_folder, progress
from scoring.population.world import Knobs, World

__all__ = ["population", "register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(population)


def population(
    persons: Annotated[int, typer.Option("--persons", help="How many persons.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")],
    seed: SeedOption = 0,
    world: Annotated[World, typer.Option("--world", help="Which world.")] = World.HISTORICAL,
    label_bias: Annotated[
        float | None, typer.Option("--label-bias", help="Share of the group's goods recorded as default, 0 to 1.")
    ] = None,
    proxy_strength: Annotated[
        float | None, typer.Option("--proxy-strength", help="How far housing tenure tells origin, 0 to 1.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a synthetic population with protected attributes and true risks, in separate files."""
    from scoring.population.simulate import simulate
    from scoring.population.write import write

    defaults = Knobs.of(world)
    knobs = Knobs(
        label_bias=defaults.label_bias if label_bias is None else label_bias,
        proxy_strength=defaults.proxy_strength if proxy_strength is None else proxy_strength,
    )
    with progress(f"simulating {persons} persons"):
        people = simulate(persons=persons, seed=seed, world=world, knobs=knobs)
        paths = write(people, need_folder(out))
    document = {"files": [str(path) for path in paths], "persons": persons, "seed": seed, "world": world.value}
    emit(document, "\n".join(f"wrote {path}" for path in paths), as_json=as_json)
