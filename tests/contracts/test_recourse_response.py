"""What the service says of ways out: beside each reason, as plans, and as a proof where there is none."""

from __future__ import annotations

from scoring.artefact.card_json import read_card
from scoring.artefact.policy_file import read_policy
from scoring.domain.characteristic import Source
from scoring.explain.infeasible import Bound, Component, Ground, Infeasible
from scoring.explain.infeasible_check import check_infeasible
from tests.support.service import CARD, POLICY, WEAK, Service

HOPELESS = {**WEAK, "net_monthly_income": 400, "monthly_instalments": 0, "open_arrears": None, "utilisation": None}


def test_each_reason_says_what_changing_it_alone_would_do(service: Service) -> None:
    decision = service.decided()
    for reason in decision["reasons"]:
        assert (reason["alone"] is None) == (not reason["actionable"])
        if reason["alone"] is not None:
            assert reason["alone"]["enough"] == bool(reason["alone"]["changes"])
    notice = service.person().get(f"/v1/decisions/{decision['id']}/explanation").json()["notice"]
    assert any("changing this alone" in line for line in notice)


def test_a_plan_has_no_certificate(service: Service) -> None:
    decision = service.decided()
    answer = service.person().get(f"/v1/decisions/{decision['id']}/recourse").json()
    assert (bool(answer["plans"]), answer["certificate"]) == (True, None)


def test_without_a_plan_the_response_proves_it(service: Service) -> None:
    """Read back from JSON, the certificate passes the check that knows nothing of the search."""
    decision = service.decided(HOPELESS)
    answer = service.person().get(f"/v1/decisions/{decision['id']}/recourse").json()
    assert answer["plans"] == []
    stated = answer["certificate"]
    proof = Infeasible(
        ground=Ground(stated["ground"]),
        target_score=stated["target_score"],
        fixed_points=stated["fixed_points"],
        best_score=stated["best_score"],
        unmet_limits=tuple(stated["unmet_limits"]),
        components=tuple(
            Component(
                fields=tuple(component["fields"]),
                limits=tuple(component["limits"]),
                bounds=tuple(
                    Bound(points=bound["points"], meets=tuple(bound["meets"]), setting=bound["setting"])
                    for bound in component["bounds"]
                ),
            )
            for component in stated["components"]
        ),
    )
    card = read_card(CARD)
    readings = card.registry.read(HOPELESS, refused={Source.BANK})
    check_infeasible(proof, card, readings, read_policy(POLICY).limits)
