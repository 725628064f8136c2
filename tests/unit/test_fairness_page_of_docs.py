"""What docs/audit.md says is so: its table of measures, its plan, its example."""

from __future__ import annotations

import re
from pathlib import Path

from audits.fairness.measures import DEFINITIONS, Measure
from audits.fairness.plan import Plan, read_plan
from audits.fairness.threshold import DEFAULT_THRESHOLDS
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

TEXT = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


def test_every_measure_stands_with_its_formula_and_its_source() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", TEXT, flags=re.MULTILINE)
    found = {name: (formula.replace("\\|", "|"), source) for name, formula, source in rows if name in set(Measure)}
    first = {row[0]: row for row in reversed(rows)}

    assert list(DEFINITIONS) == [name for name, *_ in rows][: len(DEFINITIONS)]
    for measure, definition in DEFINITIONS.items():
        assert first[measure][1].replace("\\|", "|") == definition.formula
        assert first[measure][2] == definition.source
    assert set(found) == set(DEFINITIONS)


def test_the_default_limits_are_those_of_the_code() -> None:
    for measure, threshold in DEFAULT_THRESHOLDS.items():
        assert re.search(rf"^\| `{measure}`.*{re.escape(threshold.source)} \|$", TEXT, flags=re.MULTILINE)
    assert f"fewer than {FEWEST_PEOPLE} people, or fewer than {FEWEST_EACH} on either side" in TEXT


def test_the_plan_can_be_read_and_has_every_setting(tmp_path: Path) -> None:
    """But for its limits and its reference group, it is the default plan."""
    path = tmp_path / "plan.toml"
    path.write_text(blocks("toml")[0], encoding="utf-8")
    plan = read_plan(path)
    otherwise = Plan()

    assert set(plan.thresholds) == {Measure.ADVERSE_IMPACT_RATIO, Measure.AUC_DIFFERENCE}
    for name in ("level", "draws", "seed", "together", "judge_combinations"):
        assert getattr(plan, name) == getattr(otherwise, name)
        assert re.search(rf"^{name} = ", blocks("toml")[0], flags=re.MULTILINE)


def test_the_example_runs() -> None:
    exec(compile(blocks("python")[0], "docs/audit.md", "exec"), {})  # noqa: S102 - our own page
