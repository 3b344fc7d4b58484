# Seadistuste leht.
settings-title = Kirjade saatmine
settings-lead = Siin valite, kuidas portaal teie arved ja kirjad teele paneb. Tavaliselt piisab aadressist ja salasõnast.

## Märk lehe päises
badge-none = Veel seadistamata
badge-never = Kontrollimata: saatke proovikiri
badge-verified = Töötab: kontrollitud { $when }
badge-failing = Ei tööta: { $when }
badge-no-password = Ei saada: salasõna on puudu
badge-password-needed-again = Ei saada: sisestage salasõna uuesti
badge-running = Kontroll käib
badge-portal = Saadab portaali server
badge-changed-server = Kontrollimata: server muutus
badge-changed-port = Kontrollimata: port muutus
badge-changed-security = Kontrollimata: krüpteering muutus
badge-changed-user-name = Kontrollimata: kasutajanimi muutus
badge-changed-password = Kontrollimata: salasõna muutus
badge-changed-sender = Kontrollimata: saatja aadress muutus
badge-see-test = Vaata viimast kontrolli

## Kirja teekond
way-label = Kirja teekond: teie, portaal, meiliserver, saaja
way-you = Teie
way-portal = Portaal
way-server = Meiliserver
way-recipient = Saaja
way-recipient-note = teie klient
way-signed-in = sisse logitud
way-untried = proovimata
way-works = töötab
way-trying = proovin
way-not-reached = ei jõudnud
way-stopped = peatus: { $stage }

## Saatmisviis
mode-legend = Kelle serverist kirjad lähevad?
mode-portal = Portaali serverist
mode-portal-hint = Midagi muud pole vaja teha. Saatjaks on teie aadress.
mode-portal-tag = vaikimisi
mode-reply-to = Portaali serverist, vastused teile
mode-reply-to-hint = Saatja on portaali aadress, vastus jõuab teieni. Sobib siis, kui firma SPF-kirjet muuta ei saa.
mode-own-server = Oma meiliserverist
mode-own-server-hint = Gmail, Microsoft 365, Zone, mail.ee või mis tahes server, mis SMTP-d lubab.
mode-own-server-tag = avab massmeilimise

## Väljad
mailbox-legend = Teie postkast
server-legend-closed = Serveri andmed: { $summary }
server-legend-unknown = Serveri andmed: leiame aadressi järgi või kirjutage ise
field-address = E-posti aadress
field-address-hint = Sellelt aadressilt saavad kliendid teie kirjad.
field-display-name = Saatja nimi
field-display-name-hint = Nii näeb saaja teie nime kirja ees. Võib jääda tühjaks.
field-password = Salasõna
field-password-hint = Salasõna näeb ainult server, kellele see kuulub. Meie seda kellelegi ei näita.
field-password-set = Salasõna on salvestatud. Jätke tühjaks, kui see ei muutunud.
field-password-guide = Kust ma selle saan? { $provider }: juhend
field-server = Server
field-server-hint = Näiteks smtp.zone.eu. Võite kleepida ka kujul smtp.gmail.com:465.
field-port = Port
field-port-hint = Tavaliselt 465 või 587.
field-security = Krüpteering
field-user-name = Kasutajanimi
field-user-name-hint = Enamasti teie e-posti aadress. Jätke tühjaks, kui server sisselogimist ei taha.

password-kind-mailbox = postkasti salasõna
password-kind-app-password = rakenduse parool
password-kind-mailbox-or-app = postkasti salasõna või rakenduse parool
password-kind-api-key = teenuse võti
password-kind-no-password = salasõna pole vaja

show-password = Näita
hide-password = Peida
find-settings = Leia seaded aadressi järgi
save-and-test = Salvesta ja saada proovikiri
save = Salvesta
test-again = Saada proovikiri
test-goes-to = Proovikiri läheb ainult teie enda aadressile { $address }.

## Leitud
found-by-domain = { $provider }. Seaded on teada aadressi järgi.
found-by-mx = { $provider }. Leitud aadressi järgi: { $domain } post on seal.
found-by-server = { $provider }. Ära tuntud serveri järgi.
found-unconfirmed = Need andmed on kinnitamata: küsige need enne saatmist pakkujalt üle.
found-nothing = Selle aadressi serverit me ei tunne. Küsige serveri nimi oma IT-toelt või teenusepakkujalt ja kirjutage see alla.
found-undecided = Aadressi järgi ei õnnestunud praegu serverit otsida. Kirjutage server alla või proovige uuesti.
found-looking = Otsin serverit…
found-filled = Täitsime: { $server }, port { $port }, { $security }, kasutajanimi { $user }.
found-filled-short = Täitsime: { $server }, port { $port }, { $security }.

## Teated
notice-saved = Salvestatud.
notice-saved-filled = Salvestatud. Serveri andmed täitsime aadressi järgi: { $server }, port { $port }, { $security }. Vaadake need üle ja saatke proovikiri.
notice-mode-saved = Salvestatud. Kirjad saadab portaali server.
notice-conflict = Keegi muutis samal ajal neid seadeid. Vaadake, mis nüüd kehtib, ja salvestage uuesti. Teie kirjutatu on alles, salasõna sisestage uuesti.
notice-found = Serveri andmed on täidetud. Sisestage nüüd salasõna.
notice-password-again = Salasõna sisestage uuesti: vigasest vormist me seda ei hoia.

## Kõrvalkast
aside-title = { $provider }: nii leiate andmed
aside-pace-minutes = { $provider }: 200 kirja saatmine võtab umbes { $n } minutit.
aside-pace-hours = { $provider }: 200 kirja saatmine võtab umbes { $n } tundi.
aside-guide = Kogu juhend sammhaaval
aside-unknown-title = Mida on vaja teada?
aside-unknown-1 = Serveri nimi, port ja krüpteering: need annab teie e-posti pakkuja.
aside-unknown-2 = Kasutajanimi: enamasti teie e-posti aadress.
aside-unknown-3 = Salasõna: Gmailil, mail.ee-l, Yahool ja iCloudil eraldi rakenduse parool.
aside-all-guides = Kõik juhendid
aside-ports = Pordid ja krüpteering lihtsas keeles

## Reeglite laused
finding-address-missing = Kirjutage oma e-posti aadress, näiteks mari@naidis.ee.
finding-address-at = Aadressis peab olema üks @, näiteks mari@naidis.ee.
finding-address-local = Aadressis enne @-märki on mõni märk, mida seal olla ei saa. Vaadake, kas aadress on õigesti kirjutatud.
finding-address-domain = Aadressi lõpp pärast @-märki ei ole õige, see peab olema näiteks naidis.ee.
finding-address-too-long = Aadress on liiga pikk. Vaadake, ega sinna midagi muud ei kleepunud.
finding-display-name-invisible = Nimes on nähtamatu märk. Kirjutage nimi uuesti, kleepimata.
finding-display-name-too-long = Nimi on liiga pikk: kuni 120 tähte.
finding-mode-closed = Seda viisi pole siin avatud. Valige mõni teine.
finding-password-app-only = { $provider } võtab vastu ainult rakenduse parooli: 16 väikest tähte. Konto tavaline salasõna siin ei tööta.
finding-password-control = Salasõnas on nähtamatu märk. Kirjutage see uuesti või kopeerige ilma reavahetuseta.
finding-password-ended = { $provider } ei luba programmidel salasõnaga sisse logida alates { $date }. Proovikiri jääb tõenäoliselt sisselogimisel seisma. Valige muu saatmisviis või muu postkast.
finding-password-missing = Kirjutage salasõna.
finding-password-needed-again = Server, port, krüpteering või kasutajanimi muutus. Sisestage salasõna uuesti: varem sisestatut me uude kohta ei saada.
finding-password-off-by-default = { $provider } lülitab salasõnaga saatmise vaikimisi välja alates { $date }. Firma administraator saab selle uuesti lubada.
finding-password-too-long = Salasõna on liiga pikk. Vaadake, ega sinna midagi muud ei kleepunud.
finding-password-without-user = Salasõna on, aga kasutajanimi on tühi. Kirjutage kasutajanimi või tühjendage salasõna.
finding-plain-not-allowed = Ilma krüpteeringuta näeks salasõna igaüks, kelle kaudu kiri liigub. Selle serveri jaoks saab seda lubada ainult firma administraator.
finding-plain-confirmed = Salasõna ja kirjad liiguvad loetavalt: igaüks teel võib neid näha.
finding-plain-readable = Kirjad liiguvad loetavalt: igaüks teel võib neid lugeda. Valige krüpteering, kui server seda oskab.
finding-port-25-relay = Port 25 on mõeldud serveritele omavahel ja on sageli suletud. Kirjade saatmiseks on port 587.
finding-port-25-tls-unusual = Port 25 algab tavaliselt krüpteerimata ja läheb siis üle STARTTLS-ile. SSL/TLS siin enamasti ei tööta.
finding-port-465-wants-tls = Port 465 tahab krüpteeringut SSL/TLS. Muu valikuga jääb ühendus vastuseta.
finding-port-587-tls-unusual = Port 587 käib tavaliselt STARTTLS-iga. SSL/TLS töötab seal väga vähestel pakkujatel.
finding-port-missing = Kirjutage port. Tavaliselt on see 465 või 587.
finding-port-not-a-number = Port on arv 1 kuni 65535, tavaliselt 465 või 587.
finding-port-not-open = Port { $port } pole siin avatud. Avatud on { $open }.
finding-security-missing = Valige krüpteering. Port 465 käib SSL/TLS-iga, port 587 STARTTLS-iga.
finding-sender-must-equal-user = { $provider } saadab ainult siis, kui saatja aadress on sama mis kasutajanimi ({ $user }).
finding-sender-rewritten = { $provider } võib saatjaks panna hoopis { $user }, kui see aadress pole kontol kinnitatud.
finding-server-data-centre = Server { $server } on teise andmekeskuse oma. { $provider } võtaks salasõna seal valeks.
finding-server-form = Serveri nimi ei ole õige kujuga. See on näiteks smtp.zone.eu.
finding-server-inside = See nimi kehtib ainult teie sisevõrgus. Portaal jõuab ainult avalikus internetis oleva serverini.
finding-server-is-address = Siia käib serveri nimi, mitte e-posti aadress. Näiteks smtp.gmail.com.
finding-server-is-ip = Siia käib serveri nimi, mitte IP-aadress. Nime järgi kontrollime, et server on õige.
finding-server-misprint = Nimi { $server } on juhendites levinud trükiviga. Võõras võib selle endale võtta ja salasõna kätte saada.
finding-server-missing = Kirjutage serveri nimi, näiteks smtp.gmail.com.
finding-server-not-for-sending = Server { $server } on kirjade lugemiseks, mitte saatmiseks.
finding-server-single-label = Serveri nimi on poolik. Täisnimi on näiteks mail.naidis.ee.
finding-server-too-long = Serveri nimi on liiga pikk. Vaadake, ega sinna midagi muud ei kleepunud.
finding-user-name-invalid = Kasutajanimes on nähtamatu märk või on see liiga pikk. Kirjutage see uuesti.
finding-user-name-literal = { $provider }: kasutajanimi on kõigil ühesugune: { $wanted }.
finding-user-name-local-part = { $provider } tahab kasutajanimeks ainult osa enne @-märki: { $wanted }.
finding-user-name-whole-address = { $provider } tahab kasutajanimeks kogu aadressi: { $wanted }.

repair-security = Kasuta { $security }
repair-port = Kasuta porti { $port }
repair-port-and-security = Kasuta porti { $port } ja { $security }
repair-server = Kasuta serverit { $server }
repair-user-name = Kasuta nime { $user }
repair-address = Kasuta aadressi { $address }

## Päritud väärtused
origin-own = oma
origin-account = teie andmed portaalis
origin-company = firma vaikeseade
origin-default = vaikimisi
origin-sender-user = meili saatmise kasutaja
origin-line = Tühjaks jättes kehtib: { $value } ({ $who }).
origin-back = Kasuta seda
origin-back-field = Kasuta seda väljal { $field }
choice-inherited = { $value } ({ $who })
choice-default = { $value } (vaikimisi)
mode-inherit-hint = Kui see seal muutub, muutub ka siin.
mode-closed = pole siin avatud
mode-reply-to-hint-from = Saatja on { $address }, vastus jõuab teieni. Sobib siis, kui firma SPF-kirjet muuta ei saa.
no-sign-in = Server ei taha sisselogimist
field-password-inherited = Kehtib salasõna, mille on sisestanud { $who }; seda ei näidata kellelegi. Kirjutage oma ainult siis, kui teil on oma kasutajanimi või server.
field-password-base = Seda kasutavad kõik, kellel oma salasõna ega kasutajanime pole. Võib jääda tühjaks.

## Kuidas kirjad lähevad
letters-legend = Koopiad ja manused: { $summary }
field-copy = Koopia
field-copy-hint = Need aadressid saavad igast kirjast koopia ja saaja näeb neid. Mitu aadressi eraldage komaga.
field-blind-copy = Pimekoopia
field-blind-copy-hint = Need aadressid saavad koopia, mida saaja ei näe. Mitu aadressi eraldage komaga.
no-copy = Mitte kellelegi
no-blind-copy = Mitte kellelegi
copy-nobody = mitte kellelegi
field-documents = Dokument kirja küljes
field-documents-hint = Arve või muu dokument läheb kirjaga failina kaasa.
documents-pdf = PDF
documents-html = HTML
documents-none = ilma dokumendita
field-attachments = Dokumendi enda manused
field-attachments-hint = Failid, mis on portaalis dokumendi küljes.
attachments-yes = koos manustega
attachments-no = manusteta
field-edit = Kirja redigeerimine
field-edit-hint = Kas näete kirja enne saatmist ja saate seda muuta.
edit-yes = enne saatmist vaadatakse üle
edit-no = saadetakse kohe
company-sender-legend = Saatja
field-mode = Kelle serverist

## Eelvaade
preview-title = Nii näeb saaja teie kirja
preview-from = Saatja
preview-reply-to = Vastus läheb
preview-copy = Koopia
preview-blind-copy = Pimekoopia
preview-sender-user = Seadistused
preview-envelope = Ümbrik: seda näeb server
preview-envelope-sender = Ümbriku saatja
preview-server = Server
preview-portals-server = portaali server
preview-login = Logib sisse
preview-no-relay = Portaali serverit pole siin seadistatud. Valige oma meiliserver.
preview-no-event-mailbox = Firmal pole portaali aadressi, millelt saata. Valige muu viis.
preview-no-server = Kirju veel ei saadeta: server, port või krüpteering on puudu.
preview-no-password = Kirju veel ei saadeta: salasõna on puudu.
preview-password-needed-again = Kirju ei saadeta: server või kasutajanimi muutus. Sisestage salasõna uuesti.
mass-mailing-by-own-server = Massmeilimine (arved kõigile klientidele, kliendikirjad) on avatud, sest kirjad lähevad oma serverist.
mass-mailing-by-company = Massmeilimine (arved kõigile klientidele, kliendikirjad) on teie firmale avatud.
mass-mailing-closed = Massmeilimine (arved kõigile klientidele, kliendikirjad) avaneb oma meiliserveriga.

## Firma vaikeseaded
company-settings-title = Firma vaikeseaded
company-settings-lead = Need kehtivad igaühele, kes pole ise midagi muud valinud. Mis siin tühjaks jääb, selle määrab igaüks ise.
finding-choice-unknown = Valige üks pakutud võimalustest.
finding-copy-address = { $text } ei ole e-posti aadress. Mitu aadressi eraldage komaga.
finding-copy-and-none = Kirjutage aadress või märkige „Mitte kellelegi“, mitte mõlemat.
finding-copy-too-many = Koopiaid saab olla kuni viis.
finding-password-without-server = Salasõna saab salvestada siis, kui server, port ja krüpteering on ka kirjas: see läheb ainult sinna.
