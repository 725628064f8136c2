"""The policy file (TOML) and the policy's canonical bytes and digest."""

from __future__ import annotations

from pathlib import Path

from scoring.artefact.canonical import canonical, digest, whole
from scoring.artefact.characteristics_file import read_toml
from scoring.artefact.table import Table
from scoring.domain.errors import CounterscoreError
from scoring.domain.policy import Limit, Policy

__all__ = ["policy_bytes", "policy_digest", "policy_from_document", "read_policy"]


def read_policy(path: Path) -> Policy:
    """The policy in a file.

    Raises
    ------
    FileError, DeclarationError
        If it cannot be read, or says something it cannot say.
    """
    return policy_from_document(read_toml(path), path.name)


def policy_from_document(document: object, where: str = "policy") -> Policy:
    """The policy in a parsed document."""
    table = Table(document, where)
    try:
        policy = Policy(
            purpose=table.text("purpose"),
            version=table.text("version"),
            cut_off=table.integer("cut_off"),
            limits=tuple(_read_limit(item) for item in table.items("limit", "limit")),
        )
    except CounterscoreError as error:
        error.where = error.where or where
        raise
    table.close()
    return policy


def policy_bytes(policy: Policy) -> bytes:
    """The canonical bytes: equal policies have equal bytes."""
    return canonical(
        {
            "purpose": policy.purpose,
            "version": policy.version,
            "cut_off": policy.cut_off,
            "limit": [
                {
                    "characteristic": limit.characteristic,
                    "most": whole(limit.most),
                    "code": limit.code,
                    "reason": {"en": limit.reason.en, "nl": limit.reason.nl},
                }
                for limit in policy.limits
            ],
        }
    )


def policy_digest(policy: Policy) -> str:
    """``sha256:`` over the canonical bytes."""
    return digest(policy_bytes(policy))


def _read_limit(table: Table) -> Limit:
    limit = Limit(
        characteristic=table.text("characteristic"),
        most=table.number("most"),
        code=table.text("code"),
        reason=table.texts("reason"),
    )
    table.close()
    return limit
