"""What `find_money` reads, by kind of phrase. A new bug is a new row."""

from __future__ import annotations

import pytest

from pipeline.extraction.money import find_money
from pipeline.records import MoneyMention


def shown(mention: MoneyMention) -> str:
    """A mention in short: ``about 5000000 USD/barrel``, ``5..10 EUR``."""
    amount = f"{mention.amount}"
    if mention.amount is None:
        amount = f"{mention.amount_min}"
        if mention.amount_max is not None:
            amount += f"..{mention.amount_max}"
    modifier = "" if mention.modifier in ("exact", "range") else f"{mention.modifier} "
    per = f"/{mention.per}" if mention.per else ""
    return f"{modifier}{amount} {mention.currency}{per}"


def read(text: str, **settings: object) -> list[str]:
    return [shown(mention) for mention in find_money(text, **settings)]  # type: ignore[arg-type]


NUMERALS = [
    ("It cost $5.", ["5 USD"]),
    ("It cost $1,250,000.50 in all.", ["1250000.50 USD"]),
    ("They lost two trillion tenge.", ["2000000000000 KZT"]),
    ("They lost half a million dollars.", ["500000 USD"]),
    ("a half-billion-dollar write-off", ["500000000 USD"]),
    ("a quarter of a million pounds was spent", ["250000 GBP"]),
    ("three-quarters of a billion euros", ["750000000 EUR"]),
    ("They raised €1.5bn.", ["1500000000 EUR"]),
    ("They raised €5m.", ["5000000 EUR"]),
    ("a $3.2-million grant", ["3200000 USD"]),
    ("2 1/2 billion yen", ["2500000000 JPY"]),
    ("2½ billion yen", ["2500000000 JPY"]),
    ("two and a half billion yen", ["2500000000 JPY"]),
    ("a million and a half euros", ["1500000 EUR"]),
    ("1.2 bln tenge and 350 mln rubles", ["1200000000 KZT", "350000000 RUB"]),
    ("$4tn of debt, £2trn of debt", ["4000000000000 USD", "2000000000000 GBP"]),
    ("a GDP of $1.3T", ["1300000000000 USD"]),
    ("$20k, $35K, 40k euros", ["20000 USD", "35000 USD", "40000 EUR"]),
    ("$15mm, $12MM and $3mn", ["15000000 USD", "12000000 USD", "3000000 USD"]),
    ("one hundred and twenty-five thousand dollars", ["125000 USD"]),
    ("seventeen hundred dollars", ["1700 USD"]),
    ("five hundred thousand million lire", ["500000000000 ITL"]),
    ("one point five million euros", ["1500000 EUR"]),
    ("twenty-two dollars", ["22 USD"]),
    ("a dozen euros", ["12 EUR"]),
    ("Two dozen dollars", ["24 USD"]),
    ("1 250 000 euros", ["1250000 EUR"]),
    ("1\u00a0250\u00a0000 euros", ["1250000 EUR"]),
    ("1\u202f250\u202f000 euros", ["1250000 EUR"]),
    ("12,5 million euros", ["12500000 EUR"]),
    ("1.250.000,50 euros", ["1250000.50 EUR"]),
    ("Rs 12,34,567.89", ["1234567.89 INR"]),
    ("CHF 1'200'000 or CHF 1’200’000", ["1200000 CHF", "1200000 CHF"]),
    ("Rs 2,500 crore; 2 lakh rupees", ["25000000000 INR", "200000 INR"]),
    ("₹5 lakh crore", ["5000000000000 INR"]),
    ("$13.625 a share", ["13.625 USD/share"]),
    ("$ 5 million", ["5000000 USD"]),
    ("$5\u00a0million", ["5000000 USD"]),
    ("$.75 each", ["0.75 USD/each"]),
    ("exactly $0", ["0 USD"]),
    ("7 3/8 cents", ["0.07375 USD"]),
    ("a loss of $ 158 , 666 , or 10 cents", ["158666 USD", "0.10 USD"]),
    ("the sum of $ 1 , 500 , 000 . 00 ,", ["1500000.00 USD"]),
    ("corn rose to $3.62 3/4 a bushel", ["3.6275 USD/bushel"]),
    ("$1,500 million", ["1500000000 USD"]),
    ("$1,5 billion", ["1500000000 USD"]),
    ("an extra thousand dollars", ["1000 USD"]),
]  # fmt: skip

CURRENCIES = [
    ("US$5 US$ 5 U.S.$5 $US5 USD5 USD 5 5 USD 5USD", ["5 USD"] * 8),
    ("A$60 million, AU$5, $A7, AUD 9", ["60000000 AUD", "5 AUD", "7 AUD", "9 AUD"]),
    ("and Canada C$400m (US$300m)", ["400000000 CAD", "300000000 USD"]),
    ("Won300bn, ECU1.5bn, Pesos3m", ["300000000000 KRW", "1500000000 XEU", "3000000 MXN"]),
    ("Tokyo raised Y500 billion.", ["500000000000 JPY"]),
    ("The dollar was at 1.7530 marks.", ["1.7530 DEM"]),
    ("1.2 tln tenge", ["1200000000000 KZT"]),
    ("C$37, CA$5, Cdn$6, CAD$7", ["37 CAD", "5 CAD", "6 CAD", "7 CAD"]),
    ("HK$5 NZ$6 S$7 R$8", ["5 HKD", "6 NZD", "7 SGD", "8 BRL"]),
    ("NT$9 MX$10 J$11", ["9 TWD", "10 MXN", "11 JMD"]),
    ("E£500 and LE 300,000 in Egypt", ["500 EGP", "300000 EGP"]),
    ("₸250,000 ₽300 ₴40 ₹50 ₺60 ₩7000 ₪80 ₫90,000 ₱10 ₦20", [
        "250000 KZT", "300 RUB", "40 UAH", "50 INR", "60 TRY", "7000 KRW", "80 ILS", "90000 VND",
        "10 PHP", "20 NGN"]),
    ("45,00 zł; 269 Kč; 49 lei", ["45.00 PLN", "269 CZK", "49 RON"]),
    ("1.727 Ft", ["1727 HUF"]),
    ("RM50 and Rp 221.000", ["50 MYR", "221000 IDR"]),
    ("30 MUSD, 120 MEUR", ["30000000 USD", "120000000 EUR"]),
    ("MSEK 45, KEUR 7", ["45000000 SEK", "7000 EUR"]),
    ("5 Canadian dollars, 6 Hong Kong dollars, 7 New Zealand dollars", ["5 CAD", "6 HKD", "7 NZD"]),
    ("12 Canadian cents and eight U.S. cents", ["0.12 CAD", "0.08 USD"]),
    ("42 Qatari riyals, 42 Malaysian ringgit, ten tugriks", ["42 QAR", "42 MYR", "10 MNT"]),
    ("420 million Finnish markka, 235 million Dutch guilders", ["420000000 FIM", "235000000 NLG"]),
    ("5 million roubles, rubles or tenges", ["5000000 RUB"]),
    ("dlrs 1 million and 5 mln dlrs", ["1000000 USD", "5000000 USD"]),
    ("42 bucks and ten quid", ["42 USD", "10 GBP"]),
    ("470 pence, 50p a share and one penny", ["4.70 GBP", "0.50 GBP/share", "0.01 GBP"]),
    ("500 kopecks, 50 tiyn, 30 kobo, 20 groszy", ["5.00 RUB", "0.50 KZT", "0.30 NGN", "0.20 PLN"]),
    ("20 Deutschmarks, 5 D-marks, DM 30 million", ["20 DEM", "5 DEM", "30000000 DEM"]),
    ("10 million hryvnia, hryvnias or 5 billion hryvnya", ["10000000 UAH", "5000000000 UAH"]),
    ("3 billion yuan (RMB 3 billion)", ["3000000000 CNY", "3000000000 CNY"]),
    ("$20 million USD, $5 CAD", ["20000000 USD", "5 CAD"]),
    ("£20 GBP, $7 Canadian.", ["20 GBP", "7 CAD"]),
    ("cad$ 15, mxn$ 15, nzd$15", ["15 CAD", "15 MXN", "15 NZD"]),
    ("SGD$4.90, $ SGD4.90", ["4.90 SGD", "4.90 SGD"]),
    ("¥500 million; CN¥300; JP¥200", ["500000000 JPY", "300 CNY", "200 JPY"]),
    ("500 million CFA francs; 3 million CFP francs", ["500000000 XOF", "3000000 XPF"]),
    ("60 million East Caribbean dollars (EC$60m)", ["60000000 XCD", "60000000 XCD"]),
    ("KSh 5,000; TSh 9,000; USh 7,000", ["5000 KES", "9000 TZS", "7000 UGX"]),
    ("Dhs 500 million; SAR 300 million", ["500000000 AED", "300000000 SAR"]),
    ("QR5 million in Qatar", ["5000000 QAR"]),
    ("SDR 5 billion", ["5000000000 XDR"]),
    ("20€, 3.14US$, 10k$, 99¢", ["20 EUR", "3.14 USD", "10000 USD", "0.99 USD"]),
    ("R150 million in South Africa and N5 billion in Nigeria", ["150000000 ZAR", "5000000000 NGN"]),
    ("1128240 рублей, 17 940,00 руб", ["1128240 RUB", "17940.00 RUB"]),
]  # fmt: skip

AMBIGUOUS = [
    ("Egypt raised the wage to 6,000 pounds.", ["6000 EGP"]),
    ("In Lebanon a loaf costs 50,000 pounds.", ["50000 LBP"]),
    ("Britain will spend 60 million pounds.", ["60000000 GBP"]),
    ("It will spend 60 million pounds.", ["60000000 GBP"]),
    ("France fined it 30 million francs.", ["30000000 FRF"]),
    ("Senegal borrowed 30 billion francs.", ["30000000000 XOF"]),
    ("Rwanda gave 30 million francs.", ["30000000 RWF"]),
    ("He paid 30 francs.", ["30 CHF"]),
    ("Argentina printed 5 billion pesos.", ["5000000000 ARS"]),
    ("Manila released 5 billion pesos.", ["5000000000 PHP"]),
    ("It lost 5 billion pesos.", ["5000000000 MXN"]),
    ("Pakistan's budget is 9 trillion rupees.", ["9000000000000 PKR"]),
    ("Sri Lanka owes Rs 5 billion.", ["5000000000 LKR"]),
    ("Kuwait gave 5 million dinars.", ["5000000 KWD"]),
    ("Jordan gave 5 million dinars.", ["5000000 JOD"]),
    ("Oslo sold bonds for 5 billion kroner.", ["5000000000 NOK"]),
    ("Denmark sold bonds for 5 billion kroner.", ["5000000000 DKK"]),
    ("Iceland owes 5 billion kronur.", ["5000000000 ISK"]),
    ("Uganda owes 5 billion shillings.", ["5000000000 UGX"]),
    ("Pyongyang charged 500,000 won.", ["500000 KPW"]),
    ("Seoul will spend 5 trillion won.", ["5000000000000 KRW"]),
    ("Minsk lent 5 billion rubles.", ["5000000000 BYN"]),
    ("Moldova paid 5 million lei.", ["5000000 MDL"]),
    ("The dollar bought 5 Swiss francs; later 7 francs.", ["5 CHF", "7 CHF"]),
    ("Canberra will pay $5 million.", ["5000000 USD"]),
    ("C$35, up 12.5 cents", ["35 CAD", "0.125 CAD"]),
    ("It earned €3.20, up 20 cents", ["3.20 EUR", "0.20 EUR"]),
]  # fmt: skip

RANGES = [
    ("$5-10 million", ["5000000..10000000 USD"]),
    ("€5–10m", ["5000000..10000000 EUR"]),
    ("$5 to $10 million", ["5000000..10000000 USD"]),
    ("between 3 and 5 billion euros", ["3000000000..5000000000 EUR"]),
    ("between $1.5 billion and $2 billion", ["1500000000..2000000000 USD"]),
    ("between about $5 and $7", ["5..7 USD"]),
    ("15-20 usd", ["15..20 USD"]),
    ("7-9 lakh rupees", ["700000..900000 INR"]),
    ("two or three million dollars", ["2000000..3000000 USD"]),
    ("two to three million dollars", ["2000000..3000000 USD"]),
    ("£10m-£15m", ["10000000..15000000 GBP"]),
    ("£10m to £15m", ["10000000..15000000 GBP"]),
    ("$80 to $90 a barrel", ["80..90 USD/barrel"]),
    ("$80 to 90 a barrel", ["80..90 USD/barrel"]),
    ("between $350 a ton and $680 a ton", ["350..680 USD/ton"]),
    ("US$1.2-1.5 billion", ["1200000000..1500000000 USD"]),
    ("EUR 5-7 million", ["5000000..7000000 EUR"]),
    ("€100,000–€200,000", ["100000..200000 EUR"]),
    ("$500,000 to $1 million", ["500000..1000000 USD"]),
    ("Estimates ranged from $5 billion to $7 billion.", ["5000000000..7000000000 USD"]),
    ("Fines range from $50 to $500.", ["50..500 USD"]),
    ("salaries from $40,000 to $60,000", ["40000..60000 USD"]),
    (
        "Up from $1 billion, it sees a cash flow of $2 billion to $3 billion.",
        ["1000000000 USD", "2000000000..3000000000 USD"],
    ),
    # changes, not ranges: two figures
    ("from $1.2 million to $23.5 million", ["1200000 USD", "23500000 USD"]),
    ("Prices rose from $5 to $7.", ["5 USD", "7 USD"]),
    ("The stock fell $1.125 to $13.625.", ["1.125 USD", "13.625 USD"]),
    ("Spending grew from 3 to 5 billion euros.", ["3000000000 EUR", "5000000000 EUR"]),
    ("It cut the price from $7 to $5.", ["7 USD", "5 USD"]),
    # neither
    ("He gave $5 to 10 people.", ["5 USD"]),
    ("She paid $5 and 10 others paid nothing.", ["5 USD"]),
    ("$5 million and $10 million went missing", ["5000000 USD", "10000000 USD"]),
]  # fmt: skip

MODIFIERS = [
    ("more than $5", ["more_than 5 USD"]),
    ("over $5", ["more_than 5 USD"]),
    ("in excess of $5", ["more_than 5 USD"]),
    ("exceeding $5 million", ["more_than 5000000 USD"]),
    ("at least $5", ["at_least 5 USD"]),
    ("no less than $5", ["at_least 5 USD"]),
    ("an amount not in excess of $5", ["at_most 5 USD"]),
    ("It does not at any time exceed $5.", ["at_most 5 USD"]),
    ("a minimum of $5", ["at_least 5 USD"]),
    ("$5 or more", ["at_least 5 USD"]),
    ("$5m-plus", ["at_least 5000000 USD"]),
    ("up to $5", ["at_most 5 USD"]),
    ("no more than $5", ["at_most 5 USD"]),
    ("as much as $5", ["at_most 5 USD"]),
    ("a maximum of $5", ["at_most 5 USD"]),
    ("It will not exceed $5.", ["at_most 5 USD"]),
    ("It wouldn’t exceed $5.", ["at_most 5 USD"]),
    ("$5 at most", ["at_most 5 USD"]),
    ("less than $5", ["less_than 5 USD"]),
    ("under $5", ["less_than 5 USD"]),
    ("below 5 euros", ["less_than 5 EUR"]),
    ("about $5", ["about 5 USD"]),
    ("some 143 billion tenges", ["about 143000000000 KZT"]),
    ("nearly $5", ["about 5 USD"]),
    ("an estimated $5", ["about 5 USD"]),
    ("(about $5)", ["about 5 USD"]),
    ("about another $5 million", ["about 5000000 USD"]),
    ("~$5", ["about 5 USD"]),
    ("$5 or so", ["about 5 USD"]),
    ("a couple of million dollars", ["about 2000000 USD"]),
    # no bounds
    ("a dispute over $5 million", ["5000000 USD"]),
    ("Shares went up to $5.", ["5 USD"]),
    ("It passed a $453 billion bill.", ["453000000000 USD"]),
    ("more than the $5 billion spent last year", ["5000000000 USD"]),
    ("He signed under a $5 million deal.", ["5000000 USD"]),
]  # fmt: skip

MAGNITUDES = [
    ("billions of dollars of sales", ["magnitude 1000000000 USD"]),
    ("tens of millions of euros", ["magnitude 10000000 EUR"]),
    ("hundreds of thousands of US dollars", ["magnitude 100000 USD"]),
    ("several hundred thousand dollars", ["magnitude 200000 USD"]),
    ("a few million pounds", ["magnitude 2000000 GBP"]),
    ("a multimillion-dollar deal", ["magnitude 1000000 USD"]),
    ("a multi-billion dollar contract", ["magnitude 1000000000 USD"]),
    ("billions of taxpayers’ dollars", ["magnitude 1000000000 USD"]),
    ("the dollar fell", []),
    ("millions of people with dollars", []),
]  # fmt: skip

RATES = [
    ("$80 a barrel", ["80 USD/barrel"]),
    ("€300 per month", ["300 EUR/month"]),
    ("$15.4/hour", ["15.4 USD/hour"]),
    ("$30,000-a-year jobs", ["30000 USD/year"]),
    ("an $18-a-share offer", ["18 USD/share"]),
    ("$95 per 1,000 cubic meters", ["95 USD/1,000 cubic meters"]),
    ("$350 per kg", ["350 USD/kilogram"]),
    ("$65 per megawatt-hour", ["65 USD/megawatt-hour"]),
    ("$65 per megawatt hour", ["65 USD/megawatt hour"]),
    ("$750 per megawatt limits", ["750 USD/megawatt"]),
    ("$40 million annually", ["40000000 USD/year"]),
    ("£5 each", ["5 GBP/each"]),
    ("£15 each up front", ["15 GBP/each"]),
    ("$200 million every year", ["200000000 USD/year"]),
    ("less than a dollar a day", ["less_than 1 USD/day"]),
    ("two cents a gallon", ["0.02 USD/gallon"]),
    ("$1.4bn a year earlier", ["1400000000 USD"]),
    ("$5 million a week ago", ["5000000 USD"]),
    ("$700 a megawatt within days", ["700 USD/megawatt"]),
    ("$5 a surprise to all", ["5 USD"]),
]  # fmt: skip

NEGATIVES = [
    ("The fund ended at -$4.5 million.", ["-4500000 USD"]),
    ("a net of −€5m", ["-5000000 EUR"]),
    ("minus $5 million", ["-5000000 USD"]),
    ("$-99.99", ["-99.99 USD"]),
    ("The result was ($99.99).", ["-99.99 USD"]),
    ("-15€", ["-15 EUR"]),
    ("a loss of $3 million", ["3000000 USD"]),
    ("He owed a lot ($500).", ["500 USD"]),
    ("- $5 million for schools", ["5000000 USD"]),
]  # fmt: skip

COMPOUNDS = [
    ("20 dollars 43 cents", ["20.43 USD"]),
    ("1 dollar and forty-two cents", ["1.42 USD"]),
    ("$20 and 43c", ["20.43 USD"]),
    ("US$3 and fourteen", ["3.14 USD"]),
    ("$20 43", ["20.43 USD"]),
    ("35€ 99", ["35.99 EUR"]),
    ("It costs 15 dollars and 50.", ["15.50 USD"]),
    ("3 GBP 1 pence", ["3.01 GBP"]),
    ("above a dollar and 42 cents", ["more_than 1.42 USD"]),
    ("Hey, it is $4.25 and 32 is the quantity!", ["4.25 USD"]),
    ("closed at $60, 50 cents lower", ["60 USD", "0.50 USD"]),
    ("He paid $20 50 years ago.", ["20 USD"]),
]  # fmt: skip

TRAPS = [
    "They found 1,300 pounds of explosives and a Mark 48 torpedo.",
    "Kopp weighs 150 to 175 pounds.",
    "a twenty-pound bag of rice and a 200-pound man",
    "She lost 20 pounds on a diet.",
    "The recall covers 143 million pounds of beef.",
    "Vehicles under 14,000 pounds qualify.",
    "He won 400 votes in a region of 3 million people.",
    "The party won 50 seats; the 12 won games were close.",
    "The 5 million mark was passed; students scored 80 marks.",
    "It is 5 real problems in 3 real estate deals.",
    "two crown princes and 3 crowns of thorns",
    "A stream in 1080p or 720p.",
    "COP26 and COP 28 agreed; the TOP 10 and ALL 50 states",
    "He ran 400 m and drove 5 m wide cars.",
    "The AK-47, a B-52, an R2 unit and a BMW M5",
    "It rose 5% and 10 per cent, or 3 percentage points.",
    "3 million shares changed hands; 45,000 Marines went.",
    "awk '{print $1}' file and echo $2; s/(a)/\\1$1/",
    "$AAPL and $TSLA rose; set ${HOME}.",
    "Copyright © 2023 NPR. All rights reserved.",
    "PHP 8.4 and an ESP32 with MARS 2.0",
    "Euro 2020 and the Euro 96 final",
    "NASDAQ: TTD -0.17%",
    "at 7:00 CT on 5 May 2020",
    "Codepoints U+0080 to U+07FF",
    "in 2019 the euro fell",
    "a pound of flesh and a dollar bill",
    "The DH2017 poster",
    "the NIS2 Directive in Israel and the R21/Matrix-M vaccine in South Africa",
    "Gas pressure falls below two pounds at midday.",
    "Chapter 11, Section 5(a), p. 5 and pp. 7-9",
    "temperatures of 25C and 30 c",
    "prices in 2015 dollars and constant 2010 US dollars",
    "20 Dollar Tree shops, 10 Rand researchers, the 2021 Bucks and 50 Cent",
    "It has 5 Marks & Spencer stores.",
    "a 3 Euro Garages franchise",
    "a 5-won-3-lost record and the 12 real winners",
    "The drama is in 5.1 surround; see RFC 2119; port 8080; IPv4",
    "Sgt. 1st Class; Lt 2 and Lt. Col. 5",
    "In 2021 MAD Max; the 2 SOS calls; 10 MAD scientists",
]  # fmt: skip

NEWS = [
    (
        "His kidnappers demanded a ransom of dlrs 1 million, but talks broke off.",
        ["1000000 USD"],
    ),
    (
        "A $5 million reward has been offered; gave us $5 more.",
        ["5000000 USD", "5 USD"],
    ),
    (
        "Net rose to $108.8 million, or $1.35 a share, from $90.5 million, or $1.12 a share.",
        ["108800000 USD", "1.35 USD/share", "90500000 USD", "1.12 USD/share"],
    ),
    (
        "Shares were up 2 pence (1.26 cents), at 260 pence ($1.64).",
        ["0.02 GBP", "0.0126 USD", "2.60 GBP", "1.64 USD"],
    ),
    (
        "In 2004 USD 5 million was paid, and KZT 1.5 trillion set aside.",
        ["5000000 USD", "1500000000000 KZT"],
    ),
    ("we gave away 3 USD50 cards", ["50 USD"]),
    ("Enterprise ($5/user/month)", ["5 USD/user"]),
    ("The cars cost €20.000 and €1.500.", ["20000 EUR", "1500 EUR"]),
    ("a 10-million-euro ($11.8m) grant", ["10000000 EUR", "11800000 USD"]),
    ("a $100-a-plate dinner", ["100 USD/plate"]),
    ("a million-dollar home", ["1000000 USD"]),
    ("It cost 2000 dollars in 2015 dollars.", ["2000 USD"]),
    ("20 Euro, 20 Euros and 5 Rand in South Africa", ["20 EUR", "20 EUR", "5 ZAR"]),
    ("Cook, 30, earns £30,000; Lee, $40,000.", ["30000 GBP", "40000 USD"]),
    ("Rs 5 lakh-Rs 6 lakh", ["500000..600000 INR"]),
    ("Can $5 million save it?", ["5000000 USD"]),
    ("It cost the US $5 million.", ["5000000 USD"]),
    ("* $5 million: roads\n* €6 million: rail\n", ["5000000 USD", "6000000 EUR"]),
    ("| Item | $5 | €6,50 |", ["5 USD", "6.50 EUR"]),
    ("two-thirds of a billion dollars", ["666666666.67 USD"]),
    ("The £5m-a-year winger, the $250,000-plus prize", ["5000000 GBP/year", "at_least 250000 USD"]),
    ("$5m (£4m), €6m ($7m)", ["5000000 USD", "4000000 GBP", "6000000 EUR", "7000000 USD"]),
    ("5 million\neuros were spent", ["5000000 EUR"]),
    ("Page 5\nEuro zone", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *NUMERALS,
        *CURRENCIES,
        *AMBIGUOUS,
        *RANGES,
        *MODIFIERS,
        *MAGNITUDES,
        *RATES,
        *NEGATIVES,
        *COMPOUNDS,
        *NEWS,
    ],
)
def test_reads(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", TRAPS)
def test_is_not_money(text: str) -> None:
    assert read(text) == []
