"""Vague references: now, recently, the past, the future."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, rule
from pipeline.extraction.dates.forms import Form, Vague
from pipeline.extraction.dates.tense import PAST_VERBS

#: Words that begin another clause, and so end the phrase before them.
_CLAUSES: Final = lx.words(
    "and but or to that when for by as with has have had is was were are it he she they we i you "
    "the a in on"
)


@rule(r"(?:<:right> )?<:now>")
def now(match: Match) -> Form | None:
    """Reads "now", "right now", "currently", "nowadays"; not "every now and then"."""
    if match.before() == "every":
        return None
    return Vague("PRESENT_REF")


@rule(r"(?:<:the> )?<:present>", r"(?:<:the>|<:this>) <:moment>")
def at_present(match: Match) -> Form | None:
    """Reads "at present", "at the moment"."""
    return Vague("PRESENT_REF") if match.before() == "at" else None


@rule(r"<this> <:units>")
def these_days(match: Match) -> Form | None:
    """Reads "these days"."""
    return (
        Vague("PRESENT_REF")
        if match.tokens.lower(match.last) == "days" and match.text("this") == "these"
        else None
    )


@rule(r"<:current>")
def current(match: Match) -> Form | None:
    """Reads the "current" of "the current president"."""
    if match.before() in ("stay", "stays", "keep", "kept", "staying", "keeping", "remain"):
        return None
    return Vague("PRESENT_REF") if match.tokens.sign(match.last) == " " else None


@rule(r"<:pastref>")
def recently(match: Match) -> Form | None:
    """Reads "recently", "lately"."""
    return Vague("PAST_REF")


@rule(r"<:the> <:past>")
def the_past(match: Match) -> Form | None:
    """Reads "in the past", but not "the past week" or "the past president"."""
    after = match.after()
    if match.before() not in ("in", "of", "from"):
        return None
    return Vague("PAST_REF") if not after.isalpha() or after in _CLAUSES else None


@rule(r"<futureref>")
def soon(match: Match) -> Form | None:
    """Reads "soon", "shortly"; not "shortly after", "as soon as", "soon became"."""
    before, after = match.before(), match.after()
    if after in (
        "after",
        "before",
        "afterwards",
        "thereafter",
        "as",
        "became",
        "found",
        "followed",
    ):
        return None
    if after.endswith("ed") or after in PAST_VERBS:  # "soon decided" tells what has been
        return None
    return None if before in ("as", "too", "how", "very", "so") else Vague("FUTURE_REF")


@rule(r"(?:<the> )?(?:<near:dir> )?<:future>")
def the_future(match: Match) -> Form | None:
    """Reads "in the near future"; not "wheat futures", "future generations", "the future of"."""
    if match.text("near") not in ("", "near", "immediate", "foreseeable"):
        return None
    if (
        match.before() not in ("in", "for", "into", "of")
        or match.tokens.words[match.last].istitle()
    ):
        return None
    after = match.after()
    vague = match.has("the") and after != "of"
    return Vague("FUTURE_REF") if vague or not after or after in _CLAUSES else None
