"""What the resolver knows at a point of the text: the anchor, the time last told, the tense."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipeline.extraction.dates.tense import Tense, direction, is_flashback
from pipeline.extraction.dates.tokens import Tokens
from pipeline.extraction.dates.values import shift_day

#: Granularities from fine to coarse; a told time may stand in for finer-or-equal questions.
ORDER = {"second": 0, "minute": 0, "hour": 0, "day": 1, "weekend": 2, "week": 3, "month": 4,
         "quarter": 5, "season": 5, "half": 6, "year": 7, "decade": 8, "century": 9}  # fmt: skip


_UNIT_NAMES = {
    "M": "month",
    "Q": "quarter",
    "H": "half",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
}
_FINE_UNITS = frozenset(("D", "W", "WE", "N", "WD", "F"))
_NEARBY = 14  # tokens within which a year told goes for a bare month too
_NEXT_SENTENCE = 30  # and within which a full date lends its year over a sentence's end
_RECENT = 366  # days before the anchor that are no history
_STILL_TOLD = 150  # tokens after which a day is no longer what "the next day" counts from


@dataclass(frozen=True, slots=True)
class ToldTime:
    """A time that the text has told: its first day, how fine, where, and if it named a year."""

    day: date
    granularity: str
    token: int
    explicit: bool


@dataclass(slots=True)
class Story:
    """The state of reading; `resolution` reads it and `told` extends it.

    ``anchor_grain``: the anchor is a day, or only the end of a month or year that the text names.
    ``tells_history``: the text tells history, so that open dates follow the time last told and not
    the anchor. Such a text has a ``main`` line, and asides that tell what had been before. Open
    dates before its first full one (``opening``) come before that.
    """

    tokens: Tokens
    anchor: date | None
    anchor_grain: str = "day"
    tells_history: bool = False
    quarter: date | None = None
    main: ToldTime | None = None
    aside: ToldTime | None = None
    opening: date | None = None
    bc_year: int | None = None
    last_value: str | None = None
    last_day: ToldTime | None = None
    last_year: ToldTime | None = None
    first: int = 0
    end: int = 0
    _tense: Tense | None = field(default=None)

    def enter(self, first: int, end: int) -> None:
        """Move to the expression in tokens ``first`` to ``end`` (exclusive)."""
        self.first, self.end, self._tense = first, end, None

    @property
    def tense(self) -> Tense:
        """Where the verb at the expression at hand points."""
        if self._tense is None:
            self._tense = direction(self.tokens, self.first, self.end - 1)
        return self._tense

    @property
    def narrative(self) -> bool:
        """Whether the story is at a time long past; one that has come to today is as the news."""
        if not self.tells_history or self.anchor is None or self.main is None:
            return self.tells_history
        return abs((self.anchor - self.main.day).days) > _RECENT

    @property
    def last(self) -> ToldTime | None:
        """The time last told; an aside counts only for what is told in the same breath."""
        aside, main = self.aside, self.main
        if aside is None or (main is not None and main.token > aside.token):
            return main
        return aside if is_flashback(self.tokens, self.first) else main

    @property
    def stands_alone(self) -> bool:
        """Whether the expression is all of its line: the stamp of an entry in a live report."""
        text, start = self.tokens.text, self.tokens.starts[self.first]
        end = self.tokens.end(self.end - 1)
        before, after = text[max(0, start - 3) : start], text[end : end + 3]
        return before.rstrip(" ").endswith("\n") and after.lstrip(" ").startswith("\n")

    def too_vague_for(self, unit: str) -> bool:
        """Whether only the month or year of writing is known, and a ``unit`` is asked for."""
        needed = ORDER[_UNIT_NAMES.get(unit, "day")]
        return not self.narrative and needed < ORDER[self.anchor_grain]

    def base_day(self, base: str) -> date | None:
        """The day to count from: the time last told, or the anchor."""
        last = self.last
        if last is not None and (base == "told" or self.narrative) and not self._is_to_come(last):
            return last.day
        return self.anchor

    def _is_to_come(self, told: ToldTime) -> bool:
        """Whether a time lies ahead, and the verb back: no step leads from it to what has been.

        "It meets again on 18 July. In the previous week three members had asked for a pause."
        """
        return self.anchor is not None and told.day > self.anchor and self.tense < Tense.OPEN

    def base_for(self, unit: str) -> date | None:
        """The time last told that is fine enough to count ``unit`` from; None when there is none.

        "Two days later" cannot be counted from "1941", but from a day told a little earlier it can.
        """
        told = self.last
        if told is None or self._is_to_come(told):
            return self.anchor
        near = self.first - told.token <= _STILL_TOLD
        if ORDER[told.granularity] <= max(ORDER[_UNIT_NAMES.get(unit, "day")], ORDER["week"]):
            return told.day if near or self.narrative else self.anchor
        if unit not in _FINE_UNITS:
            return told.day if self.narrative else self.anchor
        recent = self.last_day
        if recent is not None and self.first - recent.token <= _STILL_TOLD:
            return recent.day
        return None

    def told(
        self, day: date, granularity: str, *, explicit: bool, names_quarter: bool = False
    ) -> None:
        """Take note of a resolved time; ``names_quarter``: it is what the text reports on."""
        time = ToldTime(day, granularity, self.first, explicit)
        if self._is_aside(day):
            self.aside = time
            return
        self.main, self.bc_year = time, None
        if granularity in ("day", "hour", "minute", "second"):
            self.last_day = time
        if names_quarter and self._is_reported(day):
            self.quarter = day
        since = granularity == "year" and self.tokens.lower(self.first - 1) == "since"
        if explicit and not since:  # "left out since 2014, they pay from April 1"
            self.last_year = time

    def _is_aside(self, day: date) -> bool:
        """Whether a time before the one last told is told as what had been: "had left in 1904"."""
        if not self.tells_history or self.main is None or day >= self.main.day:
            return False
        return is_flashback(self.tokens, self.first)

    def _is_reported(self, quarter: date) -> bool:
        """Whether a quarter is over, and later than the one the text seemed to report on."""
        end = shift_day(quarter, 1, "Q")
        over = self.anchor is None or (end is not None and end <= self.anchor)
        return over and (self.quarter is None or quarter > self.quarter)

    def year_told_nearby(self) -> int | None:
        """The year that a date told shortly before lends to a bare month or day.

        In the same sentence any date that names its year does. Over sentences only the last one
        told does, and only a month or day of some years ago: "On 3 May 2011 ... On 4 June ...".
        """
        told = self.last_year
        if told is None or ORDER[told.granularity] > ORDER["year"]:
            return None
        distance = self.first - told.token
        if distance <= _NEARBY and not self._sentence_ended_since(told.token):
            return told.day.year
        past = self.anchor is not None and told.day.year <= self.anchor.year - 2
        fine = told is self.last and told.granularity in ("day", "month")
        return told.day.year if past and fine and distance <= _NEXT_SENTENCE else None

    def _sentence_ended_since(self, token: int) -> bool:
        return any(self.tokens.ends_sentence(index) for index in range(token, self.first))
