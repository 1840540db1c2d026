"""Marked text: what every corpus is turned into before training."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.records import Label

LABELS = tuple(label.value for label in Label)
_INLINE = re.compile(r"\{([A-Z_]+):([^{}]*)\}")
_NO_SPACE_BEFORE = re.compile(
    r"^(?:[,.;:!?%)\]}’”]|\.\.\.|n't|'(?:s|S|re|ve|ll|d|m)?|''|n’t|’\w{1,2})$"
)
_NO_SPACE_AFTER = frozenset("([{$£€“‘#") | {"``", "US$"}
_LEADING = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s|['’])$")
TITLES = frozenset(
    [
        "president",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "sen",
        "rep",
        "gen",
        "gov",
        "lt",
        "col",
        "capt",
        "sgt",
        "maj",
        "adm",
        "hon",
        "rev",
        "prof",
        "general",
        "governor",
        "minister",
        "premier",
        "judge",
        "justice",
        "senator",
        "representative",
        "colonel",
        "captain",
        "lieutenant",
        "major",
        "admiral",
        "sheikh",
        "professor",
        "ambassador",
        "pope",
        "king",
        "queen",
        "prince",
        "princess",
        "bishop",
        "archbishop",
        "cardinal",
        "chancellor",
        "secretary",
        "sergeant",
        "lord",
        "lady",
        "dame",
        "imam",
        "ayatollah",
        "mayor",
        "sheriff",
        "coach",
        "chief",
        "inspector",
        "commissioner",
        "detective",
        "doctor",
        "emperor",
        "empress",
        "sultan",
        "vice",
        "prime",
        "chairman",
        "director",
        "foreign",
        "former",
        "spokesman",
        "spokeswoman",
        "speaker",
        "congressman",
        "congresswoman",
        "miss",
        "father",
        "brother",
        "sister",
        "actor",
        "actress",
        "singer",
        "writer",
        "author",
        "duke",
        "duchess",
        "count",
        "countess",
        "baron",
        "baroness",
        "saint",
        "st",
        "king's",
        "defense",
        "defence",
        "interior",
        "finance",
        "deputy",
        "first",
        "lady",
        "politician",
    ]
)


@dataclass(frozen=True, slots=True)
class Marked:
    """Text with typed names; ``unknown`` are stretches whose labels the corpus does not give."""

    text: str
    spans: tuple[tuple[int, int, str], ...] = ()
    unknown: tuple[tuple[int, int], ...] = ()


def parse_inline(line: str) -> Marked:
    """``"{ORG:NATO} said"`` -> the bare text and its spans.

    Raises:
        ValueError: a label that is none of the ten.
    """
    text, spans, last = "", [], 0
    for mark in _INLINE.finditer(line):
        if mark[1] not in LABELS:
            raise ValueError(f"{mark[0]} in {line[:80]!r}: the labels are {', '.join(LABELS)}")
        text += line[last : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        last = mark.end()
    return Marked(text + line[last:], tuple(spans))


def parse_listed(text: str, names: str) -> Marked:
    """Names listed in order of appearance as ``LABEL=name|LABEL=name``."""
    spans, position = [], 0
    for entry in filter(None, names.split("|")):
        label, name = entry.split("=", 1)
        start = text.find(name, position)
        if start < 0:
            start = text.find(name)
        if start >= 0 and not any(s < start + len(name) and e > start for s, e, _ in spans):
            spans.append((start, start + len(name), label))
            position = start + len(name)
    return Marked(text, tuple(sorted(spans)))


def join(parts: Sequence[Marked], separator: str = " ") -> Marked:
    """One text out of several."""
    text, spans, unknown = "", [], []
    for index, part in enumerate(parts):
        text += separator if index else ""
        shift = len(text)
        spans += [(s + shift, e + shift, label) for s, e, label in part.spans]
        unknown += [(s + shift, e + shift) for s, e in part.unknown]
        text += part.text
    return Marked(text, tuple(spans), tuple(unknown))


def from_tokens(
    tokens: Sequence[str],
    entities: Iterable[tuple[int, int, str | None]],
    spaces: Sequence[bool] | None = None,
    *,
    split_hyphens: bool = False,
) -> Marked:
    """Detokenised text; an entity (token range, label) without label becomes ``unknown``."""
    text, starts, ends = detokenise(tokens, spaces, split_hyphens=split_hyphens)
    spans, unknown = [], []
    for first, stop, label in entities:
        start, end = starts[first], ends[stop - 1]
        if label is None:
            unknown.append((start, end))
            continue
        start, end = trimmed(text, start, end, label)
        if start < end:
            spans.append((start, end, label))
    return Marked(text, tuple(spans), tuple(unknown))


def detokenise(
    tokens: Sequence[str],
    spaces: Sequence[bool] | None = None,
    *,
    split_hyphens: bool = False,
) -> tuple[str, list[int], list[int]]:
    """Text with the spacing of print, and each token's start and end in it.

    ``split_hyphens``: the corpus splits "Atlanta-based" into three tokens.
    """
    gaps = spaces if spaces is not None else _guessed_spaces(tokens, split_hyphens)
    text, starts, ends = "", [], []
    for token, gap in zip(tokens, gaps, strict=True):
        plain = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(token, token)
        starts.append(len(text))
        text += plain
        ends.append(len(text))
        text += " " if gap else ""
    return text.rstrip(" "), starts, ends


def _guessed_spaces(tokens: Sequence[str], split_hyphens: bool) -> list[bool]:
    spaces, open_quote = [], False
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        gap = not _NO_SPACE_BEFORE.match(following) and token not in _NO_SPACE_AFTER
        if token == '"':
            open_quote = not open_quote
            gap = gap and not open_quote
        if following == '"' and open_quote:
            gap = False
        if split_hyphens and "-" in (token, following):
            gap = False
        spaces.append(gap)
    return spaces


def trimmed(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """The span without leading article, titles and possessive (the guide's span rules)."""
    if label != "WORK_OF_ART" and (article := _LEADING.match(text[start:end])):
        start += article.end()
    if tail := _TRAILING.search(text[start:end]):
        end = start + tail.start()
    while label == "PERSON" and " " in text[start:end]:
        first = text[start:end].split(" ", 1)[0]
        if first.rstrip(".").lower() not in TITLES:
            break
        start += len(first) + 1
    return start, end


def group(parts: Sequence[Marked], size: int) -> list[Marked]:
    """Neighbouring sentences joined in groups of ``size``."""
    return [join(parts[i : i + size]) for i in range(0, len(parts), size)]
