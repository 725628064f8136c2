"""The data card of a release: prose from ``datacard.md``, every figure and table from the code and the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from math import sqrt
from string import Template

from scoring.population.calibration import COMPARISONS, Source, percent
from scoring.population.catalogue import WHOLE, Release
from scoring.population.layout import FILES, File
from scoring.population.meanings import meaning
from scoring.population.measured import PARTS
from scoring.population.parameters import EFFECTS, PARAMETERS
from scoring.population.world import GROUPS, LIMITS

__all__ = ["KNOBS", "datacard"]

KNOBS: dict[str, str] = {
    "label_bias": "Probability that somebody with a migration background who did not default is recorded as a default",
    "measurement_bias": "Share of their income that the application fails to record, migration background only",
    "proxy_strength": "Probability of being recorded as a lodger whatever the home is, migration background only",
    "approval_cut": "Least points of the lender of the past, 0 to 13; outcomes below it are unobserved, trials aside",
    "group_size": "Share of persons with a migration background",
    "drift": "By how much living costs rise against incomes in each calendar year after 2022",
    "missingness": "Probability that a cost or a balance is left out of the application, whoever it is",
    "consent_share": "Share of persons who share their bank data",
}
"""What each knob does, in a line."""

Figures = Mapping[str, int]


def datacard(release: Release, persons: int, digests: Mapping[str, str], figures: Figures) -> str:
    """``DATACARD.md`` of a folder that holds the first ``persons`` of a release.

    Parameters
    ----------
    digests
        Canonical digests of the folder's files.
    figures
        What was measured in them. An excerpt shows the published figures of the whole as well.
    """
    template = Template((files("scoring.population") / "datacard.md").read_text(encoding="utf-8"))
    columns: list[tuple[str, Figures]] = [(release.name, figures)]
    if persons < release.persons:
        columns = [(release.name, release.figures), (f"the first {persons:,}", figures)]
    filled = {
        **_heading(release, persons, digests),
        **_truth(release, figures if persons == release.persons else release.figures),
        **_comparisons(columns),
        **_tables(release, persons, digests),
    }
    return template.substitute(filled)


def _heading(release: Release, persons: int, digests: Mapping[str, str]) -> dict[str, str]:
    excerpt = persons < release.persons
    whole = f"A synthetic population of {release.persons:,} applicants for credit, each with the records behind them, "
    whole += "what was recorded of the outcome, and the truth."
    part = f"The first {persons:,} persons of {release.name}, as an example of its files: {whole[0].lower()}{whole[1:]}"
    facts = [
        ("release", release.name),
        ("published", release.published.isoformat()),
        ("persons", f"{release.persons:,}"),
        *([("persons in this folder", f"{persons:,}")] if excerpt else []),
        ("seed", str(release.seed)),
        ("world", f"`{release.world}`"),
        ("lives behind `true_pd`", f"{release.draws}; {release.sample_draws} for the first {release.sample:,} persons"),
        ("digest of the release", f"`{release.digest}`"),
        *([("digest of this folder", f"`{digests[WHOLE]}`")] if excerpt else []),
        ("licence", "CC0-1.0"),
        ("creator", "Counterscore maintainers"),
    ]
    return {
        "title": f"Laagland, release {release.name}" + (f": the first {persons:,} persons" if excerpt else ""),
        "summary": part if excerpt else whole,
        "facts": _rows(facts),
        "command": f"counterscore population --release {release.name} --out laagland",
        "world": str(release.world),
    }


def _truth(release: Release, figures: Figures) -> dict[str, str]:
    lives = (release.draws, release.sample_draws)
    errors = [
        (f"{p:.0%}", *(f"{sqrt(p * (1 - p) / (draws - 1)):.3f}" for draws in lives)) for p in (0.02, 0.05, 0.10, 0.30)
    ]
    known = [
        f"{figures[f'reliability_{draws}'] / PARTS:.3f} with {draws} lives"
        for draws in lives
        if f"reliability_{draws}" in figures
    ]
    said = "The reliability of `true_pd` in the release, the share of its spread that lies between persons and not in\n"
    said += f"the counting, is {' and '.join(known)}."
    return {
        "draws": str(release.draws),
        "sample_draws": str(release.sample_draws),
        "sample": f"{release.sample:,}",
        "errors": _rows(errors),
        "reliability": said if known else "",
        "history_months": str(PARAMETERS.history_months),
        "outcome_months": str(PARAMETERS.outcome_months),
        "bank_months": str(PARAMETERS.bank_months),
        "past_due": str(PARAMETERS.past_due),
    }


def _comparisons(columns: Sequence[tuple[str, Figures]]) -> dict[str, str]:
    numbered: list[Source] = list(dict.fromkeys(source for each in COMPARISONS for source in each.sources))
    rows = []
    for each in COMPARISONS:
        places = ", ".join(str(numbered.index(source) + 1) for source in each.sources)
        rows.append((each.what, *(each.measured(figures) for _, figures in columns), each.public, places))
    sources = [
        f"{number}. {each.publisher}, [{each.title}]({each.address}): {each.figure} ({each.kind})."
        for number, each in enumerate(numbered, 1)
    ]
    _, shown = columns[0]
    late = percent(shown["indeterminate"], shown["observed"])
    wrong = percent(shown["wrongly_recorded"], shown["observed"])
    differences = [f"- **{each.what}.** {each.differs}" for each in COMPARISONS]
    differences.append(
        f"- **Not compared.** {late} of the observed outcomes are indeterminate, and {wrong} are recorded as a default "
        f"that did not happen. The lender approved {percent(shown['approved'], shown['persons'])} of all persons, "
        "some by way of trial. No public figure was looked for."
    )
    return {
        "columns": " | ".join(name for name, _ in columns),
        "aligned": " | ".join("---:" for _ in columns),
        "comparisons": _rows(rows),
        "differences": "\n".join(differences),
        "sources": "\n".join(sources),
    }


def _tables(release: Release, persons: int, digests: Mapping[str, str]) -> dict[str, str]:
    knobs = release.plan.turned.to_document()
    excerpt = persons < release.persons
    return {
        "knobs": _rows((f"`{name}`", f"{value:g}", *_range(name), KNOBS[name]) for name, value in knobs.items()),
        "files": "\n\n".join(_file(file) for file in FILES),
        "effects": _rows(_effects()),
        "parameters": _rows((f"`{name}`", *rest) for name, *rest in PARAMETERS.table()),
        "digest_columns": f"{release.name} | the first {persons:,}" if excerpt else release.name,
        "digest_aligned": "--- | ---" if excerpt else "---",
        "digests": _rows(
            (
                f"`{name}.parquet`" if name else "all",
                *(f"`{each[name]}`" for each in ((release.digests, digests) if excerpt else (digests,))),
            )
            for name in (*(file.name for file in FILES), WHOLE)
        ),
    }


def _range(name: str) -> tuple[str, str]:
    low, high = LIMITS[name]
    return f"{low:g}", f"{high:g}"


def _file(file: File) -> str:
    table = _rows((f"`{column.name}`", column.sql.lower(), meaning(file, column)) for column in file.columns)
    return f"### `{file.name}.parquet`\n\n{file.meaning}.\n\n| column | type | meaning |\n| --- | --- | --- |\n{table}"


def _effects() -> Iterable[tuple[str, ...]]:
    for attribute, by_group in EFFECTS.items():
        for group, effect in by_group.items():
            factors = (str(getattr(effect, name)) for name in ("wage", "loss", "sickness", "separation"))
            added = (f"{value:+g}" if value else "0" for value in (effect.thin, effect.pension))
            yield (f"`{attribute}`", group, f"{GROUPS[attribute][group]:.0%}", *factors, *added)


def _rows(rows: Iterable[Sequence[str]]) -> str:
    """Lines of a Markdown table; a bar in a text stays a text."""
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
