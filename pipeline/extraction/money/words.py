"""What currencies are called beyond CLDR: spellings, slang, signs, minor units, and defaults."""

from __future__ import annotations


def word_set(block: str) -> frozenset[str]:
    """The words of a block of text."""
    return frozenset(block.split())


# Other spellings and plurals of a word that CLDR has (left), in lower case.
SPELLINGS = """\
ruble: rouble roubles rubel rubels
tenge: tenges tengé
hryvnia: hryvna hryvnas hryvnya hryvnyas hryvni hryven grivna grivnas grivnia
zloty: zloties złoty złote złotych zlotych
koruna: korun koruny korunas
krona: kronor kronas krónur kronur króna
krone: kroner krones
yuan: yuans renminbi rmb kuai
rupiah: rupiah
baht: bahts
won:
real: reais réis
shekel: sheqel sheqels sheqalim shekalim
drachma: drachmae drachmas
peseta: ptas pta
markka: markkaa
leu: leus
lev: levs levas leva
tugrik: tögrög tögrögs togrog togrogs tughrik tughriks
manat: manats
som: soms somy
dong: dongs
kyat: kyats
kip: kips
lari: laris
dirham: dhs dh dirhams
riyal: riyals
rial: rials
colón: colon colones colons
bolívar: bolivar bolivares bolivars bolívares
guarani: guaraníes guaraní
córdoba: cordoba cordobas
paʻanga: pa'anga paanga
guilder: gulden guldens
forint: forints
naira: nairas
rand: rands
metical: meticais
lilangeni: emalangeni
loti: maloti
dollar: dlrs dlr dollor
litas: litai litas
"""

# A word that means one currency (ISO 4217), whoever uses it.
SLANG = """\
USD: buck bucks greenback greenbacks eurodollar eurodollars petrodollar petrodollars
GBP: quid sterling stg
CAD: loonie loonies
DEM: deutschmark deutschmarks deutschemark deutschemarks d-mark d-marks dmark dmarks
UZS: so'm soʻm soums soum sum sums сум сўм
XDR: sdr sdrs
ITL: lire
KES: bob
XEU: ecu ecus
CNY: rmb renminbi kuai 元
RUB: rub руб рублей рубля рубль рублях rur
UAH: грн гривень гривня гривні гривен
BGN: лв лева
KZT: тенге тг
EUR: евро eur
USD: долларов доллара доллар
PLN: zl zł
CZK: kč kčs
TRY: tl
MYR: rm
IDR: rp
ILS: nis
JPY: 円
KRW: 원
VND: đ vnđ
KGS: сом
AZN: манат
AMD: драм
GEL: лари
"""

# Minor units: word, what part of the unit it is, the units it belongs to. First listed = default.
MINOR = """\
cent cents: 0.01: dollar euro rand
eurocent eurocents: 0.01: euro
penny pence pennies: 0.01: pound
p: 0.01: pound
c ct cts: 0.01: dollar euro rand
kopeck kopecks kopek kopeks copeck copecks: 0.01: ruble hryvnia
kopiyka kopiykas: 0.01: hryvnia
tiyn tiyns tyiyn: 0.01: tenge som
paisa paise paisas: 0.01: rupee
fils: 0.001: dinar
halala halalas: 0.01: riyal
piastre piastres piaster piasters: 0.01: piastre
öre øre: 0.01: krona krone
satang: 0.01: baht
sen: 0.01: ringgit rupiah yen
jiao mao: 0.1: yuan
fen: 0.01: yuan
centavo centavos: 0.01: peso real metical
centime centimes: 0.01: franc
pfennig pfennigs: 0.01: mark
grosz groszy grosze: 0.01: zloty
haléř haléřů heller hellers: 0.01: koruna
stotinka stotinki: 0.01: lev
bani: 0.01: leu
lipa: 0.01: kuna
kobo: 0.01: naira
pesewa pesewas: 0.01: cedi
qapik qəpik gapik: 0.01: manat
tetri: 0.01: lari
rappen: 0.01: CHF
thebe: 0.01: pula
luma: 0.01: dram
agora agorot: 0.01: shekel
kurus kuruş: 0.01: lira
ngwee: 0.01: kwacha
toman tomans: 10: IRR
baisa baisas baiza baizas: 0.001: rial
grand: 1000: USD GBP EUR AUD CAD NZD
fiver fivers: 5: GBP EUR AUD NZD CAD USD
tenner tenners: 10: GBP EUR AUD NZD CAD USD
groschen: 0.01: schilling
"""

# What a word means where nothing in the text decides: the largest economy that uses it.
DEFAULTS = {
    "dollar": "USD", "pound": "GBP", "franc": "CHF", "peso": "MXN", "rupee": "INR",
    "dinar": "IQD", "krona": "SEK", "krone": "NOK", "won": "KRW", "real": "BRL", "lira": "TRY",
    "mark": "DEM", "ruble": "RUB", "riyal": "SAR", "rial": "IRR", "dirham": "AED",
    "shilling": "KES", "koruna": "CZK", "leu": "RON", "lev": "BGN", "guilder": "NLG",
    "som": "KGS", "manat": "AZN", "kwacha": "ZMW", "escudo": "PTE", "yuan": "CNY", "sol": "PEN",
    "bolívar": "VES", "colón": "CRC", "shekel": "ILS", "afghani": "AFN", "leone": "SLE",
    "peseta": "ESP", "cruzeiro": "BRR", "kwanza": "AOA", "dobra": "STN", "rand": "ZAR",
    "euro": "EUR", "yen": "JPY", "zloty": "PLN", "cedi": "GHS", "metical": "MZN",
    "austral": "ARA", "sucre": "ECS",
}  # fmt: skip

# Signs that are one currency's own.
SIGNS = {
    "€": "EUR", "£": "GBP", "￡": "GBP", "₤": "GBP", "₸": "KZT", "₽": "RUB", "₴": "UAH", "₹": "INR",
    "₺": "TRY", "₩": "KRW", "￦": "KRW", "₪": "ILS", "₫": "VND", "₱": "PHP", "₦": "NGN",
    "₵": "GHS", "₡": "CRC", "₲": "PYG", "₭": "LAK", "₮": "MNT", "₾": "GEL", "₼": "AZN",
    "֏": "AMD", "฿": "THB", "៛": "KHR", "৳": "BDT", "؋": "AFN", "₨": "INR", "﷼": "IRR",
    "¥": "JPY", "￥": "JPY", "$": "USD", "＄": "USD", "﹩": "USD", "¢": "USD", "￠": "USD",
    "₣": "FRF", "₧": "ESP",
}  # fmt: skip
CRYPTO_SIGNS = {"₿": "BTC", "Ξ": "ETH"}
# Signs that several currencies share, by the word whose candidates they are.
SHARED_SIGNS = {
    "$": "dollar", "＄": "dollar", "﹩": "dollar", "£": "pound", "￡": "pound", "₤": "pound",
    "¥": "yen", "￥": "yen", "₨": "rupee", "¢": "dollar", "￠": "dollar", "﷼": "rial", "₩": "won",
    "￦": "won",
}  # fmt: skip
MINOR_SIGNS = {"¢", "￠"}

# Letters before (US$) or after ($US) a shared sign.
DOLLAR_PREFIXES = {
    "us": "USD", "u.s": "USD", "u.s.": "USD", "usa": "USD", "a": "AUD", "au": "AUD", "aus": "AUD",
    "aust": "AUD", "c": "CAD", "ca": "CAD", "can": "CAD", "cdn": "CAD", "hk": "HKD", "nz": "NZD",
    "s": "SGD", "sg": "SGD", "sing": "SGD", "r": "BRL", "nt": "TWD", "tw": "TWD", "mx": "MXN",
    "mex": "MXN", "j": "JMD", "ja": "JMD", "tt": "TTD", "bz": "BZD", "bds": "BBD", "ec": "XCD",
    "fj": "FJD", "f": "FJD", "gy": "GYD", "g": "GYD", "l": "LRD", "lr": "LRD", "n": "NAD",
    "nam": "NAD", "zw": "ZWL", "z": "ZWL", "zim": "ZWL", "col": "COP", "cl": "CLP", "ch": "CLP",
    "ar": "ARS", "rd": "DOP", "u": "UYU", "si": "SBD", "ws": "WST", "t": "TOP", "ci": "KYD",
    "b": "BND", "bn": "BND", "br": "BND", "mop": "MOP", "sr": "SRD", "cu": "CUP", "ba": "BSD",
}  # fmt: skip
POUND_PREFIXES = {
    "e": "EGP", "le": "EGP", "eg": "EGP", "l": "LBP", "ll": "LBP", "s": "SYP", "sy": "SYP",
    "syr": "SYP", "ir": "IEP", "i": "IEP", "c": "CYP", "cy": "CYP", "sd": "SDG", "ss": "SSP",
    "fk": "FKP", "gb": "GBP", "uk": "GBP", "stg": "GBP", "n": "NGN",
}  # fmt: skip
YEN_PREFIXES = {"cn": "CNY", "rmb": "CNY", "jp": "JPY", "j": "JPY", "cny": "CNY"}

# Abbreviations that stand before a number, exactly in this case. The second column names the
# currencies they may be (first = default); those marked "?" need other signs of the currency.
ABBREVIATIONS = """\
Rs|INR PKR LKR NPR MUR SCR
Rs.|INR PKR LKR NPR MUR SCR
Re|INR PKR LKR NPR MUR
RS|INR PKR?
RM|MYR
Rp|IDR
Rp.|IDR
Rmb|CNY
RMB|CNY
Kč|CZK
Kc|CZK
Kcs|CSK
zł|PLN
Ft|HUF?
TL|TRY
YTL|TRY
NIS|ILS
Dh|AED MAD
DH|AED MAD?
Dhs|AED MAD
DHS|AED MAD
DHs|AED MAD
SR|SAR SCR?
SAR|SAR
QR|QAR?
RO|OMR?
BD|BHD?
KD|KWD?
JD|JOD?
ID|IQD?
LD|LYD?
DA|DZD?
TD|TND?
LE|EGP?
LL|LBP?
KSh|KES
Ksh|KES
KSH|KES
Kshs|KES
Sh|KES TZS UGX SOS?
Shs|KES TZS UGX SOS
TSh|TZS
Tsh|TZS
TShs|TZS
USh|UGX
Ush|UGX
UShs|UGX
Birr|ETB
Rbs|RUB
Y|JPY?
Bt|THB?
Hr|UAH?
Hrn|UAH?
Tk|BDT
N|NGN?
R|ZAR?
P|PHP BWP?
K|ZMW MMK PGK?
Q|GTQ?
Bs|VES BOB?
BsF|VEF
Bs.|VES BOB
CFA|XOF XAF
FCFA|XOF XAF
CFAF|XOF XAF
CFPF|XPF
Fr|CHF FRF BEF?
Fr.|CHF
SFr|CHF
Sfr|CHF
sFr|CHF
SwF|CHF
FFr|FRF
FF|FRF?
BFr|BEF
LFr|LUF
DM|DEM
Dm|DEM?
FM|FIM?
Fmk|FIM
FMk|FIM
Mk|FIM?
Pta|ESP
Pts|ESP?
Ptas|ESP
Esc|PTE?
Dr|GRD?
L|ITL HNL?
Lit|ITL?
Fl|NLG?
NLf|NLG
Sch|ATS
kr|SEK NOK DKK ISK
kr.|SEK NOK DKK ISK
Kr|SEK NOK DKK ISK
KR|SEK NOK DKK ISK?
Kr.|SEK NOK DKK ISK
SKr|SEK
Skr|SEK
NKr|NOK
Nkr|NOK
DKr|DKK
Dkr|DKK
IKr|ISK
Cr|CRC?
Lt|LTL?
Ls|LVL?
KM|BAM?
SDR|XDR
Ecu|XEU
kn|HRK?
S/|PEN
S/.|PEN
L.E|EGP
L.E.|EGP
din|RSD?
ден|MKD
р|RUB
GH₵|GHS
GH¢|GHS
GHC|GHS
Nu|BTN?
Af|AFN?
Afs|AFN
"""

CRYPTO = """\
BTC: btc xbt bitcoin bitcoins
ETH: eth ether ethers ethereum
USDT: usdt tether
LTC: ltc litecoin litecoins
XRP: xrp
DOGE: doge dogecoin dogecoins
"""

# Codes that are words of English: nothing but the currency's country makes "ALL 50" money.
WORD_CODES = word_set(
    """
    ALL AMD ANG BAM BOB COP CUP GEL LAK MAD MOP PAB PEN SOS TOP TRY VES WST ERN SIT DEM BAN BAD
    ARM ARP BEL BOL BOP CHE CHW COU CLE CUC GIP PES PEI SUR UAK VED MAF NIC RON STD SHP
    """
)
# Codes that abbreviate other things too (NPR, PHP 8, a CAD file); so do all historical codes.
DOUBTFUL_CODES = WORD_CODES | word_set(
    """
    CAD PHP NPR TTD SAR SRD SLE BIF DOP CVE AED AFN AWG BBD BMD BSD BTN BZD CDF FJD GMD GNF HNL
    JOD KMF LBP LRD LSL LYD MDL MGA MKD MMK MRU MUR MVR MWK MZN NAD NIO PGK RSD SBD SCR SDG SSP
    STN SVC SYP SZL TJS TMT TND TOP VUV XAF XCD XDR XOF XPF YER ZMW BHD BND DJF DZD ETB
    """
)
# Historical codes that are plain enough.
PLAIN_PAST = word_set(
    """
    FRF ITL NLG ATS FIM PTE GRD IEP BEF LUF SKK HRK BGN BYR ROL TRL LTL
    """
)

# Codes whose lower case is a name or a word of English or of the web.
NAMES_TOO = word_set(
    """
    ALL AMD ANG BAM BOB CUP ERN GEL LAK MAD MOP PAB PEN RON RUB SOS STN TOP TRY WST NAD BSD
    """
)

# Currency words that are ordinary words too: a verb, a weight, a score.
DOUBTFUL_WORDS = word_set(
    """
    won real mark crown pound som sum sums sol austral inti zaire colón dram afghani guarani
    quetzal sterling dm ff ft tl rm rp nis lats
    """
)

# Words that CLDR spells in two ways, by country.
SAME_WORD = {"rouble": "ruble", "króna": "krona", "colones": "colón"}

# Families that are not the last word of a CLDR name.
EXTRA_FAMILIES = {
    "crown": ("CZK", "SKK", "SEK", "NOK", "DKK", "ISK", "EEK", "CSK"),
    "piastre": ("EGP", "LBP", "SYP", "SDG"),
    "peseta": ("ESP",),
    "florin": ("AWG", "NLG"),
}

# Currencies whose codes take such a letter in company reports.
SCALED_CODES = word_set(
    """
    USD EUR GBP JPY CHF SEK NOK DKK AUD CAD NZD SGD HKD CNY INR BRL MXN ZAR KRW RUB PLN CZK HUF
    AED SAR QAR THB MYR IDR KZT UAH NGN KES EGP CLP COP
    """
)

# Letters before a code: MUSD, KEUR, TEUR (thousand, in German accounts), MMUSD.
CODE_SCALES = {"M": "1e6", "MM": "1e6", "K": "1e3", "k": "1e3", "T": "1e3", "B": "1e9", "m": "1e6"}
