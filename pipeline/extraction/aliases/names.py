"""Keys under which two spellings of a name are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.extraction.aliases.tables import rows, values

# Short forms count in capitals alone: "Peter Haas" is no company of Slovenia, "SAS" may be one.
_LEGAL_FORM = re.compile(
    r"(?<![,\s])[,\s]++(?:(?:&|and)\s++)?(?:(?i:inc|incorporated|corp|corporation|company|ltd|limited|pvt|private|plc|gmbh|"
    r"oyj|spa|srl|sarl|pte|pty|bhd|tbk|llc|llp)|Co|CO|LP|AG|SE|SA|SAS|NV|BV|KG|AB|ASA|AS|A/S|OY|Oy|"
    r"S\.A|S\.A\.S|S\.p\.A|N\.V|B\.V|A\.S|A\.G|L\.P|PJSC|OJSC|CJSC|JSC|OAO|OOO|ZAO|PAO|KK|K\.K)\.?$"
)
_MOST_LEGAL_FORMS = 4
"""How many behind one name are taken off: Co., Ltd.; a text may repeat them without end."""
_MOST_TITLES = 8
_LEGAL_FORM_BEFORE = re.compile(r"^(?:PJSC|OJSC|CJSC|JSC|OAO|OOO|ZAO|PAO|PT)\s+")
# The owner of a newspaper is another body than the newspaper: "New York Times Company".
_NEWSPAPER = re.compile(r"\b(?:Times|Post|Journal|Tribune|Herald|News|Globe|Star)$")
_TITLES = (
    r"mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|president|prime minister|premier|"
    r"minister|chancellor|senator|sen|representative|rep|congressman|congresswoman|governor|gov|"
    r"mayor|general|gen|colonel|col|major|maj|captain|capt|lieutenant|lt|sergeant|sgt|admiral|adm|"
    r"judge|justice|king|queen|prince|princess|pope|cardinal|bishop|archbishop|imam|sheikh|rabbi|"
    r"ambassador|secretary|chairman|chairwoman|director|spokesman|spokeswoman|ceo|ayatollah|mullah|"
    r"marshal|emir|rev|reverend"
)
_BEFORE_TITLE = (
    r"vice|deputy|crown|foreign|defen[cs]e|interior|finance|attorney|lieutenant|grand|acting|former"
)
_HONORIFIC = re.compile(rf"(?:(?:{_BEFORE_TITLE})[\s-]+)*(?:{_TITLES})\.?\s+", re.IGNORECASE)
_TITLE_BEFORE = re.compile(rf"\b(?:{_TITLES})\.?\s+$", re.IGNORECASE)
_REGNAL_BEFORE = re.compile(
    r"\b(?:pope|king|queen|prince|princess|emperor|empress|emir|sultan|saint|st\.?)\s+$",
    re.IGNORECASE,
)
# Names that begin like a title, and mean nobody without it.
_WHOLE_NAMES = {
    "lady gaga", "dr dre", "sheikh hasina", "queen latifah", "captain america", "captain marvel",
    "mr bean", "mr t", "major garrett", "judge judy", "prince fielder", "king kong",
}  # fmt: skip
SMALL_WORDS = {"of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des", "und"}
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ı": "i"}
)
# Systematic differences of British and American spelling, and of romanised Cyrillic and Arabic.
# Each is bound to word parts where nothing else is meant: Khan is not Han, Khasanov is Hasanov.
_SPELLINGS = (
    (re.compile(r"isation\b"), "ization"),
    (re.compile(r"\bco-operat"), "cooperat"),
    (re.compile(r"(?<=[aeiou])y(?=ev(?:a|ich|na)?\b)"), ""),  # Tokayev, Tokaev; Aliyev, Aliev
    (re.compile(r"\bkh(?=\w+(?:[oe]va?|enko|sk(?:y|iy|aya))\b)"), "h"),
    (re.compile(r"(?<=sk)(?:yy|iy|ii|yi)\b"), "y"),  # Zelenskyy, Zelenskiy
    (re.compile(r"\babd(?:[eu]l\b|[\s-]+[aeu]l\b|(?=[eu]l[a-z]{4}))[\s-]*"), "abdul"),
    (re.compile(r"\bel-"), "al-"),
    (re.compile(r"(?<=[a-z]{3})yan\b"), "ian"),  # Pashinyan, Pashinian
    (re.compile(r"(?<=[a-z]{4})bay\b"), "bai"),  # Sooronbay, Sooronbai
)
# The Arabic article inside a person's name is often left out: Bashar (al-)Assad. Not at the
# beginning, where Al is a first name, unless a hyphen marks it.
_ARTICLE = re.compile(r"(?<=\w[\s-])[ae]l[\s-]+(?=\w)|^[ae]l-(?=\w)")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """Lower case, without accents, apostrophes, dots, commas and doubled spaces."""
    plain = name.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    plain = re.sub(r"['’ʼ`´.,]", "", plain).replace("&", " and ")
    return re.sub(r"\s+", " ", plain).strip()


@cache
def _spelt() -> dict[str, str]:
    return {other: word for word, others in rows("spellings.tsv") for other in values(others)}


def spelling(name: str) -> str:
    """`fold`, with every word in its commonest English spelling."""
    key = _WORD.sub(lambda m: _spelt().get(m.group(), m.group()), fold(name))
    for pattern, plain in _SPELLINGS:
        key = pattern.sub(plain, key)
    return key


@lru_cache(maxsize=20_000)  # the same names come again in most articles
def name_key(name: str, label: str) -> str:
    """Two names with the same key are spellings of one name.

    Spaces and hyphens do not count, except between digits. A short acronym keeps its capitals:
    the WHO is not the Who.
    """
    if label == "ORG":
        name = without_legal_form(name)
        if is_acronym(name) and len(name) <= 4:
            return name.replace(".", "")
    key = spelling(name)
    if label == "PERSON":
        key = _ARTICLE.sub("", key)
    key = re.sub(r"(?<=\d)[\s\-–‐‑]+(?=\d)", "_", key)
    return re.sub(r"[\s\-–‐‑/]+", "", key).replace("_", "-")


def is_acronym(name: str) -> bool:
    """Capitals in one word: ``NATO``, ``U.S.``, ``G20``."""
    return len(name) > 1 and name.isupper() and name.replace(".", "").isalnum()


def slug(name: str) -> str:
    """A readable form for ids: folded, words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", fold(name)).strip("-")


def without_legal_form(name: str) -> str:
    """``Boeing Co.`` is ``Boeing``; a name that is nothing else stays as it is."""
    short = _LEGAL_FORM_BEFORE.sub("", name)
    for _ in range(_MOST_LEGAL_FORMS):
        if (shorter := _LEGAL_FORM.sub("", short)) == short:
            break
        short = shorter.removesuffix(" Group")  # Goldman Sachs Group Inc., but Man Group
    return name if not short or _NEWSPAPER.search(short) else short


def honorific_length(name: str) -> int:
    """How many characters of titles stand before a person's name: ``Mr. Ban`` has 4."""
    end = 0
    for _ in range(_MOST_TITLES):
        match = _HONORIFIC.match(name, end)
        if match is None or fold(name[end:]) in _WHOLE_NAMES:
            break
        end = match.end()
    return end if end < len(name) else 0


def follows_title(text: str, start: int) -> bool:
    """Whether a title stands before ``start``: ``President`` before Biden."""
    return bool(_TITLE_BEFORE.search(text, max(0, start - 20), start))


def follows_regnal_title(text: str, start: int) -> bool:
    """Whether a title stands before ``start`` that goes with a first name alone: Prince Harry."""
    return bool(_REGNAL_BEFORE.search(text, max(0, start - 20), start))


def initials_match(acronym: str, name: str) -> bool:
    """Whether ``acronym`` abbreviates ``name``: its letters stand in it in order.

    The first letter is the first word's, at least half of the significant words give their initial
    (``EAEU`` takes two letters of Eurasian), and capitals within a word begin a word of their own.
    """
    letters = [c for c in fold(acronym) if c.isalpha()]
    words = re.findall(r"[^\W\d_]+", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)))
    if len(letters) < 2 or len(words) < 2 or letters[0] != words[0][0]:
        return False
    significant = sum(word not in SMALL_WORDS for word in words)
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
