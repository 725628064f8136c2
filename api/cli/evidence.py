"""``verify``, ``log`` and ``replay``: evidence checked, offline and against the service's own database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, emit, keep_inputs, need, require_extra
from api.cli.serve import SettingsFile
from audits.ledger.checkpoint import open_checkpoint
from audits.ledger.merkle import verify_consistency
from audits.ledger.receipt import TRUST, verify_receipt
from audits.registration.statement import Role, file_digest
from scoring.artefact.files import write_bytes
from scoring.domain.errors import DataError, EvidenceBroken, InputError

if TYPE_CHECKING:
    from api.services.ports import Context

__all__ = ["configured", "register", "verify"]

Vkey = Annotated[
    Path, typer.Option("--vkey", metavar="FILE", help="The log's verification key, from a place you trust.")
]
log = typer.Typer(help="The evidence log of the configured service.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(verify)
    app.command()(replay)
    for command in (checkpoint, prove, consistency):
        log.command()(command)
    log.command("verify")(verify_log)
    log.command("register")(register_in_log)
    app.add_typer(log, name="log")


def verify(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT", help="A receipt.json.")],
    vkey: Vkey,
    as_json: AsJson = False,
) -> None:
    """Verify a receipt offline: no database, and never a key from the receipt. Exit 1 if it does not verify."""
    proven = verify_receipt(need(receipt).read_bytes(), _key(vkey))
    document = {
        "verified": True,
        "event": proven.event,
        "hour": proven.hour,
        "card": proven.card,
        "policy": proven.policy,
        "log": proven.origin,
        "index": proven.index,
        "size": proven.size,
        "disclosed": dict(proven.disclosed),
        "withheld": list(proven.withheld),
        "trust": TRUST,
    }
    lines = [
        f"verified: {proven.event} of {proven.hour}, entry {proven.index} of {proven.size} in {proven.origin}",
        *[f"  {name}: {_shown(value)}" for name, value in proven.disclosed.items()],
        *[f"  {name}: withheld" for name in proven.withheld],
        TRUST,
    ]
    emit(document, "\n".join(lines), as_json=as_json)


def checkpoint(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Print the log's signed checkpoint. Keep it outside the database."""
    from api.services.publish import publish_checkpoint

    with configured(settings) as context:
        note = publish_checkpoint(context)
    emit({"checkpoint": note, "vkey": context.signer.vkey}, note.rstrip("\n"), as_json=as_json)


def prove(
    index: Annotated[int, typer.Argument(metavar="INDEX", help="Place of the entry, counted from 0.", min=0)],
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Print one entry's leaf with its inclusion proof and the checkpoint; no personal data."""
    from api.services.publish import prove_inclusion

    with configured(settings) as context:
        proof = prove_inclusion(context, index)
    document = {
        "leaf": proof.leaf.decode(),
        "index": proof.index,
        "size": proof.size,
        "proof": [step.hex() for step in proof.path],
        "checkpoint": proof.checkpoint,
    }
    lines = [proof.leaf.decode(), *[step.hex() for step in proof.path], "", proof.checkpoint.rstrip("\n")]
    emit(document, "\n".join(lines), as_json=as_json)


def consistency(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="An earlier checkpoint.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later checkpoint.")],
    vkey: Vkey,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show that an earlier checkpoint's log is the beginning of a later one's. Exit 1 if it is not."""
    from api.services import publish

    key = _key(vkey)
    earlier, later = open_checkpoint(_text(old), key), open_checkpoint(_text(new), key)
    if earlier.size > later.size:
        raise InputError("the first checkpoint is the later one", remedy="Give the earlier one first")
    with configured(settings) as context:
        path = publish.consistency(context, earlier.size, later.size)
    if not verify_consistency(earlier.size, earlier.root, later.size, later.root, path):
        raise EvidenceBroken("checkpoint", f"the log of size {later.size} does not begin with that of {earlier.size}")
    document = {"old": earlier.size, "new": later.size, "proof": [step.hex() for step in path], "consistent": True}
    emit(document, f"the log of size {later.size} begins with that of size {earlier.size}", as_json=as_json)


def verify_log(
    against: Annotated[Path, typer.Option("--checkpoint", metavar="FILE", help="A checkpoint kept elsewhere.")],
    vkey: Vkey,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Recompute every row of the log and compare it with a checkpoint held outside. Exit 1 on any finding."""
    from api.services.verify_evidence import verify_evidence

    with configured(settings) as context:
        report = verify_evidence(context, _text(against), _key(vkey))
    document = {
        "rows": report.rows,
        "erased": report.erased,
        "beyond_checkpoint": report.beyond,
        "findings": list(report.findings),
    }
    counts = (
        f"{report.rows} rows, {report.erased} erased, {report.beyond} later than the checkpoint, "
        f"{len(report.findings) or 'no'} finding{'' if len(report.findings) == 1 else 's'}"
    )
    emit(document, "\n".join((*report.findings, counts)), as_json=as_json)
    if report.findings:
        raise typer.Exit(1)


def register_in_log(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A plan, or a file of decisions.")],
    role: Annotated[Role, typer.Option("--role", help="What the file is.")],
    out: Annotated[Path, typer.Option("--out", metavar="RECEIPT", help="The receipt to write.")],
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Log that a file is there now, and keep the receipt. Of two entries of one log the place says which was first."""
    from api.services.register_file import register_file

    keep_inputs([out], [file, settings])
    digest = file_digest(need(file))
    with configured(settings) as context:
        write_bytes(out, register_file(context, role, digest))
    emit(
        {"role": role.value, "digest": digest, "receipt": str(out), "vkey": context.signer.vkey},
        f"registered: {role.value} {digest}\nwrote {out}\nverification key {context.signer.vkey}",
        as_json=as_json,
    )


def replay(
    decision: Annotated[str | None, typer.Option("--decision", metavar="ID", help="One decision.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All decisions.")] = False,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Recompute past decisions with the card and policy that decided. Exit 1 if any comes out otherwise."""
    from api.services.verify_evidence import replay as recompute

    if every == (decision is not None):
        raise InputError("say which decisions", remedy="Give --decision ID or --all")
    with configured(settings) as context:
        result = recompute(context, decision)
    counts = (
        f"{result.decisions} decisions recomputed, {result.erased} erased, {len(result.findings) or 'no'} differences"
    )
    lines = [*result.findings, counts]
    document = {"decisions": result.decisions, "erased": result.erased, "findings": list(result.findings)}
    emit(document, "\n".join(lines), as_json=as_json)
    if result.findings:
        raise typer.Exit(1)


@contextmanager
def configured(settings: Path | None) -> Iterator[Context]:
    """What the use cases of the configured service work with."""
    require_extra("serve", "fastapi", "sqlalchemy", "joserfc", "pydantic_settings")
    from api.bootstrap import open_context, prepare
    from api.settings import read_settings

    with open_context(prepare(read_settings(settings))) as context:
        yield context


def _key(path: Path) -> str:
    return _text(path).strip()


def _text(path: Path) -> str:
    try:
        return need(path).read_bytes().decode()
    except UnicodeDecodeError:
        raise DataError("is not text", where=str(path), remedy="Check the path") from None


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
