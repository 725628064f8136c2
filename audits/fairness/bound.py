"""What a plan settles about an audit besides its limits: the attributes, the columns, the file of groups.

A plan that is older than the decisions proves little where whoever runs the audit may still choose what is compared.
What it names must be as it says; what it leaves open is said beside the proof.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audits.decisions.cube import Source
from audits.decisions.schema import Columns
from scoring.domain.errors import InputError
from scoring.domain.text import Text

__all__ = ["ROLES", "Bound"]

ROLES = ("outcome", "approved", "score", "pd", "weight", "cluster", "key")
"""The columns that change what is counted, and the one that joins the groups."""

NO_FILE = "none"
"""What a plan says of the file of groups where the decisions hold them."""

_REMEDY = "Audit what the plan names, or use another plan; a changed one is no longer the registered one"
_FOUND = "A column under its name in the schema is read: name it in the plan, or rename the column"

_ATTRIBUTES = Text(en="which attributes are compared", nl="welke kenmerken worden vergeleken")
_COLUMNS = Text(en="which columns are read", nl="welke kolommen worden gelezen")
_GROUPS = Text(en="which file gives the groups", nl="welk bestand de groepen geeft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a plan names.

    Attributes
    ----------
    by
        The attributes; None where it names none.
    columns
        The column of each role, of all that are read; None where it names none.
    groups
        ``sha256:`` and the digest of the file of groups, or ``"none"`` where the decisions hold them; None where it
        leaves that open.
    """

    by: tuple[str, ...] | None = None
    columns: Mapping[str, str] | None = None
    groups: str | None = None

    def check(self, by: Sequence[str], sources: Sequence[Source]) -> None:
        """Compare the attributes and the file of groups with what the plan names.

        Raises
        ------
        InputError
            If they are others.
        """
        if self.by is not None and set(self.by) != set(by):
            raise _other("the attributes", ", ".join(self.by), ", ".join(by))
        used = _groups(sources) or NO_FILE
        if self.groups not in {None, used}:
            raise _other("the file of groups", str(self.groups), used)

    def check_columns(self, columns: Columns, key: str | None) -> None:
        """Compare the columns that are read with those that the plan names.

        Parameters
        ----------
        key
            The column that joins a file or table of groups; None where there is none.

        Raises
        ------
        InputError
            If they are others, or there are groups apart where the decisions were to hold them.
        """
        if self.groups == NO_FILE and key is not None:
            raise _other("the file of groups", NO_FILE, "groups apart from the decisions")
        if self.columns is None:
            return
        read = {role: getattr(columns, role) for role in ROLES if role != "key"} | {"key": key}
        for role in ROLES:
            if (named := self.columns.get(role)) != (used := read[role]):
                found = used == role and named is None
                raise _other(f"the column of '{role}'", named or "none", used or "none", _FOUND if found else _REMEDY)

    def seen_in(self, sources: Sequence[Source]) -> Bound:
        """What of it a cube shows: never the columns, and where the groups come from only if its files are known."""
        return replace(self, columns=None, groups=self.groups if sources else None)

    @property
    def left_open(self) -> tuple[Text, ...]:
        """What whoever ran the audit could still choose."""
        named = ((self.by, _ATTRIBUTES), (self.columns, _COLUMNS), (self.groups, _GROUPS))
        return tuple(words for given, words in named if given is None)


def _groups(sources: Sequence[Source]) -> str | None:
    return next((each.sha256 for each in sources if each.role == "groups"), None)


def _other(what: str, named: str, used: str, remedy: str = _REMEDY) -> InputError:
    return InputError(f"the plan names {what}: {named}; the audit has {used}", remedy=remedy)
