"""A small HTTP client for the service, with the standard library only; for the demonstration."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from scoring.domain.errors import Unavailable

__all__ = ["Answer", "Client", "running_service"]

START_SECONDS = 60
ANSWER_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered."""

    status: int
    data: bytes

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON is any of several types
        """The parsed JSON."""
        return json.loads(self.data)


@dataclass(frozen=True, slots=True)
class Client:
    """One caller.

    Parameters
    ----------
    address
        Of the service: ``http://127.0.0.1:8000``.
    token
        The caller's; empty for nobody in particular.
    """

    address: str
    token: str = ""

    def get(self, path: str) -> Answer:
        """GET."""
        return self._send("GET", path, None)

    def post(self, path: str, body: Mapping[str, object]) -> Answer:
        """POST a JSON body."""
        return self._send("POST", path, body)

    def _send(self, method: str, path: str, body: Mapping[str, object] | None) -> Answer:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.address + path, data, headers, method=method)  # noqa: S310 - our own http address
        opener = build_opener(ProxyHandler({}))  # loopback: no proxy of the surroundings
        try:
            with opener.open(request, timeout=ANSWER_SECONDS) as response:
                return Answer(response.status, response.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.read())
        except URLError as error:
            raise Unavailable("the service does not answer", where=self.address, remedy=str(error.reason)) from None


@contextmanager
def running_service(settings: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """``counterscore serve`` on a free port, as a process of its own; ended at the end.

    Yields
    ------
    dict
        What the service says of itself when it listens: address, digests and verification key.

    Raises
    ------
    Unavailable
        If it does not start; with what it said.
    """
    command = [sys.executable, "-m", "api.cli.main", "serve", "--port", "0", "--json"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSCORE_")}
    environment = inherited | {f"COUNTERSCORE_{name.upper()}": value for name, value in settings.items()}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline() if process.stdout else ""
        watchdog.cancel()
        if not line:
            said = process.communicate()[1].strip()
            raise Unavailable("the service did not start", remedy=said or f"It said nothing in {START_SECONDS} seconds")
        yield json.loads(line)
    finally:
        watchdog.cancel()
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
