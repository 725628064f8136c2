"""Appeals by group and by reviewer: who appeals, who is put right, and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.beyond.counted import count, sides
from audits.beyond.figures import Absent, Alike, Found, Middle, Rate, Share, Withheld
from audits.beyond.grouped import Cells, Column, Compared, Grouped, cells
from audits.beyond.hiding import together
from audits.beyond.medians import medians, named_medians
from audits.beyond.persons import sizes
from audits.beyond.shares import rates, shares
from audits.decisions.cube import NOT_STATED, SILENCE, means_silence
from audits.shared.proportion import Proportion
from scoring.domain.errors import DataError

__all__ = ["Appeals", "AppealsBy", "Reviewer", "appeals"]

APPEALED, OVERTURNED, DAYS, REVIEWER = "appealed", "overturned", "days_to_review", "reviewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealsBy:
    """Appeals by one attribute.

    Attributes
    ----------
    appealed
        Of those who were declined, or appealed for another reason.
    overturned
        Of appeals that were decided; empty without that column.
    same_reviewer
        By group, how much more often a decided appeal changed the decision than the reference group's among appeals
        with the same named reviewer; None for the reference group; empty without those columns.
    days
        The median time of those with a review; empty without that column.
    """

    compared: Compared
    appealed: tuple[Share, ...]
    overturned: tuple[Share, ...]
    same_reviewer: tuple[Alike | Withheld | None, ...]
    days: tuple[Middle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """One reviewer, by pseudonym: the share of decided appeals that changed the decision, and the median time."""

    name: str
    overturned: Rate | Withheld
    days: Found | Withheld | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeals:
    """Appeals and their reviews.

    Attributes
    ----------
    people
        How many were declined or appealed.
    pending
        How many appeals are not decided: they count neither as upheld nor as changed.
    reviewers
        Sorted by name; empty without the columns. Reviews by nobody who is named are one row of their own.
    absent
        Parts that the file has no columns for.
    """

    people: int
    pending: int
    by: tuple[AppealsBy, ...]
    reviewers: tuple[Reviewer, ...]
    absent: tuple[Absent, ...]


def appeals(source: Grouped, compared: Sequence[Compared], level: float) -> Appeals | Absent:
    """Compare appeals: of all, and of people with the same score.

    An appeal may turn a decline into an approval in the file itself. So the people whose appeal rate is asked are those
    who were declined *or* appealed; to count the declined alone would leave out those whose appeal was heard.

    Raises
    ------
    DataError
        If an appeal that nobody made changed a decision, or a reviewer is called as those are who are not named.
    """
    if APPEALED not in source.present:
        return Absent(part="appeals", needs=(APPEALED,))
    has = {role: role in source.present for role in (OVERTURNED, DAYS, REVIEWER)}
    score = ["position"] if source.present & {"score", "pd"} else []
    decided = [OVERTURNED] if has[OVERTURNED] else []
    found = cells(source, compared, ["approved", *score, APPEALED, *decided])
    declined, made = found.columns["approved"] == 0, found.columns[APPEALED]
    if decided:
        _refuse_unasked(source, made, found.columns[OVERTURNED])
    base = found.where((declined & (made >= 0)) | (made == 1))
    # Who is in the base and not declined, or declined and not in the base, is the difference of the two.
    beside = (found.where(~declined & (made == 1)), found.where(declined & (made < 0)))
    appealed = base.where(base.columns[APPEALED] == 1)
    decision = appealed.columns[OVERTURNED] if decided else np.zeros(0)
    heard, pending = (appealed.where(decision >= 0), appealed.where(decision < 0)) if decided else (None, None)
    named, unnamed = _reviewed(source, compared) if has[REVIEWER] and has[OVERTURNED] else (None, None)
    dated = _dated(source, compared, decided) if has[DAYS] else None

    def by(each: Compared) -> AppealsBy:
        counted = count(base, base.columns[APPEALED] == 1, each)
        each = together(each, [*counted.sides[:2], *(sizes(part, each) for part in beside)])
        among_heard, overturned = _overturned(heard, pending, each, level)
        return AppealsBy(
            compared=each,
            appealed=shares(counted, each, level),
            overturned=overturned,
            same_reviewer=tuple(share.alike for share in _overturned(named, unnamed, among_heard, level)[1]),
            days=() if dated is None else _days(dated, each, level),
        )

    return Appeals(
        people=int(base.people.sum()),
        pending=0 if pending is None else int(pending.people.sum()),
        by=tuple(by(each) for each in compared),
        reviewers=_reviewers(source, level, with_days=has[DAYS]) if has[REVIEWER] and has[OVERTURNED] else (),
        absent=tuple(
            Absent(part=part, needs=needs)
            for part, needs in (
                ("overturned", (OVERTURNED,)),
                ("days_to_review", (DAYS,)),
                ("reviewers", (REVIEWER, OVERTURNED)),
            )
            if not all(has[role] for role in needs)
        ),
    )


def _refuse_unasked(source: Grouped, made: Column, overturned: Column) -> None:
    wrong = (overturned == 1) & (made != 1)
    if wrong.any():
        raise DataError(
            f"{OVERTURNED} is 1, and {APPEALED} is not: an appeal that nobody made changed the decision",
            where=source.first_with({OVERTURNED: 1, APPEALED: int(made[np.argmax(wrong)])}),
            remedy=f"Write 1 in {APPEALED}, or leave {OVERTURNED} empty",
        )


def _overturned(
    part: Cells | None, others: Cells | None, compared: Compared, level: float
) -> tuple[Compared, tuple[Share, ...]]:
    """Decisions that changed among a part of some appeals, and the attribute with whom they and the others hide."""
    if part is None or others is None:
        return compared, ()
    counted = count(part, part.columns[OVERTURNED] == 1, compared)
    narrower = together(compared, [*counted.sides[:2], sizes(others, compared)])
    return narrower, shares(counted, narrower, level)


def _days(dated: Cells, compared: Compared, level: float) -> tuple[Middle, ...]:
    """Times of appeals, whatever became of them: so whoever has none may not be few among any of these."""
    timed = ~np.isnan(dated.columns[DAYS].astype(np.float64))
    became = dated.columns[OVERTURNED] if OVERTURNED in dated.columns else np.full(len(timed), -1)
    parts = [dated.where(mask & (became == each)) for mask in (timed, ~timed) for each in (-1, 0, 1)]
    narrower = together(compared, [sizes(part, compared) for part in parts])
    return medians(dated.where(timed), DAYS, narrower, level, alike=False)


def _reviewed(source: Grouped, compared: Sequence[Compared]) -> tuple[Cells, Cells]:
    """Decided appeals, matched on who decided them as others are on the score; and those by nobody who is named.

    Raises
    ------
    DataError
        If a reviewer is called as those are who are not named.
    """
    found = cells(source, compared, [APPEALED, OVERTURNED, REVIEWER])
    heard = found.where((found.columns[APPEALED] == 1) & (found.columns[OVERTURNED] >= 0))
    written = heard.columns[REVIEWER].astype(str)
    if any(map(means_silence, np.unique(written))):
        what = f"a reviewer is called '{SILENCE.en}' or '{SILENCE.nl}', as those are who are not named"
        raise DataError(what, where=f"the column '{REVIEWER}'", remedy="Leave it empty, or use another pseudonym")
    place = np.unique(written, return_inverse=True)[1]
    return heard.matched_on(place).where(written != ""), heard.where(written == "")


def _dated(source: Grouped, compared: Sequence[Compared], decided: Sequence[str]) -> Cells:
    found = cells(source, compared, [APPEALED, *decided, DAYS])
    return found.where(found.columns[APPEALED] == 1)


def _reviewers(source: Grouped, level: float, *, with_days: bool) -> tuple[Reviewer, ...]:
    days = [DAYS] if with_days else []
    found = cells(source, (), [REVIEWER, APPEALED, OVERTURNED, *days])
    heard = found.where((found.columns[APPEALED] == 1) & (found.columns[OVERTURNED] >= 0))
    written = heard.columns[REVIEWER].astype(str)
    names, place = np.unique(np.where(written == "", NOT_STATED, written), return_inverse=True)
    of = np.bincount(place, weights=heard.people, minlength=len(names))
    changed = np.bincount(place, weights=heard.people * (heard.columns[OVERTURNED] == 1), minlength=len(names))
    decided = [Proportion(count=round(n), of=round(m)) for n, m in zip(changed, of, strict=True)]
    overturned = rates(decided, sides(heard, place, heard.columns[OVERTURNED] == 1, len(names)), level)
    times: list[Found | Withheld | None] = [None] * len(names)
    if with_days:
        timed = ~np.isnan(heard.columns[DAYS].astype(np.float64))
        times = [*named_medians(heard.where(timed), DAYS, place[timed], len(names), level)]
    return tuple(Reviewer(name=str(name), overturned=overturned[i], days=times[i]) for i, name in enumerate(names))
