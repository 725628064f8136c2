"""Withdraw a consent: one call, by the person, at any time."""

from __future__ import annotations

from dataclasses import replace

from api.services.give_consent import consent_payload
from api.services.ports import Context
from api.services.record import record
from api.services.records import Caller, Consent, Role
from audits.ledger.leaf import Event
from scoring.domain.errors import NotFound

__all__ = ["withdraw_consent"]


def withdraw_consent(context: Context, caller: Caller, consent_id: str) -> Consent:
    """Withdraw; what was decided before stays decided. A second withdrawal changes nothing and is no error.

    Raises
    ------
    NotFound
        For everybody but the person whose consent it is.
    """
    moment = context.clock()
    with context.transaction() as store:
        consent = store.consent(consent_id, caller.subject) if caller.role is Role.PERSON else None
        if consent is None:
            raise NotFound("there is no such consent")
        if consent.withdrawn_at is not None:
            return consent
        consent = replace(consent, withdrawn_at=moment)
        seq = record(context, store, Event.CONSENT_WITHDRAWN, consent_payload(consent), moment)
        store.withdraw_consent(consent_id, moment, seq)
    return consent
