"""Routes of consents: only the person's own."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.services.give_consent import ConsentRequest, give_consent, view_consent
from api.services.withdraw_consent import withdraw_consent
from api.web.dependencies import Calling, Serving
from api.web.problems import documented
from api.web.requests import ConsentIn
from api.web.responses import ConsentOut
from api.web.strict_json import StrictRoute

__all__ = ["router"]

router = APIRouter(prefix="/v1/consents", tags=["consents"], route_class=StrictRoute)


@router.post("", status_code=201, responses=documented(400, 401, 403, 413, 422, 503))
def give(context: Serving, caller: Calling, body: ConsentIn, response: Response) -> ConsentOut:
    """Give or refuse a consent. Only the person can; a lender can ask for it, never record it."""
    consent = give_consent(context, caller, ConsentRequest(**dict(body)))
    response.headers["Location"] = f"/v1/consents/{consent.id}"
    return ConsentOut.model_validate(consent)


@router.get("/{consent_id}", responses=documented(401, 404, 503))
def view(context: Serving, caller: Calling, consent_id: str) -> ConsentOut:
    """The person's own consent."""
    return ConsentOut.model_validate(view_consent(context, caller, consent_id))


@router.delete("/{consent_id}", responses=documented(401, 404, 503))
def withdraw(context: Serving, caller: Calling, consent_id: str) -> ConsentOut:
    """Withdraw a consent: one call, at any time. A second one changes nothing."""
    return ConsentOut.model_validate(withdraw_consent(context, caller, consent_id))
