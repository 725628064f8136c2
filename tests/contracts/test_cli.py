"""The command line: what each command prints, writes and answers; and one clear line for bad input."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from scoring.population.layout import FILES
from scoring.population.simulate import Plan
from scoring.population.world import LIMITS, World
from scoring.population.write import write
from tests.support.cli_reference import PAGE, commands, page
from tests.support.command import Run, runner
from tests.support.service import CARD, ROOT

CHARACTERISTICS = ROOT / "scoring" / "population" / "laagland.toml"
TARGET = ("--target", "defaulted", "--bad", "1")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Laagland with 1,500 persons; the folder."""
    folder = tmp_path_factory.mktemp("people")
    write(Plan(persons=1500, seed=3, world=World.FAIR, draws=0), folder)
    source = folder / "applicants.parquet"
    duckdb.sql(f"COPY (FROM '{source}') TO '{folder / 'applicants.csv'}' (HEADER)")
    return folder


def _changed(people: Path, target: Path, row: int, **changes: str) -> Path:
    """The applicants as CSV with some cells of one row (from 1) changed."""
    with (people / "applicants.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))[:300]
    rows[row - 1] |= changes
    with target.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return target


def test_the_page_says_what_help_says() -> None:
    """``docs/cli.md`` is what ``--help`` prints; regenerate it with ``make reference``."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_commands_of_the_contract_are_there() -> None:
    """Every command that the design names, the later ones aside."""
    assert set(commands()) == {
        *("demo", "population", "scaffold", "fit", "card", "evaluate", "score", "explain", "recourse", "certify"),
        *("agreement", "pool", "characteristics", "export"),
        *("audit", "stability", "proxies", "model-card"),
        *("alternatives weigh", "alternatives make", "alternatives judge"),
        *("serve", "token", "register", "decisions export", "verify", "replay"),
        *("log register", "log checkpoint", "log prove", "log consistency", "log verify"),
    }


def test_from_data_to_explanation(run: Run, people: Path, tmp_path: Path) -> None:
    """fit, certify, card, evaluate, score, explain and recourse on one file, by CSV as by Parquet."""
    data, card = people / "applicants.csv", tmp_path / "card.json"
    fitted = run(
        "fit", data, "--characteristics", CHARACTERISTICS, *TARGET, "--out", card, "--cut-off", "560", "--json"
    )
    assert fitted.status == 0, fitted.err
    assert fitted.document["not_used"] == ["person", "observed_on", "outcome"]
    assert run("certify", card).status == 0
    assert "Approved by" in run("card", card).out
    assert run("card", card, "--format", "html", "--lang", "nl").out.startswith("<!doctype html>")
    quality = run("evaluate", card, people / "applicants.parquet", *TARGET, "--json").document
    assert quality["rows"] == 1500
    done = run("score", card, data, "--out", tmp_path / "scores.csv", "--keep", "person", "--json")
    assert (done.status, done.document["rows"], done.document["invalid"]) == (0, 1500, 0)
    with (tmp_path / "scores.csv").open(newline="") as file:
        scores = list(csv.DictReader(file))
    explained = run("explain", card, data, "--row", "7", "--json").document
    assert explained["score"] == int(scores[6]["score"])
    assert [r["code"] for r in explained["reasons"]] == [
        scores[6][f"reason_{n}"] for n in range(1, 5) if scores[6][f"reason_{n}"]
    ]
    in_words = run("explain", card, data, "--row", "7", "--lang", "nl").out
    assert str(explained["score"]) in in_words
    target = str(min(explained["score"] + 5, explained["scale"][1]))
    found = run("recourse", card, data, "--row", "7", "--target-score", target, "--json")
    assert found.status == (0 if found.document["plans"] else 1)


def test_the_same_input_gives_the_same_bytes(run: Run, people: Path, tmp_path: Path) -> None:
    """Two fits write one card."""
    for name in ("a.json", "b.json"):
        options = ["--characteristics", CHARACTERISTICS, *TARGET, "--out", tmp_path / name]
        assert run("fit", people / "applicants.parquet", *options).status == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_population_writes_its_files_and_what_they_were_drawn_under(run: Run, tmp_path: Path) -> None:
    """Same seed, same bytes; the worlds differ; every knob has an option and arrives."""
    common = ["population", "--persons", "50", "--seed", "4", "--draws", "2"]
    for name, world in (("a", "historical"), ("b", "historical"), ("c", "equal")):
        assert run(*common, "--world", world, "--out", tmp_path / name).status == 0
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted([*(f"{file.name}.parquet" for file in FILES), "population.json"])
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)
    assert (tmp_path / "a" / "applicants.parquet").read_bytes() != (tmp_path / "c" / "applicants.parquet").read_bytes()
    turned = {name: (low + high) / 2 for name, (low, high) in LIMITS.items()} | {"approval_cut": 7}
    options = [part for name, value in turned.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    assert run(*common, *options, "--out", tmp_path / "d").status == 0
    assert json.loads((tmp_path / "d" / "population.json").read_text())["knobs"] == turned


def test_statements_beside_a_population_say_what_its_characteristics_say(run: Run, tmp_path: Path) -> None:
    """From raw statements, register and applications back to the rows that the population wrote."""
    common = ["population", "--persons", "60", "--draws", "0", "--out", tmp_path / "a"]
    assert run(*common, "--statements", "20").status == 0
    for folder in ("a", "a/psd2"):
        assert run("characteristics", tmp_path / folder, "--out", tmp_path / "again.parquet").status == 0
        again = duckdb.read_parquet(str(tmp_path / "again.parquet"))
        names = ", ".join(again.columns)
        written = duckdb.read_parquet(str(tmp_path / "a" / "applicants.parquet"))
        assert len(again) == (60 if folder == "a" else 20)
        assert again.except_(written.project(names)).fetchall() == []


def test_a_folder_never_says_two_things(run: Run, tmp_path: Path) -> None:
    """What stands beside a population is of it: a page or statements of another one are refused before anything."""
    common = ["population", "--persons", "40", "--draws", "0", "--out", tmp_path / "a"]
    assert run(*common, "--statements", "3").status == 0
    assert run(*common, "--statements", "3").status == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again: list[str | Path] = ["population", "--persons", "41", "--draws", "0", "--out", tmp_path / "a"]
    cases: list[tuple[list[str | Path], str]] = [(again, "psd2")]
    for name, options in (("psd2", ["--statements", "3"]), ("description.html", ["--describe"])):
        folder = tmp_path / f"taken {name}"
        (folder / name).parent.mkdir()
        (folder / name).touch() if name == "psd2" else (folder / name).mkdir()
        cases.append((["population", "--persons", "40", "--draws", "0", *options, "--out", folder], name))
        before |= {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for command, name in cases:
        done = run(*command)
        assert (done.status, done.out) == (2, "")
        assert name in done.err
        assert "internal error" not in done.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_description_is_a_page(run: Run, tmp_path: Path) -> None:
    """``--describe`` adds one self-contained file, in the language asked for."""
    options = ["population", "--persons", "300", "--draws", "4", "--describe", "--lang", "nl", "--out", tmp_path / "a"]
    done = run(*options)
    assert done.status == 0, done.err
    page = (tmp_path / "a" / "description.html").read_text()
    assert page.startswith("<!doctype html>")
    assert '<html lang="nl">' in page


def _decisions(path: Path, groups: list[tuple[str, int, int]]) -> Path:
    """Decisions as CSV: of each group so many approved, of whom one in 20 defaults, and so many declined."""
    rows = ["group,approved,defaulted"]
    for group, approved, declined in groups:
        rows += [f"{group},1,{int(n % 20 == 0)}" for n in range(approved)]
        rows += [f"{group},0,{int(n % 5 == 0)}" for n in range(declined)]
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize("word", ["within", "breach", "inconclusive", "suppressed"])
def test_an_audit_passes_only_within(run: Run, tmp_path: Path, word: str) -> None:
    """Exit 0 for within, 1 for breach, inconclusive and suppressed, unless that word, and no other, is allowed."""
    other = {"within": (7900, 2100), "breach": (4000, 6000), "inconclusive": (130, 70), "suppressed": (9, 2)}[word]
    path = _decisions(tmp_path / "d.csv", [("a", 8000, 2000), ("b", *other)])
    plan = tmp_path / "plan.toml"
    plan.write_text('[limit.adverse_impact_ratio]\nlimit = 0.8\nsource = "test"\n')
    options = ["--by", "group", "--outcome", "defaulted", "--plan", plan, "--out", "r.html", "--json-out", "r.json"]
    done = run("audit", path, *options)
    assert (done.status, f"overall: {word}" in done.out.splitlines()) == (int(word != "within"), True), done
    document = json.loads((tmp_path / "r.json").read_text())
    assert document["overall"] == word
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    for allowed in ("breach", "inconclusive", "suppressed"):
        done = run("audit", path, *options, "--allow", allowed)
        assert done.status == int(word not in ("within", allowed))
        assert json.loads((tmp_path / "r.json").read_text())["overall"] == word


def test_every_verdict_that_is_not_within_must_be_allowed_by_name(run: Run, tmp_path: Path) -> None:
    """Of several verdicts the worst does not stand for the others; --allow may be given again."""
    path = _decisions(tmp_path / "d.csv", [("a", 8000, 2000), ("b", 4000, 6000), ("c", 9, 2), ("d", 780, 220)])
    plan = tmp_path / "plan.toml"
    plan.write_text('[limit.adverse_impact_ratio]\nlimit = 0.8\nsource = "test"\n')
    options = ["--by", "group", "--outcome", "defaulted", "--plan", plan, "--out", "r.html", "--json-out", "r.json"]
    both = [*options, "--allow", "suppressed", "--allow", "breach"]
    assert [run("audit", path, *more).status for more in (options, both[:-2], both)] == [1, 1, 0]
    assert run("audit", path, *options, "--allow", "within").status == 2


def _fit(data: Path, characteristics: Path = CHARACTERISTICS, *more: str) -> list[str | Path]:
    return ["fit", data, "--characteristics", characteristics, *(more or TARGET), "--out", "card.json"]


def _bad(people: Path, tmp_path: Path) -> dict[str, tuple[list[str | Path], int, list[str]]]:
    """Bad input: the command, its exit status, and words that its one line must hold."""
    empty, header = tmp_path / "empty.csv", tmp_path / "header.csv"
    empty.write_text("")
    header.write_text((people / "applicants.csv").read_text().splitlines()[0] + "\n")
    binary = tmp_path / "binary.parquet"
    binary.write_bytes(b"PAR1 is not enough")
    forbidden = tmp_path / "forbidden.toml"
    text = CHARACTERISTICS.read_text()
    forbidden.write_text(
        text.replace('name = "net_monthly_income"', 'name = "postcode"').replace("net_monthly_income", "postcode")
    )
    nobody = tmp_path / "nobody.toml"
    nobody.write_text(text.replace("approver = ", "#approver = "))
    broken = tmp_path / "broken.toml"
    broken.write_text("profile = ")
    receipt = tmp_path / "receipt.json"
    receipt.write_text("{}")
    vkey = tmp_path / "log.vkey"
    vkey.write_text("test.example/log+nonsense\n")
    forged = json.loads(CARD.read_text())
    forged["entries"][0]["attributes"][0]["points"] = 5000
    card = tmp_path / "forged.json"
    card.write_text(json.dumps(forged))
    data = people / "applicants.csv"

    def score(path: Path, *more: str) -> list[str | Path]:
        return ["score", CARD, path, "--out", "scores.csv", "--strict", *more]

    def changed(name: str, **cells: str) -> Path:
        return _changed(people, tmp_path / f"{name}.csv", 3, **cells)

    text_number = changed("text", net_monthly_income="about 2000")
    infinite = changed("infinite", net_monthly_income="inf")
    negative = changed("negative", monthly_instalments="-5")
    category = changed("category", housing_tenure="castle")
    weighed = tmp_path / "weighed.csv"
    weighed.write_text("group,approved,defaulted,weight\na,1,0,1\nb,1,0,2\na,0,1,-1\nb,0,1,1\n")
    out = ["--out", "r.html", "--json-out", "r.json"]
    return {
        "missing file": (_fit(tmp_path / "no.csv"), 2, ["no.csv"]),
        "missing file, score": (score(tmp_path / "no.csv"), 2, ["no.csv"]),
        "a folder as file": (_fit(tmp_path), 2, [tmp_path.name]),
        "missing characteristics": (_fit(data, tmp_path / "no.toml"), 2, ["no.toml"]),
        "empty file": (_fit(empty), 2, ["empty.csv"]),
        "heading only": (_fit(header), 2, ["header.csv"]),
        "no Parquet": (_fit(binary), 2, ["binary.parquet"]),
        "wrong target": (_fit(data, CHARACTERISTICS, "--target", "default", "--bad", "1"), 2, ["'default'"]),
        "wrong bad value": (
            _fit(data, CHARACTERISTICS, "--target", "defaulted", "--bad", "yes"),
            2,
            ["defaulted", "0, 1"],
        ),
        "one class": ([*_fit(data), "--exclude", "defaulted=1"], 2, ["defaulted"]),
        "cut-off out of reach": ([*_fit(data), "--cut-off", "9999"], 2, ["9999", "scores run from"]),
        "target as characteristic": (
            _fit(data, CHARACTERISTICS, "--target", "utilisation", "--bad", "1"),
            2,
            ["utilisation"],
        ),
        "text in a number": (_fit(text_number), 2, ["text.csv", "row 3", "net_monthly_income"]),
        "text in a number, score": (score(text_number), 1, ["row 3", "net_monthly_income"]),
        "infinity": (_fit(infinite), 2, ["row 3", "net_monthly_income"]),
        "infinity, score": (score(infinite), 1, ["row 3", "net_monthly_income"]),
        "negative amount": (_fit(negative), 2, ["row 3", "monthly_instalments"]),
        "negative amount, score": (score(negative), 1, ["row 3", "monthly_instalments"]),
        "unknown category": (_fit(category), 2, ["row 3", "housing_tenure"]),
        "forbidden field": (_fit(data, forbidden), 1, ["postcode", "residence"]),
        "no approver": (_fit(data, nobody), 1, ["approver"]),
        "broken TOML": (_fit(data, broken), 2, ["broken.toml"]),
        "card that was changed": (["score", card, data, "--out", "scores.csv"], 2, ["forged.json"]),
        "no card": (["card", tmp_path / "empty.csv"], 2, ["empty.csv"]),
        "no such row": (["explain", CARD, data, "--row", "99999"], 2, ["99999"]),
        "output folder missing": (["score", CARD, data, "--out", tmp_path / "no" / "s.csv"], 2, ["no such folder"]),
        "output of no known kind": (["score", CARD, data, "--out", "scores.xlsx"], 2, ["scores.xlsx"]),
        "scaffold over a file": (["scaffold", data, "--target", "defaulted", "--out", broken], 2, ["broken.toml"]),
        "audit without the column": (
            ["audit", data, "--by", "sex", "--outcome", "defaulted", *out],
            2,
            ["applicants.csv"],
        ),
        "negative weight in an audit": (
            ["audit", weighed, "--by", "group", "--outcome", "defaulted", "--weight", "weight", *out],
            2,
            ["weighed.csv", "row 3", "weight"],
        ),
        "no persons": (["population", "--persons", "0", "--out", "new"], 2, ["0 persons"]),
        "knob out of range": (["population", "--persons", "9", "--label-bias", "2", "--out", "new"], 2, ["label bias"]),
        "no size": (["population", "--out", "new"], 2, ["--persons"]),
        "one draw": (["population", "--persons", "9", "--draws", "1", "--out", "new"], 2, ["1 re-simulations"]),
        "unknown release": (["population", "--release", "laagland-v0", "--out", "new"], 2, ["laagland-v1"]),
        "a release has its own seed": (
            ["population", "--release", "laagland-v1", "--seed", "3", "--group-size", "1", "--out", "new"],
            2,
            ["--group-size, --seed"],
        ),
        "no receipt": (["verify", receipt, "--vkey", vkey], 1, ["receipt"]),
        "no card to serve": (["serve"], 2, ["'card'"]),
        "unknown role": (["token", "--role", "king", "--subject", "p1"], 2, ["king"]),
        "replay of nothing in particular": (["replay"], 2, ["--decision"]),
    }


CASES = [
    "missing file", "missing file, score", "a folder as file", "missing characteristics", "empty file", "heading only",
    "no Parquet", "wrong target", "wrong bad value", "one class", "cut-off out of reach",
    "target as characteristic", "text in a number",
    "text in a number, score", "infinity", "infinity, score", "negative amount", "negative amount, score",
    "unknown category", "forbidden field", "no approver", "broken TOML", "card that was changed", "no card",
    "no such row", "output folder missing", "output of no known kind", "scaffold over a file",
    "audit without the column", "negative weight in an audit", "no persons", "knob out of range",
    "no size", "one draw", "unknown release", "a release has its own seed", "no receipt",
    "no card to serve", "unknown role", "replay of nothing in particular",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gives_one_clear_line_and_writes_nothing(run: Run, people: Path, tmp_path: Path, case: str) -> None:
    """What happened, where, what to do; the exit status of the contract; no file that was not there, none changed."""
    command, status, words = _bad(people, tmp_path)[case]
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run(*command)
    assert (done.status, done.out) == (status, "")
    line = done.err.strip()
    assert len(line.splitlines()) == 1, line
    assert "Traceback" not in line
    assert "internal error" not in line
    for word in words:
        assert word in line, line
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_every_bad_input_is_tried(people: Path, tmp_path: Path) -> None:
    """The list of cases is the table of cases."""
    assert list(_bad(people, tmp_path)) == CASES


def test_no_command_writes_over_its_own_input(run: Run, people: Path, tmp_path: Path) -> None:
    """Under the same or another spelling of the path: exit 2, and the input is as it was."""
    data = _changed(people, tmp_path / "data.csv", 1)
    declared = tmp_path / "declared.toml"
    declared.write_text(CHARACTERISTICS.read_text())
    (tmp_path / "sub").mkdir()
    same = tmp_path / "sub" / ".." / "data.csv"
    audit: list[str | Path] = ["audit", data, "--by", "housing_tenure", "--outcome", "defaulted"]
    commands: list[list[str | Path]] = [
        ["score", CARD, data, "--out", same],
        ["fit", data, "--characteristics", declared, *TARGET, "--out", data],
        ["fit", data, "--characteristics", declared, *TARGET, "--out", declared],
        [*audit, "--out", data, "--json-out", "r.json"],
        [*audit, "--out", "r.html", "--json-out", data],
    ]
    before = (data.read_bytes(), declared.read_bytes())
    for command in commands:
        done = run(*command)
        assert (done.status, done.out) == (2, ""), command
        assert "its own input" in done.err
        assert (data.read_bytes(), declared.read_bytes()) == before


def test_invalid_rows_get_no_score_and_are_counted(run: Run, people: Path, tmp_path: Path) -> None:
    """Without --strict the file is written, the row's score and PD stay empty, its column is named, and exit is 1."""
    data = _changed(people, tmp_path / "data.csv", 3, net_monthly_income="inf")
    done = run("score", CARD, data, "--out", "scores.csv")
    assert done.status == 1
    assert "1 of 300 rows" in done.err
    with (tmp_path / "scores.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 300
    assert (rows[2]["score"], rows[2]["pd"], rows[2]["invalid"]) == ("", "", "net_monthly_income")
    assert all(row["score"] for number, row in enumerate(rows) if number != 2)


def test_a_defect_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error names itself a defect and how to see it; it never shows a traceback unasked."""

    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("api.cli.card.read_card", broken)
    done = run("card", CARD)
    assert done.status == 2
    assert "COUNTERSCORE_TRACEBACK" in done.err
    monkeypatch.setenv("COUNTERSCORE_TRACEBACK", "1")
    with pytest.raises(KeyError):
        run("card", CARD)


def test_version_names_the_card_format(run: Run) -> None:
    """What reads this card."""
    assert "card formats 1 and 2" in run("--version").out
