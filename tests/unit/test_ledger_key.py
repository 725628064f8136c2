"""Signing keys: their lines and their files."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from audits.ledger.key import Signer, Verifier, check_private, read_signer, write_signer
from scoring.domain.errors import FileError, InputError
from tests.support.ledger import SIGNER, counted_bytes


def test_a_key_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    write_signer(path, SIGNER)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_signer(path) == SIGNER


def test_every_key_survives_its_file_also_where_base64_holds_a_plus(tmp_path: Path) -> None:
    source = counted_bytes("seed")
    signers = [Signer("log.example/één", source(32)) for _ in range(40)]
    assert any(signer.skey.count("+") > 4 for signer in signers)
    for number, signer in enumerate(signers):
        path = tmp_path / f"{number}.key"
        write_signer(path, signer)
        assert read_signer(path) == signer


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    write_signer(path, SIGNER)
    before = path.read_bytes()
    with pytest.raises(FileError, match="never overwritten"):
        write_signer(path, Signer("other.example", bytes(32)))
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "log.key"
    write_signer(path, SIGNER)
    path.chmod(mode)
    with pytest.raises(FileError, match="chmod 600"):
        read_signer(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"PRIVATE+KEY+", SIGNER.vkey.encode(), SIGNER.skey[:-4].encode(), f"{SIGNER.skey}\n\n".encode()],
)
def test_a_file_that_holds_no_private_key_is_refused_without_repeating_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(FileError, match="not a signing key") as caught:
        read_signer(path)
    secret = SIGNER.skey[-20:-4]
    assert secret not in str(caught.value)
    assert secret not in str(caught.value.__context__)


def test_a_missing_key_or_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"none\.key"):
        check_private(tmp_path / "none.key")
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o700)
    with pytest.raises(FileError, match="cannot be read"):
        read_signer(folder)
    with pytest.raises(FileError, match="cannot be written"):
        write_signer(tmp_path / "nowhere" / "log.key", SIGNER)


def test_a_private_key_is_not_printed() -> None:
    assert SIGNER.private.hex() not in repr(SIGNER)
    assert repr(SIGNER.private) not in repr(SIGNER)


def test_every_changed_character_of_a_verification_key_is_refused() -> None:
    vkey = SIGNER.vkey
    for place in range(len(vkey)):
        for other in {"A", "b", "0", "+", " ", "="} - {vkey[place]}:
            with pytest.raises(InputError):
                Verifier(vkey[:place] + other + vkey[place + 1 :])


@pytest.mark.parametrize("vkey", ["", "name", "name+00000000", f" {SIGNER.vkey}", f"{SIGNER.vkey}\n", SIGNER.skey])
def test_what_is_no_verification_key_is_refused(vkey: str) -> None:
    with pytest.raises(InputError):
        Verifier(vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\tb", "a\x01b", "\ud800"])
def test_a_key_name_has_no_space_plus_or_control_character(name: str) -> None:
    with pytest.raises(InputError, match="key name"):
        Signer(name, bytes(32))


def test_a_signing_key_has_32_bytes() -> None:
    with pytest.raises(InputError, match="32"):
        Signer("log.example", bytes(31))
