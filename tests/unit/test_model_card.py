"""Model and data cards: the documents' numbers and nothing else, hostile names as text, other documents refused."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from audits.fairness.card_documents import Named, check_audit, check_evaluation, named_card, whole
from audits.fairness.data_card import data_card
from audits.fairness.document import to_document
from audits.fairness.model_card import model_card
from audits.shared.markdown_text import front_matter
from audits.shared.number_text import NumberText
from scoring.artefact.card_json import card_bytes, card_digest, read_card
from scoring.domain.errors import DataError, FileError
from scoring.domain.text import Language
from tests.support.command import Run, runner
from tests.support.crossed_card import CROSSED
from tests.support.reports import HOSTILE, hostile_report, report_of
from tests.support.service import CARD

yaml: Any = import_module("yaml")  # comes with mlcroissant, without types

REFERENCE: dict[str, Any] = json.loads(CARD.read_text())
DIGEST = card_digest(read_card(CARD))
QUALITY: dict[str, Any] = {
    "card": DIGEST,
    "data": "held-out.csv",
    "data_digest": "sha256:" + "1" * 64,
    "rows": 8_578,
    "bads": 626,
    "figures": {
        "AUC": {"value": 0.77838, "low": 0.75999, "high": 0.79677, "method": "DeLong et al. 1988"},
        "calibration slope": {"value": None, "low": None, "high": None, "method": "Cox 1958", "why": "no spread"},
    },
}
NOBODY = Named(stated=False)


@pytest.fixture(scope="module")
def audit() -> dict[str, Any]:
    return to_document(report_of(3_000, unknown=True))


def page(audit: dict[str, Any], evaluation: dict[str, Any] | None = QUALITY, language: Language = Language.EN) -> str:
    return model_card(REFERENCE, DIGEST, audit, NOBODY, evaluation, language)


def front(text: str) -> Any:  # noqa: ANN401 - YAML is any of several types
    _, matter, rest = text.split("---\n", 2)
    assert rest.lstrip().startswith("# ")
    return yaml.safe_load(matter)


def test_the_front_matter_is_that_of_a_model_hub(audit: dict[str, Any]) -> None:
    """Figures stand in it with the full precision of the evaluation; none that has no value."""
    found = front(page(audit))
    assert found["pipeline_tag"] == "tabular-classification"
    (model,) = found["model-index"]
    (result,) = model["results"]
    assert model["name"] == DIGEST
    assert result["dataset"] == {"type": "tabular", "name": "held-out.csv", "revision": "sha256:" + "1" * 64}
    assert result["metrics"] == [{"type": "auc", "name": "AUC", "value": 0.77838}]
    assert "model-index" not in front(page(audit, None))


def test_numbers_with_exponents_stay_numbers() -> None:
    assert front(front_matter({"a": [1e-07, 1e22, 0.1, 3]}) + "\n# x")["a"] == [1e-07, 1e22, 0.1, 3]


def test_the_card_is_described_by_its_own_document(audit: dict[str, Any]) -> None:
    text = page(audit)
    for said in (
        f"| fingerprint | {DIGEST} |",
        f"| characteristics that score | {len(REFERENCE['entries'])} |",
        f"| lines of points | {sum(len(each['attributes']) for each in REFERENCE['entries'])} |",
        "600 points stand for odds of 30 to 1 of repaying; 20 points more double them",
        "339 to 765, higher is safer",
        "560 is the lowest passing score",
        "| 17,251 | 1,297 with defaulted = 1 |",
        "Net monthly income",
    ):
        assert said in text


def test_a_crossing_counts_with_both_its_characteristics(audit: dict[str, Any]) -> None:
    document = json.loads(card_bytes(CROSSED))
    text = model_card(document, card_digest(CROSSED), audit, NOBODY, None, Language.EN)
    names = {name for entry in CROSSED.entries for name in entry.characteristics}
    lines = sum(len(entry.attributes) for entry in CROSSED.entries)
    assert f"| characteristics that score | {len(names)} |" in text
    assert f"| lines of points | {lines} |" in text


def test_quality_has_its_intervals_or_says_that_it_is_not_known(audit: dict[str, Any]) -> None:
    text = page(audit)
    assert "| AUC | 0.7784 (0.7600 to 0.7968) | DeLong et al. 1988 |" in text
    assert "| calibration slope (1 is right) | no spread | Cox 1958 |" in text
    assert "No evaluation was given" in page(audit, None)


def _primary(audit: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for grouping in audit["groupings"]:
        yield from (each for each in grouping["comparisons"] if each["primary"])


@pytest.mark.parametrize("language", list(Language))
def test_every_primary_comparison_stands_there_with_the_numbers_of_the_audit(
    audit: dict[str, Any], language: Language
) -> None:
    text, fixed = page(audit, language=language), NumberText(language).fixed
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    found = list(_primary(audit))
    assert {each["verdict"] for each in found} >= {"inconclusive"}
    for each in found:
        numbers = [each[key] for key in ("value", "low", "high") if each.get(key) is not None]
        assert any(all(fixed(number, 4) in row for number in numbers) for row in rows)


def test_nothing_is_computed_again(audit: dict[str, Any]) -> None:
    """Numbers and verdicts that no audit could give are printed as they stand."""
    changed = copy.deepcopy(audit)
    first = next(_primary(changed))
    first |= {"value": 77.77, "low": 66.66, "high": 88.88, "verdict": "within"}
    changed |= {"overall": "within", "people": 123_456_789}
    text = page(changed)
    assert "77.7700 (66.6600 to 88.8800)" in text
    assert "Of all primary comparisons: within." in text
    assert "123,456,789" in text


def test_what_the_audit_cannot_see_and_how_often_it_errs_are_said(audit: dict[str, Any]) -> None:
    absent = {**audit, "error_rates": None}
    assert "Label bias: if defaults were recorded" in page(absent)
    assert "No table of this audit's error rates" in page(absent)
    row = {
        "knob": {"en": "label <bias>", "nl": "etiket"},
        "measure": "adverse_impact_ratio",
        "detectable": False,
        "why": "no | trace",
        "power": [{"people": 20_000, "rate": 0.8, "low": 0.7, "high": 0.9}],
        "false_alarms": {"rate": 0.04, "low": 0.03, "high": 0.06},
    }
    text = page({**audit, "error_rates": {"format": 1, "made_with": "a card", "rows": [row]}})
    assert "label \\<bias\\>" in text
    assert "| no | 20,000: 80.0% (70.0% to 90.0%) | 4.0% (3.0% to 6.0%) | no \\| trace |" in text


def test_which_cards_decided_is_said_only_as_far_as_the_audit_says_it(audit: dict[str, Any]) -> None:
    def naming(*names: str | None) -> dict[str, Any]:
        cut_offs = [{"card": name, "at": 1.0, "given": False} for name in names]
        return {**audit, "extra": {"beyond": {"handling": {"cut_offs": cut_offs}}}}

    other = "sha256:" + "0" * 64
    for silent in (audit, naming(None), naming("version 3"), {**audit, "extra": {"beyond": {"handling": None}}}):
        assert named_card(silent, DIGEST, "a.json") == NOBODY
    assert "is not stated in the audit" in page(audit)
    assert named_card(naming(DIGEST), DIGEST, "a.json") == Named(stated=True)
    both = named_card(naming(DIGEST, other), DIGEST, "a.json")
    assert both == Named(stated=True, others=1)
    assert "and 1 more" in model_card(REFERENCE, DIGEST, audit, both, None, Language.EN)
    with pytest.raises(DataError, match="another card"):
        named_card(naming(other), DIGEST, "a.json")


def test_documents_of_another_kind_are_refused(audit: dict[str, Any]) -> None:
    wrong: object
    for wrong in ([], 3, {}, {**audit, "kind": "counterscore-stability"}, QUALITY):
        with pytest.raises(FileError, match="is no audit"):
            check_audit(wrong, "a.json")
    with pytest.raises(FileError, match="another format"):
        check_audit({**audit, "format": 1}, "a.json")
    for wrong in ([], {}, audit):
        with pytest.raises(FileError, match="is no evaluation"):
            check_evaluation(wrong, DIGEST, "e.json")
    with pytest.raises(DataError, match="of another card"):
        check_evaluation(QUALITY, "sha256:0", "e.json")


@pytest.mark.parametrize("part", ["plan", "groupings", "people", "inputs", "cannot_see", "overall", "error_rates"])
def test_a_document_that_lacks_a_part_is_one_error(audit: dict[str, Any], part: str) -> None:
    without = {key: value for key, value in audit.items() if key != part}
    for broken in (without, {**audit, part: "?"}):
        with pytest.raises(FileError, match="a part of the document"), whole("a.json"):
            page(broken)


@pytest.mark.parametrize("language", list(Language))
def test_hostile_names_are_text(language: Language) -> None:
    """In names of groups, attributes, files, cards and data: no mark, no link, no HTML, no second line of YAML."""
    hostile = to_document(hostile_report())
    name = "x\n---\n# y <script>alert(1)</script> | [a](b) ![c](d) \u202e\u2028"
    card = copy.deepcopy(REFERENCE)
    card["registry"] |= {"title": {"en": name, "nl": name}, "approver": name}
    card["development"]["target"] = name
    quality = {**QUALITY, "data": name}
    pages = [model_card(card, DIGEST, hostile, NOBODY, quality, language), data_card(hostile, language)]
    for text in pages:
        front(text)
        body = text.split("---\n", 2)[2]
        bare = re.sub(r"\\.", "", body)
        assert not re.search(r"[<>\[\]`*{}]", bare)
        assert "\u202e" not in text
        assert "\u2028" not in text
        assert len(re.findall("^# ", text, re.MULTILINE)) == 1
        for row in (line for line in body.splitlines() if line.startswith("|")):
            assert re.sub(r"\\.", "", row).endswith(" |")
    assert all(re.sub(r"\W", "", each) in re.sub(r"\W", "", pages[1]) for each in HOSTILE)


def test_the_data_card_has_the_columns_and_groups_of_the_report(audit: dict[str, Any]) -> None:
    absent = [{"role": "weight", "section": "weights", "meaning": {"en": "", "nl": ""}}]
    text = data_card({**audit, "absent_columns": absent}, Language.EN)
    assert "| weight | weight of the decision, 0 or more | no |" in text
    assert "| outcome | 1 defaulted, 0 repaid, empty if not recorded | yes |" in text
    assert f"| without a recorded outcome | {audit['unknown_outcomes']:,} |" in text
    assert "is not stated in the audit" in data_card({**audit, "absent_columns": None}, Language.EN)
    assert front(text)["size_categories"] == ["1K<n<10K"]


def test_groups_that_the_report_hides_are_hidden(audit: dict[str, Any]) -> None:
    changed = copy.deepcopy(audit)
    group = changed["groupings"][0]["groups"][0]
    group["people"] = {"value": None, "withheld": "few_people_here_or_given_away"}
    why = "withheld: too few people here, or the number would give a small number away"
    assert f"| {group['group'][0]} | {why} |" in data_card(changed, Language.EN)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


def test_the_command_writes_both_cards(run: Run, audit: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(json.dumps(audit))
    (tmp_path / "quality.json").write_text(json.dumps(QUALITY))
    options = ["--audit", "report.json", "--evaluation", "quality.json", "--data-card", "D.md", "--lang", "nl"]
    done = run("model-card", CARD, *options, "--out", "M.md", "--json")
    assert done.status == 0, done.err
    assert done.document == {"card": DIGEST, "card_named_by_decisions": False, "written": ["M.md", "D.md"]}
    assert "# Modelkaart: Referentiekaart Laagland" in (tmp_path / "M.md").read_text()
    assert "## Kolommen" in (tmp_path / "D.md").read_text()


def test_what_is_wrong_is_one_line_and_writes_nothing(run: Run, audit: dict[str, Any], tmp_path: Path) -> None:
    files = {"report.json": audit, "other.json": {**QUALITY, "card": "sha256:0"}, "nothing.json": {**audit, "plan": 1}}
    for name, document in files.items():
        (tmp_path / name).write_text(json.dumps(document))
    (tmp_path / "nan.json").write_text('{"kind": NaN}')
    start: list[str | Path] = ["model-card", CARD, "--out", "M.md", "--audit"]
    cases: list[tuple[list[str | Path], str]] = [
        ([*start, "absent.json"], "no such file"),
        ([*start, "nan.json"], "is not JSON"),
        ([*start, "other.json"], "is no audit"),
        ([*start, "nothing.json"], "a part of the document"),
        ([*start, "report.json", "--evaluation", "other.json"], "of another card"),
        ([*start, "report.json", "--evaluation", "report.json"], "is no evaluation"),
        ([*start, "report.json", "--data-card", "M.md"], "two results would be written to one file"),
        (["model-card", CARD, "--audit", "report.json", "--out", "report.json"], "over its own input"),
        (["model-card", "report.json", "--audit", "report.json", "--out", "M.md"], "report.json"),
    ]
    for command, what in cases:
        done = run(*command)
        assert (done.status, done.out) == (2, ""), command
        assert what in done.err
        assert done.err.count("\n") == 1
    assert not (tmp_path / "M.md").exists()
