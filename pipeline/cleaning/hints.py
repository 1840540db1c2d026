"""What ids and classes of a page's elements speak of."""

from __future__ import annotations

import re
from functools import lru_cache

HINTS = (
    r"(?<![a-z])(?:nav|menu|footer|header|sidebar|aside|widget|breadcrumbs?|toolbar|topbar|masthead"
    r"|pagination|pager|tabs?|modal|popup|overlay|drawer|banner|copyright|legal|utility|skip)",
    r"(?<![a-z])(?:related|recommend|recirc|more|also|popular|trending|latest|teaser|promo|card"
    r"|carousel|slider|upsell|sponsor|advert|ads?(?![a-z])|outbrain|taboola|affiliate|product|shop"
    r"|price|deal|cta|newsletter|subscri|sign-?up|paywall|donat|toc(?![a-z]))",
    r"(?<![a-z])(?:comment|disqus|respond|reply|discussion|replies)",
    r"(?<![a-z])(?:share|sharing|social|byline|author|bio(?![a-z])|tags?(?![a-z])|meta|date|time"
    r"|caption|credit|cookie|consent|gdpr|cmp)|sr-only|visually-?hidden|screen-reader",
    r"(?<![a-z])(?:article|story|entry|post|content|body|text|main|prose|rich|copy)",
)
"""What is spoken of: the page's frame, other pages, comments, what is said about the article, the
article. But for `_ACROSS` each alternative lies within a run of letters and begins with it."""
NO_HINTS = (0,) * len(HINTS)
_HINT = tuple(re.compile(pattern) for pattern in HINTS)
_ACROSS = ("sign-up", "sr-only", "hidden", "screen-reader")
"""Parts of the alternatives that do not begin with a run of letters, or reach beyond it."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RUN = re.compile(r"[a-z]+")


def hints_of(named: str) -> tuple[int, ...] | None:
    """Which of `HINTS` an element's class and id speak of, 1 or 0 each; None when of none."""
    bits = _bits(named)
    return _TUPLES[bits] if bits else None


@lru_cache(maxsize=8192)
def _bits(named: str) -> int:
    text = named if named.islower() else _HUMP.sub("-", named).lower()
    for part in _ACROSS:
        if part in text:
            return _search(text)
    bits = 0
    for run in _RUN.findall(text):
        bits |= _of_run(run)
    return bits


@lru_cache(maxsize=8192)
def _of_run(run: str) -> int:
    """Of one run of letters: other pages have other classes, but made of the same words."""
    return sum(1 << number for number, pattern in enumerate(_HINT) if pattern.match(run))


def _search(text: str) -> int:
    return sum(1 << number for number, pattern in enumerate(_HINT) if pattern.search(text))


_TUPLES = [
    tuple(bits >> number & 1 for number in range(len(HINTS))) for bits in range(1 << len(HINTS))
]
