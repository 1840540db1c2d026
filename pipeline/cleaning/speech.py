"""Words that tell consent speech from writing about consent.

Both speak of cookies and privacy. But a banner addresses its reader ("we", "you", "accept"), while
an article reports ("said", "according to", "percent", "court"). Counting the three sets apart lets
the model learn how they go together, in languages that its examples hardly cover.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from pipeline.cleaning.view import Ints, TextView
from pipeline.cleaning.wordtable import WordTable

_WORD = re.compile(r"[^\W_]+")

TOPIC = """
cookie cookies gdpr consent privacy tracking trackers opt vendors partners personalised personalized
einwilligung datenschutz datenschutzerklärung dsgvo privatsphäre personenbezogene personenbezogenen
consentement traceurs rgpd confidentialité données consentimiento privacidad rastreo datos
consenso riservatezza informativa profilazione dati prywatności ciasteczka ciasteczek rodo zgody
consentimento privacidade dados toestemming privacyverklaring persoonsgegevens cookiebeleid
согласие куки персональных конфиденциальности згода згоду куків персональних приватності
келісім құпиялылық дербес деректерді çerez çerezler çerezleri çerezlerin kvkk gizlilik onay
souhlas soukromí osobních údajů consimțământ consimțământul confidențialitate cookie-uri personale
samtycke kakor kakorna integritet personuppgifter samtykke evästeitä sütiket süti
"""
ADDRESS = """
we our us you your yours accept agree reject decline manage click allow continue customise customize
save settings preferences please
wir unsere unserer unserem unseren uns sie ihre ihrer ihrem ihren ihnen du deine akzeptieren
ablehnen zustimmen einstellungen erlauben klicken bitte
nous notre nos vous votre vos accepter refuser paramétrer cliquez continuer gérer personnaliser
nosotros nuestro nuestra nuestros nuestras usted ustedes su sus tu tus aceptar rechazar configurar
guardar pulse
noi nostro nostra nostri tuo tua tuoi tue accetta accetto rifiuta salva personalizza clicca
my nasz nasza nasze nasi naszej twoje twoich akceptuję odrzuć zapisz ustawienia klikając państwa
nós nosso nossa nossos você seu sua seus suas aceitar rejeitar gerir guardar clicar
wij onze ons u uw jij jouw accepteren weigeren beheren voorkeuren opslaan klikken
мы наш наша наши нашего вы ваш ваше ваши вашего вам принять отклонить настройки нажимая согласен
ми наша наші ваш ваші вашого прийняти відхилити налаштування натискаючи погоджуєтеся
біз біздің сіз сіздің сіздер қабылдау баптаулар бересіз
biz bizim siz sizin size kabul reddet ayarlar tercihleri tıklayarak
naše našich vás váš vaše vašeho přijmout odmítnout nastavení uložit kliknutím
noastre noștri dumneavoastră accept accepta refuz setări salvează
vi våra vår ni din dina ditt godkänn avvisa inställningar spara
"""
REPORT = """
said says told according percent per cent million billion court judge ruling minister government
commission regulator fined fine study researchers survey report announced monday tuesday wednesday
thursday friday saturday sunday he she they his her their who whom had were was police parliament
sagte sagt erklärte laut prozent millionen milliarden gericht minister ministerin regierung behörde
studie forscher bericht montag dienstag mittwoch donnerstag freitag er hatte hatten wurde wurden
selon déclaré indiqué millions milliards tribunal ministre gouvernement étude rapport lundi mardi
mercredi jeudi vendredi il elle ils avait avaient était étaient
según dijo declaró millones tribunal ministro gobierno estudio informe lunes martes miércoles jueves
viernes él ella ellos había habían fue fueron
secondo detto dichiarato milioni miliardi tribunale ministro governo studio rapporto lunedì martedì
mercoledì giovedì venerdì aveva avevano stato stata erano
według powiedział powiedziała poinformował milionów miliardów sąd minister rząd badania raport
poniedziałek wtorek środę czwartek piątek był była były
segundo disse afirmou milhões tribunal ministro governo estudo relatório segunda terça quarta quinta
sexta foi foram
volgens zei miljoen miljard rechtbank minister regering onderzoek maandag dinsdag woensdag donderdag
vrijdag hij had hadden werd werden
сказал заявил заявила сообщил сообщила процентов миллионов миллиардов суд министр правительство
исследование отчёте понедельник вторник среду четверг пятницу он она они был была были
сказав заявив повідомив повідомила відсотків мільйонів суд міністр уряд дослідження він вона вони
був була були
деді айтты хабарлады пайыз миллион миллиард сот министр үкімет зерттеу ол олар болды
dedi açıkladı göre yüzde milyon milyar mahkeme bakan hükümet araştırma pazartesi salı çarşamba
perşembe cuma oldu
řekl uvedl podle procent milionů miliard soud ministr vláda studie pondělí úterý středu čtvrtek
pátek byl byla byly
potrivit spus declarat milioane miliarde tribunal ministrul guvernul studiul raport luni marți
miercuri joi vineri fost erau
enligt sade sa procent miljoner miljarder domstol ministern regeringen studie rapport måndag tisdag
onsdag torsdag fredag han hon hade var
approved adopted proposed accused announced published rejected arrested court's agency officials
president chancellor senate congress law bill spokesman spokeswoman year years
entschied verhängte kritisierte forderte kündigte beschloss gesetz bundesregierung bundestag
sprecher sprecherin euro jahr jahren
annoncé infligé adopté proposé voté rejeté accusé loi sénat député euros année ans porte-parole
anunció multó aprobó reveló propuso publicó rechazó acusó ley senado congreso agencia euros año años
annunciato multato approvato proposto pubblicato ribadito respinto accusato legge senato euro anno
ogłosił nałożył nałożyła uchwalił uznał ustawa ustawy sejm senat rzecznik złotych roku lat
anunciou aprovou propôs multou rejeitou acusou lei senado agência euros ano anos
kondigde keurde besloot wet senaat woordvoerder euro jaar
объявил объявила предложил предложили одобрил одобрила поддержал поддержала оштрафовал принял
принята получено закон закона законопроект депутат депутаты государственная рублей год года году
оголосив оголосила запропонував запропонували схвалив схвалила підтримав підтримала оштрафував
ухвалив отримана закон законопроєкт депутат гривень рік року
жариялады ұсынды мақұлдады қолдады заң депутат теңге жылы
duyurdu önerdi onayladı reddetti yasa tasarı milletvekili lira yıl
oznámil navrhl schválil odmítl zákon poslanec mluvčí korun rok roku let
anunțat propus aprobat respins lege deputat purtător lei an ani
meddelade föreslog godkände avslog lag talesperson kronor år
"""


@cache
def _table() -> WordTable:
    """All words, each with the sets it is in, as bits."""
    bits: dict[str, int] = {}
    for number, text in enumerate((TOPIC, ADDRESS, REPORT)):
        for word in _WORD.findall(text):
            bits[word] = bits.get(word, 0) | 1 << number
    return WordTable(bits)


def speech_counts(view: TextView) -> list[Ints]:
    """For each line, how many of its words are of the topic, address the reader, report."""
    sets = _table().numbers(view.word_hash)
    found = np.flatnonzero(sets)
    line, sets = view.word_line[found], sets[found]
    return [np.bincount(line[sets & 1 << n > 0], minlength=view.lines) for n in range(3)]
