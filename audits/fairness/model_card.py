"""A model card from documents alone: what the card is, what it is for, how well it does, and what an audit found.

The sections follow Mitchell et al. 2019 (Model Cards for Model Reporting, FAT*), the front matter that of the Hugging
Face hub. Every number is one of the documents', rounded; none is computed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audits.fairness.card_documents import Named
from audits.fairness.card_verdicts import error_rates, fairness
from audits.fairness.card_words import FIGURES, FOR, NOT_FOR, say
from audits.shared.markdown_text import front_matter, table, text
from audits.shared.number_text import NumberText
from scoring.domain.text import Language

__all__ = ["model_card"]

Document = Mapping[str, Any]


def model_card(
    card: Document, digest: str, audit: Document, named: Named, evaluation: Document | None, language: Language
) -> str:
    """The page as Markdown.

    Parameters
    ----------
    card, digest
        The card's document and its fingerprint.
    audit, named
        The audit's document, and which cards its decisions name.
    evaluation
        What ``evaluate --json`` printed of this card; None where there is none.
    """
    blocks = [
        front_matter(_front(card, digest, evaluation, language)),
        f"# {text(say('model_title', language, title=card['registry']['title'][language.value]))}",
        text(say("made_from", language)),
        *_what(card, digest, language),
        *_use(language),
        *_data(card, audit, evaluation, language),
        *_quality(evaluation, language),
        *fairness(audit, named, language),
        f"## {say('cannot_see', language)}",
        "\n".join(f"- {text(each[language.value])}" for each in audit["cannot_see"]),
        *error_rates(audit, language),
    ]
    return "\n\n".join(blocks) + "\n"


def _front(card: Document, digest: str, evaluation: Document | None, language: Language) -> dict[str, Any]:
    found: dict[str, Any] = {
        "language": [language.value],
        "library_name": "counterscore",
        "pipeline_tag": "tabular-classification",
        "tags": ["credit-scoring", "scorecard", "counterscore"],
    }
    if evaluation is None:
        return found
    data = {"type": "tabular", "name": evaluation["data"], "revision": evaluation["data_digest"]}
    metrics = [
        {"type": name.lower().replace(" ", "_").replace("-", "_"), "name": name, "value": figure["value"]}
        for name, figure in evaluation["figures"].items()
        if figure["value"] is not None
    ]
    task = {"type": "tabular-classification", "name": card["development"]["target"]}
    results = [{"task": task, "dataset": data, "metrics": metrics}]
    return found | {"model-index": [{"name": digest, "results": results}]}


def _what(card: Document, digest: str, language: Language) -> Iterator[str]:
    numbers, registry, scale = NumberText(language), card["registry"], card["scale"]
    names = [name for entry in card["entries"] for name in entry["characteristics"]]
    lines = [len(part["attributes"]) for entry in card["entries"] for part in entry.get("slices", [entry])]
    pds = card["pd_table"]
    low, high = pds["lowest"], pds["lowest"] + len(pds["pds"]) - 1
    scores = say("scores_are", language, low=numbers.whole(low), high=numbers.whole(high))
    passing = card.get("cut_off")
    cut_off = say("no_cut_off", language)
    if passing is not None:
        cut_off = say("cut_off_is", language, at=numbers.whole(passing))
    rows = [
        (say("digest", language), digest),
        (say("characteristics", language), numbers.whole(len(names))),
        (say("lines", language), numbers.whole(sum(lines))),
        (
            say("scale", language),
            say("scale_is", language, **{key: numbers.whole(each) for key, each in scale.items()}),
        ),
        (say("scores", language), scores),
        (say("cut_off", language), cut_off),
        (say("approver", language), registry["approver"] or say("not_stated", language)),
    ]
    labels = {each["name"]: each["label"][language.value] for each in registry["characteristics"]}
    yield f"## {say('what', language)}"
    yield table((say("field", language), say("value", language)), rows)
    yield text(say("reads", language, names="; ".join(labels[name] for name in names)))


def _use(language: Language) -> Iterator[str]:
    yield f"## {say('use', language)}"
    yield "\n".join(f"- {text(each.into(language))}" for each in FOR)
    yield f"## {say('not_for', language)}"
    yield "\n".join(f"- {text(each.into(language))}" for each in NOT_FOR)


def _data(card: Document, audit: Document, evaluation: Document | None, language: Language) -> Iterator[str]:
    """A row for each file: what was made, measured and audited on it."""
    whole, made = NumberText(language).whole, card["development"]
    missing = say("not_stated", language)
    bads = say("bads", language, bads=whole(made["bads"]), target=made["target"], bad=made["bad"])
    rows = [(say("development", language), missing, made["data_digest"] or missing, whole(made["rows"]), bads)]
    if evaluation is not None:
        bads = say("bads_only", language, bads=whole(evaluation["bads"]))
        file = (evaluation["data"], evaluation["data_digest"], whole(evaluation["rows"]))
        rows.append((say("evaluation", language), *file, bads))
    for each in audit["inputs"]:
        decisions = each["role"] == "decisions"
        people = whole(audit["people"]) if decisions else ""
        unknown = say("unknown", language, unknown=whole(audit["unknown_outcomes"])) if decisions else ""
        part = say("audit_decisions" if decisions else "audit_groups", language)
        rows.append((part, each["name"], each["sha256"], people, unknown))
    yield f"## {say('data', language)}"
    yield table([say(key, language) for key in ("part", "file", "digest", "people", "outcomes")], rows)


def _quality(evaluation: Document | None, language: Language) -> Iterator[str]:
    yield f"## {say('quality', language)}"
    if evaluation is None:
        yield text(say("no_quality", language))
        return
    numbers = NumberText(language)
    yield text(
        say(
            "quality_about",
            language,
            rows=numbers.whole(evaluation["rows"]),
            bads=numbers.whole(evaluation["bads"]),
        )
    )
    rows = [
        (FIGURES[name].into(language) if name in FIGURES else name, _figure(figure, language), figure["method"])
        for name, figure in evaluation["figures"].items()
    ]
    yield table([say(key, language) for key in ("figure", "interval", "method")], rows)


def _figure(figure: Document, language: Language) -> str:
    if figure["value"] is None:
        return str(figure.get("why") or say("not_stated", language))
    numbers = NumberText(language)
    value, low, high = (figure[key] for key in ("value", "low", "high"))
    if low is None or high is None:
        return numbers.fixed(value, 4)
    ends = say("from_to", language, low=numbers.fixed(low, 4), high=numbers.fixed(high, 4))
    return f"{numbers.fixed(value, 4)} ({ends})"
