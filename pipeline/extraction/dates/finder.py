"""Finds expressions: runs of known tokens -> longest rule match -> forms, with ranges joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.extraction.dates import grammar  # noqa: F401  (registers the rules)
from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, rules_by_letter
from pipeline.extraction.dates.forms import Directed, Form, Modified, Named, Point, Shift, YearPart
from pipeline.extraction.dates.holidays import (
    HOLIDAY_WORDS,
    HOLIDAYS,
    LONGEST_NAME,
    UNRESOLVED_FEASTS,
)
from pipeline.extraction.dates.tokens import Tokens, runs

_RULES: Final = rules_by_letter()
_HOLIDAY_HEADS: Final = frozenset(name.split()[0] for name in (*HOLIDAYS, *UNRESOLVED_FEASTS))


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression found: tokens ``first`` to ``end`` (exclusive), and its form."""

    first: int
    end: int
    form: Form
    range_id: int | None = None
    range_role: str | None = None


def find_expressions(tokens: Tokens) -> list[Expression]:
    """All date expressions of a text, in order, none overlapping."""
    found = [expression for first, end in runs(tokens) for expression in _parse(tokens, first, end)]
    return _join_ranges(tokens, found)


def _parse(tokens: Tokens, first: int, end: int) -> Iterator[Expression]:
    index = first
    while index < end:
        expression = _holiday(tokens, index) or _longest(tokens, index)
        if expression is None:
            index += 1
        else:
            yield expression
            index = expression.end


def _longest(tokens: Tokens, index: int) -> Expression | None:
    kinds, position = tokens.kinds, 2 * index
    matches = []
    for order, rule in enumerate(_RULES.get(kinds[position], ())):
        found = rule.pattern.match(kinds, position)
        if found is not None:
            matches.append((-found.end(), order, rule, found))
    matches.sort(key=lambda item: item[:2])
    for _, _, rule, found in matches:
        match = Match(tokens, found)
        form = rule.make(match)
        if form is not None:
            return Expression(index, match.last + 1, form)
    return None


def _holiday(tokens: Tokens, index: int) -> Expression | None:
    """A named day, with a direction before it or a year after it."""
    start = index
    word = tokens.lower(index)
    direction = lx.DIRECTIONS.get(word)
    if direction is not None or word == "this":
        index += 1
        word = tokens.lower(index)
    if word not in _HOLIDAY_HEADS:
        return None
    named = _holiday_name(tokens, index)
    if named is None:
        return None
    name, end = named
    if start < index:
        year: Form | None = Directed(direction or 0, Named(name))
        return Expression(start, end, year)
    if (
        tokens.sign(end - 1) in " ,"
        and tokens.kinds[2 * end : 2 * end + 1]
        and tokens.word(end).isdigit()
        and len(tokens.word(end)) == 4
    ):
        return Expression(start, end + 1, Named(name, Point(year=int(tokens.word(end)))))
    return Expression(start, end, Named(name))


def _holiday_name(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """(key, end) of the longest holiday name at ``index``."""
    for size in range(LONGEST_NAME, 0, -1):
        words = tokens.words[index : index + size]
        if len(words) < size:
            continue
        name = " ".join(words).lower()
        if name not in HOLIDAYS and name not in UNRESOLVED_FEASTS:
            continue
        small = not words[0][0].isupper()
        if small and not any(word in HOLIDAY_WORDS for word in words):
            continue
        if any(tokens.sign(i) not in " '-q" for i in range(index, index + size - 1)):
            continue
        if size == 1 and tokens.word(index + 1) == "Island":
            continue
        return name, index + size
    return None


_CONNECTORS: Final = frozenset(("to", "until", "till", "through", "thru", "and", "or"))


def _join_ranges(tokens: Tokens, found: list[Expression]) -> list[Expression]:
    """Share years and months between neighbours, and number the ranges."""
    joined = list(found)
    ranges = 0
    for index in range(len(joined) - 1):
        first, last = joined[index], joined[index + 1]
        link = _link(tokens, first, last)
        if link is None:
            continue
        forms = _share(first.form, last.form)
        joined[index] = first = replace(first, form=forms[0])
        joined[index + 1] = last = replace(last, form=forms[1])
        if link == "range" and _comparable(*forms):
            joined[index] = replace(first, range_id=ranges, range_role="start")
            joined[index + 1] = replace(last, range_id=ranges, range_role="end")
            ranges += 1
    return joined


def _link(tokens: Tokens, first: Expression, last: Expression) -> str | None:
    """ "range", "list", or None for expressions that merely follow each other."""
    if last.first == first.end:
        sign = tokens.sign(first.end - 1)
        return "range" if sign in "-=" else "list" if sign == "," else None
    if last.first - first.end != 1:
        return None
    word = tokens.lower(first.end)
    if (
        word not in _CONNECTORS
        or tokens.sign(first.end) != " "
        or tokens.sign(first.end - 1) not in " ,"
    ):
        return None
    before = tokens.lower(first.first - 1)
    if word in ("and", "or"):
        return "range" if word == "and" and before == "between" else "list"
    return "range"


def _bare(form: Form) -> Form:
    return form.form if isinstance(form, Modified) else form


def _rewrap(outer: Form, inner: Form) -> Form:
    return replace(outer, form=inner) if isinstance(outer, Modified) else inner


def _share(first: Form, last: Form) -> tuple[Form, Form]:
    """Fill in what one end leaves to the other: the month or the year."""
    a, b = _bare(first), _bare(last)
    if isinstance(a, Point) and isinstance(b, Point):
        a, b = _share_points(a, b)
    elif isinstance(a, YearPart) and isinstance(b, YearPart) and a.year is None:
        a = replace(a, year=b.year)
    elif isinstance(a, Point) and isinstance(b, Directed | Shift):
        return first, last
    return _rewrap(first, a), _rewrap(last, b)


def _share_points(a: Point, b: Point) -> tuple[Point, Point]:
    if a.month is None and a.day is not None and b.month is not None and b.day is not None:
        a = replace(a, month=b.month, year=b.year)
    elif b.month is None and b.day is not None and a.month is not None and a.day is not None:
        b = replace(b, month=a.month, year=a.year)
    if a.month is not None and b.month is not None:
        if a.year is None and b.year is not None:
            a = replace(
                a,
                year=b.year
                - (1 if (a.month, a.day or 0) > (b.month, b.day or 0) and b.year > 1 else 0),
            )
        elif b.year is None and a.year is not None:
            b = replace(
                b, year=a.year + (1 if (a.month, a.day or 0) > (b.month, b.day or 31) else 0)
            )
    return a, b


def _comparable(first: Form, last: Form) -> bool:
    a, b = _bare(first), _bare(last)
    dates = (Point, YearPart, Shift, Directed, Named)
    return (isinstance(a, dates) and isinstance(b, dates)) or type(a) is type(b)
