"""What is asked of a file of scores: which columns it gets, from where, and under which names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scoring.batch.write import refuse_unwritable_table
from scoring.domain.card import Card
from scoring.domain.errors import DataError
from scoring.domain.forbidden import refuse_beside_scores
from scoring.tabular.source import DataFile

__all__ = ["OWN_COLUMNS", "RECOURSE", "SCORES_ONLY", "Record", "Request"]

OWN_COLUMNS = ("score", "pd", "approved", "invalid")
RECOURSE = ("recourse_feasible", "recourse_cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a file of decisions says beyond scores, as docs/decisions-file.md describes it.

    Attributes
    ----------
    decided_at
        The day of the decisions, which the caller says: the file has no clock. With it stands the card's digest.
    columns
        Columns of the file to copy under a name of the schema: pairs of that name and the column, as
        ``("id", "person")``.
    recourse
        Whether to say for each declined row if permitted changes reach the cut-off, and at what cost.
    points
        Whether to write the points of each entry, as ``points_`` and its reason code.
    """

    decided_at: date | None = None
    columns: tuple[tuple[str, str], ...] = ()
    recourse: bool = False
    points: bool = False


SCORES_ONLY = Record()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of each engine.

    Attributes
    ----------
    out
        Where the scores will stand; its ending says whether CSV or Parquet is written.
    reasons
        How many reason codes per row.
    keep
        Columns of the file to copy beside the scores, each once; none whose name gives away a protected attribute.
    record
        What a file of decisions says besides.
    """

    card: Card
    file: DataFile
    out: Path
    reasons: int
    keep: tuple[str, ...]
    record: Record = SCORES_ONLY

    def __post_init__(self) -> None:
        refuse_unwritable_table(self.out)
        own = {name.lower() for name in self.own}
        for name, _ in self.copied:
            if name.lower() in {*OWN_COLUMNS, *own} or name.lower().startswith("reason_"):
                raise DataError(f"'{name}' is a column of the result itself", remedy="Rename the column that is kept")
        headings = [name.lower() for name in self.headings]
        for name in self.headings:
            if headings.count(name.lower()) > 1:
                raise DataError(f"'{name}' would stand twice in the result", remedy="Keep one of them, or rename it")
        for name in dict.fromkeys(name for pair in self.copied for name in pair):
            refuse_beside_scores(name)
        if self.card.cut_off is None and (self.record.decided_at is not None or self.record.recourse):
            raise DataError("the card has no cut-off: nothing is decided", remedy="Fit the card with --cut-off")
        self.file.demand((*(field.name for field in self.card.registry.read_fields), *(c for _, c in self.copied)))

    @property
    def csv(self) -> bool:
        """Whether CSV is written."""
        return self.out.suffix.lower() == ".csv"

    @property
    def copied(self) -> tuple[tuple[str, str], ...]:
        """The columns that are copied: what each is called in the result, and in the file."""
        return (*((name, name) for name in self.keep), *self.record.columns)

    @property
    def kept(self) -> tuple[str, ...]:
        """What the copied columns are called while they are on their way: like no field of the card."""
        prefix = "keep_"
        while any(name.lower().startswith(prefix) for name in self.file.columns):
            prefix += "_"
        return tuple(f"{prefix}{place}" for place in range(len(self.copied)))

    @property
    def aliases(self) -> tuple[tuple[str, str], ...]:
        """The columns of the file that are copied, each with what it is called on its way."""
        return tuple((column, alias) for (_, column), alias in zip(self.copied, self.kept, strict=True))

    @property
    def own(self) -> tuple[str, ...]:
        """The names of the result's own columns, in order."""
        dated = () if self.record.decided_at is None else ("decided_at", "card")
        approved = () if self.card.cut_off is None else ("approved",)
        recourse = RECOURSE if self.record.recourse else ()
        return (*dated, "score", "pd", *approved, "invalid", *self.codes, *recourse, *self.points.values())

    @property
    def headings(self) -> tuple[str, ...]:
        """The names of all columns of the result, in order."""
        return (*(name for name, _ in self.copied), *self.own)

    @property
    def codes(self) -> tuple[str, ...]:
        """The names of the columns of reasons."""
        return tuple(f"reason_{number + 1}" for number in range(self.reasons))

    @property
    def points(self) -> dict[str, str]:
        """The columns of points by what they are called on their way; none unless they are asked for."""
        entries = self.card.entries if self.record.points else ()
        return {f"points_{place + 1}": f"points_{self.card.naming(e).code}" for place, e in enumerate(entries)}

    @property
    def not_used(self) -> tuple[str, ...]:
        """Columns of the file that nobody declared and nobody asked for."""
        used = {field.name for field in self.card.registry.read_fields} | {column for _, column in self.copied}
        return tuple(name for name in self.file.columns if name not in used)
