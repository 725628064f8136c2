"""Settings and start-up: development fills in and stays at home; elsewhere nothing is assumed."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.bootstrap import create_service, development_token, open_context, prepare
from api.services.records import Caller, Role
from api.settings import Settings, read_settings
from api.web.tokens import create_token_key, read_token_key
from audits.ledger.key import Signer, read_signer, write_signer
from scoring.domain.errors import DeclarationError, FileError, InputError, NotServable
from tests.support.service import CARD, POLICY, ROOT

PERSON = Caller(subject="p1", role=Role.PERSON)


def _development(tmp_path: Path, **more: Any) -> Settings:  # noqa: ANN401 - any setting
    return read_settings(None, **{"folder": tmp_path / "home", "card": CARD, "policy": POLICY, **more})


def _production(tmp_path: Path, **more: Any) -> Settings:  # noqa: ANN401 - any setting
    """A complete production: keys of its own, everything said."""
    token_key, log_key = tmp_path / "token.json", tmp_path / "log.txt"
    if not token_key.exists():
        create_token_key(token_key)
        jwk = json.loads(token_key.read_text())
        token_key.write_text(json.dumps({name: value for name, value in jwk.items() if name not in ("d", "kid")}))
        write_signer(log_key, Signer("lender.example/log", os.urandom(32)))
    given = {
        "environment": "production",
        "database": f"sqlite:///{tmp_path / 'db.sqlite'}",
        "card": CARD,
        "policy": POLICY,
        "token_key": token_key,
        "log_key": log_key,
        "audience": "lender.example",
        "issuer": "id.lender.example",
        "human_route": "call the desk",
    }
    return read_settings(None, **{**given, **more})


def test_development_makes_its_own_private_keys(tmp_path: Path) -> None:
    """Two files, each mode 0600, in a folder of mode 0700; a second start leaves them as they are."""
    ready = prepare(_development(tmp_path))
    assert ready.token_key is not None
    assert ready.log_key is not None
    before = [path.read_bytes() for path in (ready.token_key, ready.log_key)]
    assert before[0] != before[1]
    assert {path.stat().st_mode & 0o777 for path in (ready.token_key, ready.log_key)} == {0o600}
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
    prepare(_development(tmp_path))
    assert before == [path.read_bytes() for path in (ready.token_key, ready.log_key)]
    with open_context(ready) as context:
        create_service(ready, context)
    assert (tmp_path / "home" / "counterscore.sqlite").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "lender.example"])  # noqa: S104 - what is refused
def test_development_stays_on_loopback(tmp_path: Path, host: str) -> None:
    """A development service that others can reach does not start, and makes no token."""
    with pytest.raises(DeclarationError, match="loopback"):
        prepare(_development(tmp_path, host=host))
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_has_several_names(tmp_path: Path, host: str) -> None:
    """Any address of this machine alone will do."""
    assert prepare(_development(tmp_path, host=host)).host == host


def test_production_starts_when_everything_is_said(tmp_path: Path) -> None:
    """The control: complete settings open a context and make a service."""
    ready = prepare(_production(tmp_path))
    with open_context(ready) as context:
        create_service(ready, context)
        assert context.signer.name == "lender.example/log"


@pytest.mark.parametrize(
    "left_out", ["database", "card", "policy", "token_key", "log_key", "audience", "issuer", "human_route"]
)
def test_production_assumes_nothing(tmp_path: Path, left_out: str) -> None:
    """Each setting is needed, and the error names the one that is not there."""
    empty = None if left_out in ("card", "policy", "token_key", "log_key") else ""
    settings = _production(tmp_path).model_copy(update={left_out: empty})
    with pytest.raises(DeclarationError, match=f"'{left_out}'"):
        prepare(settings)


@pytest.mark.parametrize("name", ["token_key", "log_key"])
def test_production_refuses_a_development_key(tmp_path: Path, name: str) -> None:
    """A key that development made does not start a production service."""
    key = getattr(prepare(_development(tmp_path)), name)
    with pytest.raises(DeclarationError, match="development key"), open_context(_production(tmp_path, **{name: key})):
        pass


@pytest.mark.parametrize("name", ["token_key", "log_key"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_stops_the_start(tmp_path: Path, name: str, mode: int) -> None:
    """Token and log key are their owner's alone, in every environment."""
    settings = prepare(_production(tmp_path))
    getattr(settings, name).chmod(mode)
    with pytest.raises(FileError, match="others can read"), open_context(settings):
        pass


def test_token_and_log_have_separate_keys(tmp_path: Path) -> None:
    """One secret in both files is refused: who can issue tokens must not be able to sign the log."""
    settings = prepare(_development(tmp_path))
    assert settings.token_key is not None
    assert settings.log_key is not None
    private = read_token_key(settings.token_key).private_key
    assert private is not None
    settings.log_key.unlink()
    write_signer(settings.log_key, Signer("development.x/log", private.private_bytes_raw()))
    with pytest.raises(DeclarationError, match="share one key"), open_context(settings):
        pass


def test_the_public_half_of_the_log_key_is_no_token_key(tmp_path: Path) -> None:
    """In production the token file holds a public key; it is compared with the log's all the same."""
    settings = prepare(_production(tmp_path))
    assert settings.token_key is not None
    assert settings.log_key is not None
    jwk = json.loads(settings.token_key.read_text())
    public = base64.urlsafe_b64encode(read_signer(settings.log_key).public).rstrip(b"=").decode()
    settings.token_key.write_text(json.dumps({**jwk, "x": public}))
    with pytest.raises(DeclarationError, match="share one key"), open_context(settings):
        pass


def test_tokens_are_made_in_development_only(tmp_path: Path) -> None:
    """Neither with production settings, nor in development with a key that is not a development key."""
    with pytest.raises(InputError, match="development only"):
        development_token(_production(tmp_path), PERSON, 5)
    settings = prepare(_development(tmp_path))
    assert settings.token_key is not None
    jwk = json.loads(settings.token_key.read_text())
    settings.token_key.write_text(json.dumps({**jwk, "kid": "mine"}))
    with pytest.raises(InputError, match="not a development key"):
        development_token(settings, PERSON, 5)


def test_the_card_must_be_servable_and_fit_the_policy(tmp_path: Path) -> None:
    """A benchmark card is never served; a policy with another cut-off, an unknown limit or a shared code neither."""
    card = json.loads(CARD.read_text())
    benchmark = {**card, "registry": {**card["registry"], "profile": "benchmark"}}
    other = tmp_path / "card.json"
    other.write_bytes(json.dumps(benchmark, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode())
    settings = prepare(_development(tmp_path, card=other))
    with pytest.raises(NotServable, match="never served"), open_context(settings):
        pass
    policy = POLICY.read_text()
    for changed, words in (
        (policy.replace("cut_off = 560", "cut_off = 561"), "cut-off"),
        (policy.replace('"payment_to_income"', '"housing_tenure"'), "numeric"),
        (policy.replace('"payment_to_income"', '"friends"'), "friends"),
        (policy.replace('"A01"', '"R01"'), "R01"),
    ):
        file = tmp_path / "policy.toml"
        file.write_text(changed)
        with pytest.raises(NotServable, match=words), open_context(prepare(_development(tmp_path, policy=file))):
            pass


@pytest.mark.parametrize(
    "database", ["postgresql://u:hunter2@h/d", "sqlite://", "sqlite:///:memory:?x=1", "nonsense", "mysql://h/d"]
)
def test_another_database_is_refused_without_repeating_its_address(tmp_path: Path, database: str) -> None:
    """The address may hold a password."""
    with pytest.raises(InputError) as refused, open_context(prepare(_development(tmp_path, database=database))):
        pass
    assert "hunter2" not in str(refused.value)


def test_a_file_that_is_no_database_of_ours_is_left_alone(tmp_path: Path) -> None:
    """Neither text nor another program's database is written to."""
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but long enough to look like one" * 50)
    foreign = tmp_path / "foreign.sqlite"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE theirs (a)")
    connection.commit()
    connection.close()
    for path in (text, foreign, tmp_path / "no" / "folder.sqlite"):
        before = path.read_bytes() if path.exists() else None
        settings = prepare(_development(tmp_path, database=f"sqlite:///{path}"))
        with pytest.raises(FileError), open_context(settings):
            pass
        assert (path.read_bytes() if path.exists() else None) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["foreign.sqlite", "home", "notes.txt"]


def test_a_settings_file_is_closed_and_its_values_are_not_repeated(tmp_path: Path) -> None:
    """An unknown or malformed setting is named, not shown."""
    file = tmp_path / "settings.toml"
    for text in ("portt = 1\n", 'port = "hunter2"\n', 'environment = "hunter2"\n', "port = 70000\n"):
        file.write_text(text)
        with pytest.raises(DeclarationError) as refused:
            read_settings(file)
        assert "hunter2" not in str(refused.value)
        assert "settings.toml" in str(refused.value)


def test_the_environment_fills_in_where_the_file_is_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Option before file, file before variable."""
    file = tmp_path / "settings.toml"
    file.write_text('audience = "file"\nport = 1\n')
    monkeypatch.setenv("COUNTERSCORE_AUDIENCE", "variable")
    monkeypatch.setenv("COUNTERSCORE_ISSUER", "variable")
    settings = read_settings(file, port=2)
    assert (settings.audience, settings.issuer, settings.port) == ("file", "variable", 2)


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    """``serve`` and ``token`` with settings that may not be: one line, exit 2, nothing made."""
    environment = {**os.environ, "COUNTERSCORE_HOST": "0.0.0.0", "COUNTERSCORE_FOLDER": str(tmp_path / "home")}  # noqa: S104
    for command in (["serve"], ["token", "--role", "person", "--subject", "p1"]):
        done = subprocess.run(
            [sys.executable, "-m", "api.cli.main", *command],
            env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.strip().splitlines()) == 1
        assert "loopback" in done.stderr
    assert not (tmp_path / "home").exists()
