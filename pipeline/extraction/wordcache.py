"""Helps spaCy's tokenizer to remember words.

It splits each run of characters between blanks by expressions, and keeps the result for the next
time; but not for what follows a special case ("don't", "Mr.") in a document, and so hardly ever.
Here each new word goes through the tokenizer alone, before the text does. The tokens are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from spacy.language import Language

MOST = 100_000
"""Words remembered, about 30 MB: those of the first five million or so of running text."""
_LONGEST = 40
_seen: WeakKeyDictionary[Language, set[str]] = WeakKeyDictionary()


def fill(nlp: Language, text: str) -> None:
    """Let the tokenizer of ``nlp`` remember the words of ``text``."""
    from spacy.tokenizer import Tokenizer

    tokenizer = nlp.tokenizer
    if not isinstance(tokenizer, Tokenizer):  # of another make
        return
    seen = _seen.setdefault(nlp, set())
    if not seen:
        tokenizer.max_cache_size = max(tokenizer.max_cache_size, 2 * MOST)
    if len(seen) < MOST:
        new = {word for word in text.split() if len(word) <= _LONGEST} - seen
        seen |= new
        for word in new:
            tokenizer(word)
