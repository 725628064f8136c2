"""A population as its files hold it: characteristics, recorded outcomes, groups and the truth, person by person.

The files are joined here and nowhere else. No value of a person is repeated in a message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audits.description.about import About, read_about
from audits.shared.table import Tables, identifier
from scoring.domain.errors import DataError, FileError

__all__ = ["UNKNOWN", "Population", "Words", "read_population"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

UNKNOWN = ""
"""The word of a person for whom none is recorded."""

PERSON, RECORDED = "person", "defaulted"
NO_CHARACTERISTIC = (PERSON, "observed_on", "outcome", RECORDED)
IN_WORDS = ("housing_tenure",)
TRUTH = {"draws": (2, np.inf), "true_pd": (0, 1), "true_pd_se": (0, 1), "fair_pd": (0, 1)}
NEEDED = {
    "applicants": (
        PERSON,
        RECORDED,
        "net_monthly_income",
        "open_arrears",
        "active_credits",
        "buffer_months",
        *IN_WORDS,
    ),
    "protected": (PERSON,),
    "truth": (PERSON, *TRUTH),
}
MOST_COLUMNS, MOST_WORDS = 60, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A column of words.

    Attributes
    ----------
    name
        As in the file: any text.
    levels
        The words, sorted, ``UNKNOWN`` last if anybody has none.
    codes
        Place of each person's word in ``levels``, shape (persons,).
    """

    name: str
    levels: tuple[str, ...]
    codes: Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Everybody, in the order of their ids.

    Attributes
    ----------
    about
        What the population says of itself.
    numbers
        Characteristics by name: float64 with NaN for what nobody knows, and the codes of ``distribution.CODES``.
    words
        Characteristics that are words.
    groups
        Protected attributes.
    recorded
        1 for a recorded default, 0 for none, -1 where the outcome is unobserved.
    draws, true_pd, true_pd_se, fair_pd
        The truth, NaN where it was not simulated.
    """

    about: About
    numbers: Mapping[str, Column]
    words: tuple[Words, ...]
    groups: tuple[Words, ...]
    recorded: Column
    draws: Column
    true_pd: Column
    true_pd_se: Column
    fair_pd: Column

    @property
    def simulated(self) -> Column:
        """Who has a true probability, as flags."""
        return np.isfinite(self.true_pd)


def read_population(folder: Path) -> Population:
    """Read the population in a folder.

    Raises
    ------
    FileError
        If a file is missing, empty or damaged, or not the one that ``population.json`` is about.
    DataError
        If a column is missing, a value is not what it must be, or the files are not about the same persons.
    """
    if not folder.is_dir():
        raise FileError("no such folder", where=str(folder), remedy="Name a folder with a population")
    about = read_about(folder / "population.json")
    with Tables({name: folder / f"{name}.parquet" for name in NEEDED}) as tables:
        for view, columns in NEEDED.items():
            _same_file(tables, view, about)
            for column in columns:
                tables.need(view, column)
        characteristics = _others(tables, "applicants", NO_CHARACTERISTIC)
        groups = _others(tables, "protected", (PERSON,))
        numbers = [name for name in characteristics if name not in IN_WORDS]
        _check_values(tables, numbers)
        _join(tables, about, numbers, groups)
        return Population(
            about=about,
            numbers={name: _numbers(tables, f"n{i}") for i, name in enumerate(numbers)},
            words=tuple(_words(tables, "applicants", name, f"w{i}") for i, name in enumerate(IN_WORDS)),
            groups=tuple(_words(tables, "protected", name, f"g{i}") for i, name in enumerate(groups)),
            recorded=np.nan_to_num(_numbers(tables, RECORDED), nan=-1).astype(np.int64),
            **_truth(tables),
        )


def _same_file(tables: Tables, view: str, about: About) -> None:
    name = tables.file(view)
    if tables.digest(view) != f"sha256:{about.sha256.get(name, '')}":
        raise FileError(
            "is not the file that population.json is about", where=name, remedy="Write the population again"
        )


def _others(tables: Tables, view: str, known: Sequence[str]) -> list[str]:
    found = [name for name in tables.columns(view) if name not in known]
    if not 1 <= len(found) <= MOST_COLUMNS:
        raise DataError(
            f"there are {len(found)} columns besides the known ones",
            where=tables.file(view),
            remedy=f"A population has 1 to {MOST_COLUMNS}",
        )
    return found


def _check_values(tables: Tables, numbers: Sequence[str]) -> None:
    """Raise unless every value that is not empty is a finite number of its range."""
    columns = [("applicants", name, -np.inf, np.inf) for name in numbers]
    columns += [("applicants", RECORDED, 0, 1), *(("truth", name, *ends) for name, ends in TRUTH.items())]
    for view, name, low, high in columns:
        ends = " AND ".join(f"x {sign} {end:g}" for sign, end in ((">=", low), ("<=", high)) if np.isfinite(end))
        whole = " AND x = round(x)" if name in (RECORDED, "draws") else ""
        wrong = tables.first(
            view,
            f"SELECT row FROM (SELECT row_number() OVER () AS row, {identifier(name)} AS v, "  # noqa: S608 - quoted
            f"TRY_CAST({identifier(name)} AS DOUBLE) AS x FROM {view}) "
            f"WHERE v IS NOT NULL AND NOT coalesce(isfinite(x){f' AND {ends}' if ends else ''}{whole}, false) LIMIT 1",
        )
        if wrong is not None:
            raise DataError(
                "the value is not a number that can stand there",
                where=f"{tables.file(view)}, row {wrong[0]}, column {name}",
                remedy="Write the population again",
            )


def _join(tables: Tables, about: About, numbers: Sequence[str], groups: Sequence[str]) -> None:
    """One table ``p`` of all persons in the order of their ids."""
    chosen = [f"CAST(applicants.{identifier(name)} AS DOUBLE) AS n{i}" for i, name in enumerate(numbers)]
    chosen += [f"{_text('applicants', name)} AS w{i}" for i, name in enumerate(IN_WORDS)]
    chosen += [f"{_text('protected', name)} AS g{i}" for i, name in enumerate(groups)]
    chosen += [f"CAST(applicants.{RECORDED} AS DOUBLE) AS {RECORDED}"]
    chosen += [f"CAST(truth.{name} AS DOUBLE) AS {name}" for name in TRUTH]
    tables.run(
        "applicants",
        f"CREATE TABLE p AS SELECT {', '.join(chosen)} FROM applicants JOIN protected USING ({PERSON}) "  # noqa: S608 - quoted
        f"JOIN truth USING ({PERSON}) ORDER BY applicants.{PERSON}",
    )
    counts = [f"(SELECT count(*) FROM {name})" for name in (*NEEDED, "p")]  # noqa: S608 - names of ours
    counts += [f"(SELECT count(DISTINCT {PERSON}) FROM {name})" for name in NEEDED]  # noqa: S608 - as above
    found = tables.first("applicants", f"SELECT {', '.join(counts)}")
    if set(found or ()) != {about.persons}:
        raise DataError(
            f"the files do not hold the same {about.persons} persons once each",
            where="applicants.parquet, protected.parquet and truth.parquet",
            remedy="Write the population again",
        )


def _text(view: str, name: str) -> str:
    return f"coalesce(CAST({view}.{identifier(name)} AS VARCHAR), '')"


def _numbers(tables: Tables, short: str) -> Column:
    found = tables.arrays("applicants", f"SELECT coalesce({short}, 'nan'::DOUBLE) AS x FROM p")  # noqa: S608 - a name of ours
    return found["x"].astype(np.float64)


def _words(tables: Tables, view: str, name: str, short: str) -> Words:
    found = tables.arrays(view, f"SELECT DISTINCT {short} AS word FROM p LIMIT {MOST_WORDS + 1}")["word"]  # noqa: S608 - a name of ours
    if len(found) > MOST_WORDS:
        raise DataError(
            f"there are more than {MOST_WORDS} different words",
            where=f"{tables.file(view)}, column {name}",
            remedy="Describe a population whose attributes have few groups",
        )
    levels = sorted((str(word) for word in found), key=lambda word: (word == UNKNOWN, word))
    sql = f"SELECT list_position($levels, {short}) - 1 AS code FROM p"  # noqa: S608 - a name of ours
    codes = tables.arrays(view, sql, {"levels": levels})["code"].astype(np.int64)
    return Words(name=name, levels=tuple(levels), codes=codes)


def _truth(tables: Tables) -> dict[str, Column]:
    found = {name: _numbers(tables, name) for name in TRUTH}
    known = [np.isfinite(column) for column in found.values()]
    if any(not np.array_equal(known[0], column) for column in known):
        raise DataError(
            "some persons have one part of the truth and not the others",
            where=f"truth.parquet, columns {', '.join(TRUTH)}",
            remedy="Write the population again",
        )
    return found
