"""Consent over HTTP: what it permits, and when it stops."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.service import SOUND, Service

SCORING = {"kind": "automated-scoring", "recipient": "bank-a", "purpose": "credit"}
BANK = {"kind": "source", "source": "bank", "recipient": "bank-a", "purpose": "credit"}
REQUEST: dict[str, Any] = {"subject": "p1", "purpose": "credit", "values": dict(SOUND)}
WITH_BANK: dict[str, Any] = {**REQUEST, "values": {**SOUND, "buffer_months": 0.1}}


def _decide(service: Service, request: dict[str, Any] = REQUEST, tenant: str = "bank-a") -> tuple[int, str]:
    answer = service.lender(tenant).post("/v1/decisions", json=request)
    return answer.status_code, answer.json().get("type", "")


MISSING = (403, "/problems/consent-missing")


def test_consent_names_its_recipient(service: Service) -> None:
    """Consent for one lender says nothing about another."""
    service.consented(recipient="bank-a")
    assert _decide(service, tenant="bank-b") == MISSING


def test_consent_is_of_one_person(service: Service) -> None:
    """Consent of one person says nothing about another."""
    service.consented("p2")
    assert _decide(service) == MISSING


def test_consent_expires(service: Service) -> None:
    """From the moment of expiry there is no consent."""
    service.person().post("/v1/consents", json={**SCORING, "valid_days": 1})
    service.clock.advance(hours=23.99)
    assert _decide(service)[0] == 201
    service.clock.advance(hours=0.01)
    assert _decide(service) == MISSING


def test_withdrawal_is_one_call_and_ends_it(service: Service) -> None:
    """After withdrawal there is no score; a second withdrawal changes nothing; what was decided stays."""
    consent = service.consented()
    decision = service.lender().post("/v1/decisions", json=REQUEST).json()
    service.clock.advance(hours=1)
    first = service.person().delete(f"/v1/consents/{consent}")
    service.clock.advance(hours=1)
    second = service.person().delete(f"/v1/consents/{consent}")
    assert (first.status_code, second.json()) == (200, first.json())
    assert _decide(service) == MISSING
    assert service.person().get(f"/v1/decisions/{decision['id']}").json() == decision


def test_a_later_no_ends_an_earlier_yes(service: Service) -> None:
    """The latest answer counts."""
    service.consented()
    service.person().post("/v1/consents", json={**SCORING, "answer": "refused"})
    assert _decide(service) == MISSING


@pytest.mark.parametrize("role", ["lender", "reviewer"])
def test_only_the_person_can_give_it(service: Service, role: str) -> None:
    """A lender can ask for consent, never record it."""
    answer = getattr(service, role)().post("/v1/consents", json=SCORING)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")
    assert _decide(service) == MISSING


def test_bank_data_need_a_consent_of_their_own(service: Service) -> None:
    """Consent to be scored is no consent to read the bank account."""
    service.consented()
    assert _decide(service, WITH_BANK) == MISSING
    service.person().post("/v1/consents", json=BANK)
    assert _decide(service, WITH_BANK)[0] == 201


def test_refusing_bank_data_costs_no_points(service: Service) -> None:
    """Whoever refuses gets the points that those who share get on average, whatever the account would have shown."""
    service.consented()
    refused = service.lender().post("/v1/decisions", json=REQUEST).json()
    explanation = service.person().get(f"/v1/decisions/{refused['id']}/explanation").json()
    card = service.client().get("/v1/card").json()
    bank = {c["name"] for c in card["registry"]["characteristics"] if c["source"] == "bank"}
    points = sum(part["points"] for part in explanation["contributions"] if bank & set(part["characteristics"]))
    mean = 0.0
    for entry in card["entries"]:
        if set(entry["characteristics"]) <= bank:
            lines = [line for line in entry["attributes"] if line["test"] != "not-provided"]
            total = sum(line["goods"] + line["bads"] for line in lines)
            mean += sum(line["points"] * (line["goods"] + line["bads"]) for line in lines) / total
    assert points == int(mean + 0.5)


def test_another_purpose_is_refused(service: Service) -> None:
    """The purpose lock: a score for credit is not for renting a flat."""
    service.consented()
    assert _decide(service, {**REQUEST, "purpose": "rent"}) == (403, "/problems/purpose-mismatch")
    answer = service.person().post("/v1/consents", json={**SCORING, "purpose": "rent"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {**SCORING, "source": "bank"},
        {**BANK, "source": None},
        {**BANK, "source": "register"},
        {**SCORING, "valid_days": 0},
        {**SCORING, "valid_days": 366},
        {**SCORING, "valid_days": "90"},
        {**SCORING, "subject": "p2"},
        {**SCORING, "recipient": "bank a"},
        {"kind": "automated-scoring"},
    ],
)
def test_a_consent_that_says_nothing_clear_is_refused(service: Service, body: dict[str, Any]) -> None:
    """Each is a 422, and none leaves a leaf."""
    before = service.client().get("/v1/log/checkpoint").text
    assert service.person().post("/v1/consents", json=body).status_code == 422
    assert service.client().get("/v1/log/checkpoint").text == before
