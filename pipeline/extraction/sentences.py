"""Sentence boundaries by rule: ``factmill_sentences``.

A trained splitter costs as much time as the entity model and errs on what news is full of:
"U.S. President", "Gen. J. Q. Smith Jr.", headlines without a full stop. The rules look at each
possible end (a run of ``. ! ? …`` with its closing quotes and brackets) and its two neighbours.
A line break between blocks always ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import LENGTH, SENT_START, SPACY
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.context import known_text


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Stand before a name: never the end of a sentence.
_TITLES = _words(
    "Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Gen Sen Sens Rep Reps Gov Govs Lt Col Capt Sgt"
    " Maj Cpl Pvt Adm Cmdr Cdr Cmdt Brig Rev Fr Hon Pres Amb Supt Insp Det Ofc Msgr St Ste Sts"
    " Mt Ft Pt Sr Sra Ing Lic Mgr Asst Assoc Atty Sec Treas Vice Ald Pfc Spc Bp Abp Card Ven"
    " vs v viz cf ca c al nee né"
)
#: Stand before a figure.
_BEFORE_FIGURES = _words(
    "No Nos no nos Art Arts Sec Secs Fig Figs Vol Vols vol Ch ch Chap pp p Par Para para Ver"
    " Op op Nr Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Eq Tab Ex Exh approx Approx"
    " est Est ca c cl Rs Tel tel Ph Pg pg Apt Ste Rm Ext ext sec dept Sch Reg Res Gal art"
)
#: Abbreviations that may also end a sentence: then a word follows that starts sentences.
_ABBREVIATIONS = _words(
    "Inc Corp Co Cos Ltd Plc plc Bros Jr Sr Esq etc Etc al Assn Assoc Dept dept Univ Inst Ave"
    " Blvd Rd Hwy Pkwy Sq Bldg Intl Natl Mfg Dist Ct Cir Cal Calif Colo Conn Del Fla Ga Ill"
    " Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Vt Va"
    " Wash Wis Wyo Ariz Ark Ala Ont Que Alta Sask Ph.D M.D B.A M.A B.Sc M.Sc D.Phil LL.B LL.M"
    " S.A N.V a.k.a cf incl Incl min max avg misc ed eds Ed Eds trans Trans rev ser a.m p.m"
    " A.M P.M am pm e.g i.e E.g I.e Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue"
    " Tues Wed Thu Thur Thurs Fri Sat Sun Rs oz lb lbs ft sq hr hrs mins approx No"
)
#: Words that start sentences and hardly ever continue a name or an abbreviation.
_STARTERS = _words(
    "The A An This That These Those There Here He She It They We You I His Her Its Their Our"
    " My Your In On At By For From With Without After Before During Since Until While When"
    " Where Why How What Who Which Whether If As Although Though Because But And Or So Yet Nor"
    " However Meanwhile Moreover Furthermore Still Then Now Once Both Each Every Some Many"
    " Most Several Few All Any No Not Only Even Also Another Other Others According Under Over"
    " Between Among Despite Instead Earlier Later Last Next Today Yesterday Tomorrow Officials"
    " Police Two Three Four Five Six Seven Eight Nine Ten Hundreds Thousands Analysts Critics"
    " Experts Such To Is Are Was Were Do Does Did Has Have Had Can Could Will Would Should May"
    " Might Must Let Thus Therefore Perhaps Maybe Yes Of Rather Like Unlike Amid Through"
    " Throughout Upon Against"
)
_SAYING = (
    r"(?:said|says|asked|asks|told|added|adds|wrote|writes|replied|shouted|cried|explained|joked"
    r"|wondered|exclaimed|answered|tweeted|continued|recalled|quipped|thought)"
)

_CLOSERS = "\"'”’“»)\\]}"  # “ too: some keyboards close with it
_OPENERS = "\"'“‘«([{"
_END = re.compile(
    rf"(?<![.!?…。])(?P<mark>[.!?…。]++)(?P<close>[{_CLOSERS}]*(?:[^\S\n]?\[\d{{1,3}}\])*)(?P<gap>[^\S\n]+|(?=\n)|$)"
)
_GLUED = re.compile(rf"(?<=[a-z]{{3}})[.!?][{_CLOSERS}]?(?=[A-Z][a-z]+(?:[ ,]|['’]))")
_BREAK = re.compile(r"(?:(?<![^\S\n])[^\S\n]++)?\n\s*+")
_BULLET = re.compile(r"(?<=\s)[•▪●◦‣]\s")
_BEFORE = re.compile(r"[^\s(\[“\"‘—–]*$")
_NEXT = re.compile(rf"[{_OPENERS}\s—–-]*(?P<word>[^\s]*)")
_ATTRIBUTION = re.compile(rf"(?:[A-Z][\w.'’-]*\s+){{1,4}}{_SAYING}\b|{_SAYING}\b")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]$")
_ENUMERATOR = re.compile(r"(?:\(?\d{1,2}|\(?[a-zA-Z]|[ivxIVX]{1,4})$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text``, in code points, without surrounding white space."""
    bounds = [0, *sentence_starts(text), len(text)]
    spans = []
    for start, end in pairwise(bounds):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            start += len(piece) - len(piece.lstrip())
            spans.append((start, start + len(stripped)))
    return spans


def sentence_starts(text: str) -> list[int]:
    """Where sentences start after the first, in ascending order."""
    starts = {match.end() for match in _BREAK.finditer(text) if _ends_line(text, match)}
    starts.update(match.end() for match in _END.finditer(text) if _ends_sentence(text, match))
    starts.update(match.end() for match in _GLUED.finditer(text))
    starts.update(match.start() for match in _BULLET.finditer(text))
    return sorted(start for start in starts if 0 < start < len(text))


def _ends_line(text: str, match: re.Match[str]) -> bool:
    """Every break ends a sentence but one: a single line feed before a lower-case word wraps it."""
    if match[0].count("\n") > 1:
        return True
    following, previous = text[match.end() : match.end() + 1], text[max(match.start() - 1, 0)]
    return not (following.islower() and previous not in ".!?…:")


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether the marks end a sentence, judged by the words on either side."""
    if not match["gap"]:
        return False  # a line break or the end of the text: decided there
    following = _NEXT.match(text, match.end())
    word = following["word"] if following else ""
    first = word[:1]
    if not first:
        return False
    mark, close = match["mark"], match["close"].split("[")[0].strip()
    if first.islower():
        return mark == "." and not close and _plain_word_before(text, match.start())
    if mark != ".":
        if mark[0] in "!?" and close.strip(")]"):
            return not _ATTRIBUTION.match(text, match.end())
        return not (mark[0] in "!?" and close in {")", "]"} and not first.isupper())
    if close.strip(")]}"):
        return True  # American print puts the full stop inside the quotes
    return _stop_ends(text, match.start(), word)


def _stop_ends(text: str, stop: int, word: str) -> bool:
    """Whether a single full stop at ``stop`` ends a sentence; ``word`` comes after it."""
    found = _BEFORE.search(text, max(stop - 40, 0), stop)
    before = found[0] if found else ""
    start = stop - len(before)
    bare = before.rstrip(",;:")
    if bare in _TITLES or bare.rsplit("-", 1)[-1] in _TITLES - {"c", "v"}:
        return False
    if _ENUMERATOR.match(before) and _opens_line(text, start):
        return False
    starter = re.split(r"['’.,;:!?\"”)]", word, maxsplit=1)[0] in _STARTERS
    if bare in _BEFORE_FIGURES and word[:1].isdigit():
        return False
    if bare in _ABBREVIATIONS:
        return starter
    if _INITIALS.match(before):
        return _initials_end(text, start, before, word, starter)
    return True


def _plain_word_before(text: str, stop: int) -> bool:
    """Careless writing goes on in lower case; only after a plain word is that a new sentence."""
    found = _BEFORE.search(text, max(stop - 40, 0), stop)
    before = found[0] if found else ""
    short = before in _ABBREVIATIONS or before in _BEFORE_FIGURES or before in _TITLES
    return len(before) > 2 and before.isalpha() and before.islower() and not short


def _opens_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" ([•-")


def _initials_end(text: str, start: int, before: str, word: str, starter: bool) -> bool:
    """After "U.S." or "J." a sentence ends only before a word that starts sentences."""
    if len(before) > 1:
        return starter
    if before == "I" or not before.isupper():
        return True  # "he and I.", "vitamin c."
    if word[:1].isdigit():
        return text[:start].rstrip()[-1:].islower()
    return starter


def split_last_stops(doc: Doc, text: str, starts: list[int]) -> None:
    """Make the stop after a capital that ends a sentence a token of its own.

    To spaCy "I." of "World War I." is an initial, and a name could then only end with the stop.
    ``starts`` are those of `sentence_starts` of ``text``, the text of ``doc``.
    """
    spans = [doc.char_span(at, at + 2) for at in _last_initials(text, starts)]
    tokens = [span[0] for span in spans if span is not None and len(span) == 1]
    if tokens:
        with doc.retokenize() as retokenizer:
            for token in tokens:
                retokenizer.split(token, [token.text[0], "."], heads=[(token, 0), (token, 0)])


def _last_initials(text: str, starts: list[int]) -> list[int]:
    """Where a capital stands alone before the full stop of a sentence."""
    found = []
    for end in (*starts, len(text)):
        while end > 0 and (text[end - 1] in _CLOSERS or text[end - 1].isspace()):
            end -= 1
        if end > 1 and text[end - 1] == "." and text[end - 2].isupper():
            before = text[end - 3 : end - 2]
            if not (before.isalnum() or before == "."):
                found.append(end - 2)
    return found


class SentenceSplitter:
    """The spaCy component; sets the sentence starts of every token."""

    def __call__(self, doc: Doc) -> Doc:
        """Set ``is_sent_start`` of all tokens."""
        if len(doc):
            text = known_text(doc)
            starts = sentence_starts(text)
            split_last_stops(doc, text, starts)
            doc.from_array([SENT_START], self._flags(doc, starts))
        return doc

    def _flags(self, doc: Doc, starts: list[int]) -> Any:
        """1 for tokens that start a sentence, -1 for all others (spaCy's encoding)."""
        flags = np.full((len(doc), 1), -1, dtype="int64")
        flags[0] = 1
        if starts:
            sizes = doc.to_array([LENGTH, SPACY]).sum(axis=1).astype("int64")
            offsets = np.cumsum(sizes) - sizes
            # A start inside a token belongs to the next one.
            indices = np.searchsorted(offsets, starts)
            flags[indices[indices < len(doc)]] = 1
        return flags.astype("uint64")

    def to_disk(self, path: Any, exclude: Any = ()) -> None:
        """Nothing to save."""

    def from_disk(self, path: Any, exclude: Any = ()) -> SentenceSplitter:
        """Nothing to load."""
        return self


@Language.factory("factmill_sentences", assigns=["token.is_sent_start", "doc.sents"])
def sentences_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Split sentences by rule; see the module."""
    return SentenceSplitter()
