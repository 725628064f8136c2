"""A folder of raw records: bank statements as a bank sends them, beside the same persons' register and applications.

``counterscore characteristics`` reads such a folder. Its rows equal those of ``applicants.parquet``: the statements
say no more, and no less, than the categorised transactions they were made from.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from scoring.artefact.files import write_bytes
from scoring.population.layout import FILES
from scoring.population.simulate import CHUNK, Chunk, Plan, simulate_places
from scoring.population.statements import write_statement
from scoring.population.streams import Streams, Words
from scoring.population.write import write_files

__all__ = ["NAME", "write_statement_folder"]

NAME = "psd2"
_RECORDS = ("applications", "register_contracts", "register_events")


def write_statement_folder(plan: Plan, folder: Path, persons: int) -> list[Path]:
    """Write the records of the first persons of a population who share bank data, into ``folder/psd2``.

    Parameters
    ----------
    persons
        How many at most; where nobody shares, nothing is written.

    Raises
    ------
    FileError
        If the folder cannot be written.
    """
    places = _sharers(plan, persons)
    if not len(places):
        return []  # nobody shares: there is no statement to write
    target = folder / NAME
    target.mkdir(exist_ok=True)
    chunk = simulate_places(replace(plan, draws=0), places)
    files = [file for file in FILES if file.name in _RECORDS]
    written = write_files([chunk], target, files)
    lines = [json.dumps(document, ensure_ascii=False) for document in _documents(chunk, Streams(plan.seed), places)]
    statements = target / "statements.jsonl.gz"
    write_bytes(statements, gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0))
    return [*written, statements]


def _sharers(plan: Plan, persons: int) -> Words:
    """Places of the first persons who share."""
    found: list[Words] = []
    for start in range(0, plan.persons, CHUNK):
        places = np.arange(start, min(start + CHUNK, plan.persons), dtype=np.uint64)
        found.append(places[simulate_places(replace(plan, draws=0), places).accounts.owner])
        if sum(map(len, found)) >= persons:
            break
    return np.concatenate(found)[:persons]


def _documents(chunk: Chunk, streams: Streams, places: Words) -> list[dict[str, object]]:
    accounts, transactions = chunk.accounts, chunk.transactions
    ends = np.searchsorted(transactions.owner, np.arange(len(places) + 1))
    documents = []
    for row, owner in enumerate(accounts.owner):
        own = slice(ends[owner], ends[owner + 1])
        document = write_statement(
            person=int(places[owner]),
            first=int(accounts.first[row]),
            closing=int(accounts.closing[row]),
            observed=int(chunk.applications.observed[owner]),
            day=transactions.day[own],
            cents=transactions.cents[own],
            category=transactions.category[own],
            streams=streams,
        )
        documents.append({"person": f"{int(chunk.person[owner]):016x}", **document})
    return documents
