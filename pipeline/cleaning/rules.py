"""Named rules: what a line is, where a reason can be given in words.

A *firm* rule decides alone. The others only name the kind of what the model drops. A rule is
looked at only for lines that hold one of its trigger words, which are found for the whole document
at once. Each firm rule has its counterexample in tests/data/cleaning/counterexamples.tsv: the
article sentence that it must not eat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.view import Hashes, Ints, TextView, view_of


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` is searched in lines of at most ``longest`` characters that hold one of
    ``triggers`` (words as `TextView` sees them, case folded)."""

    name: str
    kind: Kind
    triggers: frozenset[str]
    pattern: re.Pattern[str]
    firm: bool = False
    longest: int = 400


_NETWORKS = (
    r"facebook|twitter|x|linkedin|whats ?app|telegram|pinterest|reddit|e-?mail|mail|print|pocket|"
    r"vk|vkontakte|viber|messenger|tumblr|xing|instagram|youtube|threads|bluesky|mastodon|"
    r"flipboard|copy link|link|rss|tiktok|sms|line|weibo|odnoklassniki"
)


def _rule(
    name: str, kind: Kind, triggers: str, pattern: str, *, firm: bool = False, longest: int = 400
) -> Rule:
    return Rule(name, kind, frozenset(triggers.split()), re.compile(pattern, re.I), firm, longest)


RULES: tuple[Rule, ...] = (
    _rule(
        "text-size", Kind.CONTROLS, "text font resize contrast schriftgröße kontrast",
        r"^(text (re)?size|font size|text resize|resize text)\b[:\s+\-aA]*$"
        r"|^(change |high |low )?contrast$",
        firm=True, longest=60,
    ),
    _rule(
        "skip-link", Kind.CONTROLS, "skip jump springen aller saltar vai przejdź перейти naar",
        r"^(skip|jump) to (the )?(main )?(content|navigation|menu|footer|search)\b"
        r"|^(direkt )?zum (haupt)?inhalt( springen)?$|^aller au contenu|^(saltar|ir) al contenido"
        r"|^vai al contenuto|^przejdź do treści|^перейти к (содержанию|контенту)"
        r"|^(ga )?naar de inhoud",
        firm=True, longest=60,
    ),
    _rule(
        "share-bar", Kind.SHARING, "share tweet facebook twitter linkedin whatsapp teilen partager "
        "compartir condividi udostępnij поделиться delen paylaş sdílet",
        rf"^(?:(?:share|tweet|post|send|save|teilen|partager|compartir|condividi|udostępnij|поделиться|"
        rf"delen|paylaş|sdílet|this|article|story|page|on|via|by|with|to|a|friend|auf|sur|en|su|na|"
        rf"в|{_NETWORKS})\b[\s,.:|/·•]*)+$",
        firm=True, longest=120,
    ),
    _rule(
        "copyright", Kind.LEGAL, "copyright rights reserved vorbehalten réservés reservados "
        "riservati zastrzeżone защищены",
        r"©|\(c\) ?(19|20)\d\d|^copyright\b|all rights reserved|alle rechte vorbehalten"
        r"|tous droits réservés|todos los derechos reservados|tutti i diritti riservati"
        r"|wszelkie prawa zastrzeżone|все права защищены",
        longest=300,
    ),
    _rule(
        "donation", Kind.DONATION, "donate donation crowdfunding patreon spenden spende fundraiser "
        "support supporting contribute",
        r"\b(please|can you|will you|help us)\b.{0,60}\b(donat|support|contribut)"
        r"|\bdonate (now|today|here|by|to)\b|^donate\b|\bcrowdfunding campaign\b.*\bdonat"
        r"|\bjetzt spenden\b|\bsupport (us|our (work|journalism|reporting))\b",
        longest=400,
    ),
    _rule(
        "newsletter", Kind.SUBSCRIPTION, "newsletter newsletters subscribe subscription inbox "
        "subscribers abonnieren abo suscríbete inscrivez iscriviti подпишитесь",
        r"\b(sign up|subscribe|register)\b.{0,80}\b(newsletter|inbox|updates|e-?mail|today|now)\b"
        r"|\bnewsletter\b.{0,60}\b(sign up|subscribe|abonnieren|anmelden|inbox)\b|^subscribe\b"
        r"|\bsubscribers? only\b|\balready a subscriber\b",
        longest=400,
    ),
    _rule(
        "related", Kind.RELATED, "related read more also recommended next previous mehr lesen lire "
        "weitere verwandte",
        r"^(related|read (more|also|next)|see also|more (from|on|in|stories)|recommended|you may"
        r"( also)? like|previous|next|mehr zum thema|lesen sie auch|lire aussi|à lire aussi)\b",
        longest=160,
    ),
    _rule(
        "comments", Kind.COMMENTS, "comment comments reply kommentar kommentare commentaires",
        r"^(\d+|no|leave a|post a|add a|write a|join the) ?(comments?|reply|conversation)\b"
        r"|^comments?\b.{0,20}$|^reply$|\bcomments are closed\b|^kommentare?\b",
        longest=160,
    ),
    _rule(
        "photo-credit", Kind.CAPTION, "photo image credit photograph getty reuters shutterstock "
        "foto bild picture",
        r"^(photo|image|picture|credit|foto|bild|photograph)s?\b( by| credit| courtesy)?\s*[:/©]"
        r"|\b(photo|image|credit|foto): ?\S|\(?(getty images|shutterstock|reuters|ap photo)\)?$",
        longest=300,
    ),
    _rule(
        "advert", Kind.ADVERT, "advertisement advertorial sponsored anzeige werbung publicité "
        "publicidad реклама reklama affiliate",
        r"^\W*(advertisement|sponsored( content)?|anzeige|werbung|publicité|publicidad|реклама"
        r"|reklama|advertise here|about these ads)\W*$|\baffiliate (links?|commission)\b",
        longest=300,
    ),
)  # fmt: skip


@cache
def _index() -> tuple[Hashes, dict[int, tuple[int, ...]]]:
    """Hashes of all trigger words, sorted, and the rules that each stands for."""
    rules: dict[int, list[int]] = {}
    for number, rule in enumerate(RULES):
        for word in rule.triggers:
            (code,) = view_of(word).word_hash
            rules.setdefault(int(code), []).append(number)
    return np.array(sorted(rules), np.uint64), {code: tuple(r) for code, r in rules.items()}


def matches(view: TextView) -> Iterator[tuple[int, Rule]]:
    """Lines of ``view`` that a rule matches, each with its first matching rule."""
    codes, by_code = _index()
    place = np.minimum(np.searchsorted(codes, view.word_hash), len(codes) - 1)
    hits = np.flatnonzero(codes[place] == view.word_hash)
    wanted: dict[int, set[int]] = {}
    for line, code in zip(
        view.word_line[hits].tolist(), view.word_hash[hits].tolist(), strict=True
    ):
        wanted.setdefault(line, set()).update(by_code[code])
    length: Ints = view.line_end - view.line_start
    for line, numbers in wanted.items():
        found = _first(view, line, int(length[line]), sorted(numbers))
        if found is not None:
            yield line, found


def _first(view: TextView, line: int, length: int, numbers: list[int]) -> Rule | None:
    text = None
    for number in numbers:
        rule = RULES[number]
        if length <= rule.longest:
            text = text or view.line(line)
            if rule.pattern.search(text):
                return rule
    return None
