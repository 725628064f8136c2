"""The page about Laagland says what its persons are today."""

from __future__ import annotations

from tests.support.laagland_table import PAGE, table


def test_the_table_of_the_worlds_is_that_of_seed_zero() -> None:
    """Regenerate it with ``make reference``."""
    assert table() in PAGE.read_text(encoding="utf-8")
