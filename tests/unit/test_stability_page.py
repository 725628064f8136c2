"""The page of a comparison: pictures with their tables, both languages, and nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audits.stability.compare import compare
from audits.stability.question import Question
from audits.stability.read import read_files
from audits.stability.report import render
from audits.stability.result import StabilityReport
from scoring.domain.text import Language
from tests.support.two_files import compared, write

HOSTILE = "</svg><script>alert(1)</script>"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> StabilityReport:
    return compared(tmp_path_factory.mktemp("stability"), shift=20)


@pytest.fixture(scope="module")
def page(report: StabilityReport) -> str:
    return render(report)


def test_every_picture_is_followed_by_its_table(page: str) -> None:
    drawn = [plot for plot in page.split('<div class="plot">')[1:] if "<svg" in plot]

    assert len(drawn) == 1 + 3 + 3 + 3 + 2
    assert all(re.search(r"</svg>\s*</figure>\s*<div class=\"scroll\"[^>]*>\s*<table>", plot) for plot in drawn)


def test_identities_are_unique(page: str) -> None:
    found = re.findall(r'id="([\w-]+)"', re.sub(r"<(clipPath|defs).*?</\1>", "", page, flags=re.DOTALL))
    assert len(set(found)) == len(found)


def test_the_page_needs_no_script_and_no_network_and_is_small(page: str) -> None:
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org", "").replace("http-equiv", "")
    assert len(page.encode()) < 1_000_000


def test_the_same_report_gives_the_same_bytes(report: StabilityReport, page: str) -> None:
    assert render(report) == page


def test_a_dutch_page_says_everything_in_dutch(report: StabilityReport) -> None:
    page = render(report, Language.NL)
    text = re.sub(r"<[^>]*>", " ", page)

    assert '<html lang="nl">' in page
    said = {"stable", "watch", "everybody", "missing", "people", "earlier", "share", "index (interval)", "not shown"}
    assert not [word for word in said - {"index (interval)"} if re.search(rf"\b{word}\b", text)]


def test_the_limits_are_said_to_be_a_custom(page: str) -> None:
    assert "The limits 0.10 and 0.25 are a custom of credit scoring; no law and no supervisor asks for them." in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "Every row counts as one person. Weights, if the files have any, are not used"),
        (Language.NL, "Elke rij telt als één mens. Gewichten, als de bestanden die hebben, blijven buiten gebruik"),
    ],
)
def test_rows_are_said_to_count_alike_whatever_they_weigh(tmp_path: Path, language: Language, said: str) -> None:
    """Nobody can name a weight or a cluster here, and a column of either changes nothing."""
    columns = {"score": list(range(500))}
    plain = write(tmp_path / "a.csv", columns)
    weighed = write(tmp_path / "b.csv", columns | {"weight": [i % 7 for i in range(500)], "id": ["p"] * 500})
    alike, page = (compare(read_files(plain, path, Question(score="score"))) for path in (plain, weighed))

    assert alike.columns == page.columns
    assert said in render(page, language)


def test_what_was_not_asked_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", {"score": list(range(500))})
    page = render(compare(read_files(path, path, Question(score="score"))))

    for absent in ("no group column is named", "no period column is named", "no probability and outcome are named"):
        assert absent in page


def test_names_are_text_wherever_they_stand(tmp_path: Path) -> None:
    columns = {HOSTILE: [HOSTILE] * 200 + ["b"] * 200, "g": [HOSTILE, "b"] * 200, "t": [HOSTILE, "u"] * 200}
    path = write(tmp_path / "a.csv", columns)
    page = render(compare(read_files(path, path, Question(characteristics=(HOSTILE,), by=("g",), period="t"))))

    assert "<script" not in page
