"""What people type into a search box, for SQLite's full-text index or for a plain scan."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.errors import UsageError

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Burmese, Khmer, kana and Han: written without spaces between words."""
MOST_TERMS = 32


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other; the last may be the beginning of a word."""

    words: tuple[str, ...]
    excluded: bool = False
    prefix: bool = False

    @property
    def unspaced(self) -> bool:
        """Whether it is of a script without spaces, so that words have no ends to look for."""
        return any(_UNSPACED.search(word) for word in self.words)

    def re2(self) -> str:
        """The term for RE2, whose ``\\b`` knows only ASCII, over folded text."""
        words = r"[^\pL\pN]+".join(map(re.escape, self.words))
        if self.unspaced:
            return words
        return rf"(^|[^\pL\pN]){words}" + ("" if self.prefix else r"($|[^\pL\pN])")


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A search: all terms must be there, and none of the excluded."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Terms that must be there."""
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def unspaced(self) -> bool:
        """Whether a script without spaces is searched, whose words an index by words lacks."""
        return any(term.unspaced for term in self.terms)

    def match(self) -> str:
        """The expression for FTS5's MATCH; every word is quoted, so none is an operator."""
        wanted = " AND ".join(_quoted(term) for term in self.wanted)
        excluded = "".join(f" NOT {_quoted(term)}" for term in self.terms if term.excluded)
        return f"({wanted}){excluded}" if excluded else wanted

    def pattern(self) -> re.Pattern[str]:
        """Finds the wanted terms in text folded by `fold`."""
        return re.compile("|".join(_regex(term) for term in self.wanted) or r"(?!)")


def parse_text_query(typed: str) -> TextQuery:
    """Read ``tariff* "northern grid" -pipeline``.

    Words are all required; quotes make a phrase, ``*`` at the end takes any ending, ``-`` excludes.
    Case and accents do not count.

    Raises:
        UsageError: nothing but exclusions or signs, or too many terms.
    """
    terms = [term for found in _TERM.finditer(typed) if (term := _term(found)) is not None]
    if len(terms) > MOST_TERMS:
        raise UsageError(f"a search of {len(terms)} terms", hint=f"at most {MOST_TERMS} are taken")
    if not terms and typed.strip():
        raise UsageError(
            f"{typed.strip()!r} has no letter or figure to find",
            hint="leave the field empty for all articles",
        )
    if terms and all(term.excluded for term in terms):
        raise UsageError("a search needs a word to find, not only words to leave out")
    return TextQuery(tuple(terms))


def _term(found: re.Match[str]) -> Term | None:
    typed = found["word"] if found["word"] is not None else found["phrase"]
    words = tuple(_WORD.findall(fold(typed)))
    prefix = typed.rstrip().endswith("*")
    return Term(words, bool(found["minus"]), prefix) if words else None


def fold(text: str) -> str:
    """Lower case without accents, character for character, so that offsets stay.

    >>> fold("Île")
    'ile'
    """
    return "".join(_FOLDED.get(c) or _fold_character(c) for c in text)


_FOLDED = {chr(code): chr(code).lower() for code in range(128)}


def _fold_character(character: str) -> str:
    bare = unicodedata.normalize("NFD", character)[0].lower()
    folded = bare if len(bare) == 1 else character
    _FOLDED[character] = folded
    return folded


def _quoted(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def _regex(term: Term) -> str:
    words = r"[\W_]+".join(map(re.escape, term.words))
    if term.unspaced:
        return words
    return rf"(?<![^\W_]){words}" + (r"[^\W_]*" if term.prefix else r"(?![^\W_])")
