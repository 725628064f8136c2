"""The wheel, installed into an empty environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.laagland import REGISTRY
from tests.support.service import CARD, SOUND

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment that holds the wheel and what it needs, nothing else."""
    if not UV.exists() and not shutil.which("uv"):
        pytest.skip("uv is not installed: 'make test' installs it")
    uv = UV if UV.exists() else Path(str(shutil.which("uv")))
    folder = tmp_path_factory.mktemp("wheel")
    commands: list[list[str | Path]] = [
        [uv, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT],
        [uv, "venv", "--quiet", "--python", sys.executable, folder / "env"],
    ]
    for command in commands:
        done = _run(*command, cwd=folder)
        assert done.returncode == 0, done.stderr
    wheel = next(folder.glob("*.whl"))
    done = _run(uv, "pip", "install", "--quiet", "--python", folder / "env" / "bin" / "python", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_holds_the_three_packages_and_their_data(installed: Path) -> None:
    """Nothing but ``scoring``, ``api`` and ``audits``; templates and Laagland's files among them."""
    with zipfile.ZipFile(next(installed.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"scoring", "api", "audits", "counterscore"}
    assert "scoring/population/laagland.toml" in names
    assert "scoring/population/releases.toml" in names
    assert any(name.startswith("audits/fairness/templates/") for name in names)
    assert any(name.startswith("audits/shared/templates/") for name in names)
    assert any(name.startswith("scoring/export/runtime/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_command_helps_and_scores(installed: Path) -> None:
    """``counterscore --help`` and ``score`` with the base installation: no scikit-learn, no web framework."""
    counterscore = installed / "env" / "bin" / "counterscore"
    assert _run(counterscore, "--help", cwd=installed).returncode == 0
    unsaid = {field.name: field.not_provided or "" for field in REGISTRY.read_fields}
    filled = {**unsaid, **{name: str(value) for name, value in SOUND.items()}}
    names, row = list(filled), list(filled.values())
    (installed / "one.csv").write_text(f"{','.join(names)}\n{','.join(row)}\n")
    done = _run(counterscore, "score", CARD, "one.csv", "--out", "scores.csv", cwd=installed)
    assert done.returncode == 0, done.stderr
    heading, scored = (installed / "scores.csv").read_text().splitlines()
    assert heading.startswith("score,pd,approved,invalid,reason_1")
    assert int(scored.split(",")[0]) >= 560
    packages = _run(installed / "env" / "bin" / "python", "-c", "import importlib.util as u; print([u.find_spec(n) for n in ('sklearn', 'fastapi', 'pandas')])", cwd=installed)  # fmt: skip # noqa: E501
    assert packages.stdout.strip() == "[None, None, None]"


@pytest.mark.parametrize(("command", "extra"), [("fit", "train"), ("serve", "serve"), ("audit", "audit")])
def test_a_missing_part_is_named_with_its_remedy(installed: Path, command: str, extra: str) -> None:
    """A command whose libraries are not installed says which extra to install."""
    options = {
        "fit": ["x.csv", "--characteristics", "x.toml", "--target", "y", "--bad", "1", "--out", "c.json"],
        "serve": [],
        "audit": ["x.csv", "--by", "g", "--outcome", "y", "--out", "r.html", "--json-out", "r.json"],
    }[command]
    done = _run(installed / "env" / "bin" / "counterscore", command, *options, cwd=installed)
    assert done.returncode == 2
    assert f"counterscore[{extra}]" in done.stderr
    assert "Traceback" not in done.stderr
