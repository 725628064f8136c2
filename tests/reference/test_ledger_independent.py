"""A verifier written from the specification alone agrees with ours."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from audits.ledger.receipt import redact
from tests.reference import independent_verifier
from tests.support.ledger import (
    DECISION,
    EVENTS,
    SIGNER,
    STRANGER,
    Entry,
    counted_bytes,
    entry,
    example_log,
    receipt_for,
)
from tests.support.ledger_forgeries import FORGERIES
from tests.support.ledger_vectors import RECEIPT, VECTORS, VKEY

SOURCE = Path(independent_verifier.__file__)
REFUSALS = (LookupError, TypeError, ValueError, AttributeError, InvalidSignature)


def test_it_imports_none_of_our_code_and_is_short() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    modules = {node.module for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names}
    assert {str(module).split(".")[0] for module in modules} - sys.stdlib_module_names == {"cryptography"}
    assert len([line for line in text.splitlines() if line.strip()]) < 80


def test_it_verifies_the_example_in_an_interpreter_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-I", str(SOURCE), str(RECEIPT), str(VKEY)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("VERIFIED ")
    assert json.loads(done.stdout.removeprefix("VERIFIED ")) == EVENTS[DECISION][2]


def test_it_refuses_a_changed_file_in_an_interpreter_of_its_own(tmp_path: Path) -> None:
    changed = tmp_path / "receipt.json"
    changed.write_bytes(RECEIPT.read_bytes().replace(b"571", b"671"))
    command = [sys.executable, "-I", str(SOURCE), str(changed), str(VKEY)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "field score" in done.stderr


def awkward() -> Entry:
    """Values whose canonical form is easily got wrong."""
    payload = {"\U0001f600": 1e-7, "\ufb33": 1e20, "\u20ac": 1e21, "a": -0.0, "b": '\u2028"\\/\b\x1f\x7f', "": [{}, []]}
    return entry(EVENTS[DECISION][0], "2026-11-24T10Z", payload, counted_bytes("awkward"))


def test_it_verifies_every_receipt_of_logs_of_every_small_size() -> None:
    log = [*example_log(), awkward(), *example_log(), awkward()]
    for size in range(1, len(log) + 1):
        for index in range(size):
            receipt = receipt_for(log[:size], index)
            assert set(independent_verifier.verify(receipt, SIGNER.vkey)) == set(log[index].payload)


def test_it_verifies_what_a_holder_kept_back() -> None:
    shown = independent_verifier.verify(redact(RECEIPT.read_bytes(), {"values"}), SIGNER.vkey)
    assert "values" not in shown


def test_it_refuses_every_stored_forgery_and_a_strangers_key() -> None:
    stored = json.loads(VECTORS.read_text(encoding="utf-8"))["refused"]
    assert len(stored) == len(FORGERIES)
    for forged in stored:
        with pytest.raises(REFUSALS):
            independent_verifier.verify(forged["receipt"].encode(), SIGNER.vkey)
    with pytest.raises(REFUSALS):
        independent_verifier.verify(RECEIPT.read_bytes(), STRANGER.vkey)


def test_it_refuses_every_flipped_byte() -> None:
    receipt = RECEIPT.read_bytes()
    for place in range(len(receipt)):
        flipped = bytearray(receipt)
        flipped[place] ^= 1 << place % 8
        with pytest.raises(REFUSALS):
            independent_verifier.verify(bytes(flipped), SIGNER.vkey)
