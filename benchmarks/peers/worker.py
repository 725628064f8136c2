"""Work in a process of its own, which can be stopped: a fit that takes too long is a result, not an error.

A worker prepares once (it imports a library, it receives a table) and then answers questions one by one. It leads a
process group, so that whatever a library starts ends with it. Nothing that it prints reaches the report.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

__all__ = ["Answer", "Ended", "Worker", "peak_memory", "resident_memory"]

Answering = Callable[[Any], Any]
PREPARING_SECONDS = 300.0
"""Imports and the reading of a table are not part of a fit; they have a limit of their own."""

ENDING_SECONDS = 10.0


class Ended(StrEnum):
    """How a piece of work ended."""

    DONE = "done"
    NOT_FINISHED = "not finished"
    NOT_INSTALLED = "not installed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a worker says.

    Attributes
    ----------
    value
        What the work gave; None unless it is done.
    why
        The kind of error of failed work and its first line, for the progress lines.
    """

    ended: Ended
    value: Any = None
    why: str = ""


class Worker:
    """A process that prepares once and then answers. Use it as a context manager.

    Parameters
    ----------
    prepare
        A function of a module, called in the process with ``payload``; it gives the function that answers.
    payload
        Anything that can be pickled.
    """

    def __init__(self, prepare: Callable[..., Answering], payload: object) -> None:
        self._prepare = prepare
        self._payload = payload
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._connection is not None:
            self._connection.close()  # the process sees the end, and ends what its libraries began
            self._process.join(ENDING_SECONDS)
        self._stop()

    def ask(self, question: object, seconds: float) -> Answer:
        """Ask, and wait at most so many seconds; a worker that is stopped prepares anew at the next question."""
        if self._process is None:
            ready = self._start()
            if ready.ended is not Ended.DONE:
                return ready
        assert self._connection is not None  # noqa: S101 - started above
        with contextlib.suppress(OSError):  # a process that is gone has nothing to say: that is heard next
            self._connection.send(question)
        return self._hear(seconds)

    def _start(self) -> Answer:
        context = get_context("spawn")  # a fork would share the threads of libraries that cannot be shared
        here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, self._prepare, self._payload))
        self._process.start()
        there.close()
        self._connection = here
        return self._hear(PREPARING_SECONDS)

    def _hear(self, seconds: float) -> Answer:
        assert self._connection is not None  # noqa: S101 - started before
        try:
            if not self._connection.poll(seconds):
                self._stop()
                return Answer(ended=Ended.NOT_FINISHED)
            answer: Answer = self._connection.recv()
        except (EOFError, OSError):
            self._stop()
            return Answer(ended=Ended.FAILED, why="the process ended by itself")
        return answer

    def _stop(self) -> None:
        if self._process is None:
            return
        if self._process.pid is not None and self._process.is_alive():
            with contextlib.suppress(ProcessLookupError):
                if os.getpgid(self._process.pid) == self._process.pid:
                    os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def _serve(connection: Connection, prepare: Callable[..., Answering], payload: object) -> None:
    os.setpgrp()
    warnings.simplefilter("ignore")  # those of peers are their own
    silent = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silent, stream)
    try:
        work = prepare(payload)
    except Exception as error:  # noqa: BLE001 - whatever a library raises is a result
        connection.send(_failed(error))
        return
    connection.send(Answer(ended=Ended.DONE))
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        try:
            answer = Answer(ended=Ended.DONE, value=work(question))
        except Exception as error:  # noqa: BLE001 - whatever a library raises is a result
            answer = _failed(error)
        connection.send(answer)


def _failed(error: Exception) -> Answer:
    if isinstance(error, ModuleNotFoundError):
        return Answer(ended=Ended.NOT_INSTALLED, why=str(error))
    lines = str(error).splitlines() or [""]
    return Answer(ended=Ended.FAILED, why=f"{type(error).__name__}: {lines[0][:200]}")


def peak_memory() -> float:
    """The highest resident memory of this process so far, in GiB.

    Where Linux tells, of this program alone: ``ru_maxrss`` starts from what the parent had when it started this one.
    """
    return _status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNITS_IN_GIB


def resident_memory() -> float:
    """The resident memory of this process now, in GiB; 0 where the system does not tell."""
    return _status("VmRSS") or 0.0


_UNITS_IN_GIB = 2**30 if sys.platform == "darwin" else 2**20


def _status(name: str) -> float | None:
    path = Path("/proc/self/status")
    if not path.is_file():
        return None
    for line in path.read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 2**20
    return None
