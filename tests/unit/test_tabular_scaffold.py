"""Scaffold: a file that works for comparison at once, and for serving only after a person has decided."""

from __future__ import annotations

import tomllib
from pathlib import Path

import duckdb
import pytest

from scoring.artefact.characteristics_file import read_characteristics
from scoring.domain.characteristic import Direction, Kind
from scoring.domain.errors import CounterscoreError, DataError, DeclarationError, NotServable
from scoring.domain.forbidden import RULES
from scoring.domain.registry import Profile, Registry
from scoring.tabular.readings import read_table
from scoring.tabular.scaffold import scaffold
from scoring.tabular.source import open_data

DATA = "income,home,gender,postcode_4,outcome,constant,silent\n2100,owner,f,1011,0,7,\n1500.5,tenant,m,1012,1,7,\n"


def scaffolded(tmp_path: Path, data: str = DATA, target: str = "outcome") -> str:
    path = tmp_path / "data.csv"
    path.write_text(data, encoding="utf-8")
    with open_data(path) as file:
        return scaffold(file, target)


def read(tmp_path: Path, text: str) -> Registry:
    (tmp_path / "credit.toml").write_text(text, encoding="utf-8")
    return read_characteristics(tmp_path / "credit.toml")


def test_every_permitted_column_but_the_target_is_declared(tmp_path: Path) -> None:
    registry = read(tmp_path, scaffolded(tmp_path))
    assert [field.name for field in registry.characteristics] == ["income", "home", "constant", "silent"]
    assert [field.code for field in registry.characteristics] == ["R01", "R02", "R03", "R04"]


def test_a_column_that_tells_of_the_outcome_can_be_left_out(tmp_path: Path) -> None:
    """A scaffold knows no outcome but the target: the person says which other column gives it away."""
    path = tmp_path / "data.csv"
    path.write_text(DATA, encoding="utf-8")
    with open_data(path) as file:
        text = scaffold(file, "outcome", ["constant"])
        with pytest.raises(DataError, match="no column 'constnt'"):
            scaffold(file, "outcome", ["constnt"])
    assert "# left out: constant" in text
    assert [field.name for field in read(tmp_path, text).characteristics] == ["income", "home", "silent"]


def test_texts_that_no_rows_share_are_no_characteristic(tmp_path: Path) -> None:
    """As the names of persons: a fit would find no category with people enough. Numbers and common texts stay."""
    rows = "".join(f"{number},name {number},{'ab'[number % 2]},{number % 2}\n" for number in range(300))
    text = scaffolded(tmp_path, f"income,who,kind,outcome\n{rows}")
    assert "# not declared: who: too few rows share a text" in text
    assert [field.name for field in read(tmp_path, text).characteristics] == ["income", "kind"]


def test_a_date_is_no_characteristic(tmp_path: Path) -> None:
    """No table has a line for a date: the person declares what it means."""
    path = tmp_path / "data.parquet"
    duckdb.execute(f"COPY (SELECT 1000 AS income, DATE '2024-01-01' AS since, 0 AS outcome) TO '{path}'")
    with open_data(path) as file:
        text = scaffold(file, "outcome")
    assert "# not declared: since: a date" in text
    assert [field.name for field in read(tmp_path, text).characteristics] == ["income"]


def test_numbers_and_categories_are_told_apart(tmp_path: Path) -> None:
    registry = read(tmp_path, scaffolded(tmp_path))
    assert registry.characteristic("income").kind is Kind.NUMERIC
    assert registry.characteristic("home").kind is Kind.CATEGORICAL


@pytest.mark.parametrize("value", ["1_000", "n/a", "1,5", "0x10"])
def test_a_column_that_no_declaration_reads_as_numbers_is_categorical(tmp_path: Path, value: str) -> None:
    registry = read(tmp_path, scaffolded(tmp_path, f'odd,outcome\n"{value}",1\n2,0\n'))
    assert registry.characteristic("odd").kind is Kind.CATEGORICAL


def test_the_scaffold_reads_the_data_it_was_made_from(tmp_path: Path) -> None:
    registry = read(tmp_path, scaffolded(tmp_path))
    with open_data(tmp_path / "data.csv") as file:
        table = read_table(file, registry)
    table.refuse_invalid()
    assert table.not_used == ("gender", "postcode_4", "outcome")


def test_the_scaffold_is_for_comparison_and_decides_nothing(tmp_path: Path) -> None:
    """No category, source, necessity or direction is guessed; nobody has approved."""
    registry = read(tmp_path, scaffolded(tmp_path))
    assert registry.profile is Profile.BENCHMARK
    assert registry.approver == ""
    for field in registry.characteristics:
        assert (field.category, field.source, field.necessity, field.range) == (None, None, "", None)
        assert field.direction is Direction.NONE


def test_as_servable_it_is_refused_until_a_person_has_filled_it_in(tmp_path: Path) -> None:
    text = scaffolded(tmp_path).replace('profile = "benchmark"', 'profile = "servable"')
    with pytest.raises(NotServable, match="needs an approver"):
        read(tmp_path, text)
    with pytest.raises(NotServable, match="'income' lacks category, source, necessity, range"):
        read(tmp_path, text.replace('# approver = ""', 'approver = "a person"'))


def test_taking_the_comment_signs_away_is_not_filling_in(tmp_path: Path) -> None:
    text = scaffolded(tmp_path).replace("# category", "category")
    with pytest.raises(DeclarationError, match="'category' is ''"):
        read(tmp_path, text)


def test_a_forbidden_column_is_a_comment_with_the_rule_and_its_source(tmp_path: Path) -> None:
    text = scaffolded(tmp_path)
    for name, kind in (("gender", "sex, gender or sexual life"), ("postcode_4", "place of residence or location")):
        source = next(rule.source for rule in RULES if rule.kind == kind)
        assert f"# not declared: {name}: it is {kind} ({source})" in text
    assert len(tomllib.loads(text)["characteristic"]) == 4


def test_what_was_seen_is_a_comment(tmp_path: Path) -> None:
    """Observed ends are no possible ends: a person declares the range."""
    text = scaffolded(tmp_path)
    assert "# range = [1500.5, 2100]   # observed" in text
    assert '# categories = ["owner", "tenant"]   # observed: 2' in text
    assert text.count("# one value only") == 1
    assert text.count("# every value is missing") == 1


@pytest.mark.parametrize(
    "name",
    [
        'say "income"',
        "back\\slash",
        "a]]\n[[input",
        "tab\there",
        "del\x7f",
        "naïve ✓ \u202e",
        "# comment",
        "{x}",
        "a = 1",
        '"""',
    ],
    ids=ascii,
)
def test_a_hostile_column_name_is_a_name(tmp_path: Path, name: str) -> None:
    with duckdb.connect(":memory:") as connection:
        quoted = name.replace('"', '""')
        connection.sql(f'SELECT 7 AS "{quoted}", 1 AS outcome').write_parquet(str(tmp_path / "data.parquet"))
    with open_data(tmp_path / "data.parquet") as file:
        registry = read(tmp_path, scaffold(file, "outcome"))
    assert [field.name for field in registry.characteristics] == [name]
    assert registry.inputs == ()


@pytest.mark.parametrize("value", ["x\ny = 1", 'x"]\nprofile = "servable"', "\x1b[2J", "{0}", "# x"], ids=ascii)
def test_a_hostile_value_stays_in_its_comment(tmp_path: Path, value: str) -> None:
    quoted = value.replace('"', '""')
    text = scaffolded(tmp_path, f'home,outcome\n"{quoted}",1\nb,0\n')
    assert set(tomllib.loads(text)) == {"profile", "characteristic"}
    assert read(tmp_path, text).profile is Profile.BENCHMARK


def test_a_hostile_file_name_stays_in_its_comment(tmp_path: Path) -> None:
    path = tmp_path / 'a\nprofile = "servable".csv'
    path.write_text("income,outcome\n1,1\n")
    with open_data(path) as file:
        assert read(tmp_path, scaffold(file, "outcome")).profile is Profile.BENCHMARK


def test_long_lists_of_categories_are_cut(tmp_path: Path) -> None:
    rows = "".join(f"c{number:02d},1\n" for number in range(30))
    text = scaffolded(tmp_path, f"home,outcome\n{rows}")
    assert '"c11", ...]   # observed: 30' in text
    assert "c12" not in text


@pytest.mark.parametrize(
    ("data", "target", "why"),
    [
        (DATA, "outcom", "there is no column 'outcom'"),
        ("outcome\n1\n", "outcome", "no column may be declared"),
        ("gender,age,outcome\nf,3,1\n", "outcome", "no column may be declared"),
    ],
    ids=["wrong target", "target only", "forbidden only"],
)
def test_nothing_to_declare_is_one_error(tmp_path: Path, data: str, target: str, why: str) -> None:
    with pytest.raises(CounterscoreError) as refused:
        scaffolded(tmp_path, data, target)
    assert isinstance(refused.value, DataError)
    assert refused.value.what == why
    assert refused.value.where == "data.csv"
    assert refused.value.remedy
