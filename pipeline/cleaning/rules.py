"""Named rules: what a line is, where a reason can be given in words.

A firm rule decides alone, the others only name the kind of what the model drops (see
`pipeline.cleaning.rule`). A rule is looked at only for lines that hold one of its trigger
words, which are found for the whole document at once. Each firm rule has its counterexample in
tests/data/cleaning/counterexamples.tsv: the article sentence that it must not eat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.consent_rules import CONSENT_RULES
from pipeline.cleaning.features import Floats
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.related_rules import CALL_RULES, RELATED_RULES
from pipeline.cleaning.rule import Rule, named
from pipeline.cleaning.view import TextView
from pipeline.cleaning.wordtable import WordTable

_NETWORKS = (
    r"facebook|twitter|x|linkedin|whats ?app|telegram|pinterest|reddit|e-?mail|mail|print|pocket|"
    r"vk|vkontakte|viber|messenger|tumblr|xing|instagram|youtube|threads|bluesky|mastodon|"
    r"flipboard|copy link|link|rss|tiktok|sms|line|weibo|odnoklassniki"
)


RULES: tuple[Rule, ...] = (
    *CONSENT_RULES,
    *RELATED_RULES,
    named(
        "text-size", Kind.CONTROLS, "text font resize contrast schriftgröße kontrast",
        r"^(text (re)?size|font size|text resize|resize text)\b[:\s+\-aA]*$"
        r"|^(change |high |low )?contrast$",
        firm=True, longest=60,
    ),
    named(
        "skip-link", Kind.CONTROLS, "skip jump springen aller saltar vai przejdź перейти naar",
        r"^((skip|jump) to (the )?(main )?(content|navigation|menu|footer|search)( area)?"
        r"|(direkt )?zum (haupt)?inhalt( springen)?|aller au contenu( principal)?"
        r"|(saltar|ir) al contenido( principal)?|vai al contenuto( principale)?"
        r"|przejdź do (głównej )?treści|перейти к (содержанию|контенту)|(ga )?naar de inhoud)\W*$",
        firm=True, longest=60,
    ),
    named(
        "share-bar", Kind.SHARING, "share tweet facebook twitter linkedin whatsapp teilen partager "
        "compartir condividi udostępnij поделиться delen paylaş sdílet",
        rf"^(?:(?:share|tweet|post|send|save|teilen|partager|compartir|condividi|udostępnij|поделиться|"
        rf"delen|paylaş|sdílet|this|article|story|page|on|via|by|with|to|a|friend|auf|sur|en|su|na|"
        rf"в|{_NETWORKS})\b[\s,.:|/·•]*)+$",
        firm=True, longest=120,
    ),
    named(
        "cookie-table", Kind.CONSENT, "session persistent second seconds minute minutes hour hours "
        "day days week weeks month months year years never always sitzung sekunden minuten stunde "
        "stunden tag tage woche wochen monat monate jahr jahre jour jours mois an ans día días mes "
        "meses año años",
        r"^[^\t|]{1,60}(\t|\|)\s*(\d+ (seconds?|minutes?|hours?|days?|weeks?|months?|years?|"
        r"sekunden|minuten|stunden?|tage?|wochen?|monate?|jahre?|jours?|mois|ans?|días?|mes(es)?|"
        r"años?)|session|sitzung|persistent|never|always)\b.*\b(cookies?|session|user|visitors?|"
        r"visits?|stores?|description|track\w*|besucher\w*|nutzer\w*|utilisateur\w*|usuario\w*)\b",
        firm=True,
    ),
    named(
        "copyright", Kind.LEGAL, "copyright rights reserved vorbehalten réservés reservados "
        "riservati zastrzeżone защищены",
        r"©|\(c\) ?(19|20)\d\d|^copyright\b|all rights reserved|alle rechte vorbehalten"
        r"|tous droits réservés|todos los derechos reservados|tutti i diritti riservati"
        r"|wszelkie prawa zastrzeżone|все права защищены",
        longest=300,
    ),
    named(
        "donation-appeal", Kind.DONATION, "donate donation donations crowdfunding patreon spenden",
        r"^(please )?(support|help) (?!for\b|from\b|of\b|in\b|came\b|is\b|was\b).{0,80}"
        r"\b(crowdfunding|donat(e|ion)|patreon)\b"
        r"|^please (support|help|consider|donate)\b.{0,200}"
        r"\b(crowdfunding|donat(e|ion|ing)|patreon)\b"
        r"|^donate( (now|today|here|to us))?\W*$|\bdonate by clicking\b|^jetzt spenden\W*$",
        firm=True, longest=300,
    ),
    named(
        "donation", Kind.DONATION, "donate donation donations crowdfunding patreon spenden spende "
        "fundraiser support supporting contribute don darowiznę пожертвование donación donazione",
        r"\b(please|can you|will you|help us)\b.{0,60}\b(donat|support|contribut)"
        r"|\bdonate (now|today|here|by|to)\b|^donate\b|\bjetzt spenden\b"
        r"|\bsupport (us|our (work|journalism|reporting))\b|\bfaites un don\b|\bdarowizn"
        r"|пожертвовани|\bhaga una donación\b|\bcon una donazione\b",
    ),
    named(
        "newsletter", Kind.SUBSCRIPTION, "newsletter newsletters subscribe subscription inbox "
        "subscribers abonnieren abo suscríbete inscrivez iscriviti подпишитесь",
        r"\b(sign up|subscribe|register)\b.{0,80}\b(newsletter|inbox|updates|e-?mail|today|now)\b"
        r"|\bnewsletter\b.{0,60}\b(sign up|subscribe|abonnieren|anmelden|inbox)\b|^subscribe\b"
        r"|\bsubscribers? only\b|\balready a subscriber\b",
        longest=400,
    ),
    named(
        "related", Kind.RELATED, "related read more also recommended next previous mehr lesen lire "
        "weitere verwandte",
        r"^(related|read (more|also|next)|see also|more (from|on|in|stories)|recommended|you may"
        r"( also)? like|previous|next|mehr zum thema|lesen sie auch|lire aussi|à lire aussi)\b",
        longest=160,
    ),
    named(
        "comments", Kind.COMMENTS, "comment comments reply kommentar kommentare commentaires",
        r"^(\d+|no|leave a|post a|add a|write a|join the) ?(comments?|reply|conversation)\b"
        r"|^comments?\b.{0,20}$|^reply$|\bcomments are closed\b|^kommentare?\b",
        longest=160,
    ),
    named(
        "photo-credit", Kind.CAPTION, "photo photos image picture foto bild photograph "
        "getty shutterstock alamy fotos fot zdjęcie zdjęcia fotografie fotografía fotografia "
        "crédit crédits crédito créditos fotoğraf fotograf фото фотография снимка сурет світлина "
        "φωτογραφία φωτό kuva kuvat billede bilde snímek",
        r"^(photo|image|picture|foto|bild|photograph)s?( (by|credit|courtesy( of)?))?\s*[:©]"
        r".{2,150}$"
        r"|^[(\[]?(fotos?|fot|zdjęci[ea]|fotografi[ea]|fotografía|crédits?( photos?)?|créditos?"
        r"|fotoğraf|fotograf|фото|фотография|снимка|сурет|світлина|φωτογραφία|φωτό|kuvat?|billede"
        r"|bilde|snímek)\.?\s*[:©]\s*\S.{1,100}$"
        r"|[.!?)”\"] ?\(?(photo|image|foto|bild)( credit)?: ?[^.:]{3,80}$"
        r"|[(/|,] ?(getty images|shutterstock|alamy)( stock photo)?\)?$",
        firm=True, longest=260,
    ),
    named(
        "credit", Kind.CAPTION, "photo image credit photograph getty reuters shutterstock foto "
        "bild picture afp ap epa courtesy pictured",
        r"\b(photo|image|picture|credit|foto|bild)s?\b"
        r"|\(?(getty images|reuters|ap photo|afp|epa)\)?$"
        r"|\bpictured\b",
        longest=300,
    ),
    named(
        "author-bio", Kind.BIO, "author writer journalist reporter editor correspondent fellow "
        "professor columnist freelance contributor lecturer economist analyst researcher writes",
        r"^\S+ .{0,60}\b(is|was) (a|an|the|our) .{0,90}\b(author|writer|journalist|reporter|editor|"
        r"correspondent|fellow|professor|columnist|contributor|lecturer|economist|analyst|"
        r"researcher)\b|^about the author|\bwrites (about|on|for)\b",
        longest=700,
    ),
    named(
        "disclaimer", Kind.LEGAL, "views opinions disclaimer expressed",
        r"\b(views|opinions)( and opinions)? (expressed|are those)\b|^disclaimer\b",
        longest=700,
    ),
    named(
        "legal-links", Kind.LEGAL, "terms imprint impressum privacy datenschutz colofon agb "
        "confidentialité regulamin privacidad соглашение",
        r"^(terms( (of|&|and) \w+)?|imprint|impressum|privacy( policy| notice)?|datenschutz|agb|"
        r"mentions légales|regulamin|aviso legal|colofon)\b",
        longest=120,
    ),
    named(
        "log-in", Kind.CONTROLS, "login log sign register anmelden search suche connexion",
        r"^(log ?in|sign in|sign up|register|log ?out|search|suche|anmelden|connexion)\b.{0,30}$",
        longest=60,
    ),
    named(
        "advert", Kind.ADVERT, "advertisement advertorial sponsored anzeige werbung publicité "
        "publicidad реклама reklama affiliate",
        r"^\W*(advertisement|sponsored( content)?|anzeige|werbung|publicité|publicidad|реклама"
        r"|reklama|advertise here|about these ads)\W*$",
        firm=True, longest=60,
    ),
    named(
        "shop", Kind.ADVERT, "at on from shop buy order get view check see find off discount",
        r"^(?:(?:now|was|from|only|save)?:? ?[$€£¥₹] ?\d[\d.,]*\+? ?)+(?:at|on|from"
        r"|@) \w[\w.&' ]{1,30}$"
        r"|^(?:(?:now |was |from |only |save )?[$€£¥₹] ?\d[\d.,]*\+? ?(?:now |was )?)+"
        r"(?:at|on|from) (?:(?-i:[A-Z\d$€£¥₹&|+–-])[\w.,&'’]*| |(?:now|was|at|on|from)\b)+$"
        r"|^(?:check|see|view|compare|get|find) "
        r"(?:(?:the|best|current|latest|lowest|live|today's) )*prices? ?(?:on|at|from|-|–) ?"
        r"(?-i:[A-Z0-9])[\w.&'’ \-–]{1,60}\W*$"
        r"|^(?:now |up to |save )?(?:\d{1,2} ?%|[$€£]\d+) (?:off|discount)!?$"
        r"|^(?:shop|buy|order|get|view|check|see)(?: (?:it|them|the|this|our|your|all|more|best"
        r"|latest|"
        r"current|full))* (?:now|here|today|deals?|prices?|offers?|collection|online"
        r"|(?:on|at|from) (?!the\b|a\b|this\b|our\b|page\b)\w+(?:'s)?(?: \w+)?)\W*$",
        firm=True, longest=120, bar=0.95,
    ),
    named(
        "call-to-action", Kind.ADVERT, "start started try book request schedule download claim "
        "join "
        "register apply demo trial quote explore learn sign subscribe talk loading read",
        r"^(?:get started|(?:start|try|book|request|schedule|download|claim|join|sign up|register"
        r"|apply|"
        r"subscribe|talk to|learn more|find out more|discover more|see how it works|explore|watch "
        r"(?:the )?"
        r"(?:demo|video)|get (?:a|your|my|the))(?: (?:a|an|the|your|my|our|it|us|now|here|today"
        r"|for|free|"
        r"demo|trial|call|quote|started|consultation|guide|ebook|report|template|account|expert"
        r"|sales|"
        r"team|more|newsletter|of|to|with|in|on))+)\W*$"
        r"|^(?:learn|find out|discover) more\W*$|^.{0,30}\b(?:book|request|get|schedule) a "
        r"(?:free )?demo\W*$"
        r"|^loading\b.{0,12}(?:\.{3}|…)$",
        firm=True, longest=80, bar=0.85,
    ),
    named(
        "about-page", Kind.BIO, "bio author authors profile posts view written read min reading "
        "mins "
        "minute minutes shares comments likes views followers replies",
        r"^(?:full bio|read (?:full|more) bio|about the authors?|view (?:full )?profile|meet the "
        r"author|"
        r"see all (?:posts|articles) by .{2,40}|view all (?:posts|articles).{0,30}|all posts by "
        r".{2,40}|"
        r"author bio|more by .{2,40})\W*$|^\W*\d{1,2}[- ]?min(?:ute)?s?\.? read(?:ing)?\W*$"
        r"|^\d[\d,.]*[KM]? (?:shares?|comments?|likes?|views?|followers?|replies|reactions?)$",
        firm=True, longest=80, bar=0.95,
    ),
    named(
        "contents", Kind.NAVIGATION, "jump contents article guide page story",
        r"^(?:jump to|in this (?:article|guide|post|story)|table of contents|on this page|skip "
        r"to)\W*$",
        firm=True, longest=40, bar=0.95,
    ),
    named(
        "inbox", Kind.SUBSCRIPTION, "newsletter newsletters inbox mailing email mailbox e",
        r"\b(?:delivered|straight|right|directly|sent) (?:straight |right |directly )?(?:to|into) "
        r"your "
        r"(?:inbox|e-?mail|mailbox)\b"
        r"|^(?:sign up|subscribe|join)\b.{0,60}\b(?:newsletters?|mailing list|e-?mail list)\b"
        r"|^(?:thank you|thanks) for (?:subscribing|signing up|registering|your subscription)\b",
        firm=True, longest=260, bar=0.95,
    ),
    named(
        "affiliate-note", Kind.ADVERT, "commission commissions compensation affiliate",
        r"\b(?:we|our|us|site) (?:(?:may|might|can|will|sometimes) )*(?:earn|receive|get|make"
        r"|collect)s? "
        r"(?:an? )?(?:small |affiliate |referral )*(?:commissions?|compensation)\b",
        firm=True, longest=400, bar=0.97,
    ),
    named(
        "form-message", Kind.CONTROLS, "please something required invalid oops error",
        r"^something went wrong(?:[.,!]? (?:please|try|on our)\b.{0,80})?\W*$|^(?:please (?:enter"
        r"|provide|fill in|try again|check your|enable"
        r"|select) "
        r"|this field is required|invalid e-?mail|an error occurred|oops)\b.{0,100}$",
        firm=True, longest=140, bar=0.85,
    ),
    named(
        "affiliate", Kind.ADVERT, "affiliate commission sponsored advertiser",
        r"\baffiliate (links?|commission|program)\b|\bearn a commission\b|^sponsored\b",
    ),
    *CALL_RULES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Index:
    """Sets of rules as the bits of numbers: ``sets`` those that each trigger word stands for, by
    the word's number from 1; ``reach`` those that look at a line of so many characters, up to one
    more than any looks at; ``bars`` the bars of firm rules, in order, and ``firm`` those whose bar
    is at least each of them, and none."""

    words: WordTable
    sets: npt.NDArray[np.int64]
    reach: npt.NDArray[np.int64]
    bars: Floats
    firm: npt.NDArray[np.int64]


@cache
def _index() -> _Index:
    sets: dict[str, int] = {}
    for number, one in enumerate(RULES):
        for word in one.triggers:
            sets[word] = sets.get(word, 0) | 1 << number
    sizes = range(max(one.longest for one in RULES) + 2)
    bars = sorted({one.bar for one in RULES if one.firm})
    return _Index(
        WordTable({word: place for place, word in enumerate(sets, start=1)}),
        np.array([0, *sets.values()]),
        np.array([_bits(one.longest >= size for one in RULES) for size in sizes]),
        np.array(bars, np.float32),
        np.array([*(_bits(one.firm and one.bar >= bar for one in RULES) for bar in bars), 0]),
    )


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << number for number, flag in enumerate(flags) if flag)


def matches(
    view: TextView, unnamed: npt.NDArray[np.bool_], scores: Floats
) -> Iterator[tuple[int, Rule]]:
    """Lines of ``view`` that a rule matches, each with its first matching rule.

    ``unnamed`` are the lines for which rules that are not firm count too. For the others a firm
    rule is looked for first, and only if the line's score is below its bar: most have none, and
    only then it matters what matches before it.
    """
    index = _index()
    found = index.words.numbers(view.word_hash)
    hits = found.nonzero()[0]
    lines = view.word_line[hits]
    first = np.flatnonzero(np.diff(lines, prepend=-1))
    lines = lines[first]
    size = np.minimum((view.line_end - view.line_start)[lines], len(index.reach) - 1)
    sets = np.bitwise_or.reduceat(index.sets[found[hits]], first) if len(first) else lines
    sets &= index.reach[size]
    wanted = sets & np.where(
        unnamed[lines], -1, index.firm[index.bars.searchsorted(scores[lines], "right")]
    )
    some = wanted.nonzero()[0]
    chosen = (lines[some].tolist(), wanted[some].tolist(), sets[some].tolist())
    for line, first_of, every in zip(*chosen, strict=True):
        text = view.line(line)
        if (rule := _first(text, first_of)) is None:
            continue
        yield line, rule if first_of == every else _first(text, every) or rule


def _first(text: str, numbers: int) -> Rule | None:
    """The first of the rules that matches."""
    while numbers:
        rule = RULES[(numbers & -numbers).bit_length() - 1]
        if rule.holds(text):
            return rule
        numbers &= numbers - 1
    return None
