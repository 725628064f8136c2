"""Settings: a TOML file, or ``COUNTERSCORE_*`` variables where the file is silent."""

from __future__ import annotations

from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from scoring.artefact.characteristics_file import read_toml
from scoring.domain.errors import DeclarationError

__all__ = ["Environment", "Settings", "read_settings"]


class Environment(StrEnum):
    """Where the service runs. Development makes its own keys and never listens beyond this machine."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """What the service needs to know.

    Attributes
    ----------
    environment
        Development fills in what is left out; production refuses to.
    host, port
        Where to listen; port 0 takes a free one.
    folder
        Where development keeps its database and keys.
    database
        ``sqlite:///PATH``.
    card, policy
        The card to serve, and the lending policy beside it.
    token_key
        Key that verifies bearer tokens: a JWK file, Ed25519.
    log_key
        The log's private signing key.
    audience, issuer
        What a token must be for, and who must have issued it.
    human_route
        What a person does who wants a human being to decide.
    appeal_days
        Days within which an appeal is answered.
    """

    model_config = SettingsConfigDict(env_prefix="COUNTERSCORE_", extra="forbid", frozen=True)

    environment: Environment = Environment.DEVELOPMENT
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    folder: Path = Path(".counterscore")
    database: str = ""
    card: Path | None = None
    policy: Path | None = None
    token_key: Path | None = None
    log_key: Path | None = None
    audience: str = ""
    issuer: str = ""
    human_route: str = ""
    appeal_days: int = Field(default=30, ge=1, le=90)

    @property
    def is_development(self) -> bool:
        """Whether missing parts are filled in."""
        return self.environment is Environment.DEVELOPMENT

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_settings(path: Path | None = None, **overrides: object) -> Settings:
    """The settings; options of the command line win over the file, the file over the environment.

    Raises
    ------
    FileError, DeclarationError
        If the file cannot be read, or says something it cannot say. Values are not repeated: they may be secret.
    """
    where = "COUNTERSCORE_* variables" if path is None else path.name
    given: dict[str, Any] = {} if path is None else dict(read_toml(path))
    given |= {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise DeclarationError(
            f"the setting '{name}': {first['msg'].lower()}", where=where, remedy="docs/cli.md lists the settings"
        ) from None
