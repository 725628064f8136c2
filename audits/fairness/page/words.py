"""The phrases of the report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from audits.decisions.cube import NOT_STATED, SILENCE
from audits.fairness.grouping import Group
from audits.fairness.page.attribute_words import ATTRIBUTE_WORDS
from audits.fairness.page.overview_words import OVERVIEW_WORDS
from audits.fairness.page.plan_words import PLAN_WORDS
from scoring.domain.text import Language, Text

__all__ = ["group_name", "level_name", "say"]

_COMMON = {
    "title": Text(en="Fairness audit", nl="Controle op eerlijkheid"),
    "contents": Text(en="Contents", nl="Inhoud"),
    "in_short": Text(en="In short", nl="In het kort"),
    "in_numbers": Text(en="{name}: the numbers", nl="{name}: de cijfers"),
    "none": Text(en="–", nl="–"),
    "yes": Text(en="yes", nl="ja"),
    "no": Text(en="no", nl="nee"),
    "more_rows": Text(
        en="{count} more rows are left out of the page and stand in the JSON document.",
        nl="{count} rijen zijn van de pagina weggelaten en staan in het JSON-document.",
    ),
    "not_drawn": Text(
        en="Drawn for the {count} largest groups; the table has all of them.",
        nl="Getekend voor de {count} grootste groepen; de tabel heeft ze alle.",
    ),
    "group": Text(en="Group", nl="Groep"),
    "people": Text(en="People", nl="Mensen"),
    "measure": Text(en="Measure", nl="Maat"),
    "verdict": Text(en="Verdict", nl="Oordeel"),
    "reference": Text(en="reference", nl="referentie"),
    "reported": Text(en="reported only", nl="alleen vermeld"),
    "allowed": Text(en="Allowed", nl="Toegestaan"),
    "value": Text(en="Value ({level} interval)", nl="Waarde (interval van {level})"),
    "nothing": Text(en="Nothing can be shown here.", nl="Hier kan niets worden getoond."),
    "and": Text(en="{one}; {other}", nl="{one}; {other}"),
}

_WORDS: Mapping[str, Text] = {**_COMMON, **OVERVIEW_WORDS, **ATTRIBUTE_WORDS, **PLAN_WORDS}


def say(key: str, language: Language, **values: str) -> str:
    """A phrase of the report with its values filled in."""
    return _WORDS[key].into(language).format(**values)


def level_name(level: str, language: Language) -> str:
    """A level as it is printed: its own name, or words for people whose group is not recorded."""
    return SILENCE.into(language) if level == NOT_STATED else level


def group_name(group: Group, language: Language) -> str:
    """A group as it is printed."""
    return " × ".join(level_name(level, language) for level in group)
