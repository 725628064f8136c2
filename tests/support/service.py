"""A service in this process: the real application over a real database, with a clock that a test can move."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from joserfc.jwk import OKPKey
from starlette.testclient import TestClient

from api.persistence.database import Database
from api.services.ports import Context
from api.services.publish import register_documents
from api.services.records import Caller, Role
from api.web.app import create_app
from api.web.tokens import TokenReader, sign_token
from audits.ledger.key import Signer
from scoring.artefact.card_json import card_digest, read_card
from scoring.artefact.policy_file import policy_digest, read_policy

__all__ = ["AUDIENCE", "CARD", "ISSUER", "POLICY", "ROOT", "SOUND", "WEAK", "Clock", "Service", "running"]

ROOT = Path(__file__).parents[2]
CARD = ROOT / "docs" / "reference" / "card.json"
POLICY = ROOT / "scoring" / "population" / "laagland-policy.toml"
AUDIENCE, ISSUER = "test-service", "test-issuer"

SOUND: Mapping[str, Any] = {
    "requested_amount": 6000,
    "term_months": 60,
    "net_monthly_income": 3200,
    "monthly_housing_costs": 800,
    "monthly_instalments": 0,
    "open_arrears": 0,
    "months_since_recovery": -8,
    "utilisation": 0.1,
    "recent_credits": 0,
    "register_reports": 0,
    "active_credits": 1,
    "registered_debt_ratio": 0.05,
    "housing_tenure": "owner",
}
"""An applicant who is approved, without data from a bank."""

WEAK: Mapping[str, Any] = {**SOUND, "net_monthly_income": 1600, "open_arrears": 2, "utilisation": 0.95}
"""An applicant who is declined, mostly for arrears."""


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def advance(self, **time: float) -> None:
        """Move on: ``advance(days=1)``."""
        self.now += timedelta(**time)


@dataclass(slots=True, kw_only=True)
class Service:
    """The application, its context, and clients for its callers."""

    app: FastAPI
    context: Context
    clock: Clock
    key: OKPKey
    path: Path

    def client(self, caller: Caller | None = None) -> TestClient:
        """A client for a caller; without one, for a stranger."""
        headers = {} if caller is None else {"Authorization": f"Bearer {self.token(caller)}"}
        return TestClient(self.app, headers=headers, raise_server_exceptions=False)

    def token(self, caller: Caller, *, minutes: int = 600_000) -> str:
        """A valid token."""
        return sign_token(self.key, caller, audience=AUDIENCE, issuer=ISSUER, now=self.clock.now, minutes=minutes)

    def person(self, subject: str = "p1") -> TestClient:
        """A person."""
        return self.client(Caller(subject=subject, role=Role.PERSON))

    def lender(self, tenant: str = "bank-a", subject: str = "clerk") -> TestClient:
        """Somebody at a lender who asks for decisions."""
        return self.client(Caller(subject=subject, role=Role.LENDER, tenant=tenant))

    def reviewer(self, tenant: str = "bank-a", subject: str = "rita") -> TestClient:
        """Somebody at a lender who reviews appeals."""
        return self.client(Caller(subject=subject, role=Role.REVIEWER, tenant=tenant))

    def consented(self, subject: str = "p1", recipient: str = "bank-a") -> str:
        """The id of a person's consent to be scored."""
        body = {"kind": "automated-scoring", "recipient": recipient, "purpose": "credit"}
        answer = self.person(subject).post("/v1/consents", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def decided(self, values: Mapping[str, Any] = WEAK, subject: str = "p1", tenant: str = "bank-a") -> dict[str, Any]:
        """A decision, after consent."""
        self.consented(subject, tenant)
        body = {"subject": subject, "purpose": "credit", "values": dict(values)}
        answer = self.lender(tenant).post("/v1/decisions", json=body)
        assert answer.status_code == 201, answer.text
        document: dict[str, Any] = answer.json()
        return document

    def appealed(self, decision: str, corrections: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """An appeal by person p1."""
        body = {"grounds": "data-wrong", "statement": "That is not so.", "corrections": dict(corrections or {})}
        answer = self.person().post(f"/v1/decisions/{decision}/appeals", json=body)
        assert answer.status_code == 201, answer.text
        document: dict[str, Any] = answer.json()
        return document


@contextmanager
def running(folder: Path) -> Iterator[Service]:
    """A service over a new database in a folder."""
    path = folder / "service.sqlite"
    database = Database(f"sqlite:///{path}")
    card, policy, clock = read_card(CARD), read_policy(POLICY), Clock()
    numbers = itertools.count(1)
    context = Context(
        transaction=database.transaction,
        card=card,
        policy=policy,
        card_digest=card_digest(card),
        policy_digest=policy_digest(policy),
        signer=Signer("test.example/log", bytes(range(32))),
        clock=clock,
        new_id=lambda: f"{next(numbers):032x}",
        random_bytes=lambda size: next(numbers).to_bytes(size, "big"),
        human_route="ask the lender",
    )
    register_documents(context)
    key = OKPKey.generate_key("Ed25519", private=True)
    tokens = TokenReader(key=key, audience=AUDIENCE, issuer=ISSUER, clock=clock)
    try:
        yield Service(app=create_app(context, tokens), context=context, clock=clock, key=key, path=path)
    finally:
        database.close()
