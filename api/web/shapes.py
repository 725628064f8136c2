"""What every response shares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Bilingual", "Response"]


class Response(BaseModel):
    """A response; a record with fields of the same names becomes one by ``model_validate``."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Bilingual(Response):
    """A text in both languages."""

    en: str
    nl: str
