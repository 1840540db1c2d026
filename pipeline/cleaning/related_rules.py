"""Rules for what points away from the article: other articles, subscriptions, pictures' sources."""

from __future__ import annotations

from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.rule import Rule, named

_READ_ALSO = (
    r"(?:read (?:also|more|next|this next)|also read|see also|more on this|related(?: (?:articles?"
    r"|stories|story|coverage))?"
    r"|lesen sie (?:hier |dazu )?(?:auch|mehr|weiter)|lies auch|mehr (?:zum thema|dazu|lesen)"
    r"|auch interessant"
    r"|das könnte (?:sie|dich|euch) (?:auch )?interessieren|siehe auch|passend dazu|zum weiterlesen"
    r"|(?:à )?lire (?:aussi|également|plus|la suite)|(?:à )?voir aussi|sur le même (?:sujet|thème)"
    r"|(?:lea|lee|leer|vea|ver|mira|mire|puedes? (?:ver|leer)) (?:también|además|más)|puedes? "
    r"(?:ver|leer)"
    r"|(?:te|le|les) (?:puede|podría) interesar|(?:notas?|noticias?|artículos?) relacionad[oa]s?"
    r"|(?:leia|veja|saiba|confira) (?:também|mais)|notícias relacionadas"
    r"|leggi (?:anche|ancora)|vedi anche|(?:ti )?potrebbe interessarti|articoli correlati"
    r"|(?:czytaj|przeczytaj|zobacz|sprawdź) (?:też|także|również|więcej)"
    r"|lees (?:ook|meer|verder)|zie ook|bekijk ook"
    r"|(?:читайте|смотрите) (?:также|ещ[её])|(?:материалы |ещ[её] )?по теме"
    r"|(?:читайте|дивіться) (?:також|ще)|(?:матеріали )?за темою|(?:тағы|сондай-ақ) оқыңыз"
    r"|(?:bunu|şunu) da oku\w*|ayrıca (?:oku|bak)\w*|ilgili haber(?:ler)?|ilginizi çekebilir"
    r"|(?:čtěte|přečtěte si) (?:také|i|více)|mohlo by vás zajímat|související články"
    r"|cit(?:ește|iți) (?:și|mai mult)|vezi și|te-ar putea interesa|articole similare"
    r"|läs (?:också|även|mer)|se också|l[æe]s (?:også|mere)|se også|lue (?:myös|lisää)"
    r"|olvassa? el ezt is|kapcsolódó cikk\w*|(?:διαβάστε|δείτε) (?:επίσης|ακόμη|ακόμα|περισσότερα)"
    r"|(?:прочетете|вижте) (?:също|още))"
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
        "read also see related more lesen lies mehr auch könnte siehe passend weiterlesen lire "
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
        rf"^\W*{_READ_ALSO}\s*[:»>→|]\s*\S.{{0,170}}$|^\W*{_READ_ALSO}\s*[:»>→…]*\s*$",
        firm=True, longest=220,
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
        "full complete detailed quote quotes price prices pricing estimate estimates offers deals "
        "rate rates "
        "details availability more",
        r"^(?:read|see|view|get|show|click) (?:the |our |my |its |their )?(?:full|complete"
        r"|detailed)\b.{0,30}\b"
        r"(?:review|story|article|profile|report|bio|list|details|guide|recipe)\W*$"
        r"|^(?:get|request|compare|see|view|check) (?:a |your |my |free |the |their |its |current "
        r"|latest )*"
        r"(?:quotes?|prices?|pricing|estimates?|offers?|deals?|rates?|details|availability)\b"
        r"(?: and (?:prices?|rates?|availability))?\W*$"
        r"|^(?:learn|read|find out|discover|see|know) more (?:about|on|at|here"
        r"|from)\b.{0,60}[^.!?\s]\W*$",
        firm=True, longest=100, bar=0.8,
    ),
)  # fmt: skip
