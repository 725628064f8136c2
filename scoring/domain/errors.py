"""The one tree of errors. Each says what happened, where, and what to do about it.

::

    CounterscoreError
    ├── InputError                 the input or an option is wrong; nothing was done      (exit 2)
    │   ├── FileError              a file is missing, empty or unreadable
    │   ├── DataError              a column or a value of a data file
    │   │   └── RecordError        a record of a register, a bank or an application
    │   ├── DeclarationError       a characteristics, policy or settings file
    │   ├── CardError              a card that cannot be read or does not add up
    │   ├── NotSearchable          changes too many to search them all
    │   └── InvalidValue           a value outside its declaration, in a request or a row
    ├── Unavailable                a part the work depends on does not answer; nothing was done (exit 2)
    └── Refusal                    a rule of ours says no                                 (exit 1)
        ├── ForbiddenField         a field that may never be a characteristic
        ├── UndeclaredField        a field nobody declared
        ├── NotServable            a card or registry that lacks what serving needs
        ├── CertificateFailed      a card that breaks its own promises
        ├── PurposeMismatch        a purpose that the score may not be used for
        ├── ConsentMissing         no consent that is given, unexpired and for this use
        ├── NotAllowed             the caller's role may not do this
        ├── NotFound               no such thing for this caller
        │   └── Erased             it was there, and its data have been erased
        ├── Conflict               the thing is not in a state that allows this
        ├── UnknownCaller          no token, or one that does not verify
        └── EvidenceBroken         evidence that does not verify

HTTP statuses belong to the web layer and exit statuses to the command line; neither is known here.
"""

from __future__ import annotations

from collections.abc import Sequence


class CounterscoreError(Exception):
    """Base of every error a user may see.

    Parameters
    ----------
    what
        What happened, as one sentence fragment without a final stop.
    where
        The place, in the user's own terms: ``"applicants.csv, row 3, column income"``.
    remedy
        What to do about it.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """One line: place, fact, remedy."""
        place = f"{self.where}: " if self.where else ""
        remedy = f". {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"


class InputError(CounterscoreError, ValueError):
    """The input or an option is wrong; nothing was done."""


class FileError(InputError):
    """A file is missing, empty or unreadable."""


class DataError(InputError):
    """A column or a value of a data file is not what the work needs."""


class RecordError(DataError):
    """A record of a register, a bank or an application is not what its rules allow; nothing of it was used.

    Parameters
    ----------
    record
        Which record, in the file's own terms: ``"register_events.csv, row 3"``.
    field
        Which of its fields. The value itself is never repeated: it may be personal.
    """

    def __init__(self, record: str, field: str, what: str, *, remedy: str = "") -> None:
        super().__init__(what, where=f"{record}, field {field}" if field else record, remedy=remedy)
        self.record = record
        self.field = field


class DeclarationError(InputError):
    """A characteristics, policy or settings file says something it cannot say."""


class CardError(InputError):
    """A card cannot be read, or its parts contradict each other."""


class NotSearchable(InputError):
    """A person's changes cannot all be looked at: a search in part would name a plan that is not the cheapest.

    Parameters
    ----------
    fields
        The declared names whose steps are too many.
    """

    def __init__(self, fields: Sequence[str], what: str, *, remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.fields = tuple(fields)


class InvalidValue(InputError):
    """A value lies outside its declaration.

    Parameters
    ----------
    field
        The declared name whose value is invalid. The value itself is never repeated: it may be personal.
    """

    def __init__(self, field: str, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where=where or field, remedy=remedy)
        self.field = field


class Unavailable(CounterscoreError):
    """A part that the work depends on does not answer; nothing was done."""


class Refusal(CounterscoreError):
    """A rule of ours says no."""


class ForbiddenField(Refusal):
    """A field that may never be a characteristic, whatever it is called.

    Parameters
    ----------
    field
        The name as declared.
    rule
        What kind of datum is forbidden, in one phrase.
    source
        The legal or project rule that forbids it.
    """

    def __init__(self, field: str, *, rule: str, source: str, where: str = "") -> None:
        super().__init__(
            f"'{field}' cannot be declared: {rule} ({source})",
            where=where,
            remedy="Remove it; only financial facts about the applicant may be characteristics",
        )
        self.field = field
        self.rule = rule
        self.source = source


class UndeclaredField(Refusal):
    """A request carries a field that nobody declared."""

    def __init__(self, field: str, *, where: str = "") -> None:
        super().__init__(
            f"'{field}' is not a declared characteristic",
            where=where,
            remedy="Send declared fields only; GET /v1/card lists them",
        )
        self.field = field


class NotServable(Refusal):
    """A card or registry lacks what serving needs."""


class CertificateFailed(Refusal):
    """A card breaks its own promises."""


class PurposeMismatch(Refusal):
    """A purpose that the score may not be used for."""


class ConsentMissing(Refusal):
    """No consent that is given, unexpired, for this purpose, recipient and source."""


class NotAllowed(Refusal):
    """The caller's role may not do this."""


class NotFound(Refusal):
    """No such thing for this caller; also the answer for somebody else's."""


class Erased(NotFound):
    """It was there, and its data have been erased."""


class Conflict(Refusal):
    """The thing is not in a state that allows this."""


class UnknownCaller(Refusal):
    """No token, or one that does not verify."""


class EvidenceBroken(Refusal):
    """Evidence does not verify.

    Parameters
    ----------
    part
        Which part failed: ``"receipt"``, ``"commitment"``, ``"leaf"``, ``"inclusion proof"``, ``"checkpoint"``,
        ``"signature"``, ``"evidence row"``.
    """

    def __init__(self, part: str, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where=where or part, remedy=remedy)
        self.part = part
