"""``counterscore``: the command line's entry and the one place that turns errors into exit statuses."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from api.cli import (
    alternatives,
    audit,
    card,
    decisions,
    demo,
    evaluate,
    evidence,
    export,
    fit,
    model_card,
    pool,
    population,
    proxies,
    records,
    register,
    serve,
    stability,
    use,
)
from scoring.domain.errors import CounterscoreError, InputError, Unavailable

__all__ = ["app", "main"]

FINDING = 1
WRONG_INPUT = 2

app = typer.Typer(
    name="counterscore",
    help="A credit score that can be checked by the person it is about.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
for module in (
    demo,
    population,
    records,
    fit,
    pool,
    evaluate,
    card,
    use,
    export,
    audit,
    stability,
    proxies,
    alternatives,
    model_card,
    register,
    serve,
    decisions,
    evidence,
):
    module.register(app)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the signature typer calls
    if wanted:
        from scoring.artefact.card_json import FORMATS

        typer.echo(f"counterscore {version('counterscore')} (card formats {' and '.join(map(str, FORMATS))})")
        raise typer.Exit


@app.callback()
def root(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the versions and stop.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """A credit score that can be checked by the person it is about."""


def main() -> None:
    """Run a command. Exit 0 fine, 1 a finding or a refusal by rule, 2 wrong input or options."""
    try:
        app()
    except (InputError, Unavailable) as error:
        _stop(str(error), WRONG_INPUT)
    except CounterscoreError as error:
        _stop(str(error), FINDING)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left; nothing to report
        sys.exit(0)
    except Exception as error:
        if os.environ.get("COUNTERSCORE_TRACEBACK"):
            raise
        _stop(
            f"internal error ({type(error).__name__}). This is a defect: set COUNTERSCORE_TRACEBACK=1, "
            "run it again and report what it prints",
            WRONG_INPUT,
        )


def _stop(message: str, status: int) -> None:
    # One line that tells the terminal nothing, whatever the message holds.
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in message).split())
    print(f"counterscore: {line}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
