"""The title of a page: the heading it shows, confirmed by what its head says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipeline.cleaning.metadata.datestrings import find_dates

# Blanks are tried from the first of a run alone: from each, a long run takes quadratic time.
_SEPARATED = re.compile(r"(?<!\s)\s++(?:[–—·•»«:]\s++|-\s++|::\s++|//\s*+|[|»]\s*+)|[|»]\s*+")
_MOST_NAMES = 10
"""How often the publication's name is taken off the end of one title."""
_EDGE = " |–—·•»«:-/"
_WORD = re.compile(r"\w+")
_NOT_ALNUM = re.compile(r"[\W_]+")
_LONGEST = 300
_ALIKE = 0.45
"""Share of words that a heading must have in common with a title named elsewhere."""


@dataclass(frozen=True, slots=True)
class House:
    """The publication's own names, which are no titles."""

    keys: frozenset[str]
    domain: str

    @classmethod
    def of(cls, names: Sequence[str], site: str | None) -> House:
        """From names in words and a registered domain."""
        label = squeeze((site or "").split(".")[0])
        return cls(frozenset(key for name in names if (key := squeeze(name))), label)

    def owns(self, text: str) -> bool:
        """Whether ``text`` is the publication's name, or is made of its domain.

        Domains cut and join names ("The Rust Blog" at rust-lang.org), so that either may hold the
        other; three letters in common are chance.
        """
        key = squeeze(text)
        if not key or key in self.keys:
            return True
        if len(self.domain) < 4 or len(key) < 4 or len(text.split()) > 5:
            return False
        return self.domain in key or key in self.domain


def squeeze(text: str) -> str:
    """Letters and digits only, case folded: what makes two printings of a title the same."""
    return _NOT_ALNUM.sub("", text.casefold())


def choose_title(
    headings: Sequence[str],
    named: Sequence[str],
    window: str | None,
    house: House,
    url: str | None = None,
) -> str | None:
    """The best title, or None.

    Args:
        headings: texts of the page's first-level headings.
        named: titles that meta tags and JSON-LD give, the most trusted first.
        window: the text of the title element.
        house: names that are not titles.
        url: the page's address; its last part often spells the title.

    The heading wins where it has enough words in common with any of the other names: those are
    written for search engines and shared links, the heading for readers.
    """
    others = [without_site(name, house) for name in [*named, window or ""] if name]
    others = [name for name in others if name and not house.owns(name)]
    shown = [text for text in dict.fromkeys(headings) if _is_title(text, house)]
    hints = [_words(name) for name in [*others, *_slugs(url)]]
    scored = [(_likeness(text, hints), -place, text) for place, text in enumerate(shown)]
    best = max(scored, default=None)
    if best is not None and (best[0] >= _ALIKE or not others):
        return _trimmed(best[2], others)
    return others[0] if others else None


def _is_title(text: str, house: House) -> bool:
    return 1 < len(text) <= _LONGEST and not house.owns(text)


def _likeness(heading: str, hints: Sequence[frozenset[str]]) -> float:
    """Words in common with the most similar hint, over the geometric mean of both lengths."""
    own = _words(heading)
    if not own:
        return 0.0
    return max(
        (len(own & hint) / (len(own) * len(hint)) ** 0.5 for hint in hints if hint), default=0.0
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.casefold()) if len(word) > 1)


def slug_words(url: str | None) -> frozenset[str]:
    """Longer words of the address's last part, when it reads like a title."""
    return frozenset(word for slug in _slugs(url) for word in slug.lower().split() if len(word) > 3)


def _slugs(url: str | None) -> list[str]:
    """The last part of the address, when it reads like a title: "grain-talks-stall"."""
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return []
    parts = [part.rsplit(".", 1)[0] for part in path.split("/") if part]
    last = re.sub(r"[-_+]", " ", parts[-1]) if parts else ""
    return [last] if len(last.split()) >= 3 else []


def _trimmed(heading: str, others: Sequence[str]) -> str:
    """The heading without a date or byline that stands in the same element, as another name of the
    title shows."""
    for name in others:
        if len(name) < 10 or len(name) >= len(heading) or name not in heading:
            continue
        rest = heading.replace(name, "", 1)
        if find_dates(rest) or re.search(r"\w\.\w", rest):
            return name
    return heading


def without_site(title: str, house: House) -> str:
    """A window's title without the publication's name at either end, nor what follows a bar.

    >>> house = House.of(["Baltic Brief"], "balticbrief.example")
    >>> without_site("Grain talks stall - Baltic Brief", house)
    'Grain talks stall'
    >>> without_site("Why the winter was mild | Energy | Paper", house)
    'Why the winter was mild'
    """
    head, bar, _ = title.partition(" | ")
    if bar and len(head.split()) >= 3 and not house.owns(head):
        title = head
    for _ in range(_MOST_NAMES):
        if len(pieces := _SEPARATED.split(title)) == 1 or not house.owns(pieces[-1]):
            break
        title = (
            title[: title.rindex(pieces[-1])].rstrip(_EDGE) if pieces[-1] else title.rstrip(_EDGE)
        )
    if len(pieces) > 1 and house.owns(pieces[0]):
        title = title[title.find(pieces[0]) + len(pieces[0]) :].lstrip(_EDGE)
    return title
