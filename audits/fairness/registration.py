"""What a report asks of whoever knows whether its plan was registered."""

from __future__ import annotations

from typing import Protocol

from scoring.domain.text import Text

__all__ = ["Registration"]


class Registration(Protocol):
    """Whether the plan is shown to be older than the decisions, as ``audits.registration`` answers."""

    @property
    def pre_registered(self) -> bool:
        """Whether it is proven."""

    @property
    def why(self) -> Text:
        """What shows it, or what is lacking."""
