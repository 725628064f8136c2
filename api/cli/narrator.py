"""The voice of the demonstration."""

from __future__ import annotations

from typing import Any

__all__ = ["Narrator"]


class Narrator:
    """Tells the story to a person, or stays silent and remembers the facts."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._chapter = 0
        self.facts: dict[str, Any] = {}

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self._chapter += 1
        self.say(f"\n{self._chapter}. {title}\n{'-' * (len(title) + len(str(self._chapter)) + 2)}")

    def say(self, *lines: str) -> None:
        """Tell."""
        if not self._silent:
            print("\n".join(lines), flush=True)
