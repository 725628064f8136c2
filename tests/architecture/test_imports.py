"""The directions of import, each contract seen to fail once; and what serving loads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("scoring", "audits", "api")

# The name of each contract, and one import that breaks it: module to change, line to add.
BREAKS = {
    "The service uses the auditor's ledger and the model": ("audits/ledger/merkle.py", "import api.settings"),
    "The command line is outermost": ("api/services/record.py", "import api.web.kinds"),
    "The model's parts stand in layers": ("scoring/domain/text.py", "import scoring.explain.reasons"),
    "The auditor reads files": ("audits/decisions/cube.py", "import scoring.artefact.card_json"),
    "Fairness and ledger know nothing": ("audits/decisions/cube.py", "import audits.ledger.merkle"),
    "Training libraries stay in the engine": ("scoring/batch/lookup.py", "import sklearn"),
    "Reading, explaining and serving a card": ("scoring/explain/reasons.py", "import numpy"),
    "Web, database and settings libraries": ("api/services/decide.py", "import fastapi"),
    "Only persistence speaks to the database": ("api/web/app.py", "import sqlalchemy"),
}


def _lint(folder: Path) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source alone, to be broken."""
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_every_contract_has_a_break() -> None:
    """A new contract needs a line here."""
    named = [line for line in (ROOT / ".importlinter").read_text().splitlines() if line.startswith("name = ")]
    assert len(named) == len(BREAKS)
    assert all(any(name in line for line in named) for name in BREAKS)


@pytest.mark.parametrize("name", BREAKS)
def test_each_contract_can_fail(copy: Path, name: str) -> None:
    """One forbidden import breaks the contract of that name."""
    module, line = BREAKS[name]
    path = copy / module
    path.write_text(f"{path.read_text()}\n{line}\n")
    status, said = _lint(copy)
    assert status == 1
    assert any(name in row and "BROKEN" in row for row in said.splitlines()), said


def test_a_new_part_must_find_its_place(copy: Path) -> None:
    """A package that no layer names is refused."""
    (copy / "scoring" / "misc").mkdir()
    (copy / "scoring" / "misc" / "__init__.py").write_text("")
    status, said = _lint(copy)
    assert status == 1
    assert "misc" in said


SERVING = """
import sys, json
from pathlib import Path
from tempfile import TemporaryDirectory
from tests.support.service import running, SOUND
with TemporaryDirectory() as folder, running(Path(folder)) as service:
    decision = service.decided(SOUND)
    person = service.person()
    for part in ("", "/explanation", "/recourse", "/receipt"):
        assert person.get(f"/v1/decisions/{decision['id']}{part}").status_code == 200
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""
SHOW = "import sys, json; print(json.dumps([name.split('.')[0] for name in sys.modules]))"
HEAVY = {"sklearn", "pandas", "scipy", "shap", "fairlearn", "duckdb", "altair", "numpy", "matplotlib", "numba"}


def _loaded(program: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_deciding_loads_no_training_library() -> None:
    """Decision, explanation, recourse and receipt in a fresh interpreter: no arrays, no training, no drawing."""
    assert not _loaded(SERVING) & HEAVY


def test_the_service_itself_loads_no_training_library() -> None:
    """The module that assembles the service for production as well."""
    program = (
        "import sys, json, api.bootstrap, api.cli.serve; print(json.dumps([m.split('.')[0] for m in sys.modules]))"
    )
    assert not _loaded(program) & HEAVY


def test_the_command_line_starts_without_them_too() -> None:
    """``counterscore --help`` answers without loading what a single command may need."""
    assert not _loaded(f"import api.cli.main; {SHOW}") & (HEAVY | {"fastapi", "sqlalchemy", "uvicorn"})


def test_verifying_loads_only_what_a_stranger_would_have() -> None:
    """The offline verifier needs canonical JSON and signatures, nothing else of weight."""
    assert not _loaded(f"import audits.ledger.receipt; {SHOW}") & (HEAVY | {"fastapi", "sqlalchemy", "typer"})
