"""The story of one applicant, over HTTP."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audits.ledger.checkpoint import open_checkpoint
from audits.ledger.merkle import verify_consistency
from audits.ledger.receipt import verify_receipt
from scoring.artefact.card_json import card_from_document
from scoring.domain.characteristic import Source
from tests.support.service import SOUND, WEAK, Service

CONSENT = {"kind": "automated-scoring", "recipient": "bank-a", "purpose": "credit"}
REQUEST = {"subject": "p1", "purpose": "credit", "values": dict(WEAK)}
OVERTURN = {"verdict": "overturn", "reason": "The register confirms that there is no arrear."}


def test_from_refusal_to_overturned_decision(service: Service) -> None:
    """No consent, no score; consent, a decline; a correction, a human review, an approval; and proof of it all."""
    person, lender, reviewer = service.person(), service.lender(), service.reviewer()

    refused = lender.post("/v1/decisions", json=REQUEST)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/consent-missing")

    assert person.post("/v1/consents", json=CONSENT).status_code == 201
    first = lender.post("/v1/decisions", json=REQUEST)
    assert (first.status_code, first.json()["outcome"]) == (201, "decline")
    address = first.headers["Location"]

    explanation = person.get(f"{address}/explanation").json()
    parts = explanation["contributions"]
    difference = first.json()["score"] - Decimal(explanation["reference"]["score"])
    assert sum(Decimal(part["contribution"]) for part in parts) == difference
    assert explanation["initial_points"] + sum(part["points"] for part in parts) == first.json()["score"]
    assert first.json()["reasons"][0]["characteristics"] == ["open_arrears"]

    plan = person.get(f"{address}/recourse").json()["plans"][0]
    assert "open_arrears" in {change["field"] for change in plan["changes"]}

    correction = {"open_arrears": 0, "net_monthly_income": 3200, "utilisation": 0.1}
    appeal = {"grounds": "data-wrong", "statement": "Paid in May.", "corrections": correction}
    filed = person.post(f"{address}/appeals", json=appeal)
    assert filed.status_code == 201
    reviewed = reviewer.post(f"{filed.headers['Location']}/review", json=OVERTURN).json()
    assert reviewed["verdict"] == "overturn"
    assert person.get(filed.headers["Location"]).json() == reviewed

    second = person.get(f"/v1/decisions/{reviewed['new_decision']}").json()
    assert (second["outcome"], second["mode"], second["supersedes"]) == ("approve", "human", first.json()["id"])
    assert second["reviewer_reason"] == OVERTURN["reason"]
    again = person.get(address).json()
    assert again == {**first.json(), "superseded_by": second["id"]}

    receipt = person.get(f"/v1/decisions/{second['id']}/receipt").content
    proven = verify_receipt(receipt, service.context.signer.vkey)
    assert proven.disclosed["score"] == second["score"]
    assert proven.disclosed["values"] == {**WEAK, **correction}


def test_anybody_can_recompute_a_score_from_the_published_card(service: Service) -> None:
    """The card that the service publishes gives the score that the service gave."""
    decision = service.decided()
    card = card_from_document(service.client().get("/v1/card").json())
    assert card.score(card.registry.read(WEAK, {Source.BANK})) == decision["score"]


def test_an_earlier_checkpoint_stays_the_beginning_of_the_log(service: Service) -> None:
    """Whoever kept a checkpoint can see that nothing before it was rewritten."""
    service.consented()
    earlier = service.client().get("/v1/log/checkpoint").text
    service.decided(SOUND, subject="p2")
    later = service.client().get("/v1/log/checkpoint").text
    vkey = service.context.signer.vkey
    old, new = open_checkpoint(earlier, vkey), open_checkpoint(later, vkey)
    answer = service.client().get("/v1/log/consistency", params={"old": old.size, "new": new.size}).json()
    path = [bytes.fromhex(step) for step in answer["proof"]]
    assert verify_consistency(old.size, old.root, new.size, new.root, path)


def test_upholding_leaves_the_decision_and_says_why(service: Service) -> None:
    """A reviewer may agree with the first decision, with a written reason."""
    decision = service.decided()
    appeal = service.appealed(decision["id"])
    body = {"verdict": "uphold", "reason": "The register still shows the arrear."}
    reviewed = service.reviewer().post(f"/v1/appeals/{appeal['id']}/review", json=body).json()
    assert (reviewed["verdict"], reviewed["new_decision"], reviewed["reason"]) == ("uphold", None, body["reason"])
    assert service.person().get(f"/v1/decisions/{decision['id']}").json()["superseded_by"] is None


def test_a_second_review_is_a_conflict(service: Service) -> None:
    """An appeal is reviewed once."""
    appeal = service.appealed(service.decided()["id"])
    path = f"/v1/appeals/{appeal['id']}/review"
    assert service.reviewer().post(path, json=OVERTURN).status_code == 200
    assert service.reviewer(subject="rob").post(path, json=OVERTURN).status_code == 409


def test_one_open_appeal_at_a_time_and_none_against_what_was_replaced(service: Service) -> None:
    """A person appeals against the decision that stands."""
    decision = service.decided()
    appeal = service.appealed(decision["id"])
    body = {"grounds": "own-view", "statement": "Look again."}
    path = f"/v1/decisions/{decision['id']}/appeals"
    assert service.person().post(path, json=body).status_code == 409
    service.reviewer().post(f"/v1/appeals/{appeal['id']}/review", json=OVERTURN)
    assert service.person().post(path, json=body).status_code == 409


def test_whoever_decided_cannot_review(service: Service) -> None:
    """The reviewer is neither the person nor the first decider, whatever role their token gives them."""
    appeal = service.appealed(service.decided()["id"])
    path = f"/v1/appeals/{appeal['id']}/review"
    for client in (
        service.reviewer(subject="clerk"),  # asked for the decision
        service.reviewer(subject="p1"),  # is the person
        service.person(),
        service.lender(),
    ):
        assert client.post(path, json=OVERTURN).status_code == 403
    assert service.person().get(f"/v1/appeals/{appeal['id']}").json()["verdict"] is None


def test_the_reviewer_of_an_overturned_decision_cannot_review_an_appeal_against_it(service: Service) -> None:
    """The decision that an overturn records was decided by its reviewer."""
    appeal = service.appealed(service.decided()["id"])
    reviewed = service.reviewer().post(f"/v1/appeals/{appeal['id']}/review", json=OVERTURN).json()
    second = service.appealed(reviewed["new_decision"])
    path = f"/v1/appeals/{second['id']}/review"
    assert service.reviewer().post(path, json=OVERTURN).status_code == 403
    assert service.reviewer(subject="rob").post(path, json=OVERTURN).status_code == 200


def test_a_correction_is_read_like_any_value(service: Service) -> None:
    """A correction outside its declaration, undeclared, or of a source that was not shared, is refused."""
    decision = service.decided()
    path = f"/v1/decisions/{decision['id']}/appeals"
    for corrections in ({"open_arrears": -1}, {"followers": 12}, {"buffer_months": 3}):
        body = {"grounds": "data-wrong", "statement": "No.", "corrections": corrections}
        answer = service.person().post(path, json=body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].endswith(next(iter(corrections)))


def test_whoever_upheld_cannot_overturn_later(service: Service) -> None:
    """A second appeal goes to somebody who has not judged the first."""
    decision = service.decided()["id"]
    uphold = {"verdict": "uphold", "reason": "The register still shows the arrear."}
    path = f"/v1/appeals/{service.appealed(decision)['id']}/review"
    assert service.reviewer().post(path, json=uphold).status_code == 200
    path = f"/v1/appeals/{service.appealed(decision)['id']}/review"
    assert service.reviewer().post(path, json=OVERTURN).status_code == 403
    assert service.reviewer(subject="rob").post(path, json=OVERTURN).status_code == 200


def test_the_notice_of_a_human_decision_says_that_a_person_decided(service: Service) -> None:
    """It gives the reviewer's reason and does not say that a computer prepared it."""
    appeal = service.appealed(service.decided()["id"])
    reviewed = service.reviewer().post(f"/v1/appeals/{appeal['id']}/review", json=OVERTURN).json()
    for lang, words, computer in (("en", "A person decided", "computer"), ("nl", "Een medewerker heeft", "computer")):
        path = f"/v1/decisions/{reviewed['new_decision']}/explanation"
        notice = "\n".join(service.person().get(path, params={"lang": lang}).json()["notice"])
        assert words in notice
        assert OVERTURN["reason"] in notice
        assert computer not in notice


@pytest.mark.parametrize("field", ["monthly_housing_costs", "net_monthly_income", "requested_amount"])
def test_leaving_out_a_fact_is_no_way_to_an_approval(service: Service, field: str) -> None:
    """What an application leaves out is for a person to look at, and the notice says what it is."""
    assert service.decided(SOUND)["outcome"] == "approve"
    referred = service.decided({**SOUND, field: None}, subject="p2")
    assert referred["outcome"] == "refer"
    explained = service.person("p2").get(f"/v1/decisions/{referred['id']}/explanation").json()
    label = next(
        declared["label"]["en"]
        for kind in ("characteristics", "inputs")
        for declared in service.client().get("/v1/card").json()["registry"][kind]
        if declared["name"] == field
    )
    assert f"This is not known: {label}" in "\n".join(explained["notice"])


def test_what_the_register_does_not_know_is_no_reason_to_refer(service: Service) -> None:
    """The absence of a record is unknown, not suspicious: the card's neutral points stand."""
    thin = {name: value for name, value in SOUND.items() if name not in ("open_arrears", "utilisation")}
    assert service.decided(thin)["outcome"] == "approve"
