"""Bearer tokens: JSON Web Tokens signed with Ed25519 (RFC 7519, RFC 9864), verified by the public half of one key."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from api.services.records import Caller, Role
from audits.ledger.key import check_private
from scoring.domain.errors import FileError, InputError, UnknownCaller

__all__ = ["DEVELOPMENT", "TokenReader", "create_token_key", "is_development_key", "read_token_key", "sign_token"]

ALGORITHM = "Ed25519"
DEVELOPMENT = "development"
IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenReader:
    """Turns a token into a caller.

    Attributes
    ----------
    key
        Verifies signatures.
    audience, issuer
        What the token must be for, and by whom.
    clock
        The time, with a zone.
    """

    key: OKPKey
    audience: str
    issuer: str
    clock: Callable[[], datetime]

    def caller(self, token: str) -> Caller:
        """Who is calling.

        Raises
        ------
        UnknownCaller
            For a token that is forged, expired, for another audience, or lacks a claim. It does not say which.
        """
        registry = jwt.JWTClaimsRegistry(
            now=int(self.clock().timestamp()),
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.audience},
            exp={"essential": True},
            sub={"essential": True},
            role={"essential": True, "values": [role.value for role in Role]},
        )
        try:
            decoded = jwt.decode(token, self.key, algorithms=[ALGORITHM])
            registry.validate(decoded.claims)
            return _caller(decoded.claims)
        except (JoseError, ValueError, TypeError):
            raise UnknownCaller("the token does not verify", remedy="Ask for a new one; it may have expired") from None


def sign_token(key: OKPKey, caller: Caller, *, audience: str, issuer: str, now: datetime, minutes: int) -> str:
    """A token for a caller, valid from now for some minutes.

    Raises
    ------
    InputError
        If the key is public only, or an id is not 1 to 64 letters, digits and ``._:-``.
    """
    if not key.is_private:
        raise InputError("the token key is public: it verifies tokens and cannot sign them")
    claims: dict[str, object] = {
        "iss": issuer,
        "aud": audience,
        "sub": caller.subject,
        "role": caller.role.value,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=minutes)).timestamp()),
    }
    if caller.tenant:
        claims["tenant"] = caller.tenant
    _caller(claims)
    return jwt.encode({"alg": ALGORITHM}, claims, key, algorithms=[ALGORITHM])


def create_token_key(path: Path) -> None:
    """Write a new development key, readable by its owner only; a key is never overwritten."""
    key = OKPKey.generate_key("Ed25519", {"kid": DEVELOPMENT, "use": "sig"}, private=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(key.as_dict(private=True), file)
    except OSError as error:
        raise FileError(
            f"the key cannot be written ({error.strerror})", where=str(path), remedy="Check the folder"
        ) from None


def read_token_key(path: Path) -> OKPKey:
    """The key in a JWK file that only its owner can read.

    Raises
    ------
    FileError
        If it is missing, open to others, or not an Ed25519 key.
    """
    check_private(path)
    try:
        key = OKPKey.import_key(json.loads(path.read_bytes()))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        key = None
    if key is None or key.curve_name != "Ed25519":
        raise FileError("is not an Ed25519 key", where=str(path), remedy="Give a JWK file (RFC 8037)")
    return key


def is_development_key(key: OKPKey) -> bool:
    """Whether the key says of itself that it is for development."""
    return key.kid == DEVELOPMENT


def _caller(claims: dict[str, object]) -> Caller:
    subject, tenant = claims["sub"], claims.get("tenant", "")
    role = Role(str(claims["role"]))
    if not isinstance(subject, str) or not IDENTITY.fullmatch(subject):
        raise InputError("a subject is 1 to 64 letters, digits and ._:-")
    if role is Role.PERSON:
        if tenant:
            raise InputError("a person belongs to no lender")
    elif not isinstance(tenant, str) or not IDENTITY.fullmatch(tenant):
        raise InputError("a lender's staff need a tenant: 1 to 64 letters, digits and ._:-")
    return Caller(subject=subject, role=role, tenant=str(tenant))
