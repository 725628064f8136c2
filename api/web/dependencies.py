"""What routes ask for: the service's context, and who is calling."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.services.ports import Context
from api.services.records import Caller
from api.web.tokens import TokenReader
from scoring.domain.errors import UnknownCaller
from scoring.domain.text import Language

__all__ = ["Calling", "Lang", "Serving"]

_bearer = HTTPBearer(auto_error=False, description="A JSON Web Token, Ed25519, with iss, aud, exp, sub and role.")


def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


def _caller(request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Caller:
    reader: TokenReader = request.app.state.tokens
    if credentials is None:
        raise UnknownCaller("a bearer token is needed", remedy="Send: Authorization: Bearer TOKEN")
    return reader.caller(credentials.credentials)


Serving = Annotated[Context, Depends(_context)]
Calling = Annotated[Caller, Depends(_caller)]
Lang = Annotated[Language, Query(description="Language of the texts.")]
