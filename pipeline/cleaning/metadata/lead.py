"""Where the article begins in plain text, and which of the lines above is its title."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence, Set

from pipeline.cleaning.metadata.headline import slug_words
from pipeline.cleaning.words import words

REACH = 60
"""Lines above the first paragraph among which the title is looked for."""

_FARTHEST = 600
"""Lines from the start in which an article begins."""
_PROSE = 70
_WINDOW = 8
_ALONE = 400
_CLOSERS = '"”’»)]'
_CONSENT = tuple(
    sorted(
        words(
            "cookie kuki consent zustimm einwillig consentement consentimiento consenso privacy "
            "datenschutz confidentialité privacidad prywatnoś конфиденциальн персональн çerez "
            "javascript gdpr rgpd クッキー"
        )
    )
)
_PICTURE = tuple(
    sorted(
        words("photo image picture foto bild credit фото getty shutterstock courtesy (ap (afp ©")
    )
)
_CONTROL = re.compile(
    r"^(?:skip to|jump to|text (?:re)?size|font size|change contrast|share|tweet|print"
    r"|e-?mail|log ?in|sign (?:in|up)|subscribe|search|menu|home|advertisement|follow|copy link"
    r"|listen|save|download|read more|read also|related|see also|accept|reject|close"
    r"|zum inhalt|saltar|aller au|przejdź|перейти|toggle|open|back to|you are here"
    r"|in partnership|sponsored|loading|please enable|this (?:site|website)|we use"
    r"|\d+ comments?|\d+ min(?:ute)?s? read|about us|contact us|what are you looking for"
    r"|(?:start|get) (?:a |your )?(?:free|started|quote|demo)|(?:yes|no|thank you|welcome)\b[,!]?"
    r"|click|call us|book (?:a|now)|shop (?:all|now)|an official website|let us|want to see"
    r"|(?:estimated )?reading time|(?:posted|published|filed) (?:under|in)|enter your|join our"
    r"|phone|tel|table of contents|in this article|on this page|key takeaways|note:)\b"
    r"|\b(?:checked|reviewed|edited|written|posted|updated|published|photo|image) by\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\b(?:photo|image|picture|foto|bild|credit|фото|getty images|shutterstock|courtesy)\b\s*[:/©(]"
    r"|\((?:photo|image|foto|ap|afp|reuters)\b|^(?:photo|image|foto|bild)\b|©",
    re.IGNORECASE,
)
_MENU = re.compile(r"\s[|>»•·/]\s|\s{3,}|^[^\w\"“‘«„¿¡(\[$€£#]+")
_MARKER = re.compile(r"^(?:\d{1,2}[.)]\s+/?|[•*–-]\s+)")
_CODE = re.compile(r"[{}=]|</|--\w|\w\(\w*\)|min read\b")
_SENTENCE_END = re.compile(r"[.:;…][\"”’»)]*$")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LOWER_WORD = re.compile(r"\s[a-zß-öø-ÿа-яёіїєґқғңұһөәşğıćęłńóśźżčďěňřšťůž]")
_LEAST = 3.0
"""A title that scores less is as often a heading or an appeal."""
_MOST_WORDS = 32


def is_consent(line: str) -> bool:
    """Whether the line speaks of cookies, consent or privacy, as banners do."""
    lowered = line.lower()
    return any(word in lowered for word in _CONSENT)


def first_paragraph(lines: Sequence[str]) -> int:
    """Index of the line with which the article's text begins; ``len(lines)`` when none does.

    That is the first line of prose (a sentence of some length) with two more soon after it: in
    menus and banners such lines stand alone. In a text without such a stretch, the first line of
    prose will do.
    """
    recent: list[int] = []
    alone = None
    for number, line in enumerate(lines[:_FARTHEST]):
        if not _is_prose(line):
            continue
        recent.append(number)
        alone = number if alone is None else alone
        near = [other for other in recent if number - other <= _WINDOW]
        if len(near) >= 3 or len(line) >= _ALONE:
            return near[0]
    return len(lines) if alone is None else alone


def _is_prose(line: str) -> bool:
    line = line.rstrip()
    if len(line) < _PROSE:
        return False
    end = line[-1] if line[-1] not in _CLOSERS else line[-2]
    return end in ".!?…" and not is_consent(line)


def title_line(
    lines: Sequence[str], end: int, bylines: Set[int], url: str | None = None
) -> int | None:
    """The most title-like line above ``end``, if any is enough so; the upper one of equals.

    Args:
        lines: all lines.
        end: index of the first paragraph.
        bylines: indices of lines that are bylines.
        url: the article's address; its last part often spells the title.
    """
    first = max(end - REACH, 0)
    repeated = _repeated(lines[first:end])
    used = _Body(lines, end)
    slug = slug_words(url)
    best: int | None = None
    highest = _LEAST
    for number in range(first, end):
        line = lines[number]
        if number in bylines or not 2 <= line.count(" ") + 1 <= _MOST_WORDS:
            continue
        count = len(line.split())
        place, again = _place(number, end, bylines), 1.0 if line in repeated else 0.0
        if _bound(count) + place + again + (4.0 if slug else 2.0) <= highest:
            continue  # neither its look nor its words will do
        score = _shape(line, count) + place + again
        if score + (4.0 if slug else 2.0) <= highest:
            continue  # what its words can add will not do
        score += 2.0 * _share(line, used) + (2.0 * _share(line, slug) if slug else 0.0)
        if score > highest and _possible(line):
            best, highest = number, score
    return best


def _repeated(lines: Sequence[str]) -> set[str]:
    """Lines that say what another says, list markers aside: a breadcrumb ends with the title."""
    seen: dict[str, str] = {}
    found: set[str] = set()
    for line in lines:
        if len(line) >= 12:
            bare = (line if line[0].isalpha() else _MARKER.sub("", line)).casefold()
            if bare in seen:
                found.update((seen[bare], line))
            else:
                seen[bare] = line
    return found


def _possible(line: str) -> bool:
    if len(line) > 240 or _CONTROL.search(line) or _CODE.search(line):
        return False
    return not is_consent(line) and not _is_caption(line)


def _is_caption(line: str) -> bool:
    lowered = line.lower()
    return any(word in lowered for word in _PICTURE) and _CAPTION.search(line) is not None


def _bound(count: int) -> float:
    """The most that `_shape` says of a line of so many words."""
    return 2.5 if count >= 5 else 0.5 * count


def _shape(line: str, count: int) -> float:
    """What the look of a line of ``count`` words is worth."""
    score = 2.0 if count >= 5 else 0.5 * (count - 1)
    if _MARKER.match(line):
        score -= 1.5
    elif _MENU.search(line):
        score -= 3.0
    if _SENTENCE_END.search(line):
        score -= 2.0 if count < 8 else 4.0
    return (
        score
        + (0.5 if _LOWER_WORD.search(line) else 0.0)
        - (1.5 if count > 20 else 0.7 if count > 14 else 0.0)
    )


class _Body:
    """The words of the first paragraphs, of which only those that some line has are looked for."""

    def __init__(self, lines: Sequence[str], end: int) -> None:
        self._text = "\n".join(lines[end : end + 20])[:4000].lower()

    def __contains__(self, word: object) -> bool:
        """Whether the text has ``word``, which `_WORD` matches, between other characters."""
        word = str(word)
        start = self._text.find(word)
        while start >= 0:
            if not (self._letter(start - 1) or self._letter(start + len(word))):
                return True
            start = self._text.find(word, start + 1)
        return False

    def _letter(self, place: int) -> bool:
        """Whether what stands there could belong to a word, as `_WORD` has them."""
        char = self._text[place : place + 1] if place >= 0 else ""
        return char.isalnum() and not char.isdecimal()


def _share(line: str, used: Container[str]) -> float:
    """How many of the line's words the text uses: titles share theirs, menus do not."""
    own = set(_WORD.findall(line.lower()))
    return sum(word in used for word in own) / len(own) if own else 0.0


def _place(number: int, end: int, bylines: Set[int]) -> float:
    """Near to the first paragraph or the byline, from above."""
    if bylines and not bylines.isdisjoint(range(number + 1, min(number + 4, end))):
        return 0.8
    distance = end - number
    return 0.8 if distance <= 3 else 0.4 if distance <= 10 else -0.5 if distance > 25 else 0.0
