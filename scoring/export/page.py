"""The card as one page that works from a file: a form, the card's own arithmetic, and nothing from any network.

The page's parts are fixed; the card comes in as encoded data in a block that is no script, and the page sets every
text of it as text. The policy of the page permits the one script and the one style that it holds, by their digests.
"""

from __future__ import annotations

import base64
import hashlib

from scoring.domain.card import Card
from scoring.domain.text import Language
from scoring.export.page_data import page_data
from scoring.export.page_words import NO_SCRIPT
from scoring.export.plan import Plan
from scoring.export.program import runtime
from scoring.export.sheet import encoded, sheet
from scoring.export.use import not_for_people

__all__ = ["PARTS", "html"]

PARTS = ("card", "changes", "form", "page")
"""The parts of the page's script, in the order in which they stand in it."""


def html(card: Card, language: Language) -> str:
    """The page in one language."""
    plan = Plan(card)
    use = not_for_people(card)
    warning = f'<p class="use"><strong>{use.into(language)}</strong></p>' if use else ""
    data = encoded({**sheet(plan), "page": page_data(plan, language)})
    script = "".join(runtime(f"{part}.mjs") for part in PARTS)
    style = runtime("page.css")
    allowed = f"script-src '{_digest(script)}'; style-src '{_digest(style)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language.value}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<title>Counterscore</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            f'<header>{warning}<h1 id="title">Counterscore</h1><p class="quiet" id="about"></p></header>',
            f"<noscript><main><p>{NO_SCRIPT.into(language)}</p></main></noscript>",
            '<main><form id="form" autocomplete="off"></form>',
            '<div><p id="said" class="spoken" role="status" aria-live="polite"></p>',
            '<div id="answer"></div></div></main>',
            '<footer><p id="digest"></p></footer>',
            f'<script type="application/json" id="card">{data}</script>',
            f'<script type="module">{script}</script>',
            "</body>",
            "</html>",
            "",
        ]
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
