"""The description of a population: what it says is what the files say, and nothing of a few persons."""

from __future__ import annotations

import hashlib
import json
import math
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from audits.description.circumstances import circumstances
from audits.description.distribution import CODES, bins, distribution
from audits.description.names import characteristic_name
from audits.description.population import Population, read_population
from audits.description.rates import number_bands, together, true_bands, word_bands
from audits.description.report import describe
from audits.description.truth import reliability, spread
from audits.shared.small_cells import FEWEST_PEOPLE, is_small
from scoring.domain.errors import DataError, FileError
from scoring.domain.text import Language
from scoring.population.layout import FILES
from scoring.population.simulate import Plan
from scoring.population.world import Knobs, World
from scoring.population.write import write

PERSONS = 3000
HOSTILE = "</svg><script>alert(1)</script>"


def made(
    folder: Path, persons: int, world: World = World.HISTORICAL, draws: int = 4, knobs: Knobs | None = None
) -> Path:
    folder.mkdir()
    write(Plan(persons=persons, seed=4, world=world, knobs=knobs, draws=draws, sample=1000, sample_draws=8), folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("description") / "historical", PERSONS)


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return describe(folder)


@pytest.fixture(scope="module")
def population(folder: Path) -> Population:
    return read_population(folder)


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, Any]:
    """The files joined another way, as masked arrays."""
    names = [f"'{folder / name}.parquet'" for name in ("applicants", "protected", "truth")]
    sql = "SELECT * FROM {} JOIN {} USING (person) JOIN {} USING (person)".format(*names)
    found: dict[str, Any] = dict(duckdb.execute(sql).fetchnumpy())
    return found


def rewritten(
    folder: Path, to: Path, view: str, sql: str, about: Callable[[dict[str, Any]], None] | None = None
) -> Path:
    """A copy of a population with one file selected anew, and its digest with it."""
    shutil.copytree(folder, to)
    path = to / f"{view}.parquet"
    duckdb.execute(f"COPY ({sql.format(repr(str(folder / path.name)))}) TO '{path}'")
    document = json.loads((to / "population.json").read_text())
    document["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    if about:
        about(document)
    (to / "population.json").write_text(json.dumps(document))
    return to


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    under = page[page.index(f"<h3>{heading}</h3>") :]
    body = re.search(r"<tbody>(.*?)</tbody>", under, flags=re.DOTALL)
    assert body is not None
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL)]


class Tags(HTMLParser):
    """Every element and attribute."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


# The page


def test_every_picture_is_followed_by_the_table_of_its_numbers(page: str) -> None:
    plots = re.split(r'<div class="plot">', page)[1:]
    drawn = [plot for plot in plots if "<svg" in plot]

    assert len(drawn) == page.count("<svg") > 40
    assert all(re.search(r"</svg>\s*</figure>\s*<div class=\"scroll\"[^>]*>\s*<table>", plot) for plot in drawn)


def test_a_picture_holds_no_number_that_is_not_in_its_table(population: Population, page: str) -> None:
    """Seen at one histogram: as many bars as rows with a number, persons without a value aside."""
    found = distribution(population.numbers["net_monthly_income"])
    listed = [row for row in table(page, "Net monthly income (EUR)") if row[0] not in ("not known", "not shared")]
    drawn = re.search(r"<h3>Net monthly income \(EUR\)</h3>.*?</svg>", page, re.DOTALL)

    assert drawn is not None
    assert len(listed) == len(found.bins)
    assert drawn[0].count('aria-roledescription="rect mark"') == len(found.bins) - len(found.hidden_bins)


def test_every_picture_is_an_image_with_a_title_and_a_description(page: str) -> None:
    for chart in re.findall(r"<svg .*?</svg>", page, flags=re.DOTALL):
        labels = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', chart[:600])
        assert labels is not None
        assert f'<title id="{labels[1]}">' in chart
        assert f'<desc id="{labels[2]}">' in chart


def test_identities_are_unique_in_the_page(page: str) -> None:
    identities = re.findall(r'\sid="([^"]+)"', page)
    assert len(identities) == len(set(identities))


def test_the_page_needs_no_network_and_no_script(page: str) -> None:
    addresses = set(re.findall(r"https?://[^\s\"'<]+", page))

    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "<script" not in page
    assert not re.search(r'\bsrc=|href="[^#]', page)
    assert len(page.encode()) < 1_000_000


def test_the_same_files_give_the_same_bytes(folder: Path, page: str) -> None:
    assert describe(folder) == page


def test_the_page_speaks_dutch(folder: Path, page: str) -> None:
    dutch = describe(folder, Language.NL)

    assert '<html lang="nl">' in dutch
    assert "Iedereen in deze bestanden is verzonnen: 3.000 personen" in dutch
    assert "Everybody in these files is invented: 3,000 persons" in page
    english = {"Share of persons", "Mean true", "not known", "Everybody", "Circumstances of groups"}
    assert not {words for words in english if words in dutch}


def test_knobs_and_world_are_said_in_words(page: str) -> None:
    assert "World: historical." in page
    assert "3.0% of the persons with a migration background who did not default are recorded as defaults" in page
    assert "Nobody could draw these plots for real people" in page
    assert "Persons must not be ranked by their true probability. With 4 re-simulations" in page


def test_every_column_of_a_population_has_a_name_in_both_languages() -> None:
    """A renamed characteristic would else be printed as its column."""
    columns = {file.name: [column.name for column in file.columns] for file in FILES}
    named = [*columns["applicants"], *columns["protected"]]
    for name in set(named) - {"person", "observed_on", "outcome", "defaulted"}:
        assert all(characteristic_name(name, language) != name for language in Language), name


def test_names_of_columns_groups_and_words_are_text_wherever_they_stand(folder: Path, tmp_path: Path) -> None:
    """In tables, in titles and descriptions, and inside the drawn charts."""
    swap = "replace(housing_tenure, 'owner', $${}$$) AS housing_tenure".format(HOSTILE.replace("{", ""))
    sql = f'SELECT * REPLACE ({swap}), term_months AS "<img src=x onerror=alert(2)>" FROM {{}}'
    first = rewritten(folder, tmp_path / "first", "applicants", sql)

    def bend(document: dict[str, Any]) -> None:
        document["world"] = "<b>{world}</b>"
        document["knobs"] = {"<i>{{ 7 * 7 }}</i>": 0.5}

    sql = "SELECT * REPLACE (replace(sex, 'female', '<u onload=x>') AS sex, region AS region), sex AS \"<s>\" FROM {}"
    second = rewritten(first, tmp_path / "second", "protected", sql, bend)
    tags = Tags(describe(second))

    assert not {"script", "img", "b", "i", "u", "s"} & tags.found
    assert not [name for name in tags.attributes if name.startswith("on")]
    for name in (HOSTILE, "<img src=x onerror=alert(2)>", "<u onload=x>", "<b>{world}</b>", "<i>{{ 7 * 7 }}</i>"):
        assert name in tags.text


# Its figures


def test_key_figures_are_those_of_the_files(rows: dict[str, Any], page: str) -> None:
    known = ~np.ma.getmaskarray(rows["defaulted"])
    n, bad = int(known.sum()), int(rows["defaulted"][known].sum())
    z = 1.959963984540054
    centre, half = bad / n + z * z / (2 * n), z * math.sqrt(bad * (n - bad) / n**3 + z * z / (4 * n * n))
    low, high = ((centre + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    values = [row[1] for row in table(page, "Key figures")]

    assert values[:6] == [
        "3,000",
        f"{n:,} ({n / PERSONS:.1%})",
        f"{PERSONS - n:,} ({1 - n / PERSONS:.1%})",
        f"{bad / n:.1%} ({low:.1%} to {high:.1%})",
        f"{rows['true_pd'].mean():.1%}",
        f"{rows['true_pd'][known].mean():.1%}",
    ]


def test_reliability_is_that_of_the_persons_with_the_most_draws(rows: dict[str, Any], population: Population) -> None:
    sample = rows["draws"] == 8
    pd, draws = rows["true_pd"][sample], 8
    found = reliability(population)

    assert found is not None
    assert (found.persons, found.draws) == (1000, 8)
    assert found.value == pytest.approx(1 - np.mean(pd * (1 - pd) / (draws - 1)) / np.var(pd, ddof=1), rel=1e-9)


@pytest.mark.parametrize("name", ["net_monthly_income", "open_arrears", "buffer_months", "utilisation"])
def test_bins_and_codes_hold_everybody_once(rows: dict[str, Any], population: Population, name: str) -> None:
    found = distribution(population.numbers[name])
    column = np.ma.filled(rows[name].astype(float), np.nan)

    assert sum(b.count for b in found.bins) + sum(found.codes.values()) == PERSONS
    for code, count in found.codes.items():
        assert count == (np.isnan(column).sum() if code == "not_known" else (column == CODES[code]).sum())
    for part in found.bins:
        top = column <= part.high if part.low == part.high else column < part.high
        inside = (part.below | (column >= part.low)) & (part.above | top) & ~np.isin(column, list(CODES.values()))
        if part is not found.bins[-1]:  # the last holds its upper end too
            assert part.count == inside.sum()


def test_a_bin_begins_at_the_number_that_is_printed() -> None:
    """Three steps of 0.1 are 0.3, not a little more: a value of 0.3 lies above the line."""
    found = bins(np.repeat(np.arange(0, 120) / 100, 40))
    assert {b.low: b.count for b in found}[0.3] == 400


def test_bands_of_a_characteristic_are_counted_as_numpy_counts_them(
    rows: dict[str, Any], population: Population
) -> None:
    column = np.ma.filled(rows["net_monthly_income"].astype(float), np.nan)
    known = ~np.ma.getmaskarray(rows["defaulted"])
    bands = number_bands(population, population.numbers["net_monthly_income"])
    shown = [band for band in bands if band.default is not None and band.low is not None]

    assert len(shown) == 6
    for band in shown:
        assert band.low is not None
        assert band.high is not None
        assert band.default is not None
        inside = known & (column >= band.low) & (column <= band.high)
        assert (band.default.of, band.default.count) == (inside.sum(), rows["defaulted"][inside].sum())
        assert band.true_pd == pytest.approx(rows["true_pd"][inside].mean())


def test_circumstances_are_those_of_the_files(rows: dict[str, Any], population: Population) -> None:
    words = next(words for words in population.groups if words.name == "migration_background")
    for group in circumstances(population, words):
        member = rows["migration_background"] == group.name
        known = member & ~np.ma.getmaskarray(rows["defaulted"])
        shares = {name: share.rate for name, share in group.shares.items() if share is not None}
        income = rows["net_monthly_income"][member]
        assert group.persons == member.sum()
        assert group.income == np.median(np.ma.compressed(income))
        assert shares == pytest.approx(
            {
                "owners": (rows["housing_tenure"][member] == "owner").mean(),
                "no_record": np.ma.getmaskarray(rows["active_credits"])[member].mean(),
                "open_arrears": (np.ma.filled(rows["open_arrears"], 0)[member] > 0).mean(),
                "bank_shared": (rows["buffer_months"][member] != -99).mean(),
                "recorded": rows["defaulted"][known].mean(),
            }
        )
        assert (group.true_pd, group.fair_pd) == pytest.approx(
            (rows["true_pd"][member].mean(), rows["fair_pd"][member].mean())
        )


def test_every_true_probability_lies_in_one_bin(population: Population) -> None:
    assert sum(part.count for part in spread(population)) == PERSONS


def test_label_bias_shows_where_the_truth_is_known(tmp_path: Path) -> None:
    """Persons who never default are recorded as defaults in the group that the knob is about, and only there."""
    biased = read_population(made(tmp_path / "biased", 2000, World.EQUAL, knobs=Knobs(label_bias=0.2)))
    words = next(words for words in biased.groups if words.name == "migration_background")
    first = true_bands(biased, words)[0]
    yes, no = first.cells["yes"], first.cells["no"]

    assert (first.low, yes[1]) == (0.0, no[1])
    assert yes[0].rate > 0.15
    assert no[0].rate < 0.06


# Small cells


def test_no_shown_cell_is_small_and_no_hidden_one_is_alone(population: Population) -> None:
    """What is hidden must not be what remains when the shown is subtracted."""
    seen = population.recorded >= 0
    for bands in (
        *(number_bands(population, column) for column in population.numbers.values()),
        *(word_bands(population, words) for words in population.words),
    ):
        shown = [band.default for band in bands if band.default is not None]
        rest = int(seen.sum()) - together(shown).of
        assert not any(is_small(cell) for cell in shown)
        assert len(shown) == len(bands) or rest >= FEWEST_PEOPLE
    for column in population.numbers.values():
        found = distribution(column)
        shown_bins = [b.count for i, b in enumerate(found.bins) if i not in found.hidden_bins]
        shown_codes = [count for code, count in found.codes.items() if code not in found.hidden_codes]
        assert min([*shown_bins, *shown_codes]) >= FEWEST_PEOPLE
        rest = PERSONS - sum(shown_bins) - sum(shown_codes)
        assert rest == 0 or rest >= FEWEST_PEOPLE


def test_a_small_band_is_named_but_neither_printed_nor_plotted(folder: Path, tmp_path: Path) -> None:
    boat = "CASE WHEN row_number() OVER () <= 12 THEN 'boat' ELSE housing_tenure END"
    sql = f"SELECT * REPLACE ({boat} AS housing_tenure) FROM {{}}"
    boats = describe(rewritten(folder, tmp_path / "boats", "applicants", sql))
    start = boats.index("<h3>Default rate by: Home</h3>")
    drawn = boats[start : boats.index("</svg>", start)]
    row = next(row for row in table(boats, "Default rate by: Home") if row[0] == "boat")

    assert set(row[1:]) == {"not shown: too few"}
    assert "boat" not in drawn
    assert "tenant" in drawn


@pytest.mark.parametrize(("persons", "draws"), [(1, 2), (10, 4), (10, 0)])
def test_a_tiny_population_has_no_picture_and_no_number(tmp_path: Path, persons: int, draws: int) -> None:
    for language in Language:
        page = describe(made(tmp_path / language, persons, draws=draws), language)
        assert "<svg" not in page
        cells = re.findall(r'<td class="number">(.*?)</td>', page)
        assert cells == [str(persons)]


def test_the_least_and_the_greatest_value_are_not_printed(rows: dict[str, Any], page: str) -> None:
    """They are one person's."""
    for end in (rows["net_monthly_income"].min(), rows["net_monthly_income"].max()):
        for heading in ("Net monthly income (EUR)", "Default rate by: Net monthly income (EUR)"):
            assert not any(f"{end:,.0f}" in re.findall(r"[\d,]+", row[0]) for row in table(page, heading))


# What is not there


def test_without_draws_the_truth_is_said_not_to_be_simulated(tmp_path: Path) -> None:
    page = describe(made(tmp_path / "none", 1500, draws=0))

    assert page.count("Not simulated: these files were written without re-simulations") == 2
    assert "Mean true<" not in page
    assert [row[1] for row in table(page, "Key figures")][4:] == ["not simulated"] * 3
    assert not table(page, "Key figures")[3][1].startswith("not")
    assert "<h3>Everybody</h3>" not in page


def test_without_any_recorded_outcome_no_rate_is_given(folder: Path, tmp_path: Path) -> None:
    sql = "SELECT * REPLACE (CAST(NULL AS BIGINT) AS defaulted) FROM {}"
    page = describe(rewritten(folder, tmp_path / "nobody", "applicants", sql))

    assert table(page, "Key figures")[1][1] == "0 (0.0%)"
    assert table(page, "Key figures")[3][1] == "not shown: too few"
    assert "<h3>Default rate by: Home</h3>" in page


def test_a_folder_or_file_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such folder"):
        describe(tmp_path / "nowhere")
    shutil.copytree(folder, tmp_path / "part")
    (tmp_path / "part" / "truth.parquet").unlink()
    with pytest.raises(FileError, match=r"truth\.parquet: no such file"):
        describe(tmp_path / "part")
    (tmp_path / "part" / "population.json").unlink()
    with pytest.raises(FileError, match=r"population\.json: no such file"):
        describe(tmp_path / "part")


@pytest.mark.parametrize(
    "text",
    ["", "[", "[1]", "{}", '{"name": "Laagland"}', '{"name": "Elsewhere"}', "[" * 100_000, b"\xff".decode("latin1")],
    ids=["empty", "cut off", "a list", "nothing", "half", "another", "deep", "not text"],
)
def test_a_document_about_something_else_is_refused(folder: Path, tmp_path: Path, text: str) -> None:
    """Only of Laagland can it be said that nobody in it is real."""
    shutil.copytree(folder, tmp_path / "odd")
    (tmp_path / "odd" / "population.json").write_text(text, encoding="latin1")
    with pytest.raises(FileError, match=r"population\.json: is not about a population of Laagland"):
        describe(tmp_path / "odd")


def test_a_file_of_another_population_is_refused(folder: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other", 50)
    shutil.copytree(folder, tmp_path / "mixed")
    shutil.copy(other / "protected.parquet", tmp_path / "mixed")
    with pytest.raises(FileError, match=r"protected\.parquet: is not the file that population\.json is about"):
        describe(tmp_path / "mixed")


@pytest.mark.parametrize(
    ("view", "sql", "what"),
    [
        ("truth", "SELECT * EXCLUDE (fair_pd) FROM {}", "there is no column 'fair_pd'"),
        ("applicants", "SELECT * EXCLUDE (open_arrears) FROM {}", "there is no column 'open_arrears'"),
        (
            "applicants",
            "SELECT * REPLACE ('much' AS term_months) FROM {}",
            "row 1, column term_months: the value",
        ),
        ("applicants", "SELECT * REPLACE ('inf'::DOUBLE AS term_months) FROM {}", "the value is not a number"),
        ("applicants", "SELECT * REPLACE (2 AS defaulted) FROM {}", "column defaulted: the value is not a number"),
        ("truth", "SELECT * REPLACE (1.5 AS true_pd) FROM {}", "column true_pd: the value is not a number"),
        ("truth", "SELECT * REPLACE (NULL::DOUBLE AS fair_pd) FROM {}", "one part of the truth and not the others"),
        ("protected", "SELECT * FROM {} LIMIT 2000", "do not hold the same 3000 persons"),
        ("protected", "SELECT * REPLACE ('x' AS person) FROM {}", "do not hold the same 3000 persons"),
        ("protected", "SELECT *, person AS club FROM {}", "column club: there are more than 20 different words"),
        ("protected", "SELECT person FROM {}", "there are 0 columns besides"),
    ],
)
def test_a_file_that_does_not_hold_what_it_must_is_refused(
    folder: Path, tmp_path: Path, view: str, sql: str, what: str
) -> None:
    odd = rewritten(folder, tmp_path / "odd", view, sql)
    with pytest.raises(DataError) as refused:
        describe(odd)
    assert what in str(refused.value)
    assert refused.value.remedy
