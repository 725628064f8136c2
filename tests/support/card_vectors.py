"""The test vectors of docs/spec/card.md; ``python -m tests.support.card_vectors`` writes them anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

from scoring.artefact.card_json import card_bytes, card_digest
from scoring.certificate.promises import neutral_means
from scoring.domain.card import Card
from scoring.domain.characteristic import Source
from scoring.domain.entry import Attribute
from scoring.domain.errors import InvalidValue
from scoring.domain.line import Line, Test
from tests.support.card_forgeries import FORGERIES
from tests.support.card_people import ROWS
from tests.support.crossed_card import CROSSED
from tests.support.generated_page import with_blocks
from tests.support.spec_cards import CORNERS, TINY

SPEC = Path(__file__).parents[2] / "docs" / "spec"
PAGE = SPEC / "card.md"
VECTORS = SPEC / "vectors" / "card.json"

CARDS: Mapping[str, Card] = {"tiny": TINY, "corners": CORNERS, "crossed": CROSSED}


def vectors() -> dict[str, object]:
    return {
        "about": "Test vectors of docs/spec/card.md. 'refused' holds changes to the cards that a reader refuses.",
        "cards": {name: json.loads(card_bytes(each)) for name, each in CARDS.items()},
        "digests": {name: card_digest(each) for name, each in CARDS.items()},
        "rows": [_row(name, *row) for name, rows in ROWS.items() for row in rows],
        "refused": [
            {"card": each.card, "what": each.what, "at": list(each.at)} | ({} if each.remove else {"value": each.value})
            for each in FORGERIES
        ],
    }


def vectors_text() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _row(name: str, what: str, values: Mapping[str, object], refused: frozenset[Source]) -> dict[str, object]:
    return {"card": name, "what": what, "values": dict(values), "refused": sorted(refused)} | _expected(
        CARDS[name], values, refused
    )


def _expected(scored: Card, values: Mapping[str, object], refused: frozenset[Source]) -> dict[str, object]:
    readings = scored.registry.read(values, refused)
    try:
        score = scored.score(readings)
    except InvalidValue as error:
        return {"score": None, "pd": None, "invalid": error.field}
    return {"score": score, "pd": str(scored.pd(score)), "invalid": None}


def blocks() -> dict[str, str]:
    """The generated blocks of the page, by the name in the comment before them."""
    crossing = json.loads(card_bytes(CROSSED))["entries"][1]
    return {
        "card": f"```json\n{_pretty(json.loads(card_bytes(TINY)))}\n```",
        "digest": f"```text\n{card_digest(TINY)}\n```",
        "score": _addition("tiny"),
        "crossing": f"```json\n{_pretty(crossing)}\n```",
        "crossed score": _addition("crossed"),
        "neutral means": _neutral_means(),
    }


def _addition(name: str) -> str:
    """The sum of the first person of a card's rows."""
    scored, (_, values, refused) = CARDS[name], ROWS[name][0]
    readings = scored.registry.read(values, refused)
    score = scored.score(readings)
    names = [", ".join(entry.characteristics) for entry in scored.entries]
    points = [f"{line.points:>+5}  {name}" for name, line in zip(names, scored.lines(readings), strict=True)]
    lines = [f"{scored.initial_points:>5}  initial_points", *points, f"{score:>5}  score; PD {scored.pd(score)}"]
    return "\n".join(["```text", *lines, "```"])


def _neutral_means() -> str:
    """The neutral points of a crossing, slice after slice, before and after pooling."""
    entry = CROSSED.entries[0]
    rows = [
        f"| slice of `{entry.by}` | mean of its free lines | after steps 2 and 3 | neutral points |",
        "| --- | ---: | ---: | ---: |",
    ]
    for each, pooled in zip(entry.slices, neutral_means(CROSSED, entry), strict=True):
        free = [line for line in each.attributes if not line.neutral]
        points = [str(line.points) for line in each.attributes if line.neutral]
        if each.when is None or pooled is None:
            raise AssertionError("every slice of the example has a line and a mean")
        own = f"{float(_mean(free)):.2f}" if free else "none"
        rows.append(f"| {_said(each.when)} | {own} | {float(pooled):.2f} | {', '.join(points) or 'no neutral line'} |")
    return "\n".join(rows)


def _mean(lines: Iterable[Attribute]) -> Fraction:
    weights = [(Fraction(line.goods) + Fraction(line.bads), line.points) for line in lines]
    return sum((w * points for w, points in weights), Fraction(0)) / sum((w for w, _ in weights), Fraction(0))


def _said(line: Line) -> str:
    if line.test is not Test.INTERVAL:
        return " ".join(["`" + line.test.value + "`", *(f"`{label}`" for label in line.labels)])
    if line.lower is None:
        return f"below {line.upper:g}"
    return f"from {line.lower:g}" + ("" if line.upper is None else f" to below {line.upper:g}")


def _pretty(value: object, indent: str = "") -> str:
    """JSON for reading: what fits in a line stands in one."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + len(flat) <= 110:
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        inner = [f"{deeper}{json.dumps(key)}: {_pretty(each, deeper)}" for key, each in value.items()]
        return "{\n" + ",\n".join(inner) + f"\n{indent}}}"
    if all(isinstance(each, str) for each in value):
        texts = [json.dumps(each, ensure_ascii=False) for each in value]
        rows = [", ".join(texts[start : start + 6]) for start in range(0, len(texts), 6)]
        return "[\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}]"
    return "[\n" + ",\n".join(deeper + _pretty(each, deeper) for each in value) + f"\n{indent}]"


def main() -> None:
    VECTORS.parent.mkdir(exist_ok=True)
    VECTORS.write_text(vectors_text(), encoding="utf-8")
    PAGE.write_text(with_blocks(PAGE.read_text(encoding="utf-8"), blocks()), encoding="utf-8")


if __name__ == "__main__":
    main()
