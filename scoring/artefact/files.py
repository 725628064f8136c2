"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from scoring.domain.errors import FileError

__all__ = ["refuse_unwritable", "write_bytes"]


def refuse_unwritable(path: Path) -> None:
    """Say early that a file could not be written, before long work is done for it.

    Raises
    ------
    FileError
        If its folder is not there or may not be written to, or a folder has its name.
    """
    if not path.parent.is_dir():
        raise FileError("there is no such folder", where=str(path.parent), remedy="Make it first")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise FileError("nothing may be written there", where=str(path.parent), remedy="Name another folder")
    if path.is_dir():
        raise FileError("is a folder", where=str(path), remedy="Name a file")


def write_bytes(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write through a temporary sibling and a rename: a crash leaves the old file or the new one.

    Raises
    ------
    FileError
        If the folder does not exist or cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileError(
            f"cannot be written ({error.strerror})", where=str(path), remedy="Check the folder and its permissions"
        ) from None
