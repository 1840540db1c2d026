"""The article's text as the page itself declares it to search engines."""

from __future__ import annotations

import html
import json
import re

from lxml.html import HtmlElement

_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")', re.DOTALL)
_BREAK = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|blockquote|tr|table|figure)\b[^<>]*>|[\r\n]+")
_TAG = re.compile(r"<[^<>]*>")


def declared_lines(tree: HtmlElement) -> list[str]:
    """Lines of the longest ``articleBody`` in the page's JSON-LD (schema.org/articleBody); none
    where there is none. Some sites put markup into it, escaped once or twice."""
    bodies = [
        found
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "") and '"articleBody"' in (script.text or "")
        for found in _BODY.findall(script.text)
    ]
    if not bodies:
        return []
    text = html.unescape(_decoded(max(bodies, key=len)))
    if "<" not in text:
        text = html.unescape(text)
    lines = (" ".join(html.unescape(_TAG.sub("", x)).split()) for x in _BREAK.split(text))
    return [line for line in lines if line]


def _decoded(literal: str) -> str:
    """The string that a JSON literal stands for; as it is when its escapes are broken."""
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:
        return literal[1:-1]
