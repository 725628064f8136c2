"""The schema of a file of decisions."""

from __future__ import annotations

import pytest

from audits.decisions.schema import OPTIONAL, ROLES, Columns, Kind
from scoring.domain.errors import InputError

ORDER = (
    "id decided_at card score pd approved outcome weight reason_1 reason_2 reason_3 reason_4 recourse_feasible "
    "recourse_cost referred appealed overturned reviewer days_to_review consent_refused"
)


def test_the_schema_has_its_roles_in_the_order_of_the_file() -> None:
    assert list(ROLES) == ORDER.split()
    assert all(role.meaning.en and role.meaning.nl and role.section for role in ROLES.values())


def test_roles_are_found_by_their_names_unless_they_are_named() -> None:
    columns = Columns(outcome="bad", others={"reason_1": "why"})
    found = columns.found(["id", "reason_1", "reason_2", "score", "bad", "weight", "other"])

    assert found.roles() == {
        "id": "id",
        "score": "score",
        "outcome": "bad",
        "approved": "approved",
        "weight": "weight",
        "reason_1": "why",
        "reason_2": "reason_2",
    }
    assert (found.score, found.pd, found.weight) == ("score", None, "weight")


def test_a_role_that_is_named_is_not_found_under_another_name() -> None:
    found = Columns(outcome="bad", score="points", weight="w").found(["score", "points", "w", "weight"])
    assert (found.score, found.weight) == ("points", "w")


def test_a_column_in_a_role_is_not_found_in_a_second_one() -> None:
    assert Columns(outcome="referred").found(["referred", "approved"]).roles() == {
        "approved": "approved",
        "outcome": "referred",
    }


def test_the_cluster_may_be_the_id() -> None:
    assert Columns(outcome="bad", cluster="id").found(["id"]).others == {"id": "id"}
    assert Columns(outcome="bad", cluster="weight").found(["weight"]).weight is None


def test_a_file_that_follows_the_schema_needs_no_names() -> None:
    columns = Columns.schema(ORDER.split())
    assert list(columns.roles()) == ORDER.split()
    assert columns.weight == "weight"


def test_an_unknown_role_and_a_column_named_twice_are_refused() -> None:
    with pytest.raises(InputError, match="there is no role 'colour'"):
        Columns(outcome="bad", others={"colour": "x"})
    with pytest.raises(InputError, match="'bad' is named twice"):
        Columns(outcome="bad", pd="bad")


def test_only_pseudonyms_and_moments_are_no_keys_of_counts() -> None:
    assert [name for name, role in ROLES.items() if role.kind in (Kind.KEY, Kind.MOMENT)] == ["id", "decided_at"]
    assert set(OPTIONAL) == set(ROLES) - {"outcome", "approved", "score", "pd", "weight"}
