"""Protected attributes are read for a stated purpose, and each reading is recorded.

The record answers what somebody who supervises the audit asks: who read which attributes of which files, when, what
for, why nothing less would do, and when the data go. It is modelled on the conditions that the AI Act sets for using
special categories of data to find bias; keeping a record does not show that they are met.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from audits.decisions.cube import Source
from scoring.domain.errors import FileError, InputError

__all__ = ["Access", "Clock", "Recorded", "recorded"]

Clock = Callable[[], datetime]
"""Gives the time, with its zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Why protected attributes are read.

    Attributes
    ----------
    purpose
        What for, such as "fairness audit of the decisions of 2026".
    person_or_role
        Who is answerable for it.
    necessity
        Why other data would not do.
    delete_after
        The day after which the attributes are to be deleted; whoever holds the file does so, nothing here can.

    Raises
    ------
    InputError
        If a word is missing.
    """

    purpose: str
    person_or_role: str
    necessity: str
    delete_after: date

    def __post_init__(self) -> None:
        for name in ("purpose", "person_or_role", "necessity"):
            if not getattr(self, name).strip():
                said = f"the access to protected attributes has no {name.replace('_', ' ')}"
                raise InputError(said, remedy="State it: it stands in the access record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An access and the record that it is written to.

    Attributes
    ----------
    path
        A file of one JSON object a line; entries are only ever added.
    """

    access: Access
    path: Path
    clock: Clock

    def write(self, sources: Sequence[Source], attributes: Sequence[str], in_memory: Sequence[str] = ()) -> None:
        """Add an entry. It is written before the first value is read, so that no reading goes unrecorded.

        Parameters
        ----------
        sources
            The files that are read.
        attributes
            The columns of groups.
        in_memory
            The roles of tables in memory that are read: these have no name and no digest.

        Raises
        ------
        FileError
            If it cannot be written; then nothing may be read.
        InputError
            If the day of deletion has passed, or the clock's time has no zone.
        """
        moment = self.clock()
        if moment.tzinfo is None:
            raise InputError("the time of the access has no zone", remedy="Use a clock that tells it")
        if moment.date() > self.access.delete_after:
            said = f"the protected attributes were to be deleted after {self.access.delete_after.isoformat()}"
            raise InputError(said, remedy="Delete them, or state a new purpose and day")
        entry = {
            "time": moment.astimezone(UTC).isoformat(timespec="seconds"),
            "purpose": self.access.purpose,
            "person_or_role": self.access.person_or_role,
            "necessity": self.access.necessity,
            "delete_after": self.access.delete_after.isoformat(),
            "attributes": list(attributes),
            "files": [
                *({"role": each.role, "name": each.name, "sha256": each.sha256} for each in sources),
                *({"role": role, "name": "a table in memory", "sha256": None} for role in in_memory),
            ],
        }
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        except OSError as error:
            said = f"the access record cannot be written ({type(error).__name__})"
            raise FileError(said, where=self.path.name, remedy="Check the path; nothing was read") from None


def recorded(path: Path | None, access: Access | None, clock: Clock) -> Recorded | None:
    """An access with its record; None where no record is asked for.

    Raises
    ------
    InputError
        If a record is asked for and no purpose is stated.
    """
    if path is None:
        return None
    if access is None:
        raise InputError(
            "an access record needs a purpose", remedy="State purpose, role, necessity and day of deletion"
        )
    return Recorded(access=access, path=Path(path), clock=clock)
