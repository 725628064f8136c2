"""Routes of decisions: taken for a lender, open to the person they are about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.services.appeal import AppealRequest, appeal
from api.services.decide import DecisionRequest, decide
from api.services.view_decision import explain_decision, find_recourse, receipt_of, view_decision
from api.web.dependencies import Calling, Lang, Serving
from api.web.problems import documented
from api.web.requests import AppealIn, DecisionIn
from api.web.responses import AppealOut, DecisionOut, ExplanationOut, RecourseOut, canonical_json
from api.web.strict_json import StrictRoute
from scoring.domain.text import Language

__all__ = ["router"]

router = APIRouter(prefix="/v1/decisions", tags=["decisions"], route_class=StrictRoute)


@router.post("", status_code=201, responses=documented(400, 401, 403, 413, 422, 503))
def create(context: Serving, caller: Calling, body: DecisionIn, response: Response) -> DecisionOut:
    """Decide on one application. Refused unless the person has consented."""
    decision = decide(context, caller, DecisionRequest(**dict(body)))
    response.headers["Location"] = f"/v1/decisions/{decision.id}"
    return DecisionOut.of(view_decision(context, caller, decision.id), context.human_route)


@router.get("/{decision_id}", responses=documented(401, 404, 503))
def view(context: Serving, caller: Calling, decision_id: str) -> DecisionOut:
    """A decision with its scale and its principal reasons."""
    return DecisionOut.of(view_decision(context, caller, decision_id), context.human_route)


@router.get("/{decision_id}/explanation", responses=documented(401, 404, 422, 503))
def explain(context: Serving, caller: Calling, decision_id: str, lang: Lang = Language.EN) -> ExplanationOut:
    """The decision taken apart: every point, and the notice as a letter would say it."""
    return ExplanationOut.of(explain_decision(context, caller, decision_id, lang), context.human_route)


@router.get("/{decision_id}/recourse", responses=documented(401, 404, 422, 503))
def find(
    context: Serving, caller: Calling, decision_id: str, plans: Annotated[int, Query(ge=1, le=5)] = 1
) -> RecourseOut:
    """The cheapest changes that would have led to approval."""
    return RecourseOut.of(find_recourse(context, caller, decision_id, plans))


@router.get(
    "/{decision_id}/receipt",
    response_class=Response,
    responses=documented(401, 403, 404, 503) | canonical_json("The receipt's canonical bytes."),
)
def receipt(context: Serving, caller: Calling, decision_id: str) -> Response:
    """The person's receipt, which a stranger can verify offline."""
    return Response(receipt_of(context, caller, decision_id), media_type="application/json")


@router.post("/{decision_id}/appeals", status_code=201, responses=documented(400, 401, 403, 404, 409, 413, 422, 503))
def file_appeal(context: Serving, caller: Calling, decision_id: str, body: AppealIn, response: Response) -> AppealOut:
    """Appeal: the person's own view, and what should read otherwise."""
    filed = appeal(context, caller, decision_id, AppealRequest(**dict(body)))
    response.headers["Location"] = f"/v1/appeals/{filed.id}"
    return AppealOut.model_validate(filed)
