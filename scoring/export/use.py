"""What a card may not be used for: said in the head of every form that it is written in."""

from __future__ import annotations

from scoring.artefact.printed_words import STATUS
from scoring.domain.card import Card
from scoring.domain.registry import Profile
from scoring.domain.text import Text

__all__ = ["not_for_people"]


def not_for_people(card: Card) -> Text | None:
    """The words of the printed card where it may not be used on people; None where it may."""
    profile = card.registry.profile
    return None if profile is Profile.SERVABLE else STATUS[profile]
