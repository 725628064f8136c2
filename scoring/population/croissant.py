"""The release in Croissant 1.1, the JSON-LD vocabulary for data sets (https://docs.mlcommons.org/croissant/).

One file object for each Parquet file with its SHA-256, one record set for the rows of each, and fields with their
types and the keys by which they are joined. What the vocabulary for responsible use has a word for is said in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoring.population.catalogue import Release
from scoring.population.layout import FILES, Column, File
from scoring.population.meanings import meaning

__all__ = ["croissant", "to_text"]

FORMATS = ("application/vnd.apache.parquet", "application/x-parquet")
"""Parquet's registered media type, and the older name by which the vocabulary's own library knows it."""

_TYPES = {
    "VARCHAR": "sc:Text",
    "BIGINT": "sc:Integer",
    "DOUBLE": "sc:Float",
    "BOOLEAN": "sc:Boolean",
    "DATE": "sc:Date",
}

_KEYLESS = ("register_events", "bank_transactions")
"""Files of which several rows may have the same id."""

_REFERENCES = {
    ("register_events", "contract"): "register_contracts/contract",
    ("bank_transactions", "person"): "bank_accounts/person",
}
"""Foreign keys, besides those of every person to ``applications``."""

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

_RESPONSIBLE: dict[str, Any] = {
    "rai:dataCollection": "Nothing was collected. All rows are simulated from invented figures; see DATACARD.md.",
    "rai:dataCollectionType": ["Others"],
    "rai:dataCollectionMissingData": "Empty values are part of the simulation: no register record, costs left out of "
    "an application, outcomes unobserved because the lender refused. -99 marks a bank source that was not shared.",
    "rai:dataBiases": [
        "Recorded outcomes, incomes and homes of persons with a migration background are biased on purpose.",
        "DATACARD.md gives the knobs that do it and their values; truth.parquet holds the true outcomes.",
        "Outcomes are observed for persons whom the simulated lender approved, and for a few by way of trial.",
        "Group differences in circumstances are invented and say nothing about any real group.",
    ],
    "rai:dataLimitations": [
        "One person with one account and one application; no joint household, no wealth, no economy but a drift.",
        "true_pd is counted from few simulated lives: it must not be used to rank single persons.",
        "No result on it says how well a model would do on real people.",
    ],
    "rai:dataUseCases": [
        "Testing and teaching credit scoring, explanation and fairness audits where the truth is known.",
        "Not for decisions about real people, claims about real groups or countries, or the marketing of a model.",
    ],
    "rai:dataSocialImpact": "Its group differences could be mistaken for facts about real groups. They are not.",
    "rai:personalSensitiveInformation": [
        "None about real people.",
        "Simulated persons have a sex, an age band, a migration background and a region, in protected.parquet alone.",
    ],
    "rai:dataReleaseMaintenancePlan": "A release never changes. Other rows are published under another name.",
}


def croissant(release: Release, persons: int, folder: Path) -> dict[str, Any]:
    """The description of a folder that holds the Parquet files of the first ``persons`` of a release."""
    excerpt = persons < release.persons
    name = f"{release.name}-first-{persons}" if excerpt else release.name
    what = f"the first {persons:,} of {release.persons:,}" if excerpt else f"{persons:,}"
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": name,
        "description": f"Laagland, a synthetic population of applicants for credit ({what} persons): applications, "
        "credit register, bank transactions, recorded outcomes, protected attributes and the truth. No row is about a "
        "real person.",
        "url": "DATACARD.md",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "version": _version(release),
        "datePublished": release.published.isoformat(),
        "creator": {"@type": "sc:Organization", "name": "Counterscore maintainers"},
        "keywords": ["synthetic data", "credit scoring", "fairness", "known truth"],
        "inLanguage": "en",
        "isLiveDataset": False,
        "citeAs": _citation(release),
        **_RESPONSIBLE,
        "distribution": [_file_object(file, folder) for file in FILES],
        "recordSet": [_record_set(file) for file in FILES],
    }


def to_text(document: Mapping[str, Any]) -> str:
    """Indented JSON with a line feed at the end."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _version(release: Release) -> str:
    """``1.0.0`` of ``laagland-v1``: rows never change under a name, so only the first number ever does."""
    return f"{release.name.rpartition('-v')[2]}.0.0"


def _citation(release: Release) -> str:
    return (
        f"@misc{{{release.name}, "
        f"title = {{Laagland, release {release.name}: a synthetic population of applicants for credit}}, "
        f"author = {{{{Counterscore maintainers}}}}, year = {{{release.published.year}}}, "
        f"note = {{Digest of the rows: {release.digest}}}}}"
    )


def _file_object(file: File, folder: Path) -> dict[str, Any]:
    data = (folder / f"{file.name}.parquet").read_bytes()
    return {
        "@type": "cr:FileObject",
        "@id": f"{file.name}.parquet",
        "name": f"{file.name}.parquet",
        "description": file.meaning,
        "contentUrl": f"{file.name}.parquet",
        "contentSize": f"{len(data)} B",
        "encodingFormat": list(FORMATS),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _record_set(file: File) -> dict[str, Any]:
    key = {} if file.name in _KEYLESS else {"key": {"@id": f"{file.name}/{file.columns[0].name}"}}
    return {
        "@type": "cr:RecordSet",
        "@id": file.name,
        "name": file.name,
        "description": file.meaning,
        **key,
        "field": [_field(file, column) for column in file.columns],
    }


def _field(file: File, column: Column) -> dict[str, Any]:
    person = "applications/person" if column.name == "person" and file.name != "applications" else None
    target = _REFERENCES.get((file.name, column.name), person)
    return {
        "@type": "cr:Field",
        "@id": f"{file.name}/{column.name}",
        "name": column.name,
        "description": meaning(file, column),
        "dataType": _TYPES[column.sql],
        "source": {"fileObject": {"@id": f"{file.name}.parquet"}, "extract": {"column": column.name}},
        **({"references": {"field": {"@id": target}}} if target else {}),
    }
