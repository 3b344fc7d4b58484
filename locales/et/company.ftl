# Firma lehed: need näeb ainult administraator.
company-nav-label = Firma lehed
company-overview = Ülevaade
company-overview-title = { $company }: ülevaade
company-overview-lead = Kuidas firma kirjad praegu teele lähevad.
company-users = Kasutajad
company-users-title = Kasutajad
company-users-lead = Kuidas kellegi kirjad teele lähevad ja kas tema seaded töötavad.
company-users-line = Kelle seaded töötavad ja kelle omad vajavad abi
company-settings = Vaikeseaded
company-settings-line = Mis kehtib neile, kes pole ise midagi muud valinud
company-sender-user = Meili saatmise kasutaja
company-sender-user-title = Meili saatmise kasutaja
company-sender-user-lead = Üks kasutaja, kelle seaded on kõigile teistele aluseks.
company-sender-user-line = Kelle seaded on kõigile aluseks
company-network = Võrk
company-network-title = Võrk ja sündmuste postkast
company-network-lead = Aadressid, mida IT-tugi küsib, ja postkast, kuhu tuleb tagasi see, mis kohale ei jõudnud.
company-network-line = IP-aadressid IT-toele ja sündmuste postkast
company-encryption = Krüpteering
company-encryption-title = Krüpteeringu erandid
company-encryption-lead = Tavaliselt usaldame ainult serverit, mille sertifikaat on korras. Siin saab firma lubada erandi, kui tema server muud ei oska.
company-encryption-line = Oma sertifikaadid ja serverid, mida usaldate
company-api-keys = API võtmed
company-api-keys-title = API võtmed
company-api-keys-lead = Võtmega saab teine programm firma seadeid lugeda ja muuta, ilma et keegi sisse logiks.
company-api-keys-line = Võtmed teistele programmidele
company-webhooks = Veebihaagid
company-webhooks-title = Veebihaagid
company-webhooks-lead = Veebihaak teatab teisele programmile kohe, kui midagi juhtus: me saadame sõnumi tema aadressile.
company-webhooks-line = Teated teistele programmidele
company-retention = Säilitamine
company-retention-title = Kui kaua andmeid hoitakse
company-retention-lead = Vanemad andmed kustutame ise. Siin saate tähtaega lühendada.
company-retention-line = Mitu päeva andmeid hoitakse
company-audit = Tegevuste logi
company-audit-title = Tegevuste logi
company-audit-lead = Kes mida millal muutis. Logi ei saa muuta, salasõnu siin ei ole.
company-audit-line = Kes mida millal muutis
company-developers-line = Kuidas teine programm Saatjaga räägib

## Mitmel lehel
company-continue = Edasi
company-remove = Eemalda
confirm-back = Tagasi, ära muuda midagi
paging-label = Nimekirja lehed
paging-start = Algusesse
paging-next = Järgmised
search-label = Otsi nime või aadressi järgi
search-button = Otsi
search-clear = Näita kõiki
column-name = Nimi
column-role = Roll
column-mode = Meili saatja
column-server = Server
column-state = Seis
column-last-sent = Viimati saadetud
column-setting = Seade
column-value = Kehtib
column-origin = Kust tuleb
column-changes = Mis muutub
column-changed = Mis muutus
column-created = Kinnitatud
column-ends = Kehtib kuni
column-when = Millal
column-who = Kes
column-action = Tegevus
column-subject = Millega
column-kind = Millest
column-attempts = Katseid
column-answer = Vastus
column-do = Tegevus
company-value-missing = puudub
company-value-nothing = tühi
company-value-nobody = mitte keegi
company-value-no-sign-in = sisselogimist ei ole
company-value-yes = jah
company-value-no = ei
company-value-before = Praegu
company-value-after = Edaspidi
role-user = kasutaja
role-admin = administraator
never-sent = veel mitte
and-more = { $n ->
    [one] ja veel 1
   *[other] ja veel { $n }
}
tag-sender-user = meili saatmise kasutaja

## Mis just juhtus
said-sender-user-saved = Salvestatud. Kasutajate lehelt näete, kellel on veel midagi teha.
said-sender-user-same = See valik kehtib juba. Midagi ei muutunud.
said-event-name-saved = Sündmuste postkastil on uus nimi.
said-exception-added = Erand on lisatud.
said-exception-removed = Erand on eemaldatud.
said-key-revoked = Võti on lõpetatud ega ava enam midagi.
said-webhook-saved = Veebihaak on salvestatud.
said-webhook-deleted = Veebihaak on kustutatud.
said-webhook-tested = Proovisõnum läks teele. Vastust näete sõnumite nimekirjas mõne sekundi pärast.
said-message-resent = Sõnum läheb kohe uuesti teele.
said-retention-saved = Salvestatud.
said-nothing-changed = Midagi ei muutunud: need väärtused kehtisid juba.
said-conflict = Keegi muutis samal ajal samu andmeid. Siin on see, mis nüüd kehtib; vaadake üle ja proovige uuesti.
said-gone = Seda, mida muuta tahtsite, enam ei ole.

## Ülevaade
overview-users = Kasutajaid
overview-working = Töötab
overview-failing = Ei tööta
overview-untested = Kontrollimata
overview-incomplete = Pooleli
overview-sender-user = Meili saatmise kasutaja
overview-no-sender-user = määramata: igaühel kehtivad omad ja firma seaded
overview-most-used = Enamik saadab
overview-pages = Firma lehed

## Kasutajad
users-total = { $n ->
    [one] 1 kasutaja
   *[other] { $n } kasutajat
}
users-found = { $n ->
    [one] Leidsime 1 kasutaja
   *[other] Leidsime { $n } kasutajat
}
users-empty = Kasutajaid veel ei ole. Nad tulevad siia, kui nad portaalist esimest korda selle lehe avavad.
users-no-match = Nimes ega aadressis ei ole kellelgi „{ $search }“. Proovige lühemat osa.
sends-through-portal = portaali server
sends-through-unknown = server määramata
state-portal = Saadab portaali server
state-verified = Töötab: { $when }
state-failing = Ei tööta: { $when }
state-changed-server = Kontrollimata: server muutus
state-changed-port = Kontrollimata: port muutus
state-changed-security = Kontrollimata: krüpteering muutus
state-changed-user-name = Kontrollimata: kasutajanimi muutus
state-changed-password = Kontrollimata: salasõna muutus
state-changed-sender = Kontrollimata: saatja aadress muutus
state-never = Kontrollimata
state-incomplete-no-relay = Pooleli: portaalil ei ole saatvat serverit
state-incomplete-no-event-mailbox = Pooleli: sündmuste postkasti ei ole
state-incomplete-no-server = Pooleli: server määramata
state-incomplete-no-password = Pooleli: salasõna puudub
state-incomplete-password-needed-again = Pooleli: salasõna tuleb uuesti sisestada

## Üks kasutaja
user-settings = Kehtivad seadistused
user-settings-hint = Mis selle kasutaja kirjade kohta kehtib ja kust see tuleb. Muuta saab ta ise oma seadete lehel.
user-all = Kõik kasutajad
user-setting-mode = Meili saatja
user-setting-server = Server
user-setting-port = Port
user-setting-security = Krüpteering
user-setting-user-name = Kasutajanimi
user-setting-password = Salasõna
user-setting-sender = Saatja aadress
user-setting-display-name = Saatja nimi
user-setting-copy = Koopia
user-setting-blind-copy = Pimekoopia
user-setting-documents = Dokument kirjaga
user-setting-attachments = Dokumendi manused kaasa
user-setting-edit = Kirja muudetakse enne saatmist
user-documents-pdf = PDF-failina
user-documents-html = HTML-failina
user-documents-none = ei lähe kaasa
user-origin-own = tema enda seade
user-origin-sender-user = meili saatmise kasutajalt
user-origin-sender-user-named = meili saatmise kasutajalt: { $name }
user-origin-company = firma seade
user-origin-account = tema kaart portaalis
user-origin-default = vaikimisi
user-password-not-needed = ei ole vaja
user-password-set = olemas
user-password-inherited = olemas, ühine
user-password-needed-again = tuleb uuesti sisestada
user-password-missing = puudub

## Meili saatmise kasutaja
sender-user-1 = Tema server, kasutajanimi ja muud seaded kehtivad kõigile, kes ise midagi muud määranud ei ole.
sender-user-2 = Tema salasõnaga saadetakse ka teiste kirju, aga keegi teine seda ei näe. Kes määrab endale muu serveri või kasutajanime, sisestab ka oma salasõna.
sender-user-3 = Igaüks võib ikka muuta üksikuid välju enda jaoks.
sender-user-now = Praegu
sender-user-none = Meili saatmise kasutajat ei ole. Igaühel kehtivad omad seaded ja nende puudumisel firma seaded.
sender-user-choose = Valige uus
sender-user-nobody = Mitte keegi
sender-user-nobody-about = Igaühel kehtivad omad ja firma seaded.
sender-user-preview-button = Vaata, mis muutuks
sender-user-preview-hint = Enne salvestamist näitame, kelle kirju see puudutab ja kuidas.
sender-user-preview-title = Kas määrata { $name } meili saatmise kasutajaks?
sender-user-preview-nobody = Kas jätta firma ilma meili saatmise kasutajata?
sender-user-was = Praegu
sender-user-becomes = Edaspidi
sender-user-save = Salvesta
sender-user-stopped = { $n ->
    [one] 1 kasutaja kirjad jäävad seisma, kuni ta salasõna sisestab
   *[other] { $n } kasutaja kirjad jäävad seisma, kuni nad salasõna sisestavad
}
sender-user-stopped-hint = Nende senine salasõna on antud teise serveri jaoks ja uude kohta me seda ei saada. Öelge neile enne ette.
sender-user-nobody-affected = See ei muuta kellegi kirju: kõigil kehtib sama mis enne.
sender-user-affected = { $n ->
    [one] Muutub 1 kasutaja kirjade saatmine
   *[other] Muutub { $n } kasutaja kirjade saatmine
}
sender-user-affected-users = Kellel ja kuidas
change-password-needed = Salasõna on vaja sisestada
change-mode = Meili saatja
change-server = Server
change-sign-in = Sisselogimine
change-sender = Saatja aadress
change-display-name = Saatja nimi
change-copies = Koopiad
change-documents = Dokumendid
change-becomes = asemele tuleb
user-sign-in-portal = ei ole vaja
user-sign-in-own-password = oma salasõna
user-sign-in-common-password = ühine salasõna
user-sign-in-password-again = salasõna tuleb uuesti sisestada
user-sign-in-no-password = salasõna puudub

## Võrk
network-egress = IP-aadressid, mida lubada
network-egress-hint = Andke need oma IT-toele, kui teie meiliserver laseb sisse ainult tuttavaid aadresse: neilt aadressidelt ühendume meie.
network-egress-none = Portaali haldaja ei ole meie IP-aadresse siia kirja pannud. Küsige neid temalt, kui teie server laseb sisse ainult tuttavaid aadresse.
network-event = Sündmuste postkast
network-event-hint = Sellelt aadressilt lähevad kirjad, mille saadab portaali server ja mille vastused tulevad kasutajale. Siia tuleb tagasi ka see, mis kohale ei jõudnud.
network-event-none = Sündmuste postkasti ei ole: portaali haldaja ei ole selle jaoks domeeni seadnud. Viisi „Portaali serverist, vastused teile“ ei saa seetõttu kasutada.
network-event-name = Postkasti nimi
network-event-name-hint = Väikesed tähed, numbrid ja sidekriipsud, kuni 40 märki.
network-event-rename = Muuda nime
network-rename-title = Kas muuta sündmuste postkasti nime?
network-rename-users = { $n ->
    [0] Praegu ei saada sellelt aadressilt keegi.
    [one] 1 kasutaja kirjadel on edaspidi see uus saatja.
   *[other] { $n } kasutaja kirjadel on edaspidi see uus saatja.
}
network-rename-old = Vana nimi { $name } jääb teie firma omaks: kirjad sellele jõuavad teieni veel { $days } päeva, ükski teine firma seda nime ei saa ja te võite selle hiljem tagasi võtta.

## Krüpteering
encryption-list = Lubatud erandid
encryption-empty = Erandeid ei ole: kehtivad tavalised reeglid.
encryption-kind-authority = Firma oma sertifikaatide väljaandja
encryption-kind-pin = Kinnitatud võti
encryption-kind-plain = Salasõna ilma krüpteeringuta
encryption-valid = Kehtib { $from } kuni { $until }
encryption-was-valid = Enam ei kehti: { $from } kuni { $until }
encryption-validity = Kehtivus
encryption-fingerprint = Võtme sõrmejälg (SHA-256)
encryption-plain-means = Salasõna ja kirjad on teel kõigile loetavad.
encryption-confirmed = Kinnitas { $name }, { $when }
encryption-add = Lisa erand
encryption-add-hint = Küsige andmed oma IT-toelt. Enne lisamist näitame, mida see tähendab.
encryption-add-authority = Firma oma sertifikaatide väljaandja
encryption-add-authority-hint = Kui teie serveri sertifikaadi andis välja teie enda firma, kleepige siia väljaandja sertifikaat.
encryption-pem = Väljaandja sertifikaat
encryption-pem-hint = Algab reaga -----BEGIN CERTIFICATE----- ja lõpeb reaga -----END CERTIFICATE-----.
encryption-add-pin = Ühe serveri võti
encryption-add-pin-hint = Kui serveri sertifikaati ei ole kuskil tunnustatud, saate usaldada täpselt seda võtit. Kui server saab uue võtme, jäävad kirjad ootama, kuni selle siin kinnitate.
encryption-server-hint = Näiteks mail.naidis.ee.
encryption-port-hint = Tavaliselt 465 või 587.
encryption-sha256 = Võtme sõrmejälg (SHA-256)
encryption-sha256-hint = 64 märki: numbrid ja tähed a–f. Koolonid ja tühikud võivad vahel olla.
encryption-add-plain = Salasõna ilma krüpteeringuta
encryption-add-plain-hint = Ainult siis, kui server krüpteerida ei oska ja te seda parandada ei saa.
encryption-plain-warning = Salasõna ja kõik kirjad liiguvad loetavalt: igaüks, kelle võrgust need läbi lähevad, võib salasõna endale võtta ja teie nimel kirju saata.
encryption-plain-understood = Saan aru, et salasõna on teel kõigile loetav, ja luban seda selle serveri jaoks.
encryption-ask-authority = Kas usaldada seda sertifikaatide väljaandjat?
encryption-ask-authority-effect = Usaldame edaspidi iga serverit, millele see väljaandja on sertifikaadi andnud, aga ainult teie firma kirjade jaoks.
encryption-ask-pin = Kas usaldada selle serveri võtit?
encryption-ask-pin-effect = Selle serveri ja pordi puhul loeb edaspidi ainult see võti, mitte sertifikaat. Muu võtmega serverile ei anna me ei salasõna ega kirja.
encryption-ask-plain = Kas lubada salasõna ilma krüpteeringuta?
encryption-ask-plain-effect = Luba kehtib ainult selle serveri ja pordi kohta.
encryption-ask-users = { $n ->
    [0] Praegu ei saada selle kaudu keegi.
    [one] Praegu puudutab see 1 kasutajat.
   *[other] Praegu puudutab see { $n } kasutajat.
}
encryption-confirm = Jah, luba erand
encryption-remove-title = Kas eemaldada { $name }?
encryption-remove-authority = Serverid, millele see väljaandja on sertifikaadi andnud, lükkame edaspidi tagasi. Nende kaudu kirjad enam teele ei lähe.
encryption-remove-pin = Serveri sertifikaati kontrollime edaspidi nagu igal teisel. Kui see korras ei ole, jäävad kirjad ootama.
encryption-remove-plain = Sellele serverile me salasõna loetavalt enam ei saada. Kui ta krüpteerida ei oska, jäävad kirjad ootama.
sign-in-again-title = Muutmiseks logige uuesti sisse
sign-in-again-why = Erandid nõrgendavad kaitset. Seepärast peab sisselogimine olema värske: nii ei saa keegi neid muuta teie lahti jäänud arvutist.

## API võtmed
developers-link = Kuidas API-t kasutada
keys-list = Võtmed
keys-empty = Võtmeid ei ole. Ükski teine programm firma seadetele ligi ei pääse.
key-active = Töötab
key-replaced = Asendatud: töötab veel lõpuni
key-over = Lõppenud
key-revoked = Lõpetatud
key-created = Tehtud { $when }
key-created-by = Tegi { $name }, { $when }
key-used = viimati kasutatud { $when }
key-never-used = kasutamata
key-ends = kehtib kuni { $when }
key-ended = kehtis kuni { $when }
key-endless = ilma tähtajata
key-new = Uus võti
key-name = Nimi
key-name-hint = Mille järgi te selle ära tunnete, näiteks programmi nimi.
key-days = Mitu päeva see kehtib
key-days-hint = Võib jääda tühjaks: siis tähtaega ei ole.
key-create = Tee võti
key-created-title = Võti on tehtud: { $name }
key-label = Võti
key-old-until = Vana võti töötab veel kuni
key-all = Kõik võtmed
once-only = Näitame seda ainult praegu.
once-hint = Kopeerige see kohe programmi, mis seda vajab, või paroolihaldurisse. Ärge saatke seda e-kirjaga. Kui see kaob, tehke uus.
key-rotate = Vaheta välja
key-rotate-title = Kas vahetada võti { $name } välja?
key-rotate-effect = Teeme uue sama nimega võtme ja näitame seda üks kord. Vana lakkab töötamast siis, kui siin valite.
overlap-question = Kui kaua vana veel töötab?
overlap-hint = Selle ajaga jõuate uue programmi panna, ilma et töö vahepeal seisaks.
overlap-none = Lõpeb kohe
overlap-none-about = Kui vana on võõrastesse kätesse sattunud.
overlap-hour = 1 tund
overlap-day = 24 tundi
overlap-week = 7 päeva
key-revoke = Lõpeta
key-revoke-title = Kas lõpetada võti { $name }?
key-revoke-effect = Programm, mis seda võtit kasutab, jääb kohe ukse taha. Tagasi seda teha ei saa; uue võtme saab alati teha.
key-use = Kasutus

## Veebihaagid
webhooks-list = Kellele teatame
webhooks-empty = Veebihaake ei ole: me ei teata kellelegi.
webhook-title = Veebihaak
webhook-active = Töötab
webhook-off = Välja lülitatud alates { $since }
webhook-failing = Ei võta vastu alates { $since }
webhook-gone = Loobus sõnumitest { $since }
webhook-off-do = Sõnumeid me sinna ei saada. Sisse saab lülitada all, muutmise juures.
webhook-failing-do = Kõik katsed ebaõnnestusid ja sõnumeid me enam ei saada. Parandage vastuvõtja, lülitage veebihaak all uuesti sisse ja saatke proovisõnum.
webhook-gone-do = Vastuvõtja ütles, et teda enam ei ole (410), ja sõnumeid me enam ei saada. Kui see oli eksitus, lülitage veebihaak all uuesti sisse.
webhook-events-all = Kõik sõnumid
webhook-new = Uus veebihaak
webhook-url = Aadress
webhook-url-hint = Algab https://, näiteks https://portaal.naidis.ee/saatja.
webhook-url-changed-hint = Kui aadress muutub, jäävad vanale ootavad sõnumid saatmata.
webhook-which = Millest teatada?
webhook-which-all = Kõigest, ka sellest, mis hiljem lisandub
webhook-which-chosen = Ainult sellest, mis all märgitud
webhook-kinds = Sõnumid
event-settings-saved = Seaded salvestati
event-sender-user-changed = Meili saatmise kasutaja vahetus
event-settings-verified = Kontroll õnnestus
event-settings-failing = Kontroll ebaõnnestus
event-message-sent = Kiri saadeti
event-message-failed = Kiri ei läinud välja
event-message-bounced = Kiri tuli tagasi
event-event-received = Kirja kohta tuli teade
event-message-in-doubt = Kirja saatus on teadmata
event-batch-finished = Massmeil on lõpetatud
event-account-held = Kirjad ootavad serverit
event-account-released = Serverit proovitakse uuesti
event-webhook-test = Proovisõnum
webhook-create = Lisa veebihaak
webhook-created = Lisatud { $when }
webhook-test = Saada proovisõnum
webhook-messages = Viimased sõnumid
webhook-messages-empty = Sõnumeid veel ei ole. Saatke proovisõnum.
message-delivered = Vastu võetud { $when }
message-waiting = Järgmine katse { $when }
message-given-up = Jäi saatmata
message-attempts = { $n ->
    [one] 1 katse
   *[other] { $n } katset
}
message-untried = veel proovimata
message-status = vastus { $status }
webhook-result-destination-refused = sinna ei ühendu me
webhook-result-address-refused = server ei vasta
webhook-result-name-not-found = serveri nime ei leitud
webhook-result-name-without-address = serveri nimel ei ole aadressi
webhook-result-name-lookup-failed = serveri nime ei õnnestunud otsida
webhook-result-connect-refused = server keeldus ühendusest
webhook-result-connect-timeout = server ei vasta
webhook-result-connect-unreachable = serverini ei pääse
webhook-result-certificate-expired = sertifikaat on aegunud
webhook-result-certificate-not-yet-valid = sertifikaat veel ei kehti
webhook-result-certificate-wrong-name = sertifikaat on teise nime jaoks
webhook-result-certificate-self-signed = sertifikaadi andis server endale ise
webhook-result-certificate-unknown-issuer = sertifikaadi andjat ei tunta
webhook-result-certificate-revoked = sertifikaat on tühistatud
webhook-result-certificate-unusable = sertifikaat ei kõlba
webhook-result-tls-too-old = liiga vana krüpteering
webhook-result-tls-failed = krüpteerimine ei õnnestunud
webhook-result-not-http = vastus ei olnud veebiserveri oma
webhook-result-closed = server katkestas ühenduse
webhook-result-timeout = server vastas liiga aeglaselt
webhook-result-answer-too-large = vastus oli liiga pikk
webhook-result-redirect-refused = server suunas mujale
webhook-result-too-many-redirects = server suunas mujale
message-resend = Saada uuesti
webhook-edit = Muuda
webhook-enabled = Saada sinna sõnumeid
webhook-secret-title = Veebihaagi saladus
webhook-secret = Saladus, millega sõnumid allkirjastame
webhook-old-until = Vana saladusega allkirjastame veel kuni
webhook-secret-back = Veebihaagi lehele
webhook-new-secret = Uus saladus
webhook-new-secret-title = Kas teha veebihaagile uus saladus?
webhook-new-secret-effect = Näitame uut saladust üks kord. Valitud aja jooksul on sõnumitel kaks allkirja: uue ja vana saladusega.
webhook-delete = Kustuta
webhook-delete-title = Kas kustutada veebihaak?
webhook-delete-effect = Sellele aadressile me enam ei teata. Kustuvad ka tema saladus ja sõnumite nimekiri.
webhook-delete-waiting = { $n ->
    [0] Saatmata sõnumeid ei ole.
    [one] 1 sõnum jääb saatmata.
   *[other] { $n } sõnumit jääb saatmata.
}

## Säilitamine
retention-unit = päeva
retention-tests-days = Kontrollide tulemused
retention-tests-days-hint = 1 kuni { $most }. Tühjaks jättes kehtib portaali tähtaeg: { $most } päeva.
retention-audit-days = Tegevuste logi
retention-audit-days-hint = 1 kuni { $most }. Tühjaks jättes kehtib portaali tähtaeg: { $most } päeva.
retention-preview-hint = Kui tähtaeg lüheneb, näitame enne, mis kustub.
retention-deleted = Mis siis kustub?
retention-deleted-tests = Kontrolli tulemus: etapid, serveri vastused ja jutt serveriga. Kas seaded töötavad, jääb meelde.
retention-deleted-audit = Logi kirje: kes mida muutis ja mis oli enne.
retention-kept = Seaded, salasõnad ja kasutajad ei aegu.
retention-days = { $n ->
    [one] 1 päev
   *[other] { $n } päeva
}
retention-operators = portaali tähtaeg
retention-shorter-title = Kas lühendada tähtaega?
retention-shorter-tests = Kustuvad kontrollide tulemused, mis on vanemad kui { $day }.
retention-shorter-audit = Kustuvad logi kirjed, mis on vanemad kui { $day }.
retention-shorter-warning = Kustutatut tagasi ei saa.
retention-shorter-button = Lühenda ja kustuta

## Tegevuste logi
audit-filter = Otsing logist
audit-filter-action = Tegevus
audit-filter-all = kõik
audit-filter-person = Nimi või aadress
audit-filter-text = Millega
audit-filter-from = Alates
audit-filter-until = Kuni
audit-filter-button = Otsi
audit-filter-clear = Näita kõike
audit-export = Laadi alla CSV-failina
audit-empty = Midagi ei ole veel muudetud.
audit-no-match = Sellele otsingule ei vasta ükski kirje. Võtke mõni tingimus maha.
audit-changes = { $n ->
    [one] 1 väli
   *[other] { $n } välja
}
who-api-key = API võti { $name }
who-portal = portaal { $name }
who-operator = portaali haldaja
who-program = Saatja ise
audit-company-created = Firma loodi
audit-company-changed = Firma andmeid muudeti
audit-user-created = Kasutaja loodi
audit-user-changed = Kasutaja andmeid muudeti
audit-user-deleted = Kasutaja kustutati
audit-settings-saved = Seaded salvestati
audit-sender-user-changed = Meili saatmise kasutaja vahetati
audit-test-started = Saadeti proovikiri
audit-exception-added = Krüpteeringu erand lisati
audit-exception-removed = Krüpteeringu erand eemaldati
audit-api-key-created = API võti tehti
audit-api-key-rotated = API võti vahetati välja
audit-api-key-revoked = API võti lõpetati
audit-webhook-created = Veebihaak lisati
audit-webhook-changed = Veebihaaki muudeti
audit-webhook-rotated = Veebihaak sai uue saladuse
audit-webhook-deleted = Veebihaak kustutati
audit-session-created = Logiti sisse
audit-audit-exported = Logi laaditi alla
audit-messages-exported = Kirjad eksporditud
audit-events-exported = Sündmused eksporditud
audit-event-downloaded = Sündmuse kiri alla laaditud
audit-message-resent = Kiri uuesti saadetud
audit-message-settled = Teadmata saatusega kiri lahendatud
audit-message-canceled = Kiri tühistatud
audit-message-mended = Aadress parandatud ja kiri uuesti saadetud
audit-address-forgotten = Aadress märgitud taas korras olevaks
audit-mailbox-allowed = Postkasti vaatamine lubatud
audit-mailbox-stopped = Postkasti vaatamine lõpetatud
audit-batch-accepted = Massmeil üle antud
audit-batch-paused = Massmeil peatatud
audit-batch-started = Massmeil käivitatud
audit-batch-canceled = Massmeil tühistatud
audit-batch-resent = Välja minemata kirjad uuesti saadetud
audit-account-held = Saatmine serveri kaudu peatatud
audit-account-released = Ootel serverit proovitakse uuesti
audit-field-mode = Meili saatja
audit-field-host = Server
audit-field-port = Port
audit-field-security = Krüpteering
audit-field-user-name = Kasutajanimi
audit-field-password = Salasõna
audit-field-sender = Saatja aadress
audit-field-display-name = Saatja nimi
audit-field-copy = Koopia
audit-field-blind-copy = Pimekoopia
audit-field-documents = Dokument kirjaga
audit-field-attachments = Dokumendi manused
audit-field-edit = Muutmine enne saatmist
audit-field-name = Nimi
audit-field-email = Aadress
audit-field-role = Roll
audit-field-language = Keel
audit-field-external-id = Tunnus portaalis
audit-field-event-name = Sündmuste postkast
audit-field-mass-mailing = Massmeil
audit-field-tests-days = Kontrollide tulemused, päevi
audit-field-audit-days = Tegevuste logi, päevi
audit-field-sender-user = Meili saatmise kasutaja
audit-field-url = Aadress
audit-field-events = Sõnumid
audit-field-enabled = Sisse lülitatud
audit-field-expires-at = Kehtib kuni
audit-field-kind = Liik
audit-field-spki-sha256 = Võtme sõrmejälg
audit-field-way = Viis
audit-field-embedded-in = Millise lehe sees
audit-field-fresh = Tõestas end uuesti
audit-field-recipient = Kellele
audit-field-portal = Portaal
audit-field-hint = Lõpeb märkidega
audit-field-action = Tegevus
audit-field-person = Kes
audit-field-text = Millega
audit-field-from = Alates
audit-field-until = Kuni
audit-password-set = olemas
audit-password-entered = uus sisestatud
audit-way-launch = portaalist
audit-way-oidc = portaali sisselogimisega
audit-way-link = ühekordse lingiga
audit-export-cut = Fail lõpeb siin, aga logi on pikem. Valige lühem aeg.

## Mis on valesti
mistake-sender-user-missing = Valige kasutaja.
mistake-sender-user-gone = Seda kasutajat firmas enam ei ole. Valige teine.
mistake-event-name-invalid = Nimes võivad olla väikesed tähed a–z, numbrid ja üksikud sidekriipsud, kuni 40 märki, näiteks naidis-ou.
mistake-event-name-taken = See nimi on teisel firmal. Valige muu.
mistake-authority-unreadable = Sellest ei saanud sertifikaati lugeda. Kleepige kogu tekst koos BEGIN- ja END-reaga.
mistake-authority-several = Tekstis on mitu sertifikaati. Kleepige ainult väljaandja oma.
mistake-authority-is-none = See on serveri sertifikaat, mitte väljaandja oma. Küsige IT-toelt väljaandja (CA) sertifikaati.
mistake-authority-over = See sertifikaat praegu ei kehti. Küsige IT-toelt kehtiv.
mistake-authority-private-key = See on salajane võti, mitte sertifikaat. Me ei salvestanud seda, aga vahetage see võti kindluse mõttes välja.
mistake-authority-already = See väljaandja on juba lisatud.
mistake-server-invalid = Kirjutage serveri nimi, näiteks mail.naidis.ee.
mistake-port-invalid = Kirjutage port, mis on siin avatud, tavaliselt 465 või 587.
mistake-pin-invalid = Sõrmejälg on 64 märki: numbrid ja tähed a–f.
mistake-pin-already = Sellel serveril ja pordil on juba kinnitatud võti. Eemaldage enne see.
mistake-plain-not-understood = Märkige, et saate aru, mida see tähendab.
mistake-plain-already = Selle serveri ja pordi jaoks on see juba lubatud.
mistake-too-many-exceptions = Erandeid võib olla kuni { $most }. Eemaldage enne mõni.
mistake-key-name-invalid = Kirjutage võtmele nimi, kuni 80 märki.
mistake-key-days-invalid = Päevi on 1 kuni 3650, või jätke tühjaks.
mistake-too-many-keys = Võtmeid võib olla kuni { $most }. Lõpetage enne mõni.
mistake-overlap-missing = Valige, kui kaua vana veel töötab.
mistake-url-invalid = Kirjutage täielik aadress, mis algab https://.
mistake-url-not-allowed = Sellele aadressile me sõnumeid ei saada: see peab olema avalikus internetis.
mistake-events-missing = Märkige vähemalt üks sõnum või valige „Kõigest“.
mistake-too-many-webhooks = Veebihaake võib olla kuni { $most }. Kustutage enne mõni.
mistake-tests-days-invalid = Kontrollide tulemused: päevi on 1 kuni { $most }, või jätke tühjaks.
mistake-audit-days-invalid = Tegevuste logi: päevi on 1 kuni { $most }, või jätke tühjaks.
mistake-person-unknown = Sellise nime või aadressiga kasutajat firmas ei ole.
mistake-person-several = Selle nimega kasutajaid on mitu. Kirjutage aadress.
mistake-from-invalid = Alates: kirjutage kuupäev.
mistake-until-invalid = Kuni: kirjutage kuupäev.
mistake-until-before-from = Viimane päev on enne esimest.
