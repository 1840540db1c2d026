"""Keys under which two spellings of a name are the same."""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORM = re.compile(
    r"[,\s]+(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|lp|plc|ag|se|sa|s\.a|"
    r"nv|n\.v|bv|b\.v|gmbh|kg|ab|asa|oyj|spa|s\.p\.a|srl|pte|pty|pjsc|ojsc|jsc|oao|ooo|zao|pao)\.?$",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|president|prime minister|premier|"
    r"minister|chancellor|senator|sen|representative|rep|congressman|congresswoman|governor|gov|"
    r"mayor|general|gen|colonel|col|major|maj|captain|capt|lieutenant|lt|sergeant|sgt|admiral|adm|"
    r"judge|justice|king|queen|prince|princess|pope|cardinal|bishop|archbishop|imam|sheikh|rabbi|"
    r"ambassador|secretary|chairman|chairwoman|director|spokesman|spokeswoman|ceo)\.?\s+",
    re.IGNORECASE,
)
_SMALL_WORDS = {"of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des", "und"}
# Systematic differences of British and American spelling, and of romanised Cyrillic.
_SPELLINGS = (
    (re.compile(r"isation\b"), "ization"),
    (re.compile(r"\bdefence\b"), "defense"),
    (re.compile(r"\bcentre\b"), "center"),
    (re.compile(r"\blabour\b"), "labor"),
    (re.compile(r"\bprogramme\b"), "program"),
    (re.compile(r"\bco-operation\b"), "cooperation"),
    (re.compile(r"(?<=[aeou])y(?=e[vn])"), ""),  # Tokayev, Tokaev
    (re.compile(r"iy\b"), "y"),  # Valeriy, Valery
    (re.compile(r"ii\b"), "y"),
    (re.compile(r"\bkh"), "h"),
)


def fold(name: str) -> str:
    """Lower case, without accents, apostrophes, dots and doubled spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    plain = re.sub(r"['’ʼ`´.]", "", plain).replace("&", " and ").replace("ı", "i")
    return re.sub(r"\s+", " ", plain).strip()


def name_key(name: str, label: str) -> str:
    """Two names with the same key are spellings of one name."""
    key = fold(without_legal_form(name) if label == "ORG" else name)
    for pattern, plain in _SPELLINGS:
        key = pattern.sub(plain, key)
    return re.sub(r"[\s\-–‐‑/]+", "", key)


def slug(name: str) -> str:
    """A readable form for ids: folded, words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", fold(name)).strip("-")


def without_legal_form(name: str) -> str:
    """``Boeing Co.`` is ``Boeing``; a name that is nothing else stays as it is."""
    return _LEGAL_FORM.sub("", name) or name


def honorific_length(name: str) -> int:
    """How many characters of titles stand before a person's name: ``Mr. Ban`` has 4."""
    end = 0
    while match := _HONORIFIC.match(name, end):
        end = match.end()
    return end if end < len(name) else 0


def initials_match(acronym: str, name: str) -> bool:
    """Whether ``acronym`` abbreviates ``name``: its letters stand in it in order.

    The first letter is the first word's, at least half of the significant words give their initial
    (``EAEU`` takes two letters of Eurasian), and capitals within a word begin a word of their own.
    """
    letters = [c for c in fold(acronym) if c.isalpha()]
    words = re.findall(r"[^\W\d_]+", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)))
    if len(letters) < 2 or len(words) < 2 or letters[0] != words[0][0]:
        return False
    significant = sum(word not in _SMALL_WORDS for word in words)
    used = _initials_used("".join(letters[1:]), words[0][1:], words[1:])
    return used is not None and (used + 1) * 2 >= significant


def _initials_used(letters: str, rest: str, words: list[str]) -> int | None:
    """Most initials that give a letter of ``letters``, which also may come from within a word."""
    if not letters:
        return 0
    best: int | None = None
    for index, word in enumerate(words):
        if word[0] == letters[0]:
            used = _initials_used(letters[1:], word[1:], words[index + 1 :])
            best = max((n for n in (best, None if used is None else used + 1) if n is not None),
                       default=None)  # fmt: skip
            break
    if (inside := rest.find(letters[0])) >= 0:
        used = _initials_used(letters[1:], rest[inside + 1 :], words)
        best = max((n for n in (best, used) if n is not None), default=None)
    return best
