"""Generated blocks of docs/decisions-file.md and docs/spec/registration.md; ``python -m tests.support.audit_pages``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from api.cli.decisions import columns_of
from audits.decisions.schema import ROLES, Kind
from audits.registration.registered import TRUST
from audits.registration.statement import Role, Statement, sign_statement
from tests.support.generated_page import with_blocks
from tests.support.ledger import SIGNER

__all__ = ["BY_EXPORT", "BY_SCORE", "PAGES", "note", "page"]

DOCS = Path(__file__).parents[2] / "docs"

BY_SCORE: Mapping[str, str] = {
    "id": "`--id COL`",
    "decided_at": "`--decided-at`",
    "card": "`--decided-at`",
    "score": "always",
    "pd": "always",
    "approved": "with a cut-off",
    "outcome": "`--outcome COL`",
    "weight": "`--weight COL`",
    **{f"reason_{place}": "`--reasons`" for place in (1, 2, 3, 4)},
    "recourse_feasible": "`--recourse`",
    "recourse_cost": "`--recourse`",
}
"""By which option ``counterscore score`` writes a column."""

BY_EXPORT = frozenset(columns_of(()))
"""What ``counterscore decisions export`` writes."""

_KINDS = {
    Kind.KEY: "pseudonym",
    Kind.TEXT: "text",
    Kind.MOMENT: "day or time",
    Kind.FLAG: "1, 0 or empty",
    Kind.NUMBER: "number",
}


def schema_table() -> str:
    """The columns as the schema has them, and who writes each."""
    lines = ["| column | holds | meaning | `score` | `export` |", "| --- | --- | --- | --- | --- |"]
    for name, role in ROLES.items():
        export = "empty" if name == "outcome" else "yes" if name in BY_EXPORT else ""
        lines.append(f"| `{name}` | {_KINDS[role.kind]} | {role.meaning.en} | {BY_SCORE.get(name, '')} | {export} |")
    return "\n".join(lines)


def note() -> str:
    """The example of a registration: by a key that everybody knows."""
    digest = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    return sign_statement(Statement(role=Role.PLAN, digest=digest, at=at), SIGNER)


PAGES: Mapping[Path, Mapping[str, str]] = {
    DOCS / "decisions-file.md": {"schema": schema_table()},
    DOCS / "spec" / "registration.md": {
        "note": f"```\n{note()}```",
        "vkey": f"```\n{SIGNER.vkey}\n```",
        "trust": f"> {TRUST.en}",
    },
}
"""The blocks of each page."""


def page(path: Path) -> str:
    """A page with its blocks as they must be."""
    return with_blocks(path.read_text(encoding="utf-8"), PAGES[path])


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(page(each), encoding="utf-8")
