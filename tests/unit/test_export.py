"""What is exported: how names and numbers are written, what a page may load, what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import random
import re
import sqlite3
import struct
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from scoring.artefact.printed_words import STATUS
from scoring.domain.card import Card
from scoring.domain.errors import CardError, InputError
from scoring.domain.registry import Profile
from scoring.domain.text import Language, Text
from scoring.export.form import Dialect
from scoring.export.onnx import onnx_bytes
from scoring.export.page import PARTS, html
from scoring.export.page_words import WORDS
from scoring.export.plan import Plan
from scoring.export.pmml import pmml
from scoring.export.pmml_parts import baseline
from scoring.export.program import javascript, python, runtime
from scoring.export.sql import sql
from scoring.export.sql_literal import double
from tests.support.export_vectors import HOSTILE
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD, card

PAGES = [(HAND_CARD, Language.EN), (CROSSED_CARD, Language.NL), (HOSTILE, Language.EN), (HOSTILE, Language.NL)]


def _doubles() -> list[float]:
    draw = random.Random(3)  # noqa: S311 - the same numbers each time
    found = [struct.unpack("<d", draw.randbytes(8))[0] for _ in range(2_000)]
    found += [draw.uniform(-1e4, 1e4) for _ in range(500)] + [draw.randrange(1, 10**6) / 1000 for _ in range(500)]
    return [number for number in found if math.isfinite(number)] + [0.0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2]


@pytest.mark.parametrize("dialect", [Dialect.SQLITE, Dialect.DUCKDB])
def test_a_number_in_sql_is_the_nearest_double(dialect: Dialect) -> None:
    """To the last bit, subnormals included, on engines whose own reading of decimals differs."""
    numbers = _doubles()
    engine = sqlite3.connect(":memory:") if dialect is Dialect.SQLITE else duckdb.connect(":memory:")
    for first in range(0, len(numbers), 500):
        some = numbers[first : first + 500]
        query = ", ".join(double(number, dialect).sql(dialect=dialect.value) for number in some)
        assert list(engine.execute(f"SELECT {query}").fetchall()[0]) == some
    engine.close()


@pytest.mark.parametrize("dialect", Dialect)
def test_hostile_names_stay_names_in_every_dialect(dialect: Dialect) -> None:
    """Read back, a statement is one SELECT with the card's own texts in it, on engines that are not run here too."""
    statements = sqlglot.parse(sql(HOSTILE, dialect, keep=("o'ther",)), read=dialect.value)
    (statement,) = statements
    assert isinstance(statement, exp.Select)
    names = {column.name for column in statement.find_all(exp.Column) if column.this.quoted}
    assert names == {"o'ther", *(field.name for field in Plan(HOSTILE).reads)}
    if dialect is not Dialect.SPARK:  # there a text may be written in parts
        texts = {literal.this for literal in statement.find_all(exp.Literal) if literal.is_string}
        assert {label for field in Plan(HOSTILE).reads for label in field.categories} <= texts


def test_a_column_of_the_result_cannot_be_kept() -> None:
    with pytest.raises(InputError, match="'Score' is a column of the result"):
        sql(HAND_CARD, Dialect.DUCKDB, keep=("Score",))


def test_losses_beyond_64_bits_are_refused() -> None:
    """Rather than ranked wrongly on some engine."""
    first, *others = HAND_CARD.entries
    long = replace(first, references=replace(first.references, population=Decimal("9000000000.000000000001")))
    with pytest.raises(CardError, match="64 bits"):
        Plan(replace(HAND_CARD, entries=(long, *others), cut_off=None))


def test_pmml_is_well_formed_and_says_its_version() -> None:
    root = ElementTree.fromstring(pmml(HAND_CARD))  # noqa: S314 - we wrote it
    assert (root.tag, root.get("version")) == ("{http://www.dmg.org/PMML-4_4}PMML", "4.4")
    scorecard = root.find("{*}Scorecard")
    assert scorecard is not None
    assert scorecard.get("initialScore") == "430"
    assert scorecard.get("reasonCodeAlgorithm") == "pointsBelow"


@pytest.mark.parametrize("reference", ["0.000000000000", "0.000000000001", "3.995883563658", "59.999999999999"])
def test_doubles_rank_the_losses_of_pmml_as_decimals_do(reference: str) -> None:
    """Equal losses are equal, the next decimal is another loss, and what is no loss is below zero."""

    def loss(points: int, more: str = "0") -> float:
        return float(baseline(Decimal(reference) + points + Decimal(more))) - points

    assert len({loss(points) for points in (0, 1, 4, 60, 1000)}) == 1
    assert loss(60) < loss(4, "1e-12") < loss(60, "2e-12")
    assert (loss(4) > 0) == (Decimal(reference) > 0)


def test_pmml_lists_no_valid_numbers_beside_an_interval() -> None:
    """Where one is listed, nothing else is valid; a code is an interval of one number."""
    root = ElementTree.fromstring(pmml(HAND_CARD))  # noqa: S314 - we wrote it
    fields = {field.get("name"): field for field in root.iterfind("{*}DataDictionary/{*}DataField")}
    for field in fields.values():
        assert (field.find("{*}Interval") is None) or (field.find("{*}Value") is None)
    ends = [(each.get("leftMargin"), each.get("rightMargin")) for each in fields["buffer_months"]]
    assert ends == [("-99.0", "-99.0"), ("0", "36")]


def test_pmml_refuses_a_card_without_tables_and_other_forms_take_it() -> None:
    empty = card(HAND_CARD.registry, [], initial=600)
    with pytest.raises(InputError, match="needs one"):
        pmml(empty)
    assert "600" in python(empty)
    assert "600" in sql(empty, Dialect.DUCKDB)


def test_pmml_refuses_what_xml_cannot_hold() -> None:
    bell = replace(HAND_CARD.registry, title=Text(en="a \x07 bell", nl="bel"))
    with pytest.raises(InputError, match="control character"):
        pmml(replace(HAND_CARD, registry=bell))


def test_the_python_file_runs_alone(tmp_path: Path) -> None:
    """As ``python card.py applicant.json``; exit 1 where a value is invalid, 2 where the file is no applicant."""
    (tmp_path / "card.py").write_text(python(HAND_CARD), encoding="utf-8")

    def run(text: str) -> tuple[int, str, str]:
        (tmp_path / "applicant.json").write_text(text, encoding="utf-8")
        command = [sys.executable, "-I", "card.py", "applicant.json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    status, out, _ = run(json.dumps(dict(APPLICANT)))
    assert (status, json.loads(out)["score"], json.loads(out)["reasons"]) == (0, 514, ["R04", "R03", "R01", "R02"])
    status, out, _ = run(json.dumps({**APPLICANT, "open_arrears": -1}))
    assert (status, json.loads(out)["invalid"]) == (1, "open_arrears")
    for text in ("[1]", "{", '"x"'):
        status, out, error = run(text)
        assert (status, out, error.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("export", [javascript, python])
def test_a_program_is_a_fixed_runtime_and_ascii_data(export: object) -> None:
    """Two cards differ in one line only, and nothing in that line ends a string or a script."""
    assert callable(export)
    like = replace(HAND_CARD, registry=replace(HAND_CARD.registry, profile=HOSTILE.registry.profile))
    one, other = export(like).splitlines(), export(HOSTILE).splitlines()
    different = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    assert len(different) == 1
    line = other[different[0]]
    assert line.isascii()
    assert "<" not in line


@pytest.mark.parametrize(("card", "language"), PAGES)
def test_a_page_permits_its_own_script_and_nothing_else(card: object, language: Language) -> None:
    """The policy names the digests of the one script and the one style, and there is no address in the page."""
    page = html(card, language)  # type: ignore[arg-type]
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    scripts = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert (len(policy), len(scripts), len(styles)) == (1, 1, 1)
    assert "default-src 'none'" in policy[0]
    assert "unsafe" not in policy[0]
    for kind, text in (("script", scripts[0]), ("style", styles[0])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[0]
    assert page.lower().count("<script") == page.lower().count("</script>") == 2
    assert not re.search(r"(?:src|href)=|https?:|innerHTML|insertAdjacent|document\.write|eval\(", page)
    data = re.findall(r'<script type="application/json" id="card">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data[0])["page"]["language"] == language.value
    assert f'<html lang="{language.value}">' in page


def test_the_page_asks_for_words_that_exist() -> None:
    """Every word that the script asks for is there in both languages, and none is left over."""
    script = "".join(runtime(f"{part}.mjs") for part in PARTS)
    asked = set(re.findall(r"WORDS\.(\w+)", script)) | {"not-provided", "invalid", "missing"}
    assert asked == set(WORDS)


def every_form(card: Card) -> dict[str, str]:
    """The card in each form, as text."""
    return {
        "sql": sql(card, Dialect.DUCKDB),
        "pmml": pmml(card).decode(),
        "onnx": onnx_bytes(card).decode(errors="replace"),
        "javascript": javascript(card),
        "python": python(card),
        "html": html(card, Language.EN),
    }


@pytest.mark.parametrize(("profile", "words"), [(p, STATUS[p]) for p in (Profile.BENCHMARK, Profile.UNDECLARED)])
def test_every_form_of_a_card_that_may_not_be_used_on_people_says_so(profile: Profile, words: Text) -> None:
    """As the printed card does; the page before anything else, with or without its script."""
    made = replace(HAND_CARD, registry=replace(HAND_CARD.registry, profile=profile))
    assert all(words.en in text for text in every_form(made).values())
    for language in Language:
        body = html(made, language).split("<body>")[1]
        assert f'<p class="use"><strong>{words.into(language)}</strong></p>' in body.split("<h1")[0]


def test_a_servable_card_says_nothing_of_the_kind() -> None:
    assert HAND_CARD.registry.profile is Profile.SERVABLE
    assert not any("may not be used on people" in text for text in every_form(HAND_CARD).values())
