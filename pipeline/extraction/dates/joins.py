"""What neighbouring expressions do to each other.

"10 p.m. on Friday" is one time; "3 days from Tuesday" is one day; the ends of "from May to July
2019" share a year and make a range; "in March and April 2020" share one too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from pipeline.extraction.dates.finder import Expression, parse
from pipeline.extraction.dates.forms import (
    Century,
    DayAt,
    Decade,
    Directed,
    Form,
    InYear,
    Length,
    Modified,
    Named,
    Nth,
    Point,
    Shift,
    Told,
    Vague,
    WeekOf,
    YearPart,
)
from pipeline.extraction.dates.tokens import Tokens


def find_expressions(tokens: Tokens) -> list[Expression]:
    """All date expressions of a text, in order, none overlapping."""
    joined: list[Expression] = []
    for expression in parse(tokens):
        while joined and (merged := _merge(tokens, joined[-1], expression)) is not None:
            joined.pop()
            expression = merged
        joined.append(expression)
    _days_after_brackets(tokens, joined)
    _years_in_apposition(tokens, joined)
    return _ranges(tokens, [_approximate(tokens, expression) for expression in joined])


# -- one expression out of two ---------------------------------------------------------------------


def _merge(tokens: Tokens, first: Expression, last: Expression) -> Expression | None:
    form = (
        _clock_and_day(tokens, first, last)
        or _length_from(tokens, first, last)
        or _date_and_year(tokens, first, last)
    )
    return Expression(first.first, last.end, form) if form is not None else None


def _between(tokens: Tokens, first: Expression, last: Expression) -> str | None:
    """The one word between two expressions, "" when none, None when there is more."""
    gap, sign = last.first - first.end, tokens.sign(first.end - 1)
    stop = sign == "!" and tokens.lower(first.end - 1) != "m"  # "5 p.m. Friday" has but one stop
    if stop or sign not in " ,!":
        return None
    if gap == 1 and tokens.sign(first.end) == " ":
        return tokens.lower(first.end)
    return "" if gap == 0 else None


def _clock_and_day(tokens: Tokens, first: Expression, last: Expression) -> Form | None:
    """Reads "10 p.m." + "Friday", "Friday" + "at" + "10 p.m.", "Friday night" + "at" + "10"."""
    a, b = first.form, last.form
    between = _between(tokens, first, last)
    if between is None:
        return None
    if _is_bare_clock(a) and _is_day(b) and between in ("", "on"):
        return _set_day(a, b)
    if _is_bare_clock(b) and _is_day(a) and between in ("", "at"):
        return _set_day(b, a)
    if (
        isinstance(a, DayAt)
        and a.part
        and a.day is not None
        and _is_bare_clock(b)
        and between == "at"
    ):
        return _set_day(b, a.day)
    if (
        _is_bare_clock(a)
        and isinstance(b, DayAt)
        and b.part
        and b.day is not None
        and between in ("", "on")
    ):
        return _set_day(a, b.day)
    return None


def _is_bare_clock(form: Form) -> bool:
    inner = _bare(form)
    return isinstance(inner, DayAt) and inner.clock is not None and inner.day is None


def _set_day(clock: Form, day: Form) -> Form:
    inner = _bare(clock)
    assert isinstance(inner, DayAt)
    return _rewrap(clock, replace(inner, day=day))


def _is_day(form: Form) -> bool:
    if isinstance(form, Point):
        return form.day is not None or form.weekday is not None
    if isinstance(form, Directed):
        return isinstance(form.target, Point | Named) and _is_day(form.target)
    if isinstance(form, Shift):
        return form.unit == "D" or isinstance(form.base, Point)
    return isinstance(form, Named)


def _date_and_year(tokens: Tokens, first: Expression, last: Expression) -> Form | None:
    """ "March" + "last year", "9 May" + "of this year"."""
    date_, year = _bare(first.form), last.form
    if _between(tokens, first, last) not in ("", "of") or tokens.sign(first.end - 1) != " ":
        return None
    if not isinstance(year, Shift | Told) or year.unit != "Y":
        return None
    if isinstance(date_, Point) and date_.month is not None and date_.year is None:
        return _rewrap(first.form, InYear(date_, year))
    if isinstance(date_, Named | YearPart) and date_.year is None:
        return _rewrap(first.form, replace(date_, year=year))
    return None


def _days_after_brackets(tokens: Tokens, found: list[Expression]) -> None:
    """Give the clock of "8 p.m. (1800 GMT) Sunday" its day; they stay two mentions."""
    for index, (first, last) in enumerate(pairwise(found)):
        between = tokens.text[tokens.end(first.end - 1) : tokens.starts[last.first]]
        bracketed = "(" in between and ")" in between and len(between) <= _BRACKET
        if bracketed and _is_bare_clock(first.form) and _is_day(last.form):
            found[index] = replace(first, form=_set_day(first.form, last.form))


def _years_in_apposition(tokens: Tokens, found: list[Expression]) -> None:
    """Give "the following year" of "the following year, 1917," and "..., in 1917," that year."""
    for index, (first, last) in enumerate(pairwise(found)):
        gap = [tokens.lower(i) for i in range(first.end, last.first)]
        if gap not in ([], ["in"]) or tokens.sign(first.end - 1) != ",":
            continue
        closed = tokens.sign(last.end - 1) in ",!;#"
        if closed and _steps_a_year(first.form) and _is_bare_year(last.form):
            found[index] = replace(first, form=last.form)


def _steps_a_year(form: Form) -> bool:
    return isinstance(form, Shift) and form.unit == "Y" and form.base == "told"


def _is_bare_year(form: Form) -> bool:
    return isinstance(form, Point) and form.year is not None and form.month is None


_BRACKET: Final = 20  # characters of " (1800 GMT) ", and some


def _length_from(tokens: Tokens, first: Expression, last: Expression) -> Form | None:
    """Reads "3 days from Tuesday", "two weeks after May 5": a shift to the day."""
    a = first.form
    side = _between(tokens, first, last)
    if (
        not isinstance(a, Length)
        or side not in ("from", "after", "before")
        or a.direction
        or a.rest
    ):
        return None
    if a.amount is None or a.unit[0] == "T" or not _is_day(last.form):
        return None
    if (
        tokens.sign(last.end - 1) in "'\""
    ):  # "two days after Monday's attack" tells the attack's day
        return None
    return Shift(-a.amount if side == "before" else a.amount, a.unit, base=last.form, exact=True)


def form_mod(form: Form) -> str | None:
    """The modifier of a form, if it has one."""
    return form.mod if isinstance(form, Modified) else None


_APPROXIMATE: Final = frozenset(("around", "circa", "approximately", "roughly", "ca"))


def _approximate(tokens: Tokens, expression: Expression) -> Expression:
    """Take "around" and its like into the span of a date: "around Nov. 1", "circa 1850"."""
    before = expression.first - 1
    form = expression.form
    if before < 0 or tokens.sign(before) not in " !" or form_mod(form) == "APPROX":
        return expression
    word, exact = tokens.lower(before), _is_day(form) or isinstance(form, DayAt)
    dates = (Point, DayAt, YearPart, Shift, Named, Told)
    if isinstance(_bare(form), dates) and (word in _APPROXIMATE or (word == "about" and exact)):
        return replace(expression, first=before, form=Modified("APPROX", form))
    return expression


# -- ranges and lists ------------------------------------------------------------------------------

_CONNECTORS: Final = frozenset(("to", "until", "till", "through", "thru", "and", "or"))


def _ranges(tokens: Tokens, found: list[Expression]) -> list[Expression]:
    """Share years and months between neighbours, and number the ranges."""
    ranges = 0
    for index in range(len(found) - 1):
        first, last = found[index], found[index + 1]
        link = _link(tokens, first, last)
        if link is None:
            continue
        start, end = share(first.form, last.form)
        is_range = link == "range" and first.range_role is None and _comparable(start, end)
        number = ranges if is_range else first.range_id
        role = "start" if is_range else first.range_role
        found[index] = Expression(first.first, first.end, start, number, role)
        ends = (ranges, "end") if is_range else ()
        found[index + 1] = Expression(last.first, last.end, end, *ends)
        ranges += is_range
    return found


def _link(tokens: Tokens, first: Expression, last: Expression) -> str | None:
    """Reads "range", "list", or None for expressions that merely follow each other."""
    sign = tokens.sign(first.end - 1)
    if last.first == first.end:
        return "range" if sign in "-=" else "list" if sign in ",/" else None
    if last.first - first.end != 1 or sign not in " ," or tokens.sign(first.end) != " ":
        return None
    word = tokens.lower(first.end)
    if word in ("and", "or"):
        return "range" if word == "and" and tokens.lower(first.first - 1) == "between" else "list"
    return "range" if word in _CONNECTORS else None


def _bare(form: Form) -> Form:
    return form.form if isinstance(form, Modified) else form


def _rewrap(outer: Form, inner: Form) -> Form:
    return replace(outer, form=inner) if isinstance(outer, Modified) else inner


def share(first: Form, last: Form) -> tuple[Form, Form]:
    """Fill in what one end leaves to the other: the month or the year."""
    a, b = _bare(first), _bare(last)
    if isinstance(a, Point) and isinstance(b, Point):
        a, b = _share_month(a, b)
        a, b = _share_year(a, b)
    elif isinstance(a, YearPart) and isinstance(b, YearPart) and a.year is None:
        a = replace(a, year=b.year)
    return _rewrap(first, a), _rewrap(last, b)


def _share_month(a: Point, b: Point) -> tuple[Point, Point]:
    if a.day is None or b.day is None:
        return a, b
    if a.month is None and b.month is not None:
        return replace(a, month=b.month, year=b.year), b
    if b.month is None and a.month is not None:
        return a, replace(b, month=a.month, year=a.year)
    return a, b


def _share_year(a: Point, b: Point) -> tuple[Point, Point]:
    """The missing year; one earlier or later when the range runs over the turn of the year."""
    if a.month is None or b.month is None:
        return a, b
    over = (a.month, a.day or 0) > (b.month, b.day or 31)
    if a.year is None and b.year is not None:
        return replace(a, year=max(1, b.year - over)), b
    if b.year is None and a.year is not None:
        return a, replace(b, year=a.year + over)
    return a, b


def _comparable(first: Form, last: Form) -> bool:
    """Whether two forms can be the ends of one range."""
    a, b = _bare(first), _bare(last)
    dates = (Point, YearPart, Shift, Directed, Named, Nth, WeekOf)
    if isinstance(a, Vague) or isinstance(b, Vague):
        other = b if isinstance(a, Vague) else a
        return isinstance(other, dates)
    return isinstance(a, (*dates, Decade, Century)) and isinstance(b, (*dates, Decade, Century))


def end_after_start(form: Form, start: date | None) -> Form:
    """The end of a range, with the first year that puts it after the (resolved) start."""
    point = _bare(form)
    if start is None or not isinstance(point, Point) or point.year is not None or not point.month:
        return form
    over = (point.month, point.day or 31) < (start.month, start.day)
    return _rewrap(form, replace(point, year=start.year + over))
