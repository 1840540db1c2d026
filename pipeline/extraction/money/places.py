"""Which country a text speaks of: names, nationalities and capitals, for words like "dollar"."""

from __future__ import annotations

import re
from functools import cache

from pipeline.extraction.money.cldr import TERRITORIES

# ISO 3166-1 alpha-2, then nationalities and other names, then capitals and seats of money. Names
# that CLDR gives need not stand here. Left out: what is commonly something else ("Turkey" stays,
# "Jordan" stays; "Georgia" the state, "Victoria" and "Alexandria" are no evidence of a currency).
_NAMES = """\
AE|Emirati,UAE,U.A.E.,Emirates|Dubai,Abu Dhabi
AF|Afghan|Kabul
AL|Albanian|Tirana
AM|Armenian|Yerevan
AN|Antillean,Netherlands Antilles|
AO|Angolan|Luanda
AR|Argentine,Argentinian,Argentinean|Buenos Aires
AT|Austrian|Vienna
AU|Australian,Aussie|Canberra,Sydney,Melbourne
AW|Aruban|
AZ|Azerbaijani,Azeri|Baku
BA|Bosnian,Bosnia,Bosnia and Herzegovina|Sarajevo
BB|Barbadian,Bajan|
BD|Bangladeshi|Dhaka
BE|Belgian|
BG|Bulgarian|Sofia
BH|Bahraini|Manama
BI|Burundian,Burundi|Bujumbura
BM|Bermudian,Bermudan|
BN|Bruneian|
BO|Bolivian|La Paz
BR|Brazilian,Brasil|Brasilia,Brasília,Sao Paulo,São Paulo,Rio de Janeiro
BS|Bahamian,The Bahamas|
BT|Bhutanese|Thimphu
BW|Botswanan,Batswana|Gaborone
BY|Belarusian,Belarussian,Byelorussian|Minsk
BZ|Belizean|Belmopan
CA|Canadian|Ottawa,Toronto,Montreal,Vancouver
CD|Congolese,DR Congo,DRC|Kinshasa
CG|Republic of the Congo|Brazzaville
CH|Swiss|Bern,Zurich,Zürich,Geneva
CI|Ivorian,Ivory Coast,Côte d'Ivoire|Abidjan
CL|Chilean|Santiago
CM|Cameroonian|Yaounde,Yaoundé,Douala
CN|Chinese|Beijing,Shanghai
CO|Colombian|Bogota,Bogotá
CR|Costa Rican|San José
CU|Cuban|Havana
CV|Cape Verdean|Praia
CW|Curacaoan,Curacao|
CY|Cypriot|Nicosia
CZ|Czech,Czech Republic|Prague
DE|German,West German,West Germany|Berlin,Bonn,Frankfurt
DD|East German,East Germany|
DJ|Djiboutian|
DK|Danish|Copenhagen
DO|Dominican|Santo Domingo
DZ|Algerian|Algiers
EC|Ecuadorian,Ecuadorean|Quito
EE|Estonian|Tallinn
EG|Egyptian|Cairo
ER|Eritrean|Asmara
ES|Spanish|Madrid
ET|Ethiopian|Addis Ababa
FI|Finnish|Helsinki
FJ|Fijian|Suva
FK|Falkland|
FR|French|Paris
GA|Gabonese|Libreville
GB|British,UK,U.K.,Britain,Great Britain,English,England,Scotland,Scottish,Welsh|London
GE|Georgian|Tbilisi
GH|Ghanaian,Ghanian|Accra
GI|Gibraltarian|
GM|Gambian,The Gambia|Banjul
GN|Guinean|Conakry
GQ|Equatorial Guinean|Malabo
GR|Greek|Athens
GT|Guatemalan|
GY|Guyanese|
HK|Hong Kong,Hongkong,HK|
HN|Honduran|Tegucigalpa
HR|Croatian|Zagreb
HT|Haitian|Port-au-Prince
HU|Hungarian|Budapest
ID|Indonesian|Jakarta
IE|Irish|Dublin
IL|Israeli|Jerusalem,Tel Aviv
IN|Indian|New Delhi,Delhi,Mumbai,Bombay,Bengaluru,Bangalore,Chennai,Kolkata,Hyderabad,Pune,Ahmedabad
IQ|Iraqi|Baghdad
IR|Iranian,Persian|Tehran,Teheran
IS|Icelandic|Reykjavik
IT|Italian|Rome,Milan
JM|Jamaican|
JO|Jordanian|Amman
JP|Japanese|Tokyo
KE|Kenyan|Nairobi,Mombasa,Kisumu,Nakuru
KG|Kyrgyz,Kyrgyzstani,Kirghiz|Bishkek
KH|Cambodian|Phnom Penh
KM|Comorian,Comoran|
KP|North Korean,North Korea|Pyongyang
KR|South Korean,Korean,South Korea,Korea|Seoul
KW|Kuwaiti|Kuwait City
KY|Cayman,Caymanian|
KZ|Kazakh,Kazakhstani|Astana,Almaty,Nur-Sultan
LA|Lao,Laotian|Vientiane
LB|Lebanese|Beirut
LI|Liechtenstein|Vaduz
LK|Sri Lankan,Lankan|Colombo
LR|Liberian|Monrovia
LS|Basotho|Maseru
LT|Lithuanian|Vilnius
LU|Luxembourgish,Luxembourger|
LV|Latvian|Riga
LY|Libyan|Tripoli,Benghazi
MA|Moroccan|Rabat,Casablanca
MD|Moldovan,Moldavian|Chisinau,Chișinău
ME|Montenegrin|Podgorica
MG|Malagasy|Antananarivo
MK|Macedonian,Macedonia|Skopje
ML|Malian|Bamako
MM|Burmese,Burma,Myanmar|Yangon,Naypyidaw
MN|Mongolian|Ulaanbaatar,Ulan Bator
MO|Macanese,Macau,Macao|
MR|Mauritanian|Nouakchott
MT|Maltese|Valletta
MU|Mauritian|Port Louis
MV|Maldivian|
MW|Malawian|Lilongwe
MX|Mexican|Mexico City
MY|Malaysian|Kuala Lumpur
MZ|Mozambican|Maputo
NA|Namibian|Windhoek
NC|New Caledonian|
NG|Nigerian|Abuja,Lagos,Kano,Ibadan,Port Harcourt
NI|Nicaraguan|Managua
NL|Dutch,Holland|Amsterdam,The Hague
NO|Norwegian|Oslo
NP|Nepalese,Nepali|Kathmandu
NZ|New Zealander,NZ,N.Z.,Kiwi|Auckland
OM|Omani|Muscat
PA|Panamanian|
PE|Peruvian|Lima
PF|Polynesian|
PG|Papua New Guinean|Port Moresby
PH|Philippine,Filipino,Filipinos|Manila,Quezon City,Cebu,Mindanao,Luzon
PK|Pakistani|Islamabad,Karachi,Lahore,Rawalpindi,Peshawar,Faisalabad,Quetta,Sindh
PL|Polish|Warsaw
PT|Portuguese|Lisbon
PY|Paraguayan|Asuncion,Asunción
QA|Qatari|Doha
RO|Romanian|Bucharest
RS|Serbian,Serb|Belgrade
RU|Russian,Russian Federation|Moscow,Kremlin,St. Petersburg
RW|Rwandan|Kigali
SA|Saudi,Saudi Arabian|Riyadh,Jeddah
SB|Solomon|Honiara
SC|Seychellois,Seychelles|
SD|Sudanese|Khartoum
SE|Swedish|Stockholm
SG|Singaporean|
SI|Slovenian,Slovene|Ljubljana
SK|Slovak,Slovakian|Bratislava
SL|Sierra Leonean|Freetown
SN|Senegalese|Dakar
SO|Somali|Mogadishu
SR|Surinamese|Paramaribo
SS|South Sudanese|Juba
ST|Sao Tomean,São Tomé|
SU|Soviet,Soviet Union,USSR|
SV|Salvadoran,Salvadorean|
SY|Syrian|Damascus,Aleppo
SZ|Swazi,Swaziland,Eswatini|
TH|Thai|Bangkok
TJ|Tajik,Tajikistani|Dushanbe
TL|Timorese,East Timor|Dili
TM|Turkmen,Turkmenistani|Ashgabat
TN|Tunisian|Tunis
TO|Tongan|
TR|Turkish|Ankara,Istanbul
TT|Trinidadian,Trinidad and Tobago,Trinidad|Port of Spain
TW|Taiwanese,New Taiwan|Taipei
TZ|Tanzanian|Dar es Salaam,Dodoma
UA|Ukrainian|Kyiv,Kiev
UG|Ugandan|Kampala
US|American,US,U.S.,USA,U.S.A.,United States of America|Washington,New York,Wall Street
UY|Uruguayan|Montevideo
UZ|Uzbek,Uzbekistani|Tashkent
VE|Venezuelan|Caracas
VN|Vietnamese,Viet Nam|Hanoi,Ho Chi Minh City
VU|Ni-Vanuatu|Port Vila
WS|Samoan|Apia
YE|Yemeni|Sanaa,Sana'a,Aden
YU|Yugoslav,Yugoslavian,Yugoslavia|
ZA|South African|Pretoria,Johannesburg,Cape Town,Durban,Bloemfontein,Soweto,Gauteng,KwaZulu-Natal
ZM|Zambian|Lusaka
ZR|Zairean,Zairian,Zaire|
ZW|Zimbabwean|Harare"""

_NOT_EVIDENCE = {"Georgia", "Chad"}


@cache
def nationalities() -> dict[str, str]:
    """What may stand before a currency word, in lower case -> ISO 3166-1 alpha-2."""
    table = {name.casefold(): code for code, name in _territories()}
    for line in _NAMES.splitlines():
        code, names, _ = line.split("|")
        table.update((name.casefold(), code) for name in names.split(",") if name)
    return table


@cache
def is_country(code: str) -> bool:
    """Whether ``code`` is the ISO 3166-1 alpha-2 code of a territory that has a currency."""
    return code in {known for known, _ in _territories()}


@cache
def _territories() -> tuple[tuple[str, str], ...]:
    pairs = (line.split("|") for line in TERRITORIES.splitlines())
    return tuple((code, name) for code, name in pairs)


@cache
def _mentions() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {name: code for code, name in _territories() if name not in _NOT_EVIDENCE}
    for line in _NAMES.splitlines():
        code, names, cities = line.split("|")
        for name in (*names.split(","), *cities.split(",")):
            if name:
                table[name] = code
                if name.endswith("an"):
                    table[f"{name}s"] = code
    words = sorted(table, key=len, reverse=True)
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    pattern = rf"(?<![\w])(?=[{first}])(?:{'|'.join(map(re.escape, words))})(?!\w)"
    return re.compile(pattern), table


_DATELINE = re.compile(r"^([A-Z][A-Z .'-]{2,30}[A-Z])(?=[,:]| ?[-–—(])", re.MULTILINE)


def find_countries(text: str) -> list[tuple[int, str]]:
    """Where ``text`` names a country, its people or its capital: ``(offset, ISO 3166 code)``."""
    pattern, table = _mentions()
    places = [(match.start(), table[match.group()]) for match in pattern.finditer(text)]
    for line in _DATELINE.finditer(text):  # "CAPE TOWN, May 14 (Southern Wire) - The bank ..."
        if (country := table.get(line[1].title())) is not None:
            places.append((line.start(1), country))
    return sorted(places)
