"""The service does what its own description says, whatever is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.service import WEAK, Service, running

KNOWN: dict[str, str] = {}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service with something in it, for all generated requests."""
    with running(Path(tmp_path_factory.mktemp("fuzz"))) as service:
        decision = service.decided(WEAK)["id"]
        appeal = service.appealed(decision)["id"]
        KNOWN.update(decision_id=decision, appeal_id=appeal, consent_id=service.consented("p9"), slug="conflict")
        yield service


def _operations(service: Service) -> Iterator[Any]:
    found: Any
    for found in schemathesis.openapi.from_asgi("/v1/openapi.json", service.app).get_all_operations():
        yield found.ok()  # fails for an operation that the description gets wrong


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("role", ["person", "lender", "reviewer", "stranger"])
def test_every_answer_is_described(fuzzed: Service, role: str, mode: schemathesis.GenerationMode) -> None:
    """Generated requests, right and wrong, by every role: no defect, and status, type and body as described."""
    client = fuzzed.client() if role == "stranger" else getattr(fuzzed, role)()
    headers = {name: value for name, value in client.headers.items() if name.lower() == "authorization"}
    existing = dict(KNOWN)
    for operation in _operations(fuzzed):
        if mode is schemathesis.GenerationMode.NEGATIVE and not operation.body and not operation.query:
            continue  # nothing that could be wrong: any path is some id

        @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        def holds(case: Any, known: bool) -> None:  # noqa: ANN401, FBT001 - drawn by hypothesis
            if known:  # a random id is nobody's: half of the requests are about something that is there
                for name in case.path_parameters or {}:
                    case.path_parameters[name] = existing[name]
            case.call_and_validate(headers=headers, checks=CHECKS)

        holds()


def test_the_description_names_every_problem(fuzzed: Service) -> None:
    """Every answer that is no success is a problem with a schema."""
    document = fuzzed.app.openapi()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                if not status.startswith("2"):
                    assert list(response["content"]) == ["application/problem+json"], (method, path, status)


def test_the_description_is_public_and_self_contained(fuzzed: Service) -> None:
    """No reference leads out of the document."""
    text = fuzzed.client().get("/v1/openapi.json").text
    assert "http://" not in text
    assert "https://" not in text
