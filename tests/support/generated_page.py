"""Pages with generated blocks: each between ``<!-- generated: NAME -->`` and ``<!-- end -->``."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["with_blocks"]


def with_blocks(page: str, blocks: Mapping[str, str]) -> str:
    """The page with every generated block as it must be."""
    for name, block in blocks.items():
        place = re.compile(rf"(<!-- generated: {name} -->\n\n).*?(\n\n<!-- end -->)", re.DOTALL)
        parts = place.split(page)
        if len(parts) != 4:
            raise AssertionError(f"the page must hold the block '{name}' once")
        page = parts[0] + parts[1] + block + parts[2] + parts[3]
    return page
