"""The register's code table, against the rules of 1 July 2024 written out a second time."""

from __future__ import annotations

from scoring.records.codes import RULES, Event, Type

ARREARS_MONTHS = {"AK": 2, "RK": 3, "SK": 2, "HY": 3, "HO": 2, "RH": 3, "RN": 3, "OA": 2, "RO": 4, "ZK": 2, "ZO": 4}
THRESHOLD_EUROS = {"ZK": 1000, "ZO": 1000, "SH": 0, "HY": 0}


def test_the_table_is_that_of_the_first_of_july_2024() -> None:
    assert RULES.version == "2024-07-01"
    assert {kind.name for kind in RULES.types} == {*ARREARS_MONTHS, "SH"}
    assert len(RULES.types) == len(Type) == 12


def test_an_arrear_has_a_term_of_its_type_and_assistance_has_none() -> None:
    found = {kind.name: rules.arrears_months for kind, rules in RULES.types.items()}
    assert found == {**ARREARS_MONTHS, "SH": None}


def test_a_contract_is_reported_from_250_euros_or_from_1000_for_a_business() -> None:
    found = {kind.name: rules.threshold for kind, rules in RULES.types.items()}
    expected = {kind.name: THRESHOLD_EUROS.get(kind.name, 250) * 100 for kind in Type}
    assert found == expected | {"AK": 25_001}  # an instalment credit: more than EUR 250


def test_homes_and_other_obligations_are_registered_only_when_they_go_wrong() -> None:
    assert {kind.name for kind, rules in RULES.types.items() if rules.negative_only} == {"HY", "RO", "ZO"}


def test_assistance_carries_neither_arrears_nor_codes_but_code_four() -> None:
    assert RULES.types[Type.SH].events == {Event.UNREACHABLE}


def test_a_preventive_arrangement_is_made_on_homes_only() -> None:
    assert {kind for kind, rules in RULES.types.items() if Event.PREVENTIVE in rules.events} == {Type.HY}


def test_the_limit_of_a_revolving_credit_counts() -> None:
    assert {kind for kind, rules in RULES.types.items() if rules.limit} == {Type.RK}


def test_codes_read_as_the_register_writes_them() -> None:
    assert "".join(event.text for event in Event) == "AH12345"
    assert RULES.retention_years == 5
