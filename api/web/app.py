"""The application: routes, problems and headers around one context."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.services.ports import Context
from api.web import appeals, consents, decisions, problems, public
from api.web.middleware import BodyLimit, SafeHeaders
from api.web.tokens import TokenReader

__all__ = ["create_app"]


def create_app(context: Context, tokens: TokenReader) -> FastAPI:
    """The service over a context; who is calling is what the tokens say."""
    app = FastAPI(
        title="Counterscore",
        summary="A credit score that can be checked by the person it is about.",
        version=version("counterscore"),
        docs_url=None,  # the framework's page loads scripts from elsewhere
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        generate_unique_id_function=_operation,
        telemetry={"logs": False, "auto_configure": False},  # its spans would carry addresses with ids in them
    )
    app.state.context = context
    app.state.tokens = tokens
    for module in (consents, decisions, appeals, public):
        app.include_router(module.router)
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders)
    problems.install(app)
    _describe(app)
    return app


def _operation(route: APIRoute) -> str:
    return f"{route.tags[0]}_{route.name}"


def _describe(app: FastAPI) -> None:
    """Describe every error as a problem, instead of what the framework would have answered."""
    build = app.openapi

    def openapi() -> dict[str, Any]:
        document = build()
        schema = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = document["components"]["schemas"]
        parts.update(schema.pop("$defs", {}))
        parts["Problem"] = schema
        for framework in ("HTTPValidationError", "ValidationError"):
            parts.pop(framework, None)
        for operation in (one for methods in document["paths"].values() for one in methods.values()):
            refused = operation["responses"].get("422")
            if refused and "application/json" in refused["content"]:
                del operation["responses"]["422"]  # added for an id in the path, which any text may be
        return document

    app.openapi = openapi  # type: ignore[method-assign]
