"""Recompute the published releases and the committed excerpt: ``python -m tests.support.release``.

What a release is made of is read from ``scoring/population/releases.toml``; its digests and figures are written back.
To be run when a parameter of the simulation has changed and no release has been published with the old one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.population.catalogue import RELEASES, WHOLE, Release
from scoring.population.measured import measure
from scoring.population.release import write_excerpt
from scoring.population.write import digests, write

__all__ = ["EXCERPT", "recomputed", "to_toml"]

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "scoring" / "population" / "releases.toml"
EXCERPT = ROOT / "docs" / "laagland-v1"
COMMENT = "# Written by python -m tests.support.release: digests of the rows, and figures measured in them.\n"


def recomputed(release: Release) -> Release:
    """The release with the digests and figures that today's code gives it."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(release.first(release.excerpt_persons), folder)
        excerpt = digests(folder)
        write(release.plan, folder)
        return replace(release, digests=digests(folder), excerpt_digests=excerpt, figures=measure(folder))


def to_toml(releases: dict[str, Release]) -> str:
    """The catalogue as text."""
    return COMMENT + "".join(f"\n{_table(release)}" for release in releases.values())


def _table(release: Release) -> str:
    plain = {
        "published": release.published.isoformat(),
        "persons": release.persons,
        "seed": release.seed,
        "world": f'"{release.world}"',
        "draws": release.draws,
        "sample": release.sample,
        "sample_draws": release.sample_draws,
        "digest": f'"{release.digest}"',
        "excerpt_persons": release.excerpt_persons,
        "excerpt_digest": f'"{release.excerpt_digests[WHOLE]}"',
    }
    tables: dict[str, Mapping[str, object]] = {
        "knobs": release.knobs.to_document() if release.knobs else {},
        "files": {name: f'"{digest}"' for name, digest in release.digests.items() if name},
        "excerpt_files": {name: f'"{digest}"' for name, digest in release.excerpt_digests.items() if name},
        "figures": release.figures,
    }
    parts = [f"[{release.name}]\n{_lines(plain)}"]
    parts += [f"[{release.name}.{name}]\n{_lines(table)}" for name, table in tables.items() if table]
    return "\n".join(parts)


def _lines(table: Mapping[str, object]) -> str:
    return "".join(f"{name} = {value}\n" for name, value in table.items())


def main() -> None:
    for name, release in list(RELEASES.items()):
        RELEASES[name] = recomputed(release)
    CATALOGUE.write_text(to_toml(RELEASES), encoding="utf-8")
    EXCERPT.mkdir(exist_ok=True)
    write_excerpt("laagland-v1", EXCERPT)
    sys.stdout.write(f"wrote {CATALOGUE} and {EXCERPT}\n")


if __name__ == "__main__":
    main()
