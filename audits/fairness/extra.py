"""What a report says besides the audit's own numbers: other parts, the plan's registration, absent columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from audits.shared.sections import Section
from scoring.domain.text import Text

__all__ = ["NOTHING", "Extra", "Registration"]


class Registration(Protocol):
    """Whether the plan is shown to be older than the decisions, as ``audits.registration`` answers."""

    @property
    def pre_registered(self) -> bool:
        """Whether it is proven."""

    @property
    def why(self) -> Text:
        """What shows it, or what is lacking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What other parts add.

    Attributes
    ----------
    sections
        For the page, in the language of the page.
    documents
        The same for the JSON document, by name.
    registration
        Of the plan; None where none was given: the plan then counts as not pre-registered.
    absent
        Roles of the schema that the decisions file does not have; None where that is not known.
    """

    sections: tuple[Section, ...] = ()
    documents: Mapping[str, Any] = field(default_factory=dict)
    registration: Registration | None = None
    absent: tuple[str, ...] | None = None


NOTHING = Extra()
