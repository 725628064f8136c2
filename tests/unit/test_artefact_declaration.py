"""A declared field as a table: the labels of its categories."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.artefact.canonical import canonical
from scoring.artefact.declaration import read_field, write_field
from scoring.artefact.table import Table
from scoring.domain.characteristic import Kind
from scoring.domain.errors import DeclarationError
from scoring.domain.text import Text
from tests.support.hand_card import field

HOUSEBOAT = {"name": "home", "kind": "categorical", "categories": ["tenant", "owner"]}
TENANT = {"en": "tenant", "nl": "huurder"}


def test_labels_of_categories_are_read_and_written_alike() -> None:
    """In order of the categories' names, so that a declaration read back from canonical JSON is equal."""
    labels = (("tenant", Text(**TENANT)), ("owner", Text(en="owner", nl="eigenaar")))
    declared = field("home", kind=Kind.CATEGORICAL, categories=("tenant", "owner"), category_labels=labels)
    document = write_field(declared)
    assert document["category_labels"] == {"tenant": TENANT, "owner": {"en": "owner", "nl": "eigenaar"}}
    assert [name for name, _ in declared.category_labels] == ["owner", "tenant"]
    assert read_field(Table(document, "here")) == declared
    assert canonical(write_field(read_field(Table(document, "here")))) == canonical(document)


def test_one_text_may_do_for_both_languages() -> None:
    read = read_field(Table({**HOUSEBOAT, "category_labels": {"owner": "OWN"}}, "here"))
    assert read.category_labels == (("owner", Text.same("OWN")),)


def test_without_labels_nothing_is_written() -> None:
    """A card from before is the same card, and has the same digest."""
    assert "category_labels" not in write_field(read_field(Table(HOUSEBOAT, "here")))


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"category_labels": {"squatter": TENANT}}, "not one of 'categories'"),
        ({"category_labels": {"tenant": {"en": "tenant"}}}, "'nl' is missing"),
        ({"category_labels": {"tenant": {**TENANT, "de": "Mieter"}}}, "the key 'de' is unknown"),
        ({"category_labels": ["tenant"]}, "must be a table"),
        ({"category_labels": {"1": TENANT}, "kind": "numeric", "categories": []}, "categorical characteristic"),
    ],
)
def test_labels_that_say_nothing_are_refused(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(DeclarationError, match=what):
        read_field(Table({**HOUSEBOAT, **changes}, "here"))
