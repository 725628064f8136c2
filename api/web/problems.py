"""Problems: every error as ``application/problem+json`` (RFC 9457), from one table, and never a value that was sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.web.kinds import BY_STATUS, DEFECT, INVALID, KINDS, Kind, kind_of
from scoring.domain.errors import CounterscoreError

__all__ = ["Problem", "documented", "install", "problem_response"]

MEDIA_TYPE = "application/problem+json"


class Pointed(BaseModel):
    """One fault in a request body or query."""

    model_config = ConfigDict(frozen=True)
    pointer: str = Field(description="JSON pointer into the body, or the name of a parameter.")
    detail: str


class Problem(BaseModel):
    """An RFC 9457 problem."""

    model_config = ConfigDict(frozen=True)
    type: str
    title: str
    status: int
    detail: str
    errors: list[Pointed] | None = None


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer besides success, for its OpenAPI description."""
    schema = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    titles = {
        status: " / ".join(sorted({kind.title for kind in KINDS.values() if kind.status == status}))
        for status in statuses
    }
    return {status: {"description": titles[status], "content": schema} for status in sorted(statuses)}


def problem_response(
    kind: Kind, detail: str, errors: list[Pointed] | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem as a response."""
    problem = Problem(type=f"/problems/{kind.slug}", title=kind.title, status=kind.status, detail=detail, errors=errors)
    return JSONResponse(problem.model_dump(exclude_none=True), kind.status, dict(headers or {}), MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem."""
    app.add_exception_handler(CounterscoreError, _ours)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _defect)


def _ours(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CounterscoreError)  # noqa: S101 - what the handler is registered for
    kind = kind_of(error)
    if kind.status >= 500:
        logging.getLogger("counterscore").error("%s", error)
    if kind is DEFECT:
        return _defect(_request, error)
    field = getattr(error, "field", None)
    errors = None if field is None else [Pointed(pointer=f"{_place(_request)}/{_escaped(field)}", detail=error.what)]
    headers = {"WWW-Authenticate": "Bearer"} if kind.status == 401 else {}
    if kind.status == 503:
        headers = {"Retry-After": "1"}
    return problem_response(kind, ". ".join(part for part in (error.what, error.remedy) if part), errors, headers)


def _validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what the handler is registered for
    errors = [
        Pointed(pointer=_pointer(fault["loc"]), detail=fault["msg"].removeprefix("Value error, "))
        for fault in error.errors()
    ]
    return problem_response(INVALID, "a field is absent, unknown or not what it should be", errors)


def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - what the handler is registered for
    kind = BY_STATUS.get(error.status_code, DEFECT)
    return problem_response(kind, kind.title.lower(), headers=error.headers)


def _defect(_request: Request, _error: Exception) -> JSONResponse:
    return problem_response(DEFECT, "the request could not be handled; the operator's log says why")


def _place(request: Request) -> str:
    """Where in the body the fields that use cases name are."""
    path = request.url.path
    return "/corrections" if path.endswith("/appeals") else "" if path.startswith("/v1/consents") else "/values"


def _pointer(loc: tuple[int | str, ...]) -> str:
    place, *rest = loc
    if place == "body":
        return "".join(f"/{_escaped(str(part))}" for part in rest)
    return str(rest[0]) if rest else str(place)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")  # RFC 6901
