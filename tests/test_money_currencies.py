"""Which currency `find_money` reads: by sign, code, name and country. A new bug is a new row."""

from __future__ import annotations

import pytest

from tests.moneyshown import read

CURRENCIES = [
    ("US$5 US$ 5 U.S.$5 $US5 USD5 USD 5 5 USD 5USD", ["5 USD"] * 8),
    ("A$60 million, AU$5, $A7, AUD 9", ["60000000 AUD", "5 AUD", "7 AUD", "9 AUD"]),
    ("and Canada C$400m (US$300m)", ["400000000 CAD", "300000000 USD"]),
    ("Won300bn, ECU1.5bn, Pesos3m", ["300000000000 KRW", "1500000000 XEU", "3000000 MXN"]),
    ("Tokyo raised Y500 billion.", ["500000000000 JPY"]),
    ("The dollar was at 1.7530 marks.", ["1.7530 DEM"]),
    ("1.2 tln tenge", ["1200000000000 KZT"]),
    ("a$16 million, hk $ 59.80, 20 php", ["16000000 AUD", "59.80 HKD"]),
    ("30 cad", ["30 CAD"]),
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


@pytest.mark.parametrize(("text", "expected"), [*CURRENCIES, *AMBIGUOUS])
def test_reads(text: str, expected: list[str]) -> None:
    assert read(text) == expected
