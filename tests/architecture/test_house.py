"""Rules of the house that a linter does not know."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for part in ("scoring", "audits", "api") for path in (ROOT / part).rglob("*.py"))
LONG = {
    "scoring/domain/characteristic.py",  # one declaration with all that may be said of it
}
"""Files beyond 300 lines, each with its reason."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    """At most 300 lines, the named exceptions aside."""
    lines = len(path.read_text().splitlines())
    name = str(path.relative_to(ROOT))
    assert (lines <= 300) != (name in LONG), f"{name} has {lines} lines"


@pytest.mark.parametrize(
    "path", [p for p in MODULES if p.name == "__init__.py"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_package_file_holds_a_docstring_only(path: Path) -> None:
    """Importing a package loads nothing of what is in it."""
    body = ast.parse(path.read_text()).body
    assert len(body) == 1
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize(
    "path", [p for p in MODULES if p.name != "__init__.py"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_all_names_the_public_names(path: Path) -> None:
    """``__all__`` lists what exists, sorted out by eye: no name in it is private or missing."""
    tree = ast.parse(path.read_text())
    listed = next(
        (
            {element.value for element in node.value.elts if isinstance(element, ast.Constant)}
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "__all__"
            and isinstance(node.value, ast.List)
        ),
        None,
    )
    public = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }
    if listed is None:
        assert not public or path.name == "errors.py", f"{path.name} has public names and no __all__"
        return
    assert not {name for name in listed if str(name).startswith("_")}
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert all(hasattr(module, str(name)) for name in listed)


def test_only_transactions_commit() -> None:
    """No module but the database's opens or ends a transaction."""
    for path in MODULES:
        if path.name != "database.py":
            assert not re.search(r"\.(commit|rollback|begin)\(", path.read_text()), path


def test_versions_agree() -> None:
    """What the distribution says of itself is what the changelog begins with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] in (ROOT / "CHANGELOG.md").read_text()
    assert (ROOT / "CHANGELOG.md").read_text().split("\n## ")[1].startswith("Changes to decisions")


def test_serving_installs_no_training_library() -> None:
    """The base and the serve extra name neither scikit-learn nor anything that needs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = " ".join([*project["dependencies"], *project["optional-dependencies"]["serve"]])
    assert not re.search(r"scikit|pandas|scipy|shap|fairlearn|altair", needed)
