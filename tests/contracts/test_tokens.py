"""Bearer tokens: only what the configured key signed, for this audience, by this issuer, now."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from api.services.records import Caller, Role
from api.web.tokens import create_token_key, is_development_key, read_token_key, sign_token
from scoring.domain.errors import FileError, InputError
from tests.support.service import AUDIENCE, ISSUER, Service

PERSON = Caller(subject="p1", role=Role.PERSON)


def _claims(service: Service, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any claim
    now = int(service.clock.now.timestamp())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "p1", "role": "person", "iat": now, "exp": now + 600}
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def _status(service: Service, token: str) -> int:
    client = service.client()
    client.headers["Authorization"] = f"Bearer {token}"
    return client.get(f"/v1/consents/{'0' * 32}").status_code


def _signed(service: Service, key: Any = None, header: Any = None, **changes: Any) -> str:  # noqa: ANN401 - any key
    head = header or {"alg": "Ed25519"}
    return jwt.encode(head, _claims(service, **changes), key or service.key, algorithms=[head["alg"]])


def test_a_good_token_is_known(service: Service) -> None:
    """The control: the same claims, signed by the configured key, pass (and find nothing)."""
    assert _status(service, _signed(service)) == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-service"},
        {"aud": None},
        {"iss": "another-issuer"},
        {"iss": None},
        {"exp": None},
        {"exp": 1},
        {"exp": "tomorrow"},
        {"nbf": 9_999_999_999},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a" * 65},
        {"sub": "p1\n"},
        {"role": None},
        {"role": "admin"},
        {"role": ["person"]},
        {"role": "lender"},
        {"role": "lender", "tenant": ""},
        {"role": "lender", "tenant": 1},
        {"role": "person", "tenant": "bank-a"},
    ],
)
def test_a_claim_that_is_wrong_makes_a_stranger(service: Service, changes: dict[str, Any]) -> None:
    """Signed by the right key, and still nobody we know."""
    assert _status(service, _signed(service, **changes)) == 401


def test_a_token_expires(service: Service) -> None:
    """From its expiry on, it is refused."""
    token = _signed(service)
    service.clock.advance(minutes=9)
    assert _status(service, token) == 404
    service.clock.advance(minutes=2)
    assert _status(service, token) == 401


def test_another_key_does_not_sign_for_us(service: Service) -> None:
    """A forged token: right claims, wrong key, and the right key's id."""
    other = OKPKey.generate_key("Ed25519", private=True)
    assert _status(service, _signed(service, other)) == 401
    assert _status(service, _signed(service, other, {"alg": "Ed25519", "kid": service.key.kid or "x"})) == 401


def test_no_algorithm_but_ours(service: Service) -> None:
    """Neither 'none' nor a symmetric signature with the public key as secret passes."""
    public = json.dumps(service.key.as_dict(private=False)).encode()
    symmetric = jwt.encode({"alg": "HS256"}, _claims(service), OctKey.import_key(public), algorithms=["HS256"])
    assert _status(service, symmetric) == 401
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    body = base64.urlsafe_b64encode(json.dumps(_claims(service)).encode()).rstrip(b"=").decode()
    assert _status(service, f"{head}.{body}.") == 401


def test_every_changed_character_is_refused(service: Service) -> None:
    """A token is its exact characters; the last one may carry unused bits, which must be refused as well."""
    token = _signed(service)
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        assert _status(service, token[:place] + other + token[place + 1 :]) == 401, place


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a.b.c.d.e", "." * 10, "é", "a" * 5000])
def test_nonsense_is_a_stranger(service: Service, token: str) -> None:
    """Whatever is sent as a token: 401, no defect."""
    client = service.client()
    answer = client.get(f"/v1/consents/{'0' * 32}", headers={b"Authorization": f"Bearer {token}".encode()})
    assert answer.status_code == 401


def test_a_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    """A new key is mode 0600; an existing file stays; one that others can read is refused."""
    path = tmp_path / "token-key.json"
    create_token_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert is_development_key(read_token_key(path))
    content = path.read_bytes()
    with pytest.raises(FileError):
        create_token_key(path)
    assert path.read_bytes() == content
    path.chmod(0o644)
    with pytest.raises(FileError, match="others can read"):
        read_token_key(path)


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "x", '{"kty":"oct","k":"AAAA"}', '{"kty":"OKP","crv":"X25519","x":"AAAA"}']
)
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    """In words, naming the file."""
    path = tmp_path / "key.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(FileError, match="Ed25519"):
        read_token_key(path)


def test_a_public_key_signs_nothing(service: Service) -> None:
    """A service that holds the public half only cannot make tokens."""
    public = OKPKey.import_key(service.key.as_dict(private=False))
    with pytest.raises(InputError, match="public"):
        sign_token(public, PERSON, audience=AUDIENCE, issuer=ISSUER, now=service.clock.now, minutes=1)
