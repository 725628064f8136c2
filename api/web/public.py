"""Routes for everybody: the card, the policy, the log's state, and what each problem means."""

from __future__ import annotations

from html import escape
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from api.services.publish import consistency, publish_checkpoint
from api.web.dependencies import Serving
from api.web.kinds import KINDS
from api.web.problems import documented
from api.web.responses import CertificateOut, ConsistencyOut, canonical_json
from scoring.artefact.card_json import card_bytes
from scoring.artefact.policy_file import policy_bytes
from scoring.certificate.certificate import certify
from scoring.domain.errors import NotFound

__all__ = ["router"]

router = APIRouter(tags=["public"])


@router.get("/v1/card", response_class=Response, responses=canonical_json("Canonical JSON."))
def card(context: Serving) -> Response:
    """The card that decides, whole: anybody can add up a score with it."""
    return _canonical(card_bytes(context.card), context.card_digest)


@router.get("/v1/card/certificate", responses=documented())
def certificate(context: Serving) -> CertificateOut:
    """What the card promises and how it keeps it, judged from the published card alone: anybody can check it too."""
    return CertificateOut.of(certify(context.card), context.card_digest)


@router.get("/v1/policy", response_class=Response, responses=canonical_json("Canonical JSON."))
def policy(context: Serving) -> Response:
    """The lending policy that turns a score into a decision."""
    return _canonical(policy_bytes(context.policy), context.policy_digest)


@router.get("/v1/log/checkpoint", response_class=PlainTextResponse, responses=documented(503))
def checkpoint(context: Serving) -> str:
    """The log's signed state. Keep it: held outside the log's database, it is what makes rewriting detectable."""
    return publish_checkpoint(context)


@router.get("/v1/log/consistency", responses=documented(422, 503))
def prove(
    context: Serving,
    old: Annotated[int, Query(ge=1, le=2**53, description="Size of the earlier checkpoint.")],
    new: Annotated[int, Query(ge=1, le=2**53, description="Size of the later one.")],
) -> ConsistencyOut:
    """Proof that an earlier log is the beginning of a later one (RFC 9162, 2.1.4)."""
    return ConsistencyOut(old=old, new=new, proof=[step.hex() for step in consistency(context, old, new)])


@router.get("/problems/{slug}", response_class=HTMLResponse, responses=documented(404))
def problem(slug: str) -> str:
    """What a problem means."""
    kind = KINDS.get(slug)
    if kind is None:
        raise NotFound("there is no such kind of problem")
    title, meaning = escape(kind.title), escape(kind.meaning)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>Status {kind.status}.</p><p>{meaning}</p></html>"
    )


@router.get("/health", responses=documented(503))
def health(context: Serving) -> dict[str, str]:
    """Whether the service can answer: it opens a transaction."""
    with context.transaction():
        return {"status": "ok"}


def _canonical(data: bytes, digest: str) -> Response:
    return Response(data, media_type="application/json", headers={"ETag": f'"{digest}"'})
