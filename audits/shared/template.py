"""Templates of a page: its own beside the shared ones, everything but drawn charts escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

__all__ = ["page_template"]


@cache
def page_template(package: str, name: str) -> Template:
    """The template of that name in a package's ``templates``, or of the shared ones.

    It may import ``tables.html.j2`` and ``section.html.j2``, and print the styles ``style`` and ``plots``.
    """
    folders = [files(package) / "templates", files("audits.shared") / "templates"]

    def load(wanted: str) -> str:
        found = next(path for folder in folders if (path := folder / wanted).is_file())
        return found.read_text(encoding="utf-8")

    environment = Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["style"] = Markup(load("style.css"))  # noqa: S704 - a file of ours
    environment.globals["plots"] = Markup(load("sections.css"))  # noqa: S704 - a file of ours
    return environment.get_template(name)
