"""``fit`` and ``pool``: what a person may choose, what is reported, and one clear line for bad input."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from api.cli.fit import too_few_cards
from scoring.artefact.card_json import card_digest, read_card
from scoring.population.simulate import Plan
from scoring.population.world import World
from scoring.population.write import write
from tests.support.command import Done, Run, runner
from tests.support.service import ROOT

CHARACTERISTICS = ROOT / "scoring" / "population" / "laagland.toml"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Laagland with 1,500 persons."""
    folder = tmp_path_factory.mktemp("people")
    write(Plan(persons=1_500, seed=3, world=World.FAIR, draws=0), folder)
    return folder / "applicants.parquet"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


def fit(run: Run, people: Path, *options: str | Path) -> Done:
    declared = ("--characteristics", CHARACTERISTICS, "--target", "defaulted", "--bad", "1")
    return run("fit", people, *declared, "--out", "card.json", *options)


def test_the_trade_off_is_reported_in_words_in_json_and_as_a_page(run: Run, people: Path, tmp_path: Path) -> None:
    words = fit(run, people, "--crossings", "0", "--curve", "curve.html")
    document = fit(run, people, "--crossings", "0", "--json").document
    page = (tmp_path / "curve.html").read_text()

    assert (words.status, words.err) == (0, "")
    assert "length against loss, out of fold" in words.out
    assert "lines are a mean over cards that were made" in words.out
    assert "mean lines" in words.out
    assert len(document["curve"]) == 8
    assert sum(length["chosen"] for length in document["curve"]) == 1
    for length in document["curve"]:
        assert f"{length['attributes']:.1f}" in words.out
        assert length["auc"]["low"] < length["auc"]["value"] < length["auc"]["high"]
        assert f"{length['log_loss']['value']:.4f}" in words.out
        assert f"{length['log_loss']['value']:.4f}" in page
    assert page.count("<svg") == 2
    assert "<script" not in page


def test_a_longer_card_has_no_more_to_gain_per_line(run: Run, people: Path) -> None:
    lengths = fit(run, people, "--crossings", "0", "--json").document["curve"]

    assert [length["price"] for length in lengths] == sorted(length["price"] for length in lengths)
    assert [length["attributes"] for length in lengths] == sorted((e["attributes"] for e in lengths), reverse=True)


def test_the_number_of_characteristics_and_of_lines_is_obeyed(run: Run, people: Path, tmp_path: Path) -> None:
    done = fit(run, people, "--max-characteristics", "4", "--max-attributes", "3", "--crossings", "0")
    card = read_card(tmp_path / "card.json")

    assert "tells least and is left out" in done.out
    assert len(card.scored) <= 4
    assert max(sum(a.test.value == "interval" for a in entry.attributes) for entry in card.entries) <= 3


def test_a_price_makes_the_card_shorter(run: Run, people: Path) -> None:
    lengths = [fit(run, people, "--crossings", "0", "--price", price, "--json").document for price in ("0.1", "12")]

    assert lengths[0]["attributes"] > lengths[1]["attributes"]
    assert [length["price"] for length in lengths[1]["curve"] if length["chosen"]] == [12]


def test_fixed_cuts_stand_in_the_card(run: Run, people: Path, tmp_path: Path) -> None:
    (tmp_path / "cuts.toml").write_text("[net_monthly_income]\ncuts = [1500, 2500]\n")
    done = fit(run, people, "--crossings", "0", "--cuts", "cuts.toml")
    card = read_card(tmp_path / "card.json")

    assert done.status == 0
    (income,) = [entry for entry in card.entries if entry.characteristic == "net_monthly_income"]
    assert [a.lower for a in income.attributes if a.test.value == "interval"] == [None, 1500, 2500]


def test_declared_characteristics_that_cannot_be_used_are_refused_at_once(
    run: Run, people: Path, tmp_path: Path
) -> None:
    """They would be left out silently of a card that was declared with them."""
    duckdb.sql(
        f"COPY (SELECT * REPLACE (0 AS open_arrears, NULL AS utilisation) FROM '{people}') TO '{tmp_path / 'bad.csv'}'"
    )
    done = fit(run, tmp_path / "bad.csv")

    assert done.status == 2
    assert "'open_arrears' has one value only; 'utilisation' has no known value" in done.err
    assert not (tmp_path / "card.json").exists()


def test_too_few_goods_or_bads_are_refused_with_their_number(run: Run, people: Path, tmp_path: Path) -> None:
    one = "SELECT * REPLACE (CASE WHEN row_number() OVER () = 5 THEN 1 ELSE 0 END AS defaulted)"
    duckdb.sql(f"COPY ({one} FROM '{people}') TO '{tmp_path / 'one.csv'}'")
    done = fit(run, tmp_path / "one.csv")

    assert done.status == 2
    assert "1 bads are too few to part a table in two" in done.err


def test_a_pool_is_written_listed_and_taken_apart(run: Run, people: Path, tmp_path: Path) -> None:
    options = ("--crossings", "0", "--max-attributes", "4", "--pool", "3", "--pool-tolerance", "0.02")
    done = fit(run, people, *options, "--json")
    listed = run("pool", "card.json", "card.pool.json", "--json").document
    words = run("pool", "card.json", "card.pool.json")
    digest = listed["cards"][1]["digest"]
    taken = run("pool", "card.json", "card.pool.json", "--take", digest[7:19], "--out", "other.json")

    assert done.document["pool"] == {"file": "card.pool.json", "cards": 3}
    assert len(listed["cards"]) == 3
    assert digest[7:19] in words.out
    assert taken.status == 0
    assert card_digest(read_card(tmp_path / "other.json")) == digest
    assert run("certify", "other.json").status == 0


@pytest.mark.parametrize(
    ("tried", "why"),
    [(12, "the tries ended: of 12, 4 for each card"), (7, "all 7 other forms were tried"), (0, "all 0 other forms")],
)
def test_a_pool_that_is_too_small_says_whether_the_tries_ended(tried: int, why: str) -> None:
    """More tries help where they ended, and where they did not only a larger tolerance does."""
    assert why in too_few_cards(3, tried)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--crossings", "6"), "less than or equal to 5"),
        (("--max-characteristics", "0"), "greater than or equal to 1"),
        (("--price", "-1"), "price must be a positive number"),
        (("--cuts", "nowhere.toml"), "nowhere.toml"),
        (("--curve", "card.json"), "two results would be written to one file"),
        (("--curve", "nowhere/curve.html"), "nowhere: there is no such folder"),
        (("--curve", "."), "is a folder"),
        (("--out", "nowhere/card.json"), "nowhere: there is no such folder"),
        (("--pool", "2", "--pool-tolerance", "inf"), "'--pool-tolerance' is not a finite number"),
        (("--seed", "99999999999999999999"), "2^53"),
        (("--band", "99999999999999999999"), "2^53"),
    ],
)
def test_options_that_mean_nothing_are_refused_in_a_line(
    run: Run, people: Path, tmp_path: Path, options: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is fitted, and nothing is left behind."""
    monkeypatch.setattr("scoring.engine.fit.fit_card", None)
    done = fit(run, people, *options)

    assert done.status == 2
    assert why in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--take", "abc"), "belong together"),
        (("--take", "zz", "--out", "x.json"), "0 cards of the pool"),
    ],
)
def test_a_card_that_is_not_in_the_pool_is_refused(
    run: Run, people: Path, tmp_path: Path, options: tuple[str, ...], why: str
) -> None:
    card = tmp_path / "card.json"
    card.write_bytes((ROOT / "docs" / "reference" / "card.json").read_bytes())
    digest = card_digest(read_card(card))
    (tmp_path / "p.json").write_text(
        f'{{"kind":"counterscore-pool","format":1,"chosen":"{digest}","tolerance":0.1,"cards":[]}}'
    )
    done = run("pool", "card.json", "p.json", *options)

    assert done.status == 2
    assert why in done.err


def test_infinite_numbers_are_refused_by_row_and_column(run: Run, people: Path, tmp_path: Path) -> None:
    duckdb.sql(
        f"COPY (SELECT * REPLACE (CASE WHEN net_monthly_income > 3000 THEN 'inf'::DOUBLE ELSE net_monthly_income END "
        f"AS net_monthly_income) FROM '{people}') TO '{tmp_path / 'wrong.parquet'}'"
    )
    done = fit(run, tmp_path / "wrong.parquet")

    assert done.status == 2
    assert "column net_monthly_income" in done.err
    assert "infinite" in done.err
