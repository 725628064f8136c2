"""A population described in one self-contained page: no script, no network, nothing that needs either."""

from __future__ import annotations

from pathlib import Path

from audits.description.group_plots import group_section
from audits.description.head import head_section
from audits.description.population import read_population
from audits.description.rate_plots import calibration_section, rate_section
from audits.description.spread_plots import spread_section
from audits.description.truth_plots import truth_section
from audits.description.writer import Writer
from audits.shared.sections import Page
from audits.shared.template import page_template
from scoring.domain.text import Language

__all__ = ["describe"]


def describe(folder: Path, language: Language = Language.EN) -> str:
    """The description of the population in a folder, as HTML.

    The same files give the same bytes. Names of columns and groups are text wherever they stand.

    Raises
    ------
    FileError
        If a file is missing, empty or damaged, or not the one that ``population.json`` is about.
    DataError
        If a column is missing, a value is not what it must be, or the files are not about the same persons.
    """
    population, writer = read_population(folder), Writer(language)
    page = Page(
        language=language.value,
        title=writer.say("title"),
        contents=writer.say("contents"),
        sections=tuple(
            section(population, writer)
            for section in (
                head_section,
                spread_section,
                rate_section,
                calibration_section,
                group_section,
                truth_section,
            )
        ),
    )
    return page_template("audits.description", "sections.html.j2").render(page=page)
