"""Twenty paragraphs with traps, and the component in a spaCy pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from pipeline.extraction.components import sentence_spans
from pipeline.extraction.sentences import split_sentences

# "|" marks where a sentence ends.
TRAPS = [
    "Gen. Mark A. Petrov met Lt. Col. J. R. Dunne Jr. in Kyiv on Monday.| He left at once.",
    "U.S. President Lena Marsh flew to St. Louis.| The U.S. Then fell silent.",
    "The firm, Orlan Corp., paid Vega Ltd. $4.5 million.| It owed Delta Inc. The rest came later.",
    'He said, "We won\'t go.| The road is shut."| Then he hung up.',
    '"Who pays for this?" asked Dr. Amina Yusuf.| Nobody answered.',
    "“Stop!” Irina Volkova shouted.| The crowd did not.",
    "Grain Prices Slip as Ports Reopen\n\n|ODESA, May 3 (Meridian) – Wheat fell 3.2%.| Corn rose.",
    "See Art. 5 and No. 12 of the law.| Sec. 3(b) is void.",
    "It opened at 9 a.m. Tuesday and shut at 5 p.m. The mayor was absent.",
    "The list:\n|1. Tanks and trucks\n|2. Radars\n|3. Drones, e.g. Ankas",
    "• Exports rose by a third.\n|• Imports fell.\n|• The lira did not move.",
    "Yahoo! bought the site in 2009.| Was it wise?| Perhaps…| Nobody knows.",
    "He studied at M.I.T. in the 1990s.| His Ph.D. was on fuel cells.",
    "The court (see p. 14.) adjourned.| Judges met again in Oct. 2019.",
    "Prices rose 4.5% vs. 3.1% in Feb. 2020, i.e. before the war.| Analysts shrugged.",
    "George W. Hale and J. Q. Stone spoke.| C. Diaz did not.",
    "The deal was signed in Washington, D.C. The ministers then dined.",
    "Read more at example.com.| The agency (founded in 1948) declined to comment.",
    "“It was late.”| The driver, Mr. Okafor, agreed. [3]| No one was hurt.",
    "Mt. Elbrus is 5,642 m high.| Ft. Worth is flat.| St. Petersburg floods.",
]
# Whether the mark of "p.m." or "D.C." also ends the sentence: only the count is checked.
_LATE_MARK = {"It opened at 9 a.m. Tuesday and shut at 5 p.m. The mayor was absent.": 2,
              "The deal was signed in Washington, D.C. The ministers then dined.": 2}  # fmt: skip


@pytest.mark.parametrize("marked", TRAPS)
def test_traps(marked: str) -> None:
    text = marked.replace("|", "")
    found = [text[start:end] for start, end in split_sentences(text)]
    if marked in _LATE_MARK:
        assert len(found) == _LATE_MARK[marked]
    else:
        assert found == _expected(marked)


def _expected(marked: str) -> list[str]:
    special = {
        TRAPS[1]: ["U.S. President Lena Marsh flew to St. Louis.", "The U.S.", "Then fell silent."],
        TRAPS[2]: ["The firm, Orlan Corp., paid Vega Ltd. $4.5 million.", "It owed Delta Inc.",
                   "The rest came later."],
    }  # fmt: skip
    return special.get(marked, [part.strip() for part in marked.split("|")])


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "a", "\n\nHi.\n\n", "One.\r\nTwo."])
def test_spans_hold_all_but_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert " ".join(text[s:e] for s, e in spans).split() == text.split()
    assert all(text[s:e].strip() == text[s:e] != "" for s, e in spans)


def test_component_marks_every_token_and_agrees_with_the_function() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("factmill_sentences")
    for marked in TRAPS:
        doc = nlp(marked.replace("|", ""))
        spans = [_trim(doc.text, s.start_char, s.end_char) for s in doc.sents]
        assert spans == split_sentences(doc.text)
    assert not list(nlp("").sents)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    return start + lead, start + lead + len(piece.strip())


@pytest.mark.shared
def test_gum_news_at_least_92(shared: Path) -> None:
    from benchmarks.entities import _sentence_f1

    path = shared / "corpora" / "ner" / "gum" / "GUM_news.conllu.xz"
    assert _sentence_f1(lambda text: set(split_sentences(text)), path) >= 92


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One.",
        "Gen. Smith left. He flew to the U.S. on Monday.\n\nHe has not come back.",
        "A headline without a full stop\n\n“Yes,” she said. ‘No.’ \n",
        "  It begins with spaces.  Two of them. ",
    ],
)
def test_sentence_spans_are_those_of_spacy(text: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("factmill_sentences")
    doc = nlp(text)
    assert sentence_spans(doc) == [(sent.start_char, sent.end_char) for sent in doc.sents]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("He fought in World War I. The treaty", "He fought in World War I . The treaty"),
        ("They bought a Model Y.", "They bought a Model Y ."),
        ('"We sell the Model Y." It is', '" We sell the Model Y . " It is'),
        ("Gate C.\nFlights", "Gate C . \n Flights"),
        ("John F. Kennedy met J. Q. Stone.", "John F. Kennedy met J. Q. Stone ."),
        ("She left the U.S. The U.K. stayed", "She left the U.S. The U.K. stayed"),
    ],
)
def test_the_stop_of_a_sentence_is_no_part_of_a_name(text: str, tokens: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("factmill_sentences")
    doc = nlp(text)
    assert " ".join(token.text for token in doc) == tokens
    assert doc.text == text
