"""The only place where the service's parts meet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

from api.persistence.database import Database
from api.services.ports import Context
from api.services.publish import register_documents
from api.services.records import Caller
from api.settings import Settings
from api.web.app import create_app
from api.web.tokens import (
    DEVELOPMENT,
    TokenReader,
    create_token_key,
    is_development_key,
    read_token_key,
    sign_token,
)
from audits.ledger.key import Signer, read_signer, write_signer
from scoring.artefact.card_json import card_digest, read_card
from scoring.artefact.policy_file import policy_digest, read_policy
from scoring.certificate.certificate import certify
from scoring.domain.card import Card
from scoring.domain.characteristic import Kind
from scoring.domain.errors import DeclarationError, FileError, InputError, NotServable
from scoring.domain.policy import Policy
from scoring.domain.registry import Profile

__all__ = ["SERVING", "TOKENS", "create_service", "development_token", "new_id", "open_context", "prepare"]

SERVING = ("database", "card", "policy", "token_key", "log_key", "audience", "issuer", "human_route")
TOKENS = ("token_key", "audience", "issuer")
HUMAN_ROUTE = "ask the lender to have a person decide"


def prepare(settings: Settings, needed: Sequence[str] = SERVING) -> Settings:
    """The settings with everything filled in: by defaults in development, which also makes its keys; else by nobody.

    Parameters
    ----------
    needed
        The settings that the work needs: those of the service, or the fewer of ``TOKENS``.

    Raises
    ------
    DeclarationError
        If development would listen beyond this machine, or another environment leaves something out.
    """
    if settings.is_development:
        if not settings.is_loopback:
            raise DeclarationError(
                "a development service listens on loopback only",
                where="setting 'host'",
                remedy='Use 127.0.0.1, or set environment = "production" with keys of its own',
            )
        settings = _filled(settings)
    for name in needed:
        if not getattr(settings, name):
            raise DeclarationError(
                f"the setting '{name}' is needed",
                where=f"environment {settings.environment}",
                remedy=f"Set it in the settings file or as COUNTERSCORE_{name.upper()}; docs/cli.md lists all settings",
            )
    if settings.is_development:
        _create_keys(settings)
    return settings


@contextmanager
def open_context(settings: Settings) -> Iterator[Context]:
    """Everything a use case works with, over the configured database; closed at the end.

    Parameters
    ----------
    settings
        As :func:`prepare` gives them.

    Raises
    ------
    CounterscoreError
        If a key is for development elsewhere, the card may not be served, or card and policy do not fit.
    """
    signer = _log_key(settings)
    token_key = _token_key(settings)
    if signer.public == token_key:
        raise DeclarationError("token and log share one key", where="settings", remedy="Give each a key of its own")
    card, policy = read_card(_given(settings.card)), read_policy(_given(settings.policy))
    _check_servable(card, policy)
    database = Database(settings.database)
    try:
        context = Context(
            transaction=database.transaction,
            card=card,
            policy=policy,
            card_digest=card_digest(card),
            policy_digest=policy_digest(policy),
            signer=signer,
            clock=_now,
            new_id=new_id,
            random_bytes=os.urandom,
            human_route=settings.human_route,
            appeal_days=settings.appeal_days,
        )
        yield context
    finally:
        database.close()


def create_service(settings: Settings, context: Context) -> FastAPI:
    """The HTTP application over a context; a card or policy that is new leaves a leaf in the log."""
    register_documents(context)
    key = read_token_key(_given(settings.token_key))
    tokens = TokenReader(key=key, audience=settings.audience, issuer=settings.issuer, clock=context.clock)
    return create_app(context, tokens)


def development_token(settings: Settings, caller: Caller, minutes: int) -> str:
    """A token signed with the development key.

    Raises
    ------
    InputError
        Outside development: there, an identity provider issues tokens.
    """
    if not settings.is_development:
        raise InputError("tokens are made in development only", remedy="Ask your identity provider for one")
    path = _given(settings.token_key)
    key = read_token_key(path)
    if not is_development_key(key):
        raise InputError("is not a development key", where=str(path), remedy="Ask your identity provider for a token")
    return sign_token(key, caller, audience=settings.audience, issuer=settings.issuer, now=_now(), minutes=minutes)


def _filled(settings: Settings) -> Settings:
    defaults = {
        "database": f"sqlite:///{settings.folder / 'counterscore.sqlite'}",
        "token_key": settings.folder / "token-key.json",
        "log_key": settings.folder / "log-key.txt",
        "audience": "counterscore-development",
        "issuer": "counterscore-development",
        "human_route": HUMAN_ROUTE,
    }
    return settings.model_copy(update={name: v for name, v in defaults.items() if not getattr(settings, name)})


def _create_keys(settings: Settings) -> None:
    """Make what is missing. A key that was there stays as it is, and so does a database that was signed with it."""
    token_key, log_key = _given(settings.token_key), _given(settings.log_key)
    try:
        settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise FileError(f"cannot be made ({error.strerror})", where=str(settings.folder)) from None
    if not token_key.exists():
        create_token_key(token_key)
    if not log_key.exists():
        write_signer(log_key, Signer(f"{DEVELOPMENT}.counterscore.localhost/log", os.urandom(32)))


def _log_key(settings: Settings) -> Signer:
    path = _given(settings.log_key)
    signer = read_signer(path)
    _refuse_development(settings, path, is_development=signer.name.startswith(f"{DEVELOPMENT}."))
    return signer


def _token_key(settings: Settings) -> bytes:
    """The public half of the token key."""
    path = _given(settings.token_key)
    key = read_token_key(path)
    _refuse_development(settings, path, is_development=is_development_key(key))
    return key.public_key.public_bytes_raw()


def _refuse_development(settings: Settings, path: Path, *, is_development: bool) -> None:
    if is_development and not settings.is_development:
        raise DeclarationError(
            "is a development key", where=str(path), remedy=f"Make another for environment {settings.environment}"
        )


def _check_servable(card: Card, policy: Policy) -> None:
    """A card is served if it keeps its promises and a person answers for it, a policy if it judges what is declared."""
    certify(card).demand()
    if card.registry.profile is not Profile.SERVABLE:
        raise NotServable(
            f"the card's profile is {card.registry.profile}: it may be fitted and evaluated, never served",
            remedy="Fit it with a servable characteristics file",
        )
    if card.cut_off != policy.cut_off:
        raise NotServable(
            f"the policy's cut-off is {policy.cut_off}, the card's {card.cut_off}: its reasons would not fit",
            remedy=f"Fit the card with --cut-off {policy.cut_off}",
        )
    codes = {c.code for c in card.registry.characteristics}
    numeric = {c.name for c in card.registry.characteristics if c.kind is Kind.NUMERIC}
    for limit in policy.limits:
        if limit.characteristic not in numeric:
            raise NotServable(f"the policy limits '{limit.characteristic}', which the card does not declare as numeric")
        if limit.code in codes:
            raise NotServable(f"the policy's code '{limit.code}' is a reason code of the card")


def _given(path: Path | None) -> Path:
    if path is None:
        raise DeclarationError("a setting is missing", remedy="Settings must be prepared first")
    return path


def _now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """A new id: 128 random bits as 32 hexadecimal digits."""
    return os.urandom(16).hex()
