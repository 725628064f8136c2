"""``evaluate``: what it prints and writes, alone and against another card; and one clear line for bad input."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.artefact.card_json import card_digest, write_card
from tests.support.command import Run, runner
from tests.support.hand_card import CROSSED_CARD, HAND_CARD, REGISTRY, card
from tests.support.judged import people

TARGET = ("--target", "outcome", "--bad", "1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People, and two cards that read them."""
    found = tmp_path_factory.mktemp("evaluate")
    people(found / "people.csv")
    write_card(HAND_CARD, found / "card.json")
    write_card(CROSSED_CARD, found / "other.json")
    return found


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Run:
    """Run the command in the folder."""
    command = runner(capsys, monkeypatch, folder)
    return lambda *arguments: command("evaluate", *arguments)


def test_every_figure_is_printed_with_its_interval_and_method(run: Run) -> None:
    found = run("card.json", "people.csv", *TARGET, "--json")

    assert found.status == 0, found.err
    assert found.document["card"] == card_digest(HAND_CARD)
    assert set(found.document["figures"]) == {
        *("AUC", "Gini", "KS", "Brier", "log-loss"),
        *("calibration in the large", "calibration slope"),
    }
    for figure in found.document["figures"].values():
        assert figure["low"] < figure["value"] < figure["high"]
        assert figure["method"]
    assert "against" not in found.document
    text = run("card.json", "people.csv", *TARGET).out
    assert "DeLong et al. 1988" in text
    assert "Wilson 1927" in text


def test_two_cards_are_compared_on_the_same_rows(run: Run, tmp_path: Path) -> None:
    """Outcomes were drawn from the one card's probabilities; the other ranks alike and is too pessimistic."""
    gloomy = tmp_path / "gloomy.json"
    write_card(card(REGISTRY, HAND_CARD.entries, initial=400, cut_off=530), gloomy)
    found = run(gloomy, "people.csv", *TARGET, "--against", "card.json", "--json").document
    against = found["against"]

    assert against["card"] == card_digest(HAND_CARD)
    assert against["figures"] == run("card.json", "people.csv", *TARGET, "--json").document["figures"]
    for name, difference in against["differences"].items():
        expected = found["figures"][name]["value"] - against["figures"][name]["value"]
        assert difference["value"] == pytest.approx(expected)
        assert difference["low"] <= difference["value"] <= difference["high"]
    verdicts = {name: difference["verdict"] for name, difference in against["differences"].items()}
    assert (verdicts["log-loss"], verdicts["calibration in the large"], verdicts["AUC"]) == (
        *("worse", "worse"),
        "no difference shown",
    )
    text = run(gloomy, "people.csv", *TARGET, "--against", "card.json").out
    assert f"{gloomy} less card.json: paired intervals" in text
    assert re.search(r"log-loss .* worse ", text)


def test_a_card_against_itself_shows_no_difference(run: Run) -> None:
    found = run("card.json", "people.csv", *TARGET, "--against", "card.json", "--json").document

    assert {each["verdict"] for each in found["against"]["differences"].values()} == {"no difference shown"}


def test_the_same_command_prints_the_same_numbers(run: Run) -> None:
    command = ("card.json", "people.csv", *TARGET, "--weight", "weight", "--against", "other.json", "--json")

    assert run(*command).out == run(*command).out


def test_rows_that_are_left_out_are_left_out_of_both(run: Run) -> None:
    options = ("--exclude", "housing_tenure=owner", "--against", "other.json", "--json")
    found = run("card.json", "people.csv", *TARGET, *options).document

    assert 0 < found["rows"] < 1_500
    assert sum(band["rows"] for band in found["against"]["bands"]) == found["rows"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_page_is_written_in_either_language(run: Run, tmp_path: Path, language: str) -> None:
    out = tmp_path / "evaluation.html"
    options = ("--report", out, "--lang", language, "--against", "other.json")
    found = run("card.json", "people.csv", *TARGET, *options)

    assert found.status == 0, found.err
    assert f"wrote {out}" in found.out
    assert f'<html lang="{language}">' in out.read_text(encoding="utf-8")


def test_the_page_does_not_change_what_is_printed_as_json(run: Run, tmp_path: Path) -> None:
    plain = run("card.json", "people.csv", *TARGET, "--json")

    assert run("card.json", "people.csv", *TARGET, "--json", "--report", tmp_path / "page.html").out == plain.out


def test_a_column_that_only_the_other_card_reads_is_said_to_be_its(run: Run, folder: Path, tmp_path: Path) -> None:
    registry = HAND_CARD.registry
    *others, last = registry.characteristics
    renamed = replace(registry, characteristics=(*others, replace(last, name="tenure")))
    entries = tuple(
        replace(entry, characteristic="tenure") if entry.characteristic == last.name else entry
        for entry in HAND_CARD.entries
    )
    write_card(replace(HAND_CARD, registry=renamed, entries=entries), tmp_path / "foreign.json")
    found = run("card.json", "people.csv", *TARGET, "--against", tmp_path / "foreign.json")

    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"counterscore: {tmp_path / 'foreign.json'} on people.csv: there is no column 'tenure'")


def test_what_cannot_be_measured_is_refused_in_one_line(run: Run, folder: Path, tmp_path: Path) -> None:
    """Outcomes of one class, one row of a class, a card that is not there, a page over its own input."""
    lines = (folder / "people.csv").read_text().splitlines()
    at = lines[0].split(",").index("outcome")
    goods = [line for line in lines[1:] if line.split(",")[at] == "0"]
    bads = [line for line in lines[1:] if line.split(",")[at] == "1"]
    (tmp_path / "goods.csv").write_text("\n".join([lines[0], *goods]))
    (tmp_path / "one.csv").write_text("\n".join([lines[0], *goods, bads[0]]))
    cases = [
        (("card.json", tmp_path / "goods.csv", "--target", "outcome", "--bad", "0"), "all outcomes are of one class"),
        (("card.json", tmp_path / "one.csv", *TARGET), "there is but one row of one class"),
        (("card.json", "people.csv", *TARGET, "--against", "absent.json"), "absent.json: no such file"),
        (("card.json", "people.csv", *TARGET, "--report", "card.json"), "would be written over its own input"),
        (
            ("card.json", "people.csv", *TARGET, "--against", "other.json", "--report", "other.json"),
            "would be written over its own input",
        ),
    ]
    for command, what in cases:
        found = run(*command)
        assert (found.status, found.out) == (2, "")
        assert what in found.err
        assert found.err.count("\n") == 1
