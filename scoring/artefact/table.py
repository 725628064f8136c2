"""A closed table of a TOML or JSON document: every key is asked for by type, and no key is left over."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from typing import TypeVar

from scoring.domain.errors import DeclarationError, InputError
from scoring.domain.text import Text

__all__ = ["Table"]

E = TypeVar("E", bound=StrEnum)


class Table:
    """One table being read.

    Parameters
    ----------
    content
        The parsed table.
    where
        Its place, for messages: ``"characteristics.toml, characteristic 3"``.
    error
        The kind of error to raise.
    """

    def __init__(self, content: object, where: str, error: type[InputError] = DeclarationError) -> None:
        self._error = error
        self.where = where
        if not isinstance(content, Mapping):
            raise error("must be a table", where=where)
        self._left = dict(content)

    def broken(self, what: str, remedy: str = "") -> InputError:
        """An error at this place."""
        return self._error(what, where=self.where, remedy=remedy)

    def has(self, key: str) -> bool:
        """Whether an unread key is there and is not null."""
        return self._left.get(key) is not None

    def value(self, key: str) -> object:
        """A compulsory value of any type."""
        if not self.has(key):
            raise self.broken(f"'{key}' is missing", remedy=f"Add '{key}'")
        return self._left.pop(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A string."""
        if default is not None and not self.has(key):
            self._left.pop(key, None)
            return default
        found = self.value(key)
        if not isinstance(found, str):
            raise self.broken(f"'{key}' must be text in quotes")
        return found

    def number(self, key: str) -> float:
        """A finite number."""
        return self.as_number(self.value(key), key)

    def optional_number(self, key: str) -> float | None:
        """A finite number, or None where the key is absent or null."""
        if not self.has(key):
            self._left.pop(key, None)
            return None
        return self.number(key)

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        if default is not None and not self.has(key):
            self._left.pop(key, None)
            return default
        found = self.value(key)
        if isinstance(found, bool) or not isinstance(found, int):
            raise self.broken(f"'{key}' must be a whole number")
        return found

    def boolean(self, key: str) -> bool:
        """True or false; absent is false."""
        found = self._left.pop(key, None)
        if found is not None and not isinstance(found, bool):
            raise self.broken(f"'{key}' must be true or false")
        return bool(found)

    def flag(self, key: str, name: str) -> bool:
        """Whether the table under ``key`` carries ``name = true``; the flag is then read, the rest is left."""
        inner = self._left.get(key)
        if not isinstance(inner, Mapping) or name not in inner:
            return False
        if not isinstance(inner[name], bool):
            raise self.broken(f"'{name}' of '{key}' must be true or false")
        self._left[key] = {other: value for other, value in inner.items() if other != name}
        return bool(inner[name])

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """One of an enumeration's words."""
        if default is not None and not self.has(key):
            self._left.pop(key, None)
            return default
        found = self.value(key)
        try:
            return kind(str(found))
        except ValueError:
            words = ", ".join(f'"{member}"' for member in kind)
            raise self.broken(f"'{key}' is '{found}'", remedy=f"Use one of {words}") from None

    def texts(self, key: str, default: Text | None = None) -> Text:
        """A text in both languages."""
        if default is not None and not self.has(key):
            self._left.pop(key, None)
            return default
        table = self.table(key)
        text = Text(en=table.text("en"), nl=table.text("nl"))
        table.close()
        return text

    def table(self, key: str) -> Table:
        """A table within this one."""
        return Table(self.value(key), f"{self.where}, '{key}'", self._error)

    def items(self, key: str, what: str) -> list[Table]:
        """A list of tables; absent is empty. Places count from 1."""
        return [
            Table(item, f"{self.where}, {what} {number}", self._error)
            for number, item in enumerate(self.array(key), start=1)
        ]

    def array(self, key: str) -> list[object]:
        """A list of anything; absent is empty."""
        if not self.has(key):
            self._left.pop(key, None)
            return []
        found = self.value(key)
        if not isinstance(found, list):
            raise self.broken(f"'{key}' must be a list")
        return found

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings; absent is empty."""
        found = self.array(key)
        if not all(isinstance(item, str) for item in found):
            raise self.broken(f"'{key}' must be a list of texts in quotes")
        return tuple(str(item) for item in found)

    def phrases(self, key: str) -> dict[str, Text]:
        """A table of texts, each in both languages or one for both; absent is empty. Order is kept."""
        if not self.has(key):
            self._left.pop(key, None)
            return {}
        inner = self.table(key)
        return {name: inner.phrase(name) for name in inner.left}

    @property
    def left(self) -> tuple[str, ...]:
        """The keys not read yet, in order."""
        return tuple(self._left)

    def phrase(self, key: str) -> Text:
        """A text in both languages, or one string for both."""
        found = self.value(key)
        if isinstance(found, str):
            return Text.same(found)
        self._left[key] = found
        return self.texts(key)

    def as_number(self, found: object, key: str) -> float:
        """A value that must be a finite number."""
        if isinstance(found, int | float) and not isinstance(found, bool):
            with suppress(OverflowError):
                if math.isfinite(number := float(found)):
                    return number
        raise self.broken(f"'{key}' must be a finite number")

    def close(self) -> None:
        """Refuse keys that nobody asked for: a misspelt rule must not be a silent one."""
        left = [key for key, value in self._left.items() if value is not None]
        if left:
            raise self.broken(f"the key '{left[0]}' is unknown", remedy="Correct its spelling or remove it")
