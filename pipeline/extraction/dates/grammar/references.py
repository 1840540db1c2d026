"""Vague references: now, recently, the past, the future."""

from __future__ import annotations

from pipeline.extraction.dates.engine import Match, rule
from pipeline.extraction.dates.forms import Form, Vague


@rule(
    r"(?:<:right> )?<now>",
    r"<:the> <now:present>",
    r"<:the> <now:moment>",
    r"<now:present>",
    r"<:this> <now:moment>",
)
def present(match: Match) -> Form | None:
    """Reads "now", "currently", "at present", "the moment"."""
    word = match.text("now")
    if word == "present" and match.before() != "at":
        return None
    if word == "moment" and match.before() != "at":
        return None
    return Vague("PRESENT_REF")


@rule(r"<current>")
def current(match: Match) -> Form | None:
    """Reads "the current president"."""
    if match.tokens.sign(match.last) != " ":
        return None
    return Vague("PRESENT_REF")


@rule(r"<pastref>", r"<:the> <past>")
def past(match: Match) -> Form | None:
    """Reads "recently", "in the past"."""
    if match.has("past"):
        after = match.after()
        return (
            Vague("PAST_REF")
            if match.before() in ("in", "of", "from")
            and not (after.isalpha() and after.islower() and after not in _CLAUSES)
            else None
        )
    return Vague("PAST_REF")


_CLAUSES = frozenset(["and", "but", "or", "to", "that", "when", "for", "by", "as", "with", "has", "have", "had", "is", "was", "were", "are", "it", "he", "she", "they", "we", "i", "you", "the", "a", "in", "on"])  # fmt: skip


@rule(r"<futureref>", r"(?:<:the> )?(?:<near:dir> )?<future>")
def future(match: Match) -> Form | None:
    """Reads "soon", "in the near future"; not "wheat futures" or "future generations"."""
    if match.has("future"):
        if match.has("near") and match.text("near") not in ("near", "immediate", "foreseeable"):
            return None
        if match.tokens.words[match.last][0].isupper():
            return None
        if match.before() not in ("in", "for", "into", "of"):
            return None
        after = match.after()
        vague = match.tokens.lower(match.first) == "the" and after != "of"
        return Vague("FUTURE_REF") if vague or not after or after in _CLAUSES else None
    if match.text("futureref") == "shortly" and match.after() in (
        "after",
        "before",
        "afterwards",
        "thereafter",
    ):
        return None
    if match.text("futureref") == "soon" and (
        match.after() in ("after", "as", "became", "found", "followed")
        or match.before() in ("as", "too", "how", "very", "so")
    ):
        return None
    return Vague("FUTURE_REF")
