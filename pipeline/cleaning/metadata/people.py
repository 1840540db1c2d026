"""Author strings to lists of names: "By Jane Doe and John Roe, Reuters" is two people.

What is not a person's name is left out: job titles, credentials, desks and staff, publishers,
addresses, times. The rules lean to leaving out: a column of authors with "Email The Author" in it
is worse than one with a gap.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from pipeline.cleaning.words import words

_BY = (
    r"(?:(?:written|words|text|story|posted|published|reported|compiled|translated|authored)\s+by"
    r"|(?:view |see )?(?:all |more )?posts by|more (?:from|by)|(?:zeige )?(?:alle )?beiträge von"
    r"|(?:erstellt|geschrieben|verfasst|veröffentlicht) von|voir tous les articles de"
    r"|by|von|por|par|di|da|door|av|af|przez|autorin|autoren|autoras?|autores|auteurs?|authors?"
    r"|autori?|autorzy|autorky|author\(s\)|автор(?:ы|и)?|авторы|текст|text|texte|texto|testo|tekst"
    r"|yazan|yazar|шолушы|forfatter|szerző|kirjoittaja|a cura di|reporting by|о?публикувано от)"
)
BY_PREFIX = re.compile(rf"^\W*{_BY}(?:\s*:\s*|\s+)(?=\S)", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\w+")
_BY_WORDS = words(
    "written words text story posted published reported compiled translated authored view see all "
    "more posts zeige alle beiträge erstellt geschrieben verfasst veröffentlicht voir by von por "
    "par di da door av af przez autorin autoren autor autora autoras autores auteur auteurs author "
    "authors autori autorzy autorky автор авторы автори текст texte texto testo tekst yazan yazar "
    "шолушы forfatter szerző kirjoittaja a reporting публикувано опубликувано"
)
"""First words of what `BY_PREFIX` matches: most lines begin with another."""
_TAG = re.compile(r"<[^<>]*>")
_WORD_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|www\.")
# Blanks are tried from the first of a run alone: from each, a long run takes quadratic time.
_BLANKS = r"(?:(?<!\s)\s++)"
_SPLIT = re.compile(
    rf"{_BLANKS}?(?:[;|•·/]\s*+|,\s*+(?:(?:and|und|et|y|e|i|en|och|og|и|та|және|ve)\s++)?)"
    rf"|{_BLANKS}(?:[-–—]|and|und|et|y|en|och|og|i|и|та|і|және|ve|with|&|\+)\s++|\n++",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"{_BLANKS}?(?:\(.*|\[.*|<.*|\bfor the\b.*|\bfor [A-Z].*|\b(?:in|at|from) [A-Z].*|\bis an?\b.*"
    r"|\bof the\b.*|@.*|https?:.*|\bvia\b.*)$",
    re.DOTALL,
)
_HONORIFIC = re.compile(
    r"^(?:(?:dr|prof|mr|mrs|ms|dipl|mag|ing|med|phil|doc|mgr|rer|nat|h\.\s?c)\b\.?(?:-\w+\.)?\s*)+"
    r"(?=\S)",
    re.IGNORECASE,
)
_MOST_CREDENTIALS = 8
"""How many behind one name are taken off; a page may repeat them without end."""
_CREDENTIALS = re.compile(
    rf"{_BLANKS}?(?:,\s*+)?\b(?:ph\.?\s?d|m\.?d|m\.?a|m\.?sc|b\.?sc|mph|mba|rdn?|ldn?|fand|cfp|cpa|cpp|psp|foma|dabom|faclm|ctrs|gcdf|lcsw|lmft|psy\.?d|ed\.?d|pmp|cissp|esq|jd|rn|"
    r"ms|rd|j\.?d|d\.?o|cscs|cfa|fnp|np|llm|e-ryt\s?\d*)\b\.?$",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"\b(?:staff|editors?|editorial|editor-in-chief|team|desk|admin(?:istrator)?|newsroom|news"
    r"|redaktion|redaktor|redakcja|redacci[oó]n|r[ée]daction|redazione|reda[cç][aã]o|redactie"
    r"|редакция|редакц\w*|агентство|agenc(?:y|ies)|agentur(?:en)?|agencia|agence|correspondents?"
    r"|reporters?|writers?|contributors?|contributing|columnist|journalist|publisher|webmaster"
    r"|author|autor|e-?mail|follow|subscribe|share|comments?|posted|published|updated|ago|hours?"
    r"|minutes?|read|view|views|all posts|more|about|profile|contact|guest|anonymous|unknown"
    r"|fellow|analyst|professor|director|manager|specialist|advisor|adviser|expert|chief|head"
    r"|president|founder|ceo|cto|cfo|officer|producer|photographer|assistant|consultant|engineer"
    r"|group|inc|llc|ltd|gmbh|corp|company|media|press|magazine|times|journal|university"
    r"|institute|foundation|association|council|ministry|department|office|service|blog|tv|radio"
    r"|support|customer|articles?|commentary|opinion|analysis|archives?|category|tags?|home|menu"
    r"|copyright|rights|reserved|cookies?|privacy|und mehr|mitarbeiter|gastautor|gastbeitrag"
    r"|reuters|afp|dpa|bloomberg|interfax|tass|xinhua|pap|efe|ansa|ap|upi|apa|sda|epd|kna|ria"
    r"|bio|full|size|strategy|development|business|community|health|science|technology|culture"
    r"|politics|economy|sports?|travel|lifestyle|finance|education|world|national|international"
    r"|latest|recent|popular|trending|related|next|previous|reviewed|edited|checked|min|gallery"
    r"|quotes?|sponsored|gesponserte|inhalte|beiträge|logout|login|click|here|learn|join|sign|log|all|best|top|new|free|guide|review|reviews|events?|jobs?"
    r"|ukrinform|unian|kazinform|belta|marketing|content|seo|wordpress|user|null|none|undefined"
    r"|the|this|our|your|with|from|what|how|why)\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\w\.\w|admin|www|web|blog", re.IGNORECASE)
"""Marks of an account's name: "jane.doe", "wordpressadmin"."""
_PARTICLES = words(
    "de la le du del della di da dos das van von der den ter ten zu zur al el bin ibn ben st y e "
    "af av und dem d l"
)
_STROKES = str.maketrans("łøđħıæœ", "lodhiao")
_MOST_WORDS = 5


def says_by(text: str) -> bool:
    """Whether ``text`` begins as bylines do: "By ", "Author:", "Posted by "."""
    first = _FIRST_WORD.search(text)
    return first is not None and first[0].lower() in _BY_WORDS and bool(BY_PREFIX.match(text))


def clean_authors(
    values: Iterable[str],
    *,
    publishers: Sequence[str] = (),
    strict: bool = False,
    known: bool = False,
) -> tuple[str, ...]:
    """Names of people in author strings, in order, each once.

    Args:
        values: strings as pages and bylines give them, each of one author or several.
        publishers: names that are the publication's, never an author's.
        strict: only names of two words or more with capitals: for strings that nothing but their
            look marks as bylines.
        known: only names that begin with a given name of given_names.txt.

    >>> clean_authors(["By Jane Doe and John Roe, Reuters"])
    ('Jane Doe', 'John Roe')
    >>> clean_authors(["Dr Henrietta Voss, Senior Fellow"])
    ('Henrietta Voss',)
    """
    houses: set[str] | None = None
    names: dict[str, str] = {}
    for value in values:
        for name in _names(value, strict):
            if not is_name(name, strict=strict) or (known and not is_person(name)):
                continue
            if houses is None:  # most sources have no name
                houses = {_key(house) for house in publishers}
            if _key(name) not in houses or is_person(name):  # a site may bear its author's name
                names.setdefault(_key(name), name)
    return tuple(names.values())


def _names(value: str, strict: bool) -> list[str]:
    text = _TAG.sub(" ", html.unescape(value))
    text = _WORD_RUN.sub(lambda word: " " if _ADDRESS.search(word[0]) else word[0], text)
    text = BY_PREFIX.sub("", text.strip())
    parts = [part for part in _SPLIT.split(text) if part and part.strip()]
    parts = [part for number, part in enumerate(parts) if number == 0 or not _is_letters(part)]
    if len(parts) == 2 and text.count(",") == 1 and all(len(p.split()) == 1 for p in parts):
        parts = [f"{parts[1]} {parts[0]}"]  # "Doe, Jane"
    return [_tidy(part, strict) for part in parts]


def _is_letters(part: str) -> bool:
    """Credentials after a name: "MD", "Ph.D."; a name has more than capitals."""
    letters = part.strip(" .").replace(".", "")
    return len(letters) <= 7 and (letters.isupper() or letters in ("PhD", "MSc", "BSc"))


def _tidy(part: str, strict: bool) -> str:
    name = BY_PREFIX.sub("", " ".join(part.split()).strip(' .,:;-–—*•|"“”'))
    name = _TAIL.sub("", name)
    name = _HONORIFIC.sub("", name)
    for _ in range(_MOST_CREDENTIALS):
        if (shorter := _CREDENTIALS.sub("", name)) == name or " " not in shorter.strip():
            break
        name = shorter
    name = name.strip(' .,:;-–—*•|"“”')
    words = name.split()
    shouted = name.isupper() and any(len(word) > 3 for word in words)
    if len(words) > 1 and (shouted or (not strict and name.islower() and is_given_name(words[0]))):
        name = " ".join(word.lower() if word.lower() in _PARTICLES else word.title()
                        for word in words)  # fmt: skip
    return name


def is_name(name: str, *, strict: bool = False) -> bool:
    """Whether ``name`` can be a person's.

    >>> is_name("Ursula von der Leyen", strict=True), is_name("Hours Ago", strict=True)
    (True, False)
    """
    words = name.split()
    if not 1 <= len(words) <= _MOST_WORDS + 1 or len(name) > 60 or len(name) < 2:
        return False
    if any(char.isdigit() or char in "@_#{}[]=<>?!%$:→←" for char in name):
        return False
    if len(words) == 1 and (_ACCOUNT.search(name) or name.isupper() or _too_short(name)):
        return False
    if _NOT_NAMES.search(name):
        return False
    return not strict or _looks_like_name(words)


def _too_short(word: str) -> bool:
    return len(word) < 4 and not is_given_name(word)


@cache
def _given_names() -> frozenset[str]:
    table = resources.files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8")
    return words(" ".join(line for line in table.splitlines() if not line.startswith("#")))


def is_given_name(word: str) -> bool:
    """Whether ``word`` is a common given name, accents aside.

    >>> is_given_name("Łukasz"), is_given_name("Reuters")
    (True, False)
    """
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_STROKES))
    return "".join(char for char in plain if char.isalpha()) in _given_names()


def is_person(name: str) -> bool:
    """Whether ``name`` looks like a person's and begins with a common given name."""
    words_of_name = name.split()
    return _looks_like_name(words_of_name) and is_given_name(words_of_name[0])


def _looks_like_name(words: list[str]) -> bool:
    proper = [word for word in words if word not in _PARTICLES]
    return (
        2 <= len(words) <= _MOST_WORDS
        and len(proper) >= 2
        and all(word[0].isupper() and word.strip(".").replace("-", "").replace("’", "")
                .replace("'", "").replace(".", "").isalpha() for word in proper)
        and sum(len(word) > 2 for word in proper) >= 1
    )  # fmt: skip


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
