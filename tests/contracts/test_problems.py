"""Every error of the service is a problem (RFC 9457), and none repeats what was sent."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.web.kinds import KINDS, kind_of
from scoring.domain import errors
from tests.support.service import ROOT, SOUND, Service

SECRET = "4071-SECRET"  # noqa: S105 - a value that must not come back
THEIRS = (errors.InputError, errors.Refusal)
OURS = (
    errors.EvidenceBroken,
    errors.NotServable,
    errors.CertificateFailed,
    errors.FileError,
    errors.DataError,
    errors.DeclarationError,
    errors.CardError,
)


def _subclasses(base: type[errors.CounterscoreError]) -> list[type[errors.CounterscoreError]]:
    return [base, *(found for child in base.__subclasses__() for found in _subclasses(child))]


def test_every_error_of_ours_has_a_kind() -> None:
    """The table covers the tree: what a client caused is a 4xx, what it did not is a 5xx."""
    for error in _subclasses(errors.CounterscoreError)[1:]:
        if error is errors.Refusal:
            continue  # never raised by itself
        kind = kind_of(error.__new__(error))
        assert (kind.status < 500) == (issubclass(error, THEIRS) and not issubclass(error, OURS)), error


@pytest.mark.parametrize("slug", sorted(KINDS))
def test_the_type_of_a_problem_is_a_page(service: Service, slug: str) -> None:
    """A client that follows 'type' learns what it means."""
    answer = service.client().get(f"/problems/{slug}")
    assert answer.status_code == 200
    assert str(KINDS[slug].status) in answer.text


def test_the_specification_lists_every_kind() -> None:
    """The table of ``docs/spec/api.md`` is the table of the code."""
    text = (ROOT / "docs" / "spec" / "api.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `/problems/([a-z-]+)` \| (\d+) \|$", text, re.MULTILINE))
    assert listed == {slug: str(kind.status) for slug, kind in KINDS.items()}


def _body(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    return {"subject": "p1", "purpose": "credit", "values": {**SOUND, **values}}


BAD: dict[str, tuple[Any, str]] = {
    "undeclared": (_body(followers=SECRET), "/values/followers"),
    "forbidden": (_body(nationality=SECRET), "/values/nationality"),
    "derived": (_body(payment_to_income=0.1), "/values/payment_to_income"),
    "text in a number": (_body(net_monthly_income=SECRET), "/values/net_monthly_income"),
    "negative amount": (_body(monthly_instalments=-4071), "/values/monthly_instalments"),
    "out of range": (_body(requested_amount=4071e9), "/values/requested_amount"),
    "unknown category": (_body(housing_tenure=SECRET), "/values/housing_tenure"),
    "a number as text": (_body(net_monthly_income="2100"), "/values/net_monthly_income"),
    "a word for unknown": (_body(net_monthly_income="nan"), "/values/net_monthly_income"),
    "nothing as text": (_body(utilisation=""), "/values/utilisation"),
    "an unknown category in words": (_body(housing_tenure="null"), "/values/housing_tenure"),
    "a number as category": (_body(housing_tenure=4071), "/values/housing_tenure"),
    "truth value": (_body(open_arrears=True), "/values/open_arrears"),
    "list": (_body(open_arrears=[SECRET]), "/values/open_arrears"),
    "extra field": ({**_body(), "friends": SECRET}, "/friends"),
    "no subject": ({"purpose": "credit", "values": dict(SOUND)}, "/subject"),
    "values as list": ({"subject": "p1", "purpose": "credit", "values": [SECRET]}, "/values"),
    "escaped name": (_body(**{"a/b~c": SECRET}), "/values/a~1b~0c"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_values_are_pointed_at_and_not_repeated(service: Service, case: str) -> None:
    """A 422 names the field by JSON pointer, does not echo the value, and leaves no trace in the log."""
    body, pointer = BAD[case]
    service.consented()
    before = service.client().get("/v1/log/checkpoint").text
    answer = service.lender().post("/v1/decisions", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert SECRET not in answer.text
    assert "4071" not in answer.text
    assert service.client().get("/v1/log/checkpoint").text == before


def test_a_pointer_leads_into_the_body_that_was_sent(service: Service) -> None:
    """Corrections of an appeal and the source of a consent are pointed at where they stand."""
    decision = service.decided()["id"]
    appeal = {"grounds": "data-wrong", "statement": "No.", "corrections": {"open_arrears": -1}}
    answer = service.person().post(f"/v1/decisions/{decision}/appeals", json=appeal)
    assert answer.json()["errors"][0]["pointer"] == "/corrections/open_arrears"
    consent = {"kind": "source", "source": "register", "recipient": "bank-a", "purpose": "credit"}
    assert service.person().post("/v1/consents", json=consent).json()["errors"][0]["pointer"] == "/source"


RAW = {
    "NaN": b'{"subject":"p1","purpose":"credit","values":{"net_monthly_income":NaN}}',
    "infinity": b'{"subject":"p1","purpose":"credit","values":{"net_monthly_income":Infinity}}',
    "beyond a float": b'{"subject":"p1","purpose":"credit","values":{"net_monthly_income":1e999}}',
    "huge integer": b'{"subject":"p1","purpose":"credit","values":{"net_monthly_income":' + b"9" * 4000 + b"}}",
    "more digits than are parsed": b'{"subject":"p1","purpose":"credit","values":{"a":' + b"9" * 5000 + b"}}",
    "lone surrogate": b'{"subject":"p1","purpose":"credit","values":{"housing_tenure":"\\ud800"}}',
    "surrogate in a name": b'{"subject":"p1","purpose":"credit","values":{"\\ud800":1}}',
    "null character": b'{"subject":"p1","purpose":"credit","values":{"housing_tenure":"a\\u0000"}}',
    "a name twice": b'{"subject":"p1","purpose":"credit","values":{"open_arrears":1,"open_arrears":0}}',
    "a name twice at the top": b'{"subject":"p1","subject":"p2","purpose":"credit","values":{}}',
    "not JSON": b"{",
    "deep": b'{"subject":"p1","purpose":"credit","values":' + b"[" * 30000 + b"]" * 30000 + b"}",
    "not UTF-8": b'{"subject":"\xff"}',
    "an array": b"[]",
    "nothing": b"",
}


@pytest.mark.parametrize("case", RAW)
def test_bytes_that_are_no_request_are_refused_in_words(service: Service, case: str) -> None:
    """Whatever the bytes are: a problem with status 400 or 422, never a defect."""
    headers = {"content-type": "application/json"}
    answer = service.lender().post("/v1/decisions", content=RAW[case], headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_not_json_is_refused(service: Service) -> None:
    """A form or plain text is no request."""
    answer = service.lender().post("/v1/decisions", content=b"{}", headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_a_large_body_is_refused_with_a_problem(service: Service) -> None:
    """Announced or not, more than the limit is not read."""

    def chunks() -> Any:  # noqa: ANN401 - a generator of bytes
        for _ in range(100):
            yield b" " * 1024

    headers = {"content-type": "application/json"}
    for content in (b" " * 100_000, chunks()):
        answer = service.lender().post("/v1/decisions", content=content, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


def test_an_unknown_address_and_method_are_problems(service: Service) -> None:
    """HTTP's own errors look like ours."""
    assert service.client().get("/v1/people").json()["type"] == "/problems/not-found"
    answer = service.client().put("/v1/card")
    assert (answer.json()["type"], answer.headers["allow"]) == ("/problems/method-not-allowed", "GET")


def test_a_defect_says_nothing_of_itself(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error is a problem without its message; nothing was recorded."""

    def broken(*_: object) -> object:
        raise RuntimeError(SECRET)

    service.consented()
    before = service.client().get("/v1/log/checkpoint").text
    monkeypatch.setattr("api.services.decide.decision_payload", broken)
    answer = service.lender().post("/v1/decisions", json=_body())
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal-error")
    assert SECRET not in answer.text
    assert service.client().get("/v1/log/checkpoint").text == before
