"""How the agreement of reasons looks on the command line, in words and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output import table

if TYPE_CHECKING:
    from scoring.batch.agreement import Agreement

__all__ = ["agreement_document", "agreement_text"]


def agreement_document(found: Agreement) -> dict[str, object]:
    """Counts as plain JSON values."""
    return {
        "reasons": found.most,
        "invalid": found.invalid,
        "groups": [
            {
                "rows": group.name,
                "count": group.rows,
                "pairs": [
                    {
                        "between": [pair.one.value, pair.other.value],
                        "other_reasons": pair.other_reasons,
                        "other_order": pair.other_order,
                    }
                    for pair in group.pairs
                ],
            }
            for group in found.groups
        ],
    }


def agreement_text(found: Agreement) -> str:
    """A table for each group of rows."""
    blocks = []
    for group in found.groups:
        rows: list[tuple[str, ...]] = [("between", "other reasons", "same reasons, other order")]
        for pair in group.pairs:
            shares = [_share(count, group.rows) for count in (pair.other_reasons, pair.other_order)]
            rows.append((f"{pair.one.value} and {pair.other.value}", *shares))
        blocks.append(f"{group.name}: {group.rows} rows, at most {found.most} reasons each\n{table(rows, '<>>')}")
    return "\n\n".join(blocks)


def _share(count: int, rows: int) -> str:
    return f"{count} ({100 * count / rows:.1f} %)" if rows else "0"
