"""Signed notes against the vector of the Go tools and the rules of c2sp.org/signed-note."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from audits.ledger.key import Signer, Verifier, read_signer
from audits.ledger.note import open_note, sign_note
from scoring.domain.errors import EvidenceBroken, InputError
from tests.support.ledger import SIGNER, STRANGER

# golang.org/x/mod/sumdb/note, package documentation.
GO_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    f"{GO_TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example of the c2sp.org/signed-note implementations: another key, another text.
EXAMPLE_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)

KEY = Verifier(SIGNER.vkey)


def line(name: str, data: bytes) -> str:
    return f"— {name} {base64.b64encode(data).decode()}\n"


def unknown_lines(count: int) -> str:
    return "".join(line(f"witness.example/{number}", bytes(68)) for number in range(count))


def refused_part(note: str, verifier: Verifier = KEY) -> str:
    with pytest.raises(EvidenceBroken) as caught:
        open_note(note, verifier)
    return caught.value.part


def test_the_go_key_signs_the_go_note_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "go.key"
    path.touch(mode=0o600)
    path.write_text(GO_SKEY + "\n", encoding="ascii")
    signer = read_signer(path)
    assert signer.vkey == GO_VKEY
    assert signer.skey == GO_SKEY
    assert sign_note(GO_TEXT, signer) == GO_NOTE


def test_notes_of_other_tools_are_opened() -> None:
    assert open_note(GO_NOTE, Verifier(GO_VKEY)) == GO_TEXT
    assert open_note(EXAMPLE_NOTE, Verifier(EXAMPLE_VKEY)) == "This is an example message.\n"


def test_every_single_bit_flip_of_a_note_is_refused() -> None:
    data = GO_NOTE.encode()
    for place in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            try:
                note = changed.decode()
            except UnicodeDecodeError:
                continue
            assert refused_part(note, Verifier(GO_VKEY)) in {"signature", "checkpoint"}


def test_the_text_may_hold_empty_lines_and_ends_at_the_last_one() -> None:
    text = "one\n\n\n— two three\n\nfour\n\n"
    assert open_note(sign_note(text, SIGNER), KEY) == text


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    """Also where they share the name or the id, but not both, with the known key."""
    note = sign_note("text\n", SIGNER)
    same_name = line(SIGNER.name, STRANGER.key_id + bytes(64))
    same_id = line("other.example", SIGNER.key_id + bytes(64))
    other_type = line("witness.example", b"1234" + bytes(3000))
    assert open_note(note + same_name + same_id + other_type, KEY) == "text\n"


def test_a_note_that_only_unknown_keys_signed_is_refused() -> None:
    assert refused_part(sign_note("text\n", STRANGER)) == "signature"


@pytest.mark.parametrize("data", [bytes(64), bytes(63), bytes(65), b"x"])
def test_a_failing_signature_of_the_known_key_refuses_the_note_beside_a_good_one(data: bytes) -> None:
    note = sign_note("text\n", SIGNER)
    assert refused_part(note + line(SIGNER.name, SIGNER.key_id + data)) == "signature"


def test_sixteen_signatures_are_accepted_and_seventeen_refused() -> None:
    note = sign_note("text\n", SIGNER)
    assert open_note(note + unknown_lines(15), KEY) == "text\n"
    assert refused_part(note + unknown_lines(16)) == "signature"


@pytest.mark.parametrize(
    "block",
    [
        "- log.example AAAAAAA=\n",
        "—log.example AAAAAAA=\n",
        "—  AAAAAAA=\n",
        "— log.example  AAAAAAA=\n",
        "— log.example AAAAAAA= \n",
        "— log.example AAAAAAB=\n",
        "— log.example AAAAAAA\n",
        "— log.example AAAA\n",
        "— log+example AAAAAAA=\n",
        "— log\u00a0example AAAAAAA=\n",
        "— log.example !!!!\n",
        "\n",
    ],
)
def test_a_malformed_signature_line_refuses_the_note(block: str) -> None:
    assert refused_part(sign_note("text\n", SIGNER) + block) in {"signature", "checkpoint"}


@pytest.mark.parametrize("note", ["", "\n", "text\n", "text\n\n", "text\n\n— a AAAAAAA=", "text\x00\n\n— a AAAAAAA=\n"])
def test_what_is_no_note_is_refused(note: str) -> None:
    assert refused_part(note) in {"signature", "checkpoint"}


def test_a_control_character_in_a_signature_line_refuses_the_note() -> None:
    assert refused_part(sign_note("text\n", SIGNER) + "— a\x7f\x01 AAAAAAA=\n") == "checkpoint"


@pytest.mark.parametrize("text", ["", "text", "text\r\n", "a\tb\n", "\ud800\n"])
def test_a_text_that_cannot_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(InputError):
        sign_note(text, Signer("log.example", bytes(32)))
    assert refused_part(f"{text}\n— log.example AAAAAAA=\n") in {"signature", "checkpoint"}
