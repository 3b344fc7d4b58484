### Kasutaja oma postkasti leht: teateid tuuakse sealt siis, kui ta seda lubab.

mailbox-link = Mis tuleb tagasi: teie postkast
mailbox-link-hint = Kirjad, mis kohale ei jõua, tulevad tagasi teie oma postkasti. Lubage portaalil need teated ära tuua.
mailbox-title = Teie postkast: mis tuleb tagasi
mailbox-lead = Teie kirju saadab teie oma server. Kui mõni kohale ei jõua, tuleb teade selle kohta teie oma postkasti ja portaal seda ei näe. Lubage need teated ära tuua ja igaüks on näha oma kirja juures, põhjus selgete sõnadega.
mailbox-back = Tagasi seadistuste juurde

mailbox-promise = Mida loetakse ja mida mitte
mailbox-promise-1 = Ära tuuakse ainult meiliserverite teated ja automaatvastused. Teisi kirju ei avata.
mailbox-promise-2 = Nende äratundmiseks vaadatakse iga uue kirja päisest paari rida: kellelt kiri on ja mis liiki. Mitte teemat, mitte sisu. Midagi sellest ei hoita alles.
mailbox-promise-3 = Ainult see, mis tuleb alates tänasest, ja ainult sisendkaust.
mailbox-promise-4 = Midagi ei kustutata, teisaldata ega märgita loetuks. Ära toodud teated saavad nähtamatu märke, kui server selliseid märkeid hoiab.
mailbox-promise-5 = Teate, mis käib mõne teise programmiga saadetud kirja kohta, loeb portaal küll läbi, aga ei säilita: seda ei näe keegi.

mailbox-standing = Kuidas on
mailbox-badge-well = Töötab
mailbox-badge-soon = Esimest korda vaadatakse minuti jooksul
mailbox-badge-later = Praegu ei tööta
mailbox-badge-held = Peatatud
mailbox-of = { $user } serveris { $server }, lubatud { $when }.
mailbox-looked = Viimati läbi vaadatud { $when }.
mailbox-looked-never = Veel läbi vaatamata.
mailbox-found = { $n ->
    [one] Leiti üks teade, { $when }.
   *[other] Leiti { $n } teadet, viimane { $when }.
}
mailbox-found-none = Teateid pole seni leitud.
mailbox-since = See ei tööta alates: { $when }.
mailbox-tried-again = Proovitakse ise uuesti.
mailbox-not-tried = Uuesti ei proovita enne, kui te selle all ära parandate: nii ei lukusta server teie postkasti.
mailbox-stop = Lõpeta postkasti vaatamine
mailbox-stop-hint = Postkasti salasõna kustutatakse siit kohe. Teie postkastis ei muutu midagi.

mailbox-form = Luba
mailbox-form-again = Muuda
mailbox-not-own-server = Teie kirju saadab portaali server, seega tagasi tulev teie postkasti ei jõua. Lubada pole midagi.
mailbox-why-password = Miks jälle salasõna? Salasõna saadetakse ainult sellele serverile, mille jaoks see sisestati. Lugemine ja saatmine on kaks serverit, seega tuleb see kummagi jaoks eraldi sisestada, ka siis, kui salasõna on sama.
mailbox-no-token = Microsofti postkaste (Microsoft 365, Outlook.com, Hotmail) veel lugeda ei saa: need ei võta selleks salasõna.
mailbox-filled = Täidetud: { $provider }.
mailbox-server-hint = Kirjade lugemise server (IMAP), näiteks imap.example.com. Sageli pole see sama, mis saatmise oma.
mailbox-port-hint = Tavaliselt 993.
mailbox-security-hint = Pordiga 993 käib SSL/TLS, pordiga 143 STARTTLS.
mailbox-user-name-hint = Enamasti teie e-posti aadress.
mailbox-password-hint = Postkasti salasõna. Meie seda kellelegi ei näita.
mailbox-app-password-hint = Rakenduse parool. Saatmise oma sobib enamasti ka lugemiseks.
mailbox-allow = Luba ja kontrolli kohe
mailbox-allow-hint = Me logime sisse ja avame sisendkausta. See võib võtta pool minutit.
mailbox-allowed = Lubatud. Postkast avanes ja uued teated tuuakse nüüdsest ära.
mailbox-stopped = Lõpetatud. Postkasti salasõna on siit kustutatud.

mailbox-server-invalid = Kirjutage serveri täisnimi, näiteks imap.example.com.
mailbox-port-invalid = Kirjutage üks neist portidest: { $open }.
mailbox-security-missing = Valige krüpteering. Pordiga 993 käib SSL/TLS, pordiga 143 STARTTLS.
mailbox-user-name-missing = Kirjutage kasutajanimi.
mailbox-password-missing = Kirjutage postkasti salasõna.

## Miks postkasti ei saanud vaadata

mailbox-trouble-destination = Portaal ei loo ühendust serveriga { $server } pordil { $port }.
    .meaning = Kirju loetakse ainult portide kaudu, mille portaali haldaja on avanud, ja ainult krüpteeritult.
    .step1 = Valige port 993 ja SSL/TLS või port 143 ja STARTTLS.
    .step2 = Kirjutage serveri avalik täisnimi. Kontori sisevõrgu nimi ei sobi.

mailbox-trouble-name = Serverit nimega { $server } ei ole.
    .meaning = Interneti nimede register (DNS) seda ei tunne või ei vastanud. Enamasti on see kirjaviga.
    .step1 = Kontrollige nime täht-tähelt. Sageli algab see sõnaga imap või mail.
    .step2 = Kui te nime ei tea, vaadake oma meiliprogrammi kirjade saamise seadistusi või küsige meiliteenuse pakkujalt.

mailbox-trouble-connection = Server { $server } ei vastanud pordil { $port }.
    .meaning = Ühendust ei tekkinud või see katkes. Port võib olla vale, tulemüür ees või server maas.
    .step1 = Kontrollige serveri nime ja porti: 993 ja SSL/TLS või 143 ja STARTTLS.
    .step2 = Kui kõik on õige, proovige mõne minuti pärast uuesti.
    .step3 = Kui server on ettevõtte oma, paluge IT-toel portaal läbi lasta.

mailbox-trouble-encryption = Krüpteeritud ühendust serveriga { $server } pordil { $port } ei tekkinud.
    .meaning = Port ja krüpteering ei pruugi kokku käia või on serveri krüpteering liiga vana. Salasõna ei saadetud.
    .step1 = Kontrollige paari: pordiga 993 käib SSL/TLS, pordiga 143 STARTTLS.
    .step2 = Kui paar on õige, saatke see leht IT-toele või meiliteenuse pakkujale: vaja on TLS 1.2 või uuemat.

mailbox-trouble-certificate = Server { $server } ei suutnud tõendada, et ta on õige server.
    .meaning = Selle sertifikaat (serveri isikutunnistus) on aegunud, teise nimega või ei kinnita seda keegi teada-tuntud. Salasõna ei saadetud.
    .step1 = Võrrelge serveri nime teenusepakkuja juhendiga täht-tähelt.
    .step2 = Kui nimi on õige, saatke see leht serveri haldajale: sertifikaat tuleb korda teha.

mailbox-trouble-not-imap = Serveris { $server } pordil { $port } ei vasta kirjade lugemise server.
    .meaning = See ei räägi IMAP-i. Salasõna ei saadetud või ei tulnud tagasi midagi kasutatavat.
    .step1 = Kontrollige serveri nime: lugemise oma algab sageli sõnaga imap, saatmise oma sõnaga smtp.
    .step2 = Kontrollige porti: 993 ja SSL/TLS või 143 ja STARTTLS.

mailbox-trouble-sign-in-missing = Server { $server } ei võta salasõna.
    .meaning = See ei paku sisselogimist kasutajanime ja salasõnaga. Microsofti serverid võtavad ainult Microsofti juures sisselogimist, mis siin veel ei tööta.
    .step1 = Küsige meiliteenuse pakkujalt või IT-toelt, kas kirju saab IMAP-iga salasõnaga lugeda.

mailbox-trouble-sign-in-refused = Server { $server } ei lasknud kasutajat { $user } sisse.
    .meaning = Kasutajanimi või salasõna pole õige või on teenusepakkuja juures IMAP-iga lugemine välja lülitatud. Ise uuesti ei proovita.
    .step1 = Kirjutage salasõna uuesti. Gmailil, Yahool, iCloudil ja mail.ee-l on see rakenduse parool.
    .step2 = Kontrollige kasutajanime: enamasti on see kogu e-posti aadress.
    .step3 = Vaadake oma postkasti seadistustest, kas IMAP on sisse lülitatud.

mailbox-trouble-unavailable = Server { $server } praegu ei saa.
    .meaning = See vastas, et on hõivatud või oli ühendusi liiga palju.
    .step1 = Proovige mõne minuti pärast uuesti.

mailbox-trouble-refused = Server { $server } lasi kasutaja { $user } sisse, kuid ei avanud sisendkausta.
    .meaning = Sisselogimine õnnestus. Selle taga pole postkasti või ei tohi see kasutaja seda lugeda.
    .step1 = Kontrollige kasutajanime: see peab olema selle postkasti oma, millest teie kirju saadetakse.
    .step2 = Küsige meiliteenuse pakkujalt või IT-toelt, kas sellel kasutajal on postkast.
