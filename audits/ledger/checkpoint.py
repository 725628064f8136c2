"""C2SP tlog checkpoints: origin, tree size and root hash, signed as a note.

Source: https://c2sp.org/tlog-checkpoint
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from audits.ledger.key import Signer, Verifier
from audits.ledger.note import open_note, sign_note
from scoring.domain.errors import EvidenceBroken, InputError

__all__ = ["Checkpoint", "open_checkpoint", "sign_checkpoint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The state of a log at one moment.

    Attributes
    ----------
    origin
        The log's unique name.
    size
        Number of leaves.
    root
        Root hash, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin or self.size < 0 or len(self.root) != 32:
            raise InputError("a checkpoint needs an origin, a size of 0 or more and a root of 32 bytes")

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed note.

    Raises
    ------
    InputError
        If the key's name is not the checkpoint's origin: one log, one name.
    """
    if signer.name != checkpoint.origin:
        raise InputError(f"the key of {signer.name} cannot sign a checkpoint of {checkpoint.origin}")
    return sign_note(checkpoint.text, signer)


def open_checkpoint(note: str, vkey: str) -> Checkpoint:
    """The checkpoint in a note that the key has signed.

    Stricter than the specification, since the log is ours: no extension lines, and the origin is the key's name.

    Raises
    ------
    EvidenceBroken
        Part "signature" or "checkpoint".
    InputError
        If the key itself is malformed.
    """
    verifier = Verifier(vkey)
    lines = open_note(note, verifier).split("\n")
    try:
        origin, size, encoded = lines[0], lines[1], lines[2]
        checkpoint = Checkpoint(origin=origin, size=int(size), root=base64.b64decode(encoded, validate=True))
    except (IndexError, ValueError):
        raise EvidenceBroken("checkpoint", "it is not origin, size and root") from None
    if checkpoint.text != "\n".join(lines) or checkpoint.origin != verifier.name:
        raise EvidenceBroken("checkpoint", "it is not in its one form, or of another log than its key")
    return checkpoint
