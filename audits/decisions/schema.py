"""The columns that a file of decisions may have, and what an audit says with each.

Only the outcome and the decision are needed. Every other column switches a part of the report on; a report names the
ones that are absent, so that a reader does not take a part that is missing for a part without findings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scoring.domain.errors import InputError
from scoring.domain.text import Text

__all__ = ["OPTIONAL", "ROLES", "Columns", "Kind", "Role"]


class Kind(StrEnum):
    """How a column is read."""

    KEY = "key"
    """A pseudonym: joined and counted, never shown and never a key of counts."""
    MOMENT = "moment"
    """A date, with or without a time: counted by month only."""
    TEXT = "text"
    FLAG = "flag"
    """1 or true, 0 or false, empty for not recorded."""
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a column means.

    Attributes
    ----------
    kind
        How it is read.
    meaning
        For people.
    section
        The part of the report that needs it: ``"decisions"`` (always there), ``"outcomes"``, ``"scores"``,
        ``"calibration"``, ``"reasons"``, ``"recourse"``, ``"appeals"``, ``"consent"``, ``"referral"``, ``"drift"``,
        ``"origin"``, ``"weights"``, ``"repeats"``.
    low, high
        The least and the greatest number it may hold; finite in any case.
    """

    kind: Kind
    meaning: Text
    section: str
    low: float = -1e300
    high: float = 1e300


def _reason(place: int) -> Role:
    meaning = Text(en=f"code of principal reason {place}, empty if none", nl=f"code van hoofdreden {place}, of leeg")
    return Role(kind=Kind.TEXT, section="reasons", meaning=meaning)


ROLES: Mapping[str, Role] = {
    "id": Role(
        kind=Kind.KEY,
        section="repeats",
        meaning=Text(
            en="pseudonym of the person who was decided on", nl="pseudoniem van de persoon over wie besloten is"
        ),
    ),
    "decided_at": Role(
        kind=Kind.MOMENT,
        section="drift",
        meaning=Text(
            en="when it was decided, as 2026-11-30 with or without a time",
            nl="wanneer besloten is, als 2026-11-30 met of zonder tijd",
        ),
    ),
    "card": Role(
        kind=Kind.TEXT,
        section="origin",
        meaning=Text(en="digest of the card that scored", nl="controlegetal van de kaart die de score gaf"),
    ),
    "score": Role(
        kind=Kind.NUMBER, section="scores", meaning=Text(en="score, higher is safer", nl="score, hoger is veiliger")
    ),
    "pd": Role(
        kind=Kind.NUMBER,
        section="calibration",
        meaning=Text(en="predicted probability of default, 0 to 1", nl="voorspelde kans op wanbetaling, 0 tot 1"),
        low=0.0,
        high=1.0,
    ),
    "approved": Role(
        kind=Kind.FLAG, section="decisions", meaning=Text(en="1 approved, 0 declined", nl="1 toegekend, 0 afgewezen")
    ),
    "outcome": Role(
        kind=Kind.FLAG,
        section="outcomes",
        meaning=Text(
            en="1 defaulted, 0 repaid, empty if not recorded",
            nl="1 niet betaald, 0 betaald, leeg als dat niet bekend is",
        ),
    ),
    "weight": Role(
        kind=Kind.NUMBER,
        section="weights",
        meaning=Text(en="weight of the decision, 0 or more", nl="gewicht van het besluit, 0 of meer"),
        low=0.0,
        high=1e12,
    ),
    **{f"reason_{place}": _reason(place) for place in (1, 2, 3, 4)},
    "recourse_feasible": Role(
        kind=Kind.FLAG,
        section="recourse",
        meaning=Text(
            en="1 if the person could reach approval, 0 if not",
            nl="1 als de persoon toekenning kon bereiken, 0 als niet",
        ),
    ),
    "recourse_cost": Role(
        kind=Kind.NUMBER,
        section="recourse",
        meaning=Text(en="effort of the easiest way to approval", nl="moeite van de makkelijkste weg naar toekenning"),
        low=0.0,
    ),
    "referred": Role(
        kind=Kind.FLAG,
        section="referral",
        meaning=Text(en="1 if a person looked at it", nl="1 als een mens ernaar keek"),
    ),
    "appealed": Role(
        kind=Kind.FLAG,
        section="appeals",
        meaning=Text(en="1 if the person appealed", nl="1 als de persoon bezwaar maakte"),
    ),
    "overturned": Role(
        kind=Kind.FLAG,
        section="appeals",
        meaning=Text(en="1 if the appeal changed the decision", nl="1 als het bezwaar het besluit veranderde"),
    ),
    "reviewer": Role(
        kind=Kind.TEXT,
        section="appeals",
        meaning=Text(en="pseudonym of who reviewed", nl="pseudoniem van wie het beoordeelde"),
    ),
    "days_to_review": Role(
        kind=Kind.NUMBER,
        section="appeals",
        meaning=Text(en="days until the review was done", nl="dagen tot de beoordeling klaar was"),
        low=0.0,
    ),
    "consent_refused": Role(
        kind=Kind.FLAG,
        section="consent",
        meaning=Text(
            en="1 if the person refused consent for a source", nl="1 als de persoon toestemming voor een bron weigerde"
        ),
    ),
}
"""Every role by its name in the schema, in the order of the file."""

_NAMED = ("outcome", "approved", "score", "pd", "weight")

OPTIONAL = tuple(name for name in ROLES if name not in _NAMED)
"""The roles that ``Columns`` has in ``others``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column of the file has which role.

    Attributes
    ----------
    outcome, approved
        Needed.
    score, pd, weight
        None where none is named; the file may have one under its name in the schema.
    cluster
        The column by which decisions on the same person are kept together; it may be the ``id`` or the key too.
    others
        Further roles, each with its column.

    Raises
    ------
    InputError
        If a role is unknown, or a column is named twice.
    """

    outcome: str
    approved: str = "approved"
    score: str | None = None
    pd: str | None = None
    weight: str | None = None
    cluster: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role in self.others:
            if role not in OPTIONAL:
                raise InputError(f"there is no role '{role}'", remedy=f"The roles are: {', '.join(ROLES)}")
        named = list(self.roles().values())
        if (twice := next((name for name in named if named.count(name) > 1), None)) is not None:
            raise InputError(f"the column '{twice}' is named twice", remedy="Give each column one role")

    @classmethod
    def schema(cls, heading: Sequence[str], *, outcome: str = "outcome", approved: str = "approved") -> Columns:
        """The columns of a file that follows the schema: every role that its heading names."""
        return cls(outcome=outcome, approved=approved).found(heading)

    def found(self, heading: Sequence[str]) -> Columns:
        """With the roles that are not named yet and that the file has under their schema name."""
        named = self.roles()
        more = {role: role for role in ROLES if role in heading and role not in named and role not in named.values()}
        needed = {role: role for role in _NAMED if role in more and role != self.cluster}
        return replace(self, others={**self.others, **{role: role for role in more if role in OPTIONAL}}, **needed)

    def roles(self) -> dict[str, str]:
        """The column of each role that is there, in the order of the schema; the cluster is no role."""
        named = {role: getattr(self, role) for role in _NAMED if getattr(self, role) is not None}
        named |= dict(self.others)
        return {role: named[role] for role in ROLES if role in named}
