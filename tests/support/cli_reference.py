"""``docs/cli.md``, written from the commands themselves: ``python -m tests.support.cli_reference``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from api.cli.main import app
from api.settings import Settings

__all__ = ["PAGE", "commands", "help_of", "page"]

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"

INTRO = """\
# The command line

Written from the commands themselves by `make reference`; a test compares this page with `--help`.

DATA and DECISIONS are CSV or Parquet files; a blank line of a CSV is no row and is not counted. Every command takes
`--json` and then prints one JSON document on standard output.

| exit status | means |
| --- | --- |
| 0 | fine |
| 1 | a finding, or a refusal by rule: forbidden field, failed certificate, broken evidence, audit not *within* |
| 2 | input or options are wrong; nothing was done |

An error is one line on standard error: where, what, and what to do. A progress sign appears on standard error, and
only at a terminal. A defect of ours says so; with `COUNTERSCORE_TRACEBACK=1` it shows where.

Not there yet, and refused as an unknown command rather than accepted and ignored: `retention`.
"""


def commands() -> Iterator[str]:
    """Every command's full name, in the order of the help."""
    root: Any = typer.main.get_command(app)
    for name, command in root.commands.items():
        inner = getattr(command, "commands", None)
        yield from [name] if inner is None else [f"{name} {sub}" for sub in inner]


def page() -> str:
    """The page."""
    return "\n".join([INTRO, *(f"## {name}\n\n```text\n{help_of(name)}\n```\n" for name in commands()), _settings()])


def help_of(name: str) -> str:
    """What ``counterscore NAME --help`` prints, on a terminal of 110 columns."""
    result = CliRunner().invoke(
        app, [*name.split(), "--help"], prog_name="counterscore", env={"COLUMNS": "110", "TERMINAL_WIDTH": "110"}
    )
    if result.exit_code != 0:
        raise RuntimeError(result.output)
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def _settings() -> str:
    lines = [
        "## Settings of the service",
        "",
        "`serve`, `token`, `log` and `replay` read a TOML file (`--settings FILE`) and, where it is silent, the",
        "`COUNTERSCORE_*` variables.",
        "In development what is left out is filled in; in production it is refused. No secret is ever an option.",
        "",
        "| setting | variable | default |",
        "| --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        default = getattr(field.default, "value", field.default)
        shown = "" if default in (None, "") else f"`{default}`"
        lines.append(f"| `{name}` | `COUNTERSCORE_{name.upper()}` | {shown} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
