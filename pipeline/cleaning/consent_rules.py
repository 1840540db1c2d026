"""Rules for the wording of consent tools: purposes, vendor lists, switches, tables of cookies.

Consent tools speak in set phrases, which an article does not use of its own: the purposes of the
industry's framework (IAB Europe, Transparency and Consent Framework 2.2, Appendix A), switches for
"all services", the columns of a cookie table.
"""

from __future__ import annotations

from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.rule import Rule, named

CONSENT_RULES: tuple[Rule, ...] = (
    named(
        "consent-purpose", Kind.CONSENT,
        "store access advertising content audiences improve devices geolocation device "
        "speichern gerät werbeanzeigen werbung endgerät werbeleistung geräte zielgruppen "
        "stocker publicité publicités appareil publics almacenar publicidad dispositivo anuncios "
        "archiviare pubblicità dispositivo urządzeniu reklam armazenar publicidade apparaat "
        "advertenties reklamı depolamak устройстве рекламы enhet reklam zařízení reklamy "
        "dispozitiv",
        r"^(?:store and/or access information on a device|(?:use|select|create) (?:limited data|"
        r"(?:a )?(?:basic|personali[sz]ed) (?:ads?|content)|(?:a )?(?:personali[sz]ed (?:ads?"
        r"|content)"
        r" )?profiles?) (?:to|for)\b|(?:use|create) profiles (?:to|for) |measure (?:advertising|ad|"
        r"content) performance|understand audiences through|(?:actively scan|scan) device "
        r"characteristics|use precise geolocation|match and combine .{0,30}data|link different "
        r"devices"
        r"|(?:receive|identify) .{0,20}devices? (?:characteristics )?.{0,20}automatically"
        r"|informationen auf einem (?:end)?gerät speichern|messung der (?:werbe|anzeigen)leistung"
        r"|(?:erstellung|verwendung) von profilen (?:für|zur) |(?:verwendung|auswahl) "
        r"(?:reduzierter "
        r"daten|einfacher anzeigen|personalisierter)|stocker et/ou accéder|mesurer la performance "
        r"des "
        r"|créer (?:des profils|un profil) (?:pour|de) |almacenar (?:la )?información en un "
        r"dispositivo"
        r"|medir el rendimiento (?:de la publicidad|de los anuncios|del contenido)|crear (?:un "
        r")?perfil"
        r"(?:es)? (?:para|publicitario)|archiviare (?:e/o accedere a )?informazioni su|creare "
        r"profili "
        r"(?:per|di) |misurare le prestazioni|przechowywanie informacji na urządzeniu|pomiar "
        r"(?:efektywności|wydajności) (?:reklam|treści)|tworzenie profil\w+ |armazenar e/ou "
        r"acede\w* "
        r"|medir o desempenho|informatie op een apparaat opslaan|advertentieprestaties meten"
        r"|хранение информации на устройстве|измерение эффективности (?:рекламы|контента)"
        r"|bir cihazda(?:ki)? bilgi|reklam performansını|lagra och/eller|mäta (?:reklam|annons)"
        r"|ukládat a/?nebo|ukládání (?:a/nebo )?.{0,20}informac\w+ .{0,20}zařízení|stocarea "
        r"(?:și/sau "
        r"accesarea )?informațiilor)",
        firm=True, longest=160,
    ),
    named(
        "consent-service", Kind.CONSENT,
        "services service dienste dienst anwendungen servicios servicio servizi servizio usługi "
        "usługa serviços serviço diensten сервисы сервис сервіси сервіс қызметтер қызмет hizmetler "
        "hizmet tjänster tjänsterna tjänst služby služba servicii serviciu serviciile serviciul "
        "apps "
        "tjenester tjeneste palvelut palvelu szolgáltatások szolgáltatás υπηρεσίες applications",
        r"^(?:(?:these|this) (?:services?|apps?) (?:is|are|process(?:es)?|collects?|uses?|stores?|"
        r"places?|sets?|may|has)\b.{0,110}\b(?:you|your|(?:this|the|our) (?:web)?site|cookies?"
        r"|consent|opt)\b"
        r"|dies(?:e|er) (?:dienste?|anwendung(?:en)?) (?:ist|sind|verarbeite[nt]|verwende[nt]"
        r"|setz[te]|"
        r"speicher[nt]|wurden?)\b.{0,120}\b(?:ihnen|sie|unsere[rn]?|cookies?|(?:dieser|der) "
        r"(?:web)?s[ei]ite|website)\b"
        r"|ces? (?:services?|applications?) (?:est|sont|traite(?:nt)?|utilise(?:nt)?|dépose|ne "
        r"dépose|peut)\b"
        r".{0,110}\b(?:vous|cookies?|site|consentement)\b"
        r"|estos? servicios? (?:es|son|procesan?|tratan?|utilizan?|instala|no instala"
        r"|puede)\b.{0,110}"
        r"\b(?:le|les|su|sus|usted|mostrarle|cookies?|sitio)\b"
        r"|quest[oi] servizi?o? (?:è|sono|tratta(?:no)?|elabora(?:no)?|usa(?:no)?|non"
        r"|può)\b.{0,110}"
        r"\b(?:le|lei|suoi|mostrarle|cookies?|sito)\b"
        r"|(?:te|ta|usługi te) (?:usług[ia] )?(?:są|jest|przetwarzają"
        r"|nie)\b.{0,110}\b(?:państw\w+|cookies?|"
        r"stron\w+|wyłączyć|reklam)\b"
        r"|(?:estes?|esses?) serviços? (?:é|são|processam?|tratam?|usam?|não)\b.{0,110}\b(?:você"
        r"|lhe|seus?|"
        r"cookies?|site|website)\b"
        r"|deze diensten? (?:is|zijn|verwerken|verwerkt|gebruiken|plaatst)\b.{0,110}\b(?:u|je"
        r"|cookies?|"
        r"website|site)\b"
        r"|эт(?:и|от) сервисы? (?:обрабатыва\w+|собира\w+|нуж\w+|использу\w+"
        r"|необходим\w+)\b.{0,110}\b(?:вам|вас|ваши\w*|cookies?|сайт\w*|отключить)\b"
        r"|ц(?:і|ей) сервіси? (?:обробля\w+|збира\w+|потріб\w+|використову\w+"
        r"|необхідн\w+)\b.{0,110}\b(?:вам|вас|ваші\w*|cookies?|сайт\w*|вимкнути)\b"
        r"|бұл қызмет(?:тер)? .{0,110}\b(?:сізге|cookies?|сайт\w*)\b"
        r"|bu hizmet(?:ler)? .{0,110}\b(?:size|sizin|çerez\w*|site\w*|kapatılamaz)\b"
        r"|ty?to služb[ya] .{0,110}\b(?:vám|vás|cookies?|web\w*|vypnout|deaktivovat)\b"
        r"|aceste? (?:serviciu?i?) .{0,110}\b(?:vă|dumneavoastră|cookies?|site\w*|dezactivat)\b"
        r"|(?:de här|denna|dessa) tjänst(?:er(?:na)?)? .{0,110}\b(?:dig|din|kakor|cookies?"
        r"|webbplats\w*|stängas)\b)",
        firm=True, longest=260, bar=0.97,
    ),
    named(
        "consent-switch", Kind.CONSENT,
        "switch toggle schalter interrupteur commutateur interruptor botón interruttore "
        "przełącznika przełącznikiem schakelaar переключатель переключателем перемикачем "
        "přepínače přepínačem comutator reglage kapcsolót kapcsolóval διακόπτη anahtarı anahtarla "
        "kytkintä "
        "kytkimellä bryteren bryter knappen",
        r"\buse this (?:switch|toggle) to\b.{0,60}\b(?:able|allow|services?|apps?|cookies?)\b"
        r"|\bmit diesem schalter\b.{0,40}\b(?:dienste|anwendungen|apps|cookies)\b"
        r"|\b(?:utilisez|avec) ce (?:commutateur|interrupteur)\b"
        r"|\b(?:use|utilice) este (?:interruptor|botón) para\b"
        r"|\b(?:usa|usi|utilizz[ai]) questo interruttore\b"
        r"|\b(?:tym przełącznikiem|pomocą tego przełącznika)\b"
        r"|\b(?:met|gebruik) deze schakelaar\b|\bиспользуйте этот переключатель\b"
        r"|\bэтим переключателем\b|\bцим перемикачем\b|\b(?:tímto přepínačem|tohoto přepínače)\b"
        r"|\bacest comutator\b|\bdetta reglage\b|\bezt a kapcsolót\b|\bezzel a kapcsolóval\b"
        r"|\bαυτόν? τον διακόπτη\b|\bbu anahtar(?:ı|la)\b|\btä(?:tä|llä) kytki(?:ntä|mellä)\b"
        r"|\bdenne (?:bryteren|knappen)\b.{0,40}\balle\b",
        firm=True, longest=200,
    ),
    named(
        "consent-all", Kind.CONSENT,
        "all alle alles tous toutes tout todos todas todo tutti tutte wszystkie wszystko tudo все "
        "всё всі барлығын барлығынан бәріне tümünü hepsini všechny všechno vše toate tot alla allt",
        r"^(?:(?:enable|disable|allow|deny|accept|reject|refuse|block|(?:de)?select|toggle) all"
        r"(?: (?:services?|apps?|vendors?|partners?|purposes?|(?:optional )?cookies?))?"
        r"|alles? (?:akzeptieren|ablehnen|erlauben|verbieten|zulassen|(?:de)?aktivieren|auswählen"
        r"|abwählen|accepteren|weigeren|toestaan)"
        r"|tout(?:es?)? (?:accepter|refuser|autoriser|interdire|activer|désactiver|rejeter)"
        r"|(?:accepter|refuser|autoriser|interdire) tout(?:es)?(?: les cookies)?"
        r"|(?:aceptar|rechazar|permitir|denegar|activar|desactivar) tod[oa]s?(?: las cookies)?"
        r"|(?:accetta|rifiuta|consenti|nega|attiva|disattiva) tutt[ioe]"
        r"|(?:(?:za)?akceptuj|odrzuć|zezwól na|włącz|wyłącz) wszystk\w+"
        r"|(?:aceitar|rejeitar|recusar|permitir|negar) (?:tudo|todos)(?: os cookies)?"
        r"|(?:принять|отклонить|разрешить|запретить|включить|отключить) вс[её]"
        r"|(?:прийняти|відхилити|дозволити|заборонити) всі"
        r"|барлығын қабылдау|барлығынан бас тарту|бәріне (?:рұқсат ету|тыйым салу)"
        r"|(?:tümünü|hepsini) (?:kabul et|reddet)|(?:přijmout|odmítnout|povolit|zakázat) vš\w+"
        r"|(?:acceptă|accept|refuză|permite|respinge) (?:toate|tot)"
        r"|(?:godkänn|acceptera|avvisa|neka|tillåt) all[at])\W*$",
        firm=True, longest=60,
    ),
    named(
        "consent-changed", Kind.CONSENT,
        "visit besuch visite visita wizyty bezoek визита візиту besök besøg návštěvy vizită besøk "
        "ziyaretinizden vierailusi vierailunne látogatás látogatása επίσκεψή επίσκεψη",
        r"\bchanges since your last visit\b|\bseit ihrem letzten besuch\b.{0,40}\bänderungen\b"
        r"|\bdepuis votre dernière visite\b|\bdesde su última visita\b"
        r"|\bultima visita\b.{0,80}\bconsenso\b|\bostatni\w+ wizyty\b.{0,80}\bzgod"
        r"|\bsinds uw laatste bezoek\b|\bвашего последнего визита\b|\bвашого останнього візиту\b"
        r"|\bsedan ditt senaste besök\b|\bsiden dit sidste besøg\b|\bvaší poslední návštěvy\b"
        r"|\bde la ultima (?:dvs\. )?vizită\b|\bsiden ditt siste besøk\b"
        r"|\bson ziyaretinizden (?:bu yana|beri)\b|\bviime vierailu(?:si|nne) jälkeen\b"
        r"|\butolsó látogatás\w* óta\b|\bτελευταία σας επίσκεψη\b",
        firm=True, longest=160,
    ),
    named(
        "consent-menu", Kind.CONSENT,
        "interest interesse vendor vendors preferences privacy cookie consent",
        r"^(?:(?:object to )?legitimate interests?\??|berechtigtes interesse\??"
        r"|vendors?|vendor (?:list|preferences)|view vendors?(?: list)?"
        r"|list of (?:partners|vendors)(?: \(vendors\))?"
        r"|(?:your |manage |update |change |review )*(?:privacy|consent|cookie) "
        r"(?:preferences?|choices|settings)(?: cent(?:er|re))?\W*)$",
        firm=True, longest=80,
    ),
    named(
        "consent-here", Kind.CONSENT,
        "here hier ici aquí qui tutaj aqui здесь тут aici här her zde itt εδώ burada осында read "
        "lesen "
        "lire lea legga leggi przeczytaj zapoznanie leia lees прочитайте citiți läs les přečtěte "
        "olvassa okuyun following folgenden suivantes siguientes seguenti następujących seguintes "
        "volgende следующих următoarele následující",
        r"^(?:here you can|hier (?:können sie|kannst du|kunt u|kun je)|ici,? vous pouvez|vous "
        r"pouvez ici|"
        r"aquí puedes?|qui (?:può|puoi)|tutaj (?:mogą|możesz|może)|aqui (?:você )?pode|здесь вы "
        r"можете|"
        r"тут ви можете|aici puteți|här kan du|her kan du|zde můžete|itt (?:láthatja"
        r"|módosíthatja))\b"
        r".{0,140}\b(?:services? (?:that )?we|(?:information|data) (?:that )?we|cookies?|consent"
        r"|dienste|diensten"
        r"|informationen,? die wir|services que nous|données que nous|servicios que|información que"
        r"|servizi che|informazioni che|usługi|serviços que|informações que|сервисы|сервіси"
        r"|informațiile pe"
        r"|servicii|information vi|tjänster|informasjon vi|oplysninger vi|služby|információkat)\b"
        r"|^(?:to (?:learn|find out) more|for more information|(?:um )?mehr (?:zu erfahren"
        r"|informationen)|pour en "
        r"savoir plus|para (?:saber|obtener) más|per saperne di più|aby dowiedzieć się więcej"
        r"|para saber "
        r"mais|(?:om|voor) meer (?:te weten|informatie)|чтобы узнать больше|щоб дізнатися більше"
        r"|pentru a "
        r"afla mai multe|för att (?:läsa|veta) mer|for å lære mer|další "
        r"informace)\b.{0,60}\b(?:our|your|unsere\w*|"
        r"notre|nuestra|nostra|naszą|nossa|ons|onze|наш\w*|noastră|vår|naše)? ?(?:cookie|privacy"
        r"|datenschutz\w*"
        r"|confidentialité|privacidad|prywatności|privacidade|конфиденциальност\w*"
        r"|confidențialitate)\b"
        r"|^we (?:collect|process|store)[^.]{0,40} your (?:personal )?(?:data|information) for "
        r"the following purposes"
        r"|^wir (?:erheben|verarbeiten|speichern)[^.]{0,60} (?:ihre|personenbezogene)[^.]{0,40} "
        r"folgende[nr]? zwecke"
        r"|^nous (?:collectons|traitons)[^.]{0,80} (?:finalités|fins|buts) suivant"
        r"|^(?:recopilamos|tratamos)[^.]{0,80} siguientes (?:fines|finalidades|propósitos)"
        r"|^(?:raccogliamo|trattiamo)[^.]{0,80} seguenti (?:finalità|scopi)|^(?:colectăm"
        r"|prelucrăm)[^.]{0,80} următoarele scopuri",
        firm=True, longest=300, bar=0.97,
    ),
    named(
        "cookie-columns", Kind.CONSENT,
        "cookie cookies name provider expiry duration cookiedurationdescription anbieter ablauf "
        "speicherdauer aufbewahrungsdauer datenempfänger verarbeitungsvorgänge nichteinwilligung "
        "datenerhebung retention storage expires fournisseur durée proveedor caducidad fornitore "
        "scadenza dostawca session",
        r"^cookies?(?:\W*|\s+names?\W+)(?:duration|type|provider|domain|expiry"
        r"|expiration)\W*(?:description|"
        r"purpose|duration|expiry|type)\b|cookiedurationdescription"
        r"|^(?:name|cookie|anbieter|nom|nombre|nome|nazwa)\t.{0,40}\t.{0,40}\b(?:expiry|expires"
        r"|duration|"
        r"type|ablauf|typ|durée|caducidad|scadenza)\b"
        r"|^(?:speicherdauer|aufbewahrungsdauer|datenempfänger|erhobene daten"
        r"|verarbeitungsvorgänge|"
        r"folgen der nichteinwilligung|verarbeitendes unternehmen|zweck der datenerhebung"
        r"|cookie[- ]name)\s*:"
        r"|^(?:(?:maximum )?(?:storage|retention) (?:period|duration)|cookie (?:name|provider"
        r"|purpose|type|"
        r"duration|expiry)|data (?:recipients?|collected)|durée de conservation)\s*:"
        r"|^[\w.*#-]*_[\w.*#-]*\t.{0,200}\b(?:cookie|session|sitzung|\d+ (?:days?|months?|years?"
        r"|tage?|monate?|jahre?))\b",
        firm=True, longest=330,
    ),
    named(
        "consent-collected", Kind.CONSENT,
        "collect collected sammeln erheben collectons recueillons recopilamos recogemos "
        "raccogliamo "
        "zbieramy recolhemos coletamos verzamelen собираем збираємо samlar samler keräämme "
        "keräämiämme "
        "sbíráme shromažďujeme colectăm topladığımız gyűjtünk gyűjtött συλλέγουμε жинайтын",
        r"\b(?:information|data|cookies) (?:that )?we (?:collect|store|process) about you\b"
        r"|\b(?:informationen|daten),? die wir (?:über|von) (?:sie|dich|ihnen|dir) (?:sammeln"
        r"|erheben)\b"
        r"|\bque nous (?:collectons|recueillons) (?:à votre sujet|sur vous)\b"
        r"|\bque (?:recopilamos|recogemos) sobre (?:usted|ti)\b"
        r"|\bche raccogliamo su di (?:lei|te|voi)\b|\bzbieramy (?:o|na temat) (?:państwa|ciebie"
        r"|tobie)\b"
        r"|\bque (?:recolhemos|coletamos) sobre (?:si|você)\b|\bdie we over (?:u|je) verzamelen\b"
        r"|\bсобираем о вас\b|\bзбираємо про вас\b|\bsamla[rt] in om dig\b"
        r"|\b(?:samler|indsamler) (?:inn )?om d[ei]g\b|\bsinusta kerää(?:miä)?mme\b"
        r"|\bkteré o vás (?:sbíráme|shromažďujeme)\b|\bcolectăm despre (?:dumneavoastră|dvs"
        r"|tine)\b"
        r"|\bhakkınızda topladığımız\b|\bönről (?:gyűjtünk|gyűjtött)\b|\bсіз туралы жинайтын\b"
        r"|\bσυλλέγουμε (?:σχετικά με|για) (?:εσένα|εσάς)\b",
        firm=True, longest=260, bar=0.97,
    ),
    named(
        "consent-purposes", Kind.CONSENT,
        "purposes zwecke zwecken finalités fins fines finalidades finalità scopi celach fins "
        "doeleinden "
        "целях цілей ändamål formål tarkoituksiin účely účelem scopuri amaçlarla amaçlar célokra "
        "célokból "
        "λόγους σκοπούς мақсаттарда",
        r"\bwe (?:collect|process|use)\b.{0,60}\b(?:for the following|these) purposes\b"
        r"|\b(?:daten|informationen)\b.{0,60}\b(?:zu|für) (?:den )?folgenden? zwecken?\b"
        r"|\bdonnées\b.{0,60}\b(?:aux fins|pour les finalités) suivantes\b"
        r"|\bdatos\b.{0,60}\b(?:para los siguientes fines|con las siguientes finalidades)\b"
        r"|\bdati\b.{0,60}\bper (?:le seguenti finalità|i seguenti scopi)\b"
        r"|\bdane\b.{0,60}\bw następujących celach\b|\bdados\b.{0,60}\b(?:para (?:os|as) "
        r"seguintes)\b"
        r"|\bgegevens\b.{0,60}\bvoor de volgende doeleinden\b"
        r"|\bданные\b.{0,60}\bв следующих целях\b|\bдані\b.{0,60}\b(?:для таких цілей|з такою "
        r"метою)\b"
        r"|\bpersonuppgifter\b.{0,60}\bför följande ändamål\b"
        r"|\bpersonopplysning\w*\b.{0,60}\bfølgende formål\b"
        r"|\bpersonoplysninger\b.{0,60}\bfølgende formål\b"
        r"|\bhenkilötieto\w*\b.{0,40}\bseuraaviin tarkoituksiin\b"
        r"|\b(?:osobní )?údaje\b.{0,60}\b(?:pro následující účely|za následujícím účelem)\b"
        r"|\bkişisel (?:bilgi|veri)\w*\b.{0,30}\başağıdaki amaç\w+"
        r"|\bszemélyes adat\w*\b.{0,60}\b(?:az )?alábbi cél\w+"
        r"|\bπροσωπικά (?:σας )?δεδομένα\b.{0,40}\b(?:παρακάτω|ακόλουθους) (?:λόγους|σκοπούς)\b"
        r"|\bдеректер\w*\b.{0,60}\bкелесі мақсаттарда\b",
        firm=True, longest=260, bar=0.97,
    ),
    named(
        "consent-withdraw", Kind.CONSENT,
        "consent einwilligung consentement consentimiento consenso zgodę consentimento "
        "toestemming согласие згоду samtycke samtykke suostumuksesi suostumuksen souhlas "
        "consimțământul "
        "onayınızı rızanızı hozzájárulását συγκατάθεσή συγκατάθεση келісіміңізді",
        r"\byou (?:can|may)\b.{0,30}\b(?:change|withdraw|revoke)\b.{0,30}\byour (?:consent"
        r"|choices?)\b"
        r"|\b(?:ihre|deine) einwilligung\b.{0,40}\b(?:ändern|widerrufen|zurückziehen)\b"
        r"|\b(?:modifier|retirer|révoquer)\b.{0,20}\bvotre consentement\b"
        r"|\b(?:cambiar|retirar|revocar|modificar)\b.{0,20}\b(?:su|tu) consentimiento\b"
        r"|\b(?:modificare|ritirare|revocare)\b.{0,20}\b(?:il )?(?:suo|tuo|vostro) consenso\b"
        r"|\b(?:zmienić|wycofać|cofnąć)\b.{0,25}\bzgodę\b.{0,40}$"
        r"|\b(?:alterar|retirar|revogar)\b.{0,20}\b(?:o )?seu consentimento\b"
        r"|\b(?:uw|je) toestemming\b.{0,30}\b(?:intrekken|wijzigen)\b"
        r"|\b(?:отозвать|изменить)\b.{0,20}\b(?:сво[её]|ваше) согласие\b"
        r"|\b(?:відкликати|змінити)\b.{0,20}\b(?:свою|вашу) згоду\b"
        r"|\b(?:ändra|återkalla)\b.{0,30}\bditt samtycke\b|\bditt? samtykke\b.{0,30}\b(?:tilbage"
        r"|tilbake)\b"
        r"|\bsuostumuksesi\b|\b(?:svůj )?souhlas můžete\b.{0,20}\b(?:změnit|odvolat)\b"
        r"|\b(?:modifica|retrage)\b.{0,30}\bconsimțământul\b|\b(?:onay"
        r"|rıza)ınızı\b.{0,40}\b(?:geri|değiştir)"
        r"|\bhozzájárulását$|\b(?:módosíthatja|visszavonhatja)\b.{0,30}\bhozzájárulását\b"
        r"|\bσυγκατάθεσή? σας\b|\bкелісіміңізді\b",
        firm=True, longest=260, bar=0.97,
    ),
    named(
        "consent-embed", Kind.CONSENT,
        "external externe externen externes externos esterni zewnętrzne внешний внешнее зовнішній "
        "externí "
        "externt extern eksternt ulkoista dış külső εξωτερικό",
        r"^(?:do you want to |would you like to )?(?:load|show|allow) external (?:content|media)\b"
        r"|\bexterne[nr]? (?:inhalte?|medien)\b.{0,40}\b(?:laden|anzeigen|erlauben"
        r"|zulassen)\b.{0,40}\?"
        r"|\b(?:charger|afficher) (?:le |du |des )?contenus? externes?\b.{0,60}\?"
        r"|\b(?:cargar|mostrar) contenidos? externos?\b.{0,60}\?|\bcaricare contenuti "
        r"esterni\b.{0,60}\?"
        r"|\bzaładować treści zewnętrzne\b.{0,60}\?|\bcarregar conteúdos? externos?\b.{0,60}\?"
        r"|\bexterne inhoud\b.{0,60}\bladen\b.{0,20}\?|\bзагрузить внешн\w+ (?:контент"
        r"|содержимое)\b"
        r"|\bзавантажити зовнішній вміст\b|\bnačíst externí obsah\b|\bladda externt innehåll\b"
        r"|\b(?:laste|indlæse) (?:inn )?eksternt indho?ld\b|\bîncărca conținut extern\b"
        r"|\bdış içerik\b.{0,60}\?|\bkülső tartalm\w+\b.{0,60}\?|\bladata ulkoista sisältöä\b",
        firm=True, longest=160, bar=0.97,
    ),
    named(
        "cookie-row", Kind.CONSENT,
        "cookie cookies description currently",
        r"^[\w.:*#@-]{1,60}?(?:\d+ (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
        r"(?: \d+ (?:days?|months?))?|session|never|persistent)(?-i:(?=[A-Z]))"
        r".{0,240}\b(?:cookies?|description|stores?|tracks?|visitors?|session|users?|browser)\b"
        r"|description is currently not available\b|^\S{1,60} ?.{0,30}\bno description "
        r"available\W*$"
        r"|^[\w.:*#@-]{1,60}\t.{0,60}\b(?:used|installed|set) by .{0,60}\bto (?:distinguish|track"
        r"|identify"
        r"|recogni[sz]e) (?:users?|visitors?)\b",
        firm=True, longest=400,
    ),
    named(
        "cookie-field", Kind.CONSENT,
        "zweck purpose finalité finalidad scopo cel doel finalidade цель мета účel host hosts "
        "anbieter",
        r"^(?:zweck|purpose|finalité|finalidad|scopo|cel|doel|finalidade|цель|мета|účel)\s*:"
        r".{0,200}\b(?:cookies?|webseite|website|web ?site|drittanbieter\w*|third[- ]party"
        r"|online-marketing"
        r"|tracking|besuchers?|visitors?|visiteurs?|visitantes?|сайт\w*|werbung|advertising)\b"
        r"|^hosts?(?:\(s\))?\s*[:\t]\s*[\w*-]+(?:\.[\w*-]+){1,5}(?:[,;\s]+[\w*-]+"
        r"(?:\.[\w*-]+){1,5}){1,30}$",
        firm=True, longest=400, bar=0.97,
    ),
)  # fmt: skip
