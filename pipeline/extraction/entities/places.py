"""Countries and capitals: names that a place has and a person has not.

A model that has hardly met a name reads "Nur-Sultan said" or "Costa Rica won" as a person. Where
the name is that of a country or a capital and of nothing else that news tells of, the table wins.
"""

from __future__ import annotations

from functools import cache

from babel import Locale

#: Capitals, with older names and other spellings, that are no first names, surnames or companies.
CAPITALS = """
Abidjan|Abu Dhabi|Abuja|Accra|Addis Ababa|Aden|Algiers|Amman|Amsterdam|Andorra la Vella|Ankara|
Antananarivo|Apia|Ashgabat|Asmara|Astana|Asunción|Asuncion|Athens|Baghdad|Baku|Bamako|
Bandar Seri Begawan|Bangkok|Bangui|Banjul|Basseterre|Beijing|Beirut|Belgrade|Belmopan|Berlin|Bern|
Bishkek|Bissau|Bloemfontein|Bogotá|Bogota|Brasília|Brasilia|Bratislava|Brazzaville|Bridgetown|
Brussels|Bucharest|Budapest|Buenos Aires|Bujumbura|Cairo|Canberra|Cape Town|Caracas|Castries|
Charlotte Amalie|Chișinău|Chisinau|Colombo|Conakry|Copenhagen|Cotonou|Dakar|Damascus|
Dar es Salaam|Dhaka|Dili|Djibouti City|Dodoma|Doha|Dublin|Dushanbe|Frankfort|Freetown|Funafuti|
Gaborone|Gitega|Guatemala City|Hanoi|Harare|Havana|Helsinki|Honiara|Islamabad|Jakarta|Jerusalem|
Juba|Kabul|Kampala|Kathmandu|Khartoum|Kiev|Kyiv|Kigali|Kinshasa|Kuala Lumpur|Kuwait City|
La Paz|Libreville|Lilongwe|Lisbon|Ljubljana|Lomé|Lome|London|Luanda|Lusaka|Luxembourg City|
Majuro|Malabo|Malé|Managua|Manama|Manila|Maputo|Maseru|Mbabane|Mexico City|Minsk|Mogadishu|
Monrovia|Montevideo|Moroni|Moscow|Muscat|N'Djamena|N’Djamena|Nairobi|Naypyidaw|Naypyitaw|
New Delhi|Niamey|Nicosia|Nouakchott|Nuku'alofa|Nukuʻalofa|Nur-Sultan|Oslo|Ottawa|Ouagadougou|
Palikir|Panama City|Paramaribo|Phnom Penh|Podgorica|Port Louis|Port Moresby|Port of Spain|
Port Vila|Port-au-Prince|Porto-Novo|Prague|Praia|Pretoria|Pristina|Pyongyang|Quito|Rabat|Rangoon|
Reykjavík|Reykjavik|Riyadh|San Salvador|Sana'a|Sanaa|Sana’a|Santo Domingo|São Tomé|Sao Tome|
Sarajevo|Seoul|Skopje|Sri Jayawardenepura Kotte|St. George's|St. John's|Stockholm|Sucre|Suva|
Taipei|Tallinn|Tarawa|Tashkent|Tbilisi|Tegucigalpa|Tehran|Thimphu|Tirana|Tokyo|Tripoli|Tunis|
Ulaanbaatar|Ulan Bator|Vaduz|Valletta|Vienna|Vientiane|Vilnius|Warsaw|Washington, D.C.|Windhoek|
Yamoussoukro|Yangon|Yaoundé|Yaounde|Yerevan|Zagreb
"""
#: Territories whose names people, towns, companies, rivers or goods have too.
SHARED_NAMES = frozenset(
    [
        "Chad", "Jordan", "Georgia", "Israel", "Dominica", "Guernsey", "Jersey", "Martinique",
        "Mali", "India", "Cuba", "Togo", "Oman", "Niger", "Turkey", "Ireland", "France", "Guinea",
        "Grenada", "Antarctica", "Canary Islands", "Diego Garcia", "European Union", "Eurozone",
        "United Nations",
    ]
)  # fmt: skip


@cache
def certain_places() -> frozenset[str]:
    """Names of countries (CLDR) and capitals that name nothing else."""
    countries = {n for code, n in Locale("en").territories.items() if len(code) == 2}
    capitals = {name.strip() for name in CAPITALS.replace("\n", "").split("|")}
    return frozenset(countries | capitals) - SHARED_NAMES
