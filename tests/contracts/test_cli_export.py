"""``counterscore export``: every form from the command line, and one clear line for wrong input."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from scoring.artefact.card_json import write_card
from scoring.export.form import Dialect, Form
from tests.support.command import Run, runner
from tests.support.hand_card import CROSSED_CARD

BEGINS = {
    Form.SQL: b"-- Counterscore card sha256:",
    Form.PMML: b"<?xml version='1.0' encoding='utf-8'?>",
    Form.ONNX: b"",
    Form.JAVASCRIPT: b"// Score one person",
    Form.PYTHON: b'"""Score one person',
    Form.HTML: b'<!doctype html>\n<html lang="en">',
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command in a folder with a card."""
    write_card(CROSSED_CARD, tmp_path / "card.json")
    command = runner(capsys, monkeypatch, tmp_path)
    return lambda *arguments: command("export", *arguments)


@pytest.mark.parametrize("form", Form)
def test_every_form_is_written_and_the_same_twice(run: Run, tmp_path: Path, form: Form) -> None:
    """The same card gives the same bytes; what was there is replaced, as by every command that writes a result."""
    assert run("card.json", "--to", form.value, "--out", "one")[0] == 0
    first = (tmp_path / "one").read_bytes()
    assert first.startswith(BEGINS[form])
    status, out, _ = run("card.json", "--to", form.value, "--out", "one", "--json")
    assert status == 0
    assert f'"form": "{form.value}"' in out
    assert (tmp_path / "one").read_bytes() == first


@pytest.mark.parametrize("dialect", Dialect)
def test_every_dialect_is_written(run: Run, tmp_path: Path, dialect: Dialect) -> None:
    options = ("--dialect", dialect.value, "--table", "loans.people", "--keep", "person")
    assert run("card.json", "--to", "sql", "--out", "x.sql", *options)[0] == 0
    text = (tmp_path / "x.sql").read_text(encoding="utf-8")
    assert "person" in text
    assert "people" in text


def test_a_page_speaks_dutch_when_asked(run: Run, tmp_path: Path) -> None:
    assert run("card.json", "--to", "html", "--lang", "nl", "--out", "x.html")[0] == 0
    assert "Uw score" in (tmp_path / "x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--to", "sql", "--dialect", "oracle", "--out", "x"), "oracle"),
        (("--to", "basic", "--out", "x"), "basic"),
        (("--to", "pmml", "--dialect", "duckdb", "--out", "x"), "belong to '--to sql'"),
        (("--to", "html", "--keep", "person", "--out", "x"), "belong to '--to sql'"),
        (("--to", "sql", "--keep", "pd", "--out", "x"), "is a column of the result"),
        (("--to", "sql", "--dialect", "spark", "--table", "${x}", "--out", "x"), "Spark"),
        (("--to", "sql", "--out", "card.json"), "over its own input"),
        (("--to", "sql", "--out", "nowhere/x.sql"), "cannot be written"),
    ],
)
def test_wrong_input_is_status_2_and_writes_nothing(
    run: Run, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    status, out, error = run("card.json", *options)
    assert (status, out) == (2, "")
    assert words in error
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card.json"]


@pytest.mark.parametrize(("form", "module"), [(Form.SQL, "sqlglot"), (Form.ONNX, "onnx")])
def test_a_missing_extra_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, form: Form, module: str) -> None:
    """With the command that installs it."""
    real = importlib.util.find_spec
    monkeypatch.setattr("api.cli.output.find_spec", lambda name: None if name == module else real(name))
    status, _, error = run("card.json", "--to", form.value, "--out", "x")
    assert status == 2
    assert f"needs {module}" in error
    assert "pip install 'counterscore[export]'" in error
