"""What an audit's document says of fairness, and how often such an audit errs: two sections of a model card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audits.fairness.card_documents import Named
from audits.fairness.card_words import group_words, say
from audits.fairness.measures import Measure
from audits.fairness.page.measure_words import MEASURES, SENTENCES, VERDICTS, WITHHELD
from audits.fairness.page.words import say as say_audit
from audits.fairness.result import Why
from audits.fairness.verdict import Verdict
from audits.shared.markdown_text import table, text
from audits.shared.number_text import NumberText
from scoring.domain.text import Language

__all__ = ["error_rates", "fairness"]

Document = Mapping[str, Any]


def fairness(audit: Document, named: Named, language: Language) -> Iterator[str]:
    """The verdict of all, then of each attribute with its primary comparisons."""
    overall = Verdict(audit["overall"])
    words = {"verdict": _verdict(overall, language), "sentence": SENTENCES[overall].into(language)}
    yield f"## {say('fairness', language)}"
    yield text(say("overall", language, **words))
    yield text(say("registered" if audit["plan"]["pre_registered"] else "not_registered", language))
    if audit["plan"]["pre_registered"] and (left := audit["plan"]["left_open"]):
        yield text(say("left_open", language, what=", ".join(each[language.value] for each in left)))
    if named.stated:
        yield text(say("names_more" if named.others else "names_card", language, count=f"{named.others}"))
    else:
        yield text(say("names_none", language))
    yield from (text(each[language.value]) for each in audit["notices"])
    limits = {each["measure"]: each for each in audit["plan"]["limits"]}
    for grouping in audit["groupings"]:
        if len(grouping["attributes"]) == 1 or grouping["verdict"] is not None:
            yield from _grouping(grouping, limits, language)


def _grouping(grouping: Document, limits: Mapping[str, Document], language: Language) -> Iterator[str]:
    verdict = grouping["verdict"]
    word = say("not_judged", language) if verdict is None else _verdict(Verdict(verdict), language)
    yield f"### {text(say('verdict', language, name=' × '.join(grouping['attributes']), verdict=word))}"
    against = group_words(grouping["reference"], language)
    rows = [
        (
            group_words(each["group"], language),
            against,
            MEASURES[Measure(each["measure"])].into(language),
            _finding(each, language),
            _limit(limits[each["measure"]], language),
            _verdict(Verdict(each["verdict"]), language),
        )
        for each in grouping["comparisons"]
        if each["primary"]
    ]
    if rows:
        keys = ("group", "against", "measure", "interval", "limit", "word")
        yield table([say(key, language) for key in keys], rows)


def _verdict(verdict: Verdict, language: Language) -> str:
    return VERDICTS[verdict].into(language)


def _finding(each: Document, language: Language) -> str:
    """A comparison with its interval, the interval of its worst cases, or why it is not there."""
    fixed = NumberText(language).fixed
    if each["value"] is None:
        why = WITHHELD[Why(each["withheld"])].into(language)
        if "worst_low" not in each:
            return why
        ends = {"low": fixed(each["low"], 4), "high": fixed(each["high"], 4)}
        return f"{why}; {say('worst_cases', language, **ends)}"
    ends = {"low": fixed(each["low"], 4), "high": fixed(each["high"], 4)}
    return f"{fixed(each['value'], 4)} ({say('from_to', language, **ends)})"


def _limit(limit: Document, language: Language) -> str:
    fixed = NumberText(language).fixed
    ends = {key: fixed(limit[key], 4) for key in ("low", "high") if limit[key] is not None}
    key = "from_to" if len(ends) == 2 else "at_least" if "low" in ends else "at_most"
    return say(key, language, **ends)


def error_rates(audit: Document, language: Language) -> Iterator[str]:
    """The audit's own errors on populations whose truth is known, as the document brought them."""
    found = audit["error_rates"]
    yield f"## {say_audit('known', language)}"
    if found is None:
        yield text(say_audit("known_absent", language))
        return
    yield text(say_audit("known_about", language, made=_either(found["made_with"], language)))
    head = [say_audit(key, language) for key in ("knob", "measure", "detectable", "power", "false_alarms", "why")]
    yield table(head, [_known(row, language) for row in found["rows"]])


def _known(row: Document, language: Language) -> tuple[str, ...]:
    name, whole = row["measure"], NumberText(language).whole
    power = [f"{whole(one['people'])}: {_rate(one, language)}" for one in row.get("power") or ()]
    alarms = row.get("false_alarms")
    return (
        _either(row["knob"], language),
        MEASURES[Measure(name)].into(language) if name in set(Measure) else name,
        say("yes" if row["detectable"] else "no", language),
        "; ".join(power) or say_audit("none", language),
        _rate(alarms, language) if alarms else say_audit("none", language),
        _either(row.get("why") or "", language),
    )


def _rate(found: Document, language: Language) -> str:
    share = NumberText(language).share
    if found.get("low") is None or found.get("high") is None:
        return share(found["rate"])
    return f"{share(found['rate'])} ({say('from_to', language, low=share(found['low']), high=share(found['high']))})"


def _either(said: str | Mapping[str, str], language: Language) -> str:
    """A text in both languages, or one that is the same in both."""
    return said if isinstance(said, str) else said[language.value]
