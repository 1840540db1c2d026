"""Currencies of Babel 2.18.0's CLDR and ISO 4217, one a line. See generate.py.

``code|state|digits|names (singular;plural)|sign at home|territories|former territories|last year``

``state`` is c (legal tender somewhere), h (historical) or f (fund and accounting codes); ``digits``
is the number of decimals that people write; territories are ISO 3166-1 alpha-2.
"""

# ruff: noqa: E501

BABEL_VERSION = "2.18.0"

CURRENCIES = """\
ADP|h|0|Andorran peseta;Andorran pesetas;Andorran Peseta|||AD|2001
AED|c|2|UAE dirham;UAE dirhams;United Arab Emirates Dirham|د.إ.|AE||
AFA|h|2|Afghan afghani (1927–2002);Afghan afghanis (1927–2002);Afghan Afghani (1927–2002)|||AF|2002
AFN|c|0|Afghan Afghani;Afghan Afghanis|؋|AF||
ALK|h|2|Albanian lek (1946–1965);Albanian lekë (1946–1965);Albanian Lek (1946–1965)|||AL|1965
ALL|c|0|Albanian lek;Albanian lekë;Albanian Lek|Lekë|AL||
AMD|c|0|Armenian dram;Armenian drams;Armenian Dram|֏|AM||
ANG|h|2|Netherlands Antillean guilder;Netherlands Antillean guilders;Netherlands Antillean Guilder|||AW BQ CW SX|2025
AOA|c|2|Angolan kwanza;Angolan kwanzas;Angolan Kwanza|Kz|AO||
AOK|h|2|Angolan kwanza (1977–1991);Angolan kwanzas (1977–1991);Angolan Kwanza (1977–1991)|||AO|1991
AON|h|2|Angolan new kwanza (1990–2000);Angolan new kwanzas (1990–2000);Angolan New Kwanza (1990–2000)|||AO|2000
AOR|h|2|Angolan readjusted kwanza (1995–1999);Angolan readjusted kwanzas (1995–1999);Angolan Readjusted Kwanza (1995–1999)|||AO|2000
ARA|h|2|Argentine austral;Argentine australs;Argentine Austral|||AR|1992
ARL|h|2|Argentine peso ley (1970–1983);Argentine pesos ley (1970–1983);Argentine Peso Ley (1970–1983)|||AR|1983
ARM|h|2|Argentine peso (1881–1970);Argentine pesos (1881–1970);Argentine Peso (1881–1970)|||AR|1970
ARP|h|2|Argentine peso (1983–1985);Argentine pesos (1983–1985);Argentine Peso (1983–1985)|||AR|1985
ARS|c|2|Argentine peso;Argentine pesos;Argentine Peso|$|AR||
ATS|h|2|Austrian schilling;Austrian schillings;Austrian Schilling|||AT|2002
AUD|c|2|Australian dollar;Australian dollars;Australian Dollar|$|AU CC CX HM KI NF NR TV|PG SB|1978
AWG|c|2|Aruban florin;Aruban Florin|Afl.|AW||
AZM|h|2|Azerbaijani manat (1993–2006);Azerbaijani manats (1993–2006);Azerbaijani Manat (1993–2006)|||AZ|2006
AZN|c|2|Azerbaijani manat;Azerbaijani manats;Azerbaijani Manat|₼|AZ||
BAD|h|2|Bosnia-Herzegovina dinar (1992–1994);Bosnia-Herzegovina dinars (1992–1994);Bosnia-Herzegovina Dinar (1992–1994)|||BA|1994
BAM|c|2|Bosnia-Herzegovina convertible mark;Bosnia-Herzegovina convertible marks;Bosnia-Herzegovina Convertible Mark|КМ|BA||
BAN|h|2|Bosnia-Herzegovina new dinar (1994–1997);Bosnia-Herzegovina new dinars (1994–1997);Bosnia-Herzegovina New Dinar (1994–1997)|||BA|1997
BBD|c|2|Barbadian dollar;Barbadian dollars;Barbadian Dollar|$|BB||
BDT|c|2|Bangladeshi taka;Bangladeshi takas;Bangladeshi Taka|৳|BD||
BEC|h|2|Belgian franc (convertible);Belgian francs (convertible);Belgian Franc (convertible)||||
BEF|h|2|Belgian franc;Belgian francs;Belgian Franc|||BE|2002
BEL|h|2|Belgian franc (financial);Belgian francs (financial);Belgian Franc (financial)||||
BGL|h|2|Bulgarian hard lev;Bulgarian hard leva;Bulgarian Hard Lev|||BG|1999
BGM|h|2|Bulgarian socialist lev;Bulgarian socialist leva;Bulgarian Socialist Lev|||BG|1962
BGN|c|2|Bulgarian lev;Bulgarian leva;Bulgarian Lev|лв.|BG||
BGO|h|2|Bulgarian lev (1879–1952);Bulgarian leva (1879–1952);Bulgarian Lev (1879–1952)|||BG|1952
BHD|c|3|Bahraini dinar;Bahraini dinars;Bahraini Dinar|د.ب.|BH||
BIF|c|0|Burundian franc;Burundian francs;Burundian Franc|FBu|BI||
BMD|c|2|Bermudan dollar;Bermudan dollars;Bermudan Dollar|$|BM||
BND|c|2|Brunei dollar;Brunei dollars;Brunei Dollar|$|BN||
BOB|c|2|Bolivian boliviano;Bolivian bolivianos;Bolivian Boliviano|Bs|BO||
BOL|h|2|Bolivian boliviano (1863–1963);Bolivian bolivianos (1863–1963);Bolivian Boliviano (1863–1963)|||BO|1963
BOP|h|2|Bolivian peso;Bolivian pesos;Bolivian Peso|||BO|1986
BOV|f|2|Bolivian mvdol;Bolivian mvdols;Bolivian Mvdol||||
BRB|h|2|Brazilian new cruzeiro (1967–1986);Brazilian new cruzeiros (1967–1986);Brazilian New Cruzeiro (1967–1986)|||BR|1986
BRC|h|2|Brazilian cruzado (1986–1989);Brazilian cruzados (1986–1989);Brazilian Cruzado (1986–1989)|||BR|1989
BRE|h|2|Brazilian cruzeiro (1990–1993);Brazilian cruzeiros (1990–1993);Brazilian Cruzeiro (1990–1993)|||BR|1993
BRL|c|2|Brazilian real;Brazilian reals;Brazilian Real|R$|BR||
BRN|h|2|Brazilian new cruzado (1989–1990);Brazilian new cruzados (1989–1990);Brazilian New Cruzado (1989–1990)|||BR|1990
BRR|h|2|Brazilian cruzeiro (1993–1994);Brazilian cruzeiros (1993–1994);Brazilian Cruzeiro (1993–1994)|||BR|1994
BRZ|h|2|Brazilian cruzeiro (1942–1967);Brazilian cruzeiros (1942–1967);Brazilian Cruzeiro (1942–1967)|||BR|1967
BSD|c|2|Bahamian dollar;Bahamian dollars;Bahamian Dollar|$|BS||
BTN|c|2|Bhutanese ngultrum;Bhutanese ngultrums;Bhutanese Ngultrum|Nu.|BT||
BUK|h|2|Burmese kyat;Burmese kyats;Burmese Kyat|||BU MM|1989
BWP|c|2|Botswanan pula;Botswanan pulas;Botswanan Pula|P|BW||
BYB|h|2|Belarusian ruble (1994–1999);Belarusian rubles (1994–1999);Belarusian Ruble (1994–1999)|||BY|2000
BYN|c|2|Belarusian ruble;Belarusian rubles;Belarusian Ruble|Br|BY||
BYR|h|0|Belarusian ruble (2000–2016);Belarusian rubles (2000–2016);Belarusian Ruble (2000–2016)|||BY|2017
BZD|c|2|Belize dollar;Belize dollars;Belize Dollar|$|BZ||
CAD|c|2|Canadian dollar;Canadian dollars;Canadian Dollar|CA$|CA||
CDF|c|2|Congolese franc;Congolese francs;Congolese Franc|FC|CD||
CHE|f|2|WIR euro;WIR euros;WIR Euro||||
CHF|c|2|Swiss franc;Swiss francs;Swiss Franc||CH LI||
CHW|f|2|WIR franc;WIR francs;WIR Franc||||
CLE|h|2|Chilean escudo;Chilean escudos;Chilean Escudo|||CL|1975
CLF|f|4|Chilean unit of account (UF);Chilean units of account (UF);Chilean Unit of Account (UF)||||
CLP|c|0|Chilean peso;Chilean pesos;Chilean Peso|$|CL||
CNH|h|2|Chinese yuan (offshore);Chinese Yuan (offshore)||||
CNX|h|2|Chinese People’s Bank dollar;Chinese People’s Bank dollars;Chinese People’s Bank Dollar||||
CNY|c|2|Chinese yuan;Chinese Yuan|¥|CN||
COP|c|0|Colombian peso;Colombian pesos;Colombian Peso|$|CO||
COU|f|2|Colombian real value unit;Colombian real value units;Colombian Real Value Unit||||
CRC|c|0|Costa Rican colón;Costa Rican colóns;Costa Rican Colón|₡|CR||
CSD|h|2|Serbian dinar (2002–2006);Serbian dinars (2002–2006);Serbian Dinar (2002–2006)|||CS RS|2006
CSK|h|2|Czechoslovak hard koruna;Czechoslovak hard korunas;Czechoslovak Hard Koruna|||CZ SK|1993
CUC|h|2|Cuban convertible peso;Cuban convertible pesos;Cuban Convertible Peso|||CU|2021
CUP|c|2|Cuban peso;Cuban pesos;Cuban Peso|$|CU||
CVE|c|2|Cape Verdean escudo;Cape Verdean escudos;Cape Verdean Escudo|​|CV||
CYP|h|2|Cypriot pound;Cypriot pounds;Cypriot Pound|||CY|2008
CZK|c|0|Czech koruna;Czech korunas;Czech Koruna|Kč|CZ||
DDM|h|2|East German mark;East German marks;East German Mark|||DD|1990
DEM|h|2|German mark;German marks;German Mark|||DE ME XK|2002
DJF|c|0|Djiboutian franc;Djiboutian francs;Djiboutian Franc|Fdj|DJ||
DKK|c|2|Danish krone;Danish kroner;Danish Krone|kr.|DK FO GL|IS|1918
DOP|c|2|Dominican peso;Dominican pesos;Dominican Peso|RD$|DO||
DZD|c|2|Algerian dinar;Algerian dinars;Algerian Dinar|د.ج.|DZ||
ECS|h|2|Ecuadorian sucre;Ecuadorian sucres;Ecuadorian Sucre|||EC|2000
ECV|h|2|Ecuadorian unit of constant value;Ecuadorian units of constant value;Ecuadorian Unit of Constant Value||||
EEK|h|2|Estonian kroon;Estonian kroons;Estonian Kroon|||EE|2010
EGP|c|2|Egyptian pound;Egyptian pounds;Egyptian Pound|ج.م.|EG|IQ SD|1958
ERN|c|2|Eritrean nakfa;Eritrean nakfas;Eritrean Nakfa|Nfk|ER||
ESA|h|2|Spanish peseta (A account);Spanish pesetas (A account);Spanish Peseta (A account)||||
ESB|h|2|Spanish peseta (convertible account);Spanish pesetas (convertible account);Spanish Peseta (convertible account)||||
ESP|h|0|Spanish peseta;Spanish pesetas;Spanish Peseta|||AD ES PR|2002
ETB|c|2|Ethiopian birr;Ethiopian birrs;Ethiopian Birr|Br|ET|ER|1997
EUR|c|2|euro;euros;Euro||AD AT AX BE BL CY DE EA EE ES EU FI FR GF GP GR HR IC IE IT LT LU LV MC ME MF MQ MT NL PM PT RE SI SK SM TF VA XK YT|CS|2006
FIM|h|2|Finnish markka;Finnish markkas;Finnish Markka|||FI|2002
FJD|c|2|Fijian dollar;Fijian dollars;Fijian Dollar|$|FJ||
FKP|c|2|Falkland Islands pound;Falkland Islands pounds;Falkland Islands Pound|£|FK||
FRF|h|2|French franc;French francs;French Franc|||AD BL FR GF GP MC MF MQ PM RE TF YT|2002
GBP|c|2|British pound;British pounds;British Pound|£|GB GG GS IM JE TA|IE SD SL VG|1966
GEK|h|2|Georgian kupon larit;Georgian kupon larits;Georgian Kupon Larit|||GE|1995
GEL|c|2|Georgian lari;Georgian laris;Georgian Lari|₾|GE||
GHC|h|2|Ghanaian cedi (1979–2007);Ghanaian cedis (1979–2007);Ghanaian Cedi (1979–2007)|||GH|2007
GHS|c|2|Ghanaian cedi;Ghanaian cedis;Ghanaian Cedi|GH₵|GH||
GIP|c|2|Gibraltar pound;Gibraltar pounds;Gibraltar Pound|£|GI||
GMD|c|2|Gambian dalasi;Gambian dalasis;Gambian Dalasi|D|GM||
GNF|c|0|Guinean franc;Guinean francs;Guinean Franc|FG|GN||
GNS|h|2|Guinean syli;Guinean sylis;Guinean Syli|||GN|1986
GQE|h|2|Equatorial Guinean ekwele;Equatorial Guinean Ekwele|||GQ|1986
GRD|h|2|Greek drachma;Greek drachmas;Greek Drachma|||GR|2002
GTQ|c|2|Guatemalan quetzal;Guatemalan quetzals;Guatemalan Quetzal|Q|GT||
GWE|h|2|Portuguese Guinea escudo;Portuguese Guinea escudos;Portuguese Guinea Escudo|||GW|1976
GWP|h|2|Guinea-Bissau peso;Guinea-Bissau pesos;Guinea-Bissau Peso|||GW|1997
GYD|c|0|Guyanaese dollar;Guyanaese dollars;Guyanaese Dollar|$|GY||
HKD|c|2|Hong Kong dollar;Hong Kong dollars;Hong Kong Dollar|HK$|HK||
HNL|c|2|Honduran lempira;Honduran lempiras;Honduran Lempira|L|HN||
HRD|h|2|Croatian dinar;Croatian dinars;Croatian Dinar|||HR|1995
HRK|h|2|Croatian kuna;Croatian kunas;Croatian Kuna|||HR|2023
HTG|c|2|Haitian gourde;Haitian gourdes;Haitian Gourde|G|HT||
HUF|c|0|Hungarian forint;Hungarian forints;Hungarian Forint|Ft|HU||
IDR|c|0|Indonesian rupiah;Indonesian rupiahs;Indonesian Rupiah|Rp|ID|TL TP|2002
IEP|h|2|Irish pound;Irish pounds;Irish Pound|||IE|2002
ILP|h|2|Israeli pound;Israeli pounds;Israeli Pound|||IL PS|1980
ILR|h|2|Israeli shekel (1980–1985);Israeli shekels (1980–1985);Israeli Shekel (1980–1985)|||IL|1985
ILS|c|2|Israeli new shekel;Israeli new shekels;Israeli New Shekel|₪|IL PS||
INR|c|2|Indian rupee;Indian rupees;Indian Rupee|₹|BT IN|BD IQ NP PK|1966
IQD|c|0|Iraqi dinar;Iraqi dinars;Iraqi Dinar|د.ع.|IQ||
IRR|c|0|Iranian rial;Iranian rials;Iranian Rial|ریال|IR||
ISJ|h|2|Icelandic króna (1918–1981);Icelandic krónur (1918–1981);Icelandic Króna (1918–1981)|||IS|1981
ISK|c|0|Icelandic króna;Icelandic krónur;Icelandic Króna|kr.|IS||
ITL|h|0|Italian lira;Italian liras;Italian Lira|||IT SM VA|2002
JMD|c|2|Jamaican dollar;Jamaican dollars;Jamaican Dollar|$|JM|KY|1971
JOD|c|3|Jordanian dinar;Jordanian dinars;Jordanian Dinar|د.أ.|JO PS|PS|1967
JPY|c|0|Japanese yen;Japanese Yen|￥|JP|FM|1944
KES|c|2|Kenyan shilling;Kenyan shillings;Kenyan Shilling|Ksh|KE||
KGS|c|2|Kyrgystani som;Kyrgystani soms;Kyrgystani Som|сом|KG||
KHR|c|2|Cambodian riel;Cambodian riels;Cambodian Riel|៛|KH||
KMF|c|0|Comorian franc;Comorian francs;Comorian Franc|CF|KM|YT|1976
KPW|c|0|North Korean won;North Korean Won||KP||
KRH|h|2|South Korean hwan (1953–1962);South Korean Hwan (1953–1962)|||KR|1962
KRO|h|2|South Korean won (1945–1953);South Korean Won (1945–1953)|||KR|1953
KRW|c|0|South Korean won;South Korean Won|₩|KR||
KWD|c|3|Kuwaiti dinar;Kuwaiti dinars;Kuwaiti Dinar|د.ك.|KW||
KYD|c|2|Cayman Islands dollar;Cayman Islands dollars;Cayman Islands Dollar|$|KY||
KZT|c|2|Kazakhstani tenge;Kazakhstani tenges;Kazakhstani Tenge|₸|KZ||
LAK|c|0|Laotian kip;Laotian kips;Laotian Kip|₭|LA||
LBP|c|0|Lebanese pound;Lebanese pounds;Lebanese Pound|ل.ل.|LB||
LKR|c|2|Sri Lankan rupee;Sri Lankan rupees;Sri Lankan Rupee|රු.|LK||
LRD|c|2|Liberian dollar;Liberian dollars;Liberian Dollar|$|LR||
LSL|c|2|Lesotho loti;Lesotho lotis;Lesotho Loti|M|LS||
LTL|h|2|Lithuanian litas;Lithuanian litai;Lithuanian Litas|||LT|2014
LTT|h|2|Lithuanian talonas;Lithuanian talonases;Lithuanian Talonas|||LT|1993
LUC|h|2|Luxembourgian convertible franc;Luxembourgian convertible francs;Luxembourgian Convertible Franc||||
LUF|h|0|Luxembourgian franc;Luxembourgian francs;Luxembourgian Franc|||LU|2002
LUL|h|2|Luxembourg financial franc;Luxembourg financial francs;Luxembourg Financial Franc||||
LVL|h|2|Latvian lats;Latvian lati;Latvian Lats|||LV|2013
LVR|h|2|Latvian ruble;Latvian rubles;Latvian Ruble|||LV|1993
LYD|c|3|Libyan dinar;Libyan dinars;Libyan Dinar|د.ل.|LY||
MAD|c|2|Moroccan dirham;Moroccan dirhams;Moroccan Dirham|د.م.|EH MA||
MAF|h|2|Moroccan franc;Moroccan francs;Moroccan Franc|||MA|1959
MCF|h|2|Monegasque franc;Monegasque francs;Monegasque Franc|||MC|2002
MDC|h|2|Moldovan cupon;Moldovan Cupon|||MD|1993
MDL|c|2|Moldovan leu;Moldovan lei;Moldovan Leu|L|MD||
MGA|c|0|Malagasy ariary;Malagasy ariaries;Malagasy Ariary|Ar|MG||
MGF|h|0|Malagasy franc;Malagasy francs;Malagasy Franc|||MG|2004
MKD|c|2|Macedonian denar;Macedonian denari;Macedonian Denar|ден.|MK||
MKN|h|2|Macedonian denar (1992–1993);Macedonian denari (1992–1993);Macedonian Denar (1992–1993)|||MK|1993
MLF|h|2|Malian franc;Malian francs;Malian Franc|||ML|1984
MMK|c|0|Myanmar kyat;Myanmar kyats;Myanmar Kyat|K|MM||
MNT|c|0|Mongolian tugrik;Mongolian tugriks;Mongolian Tugrik|₮|MN||
MOP|c|2|Macanese pataca;Macanese patacas;Macanese Pataca|MOP$|MO||
MRO|h|0|Mauritanian ouguiya (1973–2017);Mauritanian ouguiyas (1973–2017);Mauritanian Ouguiya (1973–2017)|||MR|2018
MRU|c|2|Mauritanian ouguiya;Mauritanian ouguiyas;Mauritanian Ouguiya|أ.م.|MR||
MTL|h|2|Maltese lira;Maltese Lira|||MT|2008
MTP|h|2|Maltese pound;Maltese pounds;Maltese Pound|||MT|1968
MUR|c|0|Mauritian rupee;Mauritian rupees;Mauritian Rupee|Rs|MU||
MVP|h|2|Maldivian rupee (1947–1981);Maldivian rupees (1947–1981);Maldivian Rupee (1947–1981)|||MV|1981
MVR|c|2|Maldivian rufiyaa;Maldivian rufiyaas;Maldivian Rufiyaa|ރ.|MV||
MWK|c|2|Malawian kwacha;Malawian kwachas;Malawian Kwacha|MK|MW||
MXN|c|2|Mexican peso;Mexican pesos;Mexican Peso|$|MX||
MXP|h|2|Mexican silver peso (1861–1992);Mexican silver pesos (1861–1992);Mexican Silver Peso (1861–1992)|||MX|1992
MXV|f|2|Mexican investment unit;Mexican investment units;Mexican Investment Unit||||
MYR|c|2|Malaysian ringgit;Malaysian ringgits;Malaysian Ringgit|RM|MY|BN SG|1967
MZE|h|2|Mozambican escudo;Mozambican escudos;Mozambican Escudo|||MZ|1980
MZM|h|2|Mozambican metical (1980–2006);Mozambican meticals (1980–2006);Mozambican Metical (1980–2006)|||MZ|2006
MZN|c|2|Mozambican metical;Mozambican meticals;Mozambican Metical|MTn|MZ||
NAD|c|2|Namibian dollar;Namibian dollars;Namibian Dollar|$|NA||
NGN|c|2|Nigerian naira;Nigerian nairas;Nigerian Naira|₦|NG||
NIC|h|2|Nicaraguan córdoba (1988–1991);Nicaraguan córdobas (1988–1991);Nicaraguan Córdoba (1988–1991)|||NI|1991
NIO|c|2|Nicaraguan córdoba;Nicaraguan córdobas;Nicaraguan Córdoba|C$|NI||
NLG|h|2|Dutch guilder;Dutch guilders;Dutch Guilder|||BE NL SR|2002
NOK|c|0|Norwegian krone;Norwegian kroner;Norwegian Krone|kr|BV NO SJ||
NPR|c|2|Nepalese rupee;Nepalese rupees;Nepalese Rupee|नेरू|NP||
NZD|c|2|New Zealand dollar;New Zealand dollars;New Zealand Dollar|$|CK NU NZ PN TK||
OMR|c|3|Omani rial;Omani rials;Omani Rial|ر.ع.|OM||
PAB|c|2|Panamanian balboa;Panamanian balboas;Panamanian Balboa|B/.|PA||
PEI|h|2|Peruvian inti;Peruvian intis;Peruvian Inti|||PE|1991
PEN|c|2|Peruvian sol;Peruvian soles;Peruvian Sol|S/|PE||
PES|h|2|Peruvian sol (1863–1965);Peruvian soles (1863–1965);Peruvian Sol (1863–1965)|||PE|1985
PGK|c|2|Papua New Guinean kina;Papua New Guinean Kina|K|PG||
PHP|c|2|Philippine peso;Philippine pesos;Philippine Peso|₱|PH||
PKR|c|0|Pakistani rupee;Pakistani rupees;Pakistani Rupee|Rs|PK|BD|1972
PLN|c|2|Polish zloty;Polish zlotys;Polish Zloty|zł|PL||
PLZ|h|2|Polish zloty (PLZ);Polish zlotys (PLZ);Polish Zloty (1950–1995)|||PL|1994
PTE|h|2|Portuguese escudo;Portuguese escudos;Portuguese Escudo|||CV PT|2002
PYG|c|0|Paraguayan guarani;Paraguayan guaranis;Paraguayan Guarani|Gs.|PY||
QAR|c|2|Qatari riyal;Qatari riyals;Qatari Riyal|ر.ق.|QA||
RHD|h|2|Rhodesian dollar;Rhodesian dollars;Rhodesian Dollar|||ZW|1980
ROL|h|2|Romanian leu (1952–2006);Romanian Lei (1952–2006);Romanian Leu (1952–2006)|||RO|2006
RON|c|2|Romanian leu;Romanian lei;Romanian Leu||RO||
RSD|c|0|Serbian dinar;Serbian dinars;Serbian Dinar||RS||
RUB|c|2|Russian ruble;Russian rubles;Russian Ruble|₽|RU||
RUR|h|2|Russian ruble (1991–1998);Russian rubles (1991–1998);Russian Ruble (1991–1998)|||AM AZ BY GE KG RU TJ TM UA|1998
RWF|c|0|Rwandan franc;Rwandan francs;Rwandan Franc|RF|RW||
SAR|c|2|Saudi riyal;Saudi riyals;Saudi Riyal|ر.س.|SA||
SBD|c|2|Solomon Islands dollar;Solomon Islands dollars;Solomon Islands Dollar|$|SB||
SCR|c|2|Seychellois rupee;Seychellois rupees;Seychellois Rupee|SR|SC||
SDD|h|2|Sudanese dinar (1992–2007);Sudanese dinars (1992–2007);Sudanese Dinar (1992–2007)|||SD|2007
SDG|c|2|Sudanese pound;Sudanese pounds;Sudanese Pound|ج.س.|SD|SS|2011
SDP|h|2|Sudanese pound (1957–1998);Sudanese pounds (1957–1998);Sudanese Pound (1957–1998)|||SD|1998
SEK|c|0|Swedish krona;Swedish kronor;Swedish Krona|kr|SE|NO|1905
SGD|c|2|Singapore dollar;Singapore dollars;Singapore Dollar|$|SG||
SHP|c|2|St. Helena pound;St. Helena pounds;St. Helena Pound|£|AC SH||
SIT|h|2|Slovenian tolar;Slovenian tolars;Slovenian Tolar|||SI|2007
SKK|h|2|Slovak koruna;Slovak korunas;Slovak Koruna|||SK|2009
SLE|c|2|Sierra Leonean leone;Sierra Leonean leones;Sierra Leonean Leone|Le|SL||
SLL|h|0|Sierra Leonean leone (1964—2022);Sierra Leonean leones (1964—2022);Sierra Leonean Leone (1964—2022)|||SL|2023
SOS|c|0|Somali shilling;Somali shillings;Somali Shilling|S|SO||
SRD|c|2|Surinamese dollar;Surinamese dollars;Surinamese Dollar|$|SR||
SRG|h|2|Surinamese guilder;Surinamese guilders;Surinamese Guilder|||SR|2003
SSP|c|2|South Sudanese pound;South Sudanese pounds;South Sudanese Pound|£|SS||
STD|h|0|São Tomé & Príncipe dobra (1977–2017);São Tomé & Príncipe dobras (1977–2017);São Tomé & Príncipe Dobra (1977–2017)|||ST|2017
STN|c|2|São Tomé & Príncipe dobra;São Tomé & Príncipe dobras;São Tomé & Príncipe Dobra|Db|ST||
SUR|h|2|Soviet rouble;Soviet roubles;Soviet Rouble|||AM AZ BY EE GE KG LT LV SU TM UA|1992
SVC|h|2|Salvadoran colón;Salvadoran colones;Salvadoran Colón|||SV|2001
SYP|c|0|Syrian pound;Syrian pounds;Syrian Pound|ل.س.|SY||
SZL|c|2|Swazi lilangeni;Swazi emalangeni;Swazi Lilangeni|E|SZ||
THB|c|2|Thai baht;Thai Baht|฿|TH||
TJR|h|2|Tajikistani ruble;Tajikistani rubles;Tajikistani Ruble|||TJ|2000
TJS|c|2|Tajikistani somoni;Tajikistani somonis;Tajikistani Somoni||TJ||
TMM|h|0|Turkmenistani manat (1993–2009);Turkmenistani Manat (1993–2009)|||TM|2009
TMT|c|2|Turkmenistani manat;Turkmenistani Manat||TM||
TND|c|3|Tunisian dinar;Tunisian dinars;Tunisian Dinar|د.ت.|TN||
TOP|c|2|Tongan paʻanga;Tongan Paʻanga|T$|TO||
TPE|h|2|Timorese escudo;Timorese escudos;Timorese Escudo|||TL TP|2002
TRL|h|0|Turkish lira (1922–2005);Turkish Lira (1922–2005)|||TR|2005
TRY|c|2|Turkish lira;Turkish Lira|₺|TR||
TTD|c|2|Trinidad & Tobago dollar;Trinidad & Tobago dollars;Trinidad & Tobago Dollar|$|TT||
TWD|c|0|New Taiwan dollar;New Taiwan dollars;New Taiwan Dollar|NT$|TW||
TZS|c|0|Tanzanian shilling;Tanzanian shillings;Tanzanian Shilling|TSh|TZ||
UAH|c|2|Ukrainian hryvnia;Ukrainian hryvnias;Ukrainian Hryvnia|₴|UA||
UAK|h|2|Ukrainian karbovanets;Ukrainian karbovantsiv;Ukrainian Karbovanets|||UA|1993
UGS|h|2|Ugandan shilling (1966–1987);Ugandan shillings (1966–1987);Ugandan Shilling (1966–1987)|||UG|1987
UGX|c|0|Ugandan shilling;Ugandan shillings;Ugandan Shilling|USh|UG||
USD|c|2|US dollar;US dollars;US Dollar|$|AS BQ DG EC FM GU HT IO MH MP PA PR PW SV TC TL UM US VG VI ZW|CU DO|1959
USN|f|2|US dollar (next day);US dollars (next day);US Dollar (Next day)||||
USS|h|2|US dollar (same day);US dollars (same day);US Dollar (Same day)||||
UYI|f|0|Uruguayan peso (indexed units);Uruguayan pesos (indexed units);Uruguayan Peso (Indexed Units)||||
UYP|h|2|Uruguayan peso (1975–1993);Uruguayan pesos (1975–1993);Uruguayan Peso (1975–1993)|||UY|1993
UYU|c|2|Uruguayan peso;Uruguayan pesos;Uruguayan Peso|$|UY||
UYW|f|4|Uruguayan nominal wage index unit;Uruguayan nominal wage index units;Uruguayan Nominal Wage Index Unit||||
UZS|c|0|Uzbekistani som;Uzbekistani Som|сўм|UZ||
VEB|h|2|Venezuelan bolívar (1871–2008);Venezuelan bolívars (1871–2008);Venezuelan Bolívar (1871–2008)|||VE|2008
VED|f|2|Bolívar Soberano;Bolívar Soberanos||||
VEF|h|0|Venezuelan bolívar (2008–2018);Venezuelan bolívars (2008–2018);Venezuelan Bolívar (2008–2018)|||VE|2018
VES|c|2|Venezuelan bolívar;Venezuelan bolívars;Venezuelan Bolívar|Bs.S|VE||
VND|c|0|Vietnamese dong;Vietnamese Dong|₫|VN||
VNN|h|2|Vietnamese dong (1978–1985);Vietnamese Dong (1978–1985)|||VN|1985
VUV|c|0|Vanuatu vatu;Vanuatu vatus;Vanuatu Vatu|VT|VU||
WST|c|2|Samoan tala;Samoan Tala|WS$|WS||
XAF|c|0|Central African CFA franc;Central African CFA francs;Central African CFA Franc||CF CG CM GA GQ TD||
XCD|c|2|East Caribbean dollar;East Caribbean dollars;East Caribbean Dollar||AG AI DM GD KN LC MS VC|BB|1973
XCG|c|2|Caribbean guilder;Caribbean guilders||CW SX||
XDR|f|2|special drawing rights;Special Drawing Rights||||
XEU|h|2|European currency unit;European currency units;European Currency Unit||||
XFO|h|2|French gold franc;French gold francs;French Gold Franc||||
XFU|h|2|French UIC-franc;French UIC-francs;French UIC-Franc||||
XOF|c|0|West African CFA franc;West African CFA francs;West African CFA Franc||BF BJ CI GW ML NE SN TG|ML MR|1973
XPF|c|0|CFP franc;CFP francs;CFP Franc||NC PF WF||
XSU|f|2|Sucre;Sucres||||
XUA|f|2|ADB unit of account;ADB units of account;ADB Unit of Account||||
YDD|h|2|Yemeni dinar;Yemeni dinars;Yemeni Dinar|||YD|1996
YER|c|0|Yemeni rial;Yemeni rials;Yemeni Rial|ر.ي.|YE||
YUD|h|2|Yugoslavian hard dinar (1966–1990);Yugoslavian hard dinars (1966–1990);Yugoslavian Hard Dinar (1966–1990)|||BA HR YU|1990
YUM|h|2|Yugoslavian new dinar (1994–2002);Yugoslavian new dinars (1994–2002);Yugoslavian New Dinar (1994–2002)|||CS ME RS XK YU|2002
YUN|h|2|Yugoslavian convertible dinar (1990–1992);Yugoslavian convertible dinars (1990–1992);Yugoslavian Convertible Dinar (1990–1992)|||BA HR YU|1992
YUR|h|2|Yugoslavian reformed dinar (1992–1993);Yugoslavian reformed dinars (1992–1993);Yugoslavian Reformed Dinar (1992–1993)|||BA|1993
ZAL|h|2|South African rand (financial);South African rands (financial);South African Rand (financial)||||
ZAR|c|2|South African rand;South African Rand|R|LS NA ZA|BW|1976
ZMK|h|0|Zambian kwacha (1968–2012);Zambian kwachas (1968–2012);Zambian Kwacha (1968–2012)|||ZM|2013
ZMW|c|2|Zambian kwacha;Zambian kwachas;Zambian Kwacha|K|ZM||
ZRN|h|2|Zairean new zaire (1993–1998);Zairean new zaires (1993–1998);Zairean New Zaire (1993–1998)|||CD ZR|1998
ZRZ|h|2|Zairean zaire (1971–1993);Zairean zaires (1971–1993);Zairean Zaire (1971–1993)|||CD ZR|1993
ZWD|h|0|Zimbabwean dollar (1980–2008);Zimbabwean dollars (1980–2008);Zimbabwean Dollar (1980–2008)|||ZW|2008
ZWG|c|2|Zimbabwean gold;Zimbabwean Gold||ZW||
ZWL|h|2|Zimbabwean dollar (2009–2024);Zimbabwean dollars (2009–2024);Zimbabwean Dollar (2009–2024)|||ZW|2024
ZWR|h|2|Zimbabwean dollar (2008);Zimbabwean dollars (2008);Zimbabwean Dollar (2008)|||ZW|2009
"""

TERRITORIES = """\
AC|Ascension Island
AD|Andorra
AE|United Arab Emirates
AF|Afghanistan
AG|Antigua & Barbuda
AI|Anguilla
AL|Albania
AM|Armenia
AO|Angola
AQ|Antarctica
AR|Argentina
AS|American Samoa
AT|Austria
AU|Australia
AW|Aruba
AX|Åland Islands
AZ|Azerbaijan
BA|Bosnia & Herzegovina
BB|Barbados
BD|Bangladesh
BE|Belgium
BF|Burkina Faso
BG|Bulgaria
BH|Bahrain
BI|Burundi
BJ|Benin
BL|St. Barthélemy
BM|Bermuda
BN|Brunei
BO|Bolivia
BQ|Caribbean Netherlands
BR|Brazil
BS|Bahamas
BT|Bhutan
BV|Bouvet Island
BW|Botswana
BY|Belarus
BZ|Belize
CA|Canada
CC|Cocos (Keeling) Islands
CD|Congo - Kinshasa
CF|Central African Republic
CG|Congo - Brazzaville
CH|Switzerland
CI|Côte d’Ivoire
CK|Cook Islands
CL|Chile
CM|Cameroon
CN|China
CO|Colombia
CP|Clipperton Island
CR|Costa Rica
CU|Cuba
CV|Cape Verde
CW|Curaçao
CX|Christmas Island
CY|Cyprus
CZ|Czechia
DE|Germany
DG|Diego Garcia
DJ|Djibouti
DK|Denmark
DM|Dominica
DO|Dominican Republic
DZ|Algeria
EA|Ceuta & Melilla
EC|Ecuador
EE|Estonia
EG|Egypt
EH|Western Sahara
ER|Eritrea
ES|Spain
ET|Ethiopia
EU|European Union
FI|Finland
FJ|Fiji
FK|Falkland Islands
FM|Micronesia
FO|Faroe Islands
FR|France
GA|Gabon
GB|United Kingdom
GD|Grenada
GE|Georgia
GF|French Guiana
GG|Guernsey
GH|Ghana
GI|Gibraltar
GL|Greenland
GM|Gambia
GN|Guinea
GP|Guadeloupe
GQ|Equatorial Guinea
GR|Greece
GS|South Georgia & South Sandwich Islands
GT|Guatemala
GU|Guam
GW|Guinea-Bissau
GY|Guyana
HK|Hong Kong SAR China
HM|Heard & McDonald Islands
HN|Honduras
HR|Croatia
HT|Haiti
HU|Hungary
IC|Canary Islands
ID|Indonesia
IE|Ireland
IL|Israel
IM|Isle of Man
IN|India
IO|British Indian Ocean Territory
IQ|Iraq
IR|Iran
IS|Iceland
IT|Italy
JE|Jersey
JM|Jamaica
JO|Jordan
JP|Japan
KE|Kenya
KG|Kyrgyzstan
KH|Cambodia
KI|Kiribati
KM|Comoros
KN|St. Kitts & Nevis
KP|North Korea
KR|South Korea
KW|Kuwait
KY|Cayman Islands
KZ|Kazakhstan
LA|Laos
LB|Lebanon
LC|St. Lucia
LI|Liechtenstein
LK|Sri Lanka
LR|Liberia
LS|Lesotho
LT|Lithuania
LU|Luxembourg
LV|Latvia
LY|Libya
MA|Morocco
MC|Monaco
MD|Moldova
ME|Montenegro
MF|St. Martin
MG|Madagascar
MH|Marshall Islands
MK|North Macedonia
ML|Mali
MM|Myanmar (Burma)
MN|Mongolia
MO|Macao SAR China
MP|Northern Mariana Islands
MQ|Martinique
MR|Mauritania
MS|Montserrat
MT|Malta
MU|Mauritius
MV|Maldives
MW|Malawi
MX|Mexico
MY|Malaysia
MZ|Mozambique
NA|Namibia
NC|New Caledonia
NE|Niger
NF|Norfolk Island
NG|Nigeria
NI|Nicaragua
NL|Netherlands
NO|Norway
NP|Nepal
NR|Nauru
NU|Niue
NZ|New Zealand
OM|Oman
PA|Panama
PE|Peru
PF|French Polynesia
PG|Papua New Guinea
PH|Philippines
PK|Pakistan
PL|Poland
PM|St. Pierre & Miquelon
PN|Pitcairn Islands
PR|Puerto Rico
PS|Palestinian Territories
PT|Portugal
PW|Palau
PY|Paraguay
QA|Qatar
RE|Réunion
RO|Romania
RS|Serbia
RU|Russia
RW|Rwanda
SA|Saudi Arabia
SB|Solomon Islands
SC|Seychelles
SD|Sudan
SE|Sweden
SG|Singapore
SH|St. Helena
SI|Slovenia
SJ|Svalbard & Jan Mayen
SK|Slovakia
SL|Sierra Leone
SM|San Marino
SN|Senegal
SO|Somalia
SR|Suriname
SS|South Sudan
ST|São Tomé & Príncipe
SV|El Salvador
SX|Sint Maarten
SY|Syria
SZ|Eswatini
TA|Tristan da Cunha
TC|Turks & Caicos Islands
TD|Chad
TF|French Southern Territories
TG|Togo
TH|Thailand
TJ|Tajikistan
TK|Tokelau
TL|Timor-Leste
TM|Turkmenistan
TN|Tunisia
TO|Tonga
TR|Türkiye
TT|Trinidad & Tobago
TV|Tuvalu
TW|Taiwan
TZ|Tanzania
UA|Ukraine
UG|Uganda
UM|U.S. Outlying Islands
US|United States
UY|Uruguay
UZ|Uzbekistan
VA|Vatican City
VC|St. Vincent & Grenadines
VE|Venezuela
VG|British Virgin Islands
VI|U.S. Virgin Islands
VN|Vietnam
VU|Vanuatu
WF|Wallis & Futuna
WS|Samoa
XK|Kosovo
YE|Yemen
YT|Mayotte
ZA|South Africa
ZM|Zambia
ZW|Zimbabwe
ZZ|Unknown Region
"""
