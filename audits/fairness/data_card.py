"""A data card of audited decisions, from the audit's document alone: files, rows, columns and groups.

Counts are those of the report: a group that is not shown there is not shown here. The questions are among those of
Gebru et al. 2021 (Datasheets for Datasets, CACM 64:86), the front matter that of the Hugging Face hub.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audits.decisions.schema import ROLES
from audits.fairness.card_words import group_words, say
from audits.fairness.page.measure_words import WITHHELD
from audits.fairness.result import Why
from audits.shared.markdown_text import front_matter, table, text
from audits.shared.number_text import NumberText
from scoring.domain.text import Language

__all__ = ["data_card"]

Document = Mapping[str, Any]

SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
"""The hub's classes of size."""


def data_card(audit: Document, language: Language) -> str:
    """The page as Markdown."""
    files = [each["name"] for each in audit["inputs"] if each["role"] == "decisions"]
    title = files[0] if files else say("not_stated", language)
    fields = {
        "language": [language.value],
        "task_categories": ["tabular-classification"],
        "size_categories": [next((name for most, name in SIZES if audit["people"] < most), "n>10M")],
        "tags": ["credit-scoring", "decisions", "counterscore"],
    }
    blocks = [
        front_matter(fields),
        f"# {text(say('data_title', language, title=title))}",
        text(say("made_from", language)),
        *_files(audit, language),
        *_rows(audit, language),
        *_columns(audit, language),
        *_groups(audit, language),
        f"## {say('cannot_see', language)}",
        "\n".join(f"- {text(each[language.value])}" for each in audit["cannot_see"]),
    ]
    return "\n\n".join(blocks) + "\n"


def _files(audit: Document, language: Language) -> Iterator[str]:
    rows = [
        (
            each["name"],
            say("role_decisions" if each["role"] == "decisions" else "role_groups", language),
            each["sha256"],
        )
        for each in audit["inputs"]
    ]
    yield f"## {say('files', language)}"
    yield table([say(key, language) for key in ("file", "role", "digest")], rows)


def _rows(audit: Document, language: Language) -> Iterator[str]:
    whole = NumberText(language).whole
    rows = [
        (say("decisions_count", language), whole(audit["people"])),
        (say("missing_outcomes", language), whole(audit["unknown_outcomes"])),
        (say("weights", language), say("yes" if audit["weighted"] else "no", language)),
        (say("clusters", language), say("yes" if audit["clustered"] else "no", language)),
    ]
    yield f"## {say('rows', language)}"
    yield table((say("field", language), say("value", language)), rows)
    yield from (text(each[language.value]) for each in audit["notices"])


def _columns(audit: Document, language: Language) -> Iterator[str]:
    yield f"## {say('columns', language)}"
    if audit["absent_columns"] is None:
        yield text(say("columns_unknown", language))
        return
    absent = {each["role"] for each in audit["absent_columns"]}
    rows = [
        (role, about.meaning.into(language), say("no" if role in absent else "yes", language))
        for role, about in ROLES.items()
    ]
    yield table([say(key, language) for key in ("column", "meaning", "there")], rows)


def _groups(audit: Document, language: Language) -> Iterator[str]:
    whole, plan = NumberText(language).whole, audit["plan"]
    few = {"people": whole(plan["fewest_people"]), "each": whole(plan["fewest_on_either_side"])}
    yield f"## {say('groups', language)}"
    yield text(say("groups_about", language, **few))
    for grouping in audit["groupings"]:
        if len(grouping["attributes"]) > 1:
            continue
        rows = [
            (group_words(each["group"], language), _people(each["people"], language)) for each in grouping["groups"]
        ]
        yield f"### {text(grouping['attributes'][0])}"
        yield table([say(key, language) for key in ("group", "people")], rows)


def _people(people: Document, language: Language) -> str:
    if people["value"] is None:
        return WITHHELD[Why(people["withheld"])].into(language)
    return NumberText(language).whole(people["value"])
