"""Date expressions with their TIMEX3 values and intervals.

>>> from datetime import date
>>> [m.value for m in find_dates("It rose 3 % in May from a year earlier.", date(2023, 9, 4))]
['2023-05', '2022']

Needs no spaCy and no other package. The stages: `tokens` (text to kinds), `grammar` (patterns over
kinds to `forms`), `finder` (the longest match), `joins` (neighbours), and `resolution` (forms to
values, given the `story`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.extraction.dates.ancient import settle_ancient
from pipeline.extraction.dates.finder import Expression
from pipeline.extraction.dates.forms import Ending, Form, YearPart
from pipeline.extraction.dates.joins import end_after_start, find_expressions
from pipeline.extraction.dates.narrative import first_day, is_narrative
from pipeline.extraction.dates.order import settle_order
from pipeline.extraction.dates.parse_string import parse_date_string
from pipeline.extraction.dates.reference import Grain, ReferenceDate, infer_reference
from pipeline.extraction.dates.resolution import Resolved, resolve
from pipeline.extraction.dates.resolution.before_christ import bc_year_of
from pipeline.extraction.dates.story import Story
from pipeline.extraction.dates.tokens import Tokens, tokenize
from pipeline.records import DateMention

__all__ = [
    "ReferenceDate",
    "find_dates",
    "find_reference_date",
    "join_ranges",
    "parse_date_string",
]


def find_dates(
    text: str,
    anchor: date | None = None,
    *,
    anchor_is_inferred: bool = False,
    country: str | None = None,
    sentences: Sequence[tuple[int, int]] | None = None,
    body_start: int = 0,
) -> list[DateMention]:
    """Find the date expressions of an English text.

    Args:
        text: any text.
        anchor: the day the text was written; without it, the text is searched for a hint
            (`find_reference_date`), and what hangs on that is marked ``inferred``.
        anchor_is_inferred: the anchor is a guess; what hangs on it is marked ``inferred``.
        country: ISO 3166-1 alpha-2 of the source; decides between 5/3 and 3/5.
        sentences: offsets of the sentences, when known.
        body_start: where the body begins, after a title line.

    Returns:
        Mentions in order, none overlapping; ``text[m.start:m.end] == m.text``.
    """
    tokens = tokenize(text, sentences)
    expressions = settle_order(settle_ancient(find_expressions(tokens)), country)
    grain: Grain = "day"
    if anchor is None:
        guess = infer_reference(tokens, expressions, body_start)
        anchor, anchor_is_inferred = (guess.day if guess else None), True
        grain = guess.grain if guess else "day"
    story = Story(tokens, anchor, grain, tells_history=is_narrative(expressions, anchor))
    story.opening = first_day(expressions) if story.tells_history and anchor else None
    mentions: list[DateMention] = []
    for expression in expressions:
        mentions.append(_mention(expression, story, mentions[-1] if mentions else None))
    return [_as_inferred(m) for m in mentions] if anchor_is_inferred else mentions


def find_reference_date(text: str, *, country: str | None = None) -> ReferenceDate | None:
    """Guess the day a text was written from its byline, or from the latest time that it tells.

    Returns:
        None when the text gives no hint, or tells history without a "now".
    """
    tokens = tokenize(text)
    expressions = settle_order(settle_ancient(find_expressions(tokens)), country)
    return infer_reference(tokens, expressions)


def join_ranges(text: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """One mention in place of the two ends of a range, for users who want a range whole.

    >>> text = "It rained from May to July 2019."
    >>> (whole,) = join_ranges(text, find_dates(text, date(2022, 8, 26)))
    >>> whole.text, whole.value, str(whole.end_date)
    ('May to July 2019', '2019-05/2019-07', '2019-07-31')

    Args:
        text: the text that the mentions were found in.
        mentions: what `find_dates` returned for it.
    """
    joined: list[DateMention] = []
    for mention in mentions:
        previous = joined[-1] if joined else None
        if previous is None or mention.range_id is None or previous.range_id != mention.range_id:
            joined.append(mention)
            continue
        joined[-1] = replace(
            previous,
            end=mention.end,
            text=text[previous.start : mention.end],
            value=f"{previous.value}/{mention.value}",
            end_date=mention.end_date,
            range_role=None,
        )
    return joined


def _mention(found: Expression, story: Story, previous: DateMention | None) -> DateMention:
    ends_range = found.range_role == "end" and previous is not None
    form = (
        end_after_start(found.form, previous.start_date) if ends_range and previous else found.form
    )
    story.enter(found.first, found.end)
    resolved = resolve(form, story)
    _remember(story, form, resolved)
    first, last = resolved.interval or (None, None)
    if resolved.value == "PRESENT_REF" and found.range_role is not None:
        first = last = story.anchor  # "between now and May"
    # the year of "to 3 May" came from the start of the range, however that was known
    resolution = previous.resolution if previous and form is not found.form else resolved.resolution
    start, end = _start(story.tokens, found.first), _end(story.tokens, found.end - 1)
    return DateMention(
        start,
        end,
        story.tokens.text[start:end],
        resolved.type,
        resolved.value,
        mod=resolved.mod,
        start_date=first,
        end_date=last,
        granularity=resolved.granularity,
        resolution=resolution,
        anchor_date=story.anchor if resolution == "anchored" else None,
        range_id=found.range_id,
        range_role=found.range_role,
        ambiguous=resolved.ambiguous,
    )


def _as_inferred(mention: DateMention) -> DateMention:
    return replace(mention, resolution="inferred") if mention.resolution == "anchored" else mention


def _remember(story: Story, form: Form, resolved: Resolved) -> None:
    story.bc_year = bc_year_of(form) or story.bc_year
    if resolved.told and resolved.interval and resolved.granularity:
        story.last_value = resolved.value
        story.told(
            resolved.day or resolved.interval[0],
            resolved.granularity,
            explicit=resolved.resolution == "explicit",
            names_quarter=_is_quarter(form, resolved),
        )


def _is_quarter(form: Form, resolved: Resolved) -> bool:
    """Whether it is a quarter by its number or its end, which the text may report on."""
    if isinstance(form, Ending):
        return resolved.granularity == "quarter"
    return isinstance(form, YearPart) and form.code[0] == "Q"


def _start(tokens: Tokens, first: int) -> int:
    """The start of a mention; "'60s" keeps its apostrophe."""
    start = tokens.starts[first]
    short = len(tokens.words[first]) == 2 and tokens.words[first].isdigit()
    apostrophe = short and tokens.sign(first - 1) == "q" and first > 0
    return start - 1 if apostrophe else start


def _end(tokens: Tokens, last: int) -> int:
    """The end of a mention; "a.m." keeps its last full stop."""
    end = tokens.end(last)
    abbreviated = tokens.lower(last) == "m" and tokens.sign(last - 1) == "."
    return end + 1 if abbreviated and tokens.text[end : end + 1] == "." else end
