"""What a figure measures, where the sentence says so plainly: "defense budget", "net loss".

No parser stands behind this. Each pattern below is one in which English leaves no doubt, and the
phrase it yields must end in a noun that sums of money measure; everything else has no role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.money.context import Document
from pipeline.extraction.money.rates import rate_unit
from pipeline.extraction.money.role_words import (
    CONJUNCTIONS,
    DETERMINERS,
    EMPTY_ALONE,
    MEASURED,
    PREPOSITIONS,
    VERBS,
)
from pipeline.extraction.money.words import word_set
from pipeline.extraction.numerals import NUMBER_WORDS
from pipeline.records import MoneyMention

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_][\w’'.&%/-]*[\w%]|\w")
_MODIFIER = (
    r"(?:(?:as (?:much|little|high|low|many) as|more than|less than|at least|at most|up to|about|"
    r"around|over|under|nearly|almost|roughly|approximately|some|an estimated|estimated|only|just|"
    r"a record|a total of|a whopping|close to|in excess of|no more than|no less than|"
    r"another|an additional|a further|between|from|anywhere from|above|below)[ \u00a0]){0,3}"
)
_OF = re.compile(
    rf"[ \u00a0](?:of|totall?ing|worth|exceeding|valued at|estimated at|amounting to|"
    rf"topping|averaging|set at)[ \u00a0]{_MODIFIER}\Z"
)
_CHANGED = re.compile(
    r"\b(?:cut|cuts|raise[sd]?|raising|increas\w+|expand\w*|boost\w*|reduc\w+|lower\w*|hik\w+|"
    r"slash\w*|"
    r"trim\w*|doubl\w+|tripl\w+|bring\w*|brought|lift\w*|push\w*|set|put|limit\w*|cap\w*|"
    r"estimat\w+|"
    r"revis\w+|upp?ed|pared?|scal\w+|swell\w*|driv\w+|kept|keep\w*|value[sd]?|cutting)[ ]"
)
_TO = re.compile(rf"[ \u00a0](?:to|by|at|from)[ \u00a0]{_MODIFIER}\Z")
_VERB = re.compile(
    r"[ \u00a0](?:(?:was|were|is|are|be|been|had been|would be|will be|could be|has been|have been)"
    r"(?:[ ](?:estimated|valued|set|put|expected|projected|forecast|reported|worth|priced|fixed|"
    r"capped|"
    r"only|just|about|around|calculated|pegged|listed|assessed))?"
    r"(?:[ ]to (?:be|reach|total|exceed|hit|cost))?(?:[ ]at)?"
    r"|(?:had |has |have |will |would |could |may |might )?(?:reach\w*|total\w*|hit|exceed\w*|"
    r"top\w*|"
    r"averag\w+|equal\w*|surpass\w*|stood at|stand at|stands at|amount\w* to|came to|come to|"
    r"comes to|"
    r"c[ao]me in at|cost|costs|remained at|remain at|totted up to|added up to|adds up to)"
    r"|(?:had |has |have |will |would )?(?:rose|risen|rise|rises|fell|fallen|fall|falls|grew|"
    r"grown|grow|grows|"
    r"climbed|climb|jumped|jump|dropped|drop|drops|declined|decline|slipped|slid|"
    r"surged|soared|plunged|tumbled|increased|increase|increases|decreased|gained|swelled|"
    r"shrank|shrunk|"
    r"narrowed|widened|expanded|dipped|eased|advanced|doubled|tripled|quadrupled|edged up|"
    r"edged down|"
    r"more than doubled|nearly doubled|sank|sunk|halved|rebounded|went up|gone up|changed|"
    r"were little changed|was little changed|ballooned|crept up|came down|was cut|were cut|"
    r"was raised|were raised|was increased|is expected to rise|is expected to fall|"
    r"is expected to grow)"
    r"(?:[ ](?:by )?(?:more than |about |nearly |some |almost )?[\d.,]+[ ]?(?:%|per ?cent|percent)"
    r"|[ ](?:sharply|slightly|further|again|by half|last year|in \d{4}|year-on-year))*"
    rf"[ ](?:to|at|from))[ \u00a0]{_MODIFIER}\Z"
)
_COMPARED = re.compile(
    rf"[, \u00a0]+(?:(?:up|down)[ ](?:[\d.]+%[ ])?from|compared (?:with|to)|against|versus|from|"
    rf"or|than|"
    rf"and|to)[ \u00a0]{_MODIFIER}\Z|[ \u00a0]?\([ ]?{_MODIFIER}\Z"
)
_IN = re.compile(r"[ \u00a0](?:worth of|in|of)[ \u00a0](?=[^\W\d])")
_CLAUSE = re.compile(
    r".*(?:[,;:(—–\"“”]|[ ]-[ ]|\b(?:that|said|says|while|when|and|but|as|because|although|"
    r"whereas|though|"
    r"which|who|if|so|after|before|where|by comparison)\b)[ \u00a0\"“]*",
    re.IGNORECASE | re.DOTALL,
)
_WINDOW = 160


def role_of(document: Document, start: int, end: int) -> str | None:
    """The noun phrase that the figure at ``start:end`` (with its rate) measures, or ``None``."""
    first, last = document.sentence(start)
    left = document.text[max(first, start - _WINDOW) : start]
    right = document.text[end : min(last, end + 90)]
    for pattern in (_counted, _attributive, _partitive, _changed, _subject):
        if role := pattern(left, right):
            return role
    return None


def pass_on_roles(text: str, mentions: Sequence[MoneyMention]) -> list[MoneyMention]:
    """Give a figure the role of the one it is set against.

    "$3 million, compared with $2 million"; "$5 million, or 20 cents a share"; "(€5 million)".
    """
    result: list[MoneyMention] = []
    for mention in mentions:
        if mention.role_text is None and result and result[-1].role_text:
            last = result[-1]
            rate = rate_unit(text, last.end)
            if _is_set_against(text, rate[1] if rate else last.end, mention.start):
                mention = replace(mention, role_text=last.role_text)
        result.append(mention)
    return result


def _is_set_against(text: str, end: int, start: int) -> bool:
    return start - end < 60 and _COMPARED.fullmatch(text, end, start) is not None


def _counted(left: str, right: str) -> str | None:
    """ "a net loss of $5 million", "charges totaling $3 million"."""
    match = _OF.search(left, max(0, len(left) - 60))
    return _phrase_before(left[: match.start()]) if match else None


def _attributive(left: str, right: str) -> str | None:
    """ "a $5 million reward", "its roughly $10 million book value"."""
    words = left.split()[-4:]
    while words and words[-1].lower() in _ADVERBS:
        words.pop()
    if not words or not (words[-1].lower() in DETERMINERS or _is_possessive(words[-1])):
        return None
    if right[:1] not in (" ", "\u00a0", "-") or re.match(r".bills?\b", right):
        return None  # "a $20 bill" is a note
    return _phrase_after(right[1:])


_ADVERBS = word_set(
    """
    about roughly nearly almost some approximately around estimated reported original initial
    new additional whopping record proposed planned standard further extra annual previous final
    total initial current existing recent reported alleged combined over up-to
    """
)


def _is_possessive(word: str) -> bool:
    return word.endswith(("'s", "’s", "s'", "s’"))


def _partitive(left: str, right: str) -> str | None:
    """ "$5 billion in assets", "$25 billion of debt", "$10 million worth of shares"."""
    match = _IN.match(right)
    if match is None or right[match.end() :].split(maxsplit=1)[0].lower() in DETERMINERS:
        return None  # "lost $7 million in its insurance business" names a place
    return _phrase_after(right[match.end() :])


def _changed(left: str, right: str) -> str | None:
    """ "expand its defense budget by $5 million", "cut the dividend to five cents"."""
    match = _TO.search(left, max(0, len(left) - 50))
    if match is None:
        return None
    verbs = list(_CHANGED.finditer(left, 0, match.start()))
    if not verbs:
        return None
    phrase = left[verbs[-1].end() : match.start()]
    words = phrase.split()
    if not 0 < len(words) <= 6 or set("".join(words)) & set(",;:()"):
        return None
    return _phrase_before(phrase)


def _subject(left: str, right: str) -> str | None:
    """ "Revenue declined 8% to $5 million", "exports to Russia reached $3 billion"."""
    match = _VERB.search(left)
    if match is None or _OFF.match(right):
        return None
    clause = re.sub(r", (?:however|meanwhile|too),?", "", left[: match.start()])
    start = _CLAUSE.match(clause)
    clause = clause[start.end() :] if start else clause
    words = _WORD.findall(clause)
    while words and words[-1].lower() in _TRAILING:
        words.pop()
    return _subject_phrase(words)


_OFF = re.compile(r"[ \u00a0](?:below|above|higher|lower|more|less|off|short|cheaper|under)\b")
_TRAILING = word_set(
    """
    reportedly allegedly also now then already still however therefore
    """
)


def _subject_phrase(words: Sequence[str]) -> str | None:
    """The leading noun phrase of a clause, with "to Russia" where the noun is a flow."""
    cut = next((i for i, word in enumerate(words) if word.lower() in PREPOSITIONS), len(words))
    if cut == 0:
        return None
    head = words[:cut]
    if any(word.lower() in _FINITE for word in words[cut:]):
        return None
    phrase = _noun_phrase(head)
    if phrase is None or not _is_whole_subject(head[: -len(phrase.split())]):
        return None
    if cut < len(words) and words[cut] in ("to", "from") and head[-1].lower() in _FLOWS:
        place = _names(words[cut + 1 :])
        return f"{phrase} {words[cut]} {place}" if place else phrase
    return phrase


def _is_whole_subject(before: Sequence[str]) -> bool:
    """Whether only determiners stand before the phrase: not "renovating a home costs ..."."""
    return all(word.lower() in DETERMINERS or _is_possessive(word) for word in before)


_FINITE = word_set(
    """
    is are was were has have had will would said says rose fell made can could may might
    """
)
_FLOWS = word_set(
    """
    exports imports sales aid shipments payments transfers remittances
    """
)


def _names(words: Sequence[str]) -> str:
    names: list[str] = []
    for word in words:
        if not word[0].isupper():
            break
        names.append(word)
    return " ".join(names)


def _phrase_before(text: str) -> str | None:
    """The noun phrase that ``text`` ends with."""
    tail = re.split(r"[,;:()\"“”]|[ ][–—-][ ]", text)[-1]
    words = _WORD.findall(tail)
    return _noun_phrase(words)


def _noun_phrase(words: Sequence[str]) -> str | None:
    """The longest noun phrase at the end of ``words`` whose head is a measured noun."""
    if not words or words[-1].lower() not in MEASURED:
        return None
    kept = [words[-1]]
    for word in reversed(words[:-1]):
        if len(kept) == 5 or not _may_modify(word):
            break
        kept.insert(0, word)
    if len(kept) == 1 and kept[0].lower() in EMPTY_ALONE:
        return None
    return " ".join(kept)


def _may_modify(word: str) -> bool:
    lower = word.lower()
    if lower in DETERMINERS or lower in PREPOSITIONS or lower in CONJUNCTIONS or lower in VERBS:
        return False
    if (
        _is_possessive(word)
        or len(word) == 1
        or lower in NUMBER_WORDS
        or (lower[0].isdigit() and not re.search(r"[a-z]", lower))
    ):
        return False
    if (lower.endswith("ly") and lower not in _LY_ADJECTIVES) or (
        lower.endswith("ed") and lower not in _PARTICIPLES
    ):
        return False
    return not lower.endswith("ing") or lower in _GERUNDS


_PARTICIPLES = word_set(
    """
    combined fixed planned proposed unpaid consolidated accumulated unsecured secured deferred
    reported continued adjusted projected budgeted nonrecurring united installed frozen stolen
    limited related listed armed
    """
)
_LY_ADJECTIVES = word_set(
    """
    quarterly monthly yearly weekly daily hourly family early elderly supply assembly
    """
)
_GERUNDS = word_set(
    """
    operating housing marketing manufacturing outstanding existing remaining training shipping
    engineering mining banking funding processing building nursing gaming clothing heating
    recurring nonrecurring advertising licensing lending financing restructuring spending
    """
)


def _phrase_after(text: str) -> str | None:
    """The noun phrase that ``text`` begins with, up to its last measured noun."""
    words: list[str] = []
    position = 0
    for match in _WORD.finditer(text):
        if text[position : match.start()].strip(" \u00a0"):
            break
        word = match.group()
        lower = word.lower()
        if words or lower not in DETERMINERS:
            if not words and _is_possessive(word):
                position = match.end()
                continue
            if not _may_continue(lower) or len(words) == 6:
                break
            words.append(word if "." in word[:-1] else word.rstrip("."))  # "U.S." keeps its stop
        position = match.end()
    return _trimmed(words)


def _may_continue(lower: str) -> bool:
    if lower in DETERMINERS or lower in PREPOSITIONS or lower in CONJUNCTIONS:
        return False
    return lower not in VERBS or lower in MEASURED


def _trimmed(words: list[str]) -> str | None:
    """``words`` up to the last measured noun, when only verbs and adverbs follow it.

    Another noun after it is the head ("a tax rise"), and its sense unknown.
    """
    kept = list(words)
    while kept and kept[-1].lower() not in MEASURED:
        kept.pop()
    if not kept or (len(kept) == 1 and kept[0].lower() in EMPTY_ALONE):
        return None
    dropped = words[len(kept) :]
    if dropped and not (dropped[0].endswith(("ed", "ing", "ly")) or dropped[0].lower() in _AFTER):
        return None
    return " ".join(kept)


_AFTER = word_set(
    """
    this last next earlier today yesterday monday tuesday wednesday thursday friday saturday
    sunday here there later aimed due set made given sought won
    """
)
