"""The page put together: template, style, scripts and data in one file that needs no network."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

SCRIPTS = (
    "words",
    "store",
    "view",
    "paint",
    "map",
    "maps",
    "svg",
    "inspector",
    "whynot",
    "table",
    "plots",
    "sections",
    "search",
    "main",
)
"""The page's own scripts, in the order in which they need each other."""
_VENDOR = ("topojson-client.min.js",)


def assets() -> Traversable:
    """Return the folder of template, style and scripts."""
    return files("optimizer.report.page") / "assets"


def assembled(
    core: Mapping[str, Any], blocks: Mapping[str, Mapping[str, Any]], lang: str, title: str
) -> str:
    """Return the page.

    The policy that it carries lets no script run but its own, named by hash, and no request
    be made; data stand in blocks that no browser runs. Villages come last, so that the maps
    are painted before they are read.

    Parameters
    ----------
    core
        What the page shows at once.
    blocks
        Villages by county, read when they are looked at.
    """
    folder = assets()
    vendored = [(folder / "vendor" / name).read_text("utf-8") for name in _VENDOR]
    own = [(folder / "js" / f"{name}.js").read_text("utf-8") for name in SCRIPTS]
    script = "\n".join([*vendored, '"use strict";', "const page = {};", *own])
    counties = [_block(f"county-{name}", block) for name, block in blocks.items()]
    parts = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "title": html.escape(title),
        "policy": _policy(script),
        "style": (folder / "page.css").read_text("utf-8"),
        "core": _block("core", core),
        "script": script,
        "counties": "\n".join(counties),
    }
    pieces = (folder / "page.html").read_text("utf-8").split("@@")
    return "".join(parts[piece] if at % 2 else piece for at, piece in enumerate(pieces))


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(f"\n{script}\n".encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _block(name: str, value: Mapping[str, Any]) -> str:
    return f'<script type="application/json" id="{html.escape(name)}">{script_json(value)}</script>'


def script_json(value: Any) -> str:
    """Return JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
