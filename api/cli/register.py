"""``register``: sign that a file was there, so that a plan can be shown to be older than the decisions it judges."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, emit, keep_inputs, need
from audits.ledger.key import Signer, Verifier, read_signer, write_signer
from audits.registration.registered import TRUST, Registration, registered_before
from audits.registration.statement import Role, Statement, file_digest, sign_statement
from scoring.artefact.files import write_bytes
from scoring.domain.errors import DataError, FileError

__all__ = ["Notes", "read_notes", "register", "register_file"]

MOST_BYTES = 1_000_000
"""Of a registration: a note has some hundred, a receipt some thousand."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("register")(register_file)


def register_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A plan, or a file of decisions.")],
    role: Annotated[Role, typer.Option("--role", help="What the file is.")],
    key_file: Annotated[
        Path, typer.Option("--key-file", metavar="FILE", help="Private signing key, readable by its owner only.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="NOTE", help="The signed note to write.")],
    new_key: Annotated[
        str | None, typer.Option("--new-key", metavar="NAME", help="Make the key first, under this name.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Sign that a file is there now. A plan counts as registered before decisions whose note is later."""
    keep_inputs([out], [file, key_file])
    digest = file_digest(need(file))
    if new_key is not None:
        write_signer(key_file, Signer(new_key, os.urandom(32)))
    signer = read_signer(key_file)
    statement = Statement(role=role, digest=digest, at=datetime.now(UTC).replace(microsecond=0))
    write_bytes(out, sign_statement(statement, signer).encode())
    document = {
        "role": role.value,
        "digest": digest,
        "at": statement.moment,
        "vkey": signer.vkey,
        "note": str(out),
        "trust": TRUST.en,
    }
    lines = [
        f"registered at {statement.moment}: {role.value} {digest}",
        f"wrote {out}",
        f"verification key {signer.vkey}",
        TRUST.en,
    ]
    emit(document, "\n".join(lines), as_json=as_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What is given to show that a plan was registered before decisions.

    Attributes
    ----------
    plan, decisions
        Texts of signed notes, or of receipts of a log; None where there is none.
    vkey
        The verification key, from a place that the reader trusts.
    """

    plan: str | None
    decisions: str | None
    vkey: str

    def registration(self, plan_digest: str, decisions_digest: str) -> Registration:
        """What they show of a plan and decisions with these digests, taken where the files were read for use."""
        return registered_before(plan_digest, self.plan, decisions_digest, self.decisions, self.vkey)


def read_notes(plan_note: Path | None, decisions_note: Path | None, vkey: Path) -> Notes:
    """Read notes and the key to verify them with.

    Raises
    ------
    InputError
        If a file is missing, or the key malformed. Whatever is wrong with a note is an answer.
    """
    plan, decisions = (None if note is None else _evidence(note) for note in (plan_note, decisions_note))
    key = _text(vkey).strip()
    Verifier(key)  # which refuses what is no key
    return Notes(plan=plan, decisions=decisions, vkey=key)


def _evidence(path: Path) -> str:
    """A note's text; what is no text is empty, and no evidence."""
    try:
        return _text(path)
    except DataError:
        return ""


def _text(path: Path) -> str:
    try:
        with need(path).open("rb") as file:
            return file.read(MOST_BYTES).decode()
    except UnicodeDecodeError:
        raise DataError("is not text", where=str(path), remedy="Check the path") from None
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
