"""Who may see what: every lookup is by (id, owner or tenant), and every route has its test."""

from __future__ import annotations

import json
import re

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.bootstrap import new_id
from tests.support.service import SOUND, Service

OVERTURN = {"verdict": "overturn", "reason": "There is no such arrear."}
APPEAL = {"grounds": "own-view", "statement": "Look again."}

# Every route that names a thing by id: method, path, body.
OWNED = [
    ("GET", "/v1/consents/{consent}", None),
    ("DELETE", "/v1/consents/{consent}", None),
    ("GET", "/v1/decisions/{decision}", None),
    ("GET", "/v1/decisions/{decision}/explanation", None),
    ("GET", "/v1/decisions/{decision}/recourse", None),
    ("GET", "/v1/decisions/{decision}/receipt", None),
    ("POST", "/v1/decisions/{decision}/appeals", APPEAL),
    ("GET", "/v1/appeals/{appeal}", None),
    ("POST", "/v1/appeals/{appeal}/review", OVERTURN),
]
NEEDS_TOKEN = [
    *OWNED,
    ("POST", "/v1/consents", {"kind": "automated-scoring", "recipient": "bank-a", "purpose": "credit"}),
    ("POST", "/v1/decisions", {"subject": "p1", "purpose": "credit", "values": dict(SOUND)}),
]
PUBLIC = {
    "/v1/card",
    "/v1/card/certificate",
    "/v1/policy",
    "/v1/log/checkpoint",
    "/v1/log/consistency",
    "/problems/{slug}",
    "/health",
}


@pytest.fixture
def ids(service: Service) -> dict[str, str]:
    """A consent, a decision and an open appeal of person p1 before bank-a; and a second decision to appeal against."""
    consent = service.consented()
    decision = service.decided()["id"]
    return {"consent": consent, "decision": decision, "appeal": service.appealed(decision)["id"]}


def _call(client: TestClient, method: str, path: str, body: object) -> Response:
    return client.request(method, path, json=body) if body is not None else client.request(method, path)


def test_every_route_is_in_one_of_the_lists(service: Service) -> None:
    """A new route cannot be forgotten here."""
    described = service.app.openapi()["paths"]
    listed = {(method, re.sub(r"\{\w+\}", "{}", path)) for method, path, _ in NEEDS_TOKEN}
    listed |= {("GET", re.sub(r"\{\w+\}", "{}", path)) for path in PUBLIC}
    found = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path)) for path, methods in described.items() for method in methods
    }
    assert found == listed


@pytest.mark.parametrize(("method", "path", "body"), OWNED)
@pytest.mark.parametrize("stranger", ["another person", "another lender", "another lender's reviewer"])
def test_what_belongs_to_another_is_not_there(
    service: Service, ids: dict[str, str], method: str, path: str, body: object, stranger: str
) -> None:
    """Another's id answers exactly what a random id answers, and changes nothing."""
    client = {
        "another person": service.person("p2"),
        "another lender": service.lender("bank-b"),
        "another lender's reviewer": service.reviewer("bank-b", "rob"),
    }[stranger]
    before = service.client().get("/v1/log/checkpoint").text
    theirs = _call(client, method, path.format(**ids), body)
    nobodys = _call(client, method, path.format(consent="f" * 32, decision="f" * 32, appeal="f" * 32), body)
    assert (theirs.status_code, theirs.json()) == (nobodys.status_code, nobodys.json())
    if not path.endswith("/review") or stranger == "another lender's reviewer":
        assert theirs.status_code == 404
    assert service.client().get("/v1/log/checkpoint").text == before


@pytest.mark.parametrize(("method", "path", "body"), NEEDS_TOKEN)
def test_without_a_token_nothing_personal(
    service: Service, ids: dict[str, str], method: str, path: str, body: object
) -> None:
    """No token: 401, with the scheme that is needed, before the body is looked at."""
    for answer in (
        _call(service.client(), method, path.format(**ids), body),
        _call(service.client(), method, path.format(**ids), {"nonsense": 1} if body else None),
    ):
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("path", sorted(PUBLIC))
def test_what_is_public_needs_no_token(service: Service, path: str) -> None:
    """The card, the policy and the log's state are for everybody, and name nobody."""
    service.decided()
    answer = service.client().get(path.format(slug="not-found"), params={"old": 1, "new": 2})
    assert answer.status_code == 200
    assert "p1" not in answer.text.split()


def test_the_lender_who_decided_sees_the_decision_but_not_the_receipt(service: Service, ids: dict[str, str]) -> None:
    """The receipt discloses values and salts: it is the person's alone."""
    lender = service.lender()
    assert lender.get(f"/v1/decisions/{ids['decision']}").status_code == 200
    assert lender.get(f"/v1/decisions/{ids['decision']}/explanation").status_code == 200
    assert lender.get(f"/v1/decisions/{ids['decision']}/receipt").status_code == 403


def test_a_person_named_like_a_lender_sees_nothing_of_it(service: Service, ids: dict[str, str]) -> None:
    """A subject is compared with subjects, a tenant with tenants."""
    assert service.person("bank-a").get(f"/v1/decisions/{ids['decision']}").status_code == 404
    assert service.lender("p1").get(f"/v1/decisions/{ids['decision']}").status_code == 404
    assert service.reviewer("p1").get(f"/v1/appeals/{ids['appeal']}").status_code == 404


def test_ids_have_128_random_bits() -> None:
    """Ids of the real service cannot be guessed or counted."""
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(bytes.fromhex(one)) == 16 for one in made)
    ones = sum(int(one, 16).bit_count() for one in made)
    assert 0.48 < ones / (1000 * 128) < 0.52


def test_personal_answers_are_not_cached(service: Service, ids: dict[str, str]) -> None:
    """Neither the explanation nor the receipt stays in a cache or a frame."""
    for path in ("explanation", "receipt"):
        headers = service.person().get(f"/v1/decisions/{ids['decision']}/{path}").headers
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_log_holds_no_personal_data(service: Service, ids: dict[str, str]) -> None:
    """A leaf has commitments only: no id, no value, no name, and the hour instead of the minute."""
    with service.context.transaction() as store:
        for row in store.evidence_rows():
            leaf = json.loads(row.data)
            assert set(leaf) == {"format", "event", "hour", "card", "policy", "commitments"}
            for fact in ("p1", "clerk", "bank-a", ids["decision"], "10:30"):
                assert fact not in json.dumps({**leaf, "commitments": sorted(leaf["commitments"])})
