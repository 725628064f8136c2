"""The policy file, and the policy's digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.artefact.policy_file import policy_bytes, policy_digest, policy_from_document, read_policy
from scoring.domain.errors import DeclarationError, FileError
from scoring.domain.policy import Policy
from tests.support.hand_card import HAND_POLICY
from tests.support.laagland import POLICY, REGISTRY

FILE = """\
purpose = "credit"
version = "1"
cut_off = 560

[[limit]]
characteristic = "payment_to_income"
most = 0.22
code = "A01"
reason = { en = "Too much", nl = "Te veel" }
"""


def test_the_file_says_purpose_cut_off_and_limits(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(FILE)
    policy = read_policy(tmp_path / "policy.toml")
    assert (policy.purpose, policy.version, policy.cut_off) == ("credit", "1", 560)
    assert [(limit.characteristic, limit.most, limit.code) for limit in policy.limits] == [
        ("payment_to_income", 0.22, "A01")
    ]


@pytest.mark.parametrize("policy", [HAND_POLICY, POLICY], ids=["hand", "laagland"])
def test_reading_the_bytes_gives_an_equal_policy_and_the_same_bytes(policy: Policy) -> None:
    again = policy_from_document(json.loads(policy_bytes(policy)))
    assert again == policy
    assert policy_bytes(again) == policy_bytes(policy)


def test_the_digest_is_over_the_bytes() -> None:
    assert policy_digest(HAND_POLICY) == "sha256:" + hashlib.sha256(policy_bytes(HAND_POLICY)).hexdigest()


def test_another_cut_off_is_another_policy() -> None:
    assert policy_digest(replace(HAND_POLICY, cut_off=559)) != policy_digest(HAND_POLICY)


def test_laaglands_limits_are_on_declared_numeric_characteristics() -> None:
    """And their codes are none of the card's."""
    for limit in POLICY.limits:
        assert REGISTRY.characteristic(limit.characteristic).kind.value == "numeric"
    assert not {limit.code for limit in POLICY.limits} & {field.code for field in REGISTRY.characteristics}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('purpose = "credit"', "", "'purpose' is missing"),
        ('purpose = "credit"', 'purpose = ""', "a purpose and a version"),
        ("cut_off = 560", "cut_off = 560.5", "must be a whole number"),
        ("cut_off = 560", "cut_of = 560", "'cut_off' is missing"),
        ("most = 0.22", "most = inf", "must be a finite number"),
        ("most = 0.22", 'most = "0.22"', "must be a finite number"),
        ('code = "A01"', "", "'code' is missing"),
        ('reason = { en = "Too much", nl = "Te veel" }', 'reason = { en = "Too much" }', "'nl' is missing"),
        ("[[limit]]", "[[limits]]", "the key 'limits' is unknown"),
        ("most = 0.22", "most = 0.22\nleast = 0", "the key 'least' is unknown"),
    ],
)
def test_what_a_policy_cannot_say_is_one_error_with_its_place(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in FILE
    (tmp_path / "policy.toml").write_text(FILE.replace(old, new))
    with pytest.raises(DeclarationError) as refused:
        read_policy(tmp_path / "policy.toml")
    assert why in refused.value.what
    assert refused.value.where.startswith("policy.toml")


def test_a_policy_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Check the path"):
        read_policy(tmp_path / "policy.toml")
