"""Checkpoints: three lines, signed, and of one form."""

from __future__ import annotations

import base64

import pytest

from audits.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from audits.ledger.key import Signer
from audits.ledger.note import sign_note
from scoring.domain.errors import EvidenceBroken, InputError
from tests.support.ledger import SIGNER, STRANGER

ROOT = base64.b64encode(bytes(32)).decode()
CHECKPOINT = Checkpoint(origin=SIGNER.name, size=20852163, root=bytes(32))


def test_a_checkpoint_is_origin_size_and_root() -> None:
    """The layout of the example in c2sp.org/tlog-checkpoint."""
    root = base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    checkpoint = Checkpoint(origin="example.com/behind-the-sofa", size=20852163, root=root)
    assert checkpoint.text == "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_a_signed_checkpoint_opens_with_its_key_only() -> None:
    note = sign_checkpoint(CHECKPOINT, SIGNER)
    assert open_checkpoint(note, SIGNER.vkey) == CHECKPOINT
    with pytest.raises(EvidenceBroken) as caught:
        open_checkpoint(note, STRANGER.vkey)
    assert caught.value.part == "signature"


def test_a_log_with_another_name_cannot_sign_it() -> None:
    with pytest.raises(InputError, match=r"other\.example"):
        sign_checkpoint(CHECKPOINT, Signer("other.example", bytes(32)))


@pytest.mark.parametrize(
    "text",
    [
        f"{SIGNER.name}\n",
        f"{SIGNER.name}\n7\n",
        f"{SIGNER.name}\n07\n{ROOT}\n",
        f"{SIGNER.name}\n+7\n{ROOT}\n",
        f"{SIGNER.name}\n-7\n{ROOT}\n",
        f"{SIGNER.name}\n1_0\n{ROOT}\n",
        f"{SIGNER.name}\n\u0667\n{ROOT}\n",
        f"{SIGNER.name}\n{'9' * 5000}\n{ROOT}\n",
        f"{SIGNER.name}\n7\n{ROOT[:-4]}\n",
        f"{SIGNER.name}\n7\n{ROOT[:-2]}B=\n",
        f"{SIGNER.name}\n7\né{ROOT}\n",
        f"{SIGNER.name}\n7\n{ROOT}\nextension\n",
        f"{SIGNER.name}\n7\n{ROOT}\n\n",
        f"\n7\n{ROOT}\n",
        f"other.example\n7\n{ROOT}\n",
    ],
)
def test_even_a_signed_text_must_have_the_one_form(text: str) -> None:
    with pytest.raises(EvidenceBroken) as caught:
        open_checkpoint(sign_note(text, SIGNER), SIGNER.vkey)
    assert caught.value.part == "checkpoint"


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 1, bytes(32)), ("a\nb", 1, bytes(32)), ("a", -1, bytes(32)), ("a", 1, bytes(31))],
)
def test_a_checkpoint_refuses_nonsense(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(InputError):
        Checkpoint(origin=origin, size=size, root=root)


def test_a_malformed_key_is_the_callers_mistake_not_broken_evidence() -> None:
    with pytest.raises(InputError, match="verification key"):
        open_checkpoint(sign_checkpoint(CHECKPOINT, SIGNER), "no key")
