"""The certificate is a part of the card's publication, and a card that fails it is not served."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.bootstrap import open_context, prepare
from api.settings import Environment, Settings
from scoring.artefact.card_json import card_from_document, read_card
from scoring.certificate.certificate import certify
from scoring.domain.errors import CertificateFailed
from tests.support.service import CARD, Service


def test_anybody_reads_the_certificate_and_can_recompute_it_from_the_card(service: Service) -> None:
    published = service.client().get("/v1/card/certificate")
    card = card_from_document(service.client().get("/v1/card").json())
    document = certify(card).to_document()

    assert published.status_code == 200
    assert published.json()["findings"] == document["findings"]
    assert published.json()["passed"] is True
    assert published.json()["card"] == service.client().get("/v1/card").headers["ETag"].strip('"')


def test_a_card_that_breaks_a_promise_is_not_served(tmp_path: Path) -> None:
    document = json.loads(CARD.read_bytes())
    line = next(line for line in document["entries"][0]["attributes"] if line["test"] == "interval")
    line["goods"] += 1
    edited = tmp_path / "card.json"
    edited.write_text(json.dumps(document))
    assert not certify(read_card(edited)).passed
    policy = Path("scoring/population/laagland-policy.toml").resolve()
    settings = prepare(
        Settings(environment=Environment.DEVELOPMENT, folder=tmp_path / "state", card=edited, policy=policy)
    )

    with pytest.raises(CertificateFailed, match="counts add up"), open_context(settings):
        pass
