"""Rules for what points away from the article: other articles, subscriptions, pictures' sources."""

from __future__ import annotations

from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.rule import Rule, named


def by_first_letter(*phrases: str) -> str:
    """One expression for all phrases, those that begin with the same letter together: `re` tries
    alternatives one by one."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        letter = phrase[0] if phrase[0].isalpha() else ""
        groups.setdefault(letter, []).append(phrase[len(letter) :])
    return "(?:" + "|".join(f"{x}(?:{'|'.join(rest)})" for x, rest in groups.items()) + ")"


_READ_ALSO = by_first_letter(
    r"read (?:also|more|next|this next)",
    r"also read",
    r"see also",
    r"related(?: (?:articles?|stories|story|coverage))?",
    r"lesen sie (?:hier |dazu )?(?:auch|mehr|weiter)",
    r"lies auch",
    r"mehr (?:zum thema|dazu|lesen)",
    r"auch interessant",
    r"das könnte (?:sie|dich|euch) (?:auch )?interessieren",
    r"siehe auch",
    r"passend dazu",
    r"zum weiterlesen",
    r"(?:à )?lire (?:aussi|également|plus|la suite)",
    r"(?:à )?voir aussi",
    r"sur le même (?:sujet|thème)",
    r"(?:lea|lee|leer|vea|ver|mira|mire|puedes? (?:ver|leer)) (?:también|además|más)",
    r"puedes? (?:ver|leer)",
    r"(?:te|le|les) (?:puede|podría) interesar",
    r"(?:notas?|noticias?|artículos?) relacionad[oa]s?",
    r"(?:leia|veja|saiba|confira) (?:também|mais)",
    r"notícias relacionadas",
    r"leggi (?:anche|ancora)",
    r"vedi anche",
    r"(?:ti )?potrebbe interessarti",
    r"articoli correlati",
    r"(?:czytaj|przeczytaj|zobacz|sprawdź) (?:też|także|również|więcej)",
    r"lees (?:ook|meer|verder)",
    r"zie ook",
    r"bekijk ook",
    r"(?:читайте|смотрите) (?:также|ещ[её])",
    r"(?:материалы |ещ[её] )?по теме",
    r"(?:читайте|дивіться) (?:також|ще)",
    r"(?:матеріали )?за темою",
    r"(?:тағы|сондай-ақ) оқыңыз",
    r"(?:bunu|şunu) da oku\w*",
    r"ayrıca (?:oku|bak)\w*",
    r"ilgili haber(?:ler)?",
    r"ilginizi çekebilir",
    r"(?:čtěte|přečtěte si) (?:také|i|více)",
    r"mohlo by vás zajímat",
    r"související články",
    r"cit(?:ește|iți) (?:și|mai mult)",
    r"vezi și",
    r"te-ar putea interesa",
    r"articole similare",
    r"läs (?:också|även|mer)",
    r"se också",
    r"l[æe]s (?:også|mere)",
    r"se også",
    r"lue (?:myös|lisää)",
    r"olvassa? el ezt is",
    r"kapcsolódó cikk\w*",
    r"(?:διαβάστε|δείτε) (?:επίσης|ακόμη|ακόμα|περισσότερα)",
    r"(?:прочетете|вижте) (?:също|още)",
)
_AGENCY = (
    r"(?:AFP|AP|EPA|dpa|PAP|APA|ANP|TASS|ТАСС|EFE|ANSA|Lusa|Xinhua|Reuters|Keystone|UPI|ČTK|MTI"
    r"|Belga|TT"
    r"|Getty(?: Images)?|Shutterstock|Alamy|iStock|Unsplash|Pexels|Pixabay|picture[- ]alliance"
    r"|imago(?: images)?"
    r"|Anadolu(?: Agency)?|AA|NTB|Ritzau|Scanpix|Укрінформ|РИА Новости|УНИАН|УНІАН)"
)

RELATED_RULES: tuple[Rule, ...] = (
    named(
        "read-also", Kind.RELATED,
        "read also related lesen lies mehr auch könnte siehe passend weiterlesen lire "
        "voir même "
        "lea lee leer vea ver mira mire puedes puede interesar podría relacionadas relacionados "
        "relacionada "
        "relacionado leia veja saiba confira leggi vedi potrebbe correlati czytaj przeczytaj "
        "zobacz sprawdź "
        "lees zie bekijk читайте смотрите теме дивіться темою оқыңыз da ayrıca ilgili ilginizi "
        "čtěte přečtěte "
        "mohlo související citește citiți vezi putea similare läs också læs les også lue olvass "
        "olvassa "
        "kapcsolódó διαβάστε δείτε прочетете вижте",
        rf"^\W*{_READ_ALSO}\s*(?:[:»>→…]*\s*$|[:»>→|]\s*\S.{{0,120}}$)",
        firm=True, longest=150,
    ),
    named(
        "picture-source", Kind.CAPTION,
        "afp ap epa dpa pap apa anp tass тасс efe ansa lusa xinhua reuters keystone upi čtk mti "
        "belga tt "
        "getty shutterstock alamy istock unsplash pexels pixabay alliance imago anadolu aa ntb "
        "ritzau scanpix "
        "укрінформ новости униан уніан",
        rf"^\(?(?-i:{_AGENCY}) ?[/|©] ?[^\s.!?][^.!?]{{1,50}}\)?$"
        rf"|^\(?[^\s.!?(][^.!?()]{{1,50}} ?[/|©] ?(?-i:{_AGENCY})\)?$",
        firm=True, longest=80,
    ),
    named(
        "paywall", Kind.SUBSCRIPTION,
        "subscribe subscriber subscribers subscription log abonnieren abonnement abonnenten "
        "abonnez abonnés "
        "suscríbase suscríbete suscriptores abbonati abbonamento assine assinante assinantes "
        "подписчиков",
        r"\bto (?:view|read|see|access|continue reading) (?:the|this)(?: full| whole| rest of "
        r"the)? (?:story|"
        r"article|post|page)\b.{0,60}\b(?:subscribe|subscription|log in|sign in|register)\b"
        r"|\balready (?:have a subscription|a subscriber|a member)\b.{0,80}\b(?:log|sign) in\b"
        r"|^already a (?:subscriber|member)\?"
        r"|\b(?:this|the) (?:article|story|content) is (?:only )?(?:for|available to)(?: our)? "
        r"subscribers\b"
        r"|\bum (?:diesen|den) artikel (?:ganz )?(?:zu lesen|weiterzulesen)\b.{0,80}\babo\w*"
        r"|\b(?:cet article|la suite) est réservée?(?: à nos| aux) abonnés\b"
        r"|\b(?:contenido|artículo) exclusivo para suscriptores\b|\b(?:contenuto|articolo) "
        r"riservato agli abbonati\b"
        r"|\b(?:conteúdo|artigo) exclusivo para assinantes\b|\bтолько для подписчиков\b",
        firm=True, longest=300, bar=0.97,
    ),
    named(
        "reprint", Kind.LEGAL,
        "permission reprint reprinted reproduced republished reproduction copyrighted genehmigung "
        "vervielfältigung "
        "reproducción reprodução riproduzione копирование перепечатка передрук",
        r"\bpermission (?:must be|is|has to be) (?:obtained|required"
        r"|given)\b.{0,80}\b(?:re-?print|reproduc|"
        r"republish|re-?use)\w*|\b(?:may|must|can) not be (?:published|reproduced|republished"
        r"|reprinted|copied)"
        r"(?:,| or)? .{0,80}\bpermission\b|\bcopyrighted (?:property|material) of\b"
        r"|\bvervielfältigung\b.{0,60}\bgenehmigung\b|\breproducción (?:total"
        r"|parcial)\b.{0,60}\bprohibida\b"
        r"|\bprohibida (?:su|la) reproducción\b|\bproibida a reprodução\b|^riproduzione riservata\b"
        r"|\b(?:перепечатка|копирование)\b.{0,60}\b(?:разрешен\w+|запрещен\w*|ссылк\w+)\b"
        r"|\bпередрук\b.{0,60}\b(?:дозвол\w+|заборонен\w*|посиланн\w+)\b",
        firm=True, longest=400, bar=0.97,
    ),
    named(
        "tags", Kind.NAVIGATION,
        "tag tags topic topics category categories filed keywords keyword posted schlagwörter "
        "schlagworte "
        "stichwörter themen kategorie kategorien clés étiquettes etiquetas temas palabras "
        "categorías etichette "
        "argomenti tagi tematy słowa trefwoorden теги метки рубрика рубрики слова мітки etiketler "
        "štítky "
        "témata etichete taggar ämnen emneord avainsanat címkék ετικέτες",
        r"^(?:tags?|topics?|categor(?:y|ies)|filed under|keywords?|posted in|schlag(?:wörter|worte)"
        r"|stichwörter|themen|kategorien?|mots[- ]clés|étiquettes|etiquetas|temas|palabras clave"
        r"|categorías?"
        r"|etichette|argomenti|tagi|tematy|słowa kluczowe|trefwoorden|теги|метки|рубрик[аи]"
        r"|ключевые слова"
        r"|мітки|ключові слова|etiketler|štítky|témata|etichete|taggar|ämnen|emneord|avainsanat"
        r"|címkék"
        r"|ετικέτες)\s*:\s*\S.{0,180}[^.!?]$",
        firm=True, longest=220, bar=0.95,
    ),
    named(
        "who-edited", Kind.BYLINE,
        "edited written reviewed checked translated compiled reporting",
        r"^\W*(?:edited|written|reviewed|fact[- ]checked|translated|compiled|additional reporting"
        r"|reporting) by"
        r"(?:(?-i: (?:(?:de|van|von|der|la|and|for)\b|[A-Z][\w.,&'’-]*)){1,8})?\W*$",
        firm=True, longest=100, bar=0.95,
    ),
    named(
        "first-appeared", Kind.LEGAL,
        "appeared published republished posted veröffentlicht erschienen erschien",
        r"^\W*(?:a version of )?(?:this|the) (?:article|story|piece|post|essay|interview|column"
        r"|text|analysis)\b"
        r".{0,40}\b(?:first|originally) (?:appeared|published|posted|ran) (?:on|in|at|by)\b(?! \d"
        r"| (?:january"
        r"|february|march|april|may|june|july|august|september|october|november|december)\b)"
        r"|\bis (?:republished|reprinted) (?:here )?(?:with|by) (?:kind )?permission\b"
        r"|^\W*dieser (?:artikel|beitrag|text) (?:ist|erschien|wurde) zuerst\b",
        firm=True, longest=260, bar=0.95,
    ),
    named(
        "copyright-line", Kind.LEGAL,
        "c copyright 2000 rights reserved vorbehalten réservés "
        "reservados riservati "
        "zastrzeżone защищены",
        r"^(?:\(c\)|©)\W.{0,40}\b(?:19|20)\d\d\b.{0,120}$"
        r"|^copyright\W{1,3}(?:©|\(c\)|(?:19|20)\d\d\b).{0,120}$"
        r"|\ball rights reserved\W*$|\balle rechte vorbehalten\W*$|\btous droits réservés\W*$"
        r"|\btodos (?:los|os) (?:derechos|direitos) reservados\W*$|\btutti i diritti riservati\W*$"
        r"|\bwszelkie prawa zastrzeżone\W*$|\bвсе права защищены\W*$",
        firm=True, longest=260, bar=0.95,
    ),
)  # fmt: skip

CALL_RULES: tuple[Rule, ...] = (
    named(
        "shop-name", Kind.ADVERT,
        "shop",
        r"^shop (?-i:(?:[A-Z0-9&@][\w.&'’-]*[ .!»>→]*){1,6})$",
        firm=True, longest=60, bar=0.85,
    ),
    named(
        "more-about-it", Kind.ADVERT,
        "full detailed quote quotes price prices pricing estimate estimates deals rates "
        "availability learn discover",
        r"^(?:read|see|view|get|show|click) (?:the |our |my |its |their )?(?:full|complete"
        r"|detailed)\b.{0,30}\b"
        r"(?:review|story|article|profile|report|bio|list|details|guide|recipe)\W*$"
        r"|^(?:get|request|compare|see|view|check) (?:a |your |my |free |the |their |its |current "
        r"|latest )*"
        r"(?:quotes?|prices?|pricing|estimates?|offers?|deals?|rates?|details|availability)\b"
        r"(?: and (?:prices?|rates?|availability))?\W*$"
        r"|^(?:get|request|compare) (?:(?:a|an|your|my|the|free|instant|online) )*"
        r"(?:quotes?|estimates?)\b(?! (?:that|which|who|he|she|by)\b)[^.!?]{0,40}\W*$"
        r"|^(?:learn|discover) more (?:about|on|at|here"
        r"|from)\b.{0,60}[^.!?\s]\W*$",
        firm=True, longest=100, bar=0.8,
    ),
)  # fmt: skip
