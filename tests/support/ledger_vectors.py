"""The test vectors of docs/spec/ledger.md; ``python -m tests.support.ledger_vectors`` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from audits.ledger.canonical import encode
from audits.ledger.checkpoint import sign_checkpoint
from audits.ledger.merkle import consistency_path, inclusion_path, root
from audits.ledger.receipt import redact
from tests.support.generated_page import with_blocks
from tests.support.ledger import DECISION, SIGNER, checkpoint_over, example_log, example_receipt
from tests.support.ledger_forgeries import FORGERIES

SPEC = Path(__file__).parents[2] / "docs" / "spec"
PAGE = SPEC / "ledger.md"
VECTORS = SPEC / "vectors" / "ledger.json"
RECEIPT = SPEC / "vectors" / "ledger-receipt.json"
VKEY = SPEC / "vectors" / "ledger.vkey"

KEPT_BACK = ("subject", "values")


def vectors() -> dict[str, object]:
    log, receipt = example_log(), example_receipt()
    one, hashes = log[DECISION], [each.hash for each in log]
    field = "score"
    return {
        "about": "Test vectors of docs/spec/ledger.md. Receipts and leaves are given as their exact text.",
        "vkey": SIGNER.vkey,
        "skey": SIGNER.skey,
        "commitment": {
            "field": field,
            "value": one.payload[field],
            "salt": one.salts[field],
            "message": encode({"field": field, "value": one.payload[field]}).decode(),
            "commitment": one.leaf.commitments[field],
        },
        "leaves": [{"data": each.leaf.data.decode(), "hash": each.hash.hex()} for each in log],
        "roots": [root(hashes[:size]).hex() for size in range(len(log) + 1)],
        "inclusion": [
            {"index": index, "size": len(log), "proof": [step.hex() for step in inclusion_path(hashes, index)]}
            for index in range(len(log))
        ],
        "consistency": [
            {"old": old, "size": len(log), "proof": [step.hex() for step in consistency_path(hashes, old)]}
            for old in range(1, len(log) + 1)
        ],
        "checkpoint": sign_checkpoint(checkpoint_over(log), SIGNER),
        "receipt": receipt.decode(),
        "redacted": {"kept_back": list(KEPT_BACK), "receipt": redact(receipt, KEPT_BACK).decode()},
        "refused": [
            {"what": forgery.what, "part": forgery.part, "receipt": forgery.of(receipt).decode()}
            for forgery in FORGERIES
        ],
    }


def vectors_text() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


def blocks() -> dict[str, str]:
    """The generated blocks of the page, by the name in the comment before them."""
    return {
        "receipt": "```json\n" + json.dumps(json.loads(example_receipt()), ensure_ascii=False, indent=2) + "\n```",
        "vkey": f"```\n{SIGNER.vkey}\n```",
        "checkpoint": f"```\n{sign_checkpoint(checkpoint_over(example_log()), SIGNER)}```",
    }


def main() -> None:
    VECTORS.parent.mkdir(exist_ok=True)
    VECTORS.write_text(vectors_text(), encoding="utf-8")
    RECEIPT.write_bytes(example_receipt())
    VKEY.write_text(SIGNER.vkey + "\n", encoding="utf-8")
    PAGE.write_text(with_blocks(PAGE.read_text(encoding="utf-8"), blocks()), encoding="utf-8")


if __name__ == "__main__":
    main()
