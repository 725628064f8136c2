"""The plan as it was judged by: every limit with its source, and every other setting."""

from __future__ import annotations

from audits.fairness.document import method_of
from audits.fairness.page.measure_words import SENTENCES
from audits.fairness.page.plan_words import LIMIT_WORDS
from audits.fairness.page.writer import Writer
from audits.fairness.verdict import Verdict
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["plan_section", "words_section"]


def words_section(writer: Writer) -> Section:
    """What the four words mean."""
    rows = [(writer.verdict(v), Cell(text=SENTENCES[v].into(writer.language))) for v in Verdict]
    plot = writer.plot("words-table", writer.say("four_words"), writer.head("word", "meaning"), rows)
    return Section(identity="words", title=writer.say("how"), paragraphs=(), plots=(plot,))


def plan_section(writer: Writer, registered: str) -> Section:
    """Limits and settings."""
    return Section(
        identity="plan", title=writer.say("plan"), paragraphs=(registered,), plots=(_limits(writer), _settings(writer))
    )


def _limits(writer: Writer) -> Plot:
    rows = [
        (
            Cell(text=writer.measure(measure)),
            Cell(text=writer.numbers.allowed(limit, measure), kind="allowed"),
            *(Cell(text=_limit_words(words, writer)) for words in (limit.name, limit.source)),
        )
        for measure, limit in writer.report.plan.thresholds.items()
    ]
    return writer.plot("limits", writer.say("limits"), writer.head("measure", "allowed", "limit_name", "source"), rows)


def _limit_words(words: str, writer: Writer) -> str:
    return LIMIT_WORDS[words].into(writer.language) if words in LIMIT_WORDS else words


def _settings(writer: Writer) -> Plot:
    report, numbers, plan = writer.report, writer.numbers, writer.report.plan
    each = writer.say(
        "set_each_is",
        level=numbers.level(round(report.level, 4)),
        method=method_of(report),
        count=numbers.whole(report.intervals),
    )
    said = [
        (writer.say("set_level"), numbers.level(plan.level)),
        (writer.say("set_each"), each),
        (writer.say("set_draws"), writer.say("set_draws_is", draws=numbers.whole(plan.draws), seed=str(plan.seed))),
        (writer.say("set_together"), str(plan.together)),
        (writer.say("set_judged"), writer.say("yes" if plan.judge_combinations else "no")),
        *(_reference(result.name, writer) for result in report.attributes),
        (
            writer.say("set_small"),
            writer.say("set_small_is", people=str(FEWEST_PEOPLE), each=str(FEWEST_EACH)),
        ),
    ]
    rows = [(Cell(text=what), Cell(text=value)) for what, value in said]
    digest = plan.sha256.removeprefix("sha256:")
    rows.append((Cell(text=writer.say("set_digest")), Cell(text=digest or writer.say("no_file"), kind="digest")))
    return writer.plot("settings", writer.say("settings"), writer.head("setting", "is"), rows)


def _reference(name: str, writer: Writer) -> tuple[str, str]:
    result = next(one for one in writer.report.attributes if one.name == name)
    key = "set_named" if name in writer.report.plan.references else "set_largest"
    return writer.say("set_reference", name=name), writer.say(key, group=writer.name(result.reference))
