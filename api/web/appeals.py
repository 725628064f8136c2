"""Routes of appeals: followed by the person, reviewed by somebody else than who decided."""

from __future__ import annotations

from fastapi import APIRouter

from api.services.appeal import view_appeal
from api.services.review_appeal import ReviewRequest, review_appeal
from api.web.dependencies import Calling, Serving
from api.web.problems import documented
from api.web.requests import ReviewIn
from api.web.responses import AppealOut
from api.web.strict_json import StrictRoute

__all__ = ["router"]

router = APIRouter(prefix="/v1/appeals", tags=["appeals"], route_class=StrictRoute)


@router.get("/{appeal_id}", responses=documented(401, 404, 503))
def view(context: Serving, caller: Calling, appeal_id: str) -> AppealOut:
    """An appeal and, once there is one, its review."""
    return AppealOut.model_validate(view_appeal(context, caller, appeal_id))


@router.post("/{appeal_id}/review", responses=documented(400, 401, 403, 404, 409, 413, 422, 503))
def review(context: Serving, caller: Calling, appeal_id: str, body: ReviewIn) -> AppealOut:
    """Uphold or overturn, with a written reason. Overturning records a new decision; the first stays as it was."""
    return AppealOut.model_validate(review_appeal(context, caller, appeal_id, ReviewRequest(**dict(body))))
